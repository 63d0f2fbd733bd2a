"""The minimum of a small convex quadratic inside a box: the step of a bounded fit, and bounded linear parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


def minimum_in_box(matrix: Real, gradient: Real, low: Real, high: Real) -> Real:
    """The p that minimises p.G.p / 2 + g.p with low <= p <= high.

    Block principal pivoting: whatever leaves the box is held on its wall, whatever is pushed back inside is released,
    until both agree with the gradient. Held coordinates lie exactly on their walls.

    Args:
        matrix: G, positive definite, shape (n, n).
        gradient: g, shape (n,).
        low: lower walls, shape (n,); -inf where there is none.
        high: upper walls, shape (n,).

    Raises:
        numpy.linalg.LinAlgError: G is singular.
    """
    step = np.linalg.solve(matrix, -gradient)
    if ((step >= low) & (step <= high)).all():
        return step
    below, above = step < low, step > high
    for _ in range(4 * len(step)):
        step = _with_held(matrix, gradient, np.where(below, low, np.where(above, high, 0.0)), below | above)
        free = ~(below | above)
        leaving_below, leaving_above = free & (step < low), free & (step > high)
        if leaving_below.any() or leaving_above.any():
            below, above = below | leaving_below, above | leaving_above
            continue
        slope = matrix @ step + gradient
        pushed = np.where(below, -slope, np.where(above, slope, 0.0))
        worst = int(np.argmax(pushed))
        if pushed[worst] <= 1e-14 * float(np.abs(gradient).max()):
            break
        below[worst] = above[worst] = False
    return np.clip(step, low, high)


def _with_held(matrix: Real, gradient: Real, walls: Real, held: NDArray[np.bool_]) -> Real:
    """The minimum with some coordinates held at their walls."""
    free = ~held
    step = walls.copy()
    if free.any():
        pull = gradient[free] + matrix[np.ix_(free, held)] @ walls[held]
        step[free] = np.linalg.solve(matrix[np.ix_(free, free)], -pull)
    return step
