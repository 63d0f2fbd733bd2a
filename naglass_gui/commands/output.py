"""What `naglass fit --out DIR` leaves: fits as JSON, data with fit as CSV, a figure each, and a project of it all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from naglass_gui.core.arrays import Array, gather
from naglass_gui.core.errors import NaGlassError, ProjectError
from naglass_gui.core.lineage import ancestors
from naglass_gui.core.project import Analysis, Figure, Project, new_id
from naglass_gui.figures import KINDS, data_table, render
from naglass_gui.figures.style import Format
from naglass_gui.jobs import Jobs
from naglass_gui.jobs.batch import JobExecutor, batch
from naglass_gui.storage import DiskStore, file_stamp, save_project
from naglass_gui.techniques import companions_of

PROJECT = "fits.naglass"
ENTRIES = "fits.json"
FIGURE: Format = "svg"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One analysis to be written: where, under which name, and the part of the project that it needs."""

    folder: Path
    name: str
    part: Project
    store: DiskStore

    def __str__(self) -> str:
        return f"Writing {self.name}"


def write_results(
    folder: Path, entries: Sequence[Mapping[str, Any]], project: Project, store: DiskStore, jobs: Jobs
) -> list[NaGlassError]:
    """Write everything into a folder, which is made where it is missing; files of the same names are replaced.

    Args:
        folder: where.
        entries: the fits as JSON.
        project: their analyses; those without a fit get no table and no figure.
        store: holds its arrays.
        jobs: draw the figures.

    Returns:
        What went wrong with single analyses; the others are written.

    Raises:
        NaGlassError: the folder cannot be written.
    """
    with _telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(entries, ensure_ascii=False, allow_nan=False, indent=2)
        (folder / ENTRIES).write_text(text + "\n", encoding="utf-8")
    taken: set[str] = set()
    fitted = [a for a in project.analyses if a.fit is not None and a.technique in KINDS]
    sheets = (Sheet(folder, _file_name(a.name, taken), _part(project, a), store) for a in fitted)
    results = batch(write_sheet, sheets, JobExecutor(jobs, timeout=120.0), 2 * jobs.size)
    errors = [result for _, result in results if isinstance(result, NaGlassError)]
    try:
        save_project(project, store, folder / PROJECT, expected=file_stamp(folder / PROJECT))
    except ProjectError as error:
        errors.append(ProjectError(f"--out {folder}: {error.sentence}", error.details))
    return errors


def write_sheet(sheet: Sheet) -> None:
    """The data with their fit as CSV, and the figure. Raises NaGlassError when the folder cannot be written."""
    analysis = sheet.part.analyses[-1]
    figure = Figure(new_id(), analysis.name, analysis.technique, (analysis.id,))
    arrays = _arrays(sheet.part, sheet.store)
    with _telling(sheet.folder):
        table = data_table(sheet.part, figure, arrays)
        (sheet.folder / f"{sheet.name}.csv").write_text(table, encoding="utf-8")
        drawing = render(sheet.part, figure, arrays, FIGURE)
        (sheet.folder / f"{sheet.name}.{FIGURE}").write_bytes(drawing)


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NaGlassError(f"--out {folder}: it cannot be written: {error.strerror or error}.", repr(error)) from error


def _part(project: Project, analysis: Analysis) -> Project:
    """The project with one analysis, its last, and what it was made from."""
    made_from = ancestors(project, analysis.id)
    needed = {id for a in (*made_from, analysis) for id in (*a.sources, *(m.id for m in companions_of(project, a)))}
    samples = []
    for sample in project.samples:
        measurements = tuple(m for m in sample.measurements if m.id in needed)
        if measurements:
            samples.append(replace(sample, measurements=measurements))
    return Project(project.id, samples=tuple(samples), analyses=(*made_from, analysis))


def _arrays(project: Project, store: DiskStore) -> dict[str, Array]:
    channels = [c for measurement in project.measurements() for c in measurement.channels]
    curves = [c for analysis in project.analyses if analysis.fit is not None for c in analysis.fit.curves]
    return gather(store, (c.array for c in (*channels, *curves)))


def _file_name(name: str, taken: set[str]) -> str:
    """A file name from a name that came from a file: letters, digits and -_. only, no two alike."""
    plain = re.sub(r"[^\w.+-]+", "_", name).strip("._")[:100] or "fit"
    unique, count = plain, 1
    while unique.lower() in taken:
        count += 1
        unique = f"{plain}-{count}"
    taken.add(unique.lower())
    return unique
