"""Autosave and recovery: the current state of every open project, kept apart from the person's files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from naglass_gui.core.project import Project
from naglass_gui.storage.array_store import DiskStore
from naglass_gui.storage.saved_file import LoadedProject


@dataclass(frozen=True, slots=True)
class Recoverable:
    """One project that a program left unsaved when it ended.

    Attributes:
        file: the recovery file.
        name: of the project.
        path: the person's file it belongs to, or None if it was never saved.
        saved: when that file was last saved or read, ISO 8601 (empty if never).
        edited: when the recovery copy was written, ISO 8601.
        edits: how many edits it holds beyond the saved file.
        summary: "2 samples, 14 measurements, 3 analyses".
        readable: False when it is broken; `notice` says how.
        notice: a sentence for the person, or "".
    """

    file: Path
    name: str
    path: Path | None
    saved: str
    edited: str
    edits: int
    summary: str
    readable: bool = True
    notice: str = ""


class Session:
    """The recovery folder of one running program. Methods may be called from a worker, one at a time."""

    def __init__(self, home: Path | None = None) -> None:
        """`home` is the app-data folder (default: `data_folder()`); nothing is written before the first `write`."""

    def write(
        self, document: str, project: Project, store: DiskStore, *, path: Path | None, saved_at: str, edits: int
    ) -> None:
        """Keep this state, on disk and synced when the call returns.

        Args:
            document: names the open document within this program (its project's id will do).
            project: its current state.
            store: holds its arrays; those new since the last call are synced too.
            path: the person's file, or None.
            saved_at: when that was last saved or read, ISO 8601 ("" if never).
            edits: edits beyond it.

        Raises:
            ProjectError: it cannot be written; the sentence says why.
        """
        raise NotImplementedError

    def clear(self, document: str) -> None:
        """Forget the recovery copy of a document: it was saved, or closed on purpose."""
        raise NotImplementedError

    def close(self) -> None:
        """The program ends normally: remove the session with all its copies."""
        raise NotImplementedError


def list_recoverable(home: Path | None = None) -> tuple[Recoverable, ...]:
    """What programs that no longer run left unsaved, newest first. Never raises: a broken one is listed as unreadable."""
    raise NotImplementedError


def open_recoverable(entry: Recoverable, store: DiskStore) -> LoadedProject:
    """The recovered project as an unsaved copy; the entry stays until `discard`.

    Raises:
        ProjectError: the recovery file is broken.
    """
    raise NotImplementedError


def discard(entry: Recoverable) -> None:
    """Remove a recovery file. Raises ProjectError when it cannot be removed."""
    raise NotImplementedError
