"""The transference number of the ions, from the electronic conductivity and the ionic one of the same sample.

t_ion = sigma_ion / (sigma_ion + sigma_e). Not the method of Bruce and Vincent, which has metal electrodes and follows one kind of ion.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from naglass_gui import __version__
from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Derived, Fit, FitWarning, Id, Measurement, Project, Specimen, new_id
from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.polarization.derived import is_upper_bound
from naglass_gui.techniques.polarization.shares import Transference
from naglass_gui.techniques.technique import Choice, FitInputs, FitOutcome, Progress, Source, followed, no_progress

SAME_TEMPERATURE = 2.0
"""Kelvins by which the temperatures of both measurements may differ without a word."""
IONIC = ("sigma", "sigma_25")
"""Names of an ionic conductivity, of a spectrum or of an Arrhenius plot."""


class TransferenceNumber:
    """Made from a DC polarization and an impedance spectrum (or an Arrhenius plot), whose errors it takes over.

    Where both were measured on one pellet its sizes cancel. No options.
    """

    name = "transference"
    title = "Transference number"
    choices: tuple[Choice, ...] = ()

    def of_sources(self, name: str, polarization: Id, ionic: Id) -> Analysis:
        """A new one; its numbers come when the project settles."""
        return Analysis(new_id(), name, self.name, (polarization, ionic))

    def new_analysis(self, measurement: Measurement, arrays: Mapping[str, Array]) -> Analysis:
        """No measurement starts with one. Raises InputError always; use `of_sources`."""
        raise InputError(f"{measurement.name}: a transference number is made from two analyses.")

    def with_model(self, analysis: Analysis, model: str) -> Analysis:
        """There is one formula only. Raises InputError always."""
        raise InputError("A transference number has no models.", field="Model")

    def follow(self, analysis: Analysis, sources: tuple[Source, ...]) -> Analysis:
        """The analysis with its numbers made anew; no fit where one of the two conductivities is missing."""
        fit = _fit(analysis, sources)
        return replace(analysis, fits=() if fit is None else (fit,), current=None if fit is None else fit.id)

    def fit(self, inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
        """The same as `follow`, as `verify` asks for it. Raises FitError where the sources do not suffice."""
        return followed(self, inputs)

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """The quantities of its fit: they were made with it."""
        return () if analysis.fit is None else analysis.fit.derived


TRANSFERENCE = TransferenceNumber()
"""The technique."""


def ionic_sources(project: Project, polarization: Id) -> tuple[Analysis, ...]:
    """Spectra of the same sample whose fit gives an ionic conductivity; those of the same pellet first."""
    found = project.analysis(polarization)
    sample = project.sample_of(found.sources[0])
    pellet = project.specimen_of(found.sources[0])
    able = [
        a
        for a in project.analyses
        if a.technique == "eis" and _conducts(a) and project.sample_of(a.sources[0]).id == sample.id
    ]
    return tuple(sorted(able, key=lambda a: project.specimen_of(a.sources[0]) is not pellet))


def transference_of(project: Project, polarization: Id) -> Analysis | None:
    """The transference number that is made from a polarization, or None."""
    return next((a for a in project.analyses if a.technique == "transference" and polarization in a.sources), None)


def set_ionic(project: Project, polarization: Id, ionic: Id | None) -> Project:
    """The project with the ionic conductivity of a polarization taken from this analysis; None removes the transference number."""
    held = transference_of(project, polarization)
    kept = tuple(a for a in project.analyses if a is not held)
    if ionic is None:
        return replace(project, analyses=kept)
    if held is not None:
        sources = (polarization, ionic)
        return replace(
            project, analyses=tuple(replace(a, sources=sources) if a is held else a for a in project.analyses)
        )
    made = TRANSFERENCE.of_sources(f"t of {project.analysis(polarization).name}", polarization, ionic)
    return replace(project, analyses=(*kept, made))


def _conducts(analysis: Analysis) -> bool:
    return analysis.fit is not None and any(analysis.fit.quantity(name) is not None for name in IONIC)


def conductivities(sources: Sequence[Source]) -> tuple[tuple[Source, Derived], tuple[Source, Derived]] | None:
    """The electronic and the ionic conductivity among the sources that are used, each with its source; None where one is missing."""
    used = [s for s in sources if not s.excluded]
    electronic = next(((s, d) for s in used if (d := s.quantity("sigma_e")) is not None), None)
    ionic = next(((s, d) for s in used for name in IONIC if (d := s.quantity(name)) is not None), None)
    return None if electronic is None or ionic is None else (electronic, ionic)


def _fit(analysis: Analysis, sources: Sequence[Source]) -> Fit | None:
    pair = conductivities(sources)
    if pair is None:
        return None
    (electronic, one), (ionic, other) = pair
    shared = (
        electronic.specimen is not None and ionic.specimen is not None and electronic.specimen.id == ionic.specimen.id
    )
    error = _relative_error(electronic, ionic, one, other, shared)
    shares = Transference.of(one.value, other.value, error)
    if shares is None:
        return None
    note = f"from {electronic.analysis.name} and {ionic.analysis.name}"
    note += ", one pellet: its sizes cancel" if shared else ", two pellets"
    return Fit(
        id=analysis.current or new_id(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model="sigma_ion / (sigma_ion + sigma_e)",
        chi_square=0.0,
        n_points=2,
        aicc=math.inf,
        parameters=(),
        derived=shares.derived(note),
        warnings=_warnings(electronic, ionic),
        software=f"NaGlass {__version__}",
    )


def _relative_error(electronic: Source, ionic: Source, one: Derived, other: Derived, shared: bool) -> float:
    """Of the ratio of both conductivities: with one pellet that of I_ss / U and of the resistance alone."""
    parts = [_relative(one), _relative(other)]
    conductance, resistance = electronic.quantity("G_e"), ionic.quantity("R_total")
    if shared and conductance is not None and resistance is not None:
        parts = [_relative(conductance), _relative(resistance)]
    return math.hypot(*parts)


def _relative(quantity: Derived) -> float:
    return 0.0 if quantity.stderr is None or quantity.value == 0 else abs(quantity.stderr / quantity.value)


def _warnings(electronic: Source, ionic: Source) -> tuple[FitWarning, ...]:
    found = []
    if electronic.analysis.fit is not None and is_upper_bound(electronic.analysis.fit):
        found.append(FitWarning("note", "sigma_e is an upper bound, so t_ion is a lower one.", "source"))
    temperatures = [source.condition("temperature") for source in (electronic, ionic)]
    known = [t.to("degC").value for t in temperatures if t is not None]
    if len(known) == 2 and abs(known[0] - known[1]) > SAME_TEMPERATURE:
        one, other = (format_value(t, significant=3) for t in known)
        text = f"The conductivities belong to different temperatures, {one} and {other} °C: choose a spectrum at the same one."
        found.append(FitWarning("note", text, "source"))
    return tuple(found)
