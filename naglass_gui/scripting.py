"""For scripts: read a file, fit it as it was analysed, print what came out. What “Export as a script” writes uses only this.

from naglass_gui.scripting import Parameter, analysis, fit, load, show

data = load("pellet.DTA")
show(fit(analysis("eis", "R(RQ)Q", parameters=(Parameter("R0", 170.0, "ohm"), ...)), data))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from naglass_gui.commands.report import fit_text
from naglass_gui.core import edits
from naglass_gui.core.arrays import Array, ArrayStore, MemoryStore, gather
from naglass_gui.core.errors import FitError, LoadError
from naglass_gui.core.lineage import ancestors
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import (
    Analysis,
    Channel,
    Component,
    Fit,
    JSONValue,
    Mask,
    Measurement,
    Project,
    Region,
    Specimen,
    new_id,
)
from naglass_gui.core.quantity import Quantity
from naglass_gui.formats import Options, Source, experiment_at, read_file
from naglass_gui.storage import load_project
from naglass_gui.techniques import Technique, companions_of, settle, sources_of, technique
from naglass_gui.techniques.intake import intake
from naglass_gui.techniques.technique import FitInputs

__all__ = [
    "Component",
    "Data",
    "Mask",
    "Parameter",
    "Quantity",
    "Region",
    "Specimen",
    "Study",
    "analysis",
    "fit",
    "load",
    "open_project",
    "show",
]


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """One sweep or spectrum of a file.

    Attributes:
        measurement: its columns by name, conditions and header.
        specimen: what the file's header says of the pellet.
        store: holds the numbers.
    """

    measurement: Measurement
    specimen: Specimen | None
    store: ArrayStore

    def column(self, name: str) -> Array:
        """The numbers of one column. Raises KeyError when there is none of that name."""
        return self.store.get(self.measurement.channel(name).array)


def load(path: str | Path, sweep: int = 0, options: Options = (), sha256: str = "") -> Data:
    """One sweep of an instrument file.

    Args:
        path: the file, or the folder of an NMR experiment.
        sweep: which one, from 0.
        options: how it was read, as the script has it.
        sha256: of the file that is meant.

    Raises:
        LoadError: it cannot be read, has no such sweep, or is not the file that is meant.
    """
    place = Path(path)
    experiment = experiment_at(place)
    if experiment is not None:
        reading = read_file(experiment)
    elif not options:
        reading = read_file(place)
    else:
        try:
            reading = read_file(Source.from_bytes(place.name, place.read_bytes(), options))
        except OSError as error:
            raise LoadError(f"{place.name} cannot be read: {error.strerror}.", str(error)) from error
    if sha256 and reading.sha256 != sha256:
        raise LoadError(f"{place.name} is not the file that was analysed: its bytes differ.")
    kept = next((r for r in reading.readings if r.sweep == sweep), None)
    if kept is None:
        raise LoadError(f"{place.name} has no sweep {sweep}.")
    store = MemoryStore()
    project, ids = intake(Project(new_id()), (replace(reading, readings=(kept,)),), store, technique)
    return Data(project.measurement(ids[0]), project.specimen_of(ids[0]), store)


def analysis(
    technique: str,
    model: str = "",
    *,
    parameters: tuple[Parameter, ...] = (),
    components: tuple[Component, ...] = (),
    regions: tuple[Region, ...] = (),
    masked: tuple[Mask, ...] = (),
    options: tuple[tuple[str, JSONValue], ...] = (),
    name: str = "analysis",
) -> Analysis:
    """What to fit and how; the values of the parameters are where the fit starts."""
    return Analysis("analysis", name, technique, (), regions, masked, model, parameters, components, options)


def fit(
    analysis: Analysis,
    data: Data | Sequence[Data],
    specimen: Specimen | None = None,
    start: Literal["auto", "current"] = "current",
    seed: int = 0,
) -> Fit:
    """Fit.

    Args:
        analysis: what and how.
        data: what is fitted.
        specimen: the pellet or rotor filling; None for what the files say.
        start: "current" starts from the analysis' values, "auto" searches without any.
        seed: of the search.

    Raises:
        FitError: no such technique, or it cannot be fitted.
        InputError: something about the analysis makes no sense.
    """
    science = _science(analysis)
    given = [data] if isinstance(data, Data) else list(data)
    arrays = {
        digest: array
        for one in given
        for digest, array in gather(one.store, (c.array for c in one.measurement.channels)).items()
    }
    measurements = tuple(one.measurement for one in given)
    asked = replace(analysis, sources=tuple(m.id for m in measurements))
    specimens = tuple(specimen or one.specimen for one in given)
    return science.fit(FitInputs(asked, measurements, specimens, arrays, start, seed)).fit


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A saved project: what it holds, and the numbers behind it."""

    project: Project
    store: ArrayStore

    def refit(self, name: str) -> Fit:
        """Fit an analysis again, and before it everything that it is made from.

        Raises:
            FitError: there is no analysis of that name with a fit, or nothing here fits it.
            InputError: something about an analysis makes no sense.
        """
        asked = next((a for a in self.project.analyses if a.name == name and a.fit is not None), None)
        if asked is None:
            raise FitError(f"The project holds no fitted analysis “{name}”.")
        project = self.project
        # A derived analysis follows by itself; what is made from data is fitted.
        measured = {m.id for m in project.measurements()}
        for part in (*ancestors(project, asked.id), asked):
            if not measured.issuperset(part.sources):
                continue
            now = project.analysis(part.id)
            outcome = _science(now).fit(self._inputs(project, now))
            curves = tuple(Channel(c.name, c.unit, self.store.put(c.values), c.role) for c in outcome.curves)
            after = edits.add_fit(project, now.id, replace(outcome.fit, curves=curves), outcome.analysis)
            project = settle(project, after)
        found = project.analysis(asked.id).fit
        assert found is not None
        return found

    def _inputs(self, project: Project, analysis: Analysis) -> FitInputs:
        measured = {m.id: m for m in project.measurements()}
        sources = tuple(measured[id] for id in analysis.sources if id in measured)
        beside = companions_of(project, analysis)
        arrays = gather(self.store, (c.array for m in (*sources, *beside) for c in m.channels))
        specimens = tuple(project.specimen_of(m.id) for m in sources)
        seed = analysis.fit.seed if analysis.fit is not None else 0
        made_from = sources_of(project, analysis)
        return FitInputs(analysis, sources, specimens, arrays, "current", seed, made_from, beside)


def open_project(path: str | Path) -> Study:
    """A saved project. Raises ProjectError."""
    store = MemoryStore()
    return Study(load_project(Path(path), store).project, store)


def _science(analysis: Analysis) -> Technique:
    science = technique(analysis.technique)
    if science is None:
        raise FitError(f"There is no technique “{analysis.technique}”.")
    return science


def show(fit: Fit, title: str = "fit") -> None:
    """Print a fit: parameters, derived quantities, warnings."""
    print(fit_text(title, fit))
