"""The best of many starts: for models whose sum of squares has several minima."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.descent import Descent, begin, descend, polish
from naglass_gui.fitting.levenberg_marquardt import finish
from naglass_gui.fitting.solution import Progress, Real, Residual, Solution, StartStatistics
from naglass_gui.fitting.walls import Limits, Walls

Starts = Iterable[Real] | Callable[[np.random.Generator], Real]

SAME_OPTIMUM = 1e-6
"""Relative difference of two sums of squares below which they belong to the same optimum."""


def multistart(
    residual: Residual,
    starts: Starts,
    *,
    count: int = 30,
    seed: int = 0,
    lower: Limits = None,
    upper: Limits = None,
    step_limit: Limits = None,
    max_evaluations: int = 1000,
    progress: Progress | None = None,
    absolute_sigma: bool = False,
) -> Solution:
    """The lowest minimum reached from several starts. The same seed gives the same result, bit by bit.

    Args:
        residual: as for `least_squares`.
        starts: parameters to start from, or a function that draws them from a random generator.
        count: how many to draw, when they are drawn.
        seed: of the generator.
        lower: lower bounds.
        upper: upper bounds.
        step_limit: the most a parameter may move in one step.
        max_evaluations: calls of the model a start, at most.
        progress: called before each start; may raise Cancelled.
        absolute_sigma: as for `least_squares`.

    Returns:
        The best solution; `starts` tells how many starts reached it.

    Raises:
        FitError: no start at all, or none where the model is finite.
    """
    points = _draw(starts, count, seed)
    if not points:
        raise FitError("The search was given no starting parameters.")
    walls = Walls.of(len(points[0]), lower, upper, step_limit)
    ends: list[Descent] = []
    failed = evaluations = 0
    for index, start in enumerate(points):
        if progress is not None:
            progress(index / len(points), f"start {index + 1} of {len(points)}")
        point = begin(residual, walls.clip(start))
        if point is None:
            failed += 1
            continue
        descend(residual, point, walls, max_evaluations)
        evaluations += point.evaluations
        ends.append(point)
    if not ends:
        raise FitError("The model has no finite value at any of the starting parameters.")
    best = min(ends, key=lambda end: end.place.cost)
    before = best.evaluations
    polish(residual, best, walls)
    costs = sorted(end.place.cost for end in ends)
    optima: list[float] = []
    for cost in costs:
        if not optima or cost > optima[-1] * (1 + SAME_OPTIMUM):
            optima.append(cost)
    reached = sum(cost <= best.place.cost * (1 + SAME_OPTIMUM) for cost in costs)
    statistics = StartStatistics(len(points), reached, failed, tuple(optima))
    solution = finish(best, walls, absolute_sigma=absolute_sigma)
    return replace(solution, evaluations=evaluations + best.evaluations - before, starts=statistics)


def _draw(starts: Starts, count: int, seed: int) -> list[Real]:
    if callable(starts):
        generator = np.random.default_rng(seed)
        return [np.asarray(starts(generator), dtype=float) for _ in range(count)]
    return [np.array(start, dtype=float) for start in starts]
