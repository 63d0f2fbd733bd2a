"""Baselines under a spectrum: automatic, a polynomial, or through points a person set; the imaginary part is left alone."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.nmr.processing_signal import Real, Signal

_SMOOTH_POINTS = 150
"""A length is brought to at most so many points: the stiffness grows with its fourth power, and numbers end at 1e16."""
_ANCHOR_SHARE = 400
"""The height at an anchor is the median over this part of the spectrum."""


def smooth(signal: Signal, length: float) -> Signal:
    """Subtract a smooth curve below the lines: psalsa of S. Oller-Moreno et al., IEEE SSD 11 (2014), doi 10.1109/SSD.2014.6808837.

    Of the penalised least-squares methods it alone kept to a made hump within 0.2 of 8 at 2,048 to 16,384 points; arPLS
    lost it by 3, since strong lines wider than the noise count for it as baseline.

    Args:
        signal: a spectrum.
        length: ppm; bends of a shorter wavelength are taken for lines. It stands for the smoothing parameter
            (length in points / 2 pi)^4, so that the same length means the same on any number of points.

    Raises:
        InputError: a length below ten points or above ten times the spectrum.
    """
    step = abs(float(signal.axis[-1] - signal.axis[0])) / (signal.points - 1)
    if not 10 * step <= length <= 10 * step * signal.points:
        raise InputError(
            f"The baseline's length must lie between {10 * step:.3g} and {10 * step * signal.points:.3g} ppm here."
        )
    return _under_each(signal, lambda row: _psalsa(row, length / step))


def polynomial(signal: Signal, degree: int) -> Signal:
    """Subtract a polynomial through what is not line: points are left out where they stand out by 2.5 times the scatter."""
    place = np.linspace(-1.0, 1.0, signal.points)

    def curve(row: Real) -> Real:
        kept = np.ones(len(row), dtype=bool)
        for _ in range(30):
            fitted = np.polynomial.chebyshev.chebval(
                place, np.polynomial.chebyshev.chebfit(place[kept], row[kept], degree)
            )
            rest = row - fitted
            scatter = 1.4826 * float(np.median(np.abs(rest[kept] - np.median(rest[kept]))))
            inside = np.abs(rest) <= 2.5 * max(scatter, 1e-300)
            if inside.sum() <= 10 * (degree + 1) or np.array_equal(inside, kept):
                break
            kept = inside
        return np.asarray(fitted, dtype=np.float64)

    return _under_each(signal, curve)


def through_anchors(signal: Signal, positions: tuple[float, ...]) -> Signal:
    """Subtract a curve through the spectrum at chosen shifts: level, a line, or a monotone cubic for three and more.

    Args:
        signal: a spectrum.
        positions: shifts in ppm.

    Raises:
        InputError: a position outside the spectrum.
    """
    low, high = float(signal.axis.min()), float(signal.axis.max())
    outside = [p for p in positions if not low <= p <= high]
    if outside:
        raise InputError(f"A baseline point at {outside[0]:g} ppm lies outside the spectrum.".replace("-", "−"))
    places = np.array(sorted(set(positions)))
    return _under_each(signal, lambda row: curve_through(signal.axis, places, anchor_heights(signal.axis, row, places)))


def anchor_heights(axis: Real, row: Real, places: Real) -> Real:
    """How high a spectrum is at chosen shifts: medians over a four-hundredth of its points, shape (k,).

    Args:
        axis: shifts in ppm, shape (n,), rising or falling.
        row: intensities, shape (n,).
        places: shifts in ppm, shape (k,).
    """
    half = max(len(row) // _ANCHOR_SHARE // 2, 1)
    nearest = [int(np.argmin(np.abs(axis - p))) for p in places]
    return np.array([np.median(row[max(i - half, 0) : i + half + 1]) for i in nearest])


def curve_through(shift: Real, places: Real, heights: Real) -> Real:
    """A level, a line, or a monotone cubic through one, two, or more points; level beyond the outermost of three and more.

    Args:
        shift: where the curve is wanted, shape (n,).
        places: shifts of the points, rising, shape (k,) with k at least 1.
        heights: of the points, shape (k,).
    """
    from scipy.interpolate import PchipInterpolator

    if len(places) < 3:
        slope = 0.0 if len(places) == 1 else (heights[1] - heights[0]) / (places[1] - places[0])
        return np.asarray(heights[0] + slope * (shift - places[0]), dtype=np.float64)
    held = np.clip(shift, places[0], places[-1])
    return np.asarray(PchipInterpolator(places, heights)(held), dtype=np.float64)


def _under_each(signal: Signal, curve: Callable[[Real], Real]) -> Signal:
    rows = signal.values.reshape(-1, signal.points)
    under = np.stack([curve(np.ascontiguousarray(row.real)) for row in rows]).reshape(signal.values.shape)
    return replace(signal, values=signal.values - under)


def _psalsa(row: Real, length: float) -> Real:
    """The psalsa curve of a row; `length` in points."""
    from pybaselines.utils import ParameterWarning
    from pybaselines.whittaker import psalsa

    group = max(1, int(length // _SMOOTH_POINTS))
    whole = len(row) // group * group
    means = row[:whole].reshape(-1, group).mean(axis=1)
    centres = np.arange(len(means)) * group + (group - 1) / 2
    # The lines of an inverted spectrum point down: it is turned over, since the method looks below lines.
    away = means - np.median(means)
    scale = (float(np.abs(means).max()) or 1.0) * (-1.0 if float((away**3).sum()) < 0 else 1.0)
    with warnings.catch_warnings():
        # Where it has not settled after its turns the last curve is still the best there is.
        warnings.simplefilter("ignore", ParameterWarning)
        under, _ = psalsa(means / scale, lam=(length / group / (2 * np.pi)) ** 4, max_iter=50, tol=1e-3)
    if group == 1:
        return np.asarray(under * scale, dtype=np.float64)
    return np.asarray(np.interp(np.arange(len(row)), centres, under * scale), dtype=np.float64)
