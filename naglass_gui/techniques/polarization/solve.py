"""One model fitted to one step: parameters with their covariance, for noise that may be alike over several points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import FittedParameter
from naglass_gui.fitting import ParameterSet, Solution, aicc, least_squares
from naglass_gui.fitting.problem import ByValues
from naglass_gui.fitting.statistics import correlation_time
from naglass_gui.techniques.polarization.models import Decay
from naglass_gui.techniques.polarization.record import Real
from naglass_gui.techniques.polarization.search import limits, search
from naglass_gui.techniques.polarization.trace import Trace
from naglass_gui.techniques.technique import Progress


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A fitted model.

    Attributes:
        model: which.
        trace: to what.
        parameters: with values and bounds as asked.
        fitted: with standard errors for correlated noise.
        free: names of the free ones.
        covariance: of the free ones, for correlated noise; rows of undetermined ones are 0.
        residual: in units of the noise of a point, shape (m,).
        correlation: how many points one independent point is worth.
        solution: as the engine left it, for independent points.
    """

    model: Decay
    trace: Trace
    parameters: tuple[Parameter, ...]
    fitted: tuple[FittedParameter, ...]
    free: tuple[str, ...]
    covariance: Real
    residual: Real
    correlation: float
    solution: Solution

    def parameter(self, name: str) -> FittedParameter:
        """The fitted parameter of that name."""
        return next(p for p in self.fitted if p.name == name)

    @property
    def steady(self) -> FittedParameter:
        """The steady-state current."""
        return self.fitted[0]

    @property
    def aicc(self) -> float:
        """Akaike's criterion with every point counted as independent."""
        return aicc(len(self.trace), self.solution.cost, len(self.free))

    def curve(self, time: Real, levels: Real | None = None) -> Real:
        """The model in A at times since the step, shape (n,), in the last range, or with these levels."""
        values = {p.name: p.value for p in self.fitted}
        x = _nonlinear(self.model, values)
        curve = self.model.curves(time, x)[0] @ np.array([values[name] for name in self.model.linear])
        names = level_names(self.trace)
        return np.asarray(curve if levels is None else curve + levels @ np.array([values[n] for n in names]))


def level_names(trace: Trace) -> tuple[str, ...]:
    """What the shifts of the current ranges are called: J_1 is how much higher than the last the first one reads."""
    return tuple(f"J_{k + 1}" for k in range(trace.levels.shape[1]))


def solve(model: Decay, trace: Trace, given: Sequence[Parameter] = (), progress: Progress | None = None) -> Solved:
    """Fit a model to a step with no guess.

    The stated errors are those of independent points times the square root of the correlation time of the residuals,
    1 + 2 times the sum of their autocorrelation: an amplifier's filter or a slow temperature makes neighbours alike, and
    a mean of such points is worth less than their number says.

    Args:
        model: the decay.
        trace: what is fitted.
        given: parameters as a person set them: fixed, bounded or linked ones are kept so.
        progress: watches the fit.

    Raises:
        FitError: too few points, nothing to vary, or no finite value.
        InputError: links or bounds that make no sense.
    """
    parameters = _prepared(model, trace, given)
    everything = ParameterSet(parameters, logarithmic=model.times)
    if not everything.free:
        raise FitError("Every parameter is fixed or linked; let at least one vary.")
    if len(trace) <= len(everything.free):
        raise FitError(
            f"{model.title} has {len(everything.free)} free parameters but only {len(trace)} points are fitted; widen the "
            "region or choose a smaller model."
        )
    solution = least_squares(
        everything.residual(_by_values(model, trace)),
        everything.start,
        lower=everything.lower,
        upper=everything.upper,
        step_limit=np.array([1.0 if name in model.times else math.inf for name in everything.free]),
        max_evaluations=300,
        progress=progress,
    )
    time = correlation_time(solution.residual)
    widen = time * _taken_up(len(trace), len(everything.free), time)
    spread = replace(solution, covariance=solution.covariance * widen, stderr=solution.stderr * math.sqrt(widen))
    slopes = everything.slopes(solution.x)[[everything.names.index(name) for name in everything.free]]
    known = np.isfinite(solution.stderr)
    inner = np.where(np.outer(known, known), spread.covariance, 0.0)
    return Solved(
        model,
        trace,
        parameters,
        everything.fitted(spread),
        everything.free,
        slopes @ inner @ slopes.T,
        -solution.residual,
        time,
        solution,
    )


def _taken_up(points: int, free: int, time: float) -> float:
    """How much more of the scatter than of independent points the parameters take up: (N - k) / (N - k tau), 4 at most."""
    return (points - free) / max(points - free * time, 0.25 * (points - free))


def _prepared(model: Decay, trace: Trace, given: Sequence[Parameter]) -> tuple[Parameter, ...]:
    """The model's parameters at their best values; what a person holds keeps what was set on it."""
    held = {p.name: p for p in given}
    scout = trace.scout
    start = scout[1] if scout is not None and scout[0] == model.name else None
    end = search(model, trace, start, to_the_end=True)
    values = dict(zip(model.linear, end.linear.tolist(), strict=False))
    values |= dict(zip(level_names(trace), end.linear[len(model.linear) :].tolist(), strict=True))
    values |= dict(zip(model.times, np.exp(end.nonlinear[: len(model.times)]).tolist(), strict=True))
    if model.stretched:
        values["beta"] = float(end.nonlinear[-1])
    blank = (*model.parameters(), *(Parameter(name, 0.0, "A") for name in level_names(trace)))
    prepared, fastest = [], math.exp(limits(model, trace)[0][0]) if model.times else 0.0
    for parameter in blank:
        kept = held.get(parameter.name, parameter)
        if kept.name in model.times and kept.minimum is None:
            # What falls faster than a third of a sampling interval has no time of its own.
            kept = replace(kept, minimum=fastest)
        prepared.append(replace(kept, value=values[parameter.name]) if kept.free else kept)
    return tuple(prepared)


def _nonlinear(model: Decay, values: dict[str, float]) -> Real:
    times = [math.log(max(values[name], 1e-300)) for name in model.times]
    return np.array([*times, values["beta"]] if model.stretched else times)


def _by_values(model: Decay, trace: Trace) -> ByValues:
    names = (*model.linear, *model.nonlinear, *level_names(trace))
    count = len(model.linear)
    weights = 1.0 / trace.noise

    def by_values(values: Real) -> tuple[Real, Real]:
        known = dict(zip(names, values.tolist(), strict=True))
        columns, slopes = model.curves(trace.time, _nonlinear(model, known))
        rows = np.empty((len(values), len(trace)))
        rows[:count] = columns.T
        by_x = rows[count : count + len(model.nonlinear)]
        by_x[:] = slopes.chain(len(model.nonlinear), values[:count]) @ slopes.values
        by_x[: len(model.times)] /= np.array([known[name] for name in model.times])[:, None]
        rows[count + len(model.nonlinear) :] = trace.levels.T
        curve = values[:count] @ rows[:count] + values[count + len(model.nonlinear) :] @ trace.levels.T
        rows *= weights
        return (curve - trace.current) * weights, rows.T

    return by_values
