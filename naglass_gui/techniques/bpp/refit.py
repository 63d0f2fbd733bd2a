"""The current fit of a motion as least squares around its optimum, for intervals beyond the linear error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.core.parameter import Parameter
from naglass_gui.fitting import Solution, least_squares
from naglass_gui.techniques.bpp.law import Motion, Real
from naglass_gui.techniques.bpp.motion_fit import STEP_LIMIT, MotionProblem, Points, constrained, parameters_of
from naglass_gui.techniques.bpp.points import fitted, points_of_inputs, spin_of
from naglass_gui.techniques.intervals import FittedProblem
from naglass_gui.techniques.technique import FitInputs

NOT_APART = "The points do not tell τ₀ and C_Q apart, so neither has an interval; hold C_Q for that of τ₀."


def fitted_problem(inputs: FitInputs) -> FittedProblem:
    """The current fit of a motion; where tau0 and C_Q are not told apart, no interval is told of either.

    Raises:
        InputError: numbers, bounds or options that make no sense.
        FitError: there is no current fit, or too few points are left.
    """
    analysis = inputs.analysis
    fit = analysis.fit
    if fit is None:
        raise FitError(f"{analysis.name} has not been fitted.")
    weigh = analysis.option("weight", "errors") == "errors"
    points, spin = fitted(points_of_inputs(inputs), weigh=weigh), spin_of(analysis, inputs.sources)
    motion: Motion = fit.model  # type: ignore[assignment]
    given = {p.name: p for p in constrained(analysis.parameters, motion, spin)}
    values = {p.name: p.value for p in fit.parameters}
    known = [replace(given.get(p.name, p), value=values[p.name]) for p in parameters_of(motion, spin)]
    problem, solution = _solved(points, spin, motion, known)
    if np.isinf(solution.stderr).any():
        # One of the two may have any value: where it is, is of no consequence for the others.
        known = [replace(p, vary=False) if p.name == "C_Q" else p for p in known]
        problem, solution = _solved(points, spin, motion, known)
    vector = problem.vector
    places = [vector.names.index(name) for name in vector.free]

    def by_name(x: Real) -> dict[str, float]:
        return dict(zip(vector.free, vector.values(x)[places].tolist(), strict=True))

    untold = frozenset(vector.free) - frozenset(fit.free)
    limit = np.full(len(vector.free), STEP_LIMIT)
    note = NOT_APART if untold else ""
    return FittedProblem(
        vector.free, problem.residual, solution, by_name, vector.lower, vector.upper, limit, untold=untold, note=note
    )


def _solved(
    points: Points, spin: float, motion: Motion, parameters: Sequence[Parameter]
) -> tuple[MotionProblem, Solution]:
    problem = MotionProblem(points, spin, motion, parameters)
    vector = problem.vector
    if not vector.free:
        raise FitError("Every parameter is fixed or linked; let at least one vary.")
    return problem, least_squares(
        problem.residual, vector.start, lower=vector.lower, upper=vector.upper, step_limit=STEP_LIMIT
    )
