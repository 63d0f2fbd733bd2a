"""Can a project be saved, read again and locked in a folder?"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import numpy as np

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Channel, Measurement, Project, Provenance, Sample, new_id
from naglass_gui.diagnosis.finding import Doing, Findings, blocked, note, ok
from naglass_gui.diagnosis.folders import room
from naglass_gui.storage import LockOwner, acquire_lock, load_project, save_project

_POINTS = 4096


def findings(folder: Path) -> Findings:
    """Save a small project in a folder the way every project is saved, read it, lock it, remove it."""
    from naglass_gui.jobs.network import on_network

    yield Doing(f"saving a project in {folder}")
    path = folder / f"naglass-diagnosis-{uuid4().hex[:8]}.naglass"
    try:
        yield from _saved(path)
        yield Doing(f"locking a project in {folder}")
        yield from _locked(path)
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    if on_network(folder):
        yield note(
            f"{folder} is on a network drive; saving takes longer there, and copying a project here first is safer."
        )
    yield from room(folder)


def _saved(path: Path) -> Findings:
    advice = "Choose another folder, or ask for the right to write there."
    store = MemoryStore()
    project = _project(store)
    try:
        save_project(project, store, path, expected=None)
        loaded = load_project(path, MemoryStore())
    except (NaGlassError, OSError) as fault:
        yield blocked(f"No project can be saved in {path.parent}. {fault} {advice}")
        return
    if loaded.project != project or loaded.damaged:
        yield blocked(f"A project saved in {path.parent} came back changed; this disk cannot be trusted. {advice}")
        return
    yield ok(f"A project can be saved in {path.parent} and read again (HDF5).")


def _locked(path: Path) -> Findings:
    try:
        lock = acquire_lock(path)
    except NaGlassError as fault:
        yield blocked(f"No project can be locked in {path.parent}, so two people could overwrite each other's. {fault}")
        return
    if isinstance(lock, LockOwner):
        yield note(f"The lock of a new project in {path.parent} is held by {lock.user or 'somebody else'}.")
        return
    lock.release()
    yield ok(f"A project can be locked in {path.parent}.")


def _project(store: MemoryStore) -> Project:
    array = store.put(np.linspace(0.0, 1.0, _POINTS))
    source = Provenance("diagnosis", 0, "", "diagnosis", "1")
    measurement = Measurement(new_id(), "Diagnosis", "eis", (Channel("x", "", array, "axis"),), source)
    return Project(new_id(), samples=(Sample(new_id(), "Diagnosis", measurements=(measurement,)),))
