"""Long curves as few points as the screen can show, with every peak kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
DENSE = 4  # points a pixel column from which on lowest and highest say all


def visible(x: Real, low: float, high: float) -> slice:
    """The part of an ascending x that is in sight, with one point beyond either end so that a line runs out of sight."""
    return slice(max(int(np.searchsorted(x, low)) - 1, 0), min(int(np.searchsorted(x, high, side="right")) + 1, len(x)))


def envelope(x: Real, y: Real, low: float, high: float, columns: int) -> tuple[Real, Real, Real] | None:
    """Lowest and highest value in each pixel column of what is in sight.

    Args:
        x: ascending, shape (n,).
        y: shape (n,).
        low: left end of what is in sight.
        high: right end.
        columns: width in pixels.

    Returns:
        x, lowest and highest y of each column that holds points, shape (k,) with k at most columns + 2; None where the
        curve is not dense and is better drawn as it is.
    """
    part = visible(x, low, high)
    count = part.stop - part.start
    if count <= DENSE * columns or columns < 2:
        return None
    edges = np.searchsorted(x[part], np.linspace(low, high, columns + 1)[:-1])
    starts = np.unique(np.concatenate(([0], edges, [count - 1])))
    starts = starts[starts < count]
    seen = y[part]
    return x[part][starts], np.minimum.reduceat(seen, starts), np.maximum.reduceat(seen, starts)
