"""Variable projection: models that are linear in some parameters, fitted over the others alone.

At each step the linear parameters take their best values, so a spectrum of six lines is searched in the positions and
widths only. Golub & Pereyra, SIAM J. Numer. Anal. 10 (1973) 413, in Kaufman's form (BIT 15 (1975) 49), which is the
Schur complement of the full normal equations: nothing of the size of the data is formed but the basis itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.box import minimum_in_box
from naglass_gui.fitting.descent import TOLERANCE, Descent, begin, descend
from naglass_gui.fitting.linear import Real, symmetric_eigen
from naglass_gui.fitting.place import Place, model_of
from naglass_gui.fitting.polish import finish
from naglass_gui.fitting.solution import Progress, Residual, Solution
from naglass_gui.fitting.walls import EPS, Limits, Walls


@dataclass(frozen=True, slots=True)
class Slopes:
    """Derivatives of basis functions, only those that are not zero: one row for each (parameter, column) that meet.

    Attributes:
        values: derivatives, shape (q, m).
        parameters: by which nonlinear parameter each row is, shape (q,).
        columns: of which basis function, shape (q,).
    """

    values: Real
    parameters: NDArray[np.intp]
    columns: NDArray[np.intp]

    @classmethod
    def dense(cls, derivatives: Real) -> Slopes:
        """From all derivatives, shape (k, m, p)."""
        k, m, p = derivatives.shape
        rows = np.ascontiguousarray(derivatives.transpose(0, 2, 1)).reshape(k * p, m)
        return cls(rows, np.repeat(np.arange(k), p), np.tile(np.arange(p), k))

    def chain(self, count: int, linear: Real) -> Real:
        """The matrix T, shape (k, q), that turns rows into derivatives of the curve: linear[column] at (parameter, row)."""
        matrix = np.zeros((count, len(self.parameters)))
        matrix[self.parameters, np.arange(len(self.parameters))] = linear[self.columns]
        return matrix


Basis = Callable[[Real], tuple[Real, Slopes | Real]]
"""From nonlinear parameters (k,) to the basis (m, p) and its derivatives: `Slopes`, or all of them (k, m, p)."""


def variable_projection(
    basis: Basis,
    data: Real,
    start: Real,
    *,
    weights: Real | None = None,
    lower: Limits = None,
    upper: Limits = None,
    step_limit: Limits = None,
    linear_lower: Limits = None,
    linear_upper: Limits = None,
    max_evaluations: int = 2000,
    progress: Progress | None = None,
    absolute_sigma: bool = False,
) -> Solution:
    """Fit basis(x) @ c to data over nonlinear x and linear c.

    Args:
        basis: see `Basis`. Columns in Fortran order and rows of slopes in C order are used without a copy.
        data: shape (m,).
        start: first nonlinear parameters, shape (k,). The linear ones need none.
        weights: 1/sigma of each point, shape (m,); 1 without.
        lower: lower bounds of the nonlinear parameters.
        upper: upper bounds of them.
        step_limit: the most a nonlinear parameter may move in one step.
        linear_lower: lower bounds of the linear parameters; 0 keeps areas from going negative, exactly.
        linear_upper: upper bounds of them.
        max_evaluations: calls of the basis, at most.
        progress: called at each step; may raise Cancelled.
        absolute_sigma: weights are from true standard deviations, so the covariance takes no s^2.

    Returns:
        The solution over (x, c), shape (k + p,), with the full covariance.

    Raises:
        FitError: the basis has no finite value at the start, or bounds cross.
    """
    walls = Walls.of(len(start), lower, upper, step_limit)
    problem = _Separable(basis, data, weights, linear_lower, linear_upper)
    descent = _descended(problem, start, walls, max_evaluations, progress)
    end = descent.place
    assert isinstance(end, Projected)
    whole, both = model_of(problem.whole(len(end.x))), problem.join(walls, len(end.linear))
    with np.errstate(all="ignore"):
        descent.place = whole(np.concatenate([end.x, end.linear]))
    return finish(whole, descent, both, absolute_sigma=absolute_sigma)


def approach(
    basis: Basis,
    data: Real,
    start: Real,
    *,
    weights: Real | None = None,
    lower: Limits = None,
    upper: Limits = None,
    step_limit: Limits = None,
    max_evaluations: int = 100,
    tolerance: float = 1e-6,
) -> tuple[Real, float]:
    """Where a descent over the nonlinear parameters comes to, and its sum of squares: a start for a fit, without errors.

    Args:
        basis: as for `variable_projection`, like all that follow.
        data: shape (m,).
        start: shape (k,).
        weights: shape (m,).
        lower: bounds of the nonlinear parameters.
        upper: the same.
        step_limit: the most one of them may move in one step.
        max_evaluations: calls of the basis, at most.
        tolerance: a promised decrease of this share of the sum of squares is not worth a step.

    Raises:
        FitError: the basis has no finite value at the start, or bounds cross.
    """
    problem = _Separable(basis, data, weights, None, None)
    walls = Walls.of(len(start), lower, upper, step_limit)
    end = _descended(problem, start, walls, max_evaluations, None, tolerance).place
    return end.x, end.cost


def _descended(
    problem: _Separable,
    start: Real,
    walls: Walls,
    max_evaluations: int,
    progress: Progress | None,
    tolerance: float = TOLERANCE,
) -> Descent:
    descent = begin(problem.reduced, walls.clip(np.asarray(start, dtype=float)))
    if descent is None:
        raise FitError("The model has no finite value at the starting parameters; start from other values.")
    descend(problem.reduced, descent, walls, max_evaluations, progress, tolerance)
    return descent


@dataclass(slots=True)
class Projected(Place):
    """A place of the nonlinear parameters, and the best linear ones there, shape (p,)."""

    linear: Real = field(default_factory=lambda: np.zeros(0))


class _Separable:
    """Data against a basis: as a function of the nonlinear parameters alone, and of all."""

    def __init__(
        self, basis: Basis, data: Real, weights: Real | None, linear_lower: Limits, linear_upper: Limits
    ) -> None:
        self.basis = basis
        self.weights = weights
        self.data = np.asarray(data if weights is None else data * weights, dtype=float)
        self.limits = linear_lower, linear_upper

    def reduced(self, x: Real) -> Projected:
        """The residual with the linear parameters at their best; Gram matrix and gradient by Kaufman."""
        columns, slopes = self._weighted(x)
        linear, inverse, free = self._best(columns)
        residual = columns @ linear - self.data
        chain = slopes.chain(len(x), linear)
        crossed = chain @ (slopes.values @ columns)[:, free]
        gram = chain @ (slopes.values @ slopes.values.T) @ chain.T - crossed @ inverse @ crossed.T
        norms = np.sqrt(np.maximum(gram.diagonal(), 0.0))
        cost = float(residual @ residual)

        def jacobian() -> Real:
            projected: Real = (chain @ slopes.values).T - columns[:, free] @ (inverse @ crossed.T)
            return projected

        return Projected(
            x=x,
            residual=residual,
            slopes=jacobian,
            cost=cost,
            gram=gram,
            gradient=chain @ (slopes.values @ residual),
            norms=norms,
            finite=math.isfinite(cost) and bool(np.isfinite(gram).all()),
            # A line whose area a bound holds at zero has no influence, and may get it back.
            guarded=False,
            linear=linear,
        )

    def whole(self, count: int) -> Residual:
        """Residual and Jacobian over (x, c), the first `count` being x."""

        def residual(both: Real) -> tuple[Real, Real]:
            x, linear = both[:count], both[count:]
            columns, slopes = self._weighted(x)
            rows = np.concatenate([slopes.chain(count, linear) @ slopes.values, columns.T])
            return columns @ linear - self.data, rows.T

        return residual

    def join(self, walls: Walls, size: int) -> Walls:
        """Walls of (x, c); the linear parameters may step as far as they like."""
        linear = Walls.of(size, *self.limits, None)
        return Walls(
            np.concatenate([walls.lower, linear.lower]),
            np.concatenate([walls.upper, linear.upper]),
            np.concatenate([walls.step, linear.step]),
            walls.open and linear.open,
        )

    def _weighted(self, x: Real) -> tuple[Real, Slopes]:
        columns, slopes = self.basis(x)
        if not isinstance(slopes, Slopes):
            slopes = Slopes.dense(slopes)
        if self.weights is None:
            return columns, slopes
        return (columns.T * self.weights).T, replace(slopes, values=slopes.values * self.weights)

    def _best(self, columns: Real) -> tuple[Real, Real, NDArray[np.bool_]]:
        """The best linear parameters inside their bounds, (A^T A)^-1 of those no bound holds, and which these are."""
        gram = columns.T @ columns
        norms = np.sqrt(gram.diagonal())
        norms[norms == 0] = 1.0
        if not math.isfinite(float(norms.sum())):
            lost = np.full(len(norms), np.nan)
            return lost, np.full_like(gram, np.nan), np.ones(len(norms), dtype=bool)
        scaled = gram / np.outer(norms, norms)
        inverse = _inverse(scaled)
        linear = inverse @ ((self.data @ columns) / norms)
        walls = Walls.of(len(norms), *self.limits, None)
        free = np.ones(len(norms), dtype=bool)
        if not walls.open:
            low, high = walls.lower * norms, walls.upper * norms
            linear = minimum_in_box(inverse, linear, low, high)
            free = (linear > low) & (linear < high)
            if not free.all():
                inverse = _inverse(scaled[np.ix_(free, free)])
        kept = norms[free]
        return linear / norms, inverse / np.outer(kept, kept), free


def _inverse(gram: Real) -> Real:
    """The inverse of a scaled Gram matrix, with a floor of rounding so that it exists for equal columns too."""
    if len(gram) == 0:
        return gram
    values, vectors = symmetric_eigen(gram)
    inverse: Real = (vectors / (np.maximum(values, 0.0) + len(gram) * EPS * float(values[-1]))) @ vectors.T
    return inverse
