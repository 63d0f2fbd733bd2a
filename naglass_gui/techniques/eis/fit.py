"""One fit of a circuit to a sweep: search or refit, errors, statistics, warnings and what follows from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from naglass_gui import __version__
from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.fingerprint import data_fingerprint, fit_fingerprint
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Fit, FittedParameter, Specimen, new_id
from naglass_gui.core.reading import Column
from naglass_gui.fitting import Solution, aicc, bic, durbin_watson, least_squares, multistart, reduced_chi_square
from naglass_gui.techniques.eis.band import Complex, Real
from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.techniques.eis.derived import analysis_resistances, fitted_quantities
from naglass_gui.techniques.eis.impedance import impedance
from naglass_gui.techniques.eis.judgement import Evidence, judge, residual_p
from naglass_gui.techniques.eis.parameters import parameters_of
from naglass_gui.techniques.eis.problem import Problem
from naglass_gui.techniques.eis.relabel import label_order
from naglass_gui.techniques.eis.search import PromisingStarts
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.techniques.eis.syntax import boukamp, parse_circuit, without_values
from naglass_gui.techniques.intervals import FittedProblem
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress

STARTS = 30
MOST_STARTS = 1000
ENOUGH = 4
"""A brief search ends once so many starts agree, and twice as many were tried."""
SPRINT, SPRINT_OF_CHECKS = 10, 6
"""Calls of the model after which a start of a brief search, or one beside known values, must be near the lowest minimum."""


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """Where a fit ended, in the units of the parameters and with arcs in order.

    Attributes:
        values: of all parameters in circuit order.
        stderr: None where a parameter is held, on a bound or undetermined.
        at_bound: whether a bound holds it.
        covariance: of the free parameters; rows of undetermined or held ones are 0.
        residual: weighted, real and imaginary parts alternating.
        solution: as the engine left it.
    """

    values: list[float]
    stderr: list[float | None]
    at_bound: list[bool]
    covariance: Real
    residual: Real
    solution: Solution


def fit_impedance(
    inputs: FitInputs,
    progress: Progress = no_progress,
    *,
    checks: int = 0,
    also: Sequence[Sequence[float]] = (),
    brief: bool = False,
) -> FitOutcome:
    """Fit the circuit of an analysis to its sweep.

    Args:
        inputs: what to fit, how, and where to start.
        progress: watches the fit.
        checks: random starts beside the current values, where it starts from these.
        also: further sets of values to start from, of all parameters in circuit order.
        brief: end the search once several starts agree, and leave those behind early that will not.

    Raises:
        InputError: a circuit, link, bound or region that makes no sense, or points that cannot be fitted.
        FitError: too few points, nothing to vary, or no start where the model is finite.
    """
    analysis = inputs.analysis
    circuit = parse_circuit(analysis.model)
    sweep = Sweep.of_inputs(inputs)
    sweep.check(inputs.measurements[0].name)
    parameters = parameters_of(circuit, analysis.parameters)
    problem = Problem(circuit, parameters, sweep, analysis.option("weight", "modulus"))
    _enough(problem, circuit)
    solution = _search(problem, circuit, inputs, progress, checks, also, brief)
    optimum = _in_order(problem, circuit, parameters, solution)
    return _outcome(inputs, circuit, parameters, sweep, problem, optimum)


def fitted_problem(inputs: FitInputs) -> FittedProblem:
    """The current fit of an analysis as least squares around its optimum.

    Raises:
        InputError: a circuit, link, bound or region that makes no sense.
        FitError: there is no current fit, or too few points are left.
    """
    analysis = inputs.analysis
    if analysis.fit is None:
        raise FitError(f"{analysis.name} has not been fitted.")
    circuit = parse_circuit(analysis.model)
    sweep = Sweep.of_inputs(inputs)
    values = {p.name: p.value for p in analysis.fit.parameters}
    held = parameters_of(circuit, analysis.parameters)
    parameters = tuple(replace(p, value=values.get(p.name, p.value)) for p in held)
    problem = Problem(circuit, parameters, sweep, analysis.option("weight", "modulus"))
    _enough(problem, circuit)
    vector = problem.vector
    names = tuple(parameters[k].name for k in vector.free)
    start = vector.start(np.array([p.value for p in parameters]))
    solution = least_squares(
        problem.residual, start, lower=vector.lower, upper=vector.upper, step_limit=vector.step_limit
    )

    def by_name(x: Real) -> dict[str, float]:
        now = vector.values(x)
        return {name: now[k] for name, k in zip(names, vector.free, strict=True)}

    return FittedProblem(
        names, problem.residual, solution, by_name, vector.lower, vector.upper, vector.step_limit, together=2
    )


def part_of_fit(inputs: FitInputs, problem: Problem, solution: Solution, sweep: Sweep) -> FitOutcome:
    """The outcome of one sweep of a fit of several: arcs keep the names they have in all of them.

    Args:
        inputs: of this sweep.
        problem: of this sweep, in which `solution` is given.
        solution: its part of the common one.
        sweep: what was fitted.
    """
    circuit, parameters = parse_circuit(inputs.analysis.model), problem.vector.parameters
    optimum = _in_order(problem, circuit, parameters, solution, relabel=False)
    return _outcome(inputs, circuit, parameters, sweep, problem, optimum)


def _enough(problem: Problem, circuit: Circuit) -> None:
    free = len(problem.vector.free)
    if free == 0:
        raise FitError("Every parameter is fixed or linked; let at least one vary.")
    if problem.n_points <= free:
        raise FitError(
            f"{boukamp(circuit, values=False)} has {free} free parameters but only {problem.n_points} points are fitted; "
            "widen the region, fix parameters or use a smaller circuit."
        )


def _search(
    problem: Problem,
    circuit: Circuit,
    inputs: FitInputs,
    progress: Progress,
    checks: int,
    also: Sequence[Sequence[float]],
    brief: bool,
) -> Solution:
    vector = problem.vector
    starts: list[Real] = [vector.start(np.array(values)) for values in also]
    count = checks if inputs.start == "current" else _starts(inputs.analysis)
    if inputs.start == "current":
        starts.append(vector.start(np.array([p.value for p in vector.parameters])))
    if count:
        draw, generator = PromisingStarts(circuit, problem), np.random.default_rng(inputs.seed)
        starts += [vector.start(values) for values in draw(generator, count)]
    if count or len(starts) > 1:
        return multistart(
            problem.residual,
            starts,
            lower=vector.lower,
            upper=vector.upper,
            step_limit=vector.step_limit,
            progress=progress,
            enough=ENOUGH if brief else None,
            sprint=(SPRINT_OF_CHECKS if inputs.start == "current" else SPRINT) if brief else None,
        )
    return least_squares(
        problem.residual,
        starts[0],
        lower=vector.lower,
        upper=vector.upper,
        step_limit=vector.step_limit,
        progress=progress,
    )


def _starts(analysis: Analysis) -> int:
    starts = analysis.option("starts", STARTS)
    if not isinstance(starts, int) or not 1 <= starts <= MOST_STARTS:
        raise InputError(f"The number of starts must lie between 1 and {MOST_STARTS}, not {starts}.", field="Starts")
    return starts


def _in_order(
    problem: Problem, circuit: Circuit, parameters: tuple[Parameter, ...], solution: Solution, relabel: bool = True
) -> Optimum:
    """The solution in natural units, relabelled."""
    vector = problem.vector
    values = vector.values(solution.x)
    slopes = vector.gradient(values)
    known = np.where(np.isfinite(solution.stderr), 1.0, 0.0)
    inner = np.where(np.outer(known, known) > 0, solution.covariance, 0.0)
    covariance = slopes @ inner @ slopes.T
    lost = np.isinf(solution.stderr)
    undetermined = (slopes[:, lost] != 0).any(axis=1)
    moved = np.abs(slopes).max(axis=1) > 0
    stderr = [
        float(math.sqrt(max(covariance[k, k], 0.0))) if moved[k] and not undetermined[k] else None
        for k in range(len(values))
    ]
    at_bound = [False] * len(values)
    for k, held in zip(vector.free, solution.at_bound, strict=True):
        at_bound[k] = bool(held)
        if held:
            stderr[k] = None
    taken = label_order(circuit, parameters, values) if relabel else list(range(len(values)))
    free = [taken[k] for k in vector.free]
    return Optimum(
        [values[k] for k in taken],
        [stderr[k] for k in taken],
        [at_bound[k] for k in taken],
        covariance[np.ix_(free, free)],
        solution.residual,
        solution,
    )


def _outcome(
    inputs: FitInputs,
    circuit: Circuit,
    parameters: tuple[Parameter, ...],
    sweep: Sweep,
    problem: Problem,
    optimum: Optimum,
) -> FitOutcome:
    model = boukamp(without_values(circuit))
    free = tuple(parameters[k].name for k in problem.vector.free)
    fitted = tuple(
        FittedParameter(p.name, v, e, p.unit, p.free, bound)
        for p, v, e, bound in zip(parameters, optimum.values, optimum.stderr, optimum.at_bound, strict=True)
    )
    n_real, cost, runs_p = 2 * problem.n_points, optimum.solution.cost, residual_p(*_parts(optimum.residual))
    fit = Fit(
        id=new_id(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=model,
        chi_square=cost,
        n_points=problem.n_points,
        aicc=aicc(n_real, cost, len(free)),
        parameters=fitted,
        free=free,
        covariance=tuple(tuple(row) for row in optimum.covariance.tolist()),
        statistics=_statistics(n_real, cost, len(free), runs_p, optimum),
        fingerprint=fit_fingerprint(inputs.analysis, inputs.measurements),
        data_fingerprint=data_fingerprint(inputs.analysis, inputs.measurements),
        software=f"NaGlass {__version__}",
        seed=inputs.seed,
    )
    new = tuple(replace(p, value=v) for p, v in zip(parameters, optimum.values, strict=True))
    analysis = replace(inputs.analysis, parameters=new, fits=(*inputs.analysis.fits, fit), current=fit.id)
    specimen = inputs.specimens[0] if inputs.specimens else None
    fit = _concluded(fit, analysis, specimen, circuit, problem, optimum, runs_p)
    analysis = replace(analysis, fits=(*inputs.analysis.fits, fit))
    return FitOutcome(fit, analysis, fitted_curve(circuit, sweep.frequency, optimum.values))


def _concluded(
    fit: Fit,
    analysis: Analysis,
    specimen: Specimen | None,
    circuit: Circuit,
    problem: Problem,
    optimum: Optimum,
    runs_p: float,
) -> Fit:
    """The fit with derived quantities and warnings."""
    derived = fitted_quantities(analysis, specimen)
    total = next((d for d in derived if d.name == "R_total"), None)
    counted = tuple(r.name for r in analysis_resistances(analysis, specimen) if r.electrolyte)
    evidence = Evidence(
        circuit=circuit,
        parameters=analysis.parameters,
        fitted=fit.parameters,
        free=fit.free,
        covariance=optimum.covariance,
        extent=problem.extent,
        runs_p=runs_p,
        result=counted,
        result_error=None if total is None or total.stderr is None else total.stderr / abs(total.value),
        starts=optimum.solution.starts,
        converged=optimum.solution.converged,
    )
    return replace(fit, derived=derived, warnings=judge(evidence))


def _parts(residual: Real) -> tuple[Real, Real]:
    """Real and imaginary parts of alternating residuals, from the highest frequency to the lowest."""
    return residual[0::2], residual[1::2]


def _statistics(
    n_real: int, cost: float, n_free: int, runs_p: float, optimum: Optimum
) -> tuple[tuple[str, float], ...]:
    real, imaginary = _parts(optimum.residual)
    figures = [
        ("aicc", aicc(n_real, cost, n_free)),
        ("bic", bic(n_real, cost, n_free)),
        ("reduced_chi_square", reduced_chi_square(n_real, cost, n_free)),
        ("degrees_of_freedom", float(n_real - n_free)),
        ("runs_p", runs_p),
        ("durbin_watson", min(durbin_watson(real), durbin_watson(imaginary))),
        ("evaluations", float(optimum.solution.evaluations)),
    ]
    starts = optimum.solution.starts
    if starts is not None:
        figures += [("starts", float(starts.tried)), ("starts_at_optimum", float(starts.reached))]
    return tuple(figures)


def fitted_curve(circuit: Circuit, frequency: Real, values: list[float]) -> tuple[Column, ...]:
    """The circuit at every frequency of a sweep as columns; NaN where a frequency is not above zero."""
    z: Complex = np.full(len(frequency), np.nan + 1j * np.nan)
    with np.errstate(invalid="ignore"):
        good = np.isfinite(frequency) & (frequency > 0)
    z[good] = impedance(circuit, frequency[good], values)
    return (
        Column("frequency", "Hz", frequency, "axis"),
        Column("z_real", "ohm", z.real.copy()),
        Column("z_imag", "ohm", z.imag.copy()),
    )
