"""Levenberg-Marquardt with bounds, machine-precision stop and a final polish by QR.

Damping: Nielsen, IMM-REP-1999-05. Scaling: Moré, Lect. Notes Math. 630 (1978) 105 (largest column norms so far).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.box import minimum_in_box
from naglass_gui.fitting.solution import Progress, Real, Residual, Solution, covariance_of

EPS = float(np.finfo(float).eps)


@dataclass(slots=True)
class Walls:
    """Bounds of the parameters and the longest step of each, shape (n,) each."""

    lower: Real
    upper: Real
    step: Real

    @classmethod
    def of(cls, n: int, lower: object, upper: object, step_limit: object) -> Walls:
        """Arrays from what a caller gave (None, one number, or an array). Raises FitError when they cross."""
        low = np.broadcast_to(np.asarray(-np.inf if lower is None else lower, dtype=float), (n,)).copy()
        high = np.broadcast_to(np.asarray(np.inf if upper is None else upper, dtype=float), (n,)).copy()
        step = np.broadcast_to(np.asarray(np.inf if step_limit is None else step_limit, dtype=float), (n,)).copy()
        if not (low <= high).all():
            raise FitError("A lower bound of the fit lies above its upper bound; correct the bounds.")
        if not (step > 0).all():
            raise FitError("The step limit of the fit must be above zero.")
        return cls(low, high, step)

    def clip(self, x: Real) -> Real:
        """The nearest point inside."""
        return np.minimum(np.maximum(x, self.lower), self.upper)

    def held(self, x: Real, gradient: Real) -> NDArray[np.bool_]:
        """Parameters on a bound that the cost pushes against."""
        held: NDArray[np.bool_] = ((x <= self.lower) & (gradient >= 0)) | ((x >= self.upper) & (gradient <= 0))
        return held


@dataclass(slots=True)
class Descent:
    """A point on the way down, and how it got there."""

    x: Real
    residual: Real
    jacobian: Real
    cost: float
    scale: Real
    damping: float = 1e-3
    iterations: int = 0
    evaluations: int = 1
    converged: bool = False
    message: str = ""


def least_squares(
    residual: Residual,
    start: Real,
    *,
    lower: Real | float | None = None,
    upper: Real | float | None = None,
    step_limit: Real | float | None = None,
    max_iterations: int = 500,
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
        max_iterations: model calls in the descent, at most.
        progress: called at each step; may raise Cancelled.
        absolute_sigma: residuals are in true standard deviations, so the covariance takes no s^2.

    Raises:
        FitError: the model has no finite value at the start, or the bounds cross.
    """
    walls = Walls.of(len(start), lower, upper, step_limit)
    point = begin(residual, walls.clip(np.asarray(start, dtype=float)))
    if point is None:
        raise FitError("The model has no finite value at the starting parameters; start from other values.")
    descend(residual, point, walls, max_iterations, progress)
    polish(residual, point, walls)
    return finish(point, walls, absolute_sigma=absolute_sigma)


def begin(residual: Residual, x: Real) -> Descent | None:
    """The first point, or None where the model is not finite."""
    with np.errstate(all="ignore"):
        r, jacobian = residual(x)
        cost = float(r @ r)
    if not (np.isfinite(cost) and np.isfinite(jacobian).all()):
        return None
    return Descent(x, r, jacobian, cost, column_norms(jacobian))


def column_norms(jacobian: Real) -> Real:
    """Lengths of the columns, 1 where a column is zero."""
    norms: Real = np.sqrt(np.einsum("ij,ij->j", jacobian, jacobian))
    norms[norms == 0] = 1.0
    return norms


def descend(
    residual: Residual, point: Descent, walls: Walls, max_iterations: int, progress: Progress | None = None
) -> None:
    """Move the point downhill until no step lowers the cost beyond rounding, or the calls are used up."""
    growth = 2.0
    gram, gradient = _scaled_normal_equations(point)
    for call in range(max_iterations):
        if progress is not None:
            progress(call / max_iterations, f"step {point.iterations + 1}, sum of squares {point.cost:.5g}")
        try:
            step, predicted = _damped_step(gram, gradient, point, walls)
        except np.linalg.LinAlgError:
            point.damping = max(point.damping, EPS) * 10.0
            continue
        x = walls.clip(point.x + step)
        moved = x - point.x
        if predicted <= EPS * point.cost or (np.abs(moved) <= EPS * np.abs(x)).all():
            point.converged, point.message = True, "no step lowers the sum of squares any further"
            return
        with np.errstate(all="ignore"):
            r, jacobian = residual(x)
            cost = float(r @ r)
        point.evaluations += 1
        ratio = (point.cost - cost) / predicted
        if ratio > 1e-4 and np.isfinite(jacobian).all():
            point.x, point.residual, point.jacobian, point.cost = x, r, jacobian, cost
            point.iterations += 1
            point.damping *= max(1.0 / 5.0, 1.0 - (2.0 * ratio - 1.0) ** 3)
            growth = 2.0
            point.scale = np.maximum(point.scale, column_norms(jacobian))
            if cost == 0.0:
                point.converged, point.message = True, "the model goes through every point"
                return
            gram, gradient = _scaled_normal_equations(point)
        else:
            point.damping = max(point.damping, EPS) * growth
            growth *= 2.0
            if point.damping > 1e20:
                point.converged, point.message = True, "no step lowers the sum of squares any further"
                return
    point.message = f"not converged after {max_iterations} calls of the model"


def _scaled_normal_equations(point: Descent) -> tuple[Real, Real]:
    gram = point.jacobian.T @ point.jacobian
    gradient = point.residual @ point.jacobian
    return gram / (point.scale[:, None] * point.scale), gradient / point.scale


def _damped_step(gram: Real, gradient: Real, point: Descent, walls: Walls) -> tuple[Real, float]:
    """The damped step in the box, and by how much the linear model lowers the cost there."""
    damped = gram.copy()
    damped.flat[:: len(gradient) + 1] += point.damping
    low = np.maximum(walls.lower - point.x, -walls.step) * point.scale
    high = np.minimum(walls.upper - point.x, walls.step) * point.scale
    step = minimum_in_box(damped, gradient, low, high)
    predicted = -float((2.0 * gradient + gram @ step) @ step)
    return step / point.scale, predicted


def polish(residual: Residual, point: Descent, walls: Walls, max_steps: int = 20) -> None:
    """Gauss-Newton by QR on the parameters no bound holds, as long as the steps shrink.

    The normal equations square the condition number; here the last digits are won back.
    """
    last = np.inf
    for _ in range(max_steps):
        held = walls.held(point.x, point.residual @ point.jacobian)
        step, size = _gauss_newton(point, held)
        if not (size < 0.7 * last) or not np.isfinite(step).all() or point.cost == 0.0:
            return
        x = point.x + step
        if (np.abs(step) > walls.step).any() or (x < walls.lower).any() or (x > walls.upper).any():
            return
        with np.errstate(all="ignore"):
            r, jacobian = residual(x)
            cost = float(r @ r)
        point.evaluations += 1
        if not cost <= point.cost * (1.0 + 1e-9) or not np.isfinite(jacobian).all():
            return
        point.x, point.residual, point.jacobian, point.cost = x, r, jacobian, cost
        last = size
        if (np.abs(step) <= 2.0 * EPS * np.abs(x)).all():
            return


def _gauss_newton(point: Descent, held: NDArray[np.bool_]) -> tuple[Real, float]:
    """The undamped step by QR, and its length in the residuals."""
    free = ~held
    columns = point.jacobian[:, free]
    norms = column_norms(columns)
    if columns.shape[1] == 0 or columns.shape[1] > columns.shape[0]:
        return np.zeros_like(point.x), np.inf
    orthogonal, upper = np.linalg.qr(columns / norms)
    target = -(point.residual @ orthogonal)
    step = np.zeros_like(point.x)
    diagonal = np.abs(np.diag(upper))
    if diagonal.min() <= 1e-13 * diagonal.max():
        return step, np.inf
    step[free] = np.linalg.solve(upper, target) / norms
    return step, float(np.linalg.norm(target))


def finish(point: Descent, walls: Walls, *, absolute_sigma: bool) -> Solution:
    """The solution at a point, with covariance."""
    gradient = point.residual @ point.jacobian
    held = walls.held(point.x, gradient)
    covariance, stderr = covariance_of(point.jacobian, point.cost, held, absolute_sigma=absolute_sigma)
    return Solution(
        x=point.x,
        covariance=covariance,
        stderr=stderr,
        cost=point.cost,
        residual=point.residual,
        jacobian=point.jacobian,
        iterations=point.iterations,
        evaluations=point.evaluations,
        converged=point.converged,
        message=point.message,
        at_bound=held,
    )
