"""Opening and saving a project file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from naglass_gui.core.arrays import ArrayRef, ArrayStore
from naglass_gui.core.project import Project
from naglass_gui.storage.stamp import FileStamp

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Damage:
    """An array of the file that cannot be trusted any more; `place` says what it was, for the person."""

    array: ArrayRef
    place: str


@dataclass(frozen=True, slots=True)
class LoadedProject:
    """A project as read from a file.

    Attributes:
        project: the whole tree, also where arrays are damaged.
        stamp: to hand to `save_project`; None for a recovered copy, which has no file.
        damaged: arrays that are not in the store because their bytes in the file are wrong.
        notices: sentences the person should see.
        read_only: the file is of a newer minor version: saving it here would lose something.
    """

    project: Project
    stamp: FileStamp | None
    damaged: tuple[Damage, ...] = ()
    notices: tuple[str, ...] = ()
    read_only: bool = False


def load_project(path: Path, store: ArrayStore, *, progress: Progress | None = None) -> LoadedProject:
    """Read a project and put its arrays into the store.

    The file is read in full and closed. Its structure is checked before any array is read.

    Args:
        path: the project file.
        store: receives the arrays; those it holds already are not read again.
        progress: called with the share done, 0 to 1; what it raises ends the reading.

    Raises:
        ProjectError: missing, no project, of a newer version, hostile or broken beyond its arrays.
    """
    raise NotImplementedError


def save_project(
    project: Project,
    store: ArrayStore,
    path: Path,
    *,
    expected: FileStamp | None,
    progress: Progress | None = None,
    lost: Collection[str] = (),
) -> FileStamp:
    """Write a project so that the file is at every moment either the old or the new one, whole.

    Args:
        project: what to save.
        store: holds its arrays.
        path: where; a symbolic link is followed.
        expected: what is at `path` as far as the caller knows: the stamp of the last load or save, or
            `file_stamp(path)` after the person agreed to overwrite it. None: there must be no file yet.
        progress: called with the share done, 0 to 1; what it raises ends the save, the old file untouched.
        lost: digests of arrays known to be damaged (`LoadedProject.damaged`), which may be absent.

    Returns:
        The stamp of the new file, for the next save. Its `notices` are for the person.

    Raises:
        ChangedOnDisk: the file at `path` is not the expected one; nothing was written.
        ProjectError: anything else; the old file is untouched, and the sentence says what to do.
    """
    raise NotImplementedError


def file_stamp(path: Path) -> FileStamp | None:
    """What is at this path now, or None. Raises ProjectError when it is no plain file, or cannot be read."""
    raise NotImplementedError
