"""What `naglass fit --out DIR` leaves: fits as JSON, data with fit as CSV, a figure each, and a project of it all."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from naglass_gui.core.arrays import Array, ArrayStore, gather
from naglass_gui.core.errors import NaGlassError, ProjectError
from naglass_gui.core.project import Analysis, Figure, Project, new_id
from naglass_gui.figures import KINDS, data_table, render
from naglass_gui.figures.style import Format
from naglass_gui.storage import file_stamp, save_project

PROJECT = "fits.naglass"
ENTRIES = "fits.json"
FIGURE: Format = "svg"


def write_results(folder: Path, entries: Sequence[Mapping[str, Any]], project: Project, store: ArrayStore) -> None:
    """Write everything into a folder, which is made where it is missing; files of the same names are replaced.

    Args:
        folder: where.
        entries: the fits as JSON.
        project: their analyses; those without a fit get no table and no figure.
        store: holds its arrays.

    Raises:
        NaGlassError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(entries, ensure_ascii=False, allow_nan=False, indent=2)
        (folder / ENTRIES).write_text(text + "\n", encoding="utf-8")
        taken: set[str] = set()
        for analysis in project.analyses:
            if analysis.fit is not None and analysis.technique in KINDS:
                _write_analysis(folder, _file_name(analysis.name, taken), analysis, project, store)
    except OSError as error:
        raise NaGlassError(f"--out {folder}: it cannot be written: {error.strerror or error}.", repr(error)) from error
    _save(folder / PROJECT, project, store)


def _write_analysis(folder: Path, name: str, analysis: Analysis, project: Project, store: ArrayStore) -> None:
    figure = Figure(new_id(), analysis.name, analysis.technique, (analysis.id,))
    arrays = _arrays(analysis, project, store)
    (folder / f"{name}.csv").write_text(data_table(project, figure, arrays), encoding="utf-8")
    (folder / f"{name}.{FIGURE}").write_bytes(render(project, figure, arrays, FIGURE))


def _arrays(analysis: Analysis, project: Project, store: ArrayStore) -> dict[str, Array]:
    assert analysis.fit is not None
    channels = [c for id in analysis.sources for c in project.measurement(id).channels]
    return gather(store, (c.array for c in (*channels, *analysis.fit.curves)))


def _save(path: Path, project: Project, store: ArrayStore) -> None:
    try:
        save_project(project, store, path, expected=file_stamp(path))
    except ProjectError as error:
        raise ProjectError(f"--out {path.parent}: {error.sentence}", error.details) from error


def _file_name(name: str, taken: set[str]) -> str:
    """A file name from a name that came from a file: letters, digits and -_. only, no two alike."""
    plain = re.sub(r"[^\w.+-]+", "_", name).strip("._")[:100] or "fit"
    unique, count = plain, 1
    while unique.lower() in taken:
        count += 1
        unique = f"{plain}-{count}"
    taken.add(unique.lower())
    return unique
