"""T1 against temperature as a technique of the program: a motion behind fitted series, or behind a table of T1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from naglass_gui import __version__
from naglass_gui.core.arrays import Array
from naglass_gui.core.doubt import NOT_WHITE, PATTERN, TOO_SMALL
from naglass_gui.core.errors import FitError, InputError, NaGlassError
from naglass_gui.core.fingerprint import data_fingerprint, fit_fingerprint
from naglass_gui.core.project import Analysis, Derived, Fit, FitWarning, Id, Measurement, Specimen, new_id
from naglass_gui.core.reading import Column
from naglass_gui.fitting import durbin_watson, runs_test
from naglass_gui.techniques.bpp.law import MOTIONS, Motion
from naglass_gui.techniques.bpp.motion_fit import MotionFit, Points, constrained, fit_motion, parameters_of
from naglass_gui.techniques.bpp.points import Point, fields, fitted, points_of_inputs, points_of_sources, spin_of
from naglass_gui.techniques.bpp.quantities import quantities, reported
from naglass_gui.techniques.bpp.refit import fitted_problem
from naglass_gui.techniques.bpp.separation import Separation, separation
from naglass_gui.techniques.bpp.slopes import slopes
from naglass_gui.techniques.intervals import FittedProblem
from naglass_gui.techniques.technique import Choice, FitInputs, FitOutcome, Progress, Source, no_progress


class Bpp:
    """Quadrupolar relaxation by thermally activated motion.

    Made from fitted series (analyses of the technique "relaxation"), which it follows, or from a measured table. The model is
    one of MOTIONS. Options: the `choices`, `spin` or `nucleus`, `curve` (which window or line of the series, from 1).
    """

    name = "bpp"
    title = "BPP"
    choices: tuple[Choice, ...] = (Choice("weight", "Weights", ("errors", "unit"), "errors"),)

    def of_sources(self, name: str, sources: Sequence[Id], curve: int = 1) -> Analysis:
        """A new plot of these fitted series; its numbers come when the project settles."""
        options = (("weight", "errors"), ("curve", curve))
        return Analysis(new_id(), name, self.name, tuple(sources), model="bpp", options=options)

    def new_analysis(self, measurement: Measurement, arrays: Mapping[str, Array]) -> Analysis:
        """The analysis a table of T1 starts with."""
        options: tuple[tuple[str, Any], ...] = (("weight", "errors"),)
        nucleus = dict(measurement.metadata).get("nucleus")
        if nucleus:
            options = (*options, ("nucleus", nucleus))
        return Analysis(new_id(), measurement.name, self.name, (measurement.id,), model="bpp", options=options)

    def with_model(self, analysis: Analysis, model: str) -> Analysis:
        """The analysis with another kind of motion. Raises InputError for one that is not known."""
        if model not in MOTIONS:
            raise InputError(f"“{model}” is no motion known here; there are {', '.join(MOTIONS)}.", field="Motion")
        kept = tuple(p for p in analysis.parameters if p.name != "beta" or model != "bpp")
        return replace(analysis, model=model, parameters=kept)

    def fit(self, inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
        """Fit the motion. Raises InputError or FitError."""
        analysis = inputs.analysis
        fit, curves = _fit(analysis, points_of_inputs(inputs), spin_of(analysis, inputs.sources), None)
        new = _with(analysis, fit)
        fit = replace(
            fit,
            id=new_id(),
            fingerprint=fit_fingerprint(new, inputs.measurements),
            data_fingerprint=data_fingerprint(new, inputs.measurements),
        )
        return FitOutcome(fit, replace(new, fits=(*analysis.fits, fit), current=fit.id), curves)

    def fitted_problems(self, inputs: FitInputs) -> tuple[FittedProblem, ...]:
        """The current fit as least squares, for intervals beyond the linear error."""
        return (fitted_problem(inputs),)

    def follow(self, analysis: Analysis, sources: tuple[Source, ...]) -> Analysis:
        """The analysis with its fit made anew; no fit where its points do not suffice."""
        points = points_of_sources(sources, int(analysis.option("curve", 1)))
        near = None if analysis.fit is None else {p.name: p.value for p in analysis.fit.parameters}
        if near is not None and analysis.fit is not None and analysis.fit.model != analysis.model:
            near = None
        try:
            fit, _ = _fit(analysis, points, spin_of(analysis, sources), near)
        except NaGlassError:
            return replace(analysis, fits=(), current=None)
        fit = replace(fit, id=analysis.fit.id if analysis.fit is not None else new_id())
        return replace(_with(analysis, fit), fits=(fit,), current=fit.id)

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """The quantities of its fit: they were made with it."""
        return () if analysis.fit is None else analysis.fit.derived


def _fit(
    analysis: Analysis, points: Sequence[Point], spin: float, near: Mapping[str, float] | None
) -> tuple[Fit, tuple[Column, ...]]:
    motion = _motion(analysis)
    used = fitted(points, weigh=analysis.option("weight", "errors") == "errors")
    if not len(used.t1):
        raise FitError("There is no T1 with a temperature and a Larmor frequency; type what is missing.")
    found = fit_motion(used, spin, motion, constrained(analysis.parameters, motion, spin), near)
    separated, lines = separation(found), slopes(used, None)
    if separated.separate:
        lines = slopes(used, found.omega_tau)
    free = [name for name in found.free if separated.separate or name not in ("tau0", "C_Q")]
    names = [p.name for p in found.parameters]
    places = [names.index(name) for name in free]
    covariance = np.nan_to_num(found.covariance[np.ix_(places, places)], nan=0.0, posinf=0.0)
    fit = Fit(
        id="",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=motion,
        chi_square=found.cost,
        n_points=len(used.t1),
        aicc=found.aicc,
        parameters=reported(found.parameters, separated),
        free=tuple(free),
        covariance=tuple(tuple(row) for row in covariance.tolist()),
        statistics=_statistics(found, used, spin, points),
        derived=quantities(found, used, spin, separated, lines),
        warnings=_warnings(found, used, separated, points),
        software=f"NaGlass {__version__}",
    )
    return fit, _curves(used, found)


def _motion(analysis: Analysis) -> Motion:
    if analysis.model not in ("", *MOTIONS):
        raise InputError(f"“{analysis.model}” is no motion known here; there are {', '.join(MOTIONS)}.", field="Motion")
    return analysis.model or "bpp"  # type: ignore[return-value]


def _with(analysis: Analysis, fit: Fit) -> Analysis:
    """The analysis with the parameters of its fit as current values; bounds and links stay."""
    held = {p.name: p for p in analysis.parameters}
    spin = fit.statistic("spin") or 1.5
    fresh = parameters_of(fit.model, spin)  # type: ignore[arg-type]
    values = {p.name: p.value for p in fit.parameters}
    return replace(
        analysis,
        model=fit.model,
        parameters=tuple(replace(held.get(p.name, p), value=values[p.name]) for p in fresh),
    )


def _statistics(found: MotionFit, used: Points, spin: float, points: Sequence[Point]) -> tuple[tuple[str, float], ...]:
    rising = np.lexsort((used.temperature, used.larmor))
    return (
        ("aicc", found.aicc),
        ("bic", found.bic),
        ("spin", spin),
        ("fields", float(len(fields([p for p in points if not p.excluded])))),
        ("runs_p", runs_test(found.residual[rising])),
        ("durbin_watson", durbin_watson(found.residual[rising])),
        ("degrees_of_freedom", float(len(used.t1) - len(found.free))),
        ("omega_tau_least", float(found.omega_tau.min())),
        ("omega_tau_most", float(found.omega_tau.max())),
    )


def _warnings(found: MotionFit, used: Points, separated: Separation, points: Sequence[Point]) -> tuple[FitWarning, ...]:
    told = []
    if not separated.separate:
        told.append(FitWarning("reject", separated.sentence, "fix C_Q"))
    told += [
        FitWarning("reject", f"{p.name} lies on the end of its range.", f"fix {p.name}")
        for p in found.parameters
        if p.at_bound and p.name != "beta"
    ]
    energy = next(p for p in found.parameters if p.name == "Ea")
    if energy.vary and (energy.stderr is None or energy.stderr > 0.5 * abs(energy.value)):
        told.append(FitWarning("note", "The activation energy is known to no better than half of itself.", "fix C_Q"))
    rising = np.lexsort((used.temperature, used.larmor))
    if runs_test(found.residual[rising]) < NOT_WHITE:
        text = (
            f"The {PATTERN}, so the {TOO_SMALL}: one correlation time may not describe this motion; try a distribution."
        )
        told.append(FitWarning("note", text, "model cole-davidson"))
    if used.sigma is None and any(p.error is not None for p in points):
        told.append(FitWarning("note", "Some T1 have no error, so all of them count alike."))
    return tuple(told)


def _curves(used: Points, found: MotionFit) -> tuple[Column, ...]:
    """The fitted points by field and temperature, with the model and w0 tau at each."""
    rows = np.lexsort((used.temperature, used.larmor))
    weights = 1.0 if used.sigma is None else used.sigma[rows]
    model = used.t1[rows] * np.exp(-found.residual[rows] * weights)
    return (
        Column("temperature", "K", used.temperature[rows], "axis"),
        Column("larmor", "Hz", used.larmor[rows]),
        Column("t1", "s", used.t1[rows]),
        Column("model", "s", model),
        Column("omega_tau", "", found.omega_tau[rows]),
    )


BPP = Bpp()
