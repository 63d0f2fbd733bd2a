"""The fit of a motion to T1 at several temperatures and fields together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import FittedParameter
from naglass_gui.fitting import ParameterSet, Solution, aicc, bic, least_squares, multistart
from naglass_gui.techniques.bpp.law import (
    AT_MINIMUM,
    BOLTZMANN_EV,
    Motion,
    Real,
    correlation_time,
    coupling,
    density_slopes,
)

LOGARITHMIC = frozenset({"tau0", "C_Q"})
ENOUGH = 4
"""Starts that must agree before the others are left out."""
MOST_EVALUATIONS = 200
"""From a start that is close."""
STEP_LIMIT = 3.0
"""The most that a parameter moves in one step: Ea in eV, tau0 and C_Q by factors of e^3."""
_AT, _WEIGHTS = np.array([1.0, 2.0]), np.array([1.0, 4.0])
"""T1 sees the motion at w0, and four times as much at 2 w0."""


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


def constrained(parameters: Sequence[Parameter], motion: Motion, spin: float) -> tuple[Parameter, ...]:
    """What a person fixed, bounded or linked; the others start by themselves."""
    fresh = {p.name: p for p in parameters_of(motion, spin)}
    return tuple(
        p
        for p in parameters
        if p.name in fresh
        and (
            p.link
            or p.vary != fresh[p.name].vary
            or (not p.vary and p.value != fresh[p.name].value)
            or (p.minimum, p.maximum) != (fresh[p.name].minimum, fresh[p.name].maximum)
        )
    )


class MotionProblem:
    """A motion behind points, ready to be solved.

    Attributes:
        vector: its parameters as a fit moves them.
        residual: weighted, model minus data in ln T1.

    Args:
        points: what was measured.
        spin: of the nucleus.
        motion: which spectral density.
        parameters: of the motion, in the order of `parameters_of`.

    Raises:
        InputError: numbers that cannot be, or bounds or links that make no sense.
        FitError: fewer points than free parameters and one.
    """

    def __init__(self, points: Points, spin: float, motion: Motion, parameters: Sequence[Parameter]) -> None:
        points.check()
        self.vector = ParameterSet(parameters, logarithmic=LOGARITHMIC)
        count, m = len(self.vector.free), len(points.t1)
        if m <= count:
            raise FitError(
                f"{count} free parameters want more than {m} values of T1; fix some, e.g. C_Q, or measure more."
            )
        weights = np.ones(m) if points.sigma is None else 1.0 / points.sigma
        logs = np.log(points.t1)

        def by_values(values: Real) -> tuple[Real, Real]:
            model, slopes = log_t1(points, values, spin, motion)
            return weights * (model - logs), weights[:, None] * slopes

        self.residual = self.vector.residual(by_values)


def fit_motion(
    points: Points,
    spin: float,
    motion: Motion = "bpp",
    parameters: Sequence[Parameter] = (),
    near: Mapping[str, float] | None = None,
) -> MotionFit:
    """Fit T1 at all temperatures and fields together, in ln T1, from starts all over the plausible range.

    Args:
        points: what was measured.
        spin: of the nucleus.
        motion: which spectral density.
        parameters: fixed values, bounds and links, by name.
        near: values to start from instead of everywhere: those of an earlier fit to almost the same points.

    Raises:
        InputError: numbers that cannot be, or bounds or links that make no sense.
        FitError: fewer points than free parameters and one.
    """
    given = {p.name: p for p in parameters}
    known = tuple(given.get(p.name, p) for p in parameters_of(motion, spin))
    posed = MotionProblem(points, spin, motion, known)
    problem = posed.vector
    count, m = len(problem.free), len(points.t1)
    lower, upper = problem.lower, problem.upper
    if near is None:
        vectors = [problem.vector(values) for values in _starts(points, known, spin, motion)]
        solution = multistart(
            posed.residual, vectors, count=len(vectors), enough=ENOUGH, lower=lower, upper=upper, step_limit=STEP_LIMIT
        )
    else:
        start = problem.vector([near.get(p.name, p.value) for p in known])
        solution = least_squares(
            posed.residual, start, lower=lower, upper=upper, step_limit=STEP_LIMIT, max_evaluations=MOST_EVALUATIONS
        )
    values, covariance = problem.values(solution.x), problem.covariance(solution)
    tau = correlation_time(points.temperature, float(values[0]), float(values[1]))
    return MotionFit(
        motion,
        problem.fitted(solution, covariance),
        values,
        covariance,
        _in_logarithms(covariance, values),
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
    omega = np.outer(_AT, 2.0 * math.pi * points.larmor)
    shape = 1.0 + eta**2 / 3.0
    rate, by_log_tau, by_beta = (_WEIGHTS @ part for part in density_slopes(motion, omega, tau, beta))
    slope = by_log_tau / rate
    slopes = np.empty((len(tau), len(values)))
    slopes[:, 0] = -slope / (BOLTZMANN_EV * points.temperature)
    slopes[:, 1] = -slope / tau0
    slopes[:, 2] = -2.0 / cq
    slopes[:, 3] = -2.0 * eta / 3.0 / shape
    if len(values) > 4:
        slopes[:, 4] = -by_beta / rate
    return -np.log(coupling(spin) * cq**2 * shape * rate), slopes


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


def _in_logarithms(covariance: Real, values: Real) -> Real:
    """Covariance of (Ea, ln tau0, ln C_Q) from that of the values."""
    scale = 1.0 / np.array([1.0, *values[1:3].tolist()])
    with np.errstate(invalid="ignore"):
        result: Real = covariance[:3, :3] * np.outer(scale, scale)
    return result
