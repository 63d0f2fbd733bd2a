"""Arrhenius plots as a technique of the program: they are made from fitted spectra and follow them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Derived, Id, Measurement, Specimen, new_id
from naglass_gui.techniques.arrhenius.judgement import judge
from naglass_gui.techniques.arrhenius.plot import DEFAULTS, plot_of
from naglass_gui.techniques.arrhenius.quantities import fit_of
from naglass_gui.techniques.technique import (
    Choice,
    FitInputs,
    FitOutcome,
    Progress,
    Source,
    followed,
    no_progress,
)

LAWS = ("auto", "arrhenius", "vtf")


class Arrhenius:
    """Conductivity against temperature: Ea, prefactor and sigma at 25 °C of one pellet or sample.

    Options of an analysis: `quantity` ("sigma T" or "sigma"), `weight` ("errors" or "none"), `errors` ("scatter" or
    "stated"), `law` ("auto", "arrhenius" or "vtf"), `branches` ("found" or "together"), `branch_of` (those that were set by hand),
    `zero` (kelvins of 0 °C), `temperature_error` (K).
    """

    name = "arrhenius"
    title = "Arrhenius"
    choices: tuple[Choice, ...] = (
        Choice("quantity", "Quantity", ("sigma T", "sigma"), "sigma T"),
        Choice("weight", "Weights", ("errors", "none"), "errors"),
        Choice("errors", "Errors from", ("scatter", "stated"), "scatter"),
        Choice("law", "Law", LAWS, "auto"),
        Choice("branches", "Heating, cooling", ("found", "together"), "found"),
    )

    def of_sources(self, name: str, sources: Sequence[Id]) -> Analysis:
        """A new plot of these analyses of spectra, in the order of measuring; its numbers come when the project settles."""
        return Analysis(new_id(), name, self.name, tuple(sources), options=tuple(DEFAULTS.items()))

    def new_analysis(self, measurement: Measurement, arrays: Mapping[str, Array]) -> Analysis:
        """No measurement starts with one.

        Raises:
            InputError: always; use `of_sources`.
        """
        raise InputError(
            f"{measurement.name}: an Arrhenius plot is made from fitted spectra, not from one measurement."
        )

    def with_model(self, analysis: Analysis, model: str) -> Analysis:
        """The analysis with another law. Raises InputError for one that is not known."""
        if model not in LAWS:
            raise InputError(f"“{model}” is no law known here; there are {', '.join(LAWS)}.", field="Law")
        return analysis.with_option("law", model)

    def follow(self, analysis: Analysis, sources: tuple[Source, ...]) -> Analysis:
        """The analysis with its fit made anew; no fit where its points do not suffice."""
        plot = plot_of(analysis, sources)
        fit = fit_of(analysis, plot)
        if fit is None:
            return replace(analysis, fits=(), current=None)
        fit = replace(fit, warnings=judge(analysis, sources, plot))
        return replace(analysis, fits=(fit,), current=fit.id)

    def fit(self, inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
        """The same as `follow`, as `verify` asks for it. Raises FitError where the points do not suffice."""
        return followed(self, inputs)

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """The quantities of its fit: they were made with it."""
        return () if analysis.fit is None else analysis.fit.derived
