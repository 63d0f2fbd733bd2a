"""What children do for the window and the command line: reading a file, a fit, opening and saving a project.

These run in a child; `work.py` hands them over.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from naglass_gui import formats, storage, techniques
from naglass_gui.core.errors import FitError, LoadError
from naglass_gui.core.project import Project
from naglass_gui.core.reading import FileReading
from naglass_gui.jobs.network import local_copy, on_network
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress


def read(path: Path, mapping: Any = None, flip: bool = False, progress: Progress = no_progress) -> FileReading:
    """Every sweep of an instrument file.

    Args:
        path: where it lies; on a network drive it is copied first.
        mapping: how to read its columns, as the column mapper gave it.
        flip: whether to turn the sign of Z″ round.
        progress: called as the copy grows.

    Raises:
        LoadError: it cannot be read; NeedsMapping when a person has to name its columns.
    """
    with tempfile.TemporaryDirectory(prefix="copy-", ignore_cleanup_errors=True) as folder:
        try:
            source = local_copy(path, Path(folder), progress) if on_network(path) else path
        except OSError as error:
            raise LoadError(f"{path.name}: the file cannot be copied from the network drive.", str(error)) from error
        return replace(formats.read_file(source, mapping=mapping, flip=flip))


def fit(inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
    """Fit an analysis by its technique. Raises FitError or InputError."""
    science = techniques.technique(inputs.analysis.technique)
    if science is None:
        raise FitError(
            f"{inputs.analysis.name}: nothing here can fit “{inputs.analysis.technique}”. Is a plug-in missing?"
        )
    return science.fit(inputs, progress)


def load(path: Path, store: Path, progress: Progress = no_progress) -> storage.LoadedProject:
    """Open a project file; its arrays go to the array store in the folder `store`. Raises ProjectError."""
    return storage.load_project(path, storage.DiskStore(store), progress=lambda share: progress(share, "reading"))


def save(
    project: Project,
    store: Path,
    path: Path,
    expected: storage.FileStamp | None,
    lost: tuple[str, ...] = (),
    progress: Progress = no_progress,
) -> storage.FileStamp:
    """Save a project whose arrays are in the array store in the folder `store`. Raises ChangedOnDisk or ProjectError."""
    return storage.save_project(
        project,
        storage.DiskStore(store),
        path,
        expected=expected,
        lost=lost,
        progress=lambda share: progress(share, "writing"),
    )
