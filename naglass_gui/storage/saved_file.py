"""What is known of a project file: which save it is, whether somebody else changed it, what of it is damaged."""

from __future__ import annotations

from dataclasses import dataclass, field

from naglass_gui.core.arrays import ArrayRef
from naglass_gui.core.errors import ProjectError
from naglass_gui.core.project import Project


@dataclass(frozen=True, slots=True)
class FileStamp:
    """The identity of one saved state of a file.

    Attributes:
        size: in bytes.
        mtime_ns: time of last change as the file system gives it, in nanoseconds.
        save_id: made afresh by every save; empty for a file that is no NaGlass project.
        generation: counts the saves of this file.
        notices: sentences the person should see after the save (no part of the identity).
    """

    size: int
    mtime_ns: int
    save_id: str = ""
    generation: int = 0
    notices: tuple[str, ...] = field(default=(), compare=False)


class ChangedOnDisk(ProjectError):
    """The file is no longer the one that was read: saving would overwrite what somebody else saved."""


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
