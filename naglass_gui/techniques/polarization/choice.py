"""Which model: every decay fitted to the whole step, the acceptable ones compared by AICc."""

from __future__ import annotations

import math
from dataclasses import dataclass

from naglass_gui.core.errors import FitError
from naglass_gui.fitting import aicc
from naglass_gui.techniques.polarization.models import BY_NAME, MODELS
from naglass_gui.techniques.polarization.solve import Solved, solve
from naglass_gui.techniques.polarization.trace import STEADY_SHARE, Trace
from naglass_gui.techniques.technique import Progress, no_progress

AS_GOOD = 2.0
"""A smaller model is taken where its AICc is worse by no more than this (Burnham & Anderson 2002, ch. 2)."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What was tried.

    Attributes:
        best: the model that is taken.
        tried: (name, AICc for independent points, whether it was acceptable) of each that could be fitted.
        settled: whether any decay was acceptable; without one `best` is the mean of the last part of the step.
        spread: standard deviation in A that the choice of the model adds to the steady current.
    """

    best: Solved
    tried: tuple[tuple[str, float, bool], ...]
    settled: bool
    spread: float = 0.0


def choose(trace: Trace, progress: Progress = no_progress) -> Choice:
    """The model that describes a step best, with no guess.

    AICc counts independent points: their number over the correlation time of the residuals, the same for all models: that of
    the one that leaves least. Otherwise correlated noise would be fitted with exponentials.

    Raises:
        FitError: not even a mean can be taken.
    """
    found: list[Solved] = []
    for k, model in enumerate(MODELS):
        progress(k / len(MODELS), model.title.lower())
        try:
            found.append(solve(model, trace))
        except FitError:
            continue  # too few points for this one
    if not found:
        raise FitError(f"{len(trace)} points are too few for a steady state.")
    time = min(found, key=lambda solved: solved.solution.cost).correlation
    scores = [_score(solved, time) for solved in found]
    fit = [acceptable(solved) for solved in found]
    tried = tuple((s.model.name, score, good) for s, score, good in zip(found, scores, fit, strict=True))
    lowest = min((score for score, good in zip(scores, fit, strict=True) if good), default=math.inf)
    fine = [(s, score - lowest) for s, score, good in zip(found, scores, fit, strict=True) if good]
    # A steady state that is better than nothing is no description of a current that falls.
    if not fine or lowest > min(scores) + 20.0 * AS_GOOD:
        return Choice(solve(BY_NAME["constant"], trace.last(STEADY_SHARE)), tried, False)
    best = min((s for s, behind in fine if behind <= AS_GOOD), key=lambda s: len(s.free))
    return Choice(best, tried, True, _spread(best, fine))


def _spread(best: Solved, fine: list[tuple[Solved, float]]) -> float:
    """How far the steady currents of models lie apart that describe the step nearly as well.

    Weighted by exp(-difference in AICc / 2) (Burnham & Anderson 2002, section 4.3): without it the error would be that of a
    model known beforehand.
    """
    weights = [math.exp(-behind / 2.0) for _, behind in fine]
    squares = [(s.steady.value - best.steady.value) ** 2 for s, _ in fine]
    return math.sqrt(sum(w * square for w, square in zip(weights, squares, strict=True)) / sum(weights))


def _score(solved: Solved, time: float) -> float:
    independent = max(round(len(solved.trace) / time), 1)
    scale = independent / len(solved.trace)
    return aicc(independent, solved.solution.cost * scale, len(solved.free))


def acceptable(solved: Solved) -> bool:
    """Whether a model's steady state can be believed.

    Its parameters are determined (no amplitude by less than its error), its times lie within the step, and it does not drive the current through zero. A time on its lower
    bound only takes up the first points.
    """
    steady, times = solved.steady, solved.model.times
    bounded = {p.name for p in solved.fitted if p.at_bound}
    if not solved.solution.converged or bounded - set(times):
        return False
    if any(p.vary and p.stderr is None and p.name not in bounded for p in solved.fitted):
        return False
    if any(
        p.vary and p.stderr is not None and p.stderr > abs(p.value) for p in solved.fitted if p.name[:2] in ("A_", "B")
    ):
        return False
    if any(solved.parameter(name).value > solved.trace.length for name in times):
        return False
    last = float(solved.trace.last(STEADY_SHARE).current.mean())
    return steady.value * last >= 0 or abs(steady.value) < 2.0 * (steady.stderr or 0.0)
