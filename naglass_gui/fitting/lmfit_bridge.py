"""What lmfit and emcee add: conf_interval, slower global methods, MCMC. Imported when one of these runs.

lmfit sees the free vector alone, as plain numbers named x0, x1...: links and bounds stay here, no expression is handed
over, and its own loading and saving are never called.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.fitting.intervals import LEVELS, Interval
from naglass_gui.fitting.levenberg_marquardt import least_squares
from naglass_gui.fitting.linear import Real
from naglass_gui.fitting.solution import Progress, Residual, Solution
from naglass_gui.fitting.walls import Limits, Walls

METHODS = {
    "differential_evolution": "Differential evolution",
    "dual_annealing": "Dual annealing",
    "basinhopping": "Basin hopping",
    "powell": "Powell",
    "nelder": "Nelder–Mead",
}
"""Slower methods a person can pick, by lmfit's name, with the words to show."""
SEEDED = frozenset({"differential_evolution", "dual_annealing", "basinhopping"})
NEEDS_BOUNDS = frozenset({"differential_evolution", "dual_annealing"})


def minimise(
    residual: Residual,
    start: Real,
    method: str,
    *,
    lower: Limits = None,
    upper: Limits = None,
    seed: int = 0,
    max_evaluations: int = 20_000,
    progress: Progress | None = None,
    absolute_sigma: bool = False,
) -> Solution:
    """Search with one of `METHODS`, then finish with our own least squares.

    Args:
        residual: as for `least_squares`.
        start: first parameters, shape (n,).
        method: a key of `METHODS`.
        lower: lower bounds.
        upper: upper bounds.
        seed: of the methods that draw.
        max_evaluations: calls of the model in the search, at most; the best place met is where the finish starts.
        progress: called at each evaluation; may raise Cancelled.
        absolute_sigma: as for `least_squares`.

    Raises:
        InputError: no such method.
        FitError: the method needs finite bounds and a parameter has none, or no finite model was met.
    """
    if method not in METHODS:
        raise InputError(f"There is no fit method “{method}”; choose one of {', '.join(METHODS)}.")
    walls = Walls.of(len(start), lower, upper, None)
    if method in NEEDS_BOUNDS and not (np.isfinite(walls.lower).all() and np.isfinite(walls.upper).all()):
        raise FitError(f"{METHODS[method]} needs a lower and an upper bound for every free parameter; set them.")
    watch = _Watch(residual, max_evaluations, progress)
    settings: dict[str, Any] = {"seed": seed} if method in SEEDED else {}
    if method == "differential_evolution":
        # The polish is ours.
        settings["polish"] = False
    with suppress(_Enough), np.errstate(all="ignore"):
        _minimiser(watch, start, walls).minimize(method=method, **settings)
    if watch.best is None:
        raise FitError("The model has no finite value anywhere the search looked; start from other values.")
    solution = least_squares(residual, watch.best, lower=lower, upper=upper, absolute_sigma=absolute_sigma)
    return replace(solution, evaluations=solution.evaluations + watch.calls)


def confidence_intervals(
    residual: Residual,
    solution: Solution,
    *,
    levels: Sequence[float] = LEVELS,
    lower: Limits = None,
    upper: Limits = None,
    progress: Progress | None = None,
) -> list[tuple[Interval, ...]]:
    """Profile intervals by lmfit's conf_interval (F test), to set beside those of `intervals.profile`.

    Args:
        residual: what was fitted.
        solution: its best fit, with every parameter determined and none on a bound.
        levels: probabilities, rising.
        lower: bounds as in the fit.
        upper: bounds as in the fit.
        progress: called at each evaluation; may raise Cancelled.

    Returns:
        For each parameter one interval a level; infinite on a side that lmfit leaves open.

    Raises:
        FitError: a parameter is undetermined or on a bound, or lmfit finds no interval.
    """
    if not solution.determined.all():
        raise FitError("Intervals need every parameter determined and off its bounds; fix the ones that are not.")
    from lmfit import conf_interval
    from lmfit.minimizer import MinimizerException

    walls = Walls.of(len(solution.x), lower, upper, None)
    watch = _Watch(residual, None, progress)
    minimiser = _minimiser(watch, solution.x, walls)
    try:
        with np.errstate(all="ignore"):
            found = conf_interval(minimiser, minimiser.leastsq(), sigmas=list(levels))
    except MinimizerException as fault:
        raise FitError("lmfit found no confidence intervals for this fit.", details=str(fault)) from fault
    return [_intervals(found[_name(k)], len(levels)) for k in range(len(solution.x))]


def _intervals(rows: list[tuple[float, float]], count: int) -> tuple[Interval, ...]:
    """Of lmfit's rows, from the lowest end over the optimum to the highest."""
    below, above = rows[:count][::-1], rows[count + 1 :]
    return tuple(Interval(level, float(low), float(high)) for (level, low), (_, high) in zip(below, above, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Draws from the posterior of the parameters.

    Attributes:
        samples: shape (q, n).
        acceptance: share of proposals taken; 0.2 to 0.5 is healthy.
        autocorrelation: steps after which draws are independent, shape (n,); NaN where the chain is too short to tell.
    """

    samples: Real
    acceptance: float
    autocorrelation: Real

    def interval(self, index: int, level: float) -> Interval:
        """The central credible interval of one parameter."""
        low, high = np.quantile(self.samples[:, index], [0.5 - 0.5 * level, 0.5 + 0.5 * level])
        return Interval(level, float(low), float(high))


def sample(
    residual: Residual,
    solution: Solution,
    *,
    steps: int = 1000,
    burn: int = 300,
    walkers: int | None = None,
    seed: int = 0,
    lower: Limits = None,
    upper: Limits = None,
    absolute_sigma: bool = False,
    progress: Progress | None = None,
) -> Chain:
    """Markov chain Monte Carlo by emcee's stretch move (Foreman-Mackey et al., PASP 125 (2013) 306).

    Flat priors inside the bounds. The scatter is marginalised with Jeffreys' prior, which leaves S^(-m/2); with
    absolute sigmas the likelihood is exp(-S/2). The same seed gives the same chain.

    Args:
        residual: what was fitted.
        solution: its best fit; walkers start around it.
        steps: kept steps of each walker.
        burn: first steps, left out.
        walkers: number of walkers; four a parameter without.
        seed: of the chain.
        lower: bounds as in the fit.
        upper: bounds as in the fit.
        absolute_sigma: as in the fit.
        progress: called at each step; may raise Cancelled.

    Raises:
        FitError: a parameter is undetermined.
    """
    n, m = len(solution.x), len(solution.residual)
    spread = np.where(np.isfinite(solution.stderr), solution.stderr, 0.0)
    if np.isinf(solution.stderr).any():
        raise FitError("MCMC needs every parameter determined; fix the ones that are not, or set bounds.")
    import emcee

    walls = Walls.of(n, lower, upper, None)

    def log_probability(x: Real) -> float:
        if (x < walls.lower).any() or (x > walls.upper).any():
            return -math.inf
        r = residual(x)[0]
        cost = float(r @ r)
        if not math.isfinite(cost):
            return -math.inf
        return -0.5 * cost if absolute_sigma else -0.5 * m * math.log(cost)

    count = walkers or max(4 * n, 8)
    generator = np.random.default_rng(seed)
    # Walkers on a bound need some width too, or they never leave it.
    spread = np.where(spread > 0, spread, 1e-3 * np.maximum(np.abs(solution.x), 1e-3))
    first = solution.x + 0.1 * spread * generator.standard_normal((count, n))
    first = np.array([_mirrored(x, walls) for x in first])
    sampler = emcee.EnsembleSampler(count, n, log_probability)
    sampler.random_state = np.random.RandomState(seed).get_state()
    with np.errstate(all="ignore"):
        for number, _ in enumerate(sampler.sample(first, iterations=burn + steps)):
            if progress is not None:
                progress((number + 1) / (burn + steps), f"step {number + 1} of {burn + steps}")
        times = sampler.get_autocorr_time(discard=burn, quiet=True)
    return Chain(sampler.get_chain(discard=burn, flat=True), float(np.mean(sampler.acceptance_fraction)), times)


def _mirrored(x: Real, walls: Walls) -> Real:
    """A point put back inside the bounds by reflection, so that walkers do not pile up on a wall."""
    x = np.where(x < walls.lower, 2.0 * walls.lower - x, x)
    x = np.where(x > walls.upper, 2.0 * walls.upper - x, x)
    return walls.clip(x)


class _Enough(Exception):
    """The search has used up its evaluations; the best place met is what it was for."""


class _Watch:
    """The residual as lmfit calls it: counts, reports, remembers the best place, ends the search in time."""

    def __init__(self, residual: Residual, limit: int | None, progress: Progress | None) -> None:
        self.residual = residual
        self.limit = limit
        self.progress = progress
        self.calls = 0
        self.best: Real | None = None
        self.cost = math.inf

    def __call__(self, parameters: Any) -> Real:
        """Residuals for lmfit's parameters; huge where the model is not finite, as lmfit refuses NaN."""
        if self.limit is not None and self.calls >= self.limit:
            raise _Enough
        self.calls += 1
        if self.progress is not None:
            share = 0.0 if self.limit is None else self.calls / self.limit
            self.progress(share, f"evaluation {self.calls}, sum of squares {self.cost:.5g}")
        x = np.array([parameter.value for parameter in parameters.values()], dtype=float)
        r = self.residual(x)[0]
        cost = float(r @ r)
        if not math.isfinite(cost):
            return np.full_like(r, 1e100)
        if cost < self.cost:
            self.best, self.cost = x, cost
        return r


def _minimiser(watch: Callable[[Any], Real], start: Real, walls: Walls) -> Any:
    from lmfit import Minimizer, Parameters

    parameters = Parameters()
    for k, value in enumerate(walls.clip(np.asarray(start, dtype=float)).tolist()):
        parameters.add(_name(k), value=value, min=float(walls.lower[k]), max=float(walls.upper[k]))
    return Minimizer(watch, parameters)


def _name(index: int) -> str:
    return f"x{index}"
