"""One fit of a series: its curves, a model on each, every other model for comparison, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from naglass_gui import __version__
from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.fingerprint import data_fingerprint, fit_fingerprint
from naglass_gui.core.project import Analysis, Fit, FittedParameter, new_id
from naglass_gui.core.reading import Column
from naglass_gui.fitting import durbin_watson, runs_test
from naglass_gui.techniques.nmr.metadata import number_in
from naglass_gui.techniques.relaxation.curve_fit import CurveFit, fit_curve, ordered
from naglass_gui.techniques.relaxation.decays import Real
from naglass_gui.techniques.relaxation.forms import FORMS, Form, is_quadrupolar
from naglass_gui.techniques.relaxation.joint_lines import JointLines, fit_together, lines_of
from naglass_gui.techniques.relaxation.judgement import judge
from naglass_gui.techniques.relaxation.magnetisation import WAYS, Magnetisation, measured
from naglass_gui.techniques.relaxation.parameters import constrained, curve_name, form_of, merged, own_parameters
from naglass_gui.techniques.relaxation.quantities import fitted_quantities
from naglass_gui.techniques.relaxation.slices import Slices
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress


def slices_of(inputs: FitInputs) -> Slices:
    """The series of the source. Raises InputError where there is none, or its delays or processing make no sense."""
    if not inputs.measurements:
        raise InputError(f"{inputs.analysis.name} has no series to fit.")
    return Slices.of(inputs.measurements[0], inputs.column, inputs.analysis)


def fit_series(inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
    """Fit the recovery of every window or line of a series.

    Args:
        inputs: what to fit: regions are windows in ppm, components lines, masks slices that are left out; the option
            `way` is one of WAYS.
        progress: watches the fit.

    Raises:
        InputError: windows, lines, delays, links or options that make no sense, or a measurement that is no series.
        FitError: too few points, or no line found.
    """
    slices, form, analysis = slices_of(inputs), form_of(inputs.analysis), inputs.analysis
    way = analysis.option("way", "windows")
    if way not in WAYS:
        raise InputError(f"“{way}” is no way to a curve; there are {', '.join(WAYS)}.", field="Curves")
    joint: JointLines | None = None
    if way == "lines":
        joint = fit_together(slices, analysis, lines_of(slices, analysis, progress), progress)
        analysis, curves = replace(analysis, components=joint.components), joint.curves
    else:
        curves = measured(slices, analysis)
    analysis = replace(analysis, model=form.name, parameters=merged(analysis, form, len(curves)))
    fits = tuple(_fitted(slices, analysis, form, curve, k) for k, curve in enumerate(curves, start=1))
    spin = None if slices.nucleus is None else float(slices.nucleus.spin)
    others = tuple(compared(curve, fit, spin) for curve, fit in zip(curves, fits, strict=True))
    return _outcome(inputs, analysis, slices, curves, fits, others, joint)


def _fitted(slices: Slices, analysis: Analysis, form: Form, curve: Magnetisation, number: int) -> CurveFit:
    given = constrained(own_parameters(analysis, number), form)
    try:
        fit = fit_curve(
            curve.delay,
            curve.values,
            form,
            parameters=given,
            sigma=curve.sigma,
            wait=number_in(slices.metadata, "recycle_delay"),
        )
    except FitError as fault:
        raise FitError(f"{curve.label}: {fault.sentence}", fault.details) from fault
    return fit if given else ordered(fit)


def compared(curve: Magnetisation, fit: CurveFit, spin: float | None = None) -> dict[str, float]:
    """AICc of every model of the same preparation on a curve; those with too many parameters for it are missing.

    The forms of spin 3/2 take part unless the nucleus is known to have another `spin`.
    """
    found = {fit.form.name: fit.aicc}
    kind = "inversion" if fit.form.kind == "incomplete" else fit.form.kind
    for name, form in FORMS.items():
        if name in found or form.kind != kind or (is_quadrupolar(form) and spin not in (None, 1.5)):
            continue
        try:
            found[name] = fit_curve(curve.delay, curve.values, form, sigma=curve.sigma).aicc
        except FitError:
            continue  # too few points for this one: it takes no part in the comparison
    return found


def _outcome(
    inputs: FitInputs, analysis: Analysis, slices: Slices, curves: Sequence[Magnetisation], fits: Sequence[CurveFit],
    others: Sequence[dict[str, float]], joint: JointLines | None,
) -> FitOutcome:  # fmt: skip
    parameters, free, covariance = _together(fits, joint)
    values = {p.name: p.value for p in parameters}
    analysis = replace(
        analysis, parameters=tuple(replace(p, value=values.get(p.name, p.value)) for p in analysis.parameters)
    )
    fit = Fit(
        id=new_id(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=analysis.model,
        chi_square=float(sum(f.cost for f in fits)),
        n_points=sum(len(c.delay) for c in curves),
        aicc=float(sum(f.aicc for f in fits)),
        parameters=parameters,
        free=free,
        covariance=tuple(tuple(row) for row in covariance.tolist()),
        statistics=_statistics(curves, fits, others, joint),
        warnings=judge(slices, curves, fits, others),
        fingerprint=fit_fingerprint(analysis, inputs.measurements),
        data_fingerprint=data_fingerprint(analysis, inputs.measurements),
        software=f"NaGlass {__version__}",
        seed=inputs.seed,
    )
    held = replace(analysis, fits=(fit,), current=fit.id)
    fit = replace(fit, derived=fitted_quantities(held, [curve.label for curve in curves]))
    analysis = replace(analysis, fits=(*inputs.analysis.fits, fit), current=fit.id)
    return FitOutcome(fit, analysis, _curves(curves, fits))


def _together(
    fits: Sequence[CurveFit], joint: JointLines | None
) -> tuple[tuple[FittedParameter, ...], tuple[str, ...], Real]:
    """All parameters, the free ones and their covariance; curves are independent of each other and of the shapes."""
    parameters: list[FittedParameter] = []
    free: list[str] = []
    blocks: list[Real] = []
    for number, fit in enumerate(fits, start=1):
        parameters += [replace(p, name=curve_name(p.name, number)) for p in fit.parameters]
        places = [fit.form.names.index(name) for name in fit.free]
        free += [curve_name(name, number) for name in fit.free]
        blocks.append(fit.covariance[np.ix_(places, places)])
    if joint is not None:
        parameters += joint.parameters
        free += joint.free
        blocks.append(joint.solution.covariance)
    covariance = np.zeros((len(free), len(free)))
    first = 0
    for block in blocks:
        covariance[first : first + len(block), first : first + len(block)] = np.nan_to_num(block, nan=0.0, posinf=0.0)
        first += len(block)
    return tuple(parameters), tuple(free), covariance


def _statistics(
    curves: Sequence[Magnetisation],
    fits: Sequence[CurveFit],
    others: Sequence[dict[str, float]],
    joint: JointLines | None,
) -> tuple[tuple[str, float], ...]:
    found: list[tuple[str, float]] = [("curves", float(len(fits))), ("aicc", float(sum(f.aicc for f in fits)))]
    found.append(("bic", float(sum(f.bic for f in fits))))
    ordered_residuals = [f.residual[c.delay.argsort()] for c, f in zip(curves, fits, strict=True)]
    found.append(("runs_p", min(runs_test(r) for r in ordered_residuals)))
    found.append(("durbin_watson", min(durbin_watson(r) for r in ordered_residuals)))
    for number, aicc in enumerate(others, start=1):
        found += [(f"aicc_{name}_{number}", value) for name, value in aicc.items()]
    if joint is not None:
        highest = float(np.abs(joint.data).max())
        rms = float(np.sqrt(joint.cost / joint.data.size))
        found.append(("rms_percent", 100.0 * rms / highest if highest else 0.0))
    return tuple((name, value) for name, value in found if np.isfinite(value))


def _curves(curves: Sequence[Magnetisation], fits: Sequence[CurveFit]) -> tuple[Column, ...]:
    """`slice`, `delay` and, of each curve, `magnetisation_1`, `sigma_1` where points differ, and `model_1` at the delays."""
    rows = curves[0].delay.argsort(kind="stable")
    columns = [
        Column("delay", "s", curves[0].delay[rows], "axis"),
        Column("slice", "", (curves[0].slices[rows] + 1).astype(float)),
    ]
    for number, (curve, fit) in enumerate(zip(curves, fits, strict=True), start=1):
        columns.append(Column(curve_name("magnetisation", number), "a.u.", curve.values[rows]))
        if curve.sigma is not None:
            columns.append(Column(curve_name("sigma", number), "a.u.", curve.sigma[rows]))
        columns.append(Column(curve_name("model", number), "a.u.", fit.curve(curve.delay[rows])))
    return tuple(columns)
