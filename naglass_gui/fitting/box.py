"""The minimum of a small convex quadratic inside a box: the step of a bounded fit, and bounded linear parameters."""

from __future__ import annotations

import numpy as np

from naglass_gui.fitting.linear import Real, solve_positive

BELOW, FREE, ABOVE = -1, 0, 1


def minimum_in_box(inverse: Real, free: Real, low: Real, high: Real) -> Real:
    """The p that minimises (p - f).G.(p - f) with low <= p <= high.

    An active set by blocks: whatever leaves the box is held on its wall; once nothing leaves, the wall that pulls
    most is let go. Bookkeeping in plain lists: for a few parameters arrays cost more.

    Args:
        inverse: of G, positive definite, shape (n, n).
        free: f, the minimum without walls, shape (n,).
        low: lower walls, shape (n,); -inf where there is none.
        high: upper walls, shape (n,).

    Raises:
        numpy.linalg.LinAlgError: G is not positive definite, to rounding.
    """
    lows, highs = low.tolist(), high.tolist()
    walls = [FREE] * len(lows)
    point, held = free, np.zeros(0, dtype=np.intp)
    pull: list[float] = []
    for _ in range(6 * len(lows)):
        if not _hold_what_leaves(walls, point.tolist(), lows, highs) and not _let_go(walls, held.tolist(), pull):
            break
        held = np.array([k for k, wall in enumerate(walls) if wall], dtype=np.intp)
        columns = inverse[:, held]
        places = np.array([lows[k] if walls[k] == BELOW else highs[k] for k in held.tolist()])
        forces = solve_positive(columns[held], places - free[held]) if len(held) else places
        pull = forces.tolist()
        point = free + columns @ forces
        point[held] = places
    return np.minimum(np.maximum(point, low), high)


def _hold_what_leaves(walls: list[int], point: list[float], low: list[float], high: list[float]) -> bool:
    """Hold every free coordinate that is outside on the wall it crossed; whether there was one."""
    found = False
    for k, value in enumerate(point):
        if walls[k] == FREE and not low[k] <= value <= high[k]:
            walls[k] = BELOW if value < low[k] else ABOVE
            found = True
    return found


def _let_go(walls: list[int], held: list[int], pull: list[float]) -> bool:
    """Free the coordinate that a wall pulls outwards instead of pushing inwards, the strongest one; whether there was one."""
    strongest, which = 1e-14 * max(map(abs, pull), default=0.0), -1
    for k, force in zip(held, pull, strict=True):
        outwards = force if walls[k] == ABOVE else -force
        if outwards > strongest:
            strongest, which = outwards, k
    if which >= 0:
        walls[which] = FREE
    return which >= 0
