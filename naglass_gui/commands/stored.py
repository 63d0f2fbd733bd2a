"""A stored project, opened for a command."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from naglass_gui.commands.info import open_project
from naglass_gui.commands.terminal import Terminal
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Project
from naglass_gui.jobs import Jobs, cores
from naglass_gui.storage import DiskStore, LoadedProject


@contextmanager
def stored(path: Path, terminal: Terminal) -> Iterator[tuple[Project, DiskStore, Jobs]]:
    """The project in a file, its arrays, and children to work with; what is damaged in it is complained of.

    Raises:
        NaGlassError: it cannot be opened.
    """
    with (
        tempfile.TemporaryDirectory(prefix="naglass-project-", ignore_cleanup_errors=True) as home,
        Jobs(cores()) as jobs,
    ):
        loaded: LoadedProject = open_project(jobs, path, Path(home)).result()
        for damage in loaded.damaged:
            terminal.complain(NaGlassError(f"{path.name}: {damage.place} is damaged."))
        yield loaded.project, DiskStore(Path(home)), jobs
