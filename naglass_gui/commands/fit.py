"""`naglass fit`: every sweep of the files, read and fitted in child processes."""

from __future__ import annotations

import argparse
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from naglass_gui.commands import stability, temperatures
from naglass_gui.commands.recipe import Recipe
from naglass_gui.commands.report import fit_entry, fit_text
from naglass_gui.commands.terminal import Terminal, file_paths
from naglass_gui.core.arrays import gather
from naglass_gui.core.edits import add_fit, add_sample, rename_project, set_condition, set_specimen
from naglass_gui.core.errors import InputError, NaGlassError
from naglass_gui.core.project import Analysis, Channel, Id, Measurement, Project, Sample, Specimen, evolve, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import FileReading
from naglass_gui.jobs import Job, Jobs, cores, work
from naglass_gui.storage import DiskStore
from naglass_gui.techniques import companions_of, technique
from naglass_gui.techniques.arrhenius import ARRHENIUS
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.eis.leads import subtract_short
from naglass_gui.techniques.intake import intake
from naglass_gui.techniques.nmr import NMR
from naglass_gui.techniques.stability import STABILITY
from naglass_gui.techniques.technique import Axial, FitInputs, FitOutcome

OF_SERIES: dict[str, tuple[Callable[[argparse.Namespace, Terminal], int], tuple[str, ...]]] = {
    ARRHENIUS.name: (temperatures.run, temperatures.OWN),
    STABILITY.name: (stability.run, stability.OWN),
}
"""Techniques that make one analysis of the fits of all files: each with its command, and the options that only it has."""


@dataclass(slots=True)
class FittedFile:
    """What came of one file: its fitted analyses in order, and a sentence for each failure; `also` names files fitted with it."""

    path: Path
    also: tuple[Path, ...] = ()
    analyses: list[Id] = field(default_factory=list)
    failures: list[NaGlassError] = field(default_factory=list)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Fit, print, write; the exit code is 0 when everything was fitted. Raises InputError for an option that makes no sense."""
    for name, (_, own) in OF_SERIES.items():
        if arguments.technique != name:
            _refuse(own, name, arguments)
    if arguments.technique in OF_SERIES:
        command, _ = OF_SERIES[arguments.technique]
        return command(arguments, terminal)
    recipe = Recipe.of(arguments)
    paths = file_paths(arguments.files)
    out = None if arguments.out is None else Path(arguments.out)
    with (
        tempfile.TemporaryDirectory(prefix="naglass-fit-", ignore_cleanup_errors=True) as home,
        Jobs(min(cores(), len(paths))) as jobs,
    ):
        series = Series(recipe, DiskStore(Path(home)))
        series.take_short(recipe.eis.read_short(jobs))
        entries: list[dict[str, Any]] = []
        for file in series.fitted_together(jobs, paths) if recipe.nmr.joint else series.fitted(jobs, paths):
            entries += _told(series, file, arguments.json, terminal)
        if arguments.json:
            terminal.say_json(entries)
        if out is not None:
            from naglass_gui.commands.output import write_results

            for error in write_results(out, entries, series.project, series.store, jobs):
                terminal.complain(error)
    return terminal.exit_code


def _refuse(options: Sequence[str], owner: str, arguments: argparse.Namespace) -> None:
    """Raise InputError for an option of another technique than the one that is asked for."""
    for name in options:
        if getattr(arguments, name):
            option = f"--{name.replace('_', '-')}"
            raise InputError(f"{option} is for --technique {owner}.", field=option)


def _told(series: Series, file: FittedFile, as_json: bool, terminal: Terminal) -> list[dict[str, Any]]:
    """Say what came of a file; its fits as JSON."""
    for failure in file.failures:
        terminal.complain(failure)
    entries = []
    for analysis, measurement in map(series.pair, file.analyses):
        assert analysis.fit is not None
        entry = fit_entry(analysis.technique, str(file.path), measurement.provenance.sweep, analysis.fit)
        entries.append(entry | ({"files": [str(path) for path in (file.path, *file.also)]} if file.also else {}))
        if not as_json:
            terminal.say(fit_text(_title(file, measurement), analysis.fit) + "\n")
    return entries


class Series:
    """The files of one command as they come together in one project.

    Where the command gives a pellet's thickness and area, or asks for a temperature series (`one_pellet`), all files are
    measurements of that pellet; otherwise each file is a sample of its own, so that sizes found in one file's header are
    never used for another.

    Attributes:
        project: grows file by file.
        store: holds its arrays.
    """

    def __init__(self, recipe: Recipe, store: DiskStore, *, one_pellet: bool = False) -> None:
        self.store = store
        self._recipe = recipe
        self.project = rename_project(Project(new_id()), "naglass fit")
        self._shared: Id | None = None
        self._short: Id | None = None
        if one_pellet or ("thickness" in recipe.sizes and len(recipe.sizes) == 2):
            shared = Sample(new_id(), "Sample", specimens=(Specimen(new_id(), "Pellet"),))
            self.project, self._shared = add_sample(self.project, shared), shared.id

    def pair(self, analysis: Id) -> tuple[Analysis, Measurement]:
        """An analysis and its measurement."""
        found = self.project.analysis(analysis)
        return found, self.project.measurement(found.sources[0])

    def fitted(self, jobs: Jobs, paths: Sequence[Path]) -> Iterator[FittedFile]:
        """Each file as it is done, in order.

        Reading goes ahead of fitting, and fitting ahead of the answer, by a few files a child: the children are kept
        busy, and memory does not grow with the number of files.
        """
        ahead = 2 * jobs.size
        source = iter(paths)
        reading = deque((path, work.read_file(jobs, path, complete_rows=True)) for path in islice(source, ahead))
        fitting: deque[tuple[FittedFile, list[tuple[Id, Job]]]] = deque()
        while reading:
            path, job = reading.popleft()
            fitting.append(self._begin(jobs, path, job))
            reading.extend((path, work.read_file(jobs, path, complete_rows=True)) for path in islice(source, 1))
            if len(fitting) > ahead:
                yield self._conclude(*fitting.popleft())
        for begun in fitting:
            yield self._conclude(*begun)

    def fitted_together(self, jobs: Jobs, paths: Sequence[Path]) -> Iterator[FittedFile]:
        """All NMR spectra of the files in one fit: one answer, under the name of the first file."""
        file, fresh = FittedFile(paths[0], tuple(paths[1:])), list[Analysis]()
        for path, job in [(path, work.read_file(jobs, path, complete_rows=True)) for path in paths]:
            try:
                fresh += self.take(path, work.outcome(job, partial(work.load_error, path)))
            except NaGlassError as error:
                file.failures.append(error)
        begun: list[tuple[Id, Job]] = []
        if not file.failures:
            try:
                begun = self._begin_together(jobs, [a for a in fresh if a.technique == NMR.name])
            except NaGlassError as error:
                file.failures.append(error)
        yield self._conclude(file, begun)

    def _begin_together(self, jobs: Jobs, single: Sequence[Analysis]) -> list[tuple[Id, Job]]:
        """Put one analysis in the place of those of single spectra, and start its fit."""
        pairs = [(self.project.measurement(a.sources[0]), self._recipe.modelled(a)) for a in single]
        analysis = NMR.joint(pairs)
        gone = {a.id for a in single}
        kept = tuple(a for a in self.project.analyses if a.id not in gone)
        self.project = replace(self.project, analyses=(*kept, analysis))
        return [(analysis.id, work.fit(jobs, f"The fit of {analysis.name}", self.inputs(analysis)))]

    def _begin(self, jobs: Jobs, path: Path, job: Job) -> tuple[FittedFile, list[tuple[Id, Job]]]:
        """Take a file into the project and start its fits."""
        file, fits = FittedFile(path), []
        try:
            for analysis in self.take(path, work.outcome(job, lambda error: work.load_error(path, error))):
                try:
                    fits.append((analysis.id, work.fit(jobs, f"The fit of {analysis.name}", self.inputs(analysis))))
                except NaGlassError as error:
                    file.failures.append(_named(error, analysis.name))
        except NaGlassError as error:
            file.failures.append(error)
        return file, fits

    def take_short(self, file: FileReading | None) -> None:
        """Subtract this measurement of a short circuit from all impedance that is taken from now on; None for nothing."""
        if file is None:
            return
        held = {a.id for a in self.project.analyses}
        self.project, ids = intake(self.project, (file,), self.store, technique)
        # It is subtracted, not fitted.
        kept = tuple(a for a in self.project.analyses if a.id in held)
        self.project, self._short = replace(self.project, analyses=kept), ids[0]

    def take(self, path: Path, reading: FileReading | NaGlassError) -> list[Analysis]:
        """The fresh analyses of a file, taken into the project. Raises what kept it from being read, or InputError."""
        if isinstance(reading, NaGlassError):
            raise reading
        wanted = tuple(r for r in reading.readings if self._recipe.technique in (None, r.technique))
        if not wanted:
            held = ", ".join(sorted({r.technique for r in reading.readings})) or "nothing"
            raise InputError(
                f"{path.name}: --technique {self._recipe.technique} asks for what it does not hold; it holds {held}."
            )
        taken = replace(reading, readings=wanted)
        self.project, ids = intake(self.project, (taken,), self.store, technique, self._shared)
        for specimen in {self.project.measurement(id).specimen for id in ids}:
            if specimen is not None:
                self.project = set_specimen(self.project, specimen, **self._recipe.new_sizes())
        if self._recipe.temperature is not None:
            self.project = set_condition(self.project, ids, "temperature", self._recipe.temperature)
        if self._short is not None:
            impedance = [a.id for a in self.project.analyses if a.sources[0] in ids and a.technique == EIS.name]
            self.project = subtract_short(self.project, impedance, self._short)
        fresh = [a for a in self.project.analyses if a.sources[0] in ids]
        if not fresh:
            raise InputError(f"{path.name}: nothing here fits “{wanted[0].technique}”.")
        return fresh

    def inputs(self, analysis: Analysis) -> FitInputs:
        """What the fit of a fresh analysis needs, as the recipe wants it. Raises InputError where that makes no sense."""
        measurements = tuple(self.project.measurement(id) for id in analysis.sources)
        first = measurements[0]
        companions = companions_of(self.project, analysis)
        arrays = gather(self.store, (c.array for m in (*measurements, *companions) for c in m.channels))
        columns = {c.name: arrays[c.array.digest] for c in first.channels}
        axis = next((c.name for c in first.channels if c.role == "axis"), first.channels[0].name)
        science = technique(analysis.technique)
        # Regions of a spectrum that is made from raw data are in shifts, which the raw data do not hold.
        along = science.axis(first, arrays, analysis) if isinstance(science, Axial) else columns[axis]
        analysis = self._recipe.applied(analysis, columns, along)
        self.project = evolve(self.project, ("analyses", analysis.id), lambda old: analysis)
        specimens = tuple(self.project.specimen_of(m.id) for m in measurements)
        return FitInputs(analysis, measurements, specimens, arrays, "auto", self._recipe.seed, companions=companions)

    def _conclude(self, file: FittedFile, fits: list[tuple[Id, Job]]) -> FittedFile:
        """Wait for the fits of a file and put them into the project."""
        for id, job in fits:
            try:
                outcome: FitOutcome = job.result()
            except NaGlassError as error:
                file.failures.append(_named(error, self.project.analysis(id).name))
                continue
            curves = tuple(Channel(c.name, c.unit, self.store.put(c.values), c.role) for c in outcome.curves)
            self.project = add_fit(self.project, id, replace(outcome.fit, curves=curves), outcome.analysis)
            file.analyses.append(id)
        return file


def _named(error: NaGlassError, name: str) -> NaGlassError:
    """The error with the sweep it is about, unless its sentence names it."""
    return error if name in error.sentence else InputError(f"{name}: {error.sentence}", error.details)


def _title(file: FittedFile, measurement: Measurement) -> str:
    temperature = measurement.condition("temperature")
    at: Quantity | None = None if temperature is None else temperature.quantity
    sweep = f", sweep {measurement.provenance.sweep + 1}" if len(file.analyses) > 1 else ""
    files = " + ".join(str(path) for path in (file.path, *file.also))
    return f"{files}{sweep}" + (f" ({at})" if at is not None else "")
