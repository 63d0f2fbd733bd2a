"""One fit of a polarization: the step, its offset, the model, the steady state, and the other steps beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from naglass_gui import __version__
from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import FitError
from naglass_gui.core.fingerprint import data_fingerprint, fit_fingerprint
from naglass_gui.core.project import Analysis, Fit, Measurement, Region, new_id
from naglass_gui.core.reading import Column
from naglass_gui.fitting import bic, durbin_watson, reduced_chi_square, runs_test
from naglass_gui.techniques.polarization.choice import Choice, choose
from naglass_gui.techniques.polarization.derived import fitted_quantities
from naglass_gui.techniques.polarization.drift import Drift, drift_of
from naglass_gui.techniques.polarization.judgement import judge
from naglass_gui.techniques.polarization.jumps import with_jumps
from naglass_gui.techniques.polarization.models import AUTO, BY_NAME, canonical
from naglass_gui.techniques.polarization.noise import resolution
from naglass_gui.techniques.polarization.overview import Overview
from naglass_gui.techniques.polarization.record import FEWEST, Real, columns_of
from naglass_gui.techniques.polarization.solve import Solved, solve
from naglass_gui.techniques.polarization.steps import Step, polarized
from naglass_gui.techniques.polarization.trace import STEADY_SHARE, Trace, trace_of
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A measurement taken apart, and the step of it that is fitted.

    Attributes:
        view: the record with its steps and its offset.
        whole: the step with its jumps found.
    """

    view: Overview
    whole: Trace

    @classmethod
    def of(cls, measurement: Measurement, columns: Mapping[str, Array], analysis: Analysis) -> Run:
        """A measurement as an analysis looks at it. Raises InputError as `Overview.of`."""
        view = Overview.of(measurement, columns, analysis)
        return cls(view, with_jumps(trace_of(view.record, view.step, view.offset.value)))

    def seen_by(self, model: str) -> Run:
        """The run with the jumps of the step as another decay shows them: three exponentials bend a stretched one."""
        return replace(self, whole=with_jumps(self.whole, model))

    def fitted_part(self, analysis: Analysis, model: str) -> Trace:
        """The points a model is fitted to: those in the regions; a steady state without any takes the last fifth of the step.

        Raises:
            FitError: too few points.
        """
        if analysis.regions:
            part = self.whole.within(analysis.regions)
        elif model == "constant":
            part = self.whole.last(STEADY_SHARE)
        else:
            part = self.whole
        if len(part) < FEWEST:
            raise FitError(f"{self.view.name}: the region holds {len(part)} points of the step; {FEWEST} are needed.")
        return part


def fit_polarization(inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
    """Fit the model of an analysis to a voltage step.

    Args:
        inputs: what to fit. The model "auto" tries all and takes the one that AICc prefers; with a region it takes the mean.
        progress: watches the fit.

    Raises:
        InputError: a measurement without time or current, a region, link or bound that makes no sense.
        FitError: too few points, nothing to vary, or no finite value.
    """
    analysis, measurement = inputs.analysis, inputs.measurements[0]
    run = Run.of(measurement, columns_of(measurement, inputs.arrays), analysis)
    run, choice, solved = _solved(run, analysis, progress)
    others = _others(run, analysis, solved.model.name)
    fit = _fit(inputs, run, solved, choice, others)
    values = {p.name: p.value for p in solved.fitted}
    kept = tuple(replace(p, value=values[p.name]) for p in solved.parameters)
    current = replace(analysis, fits=(fit,), current=fit.id)
    specimen = inputs.specimens[0] if inputs.specimens else None
    fit = replace(fit, derived=fitted_quantities(current, specimen))
    fit = replace(fit, warnings=judge(replace(current, fits=(fit,)), specimen))
    fits = (*analysis.fits, fit)
    chosen_itself = canonical(analysis.model) == AUTO
    fitted = replace(analysis, parameters=analysis.parameters if chosen_itself else kept, fits=fits, current=fit.id)
    return FitOutcome(fit, fitted, _curves(run, solved))


def _solved(run: Run, analysis: Analysis, progress: Progress) -> tuple[Run, Choice | None, Solved]:
    """The run, with its jumps as the model shows them, what was tried, and the fit."""
    name = canonical(analysis.model)
    if name == AUTO and not analysis.regions:
        choice = choose(run.whole, progress)
        if choice.best.model.stretched:
            run = run.seen_by(choice.best.model.name)
            choice = choose(run.whole, progress)
        return run, choice, choice.best
    name = "constant" if name == AUTO else name
    if BY_NAME[name].stretched:
        run = run.seen_by(name)
    return run, None, solve(BY_NAME[name], run.fitted_part(analysis, name), analysis.parameters, progress)


def _others(run: Run, analysis: Analysis, model: str) -> tuple[tuple[Step, Solved], ...]:
    """The other steps, fitted alike: at the same times since their voltage was set."""
    regions = tuple(
        replace(r, low=r.low - run.view.step.start, high=r.high - run.view.step.start) for r in analysis.regions
    )
    found = []
    for step in polarized(run.view.steps):
        if step is run.view.step or step.voltage is None:
            continue
        whole = with_jumps(trace_of(run.view.record, step, run.view.offset.value))
        part = whole.within(_shifted(regions, step.start))
        if len(part) < FEWEST or (model == "constant" and not regions):
            part = whole.last(STEADY_SHARE)
        try:
            found.append((step, solve(BY_NAME[model], part)))
        except FitError:
            continue  # too short a step for this model
    return tuple(found)


def _shifted(regions: Sequence[Region], start: float) -> tuple[Region, ...]:
    return tuple(replace(r, low=r.low + start, high=r.high + start) for r in regions)


def _fit(
    inputs: FitInputs, run: Run, solved: Solved, choice: Choice | None, others: tuple[tuple[Step, Solved], ...]
) -> Fit:
    cost, free = solved.solution.cost, solved.free
    return Fit(
        id=new_id(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=solved.model.name,
        chi_square=cost,
        n_points=len(solved.trace),
        aicc=solved.aicc,
        parameters=solved.fitted,
        free=free,
        covariance=tuple(tuple(row) for row in solved.covariance.tolist()),
        statistics=_statistics(run, solved, choice, others),
        fingerprint=fit_fingerprint(inputs.analysis, inputs.measurements),
        data_fingerprint=_data_fingerprint(inputs, solved),
        software=f"NaGlass {__version__}",
        seed=inputs.seed,
    )


def _data_fingerprint(inputs: FitInputs, solved: Solved) -> str:
    """A mean of the last part is compared with no fit of the whole step."""
    own = data_fingerprint(inputs.analysis, inputs.measurements)
    return f"{own}-tail" if solved.model.steady and not inputs.analysis.regions else own


def _statistics(
    run: Run, solved: Solved, choice: Choice | None, others: tuple[tuple[Step, Solved], ...]
) -> tuple[tuple[str, float], ...]:
    m, cost, count = len(solved.trace), solved.solution.cost, len(solved.free)
    whole, steady = run.whole, solved.steady.value
    tail = whole.last(STEADY_SHARE)
    rest = tail.current - solved.curve(tail.time, _levels(tail, solved, run.whole))
    noise = float(np.std(rest))
    figures: list[tuple[str, float]] = [
        ("aicc", solved.aicc),
        ("bic", bic(m, cost, count)),
        ("reduced_chi_square", reduced_chi_square(m, cost, count)),
        ("degrees_of_freedom", float(m - count)),
        ("runs_p", runs_test(solved.residual)),
        ("durbin_watson", durbin_watson(solved.residual)),
        ("correlation_time", solved.correlation),
        ("noise", noise),
        ("resolution", resolution(tail.current)),
        ("offset", run.view.offset.value),
        ("offset_stderr", run.view.offset.error(solved.correlation, noise)),
        ("offset_points", float(run.view.offset.points)),
        ("step_start", run.view.step.start),
        ("step_end", run.view.step.start + whole.length),
        ("fitted_from", float(solved.trace.time[0])),
        ("spikes", float(whole.spikes)),
        ("jumps", float(whole.levels.shape[1])),
        ("evaluations", float(solved.solution.evaluations)),
    ]
    drift = _drift(run, solved, steady)
    if drift is not None:
        figures += [("drift", drift.value), ("drift_stderr", drift.stderr)]
    if choice is not None:
        figures += [("settled", float(choice.settled)), ("model_spread", choice.spread)]
        figures += [(f"aicc_{name}", score) for name, score, _ in choice.tried if math.isfinite(score)]
        figures += [(f"acceptable_{name}", float(good)) for name, _, good in choice.tried]
    return (*figures, *_voltages(run, solved, others))


def _drift(run: Run, solved: Solved, steady: float) -> Drift | None:
    """Drift of the last tenth, up to where the fitted points end."""
    upto = run.whole.part(run.whole.time <= solved.trace.length)
    shifts = _levels(upto, solved, run.whole)
    return drift_of(upto, upto.current - shifts @ _shifts(solved, shifts.shape[1]), steady)


def _levels(part: Trace, solved: Solved, whole: Trace) -> Real:
    """The columns of the fitted ranges at the points of another part of the step."""
    place = np.searchsorted(whole.rows, solved.trace.rows)
    inside = whole.levels[place]
    kept = inside.any(axis=0) & ~inside.all(axis=0)
    return np.asarray(whole.levels[np.searchsorted(whole.rows, part.rows)][:, kept])


def _shifts(solved: Solved, count: int) -> Real:
    return np.array([solved.parameter(f"J_{k + 1}").value for k in range(count)])


def _voltages(run: Run, solved: Solved, others: tuple[tuple[Step, Solved], ...]) -> list[tuple[str, float]]:
    """Voltage and steady current of each step in the order of time, and which of them is the fitted one."""
    every = sorted([(run.view.step, solved), *others], key=lambda pair: pair[0].start)
    figures: list[tuple[str, float]] = []
    if run.view.step.voltage is not None:
        noise = run.view.record.voltage[run.view.step.rows] if run.view.record.voltage is not None else np.zeros(1)
        figures += [("U", run.view.step.voltage), ("U_stderr", float(np.std(noise)) / math.sqrt(len(noise)))]
    for k, (step, found) in enumerate(every, start=1):
        if step.voltage is None:
            continue
        error = found.steady.stderr
        figures += [(f"U_{k}", step.voltage), (f"I_{k}", found.steady.value)]
        figures += [] if error is None else [(f"I_{k}_stderr", error)]
        figures += [("fitted_step", float(k))] if step is run.view.step else []
    return figures


def _curves(run: Run, solved: Solved) -> tuple[Column, ...]:
    """Time and fitted current as the instrument would show it, at every point of the file; NaN outside the step."""
    time, current = np.full(run.view.record.size, np.nan), np.full(run.view.record.size, np.nan)
    time[run.view.record.rows] = run.view.record.time
    whole = run.whole
    fitted = solved.curve(whole.time, _levels(whole, solved, whole)) + run.view.offset.value
    if solved.model.steady:
        inside = np.isin(whole.rows, solved.trace.rows)
        fitted = np.where(inside, fitted, np.nan)
    current[run.view.record.rows[whole.rows]] = fitted
    return (Column("time", "s", time, "axis"), Column("current", "A", current))
