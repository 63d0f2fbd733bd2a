"""Free, fixed and linked parameters of a model as the vector a fit moves: every technique gets them from here."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import Expression, order, parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import FittedParameter
from naglass_gui.fitting.linear import Real
from naglass_gui.fitting.solution import Residual, Solution
from naglass_gui.fitting.statistics import propagate

ByValues = Callable[[Real], tuple[Real, Real]]
"""From the values of all parameters (k,) to weighted residuals (m,) and their derivatives by those values (m, k)."""


@dataclass(frozen=True, slots=True)
class _Link:
    index: int
    expression: Expression


class ParameterSet:
    """Between the values of all parameters and the vector x of the free ones.

    A free parameter enters x as it is, or as its natural logarithm. A fixed one keeps its value. A linked one follows
    its expression; its own bounds are not enforced.

    Attributes:
        parameters: as given, k of them.
        names: of all parameters.
        free: names of those in x, in the same order, n of them.
        start: x of the given values, moved inside the bounds, shape (n,).
        lower: bounds of x, shape (n,); -inf where there is none.
        upper: bounds of x, shape (n,); inf where there is none.

    Args:
        parameters: of the model.
        logarithmic: names of those that are fitted as their logarithm; their values must be above zero.

    Raises:
        InputError: bounds that cross, a logarithm of a value not above zero, a value that is not a number, a link with
            an unknown name or no value, links in a circle, or two parameters of one name.
    """

    def __init__(self, parameters: Sequence[Parameter], *, logarithmic: Collection[str] = ()) -> None:
        self.parameters = tuple(parameters)
        self.names = tuple(p.name for p in self.parameters)
        if len(set(self.names)) < len(self.names):
            raise InputError(f"Two parameters are named {_repeated(self.names)}; rename one.")
        self._free = [i for i, p in enumerate(self.parameters) if p.free]
        self._logarithmic = [self.names[i] in logarithmic for i in self._free]
        self.free = tuple(self.names[i] for i in self._free)
        links = {p.name: p.link for p in self.parameters if p.link}
        known = frozenset(self.names)
        self._links = [_Link(self.names.index(name), parse(links[name], known)) for name in order(links, self.names)]
        self._fixed = [p.value for p in self.parameters]
        walls = [_walls(self.parameters[i], log) for i, log in zip(self._free, self._logarithmic, strict=True)]
        self.lower = np.array([low for low, _ in walls], dtype=float)
        self.upper = np.array([high for _, high in walls], dtype=float)
        self.start = self.vector([p.value for p in self.parameters])

    def vector(self, values: Sequence[float]) -> Real:
        """The free vector of values of all parameters, moved inside the bounds, shape (n,). Raises InputError."""
        x = np.empty(len(self._free))
        for k, (i, log) in enumerate(zip(self._free, self._logarithmic, strict=True)):
            value = float(values[i])
            if not math.isfinite(value):
                raise InputError(f"{self.names[i]} has no starting value.", field=self.names[i])
            if log and value <= 0 and not math.isfinite(self.lower[k]):
                raise InputError(f"{self.names[i]} must be above zero, not {value:g}.", field=self.names[i])
            x[k] = (math.log(value) if value > 0 else -math.inf) if log else value
        return np.clip(x, self.lower, self.upper)

    def values(self, x: Real) -> Real:
        """The values of all parameters, shape (k,); NaN where a link has none there."""
        return np.array(self._values(x))

    def _values(self, x: Real) -> list[float]:
        values = list(self._fixed)
        for i, log, value in zip(self._free, self._logarithmic, x.tolist(), strict=True):
            values[i] = _exp(value) if log else value
        if self._links:
            known = dict(zip(self.names, values, strict=True))
            for link in self._links:
                value = _number(link.expression, known)
                values[link.index] = known[self.names[link.index]] = value
        return values

    def slopes(self, x: Real) -> Real:
        """Derivatives of all values by x, shape (k, n); NaN where a link has none."""
        values = self._values(x)
        slopes = np.zeros((len(values), len(self._free)))
        for k, (i, log) in enumerate(zip(self._free, self._logarithmic, strict=True)):
            slopes[i, k] = values[i] if log else 1.0
        known = dict(zip(self.names, values, strict=True))
        for link in self._links:
            for name, slope in _gradient(link.expression, known).items():
                slopes[link.index] += slope * slopes[self.names.index(name)]
        return slopes

    def residual(self, by_values: ByValues) -> Residual:
        """A model of all values as one of the free vector."""

        def residual(x: Real) -> tuple[Real, Real]:
            values = self.values(x)
            r, jacobian = by_values(values)
            if self._links:
                return r, jacobian @ self.slopes(x)
            return r, jacobian[:, self._free] * np.where(self._logarithmic, values[self._free], 1.0)

        return residual

    def covariance(self, solution: Solution) -> Real:
        """Covariance of all values, shape (k, k), in their units; not finite where the data do not determine them."""
        with np.errstate(invalid="ignore"):
            return propagate(self.slopes(solution.x), solution.covariance)

    def fitted(self, solution: Solution, covariance: Real | None = None) -> tuple[FittedParameter, ...]:
        """All parameters as a fit left them; `covariance` of all values, where it is known already.

        `stderr` is None for a fixed one, for one on its bound, and where the data do not determine it; that of a linked
        one follows from those it depends on.
        """
        values = self.values(solution.x).tolist()
        variances = np.diag(self.covariance(solution) if covariance is None else covariance).tolist()
        on_bound = {name for name, held in zip(self.free, solution.at_bound.tolist(), strict=True) if held}
        return tuple(
            FittedParameter(
                name=parameter.name,
                value=value,
                stderr=math.sqrt(variance) if 0 < variance < math.inf else None,
                unit=parameter.unit,
                vary=parameter.free,
                at_bound=parameter.name in on_bound,
            )
            for parameter, value, variance in zip(self.parameters, values, variances, strict=True)
        )


def _walls(parameter: Parameter, logarithmic: bool) -> tuple[float, float]:
    low = -math.inf if parameter.minimum is None else parameter.minimum
    high = math.inf if parameter.maximum is None else parameter.maximum
    if not low <= high:
        raise InputError(
            f"The bounds of {parameter.name} cross: {low:g} is above {high:g}; correct them.", field=parameter.name
        )
    if not logarithmic:
        return low, high
    if high <= 0:
        raise InputError(f"The upper bound of {parameter.name} must be above zero.", field=parameter.name)
    return (math.log(low) if low > 0 else -math.inf), (math.log(high) if high < math.inf else math.inf)


def _exp(value: float) -> float:
    return math.exp(value) if value < 709.0 else math.inf


def _number(expression: Expression, known: dict[str, float]) -> float:
    try:
        return expression.number(known)
    except InputError:
        # During a search a link may pass where it has no value (a logarithm below zero): that step is refused there.
        return math.nan


def _gradient(expression: Expression, known: dict[str, float]) -> dict[str, float]:
    try:
        return expression.gradient(known)
    except InputError:
        return dict.fromkeys(expression.names, math.nan)


def _repeated(names: tuple[str, ...]) -> str:
    return next(name for name in names if names.count(name) > 1)
