"""What commands leave in a folder: figures with the data behind them; after a fit also the fits as JSON and a project of it all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from naglass_gui.core.errors import NaGlassError, ProjectError
from naglass_gui.core.project import Figure, Project
from naglass_gui.figures import data_table, figure_arrays, figure_part, figures_of, render
from naglass_gui.figures.style import Format
from naglass_gui.jobs import Jobs
from naglass_gui.jobs.batch import JobExecutor, batch
from naglass_gui.storage import DiskStore, file_stamp, save_project

PROJECT = "fits.naglass"
ENTRIES = "fits.json"
DPI = 600


@dataclass(frozen=True, slots=True)
class Sheet:
    """One figure to be written: where, under which name, and the part of the project that it shows."""

    folder: Path
    name: str
    figure: Figure
    part: Project
    store: DiskStore
    format: Format
    dpi: int

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
    errors = write_figures(folder, project, store, jobs)
    try:
        save_project(project, store, folder / PROJECT, expected=file_stamp(folder / PROJECT))
    except ProjectError as error:
        errors.append(ProjectError(f"--out {folder}: {error.sentence}", error.details))
    return errors


def write_figures(
    folder: Path, project: Project, store: DiskStore, jobs: Jobs, format: Format = "svg", dpi: int = DPI
) -> list[NaGlassError]:
    """Write the figures of a project, each with its data as CSV, into a folder, which is made where it is missing.

    Args:
        folder: where; files of the same names are replaced.
        project: its own figures, and one of every fitted analysis that none of them shows.
        store: holds its arrays.
        jobs: draw.
        format: of the figures.
        dpi: resolution of png and tiff.

    Returns:
        What went wrong with single figures; the others are written.

    Raises:
        NaGlassError: the folder cannot be made.
    """
    with _telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    sheets = (
        Sheet(folder, _file_name(f.name, taken), f, figure_part(project, f.sources), store, format, dpi)
        for f in figures_of(project)
    )
    results = batch(write_sheet, sheets, JobExecutor(jobs, timeout=120.0), 2 * jobs.size)
    return [result for _, result in results if isinstance(result, NaGlassError)]


def write_sheet(sheet: Sheet) -> None:
    """The data with their fit as CSV, and the figure. Raises NaGlassError where data are damaged, or the folder cannot be written."""
    try:
        arrays = figure_arrays(sheet.part, sheet.store)
    except KeyError as error:
        raise NaGlassError(f"{sheet.figure.name}: its data are damaged, so no figure was made.", repr(error)) from error
    table = data_table(sheet.part, sheet.figure, arrays)
    drawing = render(sheet.part, sheet.figure, arrays, sheet.format, sheet.dpi)
    with _telling(sheet.folder):
        (sheet.folder / f"{sheet.name}.csv").write_text(table, encoding="utf-8")
        (sheet.folder / f"{sheet.name}.{sheet.format}").write_bytes(drawing)


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NaGlassError(f"--out {folder}: it cannot be written: {error.strerror or error}.", repr(error)) from error


def _file_name(name: str, taken: set[str]) -> str:
    """A file name from a name that came from a file: letters, digits and -_. only, no two alike."""
    plain = re.sub(r"[^\w.+-]+", "_", name).strip("._")[:100] or "fit"
    unique, count = plain, 1
    while unique.lower() in taken:
        count += 1
        unique = f"{plain}-{count}"
    taken.add(unique.lower())
    return unique
