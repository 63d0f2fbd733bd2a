"""The end of a fit: the last digits and the covariance, both from a QR of the Jacobian.

The normal equations of the descent square the condition number; here the digits that cost are won back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.fitting.descent import Descent
from naglass_gui.fitting.linear import Real, solve_upper, triangle_of
from naglass_gui.fitting.place import Model, Place
from naglass_gui.fitting.solution import RANK_TOLERANCE, Solution, covariance_from_factor
from naglass_gui.fitting.walls import EPS, Walls

SETTLED = 1e-7
"""A step that changes the curve by this many standard deviations of one point in all moves no parameter visibly."""
LAST = 3e-7
"""After a step this small the tangent has not turned visibly: the one before it gives the errors."""
STATIONARY = 1e-4
"""A fit is called converged when the step that is left is smaller than this."""


@dataclass(frozen=True, slots=True)
class Tangent:
    """The QR factorisation of the scaled Jacobian of the parameters no bound holds, and the Gauss-Newton step from it.

    Attributes:
        held: parameters a bound holds, shape (n,).
        norms: lengths of the Jacobian's columns, 1 where one is zero, shape (f,) for f free parameters.
        upper: R of J / norms, shape (min(m, f), f).
        step: undamped step, shape (n,).
        size: how much the step changes the curve, as the length of that change.
    """

    held: NDArray[np.bool_]
    norms: Real
    upper: Real
    step: Real
    size: float


def tangent(place: Place, walls: Walls) -> Tangent:
    """The tangent at a place."""
    held = walls.held(place.x, place.gradient)
    free = np.flatnonzero(~held)
    count = len(free)
    norms = place.norms[free]
    norms[norms == 0] = 1.0
    # With the residual as a last column, R holds Q^T r too and Q need not be formed.
    rows = np.empty((count + 1, len(place.residual)))
    np.divide(place.slopes().T[free], norms[:, None], out=rows[:count])
    rows[count] = place.residual
    factor = triangle_of(rows)
    upper, target = factor[:count, :count], -factor[:count, count]
    step = np.zeros_like(place.x)
    diagonal = np.abs(upper.diagonal())
    if count == 0:
        return Tangent(held, norms, upper, step, 0.0)
    if len(place.residual) < count or diagonal.min() <= RANK_TOLERANCE * diagonal.max():
        # Not unique: the shortest step, which leaves alone what the data do not determine.
        shortest = np.linalg.lstsq(upper, target, rcond=RANK_TOLERANCE)[0]
        step[free] = shortest / norms
        return Tangent(held, norms, upper, step, float(np.linalg.norm(upper @ shortest)))
    step[free] = solve_upper(upper, target) / norms
    return Tangent(held, norms, upper, step, math.sqrt(float(target @ target)))


def polish(model: Model, descent: Descent, walls: Walls, max_steps: int = 20) -> Tangent:
    """Gauss-Newton by QR as long as the steps shrink. Moves the descent; returns the tangent of its end."""
    last = math.inf
    here = tangent(descent.place, walls)
    for _ in range(max_steps):
        place = descent.place
        deviation = math.sqrt(place.cost / len(place.residual))
        if not here.size < 0.7 * last or here.size <= SETTLED * deviation:
            break
        low, high = walls.around(place.x)
        if (here.step < low).any() or (here.step > high).any():
            break
        with np.errstate(all="ignore"):
            there = model(place.x + here.step)
        descent.evaluations += 1
        if not there.finite or there.cost > place.cost * (1.0 + 1e-9):
            break
        descent.place = there
        if here.size <= LAST * deviation or (np.abs(here.step) <= 2.0 * EPS * np.abs(place.x)).all():
            break
        last, here = here.size, tangent(there, walls)
    return here


def finish(model: Model, descent: Descent, walls: Walls, *, absolute_sigma: bool) -> Solution:
    """Polish where a descent ended, and judge it."""
    end = polish(model, descent, walls)
    place = descent.place
    if descent.converged and not _stationary(end, place):
        descent.converged = False
        descent.message = "stopped short of a minimum: no step lowers the sum of squares, though the slope is not zero"
    covariance, stderr = covariance_from_factor(
        end.upper, end.norms, end.held, place.residual.size, place.cost, absolute_sigma=absolute_sigma
    )
    return Solution(
        x=place.x,
        covariance=covariance,
        stderr=stderr,
        cost=place.cost,
        residual=place.residual,
        jacobian=place.slopes(),
        iterations=descent.iterations,
        evaluations=descent.evaluations,
        converged=descent.converged,
        message=descent.message,
        at_bound=end.held,
    )


def _stationary(end: Tangent, place: Place) -> bool:
    """Whether the step that is left is invisible beside the residual, or beside what the parameters stand for."""
    return end.size <= max(STATIONARY * math.sqrt(place.cost), 1e-10 * float(np.linalg.norm(place.norms * place.x)))
