"""Frequencies, with what every element needs of them computed once."""

from __future__ import annotations

import cmath
import math

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]


class Band:
    """Angular frequencies w of a sweep or of a view grid.

    Attributes:
        frequency: in Hz, shape (m,).
        omega: w = 2 pi f in rad/s.
        jomega: i w.
        log_omega: ln w.
        log_jomega: ln(i w) = ln w + i pi/2.
    """

    __slots__ = ("frequency", "jomega", "log_jomega", "log_omega", "omega")

    def __init__(self, frequency: Real) -> None:
        self.frequency = np.asarray(frequency, dtype=float)
        self.omega: Real = 2.0 * np.pi * self.frequency
        self.jomega: Complex = np.asarray(1j * self.omega, dtype=complex)
        self.log_omega: Real = np.log(self.omega)
        self.log_jomega: Complex = np.asarray(self.log_omega + 0.5j * np.pi, dtype=complex)

    def __len__(self) -> int:
        return len(self.omega)

    def power(self, exponent: float, factor: float = 1.0) -> Complex:
        """A factor times (i w)^exponent: a real exponential and one phase, as the phase is the same at every frequency."""
        powers: Complex = np.exp(exponent * self.log_omega) * (factor * cmath.exp(0.5j * cmath.pi * exponent))
        return powers

    def scaled_power(self, time: float, exponent: float) -> Complex:
        """(i w t)^exponent, for a time t above zero in s."""
        phase = cmath.exp(0.5j * cmath.pi * exponent)
        powers: Complex = np.exp(exponent * (self.log_omega + math.log(time))) * phase
        return powers
