"""`naglass verify`: everything in a project fitted again from the bytes the instrument wrote, and compared."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from naglass_gui.commands.report import table
from naglass_gui.commands.stored import stored
from naglass_gui.commands.terminal import Terminal
from naglass_gui.core.arrays import Array, gather, reference
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Analysis, Channel, Derived, Fit, FittedParameter, Id, Measurement, Project
from naglass_gui.core.reading import FileReading, Reading
from naglass_gui.jobs import Job, Jobs, work
from naglass_gui.storage import DiskStore
from naglass_gui.techniques import companions_of, fingerprint, sources_of
from naglass_gui.techniques.eis.law import Whole
from naglass_gui.techniques.technique import FitInputs, FitOutcome

VALUE_TOLERANCE = 1e-6
ERROR_TOLERANCE = 1e-3

Basis = Literal["raw bytes", "stored arrays"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One analysis compared with its refit: from what, the largest relative differences, and what is wrong ("" for nothing)."""

    name: str
    model: str
    basis: Basis
    value: float = 0.0
    error: float = 0.0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """A running refit, None where it cannot be made; `place` is that of the analysis in a fit of several."""

    job: Job | None
    place: int | None = None

    def outcome(self, result: Any) -> FitOutcome:
        """What of the job's result belongs to the analysis."""
        found: FitOutcome = result if self.place is None else result.outcomes[self.place]
        return found


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Refit and compare; the exit code is 0 when every fit of the project is reproduced."""
    path = Path(arguments.project)
    with stored(path, terminal) as (project, store, jobs):
        verdicts = list(Verification(project, store, jobs).verdicts())
    terminal.say(_text(path, verdicts))
    for verdict in verdicts:
        if verdict.fault:
            terminal.complain(NaGlassError(f"{path.name}: {verdict.name}: {verdict.fault}"))
    return terminal.exit_code


class Verification:
    """The refits of one project.

    Args:
        project: what was stored.
        store: its arrays.
        jobs: who reads and fits.
    """

    def __init__(self, project: Project, store: DiskStore, jobs: Jobs) -> None:
        self._project = project
        self._store = store
        self._jobs = jobs

    def verdicts(self) -> Iterator[Verdict]:
        """One verdict for each analysis that shows a fit, in the project's order."""
        readings = self._read_again()
        fitted = [a for a in self._project.analyses if a.fit is not None]
        prepared = [(analysis, self._prepare(analysis, readings)) for analysis in fitted]
        begun = self._begin([start[1] for _, start in prepared if not isinstance(start, Verdict)])
        for analysis, start in prepared:
            yield start if isinstance(start, Verdict) else self._conclude(analysis, start[0], begun[analysis.id])

    def _read_again(self) -> dict[str, Job]:
        """A job for each stored file, by its digest: several sweeps of a file are read once."""
        jobs: dict[str, Job] = {}
        for measurement in self._project.measurements():
            source = measurement.provenance
            if source.raw is not None and source.raw in self._store and source.raw.digest not in jobs:
                raw = self._store.get(source.raw).tobytes()
                jobs[source.raw.digest] = work.read_again(self._jobs, source.file, raw, source.options)
        return jobs

    def _begin(self, prepared: Sequence[FitInputs]) -> dict[Id, Again]:
        """The refits, by the analysis: each by itself, and the parts of one fit of all temperatures in one."""
        again: dict[Id, Again] = {}
        wholes: dict[Whole, list[FitInputs]] = {}
        for inputs in prepared:
            whole = Whole.of(inputs.analysis.fit)
            if whole is None:
                name = f"The fit of {inputs.analysis.name}"
                again[inputs.analysis.id] = Again(work.fit(self._jobs, name, inputs))
            else:
                wholes.setdefault(whole, []).append(inputs)
        for whole, parts in wholes.items():
            whole_again = len(parts) == whole.members
            job = work.fit_together(self._jobs, "The fit of all temperatures", tuple(parts)) if whole_again else None
            again |= {inputs.analysis.id: Again(job, place) for place, inputs in enumerate(parts)}
        return again

    def _prepare(self, analysis: Analysis, readings: Mapping[str, Job]) -> Verdict | tuple[Basis, FitInputs]:
        fit = analysis.fit
        assert fit is not None
        sources = tuple(self._project.measurement(id) for id in analysis.sources if self._is_measurement(id))
        basis: Basis = "stored arrays"
        if fit.fingerprint != fingerprint(self._project, analysis):
            return Verdict(
                analysis.name,
                fit.model,
                basis,
                fault="the fit is stale: something it depends on was changed after it. Fit again.",
            )
        try:
            needed = (*sources, *companions_of(self._project, analysis))
            arrays = gather(self._store, (c.array for m in needed for c in m.channels))
            raw = [self._from_raw(measurement, readings) for measurement in needed]
        except KeyError:
            return Verdict(analysis.name, fit.model, basis, fault="its data are damaged, so it cannot be fitted again.")
        except NaGlassError as error:
            return Verdict(analysis.name, fit.model, "raw bytes", fault=error.sentence)
        if raw and all(again is not None for again in raw):
            basis = "raw bytes"
            needed, arrays = _reread(needed, [again for again in raw if again is not None])
        inputs = self._inputs(analysis, fit, needed[: len(sources)], arrays)
        return basis, replace(inputs, companions=needed[len(sources) :])

    def _is_measurement(self, id: str) -> bool:
        return any(m.id == id for m in self._project.measurements())

    def _from_raw(self, measurement: Measurement, readings: Mapping[str, Job]) -> Reading | None:
        """The measurement as its file gives it now; None where the project does not hold the file.

        Raises:
            LoadError: the stored bytes can no longer be read, or hold no such sweep.
        """
        source = measurement.provenance
        job = None if source.raw is None else readings.get(source.raw.digest)
        if job is None:
            return None
        file: FileReading = job.result()
        for reading in file.readings:
            if (reading.sweep, reading.technique) == (source.sweep, measurement.technique):
                return reading
        raise NaGlassError(f"the stored bytes of {source.file} no longer give its sweep {source.sweep + 1}.")

    def _inputs(
        self, analysis: Analysis, fit: Fit, sources: tuple[Measurement, ...], arrays: Mapping[str, Array]
    ) -> FitInputs:
        """The stored fit's own inputs: its seed, its way to start, its values as the current ones."""
        values = {p.name: p.value for p in fit.parameters}
        parameters = tuple(replace(p, value=values.get(p.name, p.value)) for p in analysis.parameters)
        searched = fit.statistic("starts") is not None
        return FitInputs(
            replace(analysis, parameters=parameters),
            sources,
            tuple(self._project.specimen_of(m.id) for m in sources),
            arrays,
            "auto" if searched else "current",
            fit.seed,
            sources_of(self._project, analysis),
        )

    def _conclude(self, analysis: Analysis, basis: Basis, again: Again) -> Verdict:
        fit = analysis.fit
        assert fit is not None
        if again.job is None:
            fault = "it is part of a fit of more temperatures than still show it: fit all of them at once again."
            return Verdict(analysis.name, fit.model, basis, fault=fault)
        try:
            outcome = again.outcome(again.job.result())
        except NaGlassError as error:
            return Verdict(analysis.name, fit.model, basis, fault=f"it can no longer be fitted: {error.sentence}")
        return compare(analysis.name, basis, fit, outcome.fit)


def _reread(
    sources: tuple[Measurement, ...], readings: list[Reading]
) -> tuple[tuple[Measurement, ...], dict[str, Array]]:
    """Measurements and arrays with what the raw bytes gave in place of what was stored."""
    arrays: dict[str, Array] = {}
    renewed = []
    for measurement, reading in zip(sources, readings, strict=True):
        channels = []
        for column in reading.columns:
            ref = reference(column.values)
            arrays[ref.digest] = column.values
            channels.append(Channel(column.name, column.unit, ref, column.role))
        renewed.append(replace(measurement, channels=tuple(channels)))
    return tuple(renewed), arrays


def compare(name: str, basis: Basis, stored: Fit, again: Fit) -> Verdict:
    """The verdict on a fit and its refit.

    Values agree within 1e-6, standard errors within 1e-3, both relative. A value the data do not determine has no
    standard error; it must be undetermined again, but where it comes to lie is chance.
    """
    pairs: list[tuple[str, FittedParameter | Derived, FittedParameter | Derived | None]] = []
    parameters, derived = ({p.name: p for p in again.parameters}, {d.name: d for d in again.derived})
    pairs += [(p.name, p, parameters.get(p.name)) for p in stored.parameters]
    pairs += [(d.name, d, derived.get(d.name)) for d in stored.derived]
    values = [("chi_square", relative_difference(again.chi_square, stored.chi_square))]
    errors = []
    for label, old, new in pairs:
        if new is None or (old.stderr is None) != (new.stderr is None):
            lost = (
                "there no longer"
                if new is None
                else "determined by the data"
                if old.stderr is None
                else "not determined"
            )
            return Verdict(name, stored.model, basis, fault=f"{label} is {lost}, other than in the stored fit.")
        if old.stderr is not None and new.stderr is not None:
            values.append((label, relative_difference(new.value, old.value)))
            errors.append((label, relative_difference(new.stderr, old.stderr)))
        elif isinstance(old, FittedParameter) and (not old.vary or old.at_bound):
            values.append((label, relative_difference(new.value, old.value)))
    worst, worst_error = _worst(values), _worst(errors)
    fault = ""
    if worst[1] > VALUE_TOLERANCE:
        fault = f"{worst[0]} differs by {worst[1]:.1e} of its value from the stored fit."
    elif worst_error[1] > ERROR_TOLERANCE:
        fault = f"the standard error of {worst_error[0]} differs by {worst_error[1]:.1e} of it from the stored fit."
    return Verdict(name, stored.model, basis, worst[1], worst_error[1], fault)


def relative_difference(new: float, old: float) -> float:
    """|new - old| / |old|; infinite where only one of them is zero or not finite."""
    if new == old or (math.isnan(new) and math.isnan(old)):
        return 0.0
    if old == 0 or not (math.isfinite(new) and math.isfinite(old)):
        return math.inf
    return abs(new - old) / abs(old)


def _worst(differences: list[tuple[str, float]]) -> tuple[str, float]:
    return max(differences, key=lambda pair: pair[1], default=("", 0.0))


def _text(path: Path, verdicts: list[Verdict]) -> str:
    count = len(verdicts)
    rows = [
        (
            verdict.name,
            verdict.model,
            f"from the {verdict.basis}",
            "differs" if verdict.fault else "reproduced",
            "" if verdict.fault else f"values {_within(verdict.value)}, errors {_within(verdict.error)}",
        )
        for verdict in verdicts
    ]
    return "\n".join([f"{path}: {count} {'fit' if count == 1 else 'fits'}", *table(rows, indent=2)])


def _within(difference: float) -> str:
    return f"within {difference:.0e}" if difference else "to the last digit"
