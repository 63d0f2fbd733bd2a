"""Frequencies, with what every element needs of them computed once."""

from __future__ import annotations

import cmath
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
Value = float | Real
"""A parameter's value, or a column of shape (d, 1) of values of d sets that are computed at once."""


class Band:
    """Angular frequencies w of a sweep or of a view grid.

    Attributes:
        frequency: in Hz, shape (m,).
        omega: w = 2 pi f in rad/s.
        jomega: i w.
        log_omega: ln w.
        log_jomega: ln(i w) = ln w + i pi/2.
        ones: 1 at every frequency.
    """

    __slots__ = ("frequency", "jomega", "log_jomega", "log_omega", "omega", "ones")

    def __init__(self, frequency: Real) -> None:
        self.frequency = np.asarray(frequency, dtype=float)
        self.omega: Real = 2.0 * np.pi * self.frequency
        self.jomega: Complex = np.asarray(1j * self.omega, dtype=complex)
        self.log_omega: Real = np.log(self.omega)
        self.log_jomega: Complex = np.asarray(self.log_omega + 0.5j * np.pi, dtype=complex)

        self.ones: Complex = np.ones(len(self.omega), dtype=complex)

    def __len__(self) -> int:
        return len(self.omega)

    def power(self, exponent: Value, factor: Value = 1.0) -> Complex:
        """A factor times (i w)^exponent: a real exponential and one phase, as the phase is the same at every frequency."""
        powers: Complex = np.exp(exponent * self.log_omega) * (factor * _phase(exponent))
        return powers

    def scaled_power(self, time: Value, exponent: Value) -> Complex:
        """(i w t)^exponent, for a time t above zero in s."""
        powers: Complex = np.exp(exponent * (self.log_omega + log(time))) * _phase(exponent)
        return powers


def _phase(exponent: Value) -> Any:
    """i^exponent."""
    quarter = 0.5j * math.pi * exponent
    return np.exp(quarter) if isinstance(exponent, np.ndarray) else cmath.exp(quarter)


def log(value: Value) -> Any:
    """The natural logarithm; for a single number ten times faster than numpy's. Of 0 minus infinity, below none, as numpy's."""
    if isinstance(value, np.ndarray):
        return np.log(value)
    return math.log(value) if value > 0 else -math.inf if value == 0 else math.nan
