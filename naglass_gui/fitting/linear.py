"""A few LAPACK routines called directly: NumPy's own wrappers cost several times more than the work for six parameters."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


@cache
def _lapack() -> ModuleType:
    # Imported with the first fit: a window that only evaluates models never waits for scipy.
    from scipy.linalg import lapack

    return lapack


def solve_positive(matrix: Real, right: Real) -> Real:
    """The solution of a positive definite system. Raises LinAlgError when it is not positive definite."""
    answer: Any = _lapack().dposv(matrix, right)
    return _checked(answer[1], answer[2])


def symmetric_eigen(matrix: Real) -> tuple[Real, Real]:
    """Eigenvalues, rising, and eigenvectors as columns. Raises LinAlgError when they cannot be found."""
    answer: Any = _lapack().dsyevd(matrix)
    return _checked(answer[0], answer[2]), answer[1]


def solve_upper(upper: Real, right: Real) -> Real:
    """The solution of a triangular system. Raises LinAlgError when the diagonal holds a zero."""
    answer: Any = _lapack().dtrtrs(upper, right)
    return _checked(answer[0], answer[1])


def inverse_upper(upper: Real) -> Real:
    """The inverse of an upper triangle. Raises LinAlgError when the diagonal holds a zero."""
    answer: Any = _lapack().dtrtri(upper)
    return _checked(answer[0], answer[1])


def triangle_of(rows: Real) -> Real:
    """The R of a QR factorisation of rows.T; overwrites rows, shape (n, m) in C order. R is (min(m, n), n)."""
    n, m = rows.shape
    # LAPACK works on panels of 32 columns when it is given the room.
    answer: Any = _lapack().dgeqrf(rows.T, lwork=32 * max(n, 1), overwrite_a=1)
    return np.triu(_checked(answer[0], answer[3])[: min(m, n)])


def _checked(result: Real, status: int) -> Real:
    if status != 0:
        raise np.linalg.LinAlgError("the matrix is singular")
    return result
