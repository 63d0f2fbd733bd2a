"""Impedance spectroscopy as a technique of the program."""

from __future__ import annotations

from collections.abc import Mapping

from naglass_gui.core.arrays import Array
from naglass_gui.core.project import Analysis, Derived, Id, Measurement, Specimen, new_id
from naglass_gui.techniques.eis.default import Shape, default_circuit, rough_values
from naglass_gui.techniques.eis.derived import CAPACITANCE, CAPACITANCES, current_quantities, fitted_quantities
from naglass_gui.techniques.eis.editing import with_circuit
from naglass_gui.techniques.eis.fit import STARTS, fit_impedance, fitted_problem
from naglass_gui.techniques.eis.leads import Leads, adjusted
from naglass_gui.techniques.eis.parameters import parameters_of
from naglass_gui.techniques.eis.sweep import WEIGHTS, Sweep
from naglass_gui.techniques.eis.syntax import parse_circuit
from naglass_gui.techniques.intervals import FittedProblem
from naglass_gui.techniques.technique import Choice, FitInputs, FitOutcome, Progress, no_progress

FALLBACK = "R(RQ)Q"
"""The circuit of a sweep in which no point makes sense."""


class Eis:
    """Electrochemical impedance spectroscopy: a circuit fitted to Z(f), and the conductivity of the pellet behind it.

    Options of an analysis: `weight` ("modulus", "unit" or "proportional"), `starts` (how many random starts),
    `derive_capacitance` (the formula for an arc's capacitance), and `processing_leads` (what is subtracted from the data; see leads.py).
    """

    name = "eis"
    title = "EIS"
    choices: tuple[Choice, ...] = (
        Choice("weight", "Weights", WEIGHTS, "modulus"),
        Choice(CAPACITANCE, "Capacitances", CAPACITANCES, CAPACITANCES[0]),
    )

    def new_analysis(self, measurement: Measurement, arrays: Mapping[str, Array]) -> Analysis:
        """The analysis a fresh sweep starts with: circuit and rough values from its shape, no fit yet."""
        frequency, real, imaginary = (
            arrays[measurement.channel(name).array.digest] for name in ("frequency", "z_real", "z_imag")
        )
        sweep = Sweep.of(frequency, real, imaginary)
        model = FALLBACK
        values: dict[str, float] = {}
        if sweep.sensible.any():
            shape = Shape.of(sweep.frequency, sweep.z)
            model = default_circuit(shape)
            values = rough_values(parse_circuit(model), shape)
        return Analysis(
            id=new_id(),
            name=measurement.name,
            technique=self.name,
            sources=(measurement.id,),
            model=model,
            parameters=parameters_of(parse_circuit(model), values=values),
            options=(("weight", "modulus"), ("starts", STARTS)),
        )

    def with_model(self, analysis: Analysis, model: str) -> Analysis:
        """The analysis with another circuit, typed in either form; what was set on parameters that stay is kept.

        Raises:
            InputError: the text is no circuit.
        """
        return with_circuit(analysis, parse_circuit(model))

    def fit(self, inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
        """Fit the analysis' circuit; see `fit_impedance`."""
        return fit_impedance(inputs, progress)

    def fitted_problems(self, inputs: FitInputs) -> tuple[FittedProblem, ...]:
        """The current fit as least squares, for intervals beyond the linear error."""
        return (fitted_problem(inputs),)

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """R_total, sigma, and the capacitance, permittivity and frequency of each arc; () without a fit."""
        return fitted_quantities(analysis, specimens[0] if specimens else None)

    def live(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """The same from the values of this moment, as while a handle is dragged, with no errors."""
        return current_quantities(analysis, specimens[0] if specimens else None)

    def companions(self, analysis: Analysis) -> tuple[Id, ...]:
        """The measurement of the short circuit that an analysis subtracts."""
        short = Leads.of(analysis).short
        return (short,) if short else ()

    def adjusted(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> Analysis:
        """The analysis with the leads typed for its cell, where these are subtracted."""
        return adjusted(analysis, specimens[0] if specimens else None)
