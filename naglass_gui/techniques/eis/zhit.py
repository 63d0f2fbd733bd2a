"""The Z-HIT transform: |Z| reconstructed from the phase, which drift and slow changes of the cell disturb less.

Ehm, Göhr, Kaus, Röseler & Schiller, ACH-Models Chem. 137 (2000) 145; Schiller, Richter, Ivers-Tiffée & Wagner, Phys. Chem.
Chem. Phys. 3 (2001) 374. The transform is itself an approximation: for arcs without any drift it errs by 1 to 3 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError
from naglass_gui.techniques.eis.band import Complex, Real

GAMMA = -math.pi / 6.0
"""Weight of d phi/d ln w; further terms of the series are left out."""
FEWEST_POINTS = 8
SPANS = (5, 7, 9, 13, 17)
"""Neighbours that smooth the phase; the best is chosen by leaving each point out in turn."""
WINDOW = 0.5
"""The middle of the band, as a share of its decades, in which the reconstruction is given its height."""


@dataclass(frozen=True, slots=True, eq=False)
class ZHit:
    """The reconstruction, point by point in the order given.

    Attributes:
        frequency: in Hz, shape (m,).
        z: measured, in ohm, shape (m,).
        modulus: reconstructed |Z| in ohm, shape (m,).
        phase: smoothed, in rad, shape (m,).
        span: neighbours that smoothed the phase.
    """

    frequency: Real
    z: Complex
    modulus: Real
    phase: Real
    span: int

    @property
    def residual(self) -> Real:
        """(|Z| - reconstruction)/|Z|, shape (m,)."""
        measured = np.abs(self.z)
        shares: Real = (measured - self.modulus) / measured
        return shares


def z_hit(frequency: Real, z: Complex, window: tuple[float, float] | None = None) -> ZHit:
    """Reconstruct |Z|: ln |Z(w0)| = const + (2/pi) integral of phi d ln w up to w0 + gamma d phi/d ln w at w0.

    The phase is smoothed by quadratics over a few neighbours, which also give its slope; the integral is that of the cubics
    through values and slopes. The constant is a mean of ln|Z| over the window, weighted towards its middle.

    Args:
        frequency: in Hz, above zero, in any order, shape (m,).
        z: impedance in ohm, finite and not zero, shape (m,).
        window: lowest and highest frequency in Hz used for the constant; without one the middle half of the decades, where
            neither drift nor cables are at their worst.

    Raises:
        FitError: fewer than 8 points, all at one frequency, or none in the window.
    """
    if len(frequency) < FEWEST_POINTS:
        raise FitError(
            f"{len(frequency)} points are too few for a Z-HIT, which needs {FEWEST_POINTS}; widen the region or unmask points."
        )
    order = np.argsort(frequency, kind="stable")
    x = np.log(2.0 * np.pi * frequency[order])
    if not x[-1] > x[0]:
        raise FitError("All points have the same frequency, so their modulus cannot be reconstructed.")
    phase, slope, span = _smooth(x, np.unwrap(np.angle(z[order])))
    step = np.diff(x)
    parts = step * (phase[1:] + phase[:-1]) / 2.0 + step**2 * (slope[:-1] - slope[1:]) / 12.0
    shape = 2.0 / math.pi * np.concatenate([[0.0], np.cumsum(parts)]) + GAMMA * slope
    weight = _weight(x, window)
    level = np.average(np.log(np.abs(z[order])) - shape, weights=weight)
    back = np.argsort(order, kind="stable")
    return ZHit(frequency, z, np.exp(shape + level)[back], phase[back], span)


def _weight(x: Real, window: tuple[float, float] | None) -> Real:
    """A raised cosine over the window, shape (m,)."""
    if window is None:
        middle, half = (x[0] + x[-1]) / 2.0, WINDOW * (x[-1] - x[0]) / 2.0
    else:
        low, high = (math.log(2.0 * math.pi * f) for f in window)
        middle, half = (low + high) / 2.0, (high - low) / 2.0
    place = (x - middle) / half
    weight: Real = np.where(np.abs(place) < 1.0, np.cos(0.5 * math.pi * np.clip(place, -1.0, 1.0)) ** 2, 0.0)
    if weight.sum() > 0:
        return weight
    if window is None:  # the points lie at both ends of the band
        return np.ones_like(x)
    raise FitError("No point lies in the window of frequencies in which Z-HIT adjusts its height; widen the window.")


def _smooth(x: Real, phase: Real) -> tuple[Real, Real, int]:
    """Smoothed values, slopes, and the neighbours that predict points left out best."""
    found: tuple[float, Real, Real, int] | None = None
    for span in SPANS:
        if span > len(x) - 2:
            break
        values, slopes, own = _quadratics(x, phase, span)
        left_out = (phase - values) / np.maximum(1.0 - own, 1e-6)
        error = float(np.median(np.abs(left_out)))
        if found is None or error < found[0]:
            found = error, values, slopes, span
    assert found is not None
    return found[1], found[2], found[3]


def _quadratics(x: Real, y: Real, span: int) -> tuple[Real, Real, Real]:
    """At each point: value and slope of the quadratic through its neighbours, and the point's own weight in the value."""
    count, half = len(x), span // 2
    first = np.clip(np.arange(count) - half, 0, count - span)
    near: NDArray[np.intp] = first[:, None] + np.arange(span)
    away = x[near] - x[:, None]
    reach = np.abs(away).max(axis=1, keepdims=True) * (span + 1) / span
    scaled = away / reach
    weight = (1.0 - np.abs(scaled) ** 3) ** 3
    columns = np.stack([np.ones_like(scaled), scaled, scaled**2], axis=2)
    weighted = columns * weight[:, :, None]
    normal = np.swapaxes(weighted, 1, 2) @ columns
    # Neighbours at one frequency leave a quadratic open; a breath of damping keeps it there.
    normal += 1e-9 * np.trace(normal, axis1=1, axis2=2)[:, None, None] * np.eye(3)
    inverse = np.linalg.inv(normal)
    filters = inverse @ np.swapaxes(weighted, 1, 2)
    values = np.einsum("ij,ij->i", filters[:, 0], y[near])
    slopes = np.einsum("ij,ij->i", filters[:, 1], y[near]) / reach[:, 0]
    own = filters[np.arange(count), 0, np.arange(count) - first]
    return values, slopes, own
