"""Relaxation of a series as a technique of the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Derived, Measurement, Specimen, new_id
from naglass_gui.techniques.intervals import FittedProblem
from naglass_gui.techniques.nmr.components import BASELINES
from naglass_gui.techniques.nmr.spectrum import larmor_in, nucleus_of
from naglass_gui.techniques.nmr.text import parse_lines
from naglass_gui.techniques.relaxation.decays import mono
from naglass_gui.techniques.relaxation.fit import fit_series
from naglass_gui.techniques.relaxation.forms import FORMS, after
from naglass_gui.techniques.relaxation.magnetisation import WAYS, integral, suggested_windows
from naglass_gui.techniques.relaxation.quantities import fitted_quantities, moved_quantities
from naglass_gui.techniques.relaxation.refit import fitted_problems
from naglass_gui.techniques.relaxation.slices import Slices
from naglass_gui.techniques.technique import Choice, FitInputs, FitOutcome, Progress, no_progress

MODELS = tuple(FORMS)
_INVERTED, _DECAYED = -0.15, 0.5


class Relaxation:
    """T1, T2 and T1rho from a series of spectra over a delay.

    Regions are windows in ppm, one curve each; masks name slices; components are lines where the option `way` is "lines".
    Options: the `choices`; `processing`, `nucleus` and `larmor_frequency` as for a spectrum; `delays` (s) where the
    file does not give them. The model is the name of one of FORMS.
    """

    name = "relaxation"
    title = "T1"
    choices: tuple[Choice, ...] = (
        Choice("way", "Curves from", WAYS, "windows"),
        Choice("baseline", "Baseline", BASELINES, "none"),
        Choice("process", "Phases", ("stored", "auto"), "stored"),
    )

    def new_analysis(self, measurement: Measurement, arrays: Mapping[str, Array]) -> Analysis:
        """The analysis a fresh series starts with: the model that its strongest signal suggests by its sign."""
        analysis = Analysis(id=new_id(), name=measurement.name, technique=self.name, sources=(measurement.id,))
        metadata = dict(measurement.metadata)
        nucleus, larmor = nucleus_of(metadata, analysis), larmor_in(metadata)
        options: list[tuple[str, str | float]] = [(choice.name, choice.default) for choice in self.choices]
        options.append(("nucleus", nucleus.name if nucleus else ""))
        if larmor is not None:
            options.append(("larmor_frequency", larmor))
        analysis = replace(analysis, options=tuple(options), model="inversion")
        try:
            slices = Slices.of(measurement, lambda name: arrays[measurement.channel(name).array.digest], analysis)
        except InputError:
            return analysis  # its delays are to be typed: the tab says so
        return replace(analysis, model=suggested_model(slices))

    def with_model(self, analysis: Analysis, model: str) -> Analysis:
        """The analysis with another model of the curves, or with lines as text ("pv@-11.2:380Hz"), which it then fits.

        "stretched" and "biexponential" mean the preparation that the analysis has: inversion, saturation or a decay.

        Raises:
            InputError: neither a model nor lines.
        """
        name = model.strip().lower()
        if name in FORMS:
            return replace(analysis, model=_prepared(name, analysis), parameters=())
        if "@" not in model:
            raise InputError(f"“{model}” is no model of a recovery; there are {', '.join(FORMS)}.", field="Model")
        larmor = analysis.option("larmor_frequency")
        typed = float(larmor) if isinstance(larmor, int | float) and not isinstance(larmor, bool) else None
        made = replace(analysis, components=parse_lines(model, typed), parameters=())
        return made.with_option("way", "lines")

    def fit(self, inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
        """Fit every curve; see `fit_series`."""
        return fit_series(inputs, progress)

    def fitted_problems(self, inputs: FitInputs) -> tuple[FittedProblem, ...]:
        """The current fit as least squares, curve by curve, for intervals beyond the linear error."""
        return fitted_problems(inputs)

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """T1 of every curve and what follows from its model; () without a fit."""
        return fitted_quantities(analysis)

    def live(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """The same from the values of this moment, without errors."""
        return moved_quantities(analysis)

    def axis(self, measurement: Measurement, arrays: Mapping[str, Array], analysis: Analysis) -> Array:
        """The axis that windows are in: shifts in ppm. Raises InputError where the measurement is no series."""
        slices = Slices.of(measurement, lambda name: arrays[measurement.channel(name).array.digest], analysis)
        return np.asarray(slices.shift)


def _prepared(name: str, analysis: Analysis) -> str:
    """A form as a person means it who has data of this analysis' preparation; mono-exponential ones are meant as they are."""
    held = FORMS.get(analysis.model)
    if held is None or held.kind == "incomplete" or FORMS[name].course is mono:
        return name
    return after(name, held.kind) if FORMS[name].kind == "inversion" else name


def suggested_model(slices: Slices) -> str:
    """Inversion where the signal changes its sign, a decay where it is gone at the longest delay, else saturation."""
    values = integral(slices, *suggested_windows(slices)[0])[slices.order]
    last = float(values[-1])
    first = float(values[0])
    if first and abs(last) < _DECAYED * abs(first) and first * last >= _INVERTED * first**2:
        return "decay"
    return "inversion" if last and first / last < _INVERTED else "saturation"


RELAXATION = Relaxation()
