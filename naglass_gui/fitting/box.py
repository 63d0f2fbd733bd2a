"""The minimum of a small convex quadratic inside a box: the step of a bounded fit, and bounded linear parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from naglass_gui.fitting.linear import Real, solve_positive


def minimum_in_box(matrix: Real, gradient: Real, low: Real, high: Real) -> Real:
    """The p that minimises p.G.p / 2 + g.p with low <= p <= high.

    An active set by blocks: whatever leaves the box is held on its wall; once nothing leaves, what is pushed back
    inside the most is released. Held coordinates lie exactly on their walls.

    Args:
        matrix: G, positive definite, shape (n, n).
        gradient: g, shape (n,).
        low: lower walls, shape (n,); -inf where there is none.
        high: upper walls, shape (n,).

    Raises:
        numpy.linalg.LinAlgError: G is not positive definite.
    """
    step = solve_positive(matrix, -gradient)
    below, above = step < low, step > high
    if not (below.any() or above.any()):
        return step
    for _ in range(4 * len(step)):
        step = _with_held(matrix, gradient, low, high, below, above)
        free = ~(below | above)
        leaves_below, leaves_above = free & (step < low), free & (step > high)
        if leaves_below.any() or leaves_above.any():
            below |= leaves_below
            above |= leaves_above
            continue
        slope = matrix @ step + gradient
        inwards = np.where(below, -slope, np.where(above, slope, 0.0))
        most = int(inwards.argmax())
        if inwards[most] <= 1e-14 * float(np.abs(gradient).max()):
            break
        below[most] = above[most] = False
    return np.minimum(np.maximum(step, low), high)


def _with_held(
    matrix: Real, gradient: Real, low: Real, high: Real, below: NDArray[np.bool_], above: NDArray[np.bool_]
) -> Real:
    """The minimum with some coordinates on their walls: their rows and columns are replaced by those of the identity."""
    held = below | above
    walls = np.where(below, low, np.where(above, high, 0.0))
    free = ~held
    reduced = matrix * (free[:, None] & free)
    reduced.flat[:: len(held) + 1] += held
    return solve_positive(reduced, np.where(held, walls, -(gradient + matrix @ walls)))
