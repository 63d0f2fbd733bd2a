"""What a project file on disk looked like when it was read or written, to notice that somebody else changed it."""

from __future__ import annotations

from dataclasses import dataclass, field

from naglass_gui.core.errors import ProjectError


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
