"""Powder patterns on a frequency axis: a histogram of reduced frequencies, scaled, placed and broadened.

The broadening is done in time, where it is a product; so are the derivatives by position, scale and widths. What the
deposit of a histogram on the grid rounds off is given back there too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.techniques.nmr.lines import LN2, Real

Complex = NDArray[np.complex128]

LONGEST = 2**20
"""Points a grid may have."""


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Reduced frequencies and how much of the powder lies there, both shape (b,); the weights sum to 1."""

    places: Real
    weights: Real


@dataclass(frozen=True, slots=True, eq=False)
class PowderLine:
    """A line of unit area in 1/Hz and its derivatives, each shape (m,); `extra` by what was asked for besides."""

    value: Real
    by_position: Real
    by_scale: Real
    by_gauss: Real
    by_lorentz: Real
    extra: tuple[Real, ...]


class PowderGrid:
    """A uniform grid around the points of a spectrum, with half its span spare on either side.

    Args:
        axis: frequencies of the points in Hz, shape (m,), in any order; best evenly spaced.
    """

    def __init__(self, axis: Real) -> None:
        from scipy.fft import irfft, next_fast_len, rfft

        # A third faster than NumPy's on these lengths.
        self._rfft, self._irfft = rfft, irfft
        low, high = float(axis.min()), float(axis.max())
        gaps = np.abs(np.diff(axis))
        step = float(np.median(gaps[gaps > 0])) if (gaps > 0).any() else 1.0
        step = max(step, (high - low) / (LONGEST / 4))
        count = math.ceil((high - low) / step) + 1
        self.length = int(next_fast_len(2 * count + 64, real=True))
        self.step = step
        self.origin = low - (self.length - count) // 2 * step
        places = (axis - self.origin) / step
        nearest = np.rint(places)
        # Evenly spaced points, as spectra have them, lie on the grid; others are interpolated.
        self._on_grid = bool(np.abs(places - nearest).max(initial=0.0) < 1e-6 * len(axis) ** 0.5 + 1e-6)
        self._index = _as_slice(nearest.astype(np.intp))
        self._places = places
        self._time = np.arange(self.length // 2 + 1) / (self.length * step)
        self._lorentz: Real = -math.pi * self._time
        self._gauss: Real = (math.pi * self._time) ** 2 / (-4.0 * LN2)
        self._phase = 2j * math.pi * self._time
        # Each weight is spread by a cubic B-spline, which multiplies the signal by sinc^4.
        self._deposit = np.sinc(self._time * step) ** -4 / step

    def line(
        self,
        histogram: Histogram,
        position: float,
        scale: float,
        gauss: float,
        lorentz: float,
        others: Sequence[Real] = (),
    ) -> PowderLine:
        """The histogram at position + scale * place, broadened.

        Args:
            histogram: in reduced units.
            position: of reduced frequency 0, in Hz.
            scale: Hz of one reduced unit.
            gauss: Gaussian full width in Hz.
            lorentz: Lorentzian full width in Hz.
            others: derivatives of the histogram's weights by further parameters, shape (b,) each.
        """
        signal = self._signals(histogram.places, position, scale)
        decay = self._decay(gauss, lorentz)

        pattern = signal(histogram.weights) * decay
        moved = pattern * self._phase
        return PowderLine(
            value=self._spectrum(pattern),
            # A line moved up in frequency turns by exp(-i w t) in the convention of the transform.
            by_position=self._spectrum(-moved),
            by_scale=self._spectrum(-self._phase * decay * signal(histogram.weights * histogram.places)),
            by_gauss=self._spectrum(pattern * (-0.5 * math.pi**2 / LN2 * gauss * self._time**2)),
            by_lorentz=self._spectrum(pattern * (-math.pi * self._time)),
            extra=tuple(self._spectrum(signal(weights) * decay) for weights in others),
        )

    def curve(self, histogram: Histogram, position: float, scale: float, gauss: float, lorentz: float) -> Real:
        """The same without derivatives, shape (m,): several times faster, for drawing."""
        pattern = self._signals(histogram.places, position, scale)(histogram.weights)
        return self._spectrum(pattern * self._decay(gauss, lorentz))

    def _signals(self, places: Real, position: float, scale: float) -> Callable[[Real], Complex]:
        """From weights at these reduced frequencies to their signal in time."""
        where = (position + scale * places - self.origin) / self.step
        left = np.floor(where)
        inside = (left >= 1) & (left < self.length - 2)
        index = left[inside].astype(np.intp)
        neighbours = (index + _NEIGHBOURS).ravel()
        spline = _cubic_spline(where[inside] - left[inside])

        def signal(weights: Real) -> Complex:
            # One call for all four neighbours: it costs by its length, not by what it is given.
            grid = np.bincount(neighbours, (weights[inside] * spline).ravel(), self.length)
            return np.asarray(self._rfft(grid))

        return signal

    def _decay(self, gauss: float, lorentz: float) -> Real:
        exponent = gauss**2 * self._gauss
        if lorentz:
            exponent += lorentz * self._lorentz
        decay: Real = np.exp(exponent, out=exponent)
        decay *= self._deposit
        return decay

    def _spectrum(self, signal: Complex) -> Real:
        values = self._irfft(signal, self.length)
        if self._on_grid:
            return np.asarray(values[self._index])
        return np.interp(self._places, np.arange(self.length), values)


_NEIGHBOURS = np.array([-1, 0, 1, 2], dtype=np.intp)[:, None]


def _cubic_spline(share: Real) -> Real:
    """How weights at `share` (0 to 1) between two points are spread over the four around them, shape (4, b)."""
    rest, square = 1.0 - share, share * share
    return np.array(
        (
            rest * rest * rest / 6.0,
            (square * (3.0 * share - 6.0) + 4.0) / 6.0,
            (rest * rest * (3.0 * rest - 6.0) + 4.0) / 6.0,
            square * share / 6.0,
        )
    )


def _as_slice(index: NDArray[np.intp]) -> NDArray[np.intp] | slice:
    """Consecutive places as a slice, which costs nothing to take; others as they are."""
    if len(index) and (np.diff(index) == 1).all():
        return slice(int(index[0]), int(index[-1]) + 1)
    return index
