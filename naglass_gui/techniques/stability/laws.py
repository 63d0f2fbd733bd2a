"""How a quantity changes with a condition: a straight line, an exponential, a stretched exponential."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError
from naglass_gui.fitting import aicc, least_squares
from naglass_gui.techniques.stability.points import Point

Real = NDArray[np.float64]
BETA = 0.1, 4.0
ROUNDING = 1e-20


@dataclass(frozen=True, slots=True)
class Kind:
    """A law.

    Attributes:
        name: as it is kept and typed.
        title: for people.
        formula: as it is printed.
        parameters: names; the unit is that of the quantity to the first power, of the condition to the second.
        powers: of both units, for each parameter.
        curve: from parameters and condition, shape (m,), to values (m,) and slopes (m, k).
    """

    name: str
    title: str
    formula: str
    parameters: tuple[str, ...]
    powers: tuple[tuple[int, int], ...]
    curve: Callable[[Real, Real], tuple[Real, Real]]


def _linear(p: Real, x: Real) -> tuple[Real, Real]:
    return p[0] + p[1] * x, np.column_stack([np.ones(len(x)), x])


def _exponential(p: Real, x: Real) -> tuple[Real, Real]:
    fall = np.exp(np.clip(-p[1] * x, -700.0, 700.0))
    return p[0] * fall, np.column_stack([fall, -p[0] * x * fall])


def _stretched(p: Real, x: Real) -> tuple[Real, Real]:
    # Before x = 0 nothing has happened yet.
    ratio = np.maximum(x, 0.0) / p[1]
    logarithm = np.log(np.maximum(ratio, 1e-300))
    u = np.where(ratio > 0, np.exp(np.clip(p[2] * logarithm, -700.0, 6.0)), 0.0)
    fall = np.exp(-u)
    slopes = np.column_stack([fall, p[0] * fall * u * p[2] / p[1], -p[0] * fall * u * np.where(u > 0, logarithm, 0.0)])
    return p[0] * fall, slopes


KINDS: tuple[Kind, ...] = (
    Kind("linear", "Linear", "y = a + b x", ("a", "b"), ((1, 0), (1, -1)), _linear),
    Kind("exponential", "Exponential", "y = a exp(−k x)", ("a", "k"), ((1, 0), (0, -1)), _exponential),
    Kind(
        "stretched", "Stretched exponential", "y = a exp(−(x/tau)^beta)", ("a", "tau", "beta"),
        ((1, 0), (0, 1), (0, 0)), _stretched,
    ),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A fitted law.

    Attributes:
        kind: which.
        values: of its parameters, shape (k,).
        own: covariance from the points' own errors and their scatter, shape (k, k).
        common: covariance from sizes of specimens, which move all their points together, shape (k, k).
        chi_square: weighted sum of squares.
        points: how many were fitted.
        weighted: whether by the errors of the points.
        scale: weighted sum of squares of the values themselves.
    """

    kind: Kind
    values: Real
    own: Real
    common: Real
    chi_square: float
    points: int
    weighted: bool
    scale: float = 0.0

    @property
    def freedom(self) -> int:
        """Degrees of freedom."""
        return self.points - len(self.values)

    @property
    def vague(self) -> tuple[str, ...]:
        """Names of shape parameters that the points do not tell: those with an error over 100 %.

        A slope or a rate may well be zero within its error; tau and beta are then anything.
        """
        if self.kind.name != "stretched":
            return ()
        errors = np.sqrt(np.maximum((self.own + self.common).diagonal(), 0.0))
        known = np.isfinite(errors) & (errors < np.abs(self.values))
        return tuple(name for name, good in zip(self.kind.parameters, known, strict=True) if not good and name != "a")

    @property
    def aicc(self) -> float:
        """Akaike's criterion; inf with too few points. Differences below rounding do not count."""
        return aicc(self.points, max(self.chi_square, ROUNDING * self.scale), len(self.values))

    def at(self, x: Real) -> tuple[Real, Real]:
        """Values, and their standard errors with everything, at conditions of shape (m,)."""
        curve, slopes = self.kind.curve(self.values, x)
        variance = np.einsum("mi,ij,mj->m", slopes, self.own + self.common, slopes)
        return curve, np.sqrt(np.maximum(variance, 0.0))

    def ratio(self, x: float, to: float) -> tuple[float, float] | None:
        """The law at x relative to that at another condition, and its standard error; None where that is 0."""
        (top, bottom), slopes = self.kind.curve(self.values, np.array([x, to]))
        if bottom == 0.0:
            return None
        gradient = slopes[0] / bottom - top / bottom**2 * slopes[1]
        variance = float(gradient @ (self.own + self.common) @ gradient)
        return float(top / bottom), math.sqrt(max(variance, 0.0))


def fit_law(kind: Kind, points: Sequence[Point]) -> Law | None:
    """A law through the points; None with fewer points than parameters, or where it cannot be fitted.

    Weighted by the points' own errors where all of them have one. Where they scatter more than these errors say the errors are
    widened (by the root of the reduced chi square), never narrowed. What the sizes of one specimen shift together is kept apart.
    """
    x, y = np.array([p.x for p in points]), np.array([p.value for p in points])
    count = len(kind.parameters)
    if len(points) < count or len(np.unique(x)) < count:
        return None
    weighted = all(p.error for p in points)
    errors = np.array([p.error if weighted and p.error else 1.0 for p in points])
    weights = 1.0 / errors

    def residual(p: Real) -> tuple[Real, Real]:
        curve, slopes = kind.curve(p, x)
        return (curve - y) * weights, slopes * weights[:, None]

    lower = np.array([-np.inf, 1e-12 * max(float(np.ptp(x)), 1e-12), BETA[0]])[:count] if count == 3 else None
    upper = np.array([np.inf, np.inf, BETA[1]]) if count == 3 else None
    best = None
    for start in _starts(kind, x, y):
        try:
            end = least_squares(residual, start, lower=lower, upper=upper, absolute_sigma=True, max_evaluations=200)
        except FitError:
            continue
        if np.isfinite(end.x).all() and (best is None or end.cost < best.cost):
            best = end
    if best is None:
        return None
    freedom = len(points) - count
    scatter = best.cost / freedom if freedom else (1.0 if weighted else math.nan)
    widen = max(scatter, 1.0) if weighted else scatter
    common = _common(kind, best.x, best.covariance, points, weights)
    scale = float(((y * weights) ** 2).sum())
    return Law(kind, best.x, best.covariance * widen, common, best.cost, len(points), weighted, scale)


def _starts(kind: Kind, x: Real, y: Real) -> list[Real]:
    slope, level = _straight(x, y)
    if kind.name == "linear":
        return [np.array([level, slope])]
    positive = y > 0 if (y > 0).sum() >= 2 else y < 0
    fall, log = (0.0, math.log(max(abs(float(y.mean())), 1e-300)))
    if positive.sum() >= 2:
        minus, log = _straight(x[positive], np.log(np.abs(y[positive])))
        fall = -float(minus)
    sign = 1.0 if y.sum() >= 0 else -1.0
    first = sign * math.exp(min(float(log), 700.0))
    if kind.name == "exponential":
        return [np.array([first, fall])]
    reach = float(x.max()) or 1.0
    times = {reach, 3.0 * reach, 1.0 / fall if fall > 1e-9 / reach else 10.0 * reach}
    return [np.array([float(y[np.argmin(x)]), time, beta]) for time in sorted(times) for beta in (0.6, 1.0)]


def _straight(x: Real, y: Real) -> tuple[float, float]:
    """Slope and level of a line of least squares, at any size of x."""
    reach = float(np.abs(x).max()) or 1.0
    middle = float((x / reach).mean())
    u = x / reach - middle
    slope = float(u @ (y - y.mean())) / max(float(u @ u), 1e-300)
    return slope / reach, float(y.mean()) - slope * middle


def _common(kind: Kind, values: Real, stated: Real, points: Sequence[Point], weights: Real) -> Real:
    """How the parameters move when all points of one specimen move together."""
    x, y = np.array([p.x for p in points]), np.array([p.value for p in points])
    slopes = kind.curve(values, x)[1] * weights[:, None]
    total = np.zeros((len(values), len(values)))
    for specimen in dict.fromkeys(p.specimen for p in points if p.common):
        shift = np.array([p.common * v if p.specimen == specimen else 0.0 for p, v in zip(points, y, strict=True)])
        moved = np.nan_to_num(stated) @ slopes.T @ (shift * weights)
        total += np.outer(moved, moved)
    return total
