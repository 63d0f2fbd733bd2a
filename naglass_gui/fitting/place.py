"""A place in parameter space: what the model says there, and the model made linear around it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from naglass_gui.fitting.box import minimum_in_box
from naglass_gui.fitting.linear import Real, symmetric_eigen, triangle_of
from naglass_gui.fitting.solution import RANK_TOLERANCE, Residual
from naglass_gui.fitting.walls import EPS, Walls

ILL_CONDITIONED = 1e-10
"""Below this ratio of its eigenvalues a Gram matrix has lost the digits that a step needs."""


@dataclass(slots=True)
class Place:
    """Parameters and what the model says there.

    Attributes:
        x: parameters, shape (n,).
        residual: weighted residuals r, shape (m,).
        slopes: gives the Jacobian J, shape (m, n); called where a Gram matrix does not do.
        cost: r.r
        gram: J^T J, shape (n, n).
        gradient: J^T r, shape (n,).
        norms: lengths of the columns of J, shape (n,).
        finite: whether the model has a value here.
        guarded: whether a step must not make a column of J vanish.
    """

    x: Real
    residual: Real
    slopes: Callable[[], Real]
    cost: float
    gram: Real
    gradient: Real
    norms: Real
    finite: bool
    guarded: bool = True


Model = Callable[[Real], Place]


def model_of(residual: Residual) -> Model:
    """A residual function as places."""
    return lambda x: _evaluate(residual, x)


def _evaluate(residual: Residual, x: Real) -> Place:
    r, jacobian = residual(x)
    gram = jacobian.T @ jacobian
    norms = np.sqrt(gram.diagonal())
    cost = float(r @ r)
    # Not a number anywhere in a column makes its norm not finite, so this looks at every entry.
    finite = math.isfinite(cost) and math.isfinite(float(norms.sum()))
    return Place(x, r, lambda: jacobian, cost, gram, r @ jacobian, norms, finite)


class LinearModel:
    """The linear model around a place in scaled parameters, ready to be minimised within any radius.

    Held as eigenvalues and eigenvectors of the Gram matrix; where it is too ill-conditioned for that, as singular
    values of the Jacobian, which keep twice the digits. Directions that change nothing are left alone.

    Args:
        place: where.
        scale: by which parameters are multiplied, shape (n,).
        walls: bounds and step limits.
    """

    def __init__(self, place: Place, scale: Real, walls: Walls) -> None:
        self.place = place
        self.bounds = walls
        self.scale = scale
        self.inverse = inverse = 1.0 / scale
        self.values, self.vectors = symmetric_eigen(place.gram * inverse * inverse[:, None])
        self.along = (place.gradient * inverse) @ self.vectors
        if not self.values[0] > ILL_CONDITIONED * self.values[-1]:
            self.values, self.vectors, self.along = _by_singular_values(place, inverse)
        self.damping = 0.0
        self.boxed = False
        self.walls: tuple[Real, Real] | None = None
        if not walls.open:
            low, high = walls.around(place.x)
            self.walls = low * scale, high * scale

    def step(self, radius: float) -> Real:
        """The step no longer than the radius (by a tenth, at most) that lowers the linear model most, inside the walls."""
        turned = self.along / -self.values
        self.damping = 0.0
        if float(turned @ turned) > 1.21 * radius * radius:
            self.damping = _damping(self.values, self.along, radius)
            turned = self.along / (-self.damping - self.values)
        step: Real = self.vectors @ turned
        self.boxed = False
        if self.walls is None:
            return step
        low, high = self.walls
        if ((step >= low) & (step <= high)).all():
            return step
        self.boxed = True
        inverse = (self.vectors / (self.values + self.damping)) @ self.vectors.T
        return minimum_in_box(inverse, step, low, high)

    def end_of(self, step: Real) -> Real:
        """The parameters at the end of a step, inside the walls."""
        if self.boxed:
            return self.bounds.land(self.place.x, step * self.inverse)
        return self.bounds.clip(self.place.x + step * self.inverse)

    def promise(self, step: Real) -> float:
        """By how much the linear model lowers the cost."""
        turned = step @ self.vectors
        return -float((2.0 * self.along + self.values * turned) @ turned)

    def answer(self, gradient: Real) -> Real:
        """The damped Gauss-Newton step for another gradient in unscaled parameters."""
        along = (gradient * self.inverse) @ self.vectors
        step: Real = self.vectors @ (along / (-self.damping - self.values))
        return step


def _by_singular_values(place: Place, inverse: Real) -> tuple[Real, Real, Real]:
    """Squared singular values of the scaled Jacobian, the directions they belong to, and the slope along these."""
    n, m = len(inverse), len(place.residual)
    rows = np.zeros((n + 1, max(m, n + 1)))
    np.multiply(place.slopes().T, inverse[:, None], out=rows[:n, :m])
    rows[n, :m] = place.residual
    factor = triangle_of(rows)
    left, singular, right = np.linalg.svd(factor[:, :n], full_matrices=False)
    null = singular <= RANK_TOLERANCE * singular[0]
    along = np.where(null, 0.0, singular * (factor[:, n] @ left))
    values = np.where(null, max(float(singular[0]) ** 2, EPS), singular**2)
    return values, right.T, along


def _damping(values: Real, along: Real, radius: float) -> float:
    """The least damping whose step is no longer than the radius, to a tenth.

    Newton's iteration on the inverse of the length (Moré 1978), in plain floats: for a few parameters arrays cost more.
    """
    pairs = list(zip(values.tolist(), (along * along).tolist(), strict=True))
    damping = 0.0
    for _ in range(30):
        length = slope = 0.0
        for value, square in pairs:
            inverse = 1.0 / (value + damping)
            term = square * inverse * inverse
            length += term
            slope += term * inverse
        if length <= 1.21 * radius * radius:
            break
        damping += (math.sqrt(length) / radius - 1.0) * length / slope
    return damping
