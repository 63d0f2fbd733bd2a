"""The best of many starts: for models whose sum of squares has several minima."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.descent import Descent, begin, descend
from naglass_gui.fitting.linear import Real
from naglass_gui.fitting.polish import finish
from naglass_gui.fitting.solution import Progress, Residual, Solution, StartStatistics
from naglass_gui.fitting.walls import Limits, Walls

Starts = Iterable[Real] | Callable[[np.random.Generator], Real]

SCREENED = 1e-6
"""A start is followed until no step promises to lower its cost by more than this share; only the best goes on."""
SAME_OPTIMUM = 1e-4
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
    max_evaluations: int = 200,
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
    for index, start in enumerate(points):
        if progress is not None:
            progress(index / len(points), f"start {index + 1} of {len(points)}")
        descent = begin(residual, walls.clip(start))
        if descent is not None:
            descend(residual, descent, walls, max_evaluations, tolerance=SCREENED)
            ends.append(descent)
    if not ends:
        raise FitError("The model has no finite value at any of the starting parameters; start from other values.")
    best = min(ends, key=_cost)
    descend(residual, best, walls, best.evaluations + max_evaluations)
    solution = finish(residual, best, walls, absolute_sigma=absolute_sigma)
    # The rest ended a little above its minimum, by about what was still promised there.
    costs = sorted(solution.cost if end is best else end.place.cost for end in ends)
    reached = sum(cost <= solution.cost * (1.0 + SAME_OPTIMUM) for cost in costs)
    statistics = StartStatistics(len(points), reached, len(points) - len(ends), _distinct(costs))
    evaluations = sum(end.evaluations for end in ends) + len(points) - len(ends)
    return replace(solution, evaluations=evaluations, starts=statistics)


def _cost(descent: Descent) -> float:
    return descent.place.cost


def _distinct(costs: list[float]) -> tuple[float, ...]:
    """Of sorted sums of squares, one for each optimum."""
    distinct = costs[:1]
    for cost in costs:
        if cost > distinct[-1] * (1.0 + SAME_OPTIMUM):
            distinct.append(cost)
    return tuple(distinct)


def _draw(starts: Starts, count: int, seed: int) -> list[Real]:
    if callable(starts):
        generator = np.random.default_rng(seed)
        return [np.asarray(starts(generator), dtype=float) for _ in range(count)]
    return [np.array(start, dtype=float) for start in starts]
