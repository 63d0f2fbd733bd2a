"""Quadrupolar spin-lattice relaxation by thermally activated motion: T1 against temperature at one or several fields.

    1/T1 = (3/200) (2 pi C_Q)^2 (1 + eta^2/3) (2I + 3)/(I^2 (2I - 1)) [J(w0) + 4 J(2 w0)],   tau = tau0 exp(Ea/kB T)

(Abragam, The Principles of Nuclear Magnetism, ch. VIII.) C_Q in Hz becomes an angular frequency by the 2 pi; without it T1
would come out 39.48 times too long. P_Q = C_Q sqrt(1 + eta^2/3).
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.bpp import spectral_density

Real = NDArray[np.float64]
Motion = Literal["bpp", "cole-davidson", "stretched"]

BOLTZMANN_EV = 8.617333262e-5
"""kB in eV/K (CODATA 2018)."""
AT_MINIMUM = 0.615795
"""w0 tau where T1 is shortest."""
DEPTH = 1.425176
"""x/(1 + x^2) + 4 x/(1 + 4 x^2) there."""
MOTIONS: tuple[Motion, ...] = ("bpp", "cole-davidson", "stretched")


def coupling(spin: float) -> float:
    """The factor k in 1/T1 = k P_Q^2 [J(w0) + 4 J(2 w0)], P_Q in Hz, J in s. Raises InputError for a spin below 1."""
    if spin < 1.0:
        raise InputError(f"A nucleus of spin {spin:g} has no quadrupole moment.", field="Spin")
    return 3.0 / 200.0 * (2.0 * math.pi) ** 2 * (2.0 * spin + 3.0) / (spin**2 * (2.0 * spin - 1.0))


def density(motion: Motion, omega: Real, tau: Real, beta: float) -> Real:
    """The spectral density of a motion in s; beta counts only where the motion has one."""
    if motion == "cole-davidson":
        return spectral_density.cole_davidson(omega, tau, beta)
    if motion == "stretched":
        return spectral_density.stretched(omega, tau, beta)
    return spectral_density.bloembergen(omega, tau)


def density_slopes(motion: Motion, omega: Real, tau: Real, beta: float) -> spectral_density.Slopes:
    """The same with its derivatives by ln tau and by beta."""
    if motion == "cole-davidson":
        return spectral_density.cole_davidson_slopes(omega, tau, beta)
    if motion == "stretched":
        return spectral_density.stretched_slopes(omega, tau, beta)
    return spectral_density.bloembergen_slopes(omega, tau)


def relaxation_time(tau: Real, larmor: Real, pq: float, spin: float, motion: Motion = "bpp", beta: float = 1.0) -> Real:
    """T1 in s.

    Args:
        tau: correlation time in s, shape (m,).
        larmor: Larmor frequency in Hz, shape (m,) or a scalar.
        pq: quadrupolar product P_Q in Hz.
        spin: of the nucleus.
        motion: which spectral density.
        beta: of its distribution of times.
    """
    omega = 2.0 * math.pi * np.asarray(larmor, dtype=float)
    total = density(motion, omega, tau, beta) + 4.0 * density(motion, 2.0 * omega, tau, beta)
    result: Real = 1.0 / (coupling(spin) * pq**2 * total)
    return result


def correlation_time(temperature: Real, activation: float, tau0: float) -> Real:
    """tau0 exp(Ea/kB T) in s; temperature in K, Ea in eV."""
    result: Real = tau0 * np.exp(activation / (BOLTZMANN_EV * temperature))
    return result


def shortest(larmor: float, pq: float, spin: float) -> tuple[float, float]:
    """The correlation time at the T1 minimum and T1 there, both in s. Larmor frequency and P_Q in Hz."""
    omega = 2.0 * math.pi * larmor
    return AT_MINIMUM / omega, omega / (DEPTH * coupling(spin) * pq**2)


def least_coupling(t1: float, larmor: float, spin: float) -> float:
    """The smallest fluctuating P_Q in Hz that can make T1 as short as this (s) at this Larmor frequency (Hz)."""
    return math.sqrt(2.0 * math.pi * larmor / (DEPTH * coupling(spin) * t1))


def local_slope(omega_tau: Real) -> Real:
    """The slope d ln T1/d(1/kB T) over Ea: -1 for fast motion, 0 at the minimum, +1 for slow motion."""
    x = np.asarray(omega_tau, dtype=float)
    first, second = 1.0 / (1.0 + x * x), 1.0 / (1.0 + 4.0 * x * x)
    result: Real = -(
        first * (1.0 - x * x) / (1.0 + x * x) + 4.0 * second * (1.0 - 4.0 * x * x) / (1.0 + 4.0 * x * x)
    ) / (first + 4.0 * second)
    return result


def jump_rate(conductivity: float, temperature: float, density: float, jump: float) -> float:
    """The rate of jumps in 1/s that carries a conductivity: 6 D/a^2 with D = sigma kB T/(n q^2), Haven ratio 1.

    Args:
        conductivity: in S/m.
        temperature: in K.
        density: of the mobile ions of charge 1, in 1/m^3.
        jump: distance of a jump, in m.
    """
    charge = 1.602176634e-19
    diffusion = conductivity * BOLTZMANN_EV * charge * temperature / (density * charge**2)
    return 6.0 * diffusion / jump**2
