"""The best times of a decay with no guess: the amplitudes are linear, so a grid of times and a few descents suffice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.fitting import Slopes, approach
from naglass_gui.fitting.linear import triangle_of
from naglass_gui.techniques.polarization.models import BETA, Decay
from naglass_gui.techniques.polarization.record import Real
from naglass_gui.techniques.polarization.trace import Trace

THINNED = 800
GRID = 7
DESCENTS = 2
EVALUATIONS = 30
COARSE, FINE = 1e-6, 1e-9
"""A promised decrease of this share of the sum of squares ends a descent."""
STARTING_BETA = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """Where a search ended.

    Attributes:
        nonlinear: ln of the times, and beta.
        linear: amplitudes and levels.
        residual: in units of the noise at every point, shape (m,).
    """

    nonlinear: Real
    linear: Real
    residual: Real


def search(model: Decay, trace: Trace, start: Real | None = None, *, to_the_end: bool = False) -> End:
    """The best fit of a model, from a start or from a grid of times.

    Args:
        model: the decay.
        trace: what is fitted; of long ones some 800 points are searched.
        start: (ln of the times, beta) to start from; None searches.
        to_the_end: whether the descent goes on over all points of a long one. Two times that are nearly equal make a valley
            which a fit of all parameters follows in hundreds of steps, and one without the amplitudes in a few.

    Raises:
        FitError: the model has no finite value anywhere.
    """
    thin = _thinned(trace)
    if not model.nonlinear:
        found = np.zeros(0)
    else:
        starts = [start] if start is not None else _starts(model, thin)
        ends = [_descend(model, thin, begin) for begin in starts]
        best = min((end for end in ends if end is not None), key=lambda end: end[1], default=None)
        if best is None:
            raise FitError(f"{model.title} has no finite value on these points; choose another model.")
        found = best[0]
        if to_the_end and thin is not trace:
            found = (_descend(model, trace, found, FINE) or best)[0]
        if model.times and not model.stretched:
            found = np.sort(found)
    linear = _linear(model, trace, found)[0]
    curve = (
        model.curves(trace.time, found)[0] @ linear[: len(model.linear)] + trace.levels @ linear[len(model.linear) :]
    )
    return End(found, linear, (trace.current - curve) / trace.noise)


def limits(model: Decay, trace: Trace) -> tuple[Real, Real]:
    """Walls of the nonlinear parameters: times from a third of the first interval to thirty lengths of the step."""
    first = max(float(trace.time[0]), float(np.median(np.diff(trace.time[:6]))) if len(trace) > 1 else 0.0)
    low, high = np.log(first / 3.0), np.log(30.0 * trace.length)
    lower, upper = [low] * len(model.times), [high] * len(model.times)
    if model.stretched:
        lower, upper = [*lower, BETA[0]], [*upper, BETA[1]]
    return np.array(lower), np.array(upper)


def _thinned(trace: Trace) -> Trace:
    """About 800 points: half of them even, half denser towards the step, where the current falls fast."""
    m = len(trace)
    if m <= THINNED:
        return trace
    even = np.linspace(0, m - 1, THINNED // 2).round().astype(int)
    early = np.geomspace(1, m, THINNED // 2).round().astype(int) - 1
    kept = np.zeros(m, dtype=bool)
    kept[even] = kept[early] = True
    return trace.part(kept)


def _starts(model: Decay, trace: Trace) -> list[Real]:
    """The best of a grid of times, each with its best amplitudes."""
    lower, upper = limits(model, trace)
    grid = np.linspace(lower[0] + 0.5, upper[0] - 2.0, GRID)
    tail = [STARTING_BETA] if model.stretched else []
    candidates = [np.array([*times, *tail]) for times in combinations(grid.tolist(), len(model.times))]
    costs = [_linear(model, trace, candidate)[1] for candidate in candidates]
    order = np.argsort(costs, kind="stable")
    return [candidates[k] for k in order[:DESCENTS]]


def _descend(model: Decay, trace: Trace, start: Real, tolerance: float = COARSE) -> tuple[Real, float] | None:
    lower, upper = limits(model, trace)

    def basis(x: Real) -> tuple[Real, Slopes]:
        columns, slopes = model.curves(trace.time, x)
        return np.concatenate([columns.T, trace.levels.T]).T, slopes

    try:
        return approach(
            basis,
            trace.current,
            np.clip(start, lower, upper),
            weights=1.0 / trace.noise,
            lower=lower,
            upper=upper,
            step_limit=1.0,
            max_evaluations=EVALUATIONS,
            tolerance=tolerance,
        )
    except FitError:
        return None


def _linear(model: Decay, trace: Trace, nonlinear: Real) -> tuple[Real, float]:
    """The best amplitudes and levels at these times, and the sum of squares that is left, in units of the noise."""
    columns = model.curves(trace.time, nonlinear)[0]
    rows = np.concatenate([columns.T, trace.levels.T, trace.current[None, :]]) / trace.noise
    norms = np.sqrt((rows[:-1] ** 2).sum(axis=1))
    norms[norms == 0] = 1.0
    rows[:-1] /= norms[:, None]
    factor = triangle_of(rows)
    best = np.linalg.lstsq(factor[:, :-1], factor[:, -1], rcond=1e-12)[0]
    rest = factor[:, -1] - factor[:, :-1] @ best
    return best / norms, float(rest @ rest)
