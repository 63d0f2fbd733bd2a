"""The way downhill: Gauss-Newton steps within a radius of trust and inside bounds, the last digits won by QR.

Moré, Lect. Notes Math. 630 (1978) 105, with a scale that slowly forgets; steps that disappoint are bent along the
curvature they met (Transtrum & Sethna, arXiv:1201.5885).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from naglass_gui.fitting.linear import Real
from naglass_gui.fitting.place import LinearModel, Model, Place
from naglass_gui.fitting.solution import Progress
from naglass_gui.fitting.walls import EPS, Walls

SMALLEST_GAIN = 1e-4
"""A step is taken when it lowers the cost by at least this share of what the linear model promised."""
POOR_GAIN = 0.1
"""Below this share the step is bent along the curvature it met, and tried once more."""
SCALE_MEMORY = 0.5
"""Which share of its scale a parameter keeps when its influence falls."""
SUDDEN_DEATH = 1e6
"""A step may not make a parameter lose its influence by more than this factor: it would jump onto a plateau."""
JOINED = "joined the way to a minimum that is known"
TOLERANCE = 1e-14
"""A promised decrease of this share of the cost drowns in rounding."""


@dataclass(slots=True)
class Descent:
    """A place, the trust in the linear model around it, and how it was reached.

    Attributes:
        place: where the descent is.
        scale: of the parameters, shape (n,).
        radius: longest step in scaled parameters.
        first: cost where it began.
        iterations: steps taken.
        evaluations: calls of the model.
        converged: whether no further step lowers the cost beyond the tolerance.
        message: how it ended.
    """

    place: Place
    scale: Real
    radius: float
    first: float
    iterations: int = 0
    evaluations: int = 1
    converged: bool = False
    message: str = ""

    def settle(self, message: str) -> None:
        """Stop here."""
        self.converged, self.message = True, message


def begin(model: Model, x: Real) -> Descent | None:
    """A descent from x, or None where the model is not finite."""
    with np.errstate(all="ignore"):
        place = model(x)
    if not place.finite:
        return None
    scale = np.where(place.norms > 0, place.norms, 1.0)
    return Descent(place, scale, _length(scale * x) or _length(scale), place.cost)


def descend(
    model: Model,
    descent: Descent,
    walls: Walls,
    max_evaluations: int,
    progress: Progress | None = None,
    tolerance: float = TOLERANCE,
    known: Callable[[Place], bool] | None = None,
) -> None:
    """Go downhill until the linear model promises less than `tolerance` of the cost, or the calls are used up.

    Args:
        model: what is fitted.
        descent: where to start; moved.
        walls: bounds and step limits.
        max_evaluations: calls of the model, those made before included.
        progress: called before every step.
        tolerance: promised decrease, as a share of the cost, that is not worth a step.
        known: whether the way on from a place is known already, so that the descent may end there.
    """
    descent.converged = descent.place.cost == 0.0 or descent.place.x.size == 0
    descent.message = "converged" if descent.converged else ""
    with np.errstate(all="ignore"):
        while not descent.converged and descent.evaluations < max_evaluations:
            _leave(model, descent, walls, max_evaluations, progress, tolerance)
            if known is not None and not descent.converged and known(descent.place):
                descent.settle(JOINED)
    if not descent.converged:
        descent.message = f"not converged after {descent.evaluations} evaluations of the model"


def _leave(
    model: Model,
    descent: Descent,
    walls: Walls,
    max_evaluations: int,
    progress: Progress | None,
    tolerance: float,
) -> None:
    """Take one step away from the place, trying shorter and shorter ones; or settle there."""
    here = descent.place
    linear = LinearModel(here, descent.scale, walls)
    while descent.place is here and descent.evaluations < max_evaluations:
        step = linear.step(descent.radius)
        promise = linear.promise(step)
        if progress is not None:
            progress(_share(promise / here.cost), f"step {descent.iterations + 1}, sum of squares {here.cost:.5g}")
        length = _length(step)
        if promise <= tolerance * here.cost or length <= EPS * _length(here.x * descent.scale):
            descent.settle("converged")
            return
        _try_step(model, descent, linear, step, promise, length)


def _try_step(
    model: Model,
    descent: Descent,
    linear: LinearModel,
    step: Real,
    promise: float,
    length: float,
) -> None:
    """Move along the step, or its bent form, when one keeps enough of the promise; adapt the radius."""
    here = descent.place
    there = model(linear.end_of(step))
    descent.evaluations += 1
    gain = _gain(here, there, promise)
    if gain < POOR_GAIN and math.isfinite(there.cost):
        bent = _bent(here, there, linear, step, length)
        if bent is not None:
            elsewhere = model(linear.end_of(bent))
            descent.evaluations += 1
            other = _gain(here, elsewhere, promise)
            if other > gain:
                there, gain = elsewhere, other
    if gain < 0.25:
        descent.radius = min(descent.radius, length) * (0.5 if gain > 0 else 0.25)
    elif gain > 0.75 and linear.damping > 0.0:
        descent.radius *= 2.0
    if gain > SMALLEST_GAIN:
        descent.place = there
        descent.iterations += 1
        descent.scale = np.maximum(SCALE_MEMORY * linear.scale, there.norms)
        descent.scale[descent.scale == 0] = 1.0
        # The radius keeps its meaning in the parameters themselves, along the direction of the last step.
        descent.radius *= _length(step * linear.inverse * descent.scale) / length
        if there.cost == 0.0:
            descent.settle("converged: the model goes through every point")


def _gain(here: Place, there: Place, promise: float) -> float:
    """Which share of the promised decrease came true; -inf where the model breaks down or a parameter drops out."""
    if not there.finite or (there.guarded and (there.norms * SUDDEN_DEATH < here.norms).any()):
        return -math.inf
    return (here.cost - there.cost) / promise


def _bent(here: Place, there: Place, linear: LinearModel, step: Real, length: float) -> Real | None:
    """The step plus half the acceleration that its end reveals; None where the curvature is too strong to follow."""
    jacobian = here.slopes()
    curvature = 2.0 * (there.residual - here.residual - jacobian @ (step * linear.inverse))
    acceleration = linear.answer(curvature @ jacobian)
    if not _length(acceleration) < 2.0 * length:
        return None
    bent: Real = step + 0.5 * acceleration
    return bent


def _length(vector: Real) -> float:
    return math.sqrt(float(vector @ vector))


def _share(promise: float) -> float:
    """How far along a fit is: 0 while all of the cost may go, 1 when only rounding is left."""
    return min(1.0, max(0.0, math.log10(max(promise, TOLERANCE)) / math.log10(TOLERANCE)))
