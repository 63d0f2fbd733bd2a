"""Figures that judge a fit: information criteria, tests on the residuals, correlations, propagation."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


def aicc(n_real: int, sum_squares: float, n_parameters: int) -> float:
    """Akaike's criterion with the small-sample correction; only between fits of the same data and weights.

    N ln(S/N) + 2k + 2k(k + 1)/(N - k - 1), where k counts the fitted parameters and the variance
    (Hurvich & Tsai, Biometrika 76 (1989) 297). inf where N is too small for k.

    Args:
        n_real: N, real residuals (two a complex point).
        sum_squares: S.
        n_parameters: fitted parameters, without the variance.
    """
    k = n_parameters + 1
    if n_real - k - 1 <= 0:
        return math.inf
    return _log_likelihood_term(n_real, sum_squares) + 2.0 * k + 2.0 * k * (k + 1) / (n_real - k - 1)


def bic(n_real: int, sum_squares: float, n_parameters: int) -> float:
    """Schwarz's criterion, N ln(S/N) + k ln N, with k as in `aicc`."""
    return _log_likelihood_term(n_real, sum_squares) + (n_parameters + 1) * math.log(n_real)


def _log_likelihood_term(n_real: int, sum_squares: float) -> float:
    return n_real * math.log(sum_squares / n_real) if sum_squares > 0 else -math.inf


def reduced_chi_square(n_real: int, sum_squares: float, n_parameters: int) -> float:
    """S / (N - k), k the fitted parameters only; NaN without degrees of freedom."""
    freedom = n_real - n_parameters
    return sum_squares / freedom if freedom > 0 else math.nan


def runs_test(residual: Real) -> float:
    """Probability that random signs make as few or as many runs (Wald & Wolfowitz 1940; two-sided, normal).

    Args:
        residual: in the order of the axis, shape (m,). Zeros are left out.

    Returns:
        p, or 1 where the signs are too few (or all alike in fewer than 2 points) to tell; 0 to 1.
    """
    signs = np.sign(residual)
    signs = signs[signs != 0]
    plus = int(np.count_nonzero(signs > 0))
    minus = len(signs) - plus
    total = plus + minus
    if total < 10:
        return 1.0
    if plus == 0 or minus == 0:
        return 2.0 ** (1 - total)
    runs = 1 + int(np.count_nonzero(signs[1:] != signs[:-1]))
    mean = 1.0 + 2.0 * plus * minus / total
    variance = (mean - 1.0) * (mean - 2.0) / (total - 1.0)
    if variance <= 0:
        return 1.0
    # Half a run towards the mean: runs are whole numbers, the normal distribution is not.
    distance = max(abs(runs - mean) - 0.5, 0.0) / math.sqrt(variance)
    return math.erfc(distance / math.sqrt(2.0))


def durbin_watson(residual: Real) -> float:
    """Sum (r_i+1 - r_i)^2 / sum r_i^2: 2 for white noise, towards 0 for a trend (Durbin & Watson 1950)."""
    squares = float(residual @ residual)
    if squares == 0:
        return 2.0
    steps = np.diff(residual)
    return float(steps @ steps) / squares


def correlation_time(residual: Real) -> float:
    """How many points one independent point is worth: 1 + 2 times the sum of the autocorrelation up to its first zero.

    Errors computed as if every point were independent are too small by the square root of it.

    Args:
        residual: along the axis, shape (m,).
    """
    centred = residual - residual.mean()
    count = len(centred)
    variance = float(centred @ centred)
    if variance == 0.0 or count < 8:
        return 1.0
    # By Fourier transforms: what creeps is alike over a quarter of its points, and lag by lag that is their number squared.
    size = 2 ** (2 * count - 1).bit_length()
    transformed = np.fft.rfft(centred, size)
    correlation = np.fft.irfft(transformed * transformed.conj(), size)[1 : count // 4] / variance
    # Below the scatter of the estimate itself there is nothing left to add.
    low = np.flatnonzero(correlation < 2.0 / count**0.5)
    end = int(low[0]) if len(low) else len(correlation)
    return 1.0 + 2.0 * float(correlation[:end].sum())


def correlation_matrix(covariance: Real) -> Real:
    """Correlations from a covariance, shape (n, n); NaN where an error is undefined, 1 on the diagonal."""
    variance = np.diag(covariance)
    root = np.sqrt(np.where(np.isfinite(variance) & (variance > 0), variance, np.nan))
    correlation: Real = np.clip(covariance / np.outer(root, root), -1.0, 1.0)
    np.fill_diagonal(correlation, 1.0)
    return correlation


def propagate(gradient: Real, covariance: Real) -> Real:
    """Covariance of derived quantities, G C G^T.

    Args:
        gradient: derivatives of the quantities by the parameters, shape (q, n), or (n,) for one.
        covariance: of the parameters, shape (n, n). Entries that are not finite count only where the gradient is not 0.

    Returns:
        shape (q, q), or a scalar array for one quantity; not finite where an undetermined parameter enters.
    """
    rows = np.atleast_2d(gradient)
    used = (rows != 0).any(axis=0)
    if np.isfinite(covariance[np.ix_(used, used)]).all():
        result = rows[:, used] @ covariance[np.ix_(used, used)] @ rows[:, used].T
    else:
        result = np.array([[_bilinear(a, b, covariance) for b in rows] for a in rows])
    return result if np.ndim(gradient) == 2 else result[0, 0]


def _bilinear(a: Real, b: Real, covariance: Real) -> float:
    i, j = np.flatnonzero(a), np.flatnonzero(b)
    return float(a[i] @ covariance[np.ix_(i, j)] @ b[j])
