"""Intervals beyond the linear error: profile likelihood and the bootstrap of residuals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.levenberg_marquardt import least_squares
from naglass_gui.fitting.linear import Real
from naglass_gui.fitting.solution import Progress, Residual, Solution
from naglass_gui.fitting.walls import Limits, Walls

LEVELS = (0.6827, 0.9545, 0.9973)
"""One, two and three standard deviations of a normal distribution."""
FARTHEST = 40
"""Steps outwards before a side counts as open."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a parameter lies with a probability of `level`; infinite on a side the data leave open."""

    level: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The sum of squares with one parameter held at a series of values and the others refitted.

    Attributes:
        index: which parameter.
        values: where it was held, rising, shape (q,).
        costs: sums of squares there, shape (q,).
        intervals: one for each level.
        better: parameters of a lower minimum met on the way, or None.
    """

    index: int
    values: Real
    costs: Real
    intervals: tuple[Interval, ...]
    better: Real | None


def profile(
    residual: Residual,
    solution: Solution,
    index: int,
    *,
    levels: Sequence[float] = LEVELS,
    lower: Limits = None,
    upper: Limits = None,
    step_limit: Limits = None,
    absolute_sigma: bool = False,
    progress: Progress | None = None,
) -> Profile:
    """The profile-likelihood intervals of one parameter.

    A value is inside as long as (S/S_min - 1)(m - n) stays below the square of Student's t (Bates & Watts, Nonlinear
    Regression Analysis (1988), ch. 6); with absolute sigmas S - S_min below that of the normal distribution.

    Args:
        residual: what was fitted.
        solution: its best fit.
        index: of the parameter.
        levels: probabilities, rising.
        lower: bounds as in the fit.
        upper: bounds as in the fit.
        step_limit: as in the fit.
        absolute_sigma: as in the fit.
        progress: called at each refit; may raise Cancelled.

    Raises:
        FitError: no degree of freedom is left, or the model goes through every point.
    """
    n = len(solution.x)
    freedom = len(solution.residual) - n
    if not absolute_sigma and (freedom < 1 or solution.cost == 0.0):
        raise FitError("These data leave no scatter to judge an interval by; measure more points than parameters.")
    walls = Walls.of(n, lower, upper, step_limit)
    scale = 1.0 if absolute_sigma else solution.cost / freedom
    search = _Search(residual, solution, index, walls, scale, progress)
    targets = _quantiles(levels, None if absolute_sigma else freedom)
    ends = [(search.end(-1, target), search.end(1, target)) for target in targets]
    points = sorted(search.points.items())
    return Profile(
        index=index,
        values=np.array([value for value, _ in points]),
        costs=np.array([point.cost for _, point in points]),
        intervals=tuple(Interval(level, low, high) for level, (low, high) in zip(levels, ends, strict=True)),
        better=search.better,
    )


def _quantiles(levels: Sequence[float], freedom: int | None) -> list[float]:
    """Two-sided quantiles of Student's t, or of the normal distribution where freedom is None."""
    from scipy.special import ndtri, stdtrit

    tails = [0.5 + 0.5 * level for level in levels]
    return [float(ndtri(tail) if freedom is None else stdtrit(freedom, tail)) for tail in tails]


@dataclass(frozen=True, slots=True)
class _Held:
    """The best fit with the parameter held somewhere; `rise` is the root of the scaled rise of the sum of squares."""

    x: Real
    cost: float
    rise: float


class _Search:
    """Holds one parameter at values around its optimum, and remembers what was found."""

    def __init__(
        self, residual: Residual, solution: Solution, index: int, walls: Walls, scale: float, progress: Progress | None
    ) -> None:
        self.residual = residual
        self.best = solution
        self.index = index
        self.walls = walls
        self.scale = scale
        self.progress = progress
        self.others = np.arange(len(solution.x)) != index
        self.centre = float(solution.x[index])
        self.points = {self.centre: _Held(solution.x, solution.cost, 0.0)}
        self.better: Real | None = None

    def end(self, sign: int, target: float) -> float:
        """Where the rise first reaches the target on one side; infinite where it does not."""
        bound = float(self.walls.lower[self.index] if sign < 0 else self.walls.upper[self.index])
        for _ in range(FARTHEST):
            side = self._side(sign)
            beyond = next((k for k, value in enumerate(side) if self.points[value].rise >= target), None)
            if beyond is not None:
                return self._crossing(side[beyond - 1], side[beyond], target)
            if side[-1] == bound:
                break
            outer = self.centre + sign * self._next_distance(abs(side[-1] - self.centre), side[-1], target)
            self._hold(sign * min(sign * outer, sign * bound))
        return sign * math.inf

    def _side(self, sign: int) -> list[float]:
        """Values met on one side, from the optimum outwards."""
        return sorted((value for value in self.points if sign * value >= sign * self.centre), key=lambda v: sign * v)

    def _next_distance(self, distance: float, outermost: float, target: float) -> float:
        """How far out to go next: the rise grows about in proportion to the distance."""
        if distance == 0.0:
            error = float(self.best.stderr[self.index])
            return target * error if 0 < error < math.inf else 0.1 * abs(self.centre) or 1.0
        rise = self.points[outermost].rise
        return distance * min(max(1.05 * target / rise if rise > 0 else 3.0, 1.2), 3.0)

    def _crossing(self, inner: float, outer: float, target: float) -> float:
        """Where the rise equals the target between two values, by the Illinois rule."""
        low, high = self.points[inner].rise - target, self.points[outer].rise - target
        for _ in range(60):
            share = low / (low - high) if math.isfinite(high) else 0.5
            middle = inner + share * (outer - inner)
            if middle in (inner, outer):
                return middle
            rise = self._hold(middle).rise - target
            if abs(rise) <= 1e-6 * target or abs(outer - inner) <= 1e-9 * abs(self.centre - outer):
                return middle
            if rise > 0:
                outer, high, low = middle, rise, 0.5 * low
            else:
                inner, low, high = middle, rise, 0.5 * high
        return inner

    def _hold(self, value: float) -> _Held:
        """Refit the other parameters with this one held, starting from the nearest fit known."""
        if self.progress is not None:
            self.progress(min(0.99, len(self.points) / 40.0), f"refit {len(self.points)}")
        near = min(self.points, key=lambda known: abs(known - value))
        x = self.points[near].x.copy()
        x[self.index] = value
        try:
            x, cost = self._refit(x)
        except FitError:
            # No finite model there: as far outside as can be.
            cost = math.inf
        if cost < self.best.cost * (1.0 - 1e-6) and self.better is None:
            self.better = x
        rise = math.sqrt(max(cost - self.best.cost, 0.0) / self.scale)
        self.points[value] = _Held(x, cost, rise)
        return self.points[value]

    def _refit(self, x: Real) -> tuple[Real, float]:
        if not self.others.any():
            with np.errstate(all="ignore"):
                r = self.residual(x)[0]
                cost = float(r @ r)
            return x, cost if math.isfinite(cost) else math.inf

        def reduced(part: Real) -> tuple[Real, Real]:
            whole = x.copy()
            whole[self.others] = part
            r, jacobian = self.residual(whole)
            return r, jacobian[:, self.others]

        fit = least_squares(
            reduced,
            x[self.others],
            lower=self.walls.lower[self.others],
            upper=self.walls.upper[self.others],
            step_limit=self.walls.step[self.others],
        )
        whole = x.copy()
        whole[self.others] = fit.x
        return whole, fit.cost


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """Parameters refitted to data with their residuals dealt anew.

    Attributes:
        samples: parameters of each refit, shape (q, n).
        failed: refits that did not converge; they are left out.
    """

    samples: Real
    failed: int

    @property
    def stderr(self) -> Real:
        """Standard deviations of the samples, shape (n,)."""
        return np.std(self.samples, axis=0, ddof=1)

    def interval(self, index: int, level: float) -> Interval:
        """The percentile interval of one parameter."""
        low, high = np.quantile(self.samples[:, index], [0.5 - 0.5 * level, 0.5 + 0.5 * level])
        return Interval(level, float(low), float(high))


def bootstrap(
    residual: Residual,
    solution: Solution,
    *,
    count: int = 200,
    seed: int = 0,
    together: int = 1,
    lower: Limits = None,
    upper: Limits = None,
    step_limit: Limits = None,
    progress: Progress | None = None,
) -> Bootstrap:
    """Refit `count` times to the fitted curve plus its own residuals in random order with replacement.

    Residuals are centred and widened by sqrt(m/(m - n)), as a fit makes them too small (Efron & Tibshirani, An
    Introduction to the Bootstrap (1993), ch. 9). The same seed gives the same samples.

    Args:
        residual: what was fitted.
        solution: its best fit.
        count: refits.
        seed: of the order.
        together: how many neighbouring residuals are moved as one: 2 for real and imaginary parts that alternate.
        lower: bounds as in the fit.
        upper: bounds as in the fit.
        step_limit: as in the fit.
        progress: called before each refit; may raise Cancelled.

    Raises:
        FitError: no degree of freedom is left, residuals that cannot be grouped, or fewer than two refits converged.
    """
    m, n = len(solution.residual), len(solution.x)
    if m <= n:
        raise FitError("These data leave no scatter to deal anew; measure more points than parameters.")
    if m % together:
        raise FitError(f"{m} residuals cannot be moved in groups of {together}.")
    groups = solution.residual.reshape(-1, together)
    groups = (groups - groups.mean(axis=0)) * math.sqrt(m / (m - n))
    generator = np.random.default_rng(seed)
    samples = []
    for number in range(count):
        if progress is not None:
            progress(number / count, f"refit {number + 1} of {count}")
        shift = groups[generator.integers(0, len(groups), len(groups))].reshape(-1) - solution.residual
        fit = least_squares(
            _shifted(residual, shift), solution.x, lower=lower, upper=upper, step_limit=step_limit, max_evaluations=500
        )
        if fit.converged:
            samples.append(fit.x)
    if len(samples) < 2:
        raise FitError("Hardly any refit converged; the model is not determined by these data.")
    return Bootstrap(np.array(samples), count - len(samples))


def _shifted(residual: Residual, shift: Real) -> Residual:
    def shifted(x: Real) -> tuple[Real, Real]:
        r, jacobian = residual(x)
        return r + shift, jacobian

    return shifted
