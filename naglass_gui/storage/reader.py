"""Reading a project file that may be damaged or hostile: structure first, then the state, then array by array."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from h5py import h5a, h5d, h5g, h5o, h5s, h5t

from naglass_gui.core.arrays import Array, ArrayRef, ArrayStore, reference
from naglass_gui.core.errors import ProjectError
from naglass_gui.core.project import Project
from naglass_gui.storage.array_block import matches, read_array
from naglass_gui.storage.array_names import array_places, byte_count, held, unique_arrays
from naglass_gui.storage.hdf5 import BrokenFile, faults, reading
from naglass_gui.storage.layout import ARRAYS, ROOT, STATE, Identity
from naglass_gui.storage.migrations import SCHEMA, check_readable, parse_schema
from naglass_gui.storage.saved_file import Damage, FileStamp
from naglass_gui.storage.state import MAX_STATE, State, digest, read_state
from naglass_gui.storage.structure import Hostile, check_structure

_MAX_ATTRIBUTE = 128
Step = Callable[[int], None]


def plain_status(path: Path) -> os.stat_result:
    """The status of a plain, non-empty file. Raises ProjectError for anything else: it is never opened."""
    try:
        status = path.stat()
    except FileNotFoundError:
        raise ProjectError(
            f"{path} is not there any more. Look for it under another name or in another folder."
        ) from None
    except OSError as fault:
        raise ProjectError(f"{path.name} cannot be read: {fault.strerror or fault}.", repr(fault)) from fault
    if not stat.S_ISREG(status.st_mode):
        raise ProjectError(f"{path.name} is a folder or device, not a project file.")
    return status


def stamp_of(path: Path) -> FileStamp | None:
    """What is at a path now: None where nothing is, an empty `save_id` for a file that is no project.

    Raises:
        ProjectError: no plain file, or it cannot be read.
    """
    if not os.path.lexists(path):
        return None
    while True:
        before = plain_status(path)
        identity = _identity_at(path)
        after = plain_status(path)
        # A save that came in between is read again.
        if (before.st_size, before.st_mtime_ns, before.st_ino) == (after.st_size, after.st_mtime_ns, after.st_ino):
            return FileStamp(after.st_size, after.st_mtime_ns, identity.save_id, identity.generation)


def is_newer(path: Path) -> bool:
    """Whether a plain file is a project of a newer format than is known here, minor versions included."""
    try:
        with reading(path) as file:
            schema = _text_attribute(file.id, "naglass_schema")
            return bool(schema) and parse_schema(schema, path.name) > SCHEMA
    except (BrokenFile, ProjectError):
        return False


def _identity_at(path: Path) -> Identity:
    try:
        with reading(path) as file:
            return _identity(file)
    except BrokenFile:
        if not os.access(path, os.R_OK):
            raise ProjectError(f"{path.name} cannot be read: you have no permission for it.") from None
        return Identity(0, "")


def _identity(file: h5py.File) -> Identity:
    generation = _attribute(file.id, "naglass_generation")
    counted = isinstance(generation, int) and generation >= 0
    return Identity(int(generation or 0) if counted else 0, _text_attribute(file.id, "naglass_save"))


def _text_attribute(owner: Any, name: str) -> str:
    value = _attribute(owner, name)
    return value if isinstance(value, str) else ""


def _attribute(owner: Any, name: str) -> str | int | None:
    """A short text or whole number; None for anything else, which is not read. Raises BrokenFile."""
    with faults():
        if not h5a.exists(owner, name.encode()):
            return None
        found = h5a.open(owner, name.encode())
        kind = found.get_type()
        if found.shape != () or kind.get_size() > _MAX_ATTRIBUTE:
            return None
        if isinstance(kind, h5t.TypeStringID) and not kind.is_variable_str():
            text = np.zeros((), f"S{kind.get_size()}")
            found.read(text, kind)
            return bytes(text[()]).decode("utf-8", "replace")
        if isinstance(kind, h5t.TypeIntegerID):
            number = np.zeros((), np.int64)
            found.read(number)
            return int(number)
    return None


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project file that is open and whose state was found sound; arrays are read one by one.

    Attributes:
        name: of the file.
        stamp: of the file.
        text_digest: SHA-256 of the state.
        text: the state's JSON document.
        written_by: the NaGlass version that wrote it.
        whole: whether what other programs see of it is undamaged too.
    """

    name: str
    stamp: FileStamp
    text: str
    text_digest: str
    written_by: str
    whole: bool
    arrays: h5g.GroupID

    def state(self) -> State:
        """The project. Raises ProjectError."""
        return read_state(self.text, self.name, self.written_by)

    def array(self, ref: ArrayRef) -> Array | None:
        """The array of that name; None when it is missing or its bytes are not what its name says.

        Raises:
            ProjectError: the file declares another shape or kind than the state: not damage, but a forgery.
        """
        array = self.unchecked(ref)
        return array if array is not None and reference(array) == ref else None

    def unchecked(self, ref: ArrayRef) -> Array | None:
        """The array of that name, whose digest is for the caller to compare; None when it is missing. Raises as `array`."""
        try:
            with faults():
                if ref.digest.encode() not in self.arrays:
                    return None
                found = h5o.open(self.arrays, ref.digest.encode())
            if not isinstance(found, h5d.DatasetID) or not matches(found, ref):
                raise ProjectError(
                    f"{self.name} was refused: its data have another shape than its contents say.", ref.digest
                )
            return read_array(found, ref)
        except BrokenFile:
            return None


@contextmanager
def open_project(path: Path, *, just_written: bool = False) -> Iterator[OpenProject]:
    """A project file after all checks that come before its arrays.

    Args:
        path: the file.
        just_written: by this program, which keeps to what `check_structure` asks; it need not be asked again.

    Raises:
        ProjectError: missing, no project, hostile, or broken beyond its arrays.
    """
    status = plain_status(path)
    name = path.name
    try:
        with reading(path) as file:
            written_by = _text_attribute(file.id, "creator_version")
            _check_format(file, name, written_by)
            whole = just_written or check_structure(file, status.st_size, ROOT)
            identity = _identity(file)
            stamp = FileStamp(status.st_size, status.st_mtime_ns, identity.save_id, identity.generation)
            text, arrays = _state_text(file, name)
            yield OpenProject(name, stamp, text, digest(text), written_by, whole, arrays)
    except Hostile as found:
        raise ProjectError(f"{name} was refused: it holds {found}, which a project never does.") from found
    except BrokenFile as fault:
        raise _unreadable(path, fault) from fault


def _check_format(file: h5py.File, name: str, written_by: str) -> None:
    """A newer format is told before anything else: its structure may rightly be one that is refused here."""
    schema = _text_attribute(file.id, "naglass_schema")
    if schema:
        check_readable(parse_schema(schema, name), name, written_by)


def _unreadable(path: Path, fault: BrokenFile) -> ProjectError:
    if not os.access(path, os.R_OK):
        return ProjectError(f"{path.name} cannot be read: you have no permission for it.", str(fault))
    try:
        with open(path, "rb") as file:
            begins = file.read(8)
    except OSError:
        begins = b""
    if begins != b"\x89HDF\r\n\x1a\n":
        return ProjectError(
            f"{path.name} is not a NaGlass project. Instrument files are imported, not opened.", str(fault)
        )
    return ProjectError(f"{path.name} is damaged and cannot be opened. Open one of its backups.", str(fault))


def _state_text(file: h5py.File, name: str) -> tuple[str, h5g.GroupID]:
    """The JSON document, its digest checked, and the group of the arrays."""
    with faults():
        if ROOT.encode() not in file.id:
            raise ProjectError(f"{name} is an HDF5 file, but not a NaGlass project.")
        document = h5o.open(file.id, STATE.encode()) if STATE.encode() in file.id else None
        arrays = h5o.open(file.id, ARRAYS.encode()) if ARRAYS.encode() in file.id else None
        if not isinstance(document, h5d.DatasetID) or not isinstance(arrays, h5g.GroupID):
            raise ProjectError(f"{name} is an HDF5 file, but not a NaGlass project.")
        if document.dtype != np.dtype(np.uint8) or document.rank != 1 or document.shape[0] > MAX_STATE:
            raise ProjectError(f"{name} was refused: its contents are not a text of a bearable size.")
        raw = np.zeros(document.shape, np.uint8)
        document.read(h5s.ALL, h5s.ALL, raw)
    text = raw.tobytes().decode("ascii", "replace").replace("\N{REPLACEMENT CHARACTER}", "?")
    if digest(text) != _attribute(document, "sha256"):
        raise ProjectError(f"{name} is damaged and cannot be opened. Open one of its backups.", "digest of the state")
    return text, arrays


def copy_arrays(
    source: OpenProject, project: Project, store: ArrayStore, step: Step = lambda done: None
) -> tuple[Damage, ...]:
    """Put a project's arrays into the store, those it does not hold yet.

    Returns:
        What could not be had, because it is missing or damaged in the file.
    """
    lost: list[ArrayRef] = []
    for ref in unique_arrays(project):
        if not held(store, ref):
            array = source.array(ref)
            if array is None:
                lost.append(ref)
            else:
                store.put(array)
        step(byte_count(ref))
    places = array_places(project) if lost else {}
    return tuple(Damage(ref, places[ref.digest]) for ref in lost)
