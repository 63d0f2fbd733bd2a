"""Screens of what is asked and told when something is wrong with a project's file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from naglass_gui.core.edits import rename_project
from naglass_gui.storage import LockOwner, ProjectLock, lock, save_project
from naglass_gui.ui.asker import question
from naglass_gui.ui.locking import GivenUp, lock_for
from naglass_gui.ui.main_window import MainWindow
from tests.screens.registry import Stage, screen
from tests.screens.screens_window import with_study


class Shows:
    """In place of answers: the first question is shown, and given up."""

    def __init__(self, stage: Stage, window: QWidget) -> None:
        self.box: QWidget | None = None
        self._stage = stage
        self._window = window

    def choose(self, title: str, text: str, buttons: Sequence[str], default: int = 0, informative: str = "") -> int:
        if self.box is None:
            box, _ = question(self._window, title, text, buttons, default, informative)
            self.box = self._stage.show(box)
        return -1


def saved(stage: Stage, versions: int = 1) -> tuple[MainWindow, Path]:
    """The study as it was saved, some times over."""
    window = with_study(stage)
    path = stage.folder / "LPSCl pellets.naglass"
    stamp = None
    for number in range(versions):
        project = rename_project(window.document.project, f"LPSCl {number}")
        stamp = save_project(project, window.document.store, path, expected=stamp)
    window.document.stack.setClean()
    window.files.open(path)
    stage.wait(lambda: window.files.path == path)
    return window, path


def asked(stage: Stage, window: MainWindow, cause: Callable[[], object]) -> QWidget:
    """The question that something causes."""
    window.services.ask.choose = (shows := Shows(stage, window)).choose  # type: ignore[method-assign]
    cause()
    stage.wait(lambda: shows.box is not None)
    assert shows.box is not None
    return shows.box


def _elsewhere(stage: Stage, alive: bool | None) -> QWidget:
    window = stage.window()
    owner = LockOwner("min-ji", "glovebox-pc", 4711, "2026-11-22T09:41:00+00:00", alive, "token")
    shows = Shows(stage, window)
    path = stage.folder / "LPSCl pellets.naglass"
    path.touch()
    held = lock.acquire_lock(path)
    assert isinstance(held, ProjectLock)
    real, lock._owner = lock._owner, lambda file: replace(owner)
    try:
        lock_for(path, shows)  # type: ignore[arg-type]
    except GivenUp:
        pass
    finally:
        lock._owner = real
        held.release()
    assert shows.box is not None
    return shows.box


@screen("project open elsewhere, running")
def open_elsewhere(stage: Stage) -> QWidget:
    return _elsewhere(stage, True)


@screen("project open elsewhere, lock left behind")
def stale_lock(stage: Stage) -> QWidget:
    return _elsewhere(stage, False)


@screen("project open elsewhere, on another computer")
def other_machine(stage: Stage) -> QWidget:
    return _elsewhere(stage, None)


@screen("project changed on disk")
def changed_on_disk(stage: Stage) -> QWidget:
    window, path = saved(stage)
    other = rename_project(window.document.project, "by somebody else")
    from naglass_gui.storage import file_stamp

    save_project(other, window.document.store, path, expected=file_stamp(path))
    window.document.apply("Rename", rename_project, "mine")
    return asked(stage, window, window.files.save)


@screen("project taken over")
def taken_over(stage: Stage) -> QWidget:
    window, _ = saved(stage)
    window.document.apply("Rename", rename_project, "mine")
    assert window.files._lock is not None
    window.files._lock._file.unlink()
    return asked(stage, window, window.files.save)


@screen("project unsaved changes")
def unsaved(stage: Stage) -> QWidget:
    window, _ = saved(stage)
    window.document.apply("Rename", rename_project, "mine")
    return asked(stage, window, window.files.new)


@screen("project earlier versions")
def earlier_versions(stage: Stage) -> QWidget:
    window, path = saved(stage, versions=4)
    return asked(stage, window, lambda: window.files.show_backups(path))


@screen("project with a damaged array")
def damaged_array(stage: Stage) -> QWidget:
    import h5py

    window, path = saved(stage, versions=2)
    window.files.new()
    measured = next(window.document.project.measurements(), None)
    assert measured is None
    with h5py.File(path, "r") as file:
        arrays = file["naglass/arrays"]
        name = sorted(arrays, key=lambda n: arrays[n].shape)[-1]
        offset = arrays[name].id.get_chunk_info(0).byte_offset
    data = bytearray(path.read_bytes())
    data[offset + 20] ^= 0xFF
    path.write_bytes(data)
    for kept in window.document.store.home.rglob(f"*{name}*"):  # type: ignore[attr-defined]
        kept.unlink()
    window.files.open(path)
    stage.wait(lambda: window.files.path == path)
    return window


@screen("project that another program holds")
def sharing_violation(stage: Stage) -> QWidget:
    from naglass_gui.storage import save

    window, _ = saved(stage)
    window.document.apply("Rename", rename_project, "mine")
    real, calls = save.replace, []

    def held(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 1:
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        real(source, target)

    save.replace = held  # type: ignore[assignment]
    try:
        window.files.save()
        stage.wait(lambda: "Your work was saved whole" in str([m.text for m in window.messages.said]))
    finally:
        save.replace = real
    return window
