"""Spectra drawn above one another: how far apart they must stand so that none touches the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.techniques.eis.band import Complex, Real
from naglass_gui.techniques.eis.default import Shape

GAP = 0.2
"""Kept free between two neighbours, in heights of the highest curve: also room for their names."""
WIDTH = 0.4
"""A spectrum without an arc counts as high as this share of its resistance: that much of its spike is looked at."""
SPIKE = 1.3
"""How far a blocking spike is kept clear of its neighbour, in heights of the arcs; its far end would part them for ever."""
STEPS = 160


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What of a curve must not touch its neighbours.

    Attributes:
        x, y: in what is drawn, in the order of the curve, shape (n,).
        height: that counts for the distances.
    """

    x: Real
    y: Real
    height: float


def nyquist_outline(frequency: Real, z: Complex) -> Outline:
    """The arcs of a spectrum and the beginning of its spike, as Re Z and -Im Z.

    Args:
        frequency: in Hz, shape (m,).
        z: in any unit, shape (m,); points that make no sense are left out.
    """
    if not (np.isfinite(z) & (frequency > 0) & (z != 0)).any():
        return Outline(np.empty(0), np.empty(0), 0.0)
    shape = Shape.of(frequency, z)
    x, y, foot = shape.z.real, -shape.z.imag, shape.valley
    if not shape.spike:
        return Outline(x, y, float(np.ptp(y)))
    height = max(float(y[: foot + 1].max(initial=0.0)), WIDTH * abs(float(x[foot])))
    held = (np.arange(len(x)) <= foot) | (y <= SPIKE * height)
    return Outline(x[held], y[held], height)


def frequency_outline(log_frequency: Real, values: Real) -> Outline:
    """A quantity against the logarithm of the frequency; what is not finite is left out."""
    good = np.isfinite(log_frequency) & np.isfinite(values)
    x, y = log_frequency[good], values[good]
    order = np.argsort(x, kind="stable")
    return Outline(x[order], y[order], float(np.ptp(y)) if len(y) else 0.0)


def distances(outlines: Sequence[Outline], least: float = 0.0) -> tuple[float, ...]:
    """By how much each curve must be raised above the next one, the uppermost first; one fewer than there are curves.

    `least`: between the bases of two neighbours, so that their names have room.
    """
    gap = GAP * max((o.height for o in outlines), default=0.0)
    return tuple(
        max(max(clearance(below, above), 0.0) + gap, least)
        for above, below in zip(outlines[:-1], outlines[1:], strict=True)
    )


def offsets(outlines: Sequence[Outline], least: float = 0.0) -> tuple[float, ...]:
    """How high each curve must be drawn, the uppermost first and the last one at zero; `least` as in `distances`."""
    upwards = np.cumsum([0.0, *reversed(distances(outlines, least))])
    return tuple(float(height) for height in upwards[::-1][: len(outlines)])


def clearance(below: Outline, above: Outline) -> float:
    """By how much a curve must be raised so that no part of it lies under another; minus infinity where they share no x."""
    if not len(below.x) or not len(above.x):
        return -np.inf
    low, high = max(below.x.min(), above.x.min()), min(below.x.max(), above.x.max())
    if low > high:
        return -np.inf
    x = np.linspace(low, high, STEPS)
    with np.errstate(invalid="ignore"):
        apart = _edge(below, x, upper=True) - _edge(above, x, upper=False)
    return float(np.nanmax(apart, initial=-np.inf))


def _edge(outline: Outline, x: Real, upper: bool) -> Real:
    """The upper or lower edge of a curve, which may turn back, at these x; NaN where it is not."""
    if len(outline.x) == 1:
        return np.full(len(x), outline.y[0])
    (x0, y0), (x1, y1) = (outline.x[:-1], outline.y[:-1]), (outline.x[1:], outline.y[1:])
    width = np.where(x1 == x0, 1.0, x1 - x0)
    share = (x[:, None] - x0) / width
    inside = (share >= 0) & (share <= 1) & (x1 != x0)
    heights = np.where(inside, y0 + share * (y1 - y0), -np.inf if upper else np.inf)
    edge: Real = heights.max(axis=1) if upper else heights.min(axis=1)
    return np.where(np.isfinite(edge), edge, np.nan)
