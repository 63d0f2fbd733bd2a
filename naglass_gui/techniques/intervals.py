"""Intervals beyond the linear error, the same way for every technique: profile likelihood, bootstrap, MCMC.

A technique takes part by a method `fitted_problem` (see `Refittable`) that gives its current fit as least squares.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol, runtime_checkable

from naglass_gui.core.errors import FitError
from naglass_gui.core.project import Interval, Uncertainty
from naglass_gui.fitting import Residual, Solution, bootstrap, profile
from naglass_gui.fitting.linear import Real
from naglass_gui.techniques.technique import FitInputs, Progress, Technique, no_progress

Method = Literal["profile", "bootstrap", "mcmc"]

METHODS: dict[Method, str] = {"profile": "Profile likelihood", "bootstrap": "Bootstrap", "mcmc": "MCMC"}
"""What can be asked for, with the words to show."""
LEVELS = (0.6827, 0.95)
REFITS = 400
"""Of a bootstrap without a number: the ends of a 95 % interval are then known to a tenth of its width."""
STEPS = 1000
"""Of each walker of MCMC without a number, after 300 that are left out."""
LEAST, MOST = 50, 20_000


@dataclass(frozen=True, slots=True, eq=False)
class FittedProblem:
    """A finished fit as least squares around its optimum.

    Attributes:
        free: names of the free parameters, in the order of x.
        residual: from x to weighted residuals and their derivatives.
        solution: the optimum.
        values: from x to the values of the free parameters in their units, by name; each depends on its own x alone.
        lower: bounds of x, shape (n,).
        upper: bounds of x, shape (n,).
        step_limit: the most that x moves in one step, or None.
        together: how many neighbouring residuals belong to one point.
    """

    free: tuple[str, ...]
    residual: Residual
    solution: Solution
    values: Callable[[Real], Mapping[str, float]]
    lower: Real
    upper: Real
    step_limit: Real | None = None
    together: int = 1


@runtime_checkable
class Refittable(Protocol):
    """A technique whose fits can be asked for more than their linear errors."""

    def fitted_problem(self, inputs: FitInputs) -> FittedProblem:
        """The current fit of `inputs.analysis` as least squares around its optimum. Raises FitError or InputError."""


def intervals(
    science: Technique, inputs: FitInputs, method: Method, count: int = 0, progress: Progress = no_progress
) -> Uncertainty:
    """Intervals of 68 and 95 % of every free parameter of the analysis' current fit.

    Args:
        science: the analysis' technique.
        inputs: the analysis with its current fit, and its data.
        method: a key of `METHODS`.
        count: refits of a bootstrap, steps of each MCMC walker; 0 for the usual number.
        progress: watches; may raise Cancelled.

    Raises:
        FitError: there is no current fit, the technique or the data do not allow it, or the number makes no sense.
    """
    if inputs.analysis.fit is None:
        raise FitError(f"{inputs.analysis.name}: fit first, then ask for intervals.")
    if not isinstance(science, Refittable):
        raise FitError(f"Intervals of this kind are not made for {science.title}.")
    if count and not LEAST <= count <= MOST:
        raise FitError(f"Ask for {LEAST} to {MOST} refits or steps, not {count}.")
    problem = science.fitted_problem(inputs)
    make = {"profile": _profiles, "bootstrap": _bootstrap, "mcmc": _mcmc}[method]
    found, number, note = make(problem, count, inputs.seed, progress)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Uncertainty(method, found, number, inputs.seed, now, note)


_Made = tuple[tuple[Interval, ...], int, str]


def _profiles(problem: FittedProblem, count: int, seed: int, progress: Progress) -> _Made:
    found: list[Interval] = []
    better = ""
    for k, name in enumerate(problem.free):

        def watch(share: float, words: str, k: int = k, name: str = name) -> None:
            progress((k + share) / len(problem.free), f"{name}: {words}")

        curve = profile(
            problem.residual,
            problem.solution,
            k,
            levels=LEVELS,
            lower=problem.lower,
            upper=problem.upper,
            step_limit=problem.step_limit,
            progress=watch,
        )
        found += [
            Interval(name, i.level, _natural(problem, k, i.low), _natural(problem, k, i.high)) for i in curve.intervals
        ]
        if curve.better is not None and not better:
            better = f"A lower sum of squares was met while {name} was held: fit again, then ask anew."
    return tuple(found), 0, better


def _natural(problem: FittedProblem, k: int, end: float) -> float | None:
    if not math.isfinite(end):
        return None
    x = problem.solution.x.copy()
    x[k] = end
    return problem.values(x)[problem.free[k]]


def _bootstrap(problem: FittedProblem, count: int, seed: int, progress: Progress) -> _Made:
    made = bootstrap(
        problem.residual,
        problem.solution,
        count=count or REFITS,
        seed=seed,
        together=problem.together,
        lower=problem.lower,
        upper=problem.upper,
        step_limit=problem.step_limit,
        progress=progress,
    )
    note = f"{made.failed} refits did not converge and were left out." if made.failed else ""
    return tuple(_percentiles(problem, made.interval)), len(made.samples), note


def _mcmc(problem: FittedProblem, count: int, seed: int, progress: Progress) -> _Made:
    from naglass_gui.fitting.lmfit_bridge import sample

    steps = count or STEPS
    chain = sample(
        problem.residual,
        problem.solution,
        steps=steps,
        seed=seed,
        lower=problem.lower,
        upper=problem.upper,
        progress=progress,
    )
    longest = float(max(chain.autocorrelation, default=math.nan))
    note = f"{100 * chain.acceptance:.0f} % of the proposals were taken."
    if not longest * 50 <= steps:
        # The rule of emcee's authors: shorter chains give ends that are only rough.
        needed = "" if math.isnan(longest) else f" (about {math.ceil(longest * 50 / 100) * 100} are needed)"
        note += f" The chain is short for these data{needed}: ask for more steps."
    return tuple(_percentiles(problem, chain.interval)), len(chain.samples), note


def _percentiles(problem: FittedProblem, interval: Callable[..., object]) -> Iterator[Interval]:
    for k, name in enumerate(problem.free):
        for level in LEVELS:
            ends = interval(k, level)
            low, high = (_natural(problem, k, getattr(ends, side)) for side in ("low", "high"))
            yield Interval(name, level, low, high)
