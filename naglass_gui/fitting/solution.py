"""What a fit returns, and the covariance that belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.fitting.statistics import correlation_matrix

Real = NDArray[np.float64]
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


def covariance_of(
    jacobian: Real, cost: float, held: NDArray[np.bool_], *, absolute_sigma: bool = False
) -> tuple[Real, Real]:
    """Covariance and standard errors of the parameters, by the convention of `Solution`.

    s^2 (J^T J)^-1 with s^2 = cost / (m - n), from the singular values of J with its columns scaled to length 1.

    Args:
        jacobian: J, shape (m, n).
        cost: sum of squared residuals.
        held: parameters held on a bound, shape (n,).
        absolute_sigma: the weights are true standard deviations, so s^2 = 1.

    Returns:
        covariance (n, n) and standard errors (n,).
    """
    m, n = jacobian.shape
    covariance = np.zeros((n, n))
    stderr = np.full(n, np.nan)
    free = np.flatnonzero(~held)
    if free.size == 0:
        return covariance, stderr
    variance = 1.0 if absolute_sigma else (cost / (m - n) if m > n else np.inf)
    inner = _inverse_gram(jacobian[:, free])
    with np.errstate(invalid="ignore"):
        inner = inner * variance
    lost = ~np.isfinite(np.diag(inner))
    inner[lost, :] = np.nan
    inner[:, lost] = np.nan
    inner[lost, lost] = np.inf
    covariance[np.ix_(free, free)] = inner
    stderr[free] = np.sqrt(np.diag(inner))
    return covariance, stderr


def _inverse_gram(jacobian: Real) -> Real:
    """(J^T J)^-1; inf on the diagonal of columns that others can replace."""
    norms = np.sqrt(np.einsum("ij,ij->j", jacobian, jacobian))
    scale = np.where(norms > 0, norms, 1.0)
    _, upper = np.linalg.qr(jacobian / scale) if jacobian.shape[0] else (None, np.zeros((0, len(norms))))
    _, singular, rows = np.linalg.svd(upper, full_matrices=True)
    singular = np.concatenate([singular, np.zeros(len(norms) - len(singular))])
    null = singular <= RANK_TOLERANCE * singular.max(initial=0.0)
    roots = np.where(null, 0.0, 1.0 / np.where(null, 1.0, singular))[:, None] * rows
    inverse: Real = (roots.T @ roots) / np.outer(scale, scale)
    # A column takes part in a dependency when a null direction has a component along it.
    involved = np.abs(rows[null]).max(axis=0, initial=0.0) > 1e-6
    inverse[involved, involved] = np.inf
    return inverse
