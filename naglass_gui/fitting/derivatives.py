"""Jacobians for models that have none of their own, to nearly full precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from naglass_gui.fitting.linear import Real
from naglass_gui.fitting.solution import Residual


def complex_step_jacobian(function: Callable[[NDArray[Any]], NDArray[Any]]) -> Residual:
    """A residual with derivatives by the complex step Im f(x + ih)/h, exact to rounding.

    Args:
        function: residuals of parameters; analytic, and computed for complex parameters too (no abs, no comparisons).
    """

    def residual(x: Real) -> tuple[Real, Real]:
        values = np.real(function(x)).astype(float)
        jacobian = np.empty((values.size, x.size))
        for k in range(x.size):
            size = 1e-30 * max(abs(float(x[k])), 1e-30)
            moved = x.astype(complex)
            moved[k] += 1j * size
            jacobian[:, k] = np.imag(function(moved)) / size
        return values, jacobian

    return residual


def numerical_jacobian(function: Callable[[Real], Real], *, scale: Real | None = None) -> Residual:
    """A residual with derivatives by central differences, extrapolated once (error of order h^4).

    Good to about 11 digits for a smooth model at four evaluations a parameter. Where the model also computes with
    complex parameters, `complex_step_jacobian` is exact and cheaper.

    Args:
        function: residuals of parameters, shape (n,) to (m,).
        scale: least sizes of the parameters, shape (n,), for those that may pass through 0; without it a step is a
            share of the value itself, and of 1 at exactly 0.
    """

    def residual(x: Real) -> tuple[Real, Real]:
        values = np.asarray(function(x), dtype=float)
        # h^4 truncation against eps/h rounding: the sum is least near eps^(1/5).
        sizes = 7.4e-4 * (np.where(x == 0, 1.0, np.abs(x)) if scale is None else np.maximum(np.abs(x), scale))
        jacobian = np.empty((values.size, x.size))
        for k in range(x.size):
            jacobian[:, k] = (4.0 * _slope(function, x, k, sizes[k] / 2) - _slope(function, x, k, sizes[k])) / 3.0
        return values, jacobian

    return residual


def _slope(function: Callable[[Real], Real], x: Real, k: int, size: float) -> Real:
    above, below = x.copy(), x.copy()
    above[k] += size
    below[k] -= size
    width = above[k] - below[k]
    return np.asarray((function(above) - function(below)) / width, dtype=float)
