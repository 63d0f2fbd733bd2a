"""Nonlinear least squares inside bounds, to machine precision."""

from __future__ import annotations

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.descent import Descent, begin, descend, polish
from naglass_gui.fitting.solution import Progress, Real, Residual, Solution, covariance_of
from naglass_gui.fitting.walls import Limits, Walls


def least_squares(
    residual: Residual,
    start: Real,
    *,
    lower: Limits = None,
    upper: Limits = None,
    step_limit: Limits = None,
    max_evaluations: int = 5000,
    progress: Progress | None = None,
    absolute_sigma: bool = False,
) -> Solution:
    """The parameters that minimise the sum of squared residuals, with their covariance.

    Args:
        residual: gives weighted residuals (m,) and their derivatives (m, n) at parameters (n,).
        start: first parameters, shape (n,); moved inside the bounds.
        lower: lower bounds, one for all or shape (n,).
        upper: upper bounds.
        step_limit: the most a parameter may move in one step, one for all or shape (n,).
        max_evaluations: calls of the model, at most.
        progress: called at each step; may raise Cancelled.
        absolute_sigma: residuals are in true standard deviations, so the covariance takes no s^2.

    Raises:
        FitError: the model has no finite value at the start, or the bounds cross.
    """
    walls = Walls.of(len(start), lower, upper, step_limit)
    descent = begin(residual, walls.clip(np.asarray(start, dtype=float)))
    if descent is None:
        raise FitError("The model has no finite value at the starting parameters; start from other values.")
    descend(residual, descent, walls, max_evaluations, progress)
    polish(residual, descent, walls)
    return finish(descent, walls, absolute_sigma=absolute_sigma)


def finish(descent: Descent, walls: Walls, *, absolute_sigma: bool) -> Solution:
    """The solution where a descent ended, with its covariance."""
    place = descent.place
    held = walls.held(place.x, place.gradient)
    covariance, stderr = covariance_of(place.jacobian, place.cost, held, absolute_sigma=absolute_sigma)
    return Solution(
        x=place.x,
        covariance=covariance,
        stderr=stderr,
        cost=place.cost,
        residual=place.residual,
        jacobian=place.jacobian,
        iterations=descent.iterations,
        evaluations=descent.evaluations,
        converged=descent.converged,
        message=descent.message,
        at_bound=held,
    )
