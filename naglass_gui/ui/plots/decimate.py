"""Long curves as few points as the screen can show, with every peak kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
DENSE = 4  # points a pixel column from which on minimum and maximum say all


def visible(x: Real, y: Real, low: float, high: float, columns: int) -> tuple[Real, Real]:
    """The part of a curve in sight, at most two points a pixel column: its minimum and its maximum.

    Args:
        x: ascending, shape (n,).
        y: shape (n,).
        low: left end of what is in sight.
        high: right end.
        columns: width in pixels.

    Returns:
        x and y of what to draw; one point beyond either end so that the line runs out of sight.
    """
    first = max(int(np.searchsorted(x, low)) - 1, 0)
    last = min(int(np.searchsorted(x, high, side="right")) + 1, len(x))
    count = last - first
    if count <= DENSE * columns or columns < 2:
        return x[first:last], y[first:last]
    edges = first + np.searchsorted(x[first:last], np.linspace(low, high, columns + 1)[:-1])
    starts = np.unique(np.concatenate(([first], edges, [last - 1])))
    starts = starts[starts < last]
    part = y[first:last]
    drawn_x = np.repeat(x[starts], 2)
    drawn_y = np.empty(2 * len(starts))
    drawn_y[0::2] = np.minimum.reduceat(part, starts - first)
    drawn_y[1::2] = np.maximum.reduceat(part, starts - first)
    return drawn_x, drawn_y
