"""What a fit returns, and the covariance that belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.fitting.linear import Real, inverse_upper
from naglass_gui.fitting.statistics import correlation_matrix

Residual = Callable[[Real], tuple[Real, Real]]
"""From parameters (n,) to weighted residuals (m,) and their derivatives (m, n)."""
Progress = Callable[[float, str], None]
"""Called with a share from 0 to 1 and a few words; raises Cancelled when the work must end."""

RANK_TOLERANCE = 1e-10
"""Singular values of the scaled Jacobian below this share of the largest count as zero."""


@dataclass(frozen=True, slots=True)
class StartStatistics:
    """How a search over several starts went.

    Attributes:
        tried: starts drawn.
        reached: starts that ended at the returned optimum.
        failed: starts where the model had no finite value.
        optima: sums of squares of the distinct optima found, the best first.
    """

    tried: int
    reached: int
    failed: int
    optima: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The end of a fit.

    Attributes:
        x: parameters, shape (n,).
        covariance: shape (n, n). A parameter on a bound is held there: its row and column are 0, and the others' errors
            are conditional on it. A parameter that the data do not determine has inf on the diagonal and NaN elsewhere.
        stderr: shape (n,); inf where the data do not determine the parameter, NaN where it is on a bound.
        cost: sum of squares of the residuals.
        residual: at x, shape (m,).
        jacobian: at x, shape (m, n).
        iterations: accepted steps.
        evaluations: calls of the model.
        converged: whether no further step would lower the cost beyond rounding.
        message: a few words on how it ended.
        at_bound: which parameters a bound holds, shape (n,).
        starts: statistics of a search over several starts, or None.
    """

    x: Real
    covariance: Real
    stderr: Real
    cost: float
    residual: Real
    jacobian: Real
    iterations: int
    evaluations: int
    converged: bool
    message: str
    at_bound: NDArray[np.bool_]
    starts: StartStatistics | None = None

    @property
    def correlation(self) -> Real:
        """Correlations of the parameters, shape (n, n); NaN where an error is undefined, 1 on the diagonal."""
        return correlation_matrix(self.covariance)

    @property
    def determined(self) -> NDArray[np.bool_]:
        """Which parameters have a finite standard error, shape (n,)."""
        return np.isfinite(self.stderr)


def covariance_from_factor(
    upper: Real, norms: Real, held: NDArray[np.bool_], m: int, cost: float, *, absolute_sigma: bool = False
) -> tuple[Real, Real]:
    """Covariance s^2 (J^T J)^-1 and standard errors, with s^2 = cost / (m - n), from a QR of the scaled Jacobian.

    Args:
        upper: R of the columns no bound holds, each divided by its norm, shape (min(m, f), f).
        norms: those norms, shape (f,).
        held: parameters held on a bound, shape (n,).
        m: residuals.
        cost: sum of their squares.
        absolute_sigma: s^2 = 1.
    """
    n = len(held)
    variance = 1.0 if absolute_sigma else (cost / (m - n) if m > n else np.inf)
    with np.errstate(invalid="ignore"):
        inner = _inverse_gram(upper, norms) * variance
        diagonal = inner.diagonal()
        lost = ~np.isfinite(diagonal)
        if lost.any():
            inner[lost, :] = np.nan
            inner[:, lost] = np.nan
            inner[lost, lost] = np.inf
        errors = np.sqrt(inner.diagonal())
    if not held.any():
        return inner, errors
    free = ~held
    covariance, stderr = np.zeros((n, n)), np.full(n, np.nan)
    covariance[np.ix_(free, free)] = inner
    stderr[free] = errors
    return covariance, stderr


def _inverse_gram(upper: Real, norms: Real) -> Real:
    """(J^T J)^-1 from the R of its scaled columns; inf on the diagonal of columns that others can replace."""
    n = norms.size
    if n == 0:
        return np.zeros((0, 0))
    if upper.shape[0] == n and upper.diagonal().all():
        inverse = inverse_upper(upper)
        # Frobenius norms bound the condition number from above.
        if float(np.vdot(inverse, inverse)) * n * RANK_TOLERANCE**2 < 1.0:
            roots = inverse / norms[:, None]
            return np.asarray(roots @ roots.T)
    return _inverse_where_determined(upper, norms)


def _inverse_where_determined(upper: Real, norms: Real) -> Real:
    """The same where some columns may depend on others."""
    _, values, rows = np.linalg.svd(upper, full_matrices=True)
    singular = np.zeros(norms.size)
    singular[: values.size] = values
    null = singular <= RANK_TOLERANCE * float(singular[0])
    roots = np.where(null, 0.0, 1.0 / np.where(null, 1.0, singular))[:, None] * rows / norms
    inverse: Real = roots.T @ roots
    # A column takes part in a dependency when a null direction has a component along it.
    involved = np.abs(rows[null]).max(axis=0, initial=0.0) > 1e-6
    inverse[involved, involved] = np.inf
    return inverse
