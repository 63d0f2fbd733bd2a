"""The fit of lines to spectra: which parameters move, by which way it is solved, and how the solution reads in all of them.

Where areas and baseline enter linearly, free or held or as fixed multiples of one another, the fit is over the others alone
(variable projection). Where a link ties an area to something else, all parameters are fitted together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.expression import order, parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.fitting import ParameterSet, Slopes, Solution, least_squares, propagate, variable_projection
from naglass_gui.fitting.solution import Progress
from naglass_gui.techniques.nmr.basis import LINEAR, Model
from naglass_gui.techniques.nmr.components import split_name
from naglass_gui.techniques.nmr.lines import Real


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """Where a fit ended.

    Attributes:
        values: of all parameters by name.
        free: names of the free parameters, in the order of the covariance.
        covariance: of the free parameters, shape (n, n); not finite where undetermined.
        stderr: of all parameters by name; None where fixed, on a bound or undetermined.
        at_bound: names of those a bound holds.
        residual: model minus data, shape (m,).
        cost: sum of squares.
        converged: whether it ended at a minimum.
        evaluations: of the model.
    """

    values: dict[str, float]
    free: tuple[str, ...]
    covariance: Real
    stderr: dict[str, float | None]
    at_bound: frozenset[str]
    residual: Real
    cost: float
    converged: bool
    evaluations: int


class Deconvolution:
    """Spectra, a model of them, and parameters with their bounds and links.

    Args:
        model: the lines.
        data: intensities of all spectra, shape (m,).
        parameters: all of the model's, with the bounds to be held.

    Raises:
        InputError: a link with an unknown name, or links in a circle; bounds that cross.
    """

    def __init__(self, model: Model, data: Real, parameters: Sequence[Parameter]) -> None:
        self.model = model
        self.data = data
        self.parameters = tuple(parameters)
        self.everything = ParameterSet(self.parameters)
        self._mixture = _mixture([p for p in self.parameters if _linear(p.name)], self.everything)
        self.separable = self._mixture is not None and not self._shapes_follow_areas()

    def _shapes_follow_areas(self) -> bool:
        links = [p.link for p in self.parameters if p.link and not _linear(p.name)]
        return any(_linear(name) for link in links for name in parse(link).names)

    def solve(self, progress: Progress | None = None, max_evaluations: int = 400) -> Optimum:
        """The least sum of squares reached from the current values.

        Args:
            progress: watches, and may raise Cancelled.
            max_evaluations: calls of the model, at most.
        """
        if self.separable:
            return self._projected(progress, max_evaluations)
        return self._together(progress, max_evaluations)

    # -- areas and baseline at their best for each set of shapes ------------------------------------------------------

    def _projected(self, progress: Progress | None, max_evaluations: int) -> Optimum:
        assert self._mixture is not None
        mixture = self._mixture
        shapes = ParameterSet([p for p in self.parameters if not _linear(p.name)])
        wanted = [shapes.names.index(name) for name in self.model.nonlinear]
        linear_places = [mixture.names.index(name) for name in self.model.linear]
        matrix = mixture.matrix[linear_places]
        direct = mixture.plain and all(p.free for p in shapes.parameters)

        def basis(x: Real) -> tuple[Real, Slopes]:
            values = shapes.values(x)
            rows = self.model.rows(dict(zip(shapes.names, values.tolist(), strict=True)))
            if direct:
                turned = np.array([wanted[k] for k in rows.parameters], dtype=np.intp)
                return rows.basis.T, Slopes(rows.slopes, turned, np.array(rows.functions, dtype=np.intp))
            by_x = shapes.slopes(x)[wanted]
            return (matrix.T @ rows.basis).T, _expanded(rows.slopes, rows.parameters, rows.functions, by_x, matrix)

        if direct:
            matrix = np.eye(len(self.model.linear))
            low = np.array([mixture.lower[k] for k in linear_places])
            high = np.array([mixture.upper[k] for k in linear_places])
            free = tuple(self.model.linear)
        else:
            low, high, free = mixture.lower, mixture.upper, mixture.free
        solution = variable_projection(
            basis,
            self.data,
            shapes.start,
            lower=shapes.lower,
            upper=shapes.upper,
            linear_lower=low,
            linear_upper=high,
            max_evaluations=max_evaluations,
            progress=progress,
        )
        return self._read(solution, (*shapes.free, *free), len(shapes.free), shapes, matrix)

    def _read(
        self, solution: Solution, free: tuple[str, ...], count: int, shapes: ParameterSet, matrix: Real
    ) -> Optimum:
        """The solution over (shapes, linear ones) as one over all parameters."""
        inner = shapes.values(solution.x[:count])
        values = dict(zip(shapes.names, inner.tolist(), strict=True))
        values |= dict(zip(self.model.linear, (matrix @ solution.x[count:]).tolist(), strict=True))
        slopes = np.zeros((len(values), len(free)))
        slopes[: len(inner), :count] = shapes.slopes(solution.x[:count])
        slopes[len(inner) :, count:] = matrix
        held = [name for name, bound in zip(free, solution.at_bound.tolist(), strict=True) if bound]
        kept = [k for k, name in enumerate(free) if name != _CONSTANT]
        return self._judged(_optimum(solution, values, free, kept, slopes, frozenset(held) - {_CONSTANT}))

    def _judged(self, optimum: Optimum) -> Optimum:
        """The optimum with what is as wide as the whole range of a parameter told as undetermined."""
        lost = []
        for p in self.parameters:
            error, ends = optimum.stderr[p.name], (p.minimum, p.maximum)
            if error is not None and None not in ends and error > ends[1] - ends[0]:  # type: ignore[operator]
                lost.append(p.name)
        if not lost:
            return optimum
        covariance = optimum.covariance.copy()
        for name in lost:
            if name in optimum.free:
                k = optimum.free.index(name)
                covariance[k, :] = covariance[:, k] = np.nan
                covariance[k, k] = np.inf
        return replace(optimum, covariance=covariance, stderr=optimum.stderr | dict.fromkeys(lost))

    # -- everything together -------------------------------------------------------------------------------------------

    def residual(self, x: Real) -> tuple[Real, Real]:
        """Model minus data, shape (m,), and its derivatives by x, the vector of `everything`, shape (m, n)."""
        values = self.everything.values(x)
        everything, model = self.everything, self.model
        wanted = [everything.names.index(name) for name in model.nonlinear]
        linear = [everything.names.index(name) for name in model.linear]
        rows = model.rows(dict(zip(everything.names, values.tolist(), strict=True)))
        jacobian = np.zeros((len(values), model.size))
        jacobian[linear] = rows.basis
        areas = values[linear]
        for k, (parameter, function) in enumerate(zip(rows.parameters, rows.functions, strict=True)):
            jacobian[wanted[parameter]] += areas[function] * rows.slopes[k]
        return areas @ rows.basis - self.data, jacobian.T @ everything.slopes(x)

    def _together(self, progress: Progress | None, max_evaluations: int) -> Optimum:
        everything = self.everything
        solution = least_squares(
            self.residual,
            everything.vector(self._rough_areas()),
            lower=everything.lower,
            upper=everything.upper,
            max_evaluations=max_evaluations,
            progress=progress,
        )
        values = dict(zip(everything.names, everything.values(solution.x).tolist(), strict=True))
        held = [name for name, bound in zip(everything.free, solution.at_bound.tolist(), strict=True) if bound]
        kept = list(range(len(everything.free)))
        slopes = everything.slopes(solution.x)
        return self._judged(_optimum(solution, values, everything.free, kept, slopes, frozenset(held)))

    def _rough_areas(self) -> list[float]:
        """Current values, with areas that are still zero at what the data want for these shapes."""
        values = {p.name: p.value for p in self.parameters}
        # An area of zero would leave a link that divides by it without a value.
        some = [1.0 if _linear(name) and value == 0.0 else value for name, value in values.items()]
        start = self.everything.values(self.everything.vector(some))
        rows = self.model.rows(dict(zip(self.everything.names, start.tolist(), strict=True)))
        if not np.isfinite(rows.basis).all():
            raise FitError("A line has no finite value at the start: correct its links or values.")
        best = np.linalg.lstsq(rows.basis.T, self.data, rcond=None)[0]
        for name, area in zip(self.model.linear, best.tolist(), strict=True):
            if values[name] == 0.0:
                values[name] = area
        return [values[p.name] for p in self.parameters]


def _linear(name: str) -> bool:
    return split_name(name)[0] in LINEAR


def _optimum(
    solution: Solution,
    values: dict[str, float],
    free: tuple[str, ...],
    kept: list[int],
    slopes: Real,
    at_bound: frozenset[str],
) -> Optimum:
    """The optimum from derivatives of all values, in the order of `values`, by the solved vector."""
    moved = (slopes[:, kept] != 0).any(axis=1)
    with np.errstate(invalid="ignore"):
        variances = np.diag(propagate(slopes, solution.covariance))
    stderr = {
        name: math.sqrt(variance) if moves and 0 < variance < math.inf and name not in at_bound else None
        for name, variance, moves in zip(values, variances.tolist(), moved.tolist(), strict=True)
    }
    return Optimum(
        values=values,
        free=tuple(free[k] for k in kept),
        covariance=solution.covariance[np.ix_(kept, kept)],
        stderr=stderr,
        at_bound=at_bound,
        residual=solution.residual,
        cost=solution.cost,
        converged=solution.converged,
        evaluations=solution.evaluations,
    )


# -- areas as mixtures of free ones ------------------------------------------------------------------------------------

_CONSTANT = ""
"""Stands for 1 among the free areas: what is held enters as a multiple of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """All linear parameters as matrix @ free ones.

    Attributes:
        names: of all.
        free: of the free ones; the last may be the constant.
        matrix: shape (all, free).
        lower: bounds of the free ones.
        upper: bounds of the free ones.
        plain: whether every one is free by itself.
    """

    names: tuple[str, ...]
    free: tuple[str, ...]
    matrix: Real
    lower: Real
    upper: Real
    plain: bool


def _mixture(parameters: Sequence[Parameter], everything: ParameterSet) -> Mixture | None:
    """The linear parameters as mixtures of the free ones; None where a link is not a fixed mixture of areas."""
    names = [p.name for p in parameters]
    free = [p for p in parameters if p.free]
    rows: dict[str, Real] = {}
    size = len(free) + 1
    for k, parameter in enumerate(free):
        rows[parameter.name] = np.eye(size)[k]
    for parameter in parameters:
        if not parameter.free and not parameter.link:
            rows[parameter.name] = parameter.value * np.eye(size)[-1]
    links = {p.name: p.link for p in parameters if p.link}
    for name in order(links, everything.names):
        if name not in links:
            continue
        row = _mixed(links[name], rows, size)
        if row is None:
            return None
        rows[name] = row
    matrix = np.array([rows[name] for name in names]).reshape(len(names), size)
    bounds = {
        name: (low, high) for name, low, high in zip(everything.free, everything.lower, everything.upper, strict=True)
    }
    lower, upper = [bounds[p.name][0] for p in free], [bounds[p.name][1] for p in free]
    labels = [p.name for p in free]
    if matrix[:, -1].any():
        labels, lower, upper = [*labels, _CONSTANT], [*lower, 1.0], [*upper, 1.0]
    else:
        matrix = matrix[:, :-1]
    plain = len(free) == len(parameters)
    return Mixture(tuple(names), tuple(labels), matrix, np.array(lower), np.array(upper), plain)


def _mixed(link: str, rows: Mapping[str, Real], size: int) -> Real | None:
    """A link as a mixture of what is known; None where it is none, told by its slopes at unlike places."""
    expression = parse(link)
    if not expression.names <= rows.keys():
        return None
    generator = np.random.default_rng(0)
    slopes: list[dict[str, float]] = []
    places = [{name: float(generator.uniform(0.5, 2.0)) for name in expression.names} for _ in range(3)]
    try:
        slopes = [expression.gradient(place) for place in places]
        rest = expression.number(places[0]) - sum(slopes[0][n] * places[0][n] for n in expression.names)
    except InputError:
        return None
    for name in expression.names:
        if any(not math.isclose(slope[name], slopes[0][name], rel_tol=1e-12, abs_tol=1e-300) for slope in slopes):
            return None
    row = rest * np.eye(size)[-1]
    for name in expression.names:
        row = row + slopes[0][name] * rows[name]
    return np.asarray(row)


def _expanded(slopes: Real, parameters: Sequence[int], functions: Sequence[int], by_x: Real, matrix: Real) -> Slopes:
    """Derivatives of mixed basis functions by the free vector, from those of single ones by their own parameters."""
    values: list[NDArray[np.float64]] = []
    moving: list[int] = []
    columns: list[int] = []
    for k, (parameter, function) in enumerate(zip(parameters, functions, strict=True)):
        for x in np.flatnonzero(by_x[parameter]):
            for column in np.flatnonzero(matrix[function]):
                factor = by_x[parameter, x] * matrix[function, column]
                values.append(slopes[k] if factor == 1.0 else factor * slopes[k])
                moving.append(int(x))
                columns.append(int(column))
    stacked = np.array(values).reshape(len(values), slopes.shape[1])
    return Slopes(stacked, np.array(moving, dtype=np.intp), np.array(columns, dtype=np.intp))
