"""DC polarization as a technique of the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from naglass_gui.core.arrays import Array
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Derived, Measurement, Specimen, new_id
from naglass_gui.techniques.polarization.derived import fitted_quantities
from naglass_gui.techniques.polarization.fit import fit_polarization
from naglass_gui.techniques.polarization.models import AUTO, BY_NAME, canonical
from naglass_gui.techniques.polarization.offset import ZEROS
from naglass_gui.techniques.technique import Choice, FitInputs, FitOutcome, Progress, no_progress


class Polarization:
    """DC polarization between ion-blocking electrodes: the steady current, and the electronic conductivity behind it.

    A measurement has the channels "time" (s), "current" (A) and, where the file has them, "voltage" (V) and "range" (the
    instrument's current range as a number). Regions are in s of the file's time; without any, a steady state is the mean of
    the last fifth of the step and a decay is fitted to all of it. Options of an analysis: `reference` (whether the current at zero
    bias is taken away); `step` (V: which step, without a region); `derive_voltage` (V and its error, instead of the measured one);
    `derive_floor` (A: half the width of what the instrument cannot tell); `derive_sigma_ion` (S/cm and its error: for t_ion).
    """

    name = "polarization"
    title = "DC polarization"
    choices: tuple[Choice, ...] = (Choice("reference", "Offset", ZEROS, ZEROS[0]),)

    def new_analysis(self, measurement: Measurement, arrays: Mapping[str, Array]) -> Analysis:
        """The analysis a fresh run starts with: the fit chooses the model."""
        return Analysis(
            id=new_id(),
            name=measurement.name,
            technique=self.name,
            sources=(measurement.id,),
            model=AUTO,
            options=(("reference", ZEROS[0]),),
        )

    def with_model(self, analysis: Analysis, model: str) -> Analysis:
        """The analysis with another model: auto, constant, exp1 to exp3, stretched, cottrell or cottrell-exp.

        What was set on parameters that stay is kept; the last fit's values are taken where it had the same parameter.

        Raises:
            InputError: no such model.
        """
        name = canonical(model)
        if name == AUTO:
            return replace(analysis, model=AUTO, parameters=())
        fitted = {} if analysis.fit is None else {p.name: p.value for p in analysis.fit.parameters}
        held: dict[str, Parameter] = {p.name: p for p in analysis.parameters}
        fresh = (replace(p, value=fitted.get(p.name, p.value)) for p in BY_NAME[name].parameters())
        return replace(analysis, model=name, parameters=tuple(held.get(p.name, p) for p in fresh))

    def fit(self, inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
        """Fit the analysis' model; see `fit_polarization`."""
        return fit_polarization(inputs, progress)

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """I_e, G_e, sigma_e and the ohmic check; () without a fit."""
        return fitted_quantities(analysis, specimens[0] if specimens else None)
