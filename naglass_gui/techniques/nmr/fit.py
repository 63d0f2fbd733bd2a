"""One fit of lines to one or several spectra: search or refit, errors, statistics, warnings and what follows from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from naglass_gui import __version__
from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.fingerprint import data_fingerprint, fit_fingerprint
from naglass_gui.core.project import Analysis, Fit, FittedParameter, FitWarning, Specimen, new_id
from naglass_gui.core.reading import Column
from naglass_gui.fitting import aicc, bic, durbin_watson, least_squares, reduced_chi_square, runs_test
from naglass_gui.techniques.intervals import FittedProblem
from naglass_gui.techniques.nmr.advice import advice
from naglass_gui.techniques.nmr.basis import Model, legendre
from naglass_gui.techniques.nmr.components import (
    all_parameters,
    baseline_terms,
    completed,
    describe,
    number_of,
    split_name,
    with_values,
)
from naglass_gui.techniques.nmr.judgement import judge
from naglass_gui.techniques.nmr.lines import Real
from naglass_gui.techniques.nmr.noise import correlation_time
from naglass_gui.techniques.nmr.problem import Deconvolution, Optimum
from naglass_gui.techniques.nmr.processing_subtraction import Companion
from naglass_gui.techniques.nmr.quantities import fitted_quantities
from naglass_gui.techniques.nmr.search import find_lines
from naglass_gui.techniques.nmr.shapes import Frame
from naglass_gui.techniques.nmr.sidebands import find_sidebands, sideband_note
from naglass_gui.techniques.nmr.spectrum import Spectrum
from naglass_gui.techniques.nmr.walls import Extent, bounded
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress

AMPLITUDES = ("positive", "signed")
_FIGURES = ("recycle_delay", "mas_rate", "pulse", "scans")


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A model over the fitted points of some spectra, ready to be solved.

    Attributes:
        analysis: with exactly the parameters these spectra need.
        spectra: what is fitted.
        model: the lines and baselines at the fitted points, by rising shift.
        order: which points of each spectrum these are.
        problem: what to solve.
    """

    analysis: Analysis
    spectra: tuple[Spectrum, ...]
    model: Model
    order: tuple[Real, ...]
    problem: Deconvolution

    @classmethod
    def of(cls, analysis: Analysis, spectra: tuple[Spectrum, ...]) -> Setting:
        """The setting of an analysis. Raises InputError for lines, bounds, links or options that make no sense."""
        analysis = completed(analysis, len(spectra))
        positive = positive_areas(analysis)
        order = tuple(_by_shift(spectrum) for spectrum in spectra)
        shifts = [spectrum.shift[rows] for spectrum, rows in zip(spectra, order, strict=True)]
        model = _model(analysis, spectra, shifts)
        extents = [Extent.of(shift, s.larmor) for shift, s in zip(shifts, spectra, strict=True)]
        data = np.concatenate([s.intensity[rows] for s, rows in zip(spectra, order, strict=True)])
        parameters = bounded(all_parameters(analysis), extents, positive)
        return cls(analysis, spectra, model, order, Deconvolution(model, data, parameters))


def positive_areas(analysis: Analysis) -> bool:
    """Whether areas may not be negative. Raises InputError for an option that is not known."""
    chosen = analysis.option("amplitudes", "positive")
    if chosen not in AMPLITUDES:
        raise InputError(
            f"“{chosen}” is no choice of amplitudes; there are {', '.join(AMPLITUDES)}.", field="Amplitudes"
        )
    return bool(chosen == "positive")


def spectra_of(inputs: FitInputs) -> tuple[Spectrum, ...]:
    """The spectra of the sources, in their order. Raises InputError where one cannot be fitted."""
    if not inputs.measurements:
        raise InputError(f"{inputs.analysis.name} has no spectrum to fit.")
    companions = {m.id: Companion.of(m, inputs.arrays) for m in inputs.companions}
    return tuple(
        Spectrum.of(measurement, lambda name, k=k: inputs.column(name, k), inputs.analysis, companions)  # type: ignore[misc]
        for k, measurement in enumerate(inputs.measurements)
    )


def fit_lines(inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
    """Fit the lines of an analysis to its spectra; an analysis without lines is searched for them first.

    Args:
        inputs: what to fit. Its lines' current values are where the fit starts.
        progress: watches the fit.

    Raises:
        InputError: a line, link, bound, region or option that makes no sense, or a measurement that holds no spectrum.
        FitError: too few points, nothing to vary, no line found, or no finite value at the start.
    """
    spectra = spectra_of(inputs)
    analysis = inputs.analysis
    if not analysis.components:
        lines = find_lines(spectra[0], baseline_terms(analysis), positive=positive_areas(analysis), progress=progress)
        analysis = replace(analysis, components=lines, parameters=())
    setting = Setting.of(analysis, spectra)
    _enough(setting)
    optimum = setting.problem.solve(progress)
    return _outcome(inputs, setting, optimum)


def fitted_problem(inputs: FitInputs) -> FittedProblem:
    """The current fit of an analysis as least squares over all its free parameters together.

    Raises:
        InputError: a line, link, bound, region or option that makes no sense.
        FitError: there is no current fit, or too few points are left.
    """
    fit = inputs.analysis.fit
    if fit is None:
        raise FitError(f"{inputs.analysis.name} has not been fitted.")
    analysis = with_values(inputs.analysis, {p.name: p.value for p in fit.parameters})
    setting = Setting.of(analysis, spectra_of(inputs))
    _enough(setting)
    problem, vector = setting.problem, setting.problem.everything
    solution = least_squares(problem.residual, vector.start, lower=vector.lower, upper=vector.upper)

    def by_name(x: Real) -> dict[str, float]:
        values = dict(zip(vector.names, vector.values(x).tolist(), strict=True))
        return {name: values[name] for name in vector.free}

    return FittedProblem(vector.free, problem.residual, solution, by_name, vector.lower, vector.upper)


def _by_shift(spectrum: Spectrum) -> Real:
    rows = np.flatnonzero(spectrum.used)
    return np.asarray(rows[np.argsort(spectrum.shift[rows], kind="stable")])


def _model(analysis: Analysis, spectra: Sequence[Spectrum], shifts: Sequence[Real]) -> Model:
    terms = baseline_terms(analysis)
    frames = [Frame(shift, s.larmor, s.spin) for shift, s in zip(shifts, spectra, strict=True)]
    baselines = [legendre(shift, s.shift, terms) for shift, s in zip(shifts, spectra, strict=True)]
    return Model(analysis.components, frames, baselines)


def _enough(setting: Setting) -> None:
    free = len(setting.problem.everything.free)
    if free == 0:
        raise FitError("Every parameter is fixed or linked; let at least one vary.")
    if setting.model.size <= free:
        raise FitError(
            f"The lines have {free} free parameters but only {setting.model.size} points are fitted; widen the region, fix "
            "parameters or use fewer lines."
        )


def _outcome(inputs: FitInputs, setting: Setting, optimum: Optimum) -> FitOutcome:
    analysis = with_values(setting.analysis, optimum.values)
    parameters = all_parameters(setting.analysis)
    fitted = tuple(
        FittedParameter(
            p.name, optimum.values[p.name], optimum.stderr[p.name], p.unit, p.free, p.name in optimum.at_bound
        )
        for p in parameters
    )
    known = np.isfinite(np.diag(optimum.covariance))
    inner = np.where(np.outer(known, known), optimum.covariance, 0.0)
    points, cost, count = setting.model.size, optimum.cost, len(optimum.free)
    fit = Fit(
        id=new_id(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=describe(analysis.components),
        chi_square=cost,
        n_points=points,
        aicc=aicc(points, cost, count),
        parameters=fitted,
        free=optimum.free,
        covariance=tuple(tuple(row) for row in inner.tolist()),
        statistics=_statistics(setting, optimum),
        fingerprint=fit_fingerprint(analysis, inputs.measurements),
        data_fingerprint=data_fingerprint(analysis, inputs.measurements),
        software=f"NaGlass {__version__}",
        seed=inputs.seed,
    )
    fit = _concluded(fit, replace(analysis, fits=(fit,), current=fit.id), inputs.specimens, setting, optimum)
    analysis = replace(analysis, fits=(*inputs.analysis.fits, fit), current=fit.id)
    return FitOutcome(fit, analysis, fitted_curves(analysis, setting.spectra))


def _concluded(
    fit: Fit, analysis: Analysis, specimens: tuple[Specimen | None, ...], setting: Setting, optimum: Optimum
) -> Fit:
    """The fit with derived quantities and warnings; `analysis` is the one that shows it."""
    fit = replace(fit, derived=fitted_quantities(analysis, specimens))
    doubts = judge(fit, setting.problem.parameters, all_parameters(setting.analysis), optimum)
    told = (*_sidebands(analysis, setting, optimum), *doubts, *advice(analysis))
    return replace(fit, warnings=tuple(sorted(told, key=lambda w: w.rank != "reject")))


def _sidebands(analysis: Analysis, setting: Setting, optimum: Optimum) -> list[FitWarning]:
    """A note on spinning sidebands that the fit of a single spectrum has left out."""
    if len(setting.spectra) > 1:
        return []
    spectrum, rows = setting.spectra[0], setting.order[0]
    rate = spectrum.number("mas_rate")
    data = spectrum.intensity[rows]
    # The residual is the model without the data.
    found = find_sidebands(analysis, spectrum.shift[rows], data, -optimum.residual, spectrum.larmor, rate)
    if found is None:
        return []
    names = [c.name for c in analysis.components if number_of(c) in found.lines]
    return [sideband_note(found, names, rate)]


def _statistics(setting: Setting, optimum: Optimum) -> tuple[tuple[str, float], ...]:
    points, cost, count = setting.model.size, optimum.cost, len(optimum.free)
    pieces = [optimum.residual[setting.model.points(k)] for k in range(len(setting.spectra))]
    figures: list[tuple[str, float]] = [
        ("aicc", aicc(points, cost, count)),
        ("bic", bic(points, cost, count)),
        ("reduced_chi_square", reduced_chi_square(points, cost, count)),
        ("degrees_of_freedom", float(points - count)),
        ("runs_p", min(runs_test(piece) for piece in pieces)),
        ("durbin_watson", min(durbin_watson(piece) for piece in pieces)),
        ("correlation_time", max(correlation_time(piece) for piece in pieces)),
        ("evaluations", float(optimum.evaluations)),
        ("spectra", float(len(pieces))),
    ]
    for k, (spectrum, piece) in enumerate(zip(setting.spectra, pieces, strict=True)):
        suffix = "" if k == 0 else f"_s{k + 1}"
        highest = float(np.abs(spectrum.intensity[setting.order[k]]).max())
        known = {
            "rms_percent": 100.0 * math.sqrt(float(piece @ piece) / len(piece)) / highest if highest else None,
            **figures_of(spectrum),
        }
        figures += [(name + suffix, float(value)) for name, value in known.items() if value is not None]
    return tuple(figures)


def figures_of(spectrum: Spectrum) -> dict[str, float]:
    """What is known of a spectrum and what quantities depend on, by the names it has among the statistics of a fit."""
    known = {
        "larmor_frequency": spectrum.larmor,
        "spin": spectrum.spin,
        "lorentz_broadening": spectrum.broadening[0],
        "gauss_broadening": spectrum.broadening[1],
        "receiver_gain": spectrum.gain,
        "sweep_width": spectrum.sweep_width,
        **{name: spectrum.number(name) for name in _FIGURES},
    }
    return {name: value for name, value in known.items() if value is not None}


def fitted_curves(analysis: Analysis, spectra: Sequence[Spectrum]) -> tuple[Column, ...]:
    """The model at every point of the spectra: `shift`, `real`, `baseline` and `line_1`..., those of the second with `_s2`."""
    model = _model(analysis, spectra, [spectrum.shift for spectrum in spectra])
    values = {p.name: p.value for p in all_parameters(analysis)}
    columns: list[Column] = []
    numbers = [split_name(c.parameters[0].name)[1] for c in analysis.components]
    for k, spectrum in enumerate(spectra):
        suffix = "" if k == 0 else f"_s{k + 1}"
        lines, baseline = model.curves(values, k)
        columns += [
            Column(f"shift{suffix}", "ppm", spectrum.shift, "axis"),
            Column(f"real{suffix}", "", np.sum([*lines, baseline], axis=0)),
            Column(f"baseline{suffix}", "", baseline),
        ]
        columns += [Column(f"line_{n}{suffix}", "", line) for n, line in zip(numbers, lines, strict=True)]
    return tuple(columns)
