"""Autosave and recovery: the current state of every open project, kept apart from the person's files.

A recovery file is one line of JSON about the project, then its state; a digest of the state says whether it is whole. The
arrays it names are in the store, synced before it is written.
"""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from naglass_gui.core.errors import ProjectError
from naglass_gui.core.project import Project
from naglass_gui.storage.array_names import array_places, held, unique_arrays
from naglass_gui.storage.array_store import DiskStore
from naglass_gui.storage.disk import write_durably
from naglass_gui.storage.folders import data_folder
from naglass_gui.storage.saved_file import Damage, LoadedProject
from naglass_gui.storage.sessions import Program, each_session, open_session
from naglass_gui.storage.state import StateWriter, digest, read_state

_SUFFIX = ".recovery"
_LONGEST = 2**27
_HOUR = 3600.0


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
    """The recovery folder of one running program. Methods may be called from any thread."""

    def __init__(self, home: Path | None = None) -> None:
        """`home` is the app-data folder (default: `data_folder()`). Never raises: a fault shows at the first `write`."""
        self._home = data_folder() if home is None else home
        self._folder: Path | None = None
        self._writer = StateWriter()
        self._one_at_a_time = threading.Lock()
        # From here on this program counts as running: the store keeps what it uses.
        with suppress(OSError):
            self._folder = open_session(self._home)

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
        with self._one_at_a_time:
            state = self._writer.text(project)
            store.sync(unique_arrays(project))
            header = {
                "naglass": "recovery",
                "name": project.name,
                "path": None if path is None else str(path),
                "saved": saved_at,
                "edited": datetime.now(UTC).isoformat(timespec="seconds"),
                "edits": edits,
                "summary": summary(project),
                "sha256": digest(state),
            }
            try:
                if self._folder is None or not self._folder.is_dir():
                    self._folder = open_session(self._home)
                write_durably(self._file(document), f"{json.dumps(header)}\n{state}".encode("ascii"))
            except OSError as fault:
                raise ProjectError(
                    f"The recovery copy cannot be written to {self._home}: {fault.strerror or fault}. Save the project now "
                    "and free some space there.",
                    repr(fault),
                ) from fault

    def clear(self, document: str) -> None:
        """Forget the recovery copy of a document: it was saved, or closed on purpose. Raises ProjectError."""
        with self._one_at_a_time:
            if self._folder is not None:
                _remove(self._file(document))

    def close(self) -> None:
        """The program ends normally: remove the session with all its copies."""
        with self._one_at_a_time:
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None

    def _file(self, document: str) -> Path:
        assert self._folder is not None
        name = document if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", document) else digest(ascii(document))[:32]
        return self._folder / f"{name}{_SUFFIX}"


def summary(project: Project) -> str:
    """What a project holds, in a few words."""
    counts = (
        (len(project.samples), "sample", "samples"),
        (sum(1 for _ in project.measurements()), "measurement", "measurements"),
        (len(project.analyses), "analysis", "analyses"),
    )
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts)


def list_recoverable(home: Path | None = None) -> tuple[Recoverable, ...]:
    """What programs that no longer run left unsaved, newest first.

    Never raises, so that no broken copy keeps the program from starting: it is listed as unreadable. Folders of ended
    sessions without a copy are removed.
    """
    try:
        sessions = tuple(each_session(data_folder() if home is None else home))
    except OSError:
        return ()
    found = [entry for folder, program in sessions for entry in _of_session(folder, program)]
    return tuple(sorted(found, key=lambda entry: entry.edited, reverse=True))


def open_recoverable(entry: Recoverable, store: DiskStore) -> LoadedProject:
    """The recovered project as an unsaved copy; the entry stays until `discard`.

    Arrays that the store no longer holds are taken from the person's file where it has them.

    Raises:
        ProjectError: the recovery file is broken.
    """
    header, text = _read(entry.file)
    state = read_state(text, f"The recovery copy of {header['name'] or 'an unnamed project'}")
    absent = [ref for ref in unique_arrays(state.project) if not held(store, ref)]
    if absent and entry.path is not None:
        from naglass_gui.storage import reader

        with suppress(ProjectError), reader.open_project(entry.path) as source:
            reader.copy_arrays(source, state.project, store)
        absent = [ref for ref in absent if not held(store, ref)]
    places = array_places(state.project)
    damaged = tuple(Damage(ref, places[ref.digest]) for ref in absent)
    notices = (f"The data of {damaged[0].place} could not be recovered. Import them again.",) if damaged else ()
    return LoadedProject(state.project, None, damaged, notices, state.read_only)


def discard(entry: Recoverable) -> None:
    """Remove a recovery file. Raises ProjectError when it cannot be removed."""
    _remove(entry.file)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as fault:
        raise ProjectError(f"{file} cannot be removed: {fault.strerror or fault}.", repr(fault)) from fault


def _of_session(folder: Path, program: Program | None) -> Iterator[Recoverable]:
    alive = False if program is None else program.alive()
    if alive:
        return
    files = sorted(folder.glob(f"*{_SUFFIX}"))
    if not files and alive is False and _age(folder) > _HOUR:
        shutil.rmtree(folder, ignore_errors=True)
    for file in files:
        entry = _entry(file)
        if alive is None and entry.readable:
            assert program is not None
            entry = replace(entry, notice=f"It was written on {program.host}, where it may still be open.")
        yield entry


def _age(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0


def _entry(file: Path) -> Recoverable:
    try:
        header, _ = _read(file)
    except ProjectError as fault:
        return Recoverable(file, file.stem, None, "", _written(file), 0, "", readable=False, notice=fault.sentence)
    path = header["path"]
    return Recoverable(
        file,
        header["name"],
        None if path is None else Path(path),
        header["saved"],
        header["edited"],
        header["edits"],
        header["summary"],
    )


def _written(file: Path) -> str:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")
    except OSError:
        return ""


def _read(file: Path) -> tuple[dict[str, Any], str]:
    """The header and the state of a recovery file, both checked. Raises ProjectError."""
    try:
        if file.stat().st_size > _LONGEST:
            raise ValueError("too large")
        first, _, text = file.read_bytes().decode("ascii").partition("\n")
        header = json.loads(first)
        kinds = {"name": str, "saved": str, "edited": str, "edits": int, "summary": str, "sha256": str}
        if not isinstance(header, dict) or not all(type(header.get(name)) is kind for name, kind in kinds.items()):
            raise ValueError("not a recovery file")
        if not isinstance(header.get("path", 0), str | None) or header["sha256"] != digest(text):
            raise ValueError("not whole")
    except (OSError, ValueError, RecursionError) as fault:
        raise ProjectError(f"The recovery copy {file.name} is damaged and cannot be opened.", repr(fault)) from fault
    return header, text
