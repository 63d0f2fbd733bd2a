"""Quadrupolar spin-lattice relaxation by thermally activated motion: T1 against temperature at one or several fields.

    1/T1 = (3/200) (2 pi C_Q)^2 (1 + eta^2/3) (2I + 3)/(I^2 (2I - 1)) [J(w0) + 4 J(2 w0)],   tau = tau0 exp(Ea/kB T)

(Abragam, The Principles of Nuclear Magnetism, ch. VIII.) C_Q in Hz becomes an angular frequency by the 2 pi; without it T1
would come out 39.48 times too long. P_Q = C_Q sqrt(1 + eta^2/3).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import FittedParameter
from naglass_gui.fitting import ParameterSet, Solution, aicc, bic, multistart
from naglass_gui.techniques.relaxation import spectral_density

Real = NDArray[np.float64]
Motion = Literal["bpp", "cole-davidson", "stretched"]

BOLTZMANN_EV = 8.617333262e-5
"""kB in eV/K (CODATA 2018)."""
AT_MINIMUM = 0.615795
"""w0 tau where T1 is shortest."""
_DEPTH = 1.425176
"""x/(1 + x^2) + 4 x/(1 + 4 x^2) there."""
MOTIONS: tuple[Motion, ...] = ("bpp", "cole-davidson", "stretched")
LOGARITHMIC = frozenset({"tau0", "C_Q"})
_STEP = 1e-4


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
    return AT_MINIMUM / omega, omega / (_DEPTH * coupling(spin) * pq**2)


def least_coupling(t1: float, larmor: float, spin: float) -> float:
    """The smallest fluctuating P_Q in Hz that can make T1 as short as this (s) at this Larmor frequency (Hz)."""
    return math.sqrt(2.0 * math.pi * larmor / (_DEPTH * coupling(spin) * t1))


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


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """T1 against temperature.

    Attributes:
        temperature: in K, shape (m,).
        t1: in s.
        larmor: in Hz.
        sigma: standard deviation of ln T1; None weighs all alike.
    """

    temperature: Real
    t1: Real
    larmor: Real
    sigma: Real | None = None

    def check(self) -> None:
        """Raise InputError where a number cannot be."""
        for name, values in (("temperature", self.temperature), ("T1", self.t1), ("Larmor frequency", self.larmor)):
            if not (np.isfinite(values) & (values > 0)).all():
                raise InputError(f"Every {name} must be a number above zero.", field=name)
        if self.sigma is not None and not (np.isfinite(self.sigma) & (self.sigma > 0)).all():
            raise InputError("Every uncertainty of T1 must be above zero, or all are left out.", field="T1")


@dataclass(frozen=True, slots=True, eq=False)
class MotionFit:
    """A fitted motion.

    Attributes:
        motion: which spectral density.
        parameters: `Ea` (eV), `tau0` (s), `C_Q` (Hz), `eta` and, where there is one, `beta`.
        values: of all of them.
        covariance: of all values, shape (k, k).
        logarithms: covariance of (Ea, ln tau0, ln C_Q), shape (3, 3); not finite where undetermined.
        free: those that were fitted.
        residual: weighted, of ln T1, shape (m,).
        cost, aicc, bic: the sum of its squares and what judges models of the same points.
        omega_tau: w0 tau at each point, shape (m,).
        solution: as the engine left it.
    """

    motion: Motion
    parameters: tuple[FittedParameter, ...]
    values: Real
    covariance: Real
    logarithms: Real
    free: tuple[str, ...]
    residual: Real
    cost: float
    aicc: float
    bic: float
    omega_tau: Real
    solution: Solution


def parameters_of(motion: Motion, spin: float) -> tuple[Parameter, ...]:
    """The parameters a fit starts with: eta is fixed at 0, since T1 knows only P_Q."""
    coupling(spin)
    own = (
        Parameter("Ea", 0.3, "eV", minimum=0.0, maximum=5.0),
        Parameter("tau0", 1e-13, "s", minimum=1e-20, maximum=1e-6),
        Parameter("C_Q", 1e6, "Hz", minimum=1.0, maximum=1e9),
        Parameter("eta", 0.0, "", vary=False, minimum=0.0, maximum=1.0),
    )
    return own if motion == "bpp" else (*own, Parameter("beta", 0.8, "", minimum=0.2, maximum=1.0))


def fit_motion(points: Points, spin: float, motion: Motion = "bpp", parameters: Sequence[Parameter] = ()) -> MotionFit:
    """Fit T1 at all temperatures and fields together, in ln T1, from starts all over the plausible range.

    Args:
        points: what was measured.
        spin: of the nucleus.
        motion: which spectral density.
        parameters: fixed values, bounds and links, by name.

    Raises:
        InputError: numbers that cannot be, or bounds or links that make no sense.
        FitError: fewer points than free parameters and one.
    """
    points.check()
    given = {p.name: p for p in parameters}
    known = tuple(given.get(p.name, p) for p in parameters_of(motion, spin))
    problem = ParameterSet(known, logarithmic=LOGARITHMIC)
    count, m = len(problem.free), len(points.t1)
    if m <= count:
        raise FitError(f"{count} free parameters want more than {m} values of T1; fix some, e.g. C_Q, or measure more.")
    weights = np.ones(m) if points.sigma is None else 1.0 / points.sigma
    logs = np.log(points.t1)

    def by_values(values: Real) -> tuple[Real, Real]:
        model, slopes = log_t1(points, values, spin, motion)
        return weights * (model - logs), weights[:, None] * slopes

    residual = problem.residual(by_values)
    vectors = [problem.vector(values) for values in _starts(points, known, spin, motion)]
    solution = multistart(
        residual, vectors, lower=problem.lower, upper=problem.upper, count=len(vectors), step_limit=3.0
    )
    values = problem.values(solution.x)
    tau = correlation_time(points.temperature, float(values[0]), float(values[1]))
    return MotionFit(
        motion,
        problem.fitted(solution),
        values,
        problem.covariance(solution),
        _in_logarithms(problem, solution),
        problem.free,
        -solution.residual,
        solution.cost,
        aicc(m, solution.cost, count),
        bic(m, solution.cost, count),
        2.0 * math.pi * points.larmor * tau,
        solution,
    )


def log_t1(points: Points, values: Real, spin: float, motion: Motion) -> tuple[Real, Real]:
    """The model of ln T1 at the points, shape (m,), and its derivatives by (Ea, tau0, C_Q, eta[, beta]), shape (m, k)."""
    activation, tau0, cq, eta = (float(v) for v in values[:4])
    beta = float(values[4]) if len(values) > 4 else 1.0
    tau = correlation_time(points.temperature, activation, tau0)
    omega = 2.0 * math.pi * points.larmor
    shape = 1.0 + eta**2 / 3.0

    def rate(tau: Real, beta: float) -> Real:
        return density(motion, omega, tau, beta) + 4.0 * density(motion, 2.0 * omega, tau, beta)

    middle = rate(tau, beta)
    model = -np.log(coupling(spin) * cq**2 * shape * middle)
    by_log_tau = -(rate(tau * math.exp(_STEP), beta) - rate(tau * math.exp(-_STEP), beta)) / (2.0 * _STEP * middle)
    slopes = [
        by_log_tau / (BOLTZMANN_EV * points.temperature),
        by_log_tau / tau0,
        np.full_like(tau, -2.0 / cq),
        np.full_like(tau, -2.0 * eta / 3.0 / shape),
    ]
    if len(values) > 4:
        low, high = max(beta - _STEP, 1e-3), min(beta + _STEP, 1.0)
        slopes.append(-(rate(tau, high) - rate(tau, low)) / ((high - low) * middle))
    return model, np.column_stack(slopes)


def _starts(points: Points, known: Sequence[Parameter], spin: float, motion: Motion) -> list[list[float]]:
    """Where to start from: all over the plausible range, or where one correlation time fits best."""
    held = {p.name: p.value for p in known if not p.free and not p.link}
    if motion == "bpp" or len(points.t1) <= 3:
        return _spread(points, known, spin, held)
    single = fit_motion(points, spin, "bpp", [p for p in known if p.name != "beta" and not p.link])
    found = dict(zip((p.name for p in single.parameters), single.values.tolist(), strict=True))
    return [[{**found, "beta": beta, **held}[p.name] for p in known] for beta in (0.9, 0.6, 0.3)]


def _spread(points: Points, known: Sequence[Parameter], spin: float, held: dict[str, float]) -> list[list[float]]:
    """Starts with the T1 minimum below, among and above the temperatures measured, for several activation energies."""
    low, high = float(points.temperature.min()), float(points.temperature.max())
    shortest_t1 = int(np.argmin(points.t1))
    larmor = float(points.larmor[shortest_t1])
    found = []
    for activation in (0.1, 0.25, 0.5, 1.0):
        activation = held.get("Ea", activation)
        for at in (0.6 * low, low, (low * high) ** 0.5, high, 1.8 * high):
            tau0 = AT_MINIMUM / (2.0 * math.pi * larmor) * math.exp(-activation / (BOLTZMANN_EV * at))
            tau0 = held.get("tau0", max(tau0, 1e-19))
            # C_Q so that the shortest T1 is met.
            tau = tau0 * math.exp(min(activation / (BOLTZMANN_EV * float(points.temperature[shortest_t1])), 600.0))
            omega = 2.0 * math.pi * larmor
            total = tau / (1.0 + (omega * tau) ** 2) + 4.0 * tau / (1.0 + 4.0 * (omega * tau) ** 2)
            cq = held.get("C_Q", math.sqrt(1.0 / (coupling(spin) * float(points.t1[shortest_t1]) * total)))
            values = {"Ea": activation, "tau0": tau0, "C_Q": cq, "eta": 0.0, "beta": 0.8, **held}
            found.append([values[p.name] for p in known])
    return found


def _in_logarithms(problem: ParameterSet, solution: Solution) -> Real:
    """Covariance of (Ea, ln tau0, ln C_Q)."""
    covariance = problem.covariance(solution)[:3, :3]
    scale = 1.0 / np.array([1.0, *problem.values(solution.x)[1:3].tolist()])
    with np.errstate(invalid="ignore"):
        result: Real = covariance * np.outer(scale, scale)
    return result
