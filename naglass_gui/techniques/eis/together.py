"""All temperatures of a series in one fit: resistances on an Arrhenius law, exponents shared, all else free at each temperature.

Where the AICc of this fit is lower than that of the single fits together, the law describes the spectra as well with fewer parameters,
and its energies are the better ones; where it is higher, some resistance does not follow the law, or some exponent changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.quantity import format_value
from naglass_gui.fitting import Solution, aicc, least_squares
from naglass_gui.techniques.eis.band import Real
from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.techniques.eis.derived import analysis_resistances
from naglass_gui.techniques.eis.fit import part_of_fit
from naglass_gui.techniques.eis.law import ResistanceLaw, Whole, energies, single_fit
from naglass_gui.techniques.eis.parameters import parameters_of
from naglass_gui.techniques.eis.problem import Problem
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.techniques.eis.syntax import boukamp, parse_circuit, without_values
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress

KB = 8.617333262e-5
"""Boltzmann's constant in eV/K."""
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Shared:
    """A number that all temperatures share: an energy in eV or an exponent, with its standard error (None: undetermined)."""

    name: str
    value: float
    stderr: float | None


@dataclass(frozen=True, slots=True)
class Together:
    """One fit of a whole series.

    Attributes:
        model: the circuit.
        whole: its numbers beside those of the single fits.
        energies: of each resistance that counts as electrolyte, of R/T = exp(E/kT) x constant.
        exponents: shared by all temperatures.
        outcomes: what it is for each sweep, in the order of the series: fits like any other, which know their whole.
    """

    model: str
    whole: Whole
    energies: tuple[Shared, ...]
    exponents: tuple[Shared, ...]
    outcomes: tuple[FitOutcome, ...] = field(default=(), compare=False, repr=False)

    @property
    def preferred(self) -> bool:
        """Whether AICc prefers it to the single fits."""
        return self.whole.preferred

    def words(self) -> str:
        """What it says, in two sentences."""
        energies = ", ".join(f"{e.name} {format_value(e.value, e.stderr)} eV" for e in self.energies)
        return f"One law for all temperatures: {energies}. {self.whole.verdict()}"


def fit_together(series: Sequence[FitInputs], progress: Progress = no_progress) -> Together:
    """Fit all sweeps of a series at once, starting from their single fits.

    Args:
        series: fitted sweeps with temperatures, of one circuit.
        progress: watches the fit.

    Raises:
        InputError: fewer than three sweeps, one without a fit or a temperature, or circuits that differ.
    """
    circuit = _checked(series)
    kelvin = np.array([_kelvin(inputs) for inputs in series])
    sweeps = [_sweep(inputs) for inputs in series]
    problems = [_problem(circuit, inputs, sweep) for inputs, sweep in zip(series, sweeps, strict=True)]
    layout = _Layout(circuit, series, problems, 1.0 / (KB * kelvin))
    solution = least_squares(
        layout.residual,
        layout.start(),
        lower=layout.lower,
        upper=layout.upper,
        step_limit=layout.step,
        progress=progress,
    )
    apart = float(sum(single.chi_square for i in series if (single := single_fit(i.analysis)) is not None))
    n_real = sum(2 * p.n_points for p in problems)
    count = sum(len(p.vector.free) for p in problems)
    errors = [float(e) if np.isfinite(e) else None for e in solution.stderr]

    def shared(place: int, name: str) -> Shared:
        return Shared(name, float(solution.x[place]), errors[place])

    whole = Whole(
        laws=layout.laws(solution),
        covariance=layout.covariance(solution),
        members=float(len(series)),
        n_points=float(n_real // 2),
        parameters=float(layout.size),
        parameters_apart=float(count),
        chi_square=solution.cost,
        chi_square_apart=apart,
        aicc=aicc(n_real, solution.cost, layout.size),
        aicc_apart=aicc(n_real, apart, count),
    )
    together = Together(
        model=boukamp(without_values(circuit)),
        whole=whole,
        energies=tuple(shared(place, name) for name, place in layout.energies.items()),
        exponents=tuple(shared(place, name) for name, place in layout.exponents.items()),
    )
    parts = [
        part_of_fit(inputs, problem, layout.part(solution, i), sweep)
        for i, (inputs, problem, sweep) in enumerate(zip(series, problems, sweeps, strict=True))
    ]
    return replace(together, outcomes=tuple(_known(part, together, parts) for part in parts))


def _known(part: FitOutcome, together: Together, parts: Sequence[FitOutcome]) -> FitOutcome:
    """A part that knows its whole: AICc is that of the whole, and compares only with another fit of the same whole."""
    whole = together.whole
    names = " and ".join(s.name for s in together.energies)
    shared = f", {', '.join(s.name for s in together.exponents)} shared" if together.exponents else ""
    note = f"One fit of {whole.members:.0f} temperatures: {names} on one Arrhenius law{shared}. {whole.verdict()}"
    data = hashlib.sha256(" ".join(p.fit.data_fingerprint for p in parts).encode()).hexdigest()
    statistics = {n: v for n, v in part.fit.statistics if n != "bic"} | {"aicc": whole.aicc} | dict(whole.statistics)
    fit = replace(part.fit, aicc=whole.aicc, data_fingerprint=data, note=note, statistics=tuple(statistics.items()))
    analysis = replace(part.analysis, fits=(*part.analysis.fits[:-1], fit))
    fit = replace(fit, derived=(*fit.derived, *energies(fit)))
    return replace(part, fit=fit, analysis=replace(analysis, fits=(*analysis.fits[:-1], fit)))


class _Layout:
    """Where the shared vector X goes: the free vector of each sweep is M X + c, so its Jacobian is J M.

    ln R = a + E (1/kT - mean) + ln T for each resistance on the law, X holding a and E; one place for each exponent; the rest
    of every sweep follows.
    """

    def __init__(
        self, circuit: Circuit, series: Sequence[FitInputs], problems: Sequence[Problem], inverse: Real
    ) -> None:
        self._problems = problems
        self._middle = float(inverse.mean())
        self._beta = inverse - self._middle
        self._log_kelvin = -np.log(KB * inverse)
        first = problems[0].vector
        held = {r.name for r in analysis_resistances(series[0].analysis, series[0].specimens[0]) if r.electrolyte}
        free = [first.names[k] for k in first.free]
        self._on_law = [name for name in free if name in held]
        exponents = [n for n in free if not first.logarithmic[first.names.index(n)]]
        if not self._on_law:
            raise InputError("No free resistance of this circuit counts as electrolyte, so there is no law to fit.")
        self.energies = {name: 2 * k + 1 for k, name in enumerate(self._on_law)}
        begin = 2 * len(self._on_law)
        self.exponents = {name: begin + k for k, name in enumerate(exponents)}
        self._own = [n for n in free if n not in self.energies and n not in self.exponents]
        self._free = free
        self._begin = begin + len(exponents)
        self.size = self._begin + len(self._own) * len(problems)
        self._maps = [self._map(i) for i in range(len(problems))]
        self.lower, self.upper = self._bounds()
        self.step = np.where(np.isfinite(self.upper - self.lower), np.minimum(1.0, self.upper - self.lower), 1.0)

    def _map(self, i: int) -> tuple[Real, Real]:
        rows, shift = np.zeros((len(self._free), self.size)), np.zeros(len(self._free))
        for row, name in enumerate(self._free):
            if name in self.energies:
                place = self.energies[name]
                rows[row, place - 1], rows[row, place] = 1.0, self._beta[i]
                shift[row] = self._log_kelvin[i]
            elif name in self.exponents:
                rows[row, self.exponents[name]] = 1.0
            else:
                rows[row, self._begin + i * len(self._own) + self._own.index(name)] = 1.0
        return rows, shift

    def _bounds(self) -> tuple[Real, Real]:
        lower, upper = np.full(self.size, -np.inf), np.full(self.size, np.inf)
        for i, problem in enumerate(self._problems):
            for row, name in enumerate(self._free):
                if name in self.energies:
                    continue
                place = int(np.argmax(self._maps[i][0][row]))
                lower[place], upper[place] = problem.vector.lower[row], problem.vector.upper[row]
        return lower, upper

    def start(self) -> Real:
        """X from the values of the single fits: a line through each ln R, the mean of each exponent."""
        x = np.zeros(self.size)
        at = np.array([p.vector.start(np.array([q.value for q in p.vector.parameters])) for p in self._problems])
        for row, name in enumerate(self._free):
            if name in self.energies:
                place = self.energies[name]
                slope, middle = np.polyfit(self._beta, at[:, row] - self._log_kelvin, 1)
                x[place - 1], x[place] = middle, slope
            elif name in self.exponents:
                x[self.exponents[name]] = at[:, row].mean()
            else:
                places = self._begin + np.arange(len(self._problems)) * len(self._own) + self._own.index(name)
                x[places] = at[:, row]
        return x

    def laws(self, solution: Solution) -> tuple[ResistanceLaw, ...]:
        """The law of each resistance."""
        errors = np.where(np.isfinite(solution.stderr), solution.stderr, np.nan)
        return tuple(
            ResistanceLaw(name, float(solution.x[k]), float(solution.x[k - 1]), self._middle, float(errors[k]))
            for name, k in self.energies.items()
        )

    def covariance(self, solution: Solution) -> tuple[tuple[float, ...], ...]:
        """Of the intercepts and energies of all laws, which come first in X."""
        held = slice(2 * len(self.energies))
        return tuple(tuple(row) for row in solution.covariance[held, held].tolist())

    def part(self, solution: Solution, i: int) -> Solution:
        """The common solution as that of one sweep."""
        problem, (rows, shift) = self._problems[i], self._maps[i]
        x = rows @ solution.x + shift
        residual, jacobian = problem.residual(x)
        known = np.isfinite(solution.stderr)
        inner = np.where(np.outer(known, known), solution.covariance, 0.0)
        covariance = rows @ inner @ rows.T
        stderr = np.sqrt(np.maximum(np.diag(covariance), 0.0))
        stderr[(rows[:, np.isinf(solution.stderr)] != 0).any(axis=1)] = np.inf
        held = (rows[:, solution.at_bound] != 0).any(axis=1)
        stderr[held] = np.nan
        return replace(
            solution,
            x=x,
            covariance=covariance,
            stderr=stderr,
            cost=float(residual @ residual),
            residual=residual,
            jacobian=jacobian,
            at_bound=held,
        )

    def residual(self, x: Real) -> tuple[Real, Real]:
        """Residuals of all sweeps one after the other, and their derivatives by X."""
        residuals, slopes = [], []
        for problem, (rows, shift) in zip(self._problems, self._maps, strict=True):
            r, jacobian = problem.residual(rows @ x + shift)
            residuals.append(r)
            slopes.append(jacobian @ rows)
        return np.concatenate(residuals), np.concatenate(slopes)


def _checked(series: Sequence[FitInputs]) -> Circuit:
    if len(series) < FEWEST:
        raise InputError(f"One law needs at least {FEWEST} temperatures.")
    for inputs in series:
        name = inputs.analysis.name
        if inputs.analysis.fit is None:
            raise InputError(f"{name} has no fit yet: fit the series first.")
        if inputs.measurements[0].condition("temperature") is None:
            raise InputError(f"{name} has no temperature: type it in the tree.")
    circuits = {boukamp(without_values(parse_circuit(i.analysis.model))) for i in series}
    if len(circuits) > 1:
        listed = ", ".join(sorted(circuits))
        raise InputError(
            f"One law needs one circuit at all temperatures; there are {listed}. Choose one, and fit again."
        )
    stale = next((i.analysis.name for i in series if is_stale(i.analysis, i.measurements)), None)
    if stale is not None:
        raise InputError(f"{stale} was changed after its fit: fit it again first.")
    return parse_circuit(series[0].analysis.model)


def _sweep(inputs: FitInputs) -> Sweep:
    sweep = Sweep.of_inputs(inputs)
    sweep.check(inputs.measurements[0].name)
    return sweep


def _problem(circuit: Circuit, inputs: FitInputs, sweep: Sweep) -> Problem:
    held = parameters_of(circuit, inputs.analysis.parameters)
    return Problem(circuit, held, sweep, inputs.analysis.option("weight", "modulus"))


def _kelvin(inputs: FitInputs) -> float:
    found = inputs.measurements[0].condition("temperature")
    assert found is not None
    return found.quantity.to("K").value
