"""Nonlinear least squares inside bounds, to machine precision."""

from __future__ import annotations

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.descent import begin, descend
from naglass_gui.fitting.linear import Real
from naglass_gui.fitting.place import model_of
from naglass_gui.fitting.polish import finish
from naglass_gui.fitting.solution import Progress, Residual, Solution
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
        step_limit: the most a parameter may move in one step, one for all or shape (n,). For parameters fitted as
            logarithms 1 (a factor of e) finds the best minimum more often than longer steps.
        max_evaluations: calls of the model, at most.
        progress: called at each step; may raise Cancelled.
        absolute_sigma: residuals are in true standard deviations, so the covariance takes no s^2.

    Raises:
        FitError: the model has no finite value at the start, or the bounds cross.
    """
    walls = Walls.of(len(start), lower, upper, step_limit)
    model = model_of(residual)
    descent = begin(model, walls.clip(np.asarray(start, dtype=float)))
    if descent is None:
        raise FitError("The model has no finite value at the starting parameters; start from other values.")
    descend(model, descent, walls, max_evaluations, progress)
    return finish(model, descent, walls, absolute_sigma=absolute_sigma)
