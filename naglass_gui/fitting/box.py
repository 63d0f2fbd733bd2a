"""The minimum of a small convex quadratic inside a box: the step of a bounded fit, and bounded linear parameters."""

from __future__ import annotations

import numpy as np

from naglass_gui.fitting.linear import Real, solve_positive

BELOW, FREE, ABOVE = -1, 0, 1


def minimum_in_box(inverse: Real, free: Real, low: Real, high: Real) -> Real:
    """The p that minimises (p - f).G.(p - f) with low <= p <= high.

    An active set: what leaves the box is held on its wall; once nothing leaves, the wall that pulls most is let go.
    Bookkeeping in plain lists: for a few parameters arrays cost more.

    Args:
        inverse: of G, positive definite but for rounding, shape (n, n).
        free: f, the minimum without walls, shape (n,).
        low: lower walls, shape (n,); -inf where there is none.
        high: upper walls, shape (n,).
    """
    lows, highs = low.tolist(), high.tolist()
    walls, point = _by_pivots(inverse, free, lows, highs)
    held = [k for k, wall in enumerate(walls) if wall]
    # A single wall cannot pull: what it holds was outside.
    settled = len(held) < 2
    for _ in range(6 * len(lows)):
        if settled:
            break
        try:
            point, forces = _with_held(inverse, free, held, [lows[k] if walls[k] == BELOW else highs[k] for k in held])
        except np.linalg.LinAlgError:
            # Columns equal but for rounding: what the pivots found is feasible, and good enough for a step.
            break
        settled = not (_hold_what_leaves(walls, point.tolist(), lows, highs) or _let_go(walls, held, forces))
        held = [k for k, wall in enumerate(walls) if wall]
    for k in held:
        point[k] = lows[k] if walls[k] == BELOW else highs[k]
    return np.minimum(np.maximum(point, low), high)


def _by_pivots(inverse: Real, free: Real, low: list[float], high: list[float]) -> tuple[list[int], Real]:
    """Hold what leaves the box, one after the other, the one that costs most first: nearly always the answer."""
    walls = [FREE] * len(low)
    point = free.copy()
    for _ in low:
        values, spread = point.tolist(), inverse.diagonal().tolist()
        worst, which = 0.0, -1
        for k, value in enumerate(values):
            if walls[k] == FREE and not low[k] <= value <= high[k] and spread[k] > 0.0:
                outside = low[k] - value if value < low[k] else value - high[k]
                if outside * outside > worst * spread[k]:
                    worst, which = outside * outside / spread[k], k
        if which < 0:
            break
        walls[which] = BELOW if values[which] < low[which] else ABOVE
        column = inverse[:, which] / spread[which]
        point += column * ((low[which] if walls[which] == BELOW else high[which]) - values[which])
        inverse = inverse - column[:, None] * inverse[which]
    return walls, point


def _with_held(inverse: Real, free: Real, held: list[int], places: list[float]) -> tuple[Real, list[float]]:
    """The minimum with some coordinates held at places, and the forces that hold them."""
    if not held:
        return free.copy(), []
    columns = inverse[:, held]
    forces = solve_positive(columns[held], np.array(places) - free[held])
    return free + columns @ forces, forces.tolist()


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
