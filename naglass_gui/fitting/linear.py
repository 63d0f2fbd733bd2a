"""Two LAPACK routines called directly: NumPy's own wrappers cost several times more than the work for six parameters."""

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
    if answer[2] != 0:
        raise np.linalg.LinAlgError("matrix is not positive definite")
    solution: Real = answer[1]
    return solution


def symmetric_eigen(matrix: Real) -> tuple[Real, Real]:
    """Eigenvalues, rising, and eigenvectors as columns. Raises LinAlgError when they cannot be found."""
    answer: Any = _lapack().dsyevd(matrix)
    if answer[2] != 0:
        raise np.linalg.LinAlgError("eigenvalues did not converge")
    values: Real = answer[0]
    vectors: Real = answer[1]
    return values, vectors
