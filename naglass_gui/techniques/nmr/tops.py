"""The tops of a spectrum's lines, as they are seen: no model is needed."""

from __future__ import annotations

import numpy as np

from naglass_gui.techniques.nmr.lines import Real

STANDS_OUT = 8.0
"""Times the noise by which a top rises above what parts it from a higher one."""
WEAKEST = 0.01
"""Of the highest point; weaker tops are none."""
NEAR_TOP = 0.7
"""Points above this part of a top's height tell where it lies."""
MOST_POINTS = 400
"""Of these, to each side."""


def top_near(shift: Real, intensity: Real, at: float, reach: float) -> float:
    """The shift of the highest top within reach of a shift, between points and through the noise by a parabola.

    Args:
        shift: in ppm, rising, shape (n,) with n at least 3.
        intensity: shape (n,).
        at: where a person pointed, in ppm.
        reach: how far from there a top may lie, in ppm.
    """
    first, last = np.searchsorted(shift, (at - reach, at + reach))
    first, last = min(int(first), len(shift) - 1), max(int(last), 1)
    if last <= first:
        first, last = last - 1, first + 1
    top = first + int(np.argmax(intensity[first:last]))
    # Where the window holds only a flank, its top lies just outside.
    while top > 0 and intensity[top - 1] > intensity[top]:
        top -= 1
    while top < len(shift) - 1 and intensity[top + 1] > intensity[top]:
        top += 1
    return _between(shift, intensity, top)


def tops(shift: Real, intensity: Real, noise: float, most: int = 20) -> tuple[tuple[float, float], ...]:
    """The tops that stand out, (shift in ppm, height), the highest first.

    Args:
        shift: in ppm, rising, shape (n,).
        intensity: shape (n,).
        noise: standard deviation of a point.
        most: how many at most.
    """
    from scipy.signal import find_peaks

    highest = float(intensity.max(initial=0.0))
    if len(shift) < 3 or highest <= 0:
        return ()
    least = max(STANDS_OUT * noise, WEAKEST * highest)
    found, _ = find_peaks(intensity, height=least, prominence=least)
    best = sorted(found, key=lambda k: -float(intensity[k]))[:most]
    return tuple((_between(shift, intensity, int(k)), float(intensity[k])) for k in best)


def _between(shift: Real, intensity: Real, top: int) -> float:
    """The top of the parabola through what stands above a part of the height around a point; noise counts little so."""
    level = NEAR_TOP * float(intensity[top])
    first, last = top, top
    while first > 0 and intensity[first - 1] >= level and top - first < MOST_POINTS:
        first -= 1
    while last < len(shift) - 1 and intensity[last + 1] >= level and last - top < MOST_POINTS:
        last += 1
    if last - first < 2:
        first, last = max(top - 1, 0), min(top + 1, len(shift) - 1)
    if last - first < 2:
        return float(shift[top])
    x = shift[first : last + 1] - shift[top]
    scale = float(np.abs(x).max())
    bend, slope, _ = np.polyfit(x / scale, intensity[first : last + 1], 2)
    by = -0.5 * slope / bend * scale if bend < 0 else 0.0
    return float(shift[top] + min(max(by, float(x[0])), float(x[-1])))
