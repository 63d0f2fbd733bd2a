"""Distribution of relaxation times: Z = R + i w L + 1/(i w C) + integral of gamma(tau)/(1 + i w tau) d ln tau, gamma >= 0.

Tikhonov-regularised non-negative least squares (Saccoccio et al., Electrochim. Acta 147 (2014) 470) with columns for a
resistance, an inductance and a blocking capacitance: without the last no distribution can describe a spike. Residuals are weighted by
1/|Z|; what is kept small beside them is lambda^2 times the integral of the squared slope of gamma/|Z(1/tau)|, so that arcs are
smoothed alike over many decades of resistance.
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.nonnegative import Chosen, inverse, nonnegative
from naglass_gui.techniques.eis.band import Complex, Real
from naglass_gui.techniques.eis.sweep import Sweep

Column = Literal["resistance", "inductance", "blocking"]
COLUMNS: tuple[Column, ...] = ("resistance", "inductance", "blocking")
FEWEST_POINTS = 8
PER_DECADE = 6
"""Grid points a decade of tau. The kernel's poles lie at i pi/2 from the axis of ln tau, so sums are integrals to 1e-11."""
BELOW, ABOVE = 1.0, 1.0
"""Decades the grid goes beyond the measured band, to shorter and to longer tau."""
RIDGE = 1e-11
SIGNIFICANT = 2.0
"""A column stays, where that is left to the data, when it exceeds so many of its standard deviations."""


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """A distribution of relaxation times with its strength of smoothing.

    Attributes:
        tau: relaxation times in s, even in ln tau, shape (n,).
        gamma: in ohm per unit of ln tau, shape (n,).
        columns: R in ohm, L in H and 1/C in 1/F of those that describe the data, by name.
        strength: lambda.
        frequency: of the fitted points in Hz, from the highest, shape (m,).
        measured: Z there in ohm.
        fitted: Z of the distribution there in ohm.
        covariance: of gamma (the rest 0), shape (n, n): the Gaussian posterior on the values above zero, for this lambda.
        column_errors: standard deviations of `columns`.
        freedom: effective number of parameters, the trace of the matrix that turns data into fitted ones.
    """

    tau: Real
    gamma: Real
    columns: dict[Column, float]
    strength: float
    frequency: Real
    measured: Complex
    fitted: Complex
    covariance: Real
    column_errors: dict[Column, float]
    freedom: float

    @property
    def chi_square(self) -> float:
        """The sum of |dZ|^2/|Z|^2."""
        left = (self.fitted - self.measured) / np.abs(self.measured)
        return float(np.sum(left.real**2 + left.imag**2))

    @property
    def scatter(self) -> float:
        """Standard deviation of the real and imaginary residuals as a share of |Z|."""
        return math.sqrt(self.chi_square / max(2 * len(self.measured) - self.freedom, 1.0))

    @property
    def error(self) -> Real:
        """Standard deviation of gamma in ohm, shape (n,); 0 where gamma is held at zero."""
        error: Real = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return error

    @property
    def step(self) -> float:
        """Distance of the grid's points in ln tau."""
        return float(math.log(self.tau[1] / self.tau[0]))

    @property
    def band(self) -> tuple[float, float]:
        """The shortest and the longest tau in s whose frequency 1/(2 pi tau) was measured."""
        omega = 2.0 * np.pi * self.frequency
        return float(1.0 / omega.max()), float(1.0 / omega.min())

    def drawn(self, between: int = 6) -> tuple[Real, Real]:
        """Tau in s and gamma in ohm on a finer grid, for a curve: a cubic through every point that makes no new maxima.

        Slopes are the harmonic means of their neighbours' (Fritsch & Butland, SIAM J. Sci. Stat. Comput. 5 (1984) 300).
        """
        rise = np.diff(self.gamma)
        slope = np.zeros(len(self.gamma))
        both = rise[:-1] * rise[1:] > 0
        slope[1:-1][both] = 2.0 * (rise[:-1] * rise[1:])[both] / (rise[:-1] + rise[1:])[both]
        t = np.arange(between) / between
        left, right = 2 * t**3 - 3 * t**2 + 1, 3 * t**2 - 2 * t**3
        into, out = t**3 - 2 * t**2 + t, t**3 - t**2
        inner = np.outer(self.gamma[:-1], left) + np.outer(self.gamma[1:], right)
        inner += np.outer(slope[:-1], into) + np.outer(slope[1:], out)
        gamma = np.append(inner.ravel(), self.gamma[-1])
        tau = self.tau[0] * np.exp(self.step * np.arange(len(gamma)) / between)
        return tau, gamma

    def impedance(self, frequency: Real) -> Complex:
        """Z of the distribution in ohm at other frequencies in Hz, shape (k,)."""
        omega = 2.0 * np.pi * np.asarray(frequency, dtype=float)
        z = np.asarray((1.0 / (1.0 + 1j * np.outer(omega, self.tau))) @ (self.step * self.gamma))
        for name, value in self.columns.items():
            z = z + value * _column(name, omega)
        return np.asarray(z, dtype=complex)


def _column(name: Column, omega: Real) -> Complex:
    """Z of one ohm, one henry, or of one farad."""
    match name:
        case "resistance":
            return np.ones(len(omega), dtype=complex)
        case "inductance":
            return np.asarray(1j * omega)
        case "blocking":
            return np.asarray(1.0 / (1j * omega))


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The raw answer for one lambda: scaled unknowns, which are free, the weighted squares left, and the roughness."""

    strength: float
    unknowns: Real
    free: Chosen
    chi_square: float
    roughness: float


class Relaxation:
    """One sweep, made ready to be solved for many strengths of smoothing (about half a millisecond each).

    Args:
        sweep: its points that are fitted count.
        columns: which to offer beside the distribution.

    Raises:
        FitError: fewer than `FEWEST_POINTS` points, or all at one frequency.
    """

    def __init__(self, sweep: Sweep, columns: tuple[Column, ...] = COLUMNS) -> None:
        points = sweep.fitted
        self.frequency, self.measured, self.columns = points.frequency, points.z, columns
        if len(points.z) < FEWEST_POINTS or not points.frequency[0] > points.frequency[-1]:
            raise FitError(
                f"A distribution of relaxation times needs at least {FEWEST_POINTS} points at different frequencies; "
                "widen the region."
            )
        omega, size = 2.0 * np.pi * points.frequency, np.abs(points.z)
        self.tau = _grid(omega)
        self._step = math.log(self.tau[1] / self.tau[0])
        self._scale = _local_size(self.tau, omega, size)
        kernel = self._step * self._scale / (1.0 + 1j * np.outer(omega, self.tau))
        beside = [_column(name, omega) for name in columns]
        self._units = [1.0 / float(np.linalg.norm(column / size)) for column in beside]
        scaled = [column * unit for column, unit in zip(beside, self._units, strict=True)]
        matrix = np.column_stack([kernel, *scaled]) / size[:, None]
        self._rows = np.concatenate([matrix.real, matrix.imag])
        self._target = np.concatenate([points.z.real / size, points.z.imag / size])
        self.gram, self._pull = self._rows.T @ self._rows, self._rows.T @ self._target
        self._ridged = self.gram.copy()
        np.fill_diagonal(self._ridged, self.gram.diagonal() + RIDGE * float(np.trace(self.gram)) / len(self.gram))

    @property
    def residuals(self) -> int:
        """Real residuals, two a point."""
        return len(self._target)

    @cached_property
    def penalty(self) -> Real:
        """The integral of the squared slope as a matrix of the unknowns, shape (n + c, n + c)."""
        count = len(self.tau)
        penalty: Real = np.zeros_like(self.gram)
        inner = np.arange(count)
        penalty[inner, inner] = 2.0 / self._step
        penalty[0, 0] = penalty[count - 1, count - 1] = 1.0 / self._step
        penalty[inner[:-1], inner[1:]] = penalty[inner[1:], inner[:-1]] = -1.0 / self._step
        return penalty

    def system(self, strength: float) -> Real:
        """The matrix of the regularised normal equations for a lambda."""
        system = strength**2 * self.penalty
        system += self._ridged
        return system

    def without(self, columns: tuple[Column, ...]) -> tuple[Relaxation, Chosen]:
        """The same sweep with fewer columns beside the distribution, and which of the unknowns are still there."""
        kept = [k for k, name in enumerate(self.columns) if name not in columns]
        chosen = np.concatenate([np.arange(len(self.tau)), len(self.tau) + np.array(kept, dtype=int)])
        fewer = copy(self)
        fewer.__dict__.pop("penalty", None)
        fewer.columns = tuple(self.columns[k] for k in kept)
        fewer._units = [self._units[k] for k in kept]
        fewer._rows, fewer._pull = self._rows[:, chosen], self._pull[chosen]
        fewer.gram, fewer._ridged = self.gram[np.ix_(chosen, chosen)], self._ridged[np.ix_(chosen, chosen)]
        there = np.zeros(len(self.gram), dtype=bool)
        there[chosen] = True
        return fewer, there

    def solve(self, strength: float, start: Chosen | None = None) -> Answer:
        """The answer for one lambda.

        Args:
            strength: lambda, above zero.
            start: which unknowns were free for a lambda nearby.

        Raises:
            FitError: the data hardly determine anything, even smoothed.
        """
        unknowns, free = nonnegative(self.system(strength), self._pull, start)
        left = self._rows @ unknowns - self._target
        steps = np.diff(unknowns[: len(self.tau)])
        return Answer(strength, unknowns, free, float(left @ left), float(steps @ steps) / self._step)

    def freedom(self, answer: Answer) -> float:
        """Effective number of parameters: the trace of the matrix that turns data into fitted ones, on the free unknowns."""
        spread = inverse(self.system(answer.strength), answer.free)
        return float(np.sum(spread * self.gram[answer.free][:, answer.free]))

    def distribution(self, answer: Answer) -> Distribution:
        """An answer in its units, with the band that follows from it."""
        count = len(self.tau)
        spread = np.zeros_like(self.gram)
        spread[np.ix_(answer.free, answer.free)] = inverse(self.system(answer.strength), answer.free)
        freedom = float(np.sum(spread * self.gram))
        # The variance of the scatter, as `Distribution.scatter` has it.
        variance = answer.chi_square / max(self.residuals - freedom, 1.0)
        values = answer.unknowns[count:] * self._units
        errors = np.sqrt(variance * np.diag(spread)[count:]) * self._units
        used = [k for k in range(len(self.columns)) if values[k] > 0]
        fitted = self._rows @ answer.unknowns
        half = len(self.frequency)
        return Distribution(
            tau=self.tau,
            gamma=answer.unknowns[:count] * self._scale,
            columns={self.columns[k]: float(values[k]) for k in used},
            strength=answer.strength,
            frequency=self.frequency,
            measured=self.measured,
            fitted=(fitted[:half] + 1j * fitted[half:]) * np.abs(self.measured),
            covariance=variance * spread[:count, :count] * np.outer(self._scale, self._scale),
            column_errors={self.columns[k]: float(errors[k]) for k in used},
            freedom=freedom,
        )


def _grid(omega: Real) -> Real:
    """Relaxation times even in ln tau, past both ends of the band."""
    first = -math.log10(float(omega.max())) - BELOW
    last = -math.log10(float(omega.min())) + ABOVE
    return np.logspace(first, last, math.ceil((last - first) * PER_DECADE) + 1)


def _local_size(tau: Real, omega: Real, size: Real) -> Real:
    """|Z| at w = 1/tau in ohm, smoothed by a running median of three; past the ends of the band as at them."""
    order = np.argsort(omega)
    logs = np.log(size[order])
    if len(logs) >= 3:
        logs[1:-1] = np.median(np.stack([logs[:-2], logs[1:-1], logs[2:]]), axis=0)
    local: Real = np.exp(np.interp(-np.log(tau), np.log(omega[order]), logs))
    return local
