"""The current fit of a series as least squares around its optimum, for intervals beyond the linear error."""

from __future__ import annotations

from dataclasses import replace

from naglass_gui.core.errors import FitError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Fit
from naglass_gui.fitting import least_squares
from naglass_gui.techniques.intervals import FittedProblem
from naglass_gui.techniques.nmr.components import with_values
from naglass_gui.techniques.relaxation.curve_fit import CurveProblem
from naglass_gui.techniques.relaxation.decays import Real
from naglass_gui.techniques.relaxation.fit import slices_of
from naglass_gui.techniques.relaxation.forms import Form
from naglass_gui.techniques.relaxation.joint_lines import fit_together
from naglass_gui.techniques.relaxation.magnetisation import measured
from naglass_gui.techniques.relaxation.parameters import curve_name, form_of, own_parameters
from naglass_gui.techniques.technique import FitInputs

SHAPES_STAND = "Positions, widths and mixings come from all slices together, and their linear errors stand."
"""Of so many points that profiles of the shapes agree with them to a tenth of a per cent, after minutes."""


def fitted_problems(inputs: FitInputs) -> tuple[FittedProblem, ...]:
    """One problem for each curve, as each is fitted by itself.

    Raises:
        InputError: windows, lines, delays, links or options that make no sense.
        FitError: there is no current fit, or too few points are left.
    """
    fit = inputs.analysis.fit
    if fit is None:
        raise FitError(f"{inputs.analysis.name} has not been fitted.")
    slices, form = slices_of(inputs), form_of(inputs.analysis)
    analysis = with_values(inputs.analysis, {p.name: p.value for p in fit.parameters})
    by_lines = analysis.option("way", "windows") == "lines"
    curves = fit_together(slices, analysis, analysis.components).curves if by_lines else measured(slices, analysis)
    note = SHAPES_STAND if by_lines else ""
    posed = [
        (k, CurveProblem(c.delay, c.values, form, _parameters(analysis, fit, form, k), c.sigma))
        for k, c in enumerate(curves, start=1)
    ]
    found = tuple(_problem(problem, k, note) for k, problem in posed if problem.vector.free)
    if not found:
        raise FitError("Every parameter is fixed or linked; let at least one vary.")
    return found


def _parameters(analysis: Analysis, fit: Fit, form: Form, number: int) -> tuple[Parameter, ...]:
    """Those of a curve with the values of the fit, and the bounds and links that are set."""
    values = {p.name: p.value for p in fit.parameters}
    start = {name: values[curve_name(name, number)] for name in form.names}
    held = {p.name: replace(p, value=start[p.name]) for p in own_parameters(analysis, number) if p.name in start}
    return tuple(held.get(p.name, p) for p in form.parameters(start))


def _problem(problem: CurveProblem, number: int, note: str) -> FittedProblem:
    vector = problem.vector
    solution = least_squares(problem.residual, vector.start, lower=vector.lower, upper=vector.upper)
    names = tuple(curve_name(name, number) for name in vector.free)
    places = [vector.names.index(name) for name in vector.free]

    def by_name(x: Real) -> dict[str, float]:
        return dict(zip(names, vector.values(x)[places].tolist(), strict=True))

    return FittedProblem(names, problem.residual, solution, by_name, vector.lower, vector.upper, note=note)
