"""The way downhill: damped Gauss-Newton steps inside bounds, with the last digits won by QR.

Damping after Nielsen (IMM-REP-1999-05), scaling after Moré (Lect. Notes Math. 630 (1978) 105) with a slow decay, and
for steps that disappoint a bend along the curvature they met (Transtrum & Sethna, arXiv:1201.5885).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.fitting.box import minimum_in_box
from naglass_gui.fitting.solution import Progress, Real, Residual
from naglass_gui.fitting.walls import Walls

EPS = float(np.finfo(float).eps)

SMALLEST_GAIN = 1e-4
"""A step is taken when it lowers the cost by at least this share of what the linear model promised."""
POOR_GAIN = 0.25
"""Below this share the step is bent along the curvature it met, and tried once more."""
SCALE_MEMORY = 0.9
"""How slowly the scale of a parameter forgets a larger derivative than today's."""
SUDDEN_DEATH = 1e3
"""A step may not make a parameter lose its influence by more than this factor: it would jump onto a plateau."""
SETTLED = 1e-9
"""A step this short, as a share of the residual's length, cannot be seen in any digit that matters."""


@dataclass(slots=True)
class Place:
    """Parameters and what the model says there; `norms` are the lengths of the Jacobian's columns."""

    x: Real
    residual: Real
    jacobian: Real
    cost: float
    gram: Real
    gradient: Real
    norms: Real

    @property
    def finite(self) -> bool:
        """Whether the model can be computed here."""
        return math.isfinite(self.cost) and bool(np.isfinite(self.norms).all())


@dataclass(slots=True)
class Descent:
    """A place, the trust in the linear model there, and how it was reached."""

    place: Place
    scale: Real
    damping: float = 1e-3
    growth: float = 2.0
    iterations: int = 0
    evaluations: int = 1
    converged: bool = False
    message: str = ""

    def move(self, place: Place, gain: float) -> None:
        """Take a step that kept `gain` of its promise."""
        self.place = place
        self.iterations += 1
        self.scale = np.maximum(SCALE_MEMORY * self.scale, _positive(place.norms))
        self.damping *= max(0.2, 1.0 - (2.0 * gain - 1.0) ** 3)
        self.growth = 2.0

    def shorten(self) -> None:
        """Trust the linear model less."""
        self.damping = max(self.damping, EPS) * self.growth
        self.growth *= 2.0

    def settle(self, message: str) -> None:
        """Stop here."""
        self.converged, self.message = True, message


def evaluate(residual: Residual, x: Real) -> Place:
    """The model at x; `finite` tells whether it has a value there."""
    r, jacobian = residual(x)
    gram = jacobian.T @ jacobian
    return Place(x, r, jacobian, float(r @ r), gram, r @ jacobian, np.sqrt(gram.diagonal()))


def begin(residual: Residual, x: Real) -> Descent | None:
    """A descent from x, or None where the model is not finite."""
    with np.errstate(all="ignore"):
        place = evaluate(residual, x)
    return Descent(place, _positive(place.norms)) if place.finite else None


def descend(
    residual: Residual,
    descent: Descent,
    walls: Walls,
    max_evaluations: int,
    progress: Progress | None = None,
    tolerance: float = 1e-15,
) -> None:
    """Go downhill until the linear model promises less than `tolerance` of the cost, or the calls are used up.

    Args:
        residual: the model.
        descent: where to start; moved in place.
        walls: bounds and step limits.
        max_evaluations: calls of the model in this descent, at most.
        progress: called before every step.
        tolerance: promised relative decrease of the cost that is not worth a step.
    """
    share = 0.0
    last = descent.evaluations + max_evaluations
    with np.errstate(all="ignore"):
        while descent.evaluations < last and not descent.converged:
            try:
                step, promise, damped = _damped_step(descent, walls)
            except np.linalg.LinAlgError:
                descent.shorten()
                continue
            cost = descent.place.cost
            if progress is not None:
                share = (
                    max(share, min(1.0, -math.log10(max(promise / cost, tolerance)) / 15.0)) if promise < cost else 0
                )
                progress(share, f"step {descent.iterations + 1}, sum of squares {cost:.5g}")
            if promise <= tolerance * cost or descent.damping > 1e25:
                descent.settle("converged")
                return
            _try_step(residual, descent, walls, step, promise, damped)
    if not descent.converged:
        descent.message = f"not converged after {descent.evaluations} evaluations of the model"


def _damped_step(descent: Descent, walls: Walls) -> tuple[Real, float, Real]:
    """The step in scaled parameters, the decrease of the cost it promises, and the damped normal matrix."""
    place, scale = descent.place, descent.scale
    gram = place.gram / (scale[:, None] * scale)
    gradient = place.gradient / scale
    damped = gram.copy()
    damped.flat[:: len(scale) + 1] += descent.damping
    low, high = walls.around(place.x)
    step = minimum_in_box(damped, gradient, low * scale, high * scale)
    return step, -float((2.0 * gradient + gram @ step) @ step), damped


def _try_step(residual: Residual, descent: Descent, walls: Walls, step: Real, promise: float, damped: Real) -> None:
    """Take the step, or its bent form, or trust the model less."""
    here = descent.place
    there = evaluate(residual, walls.clip(here.x + step / descent.scale))
    descent.evaluations += 1
    gain = _gain(here, there, promise)
    if gain < POOR_GAIN and np.isfinite(there.residual).all():
        bent = _bent(here, there, descent.scale, step, damped)
        if bent is not None:
            elsewhere = evaluate(residual, walls.clip(here.x + bent / descent.scale))
            descent.evaluations += 1
            other = _gain(here, elsewhere, promise)
            if other > gain:
                there, gain = elsewhere, other
    if gain > SMALLEST_GAIN:
        descent.move(there, gain)
        if there.cost == 0.0:
            descent.settle("the model goes through every point")
    else:
        descent.shorten()


def _gain(here: Place, there: Place, promise: float) -> float:
    """Which share of the promised decrease came true; -inf where the model breaks down or a parameter drops out."""
    if not there.finite or (there.norms * SUDDEN_DEATH < here.norms).any():
        return -math.inf
    return (here.cost - there.cost) / promise


def _bent(here: Place, there: Place, scale: Real, step: Real, damped: Real) -> Real | None:
    """The step plus half the acceleration that its end reveals; None where the curvature is too strong to follow."""
    curvature = 2.0 * (there.residual - here.residual - here.jacobian @ (step / scale))
    acceleration = np.linalg.solve(damped, -(curvature @ here.jacobian) / scale)
    if not np.linalg.norm(acceleration) < 2.0 * np.linalg.norm(step):
        return None
    bent: Real = step + 0.5 * acceleration
    return bent


def polish(residual: Residual, descent: Descent, walls: Walls, max_steps: int = 20) -> None:
    """Gauss-Newton by QR on the parameters no bound holds, as long as the steps shrink.

    The normal equations square the condition number; here the last digits are won back.
    """
    last = math.inf
    for _ in range(max_steps):
        here = descent.place
        step, size = _gauss_newton(here, walls.held(here.x, here.gradient))
        if not size < 0.7 * last or size <= SETTLED * math.sqrt(here.cost):
            return
        x = here.x + step
        low, high = walls.around(here.x)
        if (step < low).any() or (step > high).any():
            return
        with np.errstate(all="ignore"):
            there = evaluate(residual, x)
        descent.evaluations += 1
        if not there.finite or there.cost > here.cost * (1.0 + 1e-9):
            return
        descent.place = there
        last = size
        if (np.abs(step) <= 2.0 * EPS * np.abs(x)).all():
            return


def _gauss_newton(place: Place, held: NDArray[np.bool_]) -> tuple[Real, float]:
    """The undamped step, and the length of what it takes off the residual; infinite where it is not unique."""
    free = ~held
    step = np.zeros_like(place.x)
    columns, norms = place.jacobian[:, free], place.norms[free]
    if not 0 < columns.shape[1] <= columns.shape[0] or not (norms > 0).all():
        return step, math.inf
    orthogonal, upper = np.linalg.qr(columns / norms)
    diagonal = np.abs(upper.diagonal())
    if diagonal.min() <= 1e-13 * diagonal.max():
        return step, math.inf
    target = -(place.residual @ orthogonal)
    step[free] = np.linalg.solve(upper, target) / norms
    return step, float(np.linalg.norm(target))


def _positive(norms: Real) -> Real:
    """The norms, 1 where one is zero."""
    return np.where(norms > 0, norms, 1.0)
