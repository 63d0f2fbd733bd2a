"""Intervals beyond the linear error, the same way for every technique: profile likelihood, bootstrap, MCMC.

A technique takes part by a method `fitted_problems` (see `Refittable`) that gives its current fit as least squares.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
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
        untold: free parameters that the data do not determine one by one; no interval is told of them.
        note: what a person should know about these intervals.
    """

    free: tuple[str, ...]
    residual: Residual
    solution: Solution
    values: Callable[[Real], Mapping[str, float]]
    lower: Real
    upper: Real
    step_limit: Real | None = None
    together: int = 1
    untold: frozenset[str] = frozenset()
    note: str = ""


@runtime_checkable
class Refittable(Protocol):
    """A technique whose fits can be asked for more than their linear errors."""

    def fitted_problems(self, inputs: FitInputs) -> tuple[FittedProblem, ...]:
        """The current fit of `inputs.analysis` as least squares around its optimum, in parts that were fitted one by one.

        Raises FitError or InputError.
        """


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
    problems = science.fitted_problems(inputs)
    make = {"profile": _profiles, "bootstrap": _bootstrap, "mcmc": _mcmc}[method]
    made = [
        make(problem, count, inputs.seed, _part_of(progress, k, len(problems))) for k, problem in enumerate(problems)
    ]
    found = tuple(
        i for one, p in zip(made, problems, strict=True) for i in one.intervals if i.parameter not in p.untold
    )
    said = (
        *(p.note for p in problems),
        *(one.note for one in made),
        *_of_chains([one.chain for one in made if one.chain]),
    )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    note = " ".join(dict.fromkeys(words for words in said if words))
    return Uncertainty(method, found, min((one.count for one in made), default=0), inputs.seed, now, note)


@dataclass(frozen=True, slots=True)
class _Chain:
    """The share of proposals taken, the steps made, and those after which draws are independent (NaN: not known)."""

    taken: float
    steps: int
    memory: float


@dataclass(frozen=True, slots=True)
class _Made:
    """Of one problem: its intervals, the refits or draws behind them, what is to be said, and how its chain ran."""

    intervals: tuple[Interval, ...]
    count: int = 0
    note: str = ""
    chain: _Chain | None = None


def _part_of(progress: Progress, number: int, count: int) -> Progress:
    """Progress of one problem as that of all."""
    return lambda share, words: progress((number + share) / count, words)


def _of_chains(chains: Sequence[_Chain]) -> Iterator[str]:
    """How the chains ran, in words."""
    if not chains:
        return
    least, most = (round(100 * end(c.taken for c in chains)) for end in (min, max))
    yield f"{least if least == most else f'{least} to {most}'} % of the proposals were taken."
    # The rule of emcee's authors: shorter chains give ends that are only rough.
    if not all(50 * c.memory <= c.steps for c in chains):
        longest = max((c.memory for c in chains if not math.isnan(c.memory)), default=math.nan)
        needed = "" if math.isnan(longest) else f" (about {math.ceil(longest * 50 / 100) * 100} are needed)"
        yield f"The chain is short for these data{needed}: ask for more steps."


def _profiles(problem: FittedProblem, count: int, seed: int, progress: Progress) -> _Made:
    told = [(k, name) for k, name in enumerate(problem.free) if name not in problem.untold]
    found: list[Interval] = []
    better = ""
    for number, (k, name) in enumerate(told):

        def watch(share: float, words: str, number: int = number, name: str = name) -> None:
            progress((number + share) / len(told), f"{name}: {words}")

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
    return _Made(tuple(found), note=better)


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
    return _Made(tuple(_percentiles(problem, made.interval)), len(made.samples), note=note)


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
    memory = float(max(chain.autocorrelation, default=math.nan))
    ran = _Chain(chain.acceptance, steps, memory)
    return _Made(tuple(_percentiles(problem, chain.interval)), len(chain.samples), chain=ran)


def _percentiles(problem: FittedProblem, interval: Callable[..., object]) -> Iterator[Interval]:
    for k, name in enumerate(problem.free):
        for level in LEVELS:
            ends = interval(k, level)
            low, high = (_natural(problem, k, getattr(ends, side)) for side in ("low", "high"))
            yield Interval(name, level, low, high)
