"""A circuit against a sweep as least squares: the free vector a fit moves, its walls, and the residual with Jacobian.

Free parameters are fitted as their logarithm where the element says so; linked ones follow by their expressions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from math import exp

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import Expression, order, parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis.band import Real
from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.techniques.eis.elements import ParameterSpec
from naglass_gui.techniques.eis.guess import Extent
from naglass_gui.techniques.eis.impedance import CircuitModel
from naglass_gui.techniques.eis.sweep import Sweep, weights

LONGEST_STEP = 1.0
"""The most a logarithm may change in one step: a factor of e. Longer ones end at the best optimum less often."""
LONGEST_SHARE = 0.1
"""The most an exponent may change in one step, as a share of its range."""
NO_INFLUENCE = 1e-6
"""An impedance smaller than this share of the smallest |Z|, or larger than its inverse times the largest, is out of reach."""


@dataclass(frozen=True, slots=True)
class Link:
    """A parameter that follows others: its place and its checked expression."""

    index: int
    expression: Expression


class FreeVector:
    """Between the vector x that a fit moves and the values of all parameters in circuit order.

    Args:
        parameters: of the circuit, in its order.
        specs: what each is.
        extent: of the fitted points, which sets walls where a parameter has no influence any more.

    Raises:
        InputError: bounds that leave nothing between them, a link with an unknown name, or links in a circle.
    """

    def __init__(self, parameters: tuple[Parameter, ...], specs: tuple[ParameterSpec, ...], extent: Extent) -> None:
        self.parameters = parameters
        self.logarithmic = [spec.logarithmic for spec in specs]
        self.free = [k for k, p in enumerate(parameters) if p.free]
        self.names = [p.name for p in parameters]
        links = {p.name: p.link for p in parameters if p.link}
        known = frozenset(self.names)
        self.links = [Link(self.names.index(name), parse(links[name], known)) for name in order(links, known)]
        walls = [_walls(parameters[k], specs[k], extent) for k in self.free]
        self.lower = np.array([self._inward(k, low) for k, (low, _) in zip(self.free, walls, strict=True)])
        self.upper = np.array([self._inward(k, high) for k, (_, high) in zip(self.free, walls, strict=True)])
        logarithmic = np.array([self.logarithmic[k] for k in self.free], dtype=bool)
        self.step_limit = np.where(logarithmic, LONGEST_STEP, LONGEST_SHARE * (self.upper - self.lower))
        self._fixed = [p.value for p in parameters]
        self._moves = [(k, self.logarithmic[k]) for k in self.free]
        self._logarithms = np.array([self.logarithmic[k] for k in self.free], dtype=bool)

    def _inward(self, k: int, value: float) -> float:
        return math.log(value) if self.logarithmic[k] else value

    def start(self, values: Real) -> Real:
        """The free vector of values in their units; a value outside the walls is moved onto them."""
        x = [
            math.log(v) if self.logarithmic[k] and v > 0 else (-math.inf if self.logarithmic[k] else v)
            for k, v in ((k, float(values[k])) for k in self.free)
        ]
        inside: Real = np.clip(np.array(x), self.lower, self.upper)
        return inside

    def values(self, x: Real) -> list[float]:
        """The values of all parameters, linked ones included; NaN where a link has none."""
        values = list(self._fixed)
        for (k, logarithmic), v in zip(self._moves, x.tolist(), strict=True):
            values[k] = exp(v) if logarithmic else v
        if self.links:
            known = dict(zip(self.names, values, strict=True))
            for link in self.links:
                values[link.index] = known[self.names[link.index]] = _value(link.expression, known)
        return values

    def admissible(self, values: Real) -> Real:
        """Sets of values, shape (k, d), with the free ones inside their walls, the fixed ones fixed and links followed."""
        x = np.clip(self._inwards(values[self.free]), self.lower[:, None], self.upper[:, None])
        held = np.repeat(np.array(self._fixed)[:, None], values.shape[1], axis=1)
        held[self.free] = np.where(self._logarithms[:, None], np.exp(x), x)
        if self.links:
            known = dict(zip(self.names, held, strict=True))
            for link in self.links:
                held[link.index] = known[self.names[link.index]] = link.expression.value(known)
        return held

    def _inwards(self, free: Real) -> Real:
        inward: Real = np.where(self._logarithms[:, None], np.log(np.maximum(free, 1e-300)), free)
        return inward

    def gradient(self, values: list[float]) -> Real:
        """Derivatives of all values by the free vector, shape (k, n)."""
        slopes = np.zeros((len(values), len(self.free)))
        for column, k in enumerate(self.free):
            slopes[k, column] = values[k] if self.logarithmic[k] else 1.0
        known = dict(zip(self.names, values, strict=True))
        for link in self.links:
            for name, slope in _slopes(link.expression, known).items():
                slopes[link.index] += slope * slopes[self.names.index(name)]
        return slopes

    def natural(self, values: list[float]) -> Real:
        """By what a derivative with respect to a logarithm is divided to be one by the value, shape (k,)."""
        return np.array([v if log else 1.0 for v, log in zip(values, self.logarithmic, strict=True)])


def _value(expression: Expression, known: dict[str, float]) -> float:
    try:
        return expression.number(known)
    except InputError:
        return math.nan


def _slopes(expression: Expression, known: dict[str, float]) -> dict[str, float]:
    try:
        return expression.gradient(known)
    except InputError:
        return dict.fromkeys(expression.names, math.nan)


def _walls(parameter: Parameter, spec: ParameterSpec, extent: Extent) -> tuple[float, float]:
    """The bounds of a parameter: the person's where they are tighter than those of sense."""
    low, high = _reach(spec, extent)
    if parameter.minimum is not None:
        low = max(spec.lower, parameter.minimum)
    if parameter.maximum is not None:
        high = min(spec.upper, parameter.maximum)
    if not low < high:
        raise InputError(
            f"The bounds of {parameter.name} leave nothing between {low:g} and {high:g}; correct them.",
            field=parameter.name,
        )
    return low, high


def _reach(spec: ParameterSpec, extent: Extent) -> tuple[float, float]:
    """Where a parameter has influence: outside, its element is a short or an open end at every fitted frequency."""
    short, opened = NO_INFLUENCE * extent.smallest, extent.largest / NO_INFLUENCE
    slow, fast = extent.omega_low, extent.omega_high
    match spec.unit:
        case "ohm":
            low, high = short, opened
        case "F":
            low, high = 1.0 / (fast * opened), 1.0 / (slow * short)
        case "H":
            low, high = short / fast, opened / slow
        case "S s^n" | "S s^0.5":
            low, high = min(1.0, 1.0 / fast) / opened, max(1.0, 1.0 / slow) / short
        case "s":
            low, high = NO_INFLUENCE / fast, 1.0 / (NO_INFLUENCE * slow)
        case _:
            low, high = spec.lower, spec.upper
    return max(low, spec.lower), min(high, spec.upper)


class Problem:
    """Weighted residuals of a circuit at the fitted points, real and imaginary parts alternating.

    Attributes:
        points: what is fitted, from the highest frequency to the lowest.
        weights: of the residuals, shape (2m,).
        extent: of the points.
        vector: between x and values.
    """

    def __init__(self, circuit: Circuit, parameters: tuple[Parameter, ...], sweep: Sweep, weight: str) -> None:
        self.points = points = sweep.fitted
        self.model = CircuitModel(circuit, points.frequency)
        self.extent = Extent.of(points.frequency, points.z)
        specs = tuple(parameter.spec for parameter in circuit.parameters)
        self.vector = FreeVector(parameters, specs, self.extent)
        self._measured = np.ascontiguousarray(points.z).view(float)
        self.weights: Real = np.stack(weights(points.z, weight), axis=1).reshape(-1)

    @property
    def n_points(self) -> int:
        """Fitted points, each of two residuals."""
        return len(self.points.z)

    def residual(self, x: Real) -> tuple[Real, Real]:
        """Residuals, shape (2m,), and their derivatives by x, shape (2m, n)."""
        values = self.vector.values(x)
        z, slopes = self.model(values)
        rows = slopes.view(float)
        if self.vector.links:
            by_free = self.vector.gradient(values) / self.vector.natural(values)[:, None]
            rows = by_free.T @ rows
        elif len(self.vector.free) < len(values):
            rows = rows[self.vector.free]
        # In place, as both belong to this call alone: a new array costs as much as the numbers in it.
        residual = z.view(float) - self._measured
        residual *= self.weights
        rows *= self.weights
        return residual, rows.T
