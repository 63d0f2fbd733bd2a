"""Lines fitted to all slices of a series together: shared positions and widths, free signed amplitudes in each slice.

The amplitudes are eliminated slice by slice with one basis for all (variable projection), so the fit is over the shapes
alone, however many slices there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.project import Analysis, Component, FittedParameter, Region
from naglass_gui.fitting import ParameterSet, Progress, Solution, least_squares
from naglass_gui.techniques.nmr.basis import LINEAR, Model, legendre
from naglass_gui.techniques.nmr.components import baseline_terms, split_name, with_values
from naglass_gui.techniques.nmr.search import find_lines
from naglass_gui.techniques.nmr.shapes import Frame
from naglass_gui.techniques.nmr.spectrum import Spectrum
from naglass_gui.techniques.nmr.walls import Extent, bounded
from naglass_gui.techniques.relaxation.decays import Real
from naglass_gui.techniques.relaxation.magnetisation import Magnetisation
from naglass_gui.techniques.relaxation.slices import Slices

_AROUND = 12.0
"""Full widths to either side of a line that are fitted where no region says more: 97 % of a Lorentzian lies there."""


@dataclass(frozen=True, slots=True, eq=False)
class JointLines:
    """The lines of all slices.

    Attributes:
        components: the lines with fitted positions and widths; their areas are those of the slice with the longest delay.
        parameters: positions, widths, mixings as the fit left them.
        curves: the area of each line against delay, in the order of the lines.
        areas: of each line in each used slice, shape (lines, slices).
        shift: the fitted points in ppm, rising, shape (n,).
        data: of the used slices there, shape (slices, n).
        model: shape (slices, n).
        solution: over the shapes.
        free: names of the free shape parameters.
        cost: the sum of squares over all points of all slices.
        linear: free amplitudes and baseline coefficients in each slice.
    """

    components: tuple[Component, ...]
    parameters: tuple[FittedParameter, ...]
    curves: tuple[Magnetisation, ...]
    areas: Real
    shift: Real
    data: Real
    model: Real
    solution: Solution
    free: tuple[str, ...]
    cost: float
    linear: int


def lines_of(slices: Slices, analysis: Analysis, progress: Progress | None = None) -> tuple[Component, ...]:
    """The lines to fit: those of the analysis, or what the slice with the longest delay shows. Raises FitError, InputError."""
    if analysis.components:
        return analysis.components
    found = find_lines(
        spectrum_of(slices, slices.longest, analysis), baseline_terms(analysis), positive=False, progress=progress
    )
    values = {p.name: p.value for c in found for p in c.parameters}
    return with_values(replace(analysis, components=found, parameters=()), values).components


def spectrum_of(slices: Slices, which: int, analysis: Analysis) -> Spectrum:
    """One slice as a spectrum, with the regions of the analysis. Raises InputError without a Larmor frequency."""
    return Spectrum(
        slices.name,
        slices.shift,
        slices.intensity[which],
        _inside(slices, analysis.regions),
        larmor_of(slices),
        slices.nucleus,
        slices.metadata,
    )


def fit_together(
    slices: Slices, analysis: Analysis, components: Sequence[Component], progress: Progress | None = None
) -> JointLines:
    """Fit lines to all used slices.

    Args:
        slices: the series.
        analysis: its regions limit what is fitted; without any, the surroundings of the lines.
        components: lines with start values.
        progress: watches, and may raise Cancelled.

    Raises:
        InputError: no Larmor frequency, a region without points, links or bounds that make no sense.
        FitError: fewer points than parameters.
    """
    rows = np.flatnonzero(slices.used)
    inside = fitted_points(slices, analysis, components)
    shift, data = slices.shift[inside], slices.intensity[np.ix_(rows, np.flatnonzero(inside))]
    frame = Frame(shift, larmor_of(slices), None if slices.nucleus is None else float(slices.nucleus.spin))
    model = Model(components, [frame], [legendre(shift, slices.shift, baseline_terms(analysis))])
    shapes = [p for c in components for p in c.parameters if split_name(p.name)[0] not in LINEAR]
    problem = ParameterSet(bounded(shapes, [Extent.of(shift, frame.larmor)], False))
    if len(shift) <= len(model.linear) + len(problem.free):
        raise FitError(
            f"{len(components)} lines want more than {len(shift)} points; widen the region or use fewer lines."
        )
    stack = _Stack(model, problem, data.T)
    if problem.free:
        solution = least_squares(
            stack.residual,
            problem.start,
            lower=problem.lower,
            upper=problem.upper,
            max_evaluations=200,
            progress=progress,
        )
    else:
        solution = _nothing_to_move(stack, problem)
    return _concluded(slices, rows, tuple(components), shift, data, stack, solution)


class _Stack:
    """All slices against one basis, as a function of the free shape parameters."""

    def __init__(self, model: Model, problem: ParameterSet, data: Real) -> None:
        self.model = model
        self.problem = problem
        self.data = data
        self._places = [problem.names.index(name) for name in model.nonlinear]

    def parts(self, x: Real) -> tuple[Real, Real, list[Real]]:
        """The basis (n, p), amplitudes (p, m), and the derivative of the basis by each free parameter, (n, p) each."""
        values = self.problem.values(x)
        rows = self.model.rows(dict(zip(self.problem.names, values.tolist(), strict=True)))
        basis = rows.basis.T
        amplitudes, *_ = np.linalg.lstsq(basis, self.data, rcond=None)
        by_shape = self.problem.slopes(x)[self._places]
        slopes = [np.zeros_like(basis) for _ in self.problem.free]
        for row, parameter, function in zip(rows.slopes, rows.parameters, rows.functions, strict=True):
            for k in np.flatnonzero(by_shape[parameter]).tolist():
                slopes[k][:, function] += by_shape[parameter, k] * row
        return basis, amplitudes, slopes

    def residual(self, x: Real) -> tuple[Real, Real]:
        """Model minus data, shape (n m,), and Kaufman's derivatives by x: what the amplitudes cannot take up."""
        basis, amplitudes, slopes = self.parts(x)
        orthonormal, _ = np.linalg.qr(basis)
        columns = []
        for slope in slopes:
            moved = slope @ amplitudes
            columns.append((moved - orthonormal @ (orthonormal.T @ moved)).ravel())
        return (basis @ amplitudes - self.data).ravel(), np.column_stack(columns)


def _nothing_to_move(stack: _Stack, problem: ParameterSet) -> Solution:
    basis, amplitudes, _ = stack.parts(problem.start)
    residual = (basis @ amplitudes - stack.data).ravel()
    none = np.zeros(0)
    return Solution(
        x=none, covariance=np.zeros((0, 0)), stderr=none, cost=float(residual @ residual), residual=residual,
        jacobian=np.zeros((len(residual), 0)), iterations=0, evaluations=1, converged=True, message="nothing to move",
        at_bound=np.zeros(0, dtype=bool),
    )  # fmt: skip


def _concluded(
    slices: Slices,
    rows: NDArray[np.intp],
    components: tuple[Component, ...],
    shift: Real,
    data: Real,
    stack: _Stack,
    solution: Solution,
) -> JointLines:
    problem = stack.problem
    basis, amplitudes, slopes = stack.parts(solution.x)
    count, linear = len(rows), len(stack.model.linear)
    freedom = data.size - len(problem.free) - linear * count
    # The engine's s^2 does not know of the amplitudes, which were eliminated before it saw the residuals.
    variance = solution.cost / max(freedom, 1)
    engine = solution.cost / max(data.size - len(problem.free), 1)
    scale = variance / engine if engine > 0 else 1.0
    solution = replace(solution, covariance=solution.covariance * scale, stderr=solution.stderr * np.sqrt(scale))
    errors = _errors(basis, amplitudes, slopes, solution.covariance, variance)
    areas = amplitudes[: len(components)]
    values = dict(zip(problem.names, problem.values(solution.x).tolist(), strict=True))
    last = int(np.argmax(slices.delay[rows]))
    values |= {term.area: float(areas[k, last]) for k, term in enumerate(stack.model.terms)}
    fitted = with_values(Analysis("", "", "nmr", (), components=components), values).components
    curves = tuple(Magnetisation(c.name, slices.delay[rows], areas[k], errors[k], rows) for k, c in enumerate(fitted))
    return JointLines(
        fitted, problem.fitted(solution), curves, areas, shift, data, (basis @ amplitudes).T, solution, problem.free,
        solution.cost, linear * count,
    )  # fmt: skip


def _errors(basis: Real, amplitudes: Real, slopes: Sequence[Real], shapes: Real, variance: float) -> Real:
    """Standard errors of the amplitudes, shape (p, m): what noise does directly, and through the shared shapes."""
    upper = np.linalg.qr(basis, mode="r")
    inverse = np.linalg.pinv(upper)
    direct = variance * np.sum(inverse**2, axis=1)
    pseudo = np.linalg.pinv(basis)
    known = np.nan_to_num(shapes, nan=0.0, posinf=0.0)
    by_shape = np.array([-pseudo @ (slope @ amplitudes) for slope in slopes]).reshape(len(slopes), *amplitudes.shape)
    shared = np.einsum("kpm,kl,lpm->pm", by_shape, known, by_shape)
    result: Real = np.sqrt(direct[:, None] + shared)
    return result


def fitted_points(slices: Slices, analysis: Analysis, components: Sequence[Component]) -> NDArray[np.bool_]:
    """Which points lines are fitted to, shape (n,): the regions, or without any the surroundings of the lines.

    Raises InputError for regions that hold no point, or without a Larmor frequency.
    """
    return _inside(slices, analysis.regions or _around(components, larmor_of(slices)))


def _around(components: Sequence[Component], larmor: float) -> tuple[Region, ...]:
    regions = []
    for component in components:
        values = {split_name(p.name)[0]: p.value for p in component.parameters}
        widths = [values[name] for name in ("width", "gauss", "lorentz") if name in values]
        if not widths:
            return ()
        reach = _AROUND * max(widths) / larmor
        regions.append(Region("", values["position"] - reach, values["position"] + reach))
    return tuple(regions)


def _inside(slices: Slices, regions: Sequence[Region]) -> NDArray[np.bool_]:
    inside = np.ones(len(slices.shift), dtype=bool)
    if regions:
        inside = np.any([(slices.shift >= r.low) & (slices.shift <= r.high) for r in regions], axis=0)
    if not inside.any():
        raise InputError("No point lies in the chosen windows; widen them.", field="Window")
    return np.asarray(inside)


def larmor_of(slices: Slices) -> float:
    """Frequency of 0 ppm in MHz. Raises InputError where it is not known."""
    if slices.larmor is None:
        raise InputError(
            f"{slices.name}: the file does not give the Larmor frequency, which turns ppm into Hz; type it in MHz.",
            field="Larmor frequency",
        )
    return slices.larmor
