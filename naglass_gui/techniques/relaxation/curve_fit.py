"""One recovery or decay curve against one model: a start without a guess, the fit, its errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import FittedParameter
from naglass_gui.fitting import ParameterSet, Solution, aicc, bic, multistart
from naglass_gui.techniques.relaxation.decays import Real
from naglass_gui.techniques.relaxation.forms import DECAYS, Form

TIMES = frozenset({"T1", "T1_slow"})
_GRID = 24
_STARTS = 4


@dataclass(frozen=True, slots=True, eq=False)
class CurveFit:
    """A fitted curve.

    Attributes:
        form: the model.
        parameters: as the fit left them, in the order of `form.names`.
        values: of all parameters.
        covariance: of all parameters, shape (k, k); not finite where the data do not determine one.
        free: names of those that were fitted.
        residual: weighted, data minus model, in the order of the times given, shape (m,).
        cost: the sum of its squares.
        aicc, bic: only between models of the same points and weights.
        solution: as the engine left it.
    """

    form: Form
    parameters: tuple[FittedParameter, ...]
    values: Real
    covariance: Real
    free: tuple[str, ...]
    residual: Real
    cost: float
    aicc: float
    bic: float
    solution: Solution

    def curve(self, time: Real) -> Real:
        """The model at times in s, shape (m,)."""
        return self.form.curve(time, self.values.tolist())[0]

    def slopes(self, time: Real) -> Real:
        """Its derivatives by all parameters, shape (m, k)."""
        return self.form.curve(time, self.values.tolist())[1]


class CurveProblem:
    """A model on a curve, ready to be solved.

    Attributes:
        vector: its parameters as a fit moves them.
        residual: weighted, model minus data.

    Args:
        time: delays in s, shape (m,), in any order.
        magnetisation: shape (m,).
        form: the model.
        parameters: of the model, in its order.
        sigma: standard deviation of each point, shape (m,), by which they weigh.

    Raises:
        FitError: fewer points than free parameters and one.
        InputError: bounds or links that make no sense.
    """

    def __init__(
        self, time: Real, magnetisation: Real, form: Form, parameters: Sequence[Parameter], sigma: Real | None = None
    ) -> None:
        self.vector = ParameterSet(parameters, logarithmic=TIMES)
        if len(time) <= len(self.vector.free):
            raise FitError(
                f"{form.title} has {len(self.vector.free)} free parameters but the curve only {len(time)} points; "
                "fix some or choose a simpler model."
            )
        weights = np.ones_like(magnetisation) if sigma is None else 1.0 / sigma

        def by_values(values: Real) -> tuple[Real, Real]:
            curve, slopes = form.curve(time, values.tolist())
            return weights * (curve - magnetisation), weights[:, None] * slopes

        self.residual = self.vector.residual(by_values)


def fit_curve(
    time: Real,
    magnetisation: Real,
    form: Form,
    *,
    parameters: Sequence[Parameter] = (),
    sigma: Real | None = None,
    wait: float | None = None,
) -> CurveFit:
    """Fit a model to a curve.

    Args:
        time: delays in s, shape (m,), in any order.
        magnetisation: shape (m,).
        form: the model.
        parameters: fixed values, bounds and links; without them every parameter but K is free and starts by itself.
        sigma: standard deviation of each point, shape (m,); then they weigh by 1/sigma^2. Their common scale comes from
            the scatter all the same.
        wait: K of the incomplete recovery, in s.

    Raises:
        FitError: fewer points than free parameters and one, or no finite value.
        InputError: bounds or links that make no sense.
    """
    weights = np.ones_like(magnetisation) if sigma is None else 1.0 / sigma
    given = {p.name: p for p in parameters}
    starts = _starts(time, magnetisation, weights, form, given, wait)
    known = tuple(given.get(p.name, p) for p in form.parameters(starts[0]))
    posed = CurveProblem(time, magnetisation, form, known, sigma)
    problem = posed.vector
    vectors = [problem.vector([start[name] for name in form.names]) for start in starts]
    solution = multistart(posed.residual, vectors, lower=problem.lower, upper=problem.upper, count=len(vectors))
    points, count = len(time), len(problem.free)
    return CurveFit(
        form,
        problem.fitted(solution),
        problem.values(solution.x),
        problem.covariance(solution),
        problem.free,
        -solution.residual,
        solution.cost,
        aicc(points, solution.cost, count),
        bic(points, solution.cost, count),
        solution,
    )


def _starts(
    time: Real, data: Real, weights: Real, form: Form, given: dict[str, Parameter], wait: float | None
) -> list[dict[str, float]]:
    """The most promising starts on a grid of times, the amplitudes by linear least squares at each."""
    positive = time[time > 0]
    if not len(positive):
        raise FitError("A recovery needs at least one delay above zero.")
    base = {p.name: p.start for p in (*form.amplitudes, *form.own)}
    if "K" in base:
        base["K"] = float(wait or 5.0 * positive.max())
    found: list[tuple[float, dict[str, float]]] = []
    for t1 in np.geomspace(float(positive.min()) / 3.0, 3.0 * float(positive.max()), _GRID).tolist():
        for slower in (3.0, 20.0) if "T1_slow" in base else (1.0,):
            values = {**base, "T1": t1, **({"T1_slow": t1 * slower} if "T1_slow" in base else {})}
            values |= {name: p.value for name, p in given.items() if not p.free and not p.link}
            course = form.course(time, *(values[p.name] for p in form.own))[0]
            found.append(_amplitudes(course, data, weights, form, values))
    found.sort(key=lambda pair: pair[0])
    return [values for _, values in found[:_STARTS]]


def _amplitudes(
    course: Real, data: Real, weights: Real, form: Form, values: dict[str, float]
) -> tuple[float, dict[str, float]]:
    """The sum of squares at the best amplitudes, and the values with these."""
    columns = np.column_stack([np.ones_like(course), course]) * weights[:, None]
    (rest, size), *_ = np.linalg.lstsq(columns, data * weights, rcond=None)
    left = columns @ np.array([rest, size]) - data * weights
    if form.kind in DECAYS:
        found = {"M0": float(size), "C": float(rest)}
    else:
        depth = -float(size / rest) if rest else 1.0
        if form.kind == "incomplete":
            back = 1.0 - math.exp(-values["K"] / values["T1"])
            found = {"M0": float(rest), "W": (depth - 1.0) / back if back else 1.0}
        else:
            found = {"M0": float(rest), ("a" if form.kind == "inversion" else "f"): depth - (form.kind == "inversion")}
    return float(left @ left), {**values, **found}


def ordered(fit: CurveFit) -> CurveFit:
    """The same with the faster of two times first: which is called T1 is free, so the labels are settled here."""
    values = dict(zip(fit.form.names, fit.values.tolist(), strict=True))
    if "T1_slow" not in values or values["T1"] <= values["T1_slow"] or set(TIMES) - set(fit.free):
        return fit
    fast, slow, share = (fit.form.names.index(name) for name in ("T1", "T1_slow", "p"))
    taken = list(range(len(fit.form.names)))
    taken[fast], taken[slow] = slow, fast
    new = fit.values[taken]
    new[share] = 1.0 - new[share]
    signs = np.ones(len(taken))
    signs[share] = -1.0
    covariance = fit.covariance[np.ix_(taken, taken)] * np.outer(signs, signs)
    parameters = tuple(
        replace(fit.parameters[source], name=fit.parameters[k].name, value=float(new[k]))
        for k, source in enumerate(taken)
    )
    return replace(fit, parameters=parameters, values=new, covariance=covariance)
