"""Bounds of the parameters, and how far one step may take them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.linear import Real

EPS = float(np.finfo(float).eps)
Limits = Real | float | None


@dataclass(frozen=True, slots=True)
class Walls:
    """Lower and upper bounds and the longest step of each parameter, shape (n,) each; infinite where there is none."""

    lower: Real
    upper: Real
    step: Real
    open: bool

    @classmethod
    def of(cls, n: int, lower: Limits, upper: Limits, step_limit: Limits) -> Walls:
        """Arrays from one number, n numbers or None. Raises FitError when bounds cross or a step limit is not above 0."""
        low, high, step = _filled(n, lower, -np.inf), _filled(n, upper, np.inf), _filled(n, step_limit, np.inf)
        if not (low <= high).all():
            raise FitError("A lower bound of the fit lies above its upper bound; correct the bounds.")
        if not (step > 0).all():
            raise FitError("The step limit of the fit must be above zero.")
        return cls(low, high, step, lower is None and upper is None and step_limit is None)

    def clip(self, x: Real) -> Real:
        """The nearest point inside."""
        return np.minimum(np.maximum(x, self.lower), self.upper)

    def land(self, x: Real, step: Real) -> Real:
        """Where a step to the walls ends: exactly on a wall that it meets but for rounding."""
        end = x + step
        rounding = 4.0 * EPS * (np.abs(x) + np.abs(step))
        end = np.where(end - self.lower <= rounding, self.lower, end)
        return np.where(self.upper - end <= rounding, self.upper, end)

    def around(self, x: Real) -> tuple[Real, Real]:
        """The least and the largest step from here, shape (n,) each."""
        return np.maximum(self.lower - x, -self.step), np.minimum(self.upper - x, self.step)

    def held(self, x: Real, gradient: Real) -> NDArray[np.bool_]:
        """Parameters on a bound that the sum of squares pushes against, shape (n,)."""
        held: NDArray[np.bool_] = ((x <= self.lower) & (gradient >= 0)) | ((x >= self.upper) & (gradient <= 0))
        return held


def _filled(n: int, limit: Limits, absent: float) -> Real:
    if limit is None:
        return np.full(n, absent)
    given = np.array(limit, dtype=float)
    return given if given.shape == (n,) else np.broadcast_to(given, (n,)).copy()
