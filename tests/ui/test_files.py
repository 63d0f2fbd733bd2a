"""The project's file: saving, opening, who else has it, and what happens when it was changed or damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from naglass_gui.core import edits
from naglass_gui.core.project import Sample, new_id
from naglass_gui.storage import LockOwner, ProjectLock, acquire_lock
from tests.ui.spectra import study


@pytest.fixture
def settled(qtbot, window):
    """Waits until the background has done everything it was given."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not window.background.busy and not window.jobs.running, timeout=20_000)

    return wait


def add_sample(window, name: str) -> None:
    window.document.apply(f"Add {name}", edits.add_sample, Sample(new_id(), name))


@pytest.fixture
def saved(window, ask, settled, tmp_path) -> Path:
    """A project of four spectra, saved in the window."""
    window.document.push("Study", study(window.document.project, window.document.store))
    file = tmp_path / "study.naglass"
    ask.answers = [file]
    window.files.save()
    settled()
    return file


def test_saving_clears_the_marker_names_the_window_and_remembers_the_file(window, saved):
    assert saved.exists()
    assert not window.isWindowModified()
    assert window.windowTitle() == "study[*] – NaGlass"
    assert window.settings.recent == (saved,)


def test_a_saved_project_opens_as_it_was(window, saved, settled, keys):
    project = window.document.project
    keys("Ctrl+N", window)
    assert window.document.project.samples == ()
    window.files.open(saved)
    settled()
    assert window.document.project == project
    assert not window.isWindowModified()
    assert window.tree.shown_ids() == (next(project.measurements()).id,)


def test_edits_made_while_it_saves_stay_unsaved(window, saved, settled):
    add_sample(window, "first")
    window.files.save()
    add_sample(window, "second")
    settled()
    assert window.isWindowModified()


def test_close_saves_when_asked_to_and_then_closes(window, saved, ask, settled, qtbot):
    add_sample(window, "last")
    ask.answers = ["Save"]
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert ask.asked[-1] == "Save the changes to study.naglass?"


def test_a_file_changed_by_somebody_else_is_not_overwritten_without_asking(window, saved, ask, settled):
    saved.write_bytes(saved.read_bytes() + b"\0" * 512)
    before = saved.read_bytes()
    add_sample(window, "mine")
    ask.answers = ["Cancel"]
    window.files.save()
    settled()
    assert saved.read_bytes() == before
    assert "study.naglass" in ask.asked[-1]
    assert window.isWindowModified()
    ask.answers = ["Overwrite"]
    window.files.save()
    settled()
    assert not window.isWindowModified()
    assert saved.read_bytes() != before


def test_a_project_that_is_open_elsewhere_opens_read_only(window, saved, ask, settled):
    window.files.new()
    other = acquire_lock(saved)
    assert isinstance(other, ProjectLock)
    ask.answers = ["Open read-only"]
    window.files.open(saved)
    settled()
    assert "is open in another NaGlass" in ask.asked[-1]
    assert window.windowTitle() == "study[*] (read-only) – NaGlass"
    copy = saved.with_name("mine.naglass")
    ask.answers = [copy]
    window.files.save()
    settled()
    assert copy.exists()
    assert window.windowTitle() == "mine[*] – NaGlass"
    other.release()


def test_the_lock_goes_with_the_project(window, saved):
    assert isinstance(acquire_lock(saved), LockOwner)
    window.files.new()
    lock = acquire_lock(saved)
    assert isinstance(lock, ProjectLock)
    lock.release()


def test_saving_on_another_open_project_is_refused(window, saved, ask, settled, tmp_path):
    taken = tmp_path / "other.naglass"
    lock = acquire_lock(taken)
    ask.answers = [taken]
    window.files.save_as()
    assert "is open in another NaGlass" in window.messages.text
    assert not taken.exists()
    lock.release()


def test_a_project_that_is_gone_leaves_the_recent_ones(window, saved, settled):
    window.files.new()
    saved.unlink()
    window.files.open(saved)
    assert "is no longer in" in window.messages.text
    assert window.settings.recent == ()


def test_what_is_no_project_is_refused_in_a_sentence(window, settled, tmp_path):
    impostor = tmp_path / "impostor.naglass"
    impostor.write_bytes(b"not a project at all")
    window.files.open(impostor)
    settled()
    assert "impostor.naglass" in window.messages.text
    assert window.messages.tone == "error"


def test_an_earlier_version_opens_as_an_unsaved_copy(window, saved, ask, settled):
    add_sample(window, "later")
    window.files.save()
    settled()
    ask.answers = [None]
    window.files.show_backups()
    assert "study.naglass" in ask.asked[-1]
    ask.answers = [0]
    window.files.show_backups()
    settled()
    assert [s.name for s in window.document.project.samples] == ["Na2O-NTC, 4 h", "NTC, 4 h"]
    assert window.isWindowModified()
    assert window.files.path is None


def test_a_failed_save_says_so_and_offers_another_place(window, saved, ask, settled, monkeypatch):
    from naglass_gui.core.errors import ProjectError
    from naglass_gui.ui import files

    def full(*_arguments, **_keywords):
        raise ProjectError("The disk is full: study.naglass was not saved.", "ENOSPC")

    monkeypatch.setattr(files, "save_project", full)
    add_sample(window, "x")
    window.files.save()
    settled()
    assert window.messages.text == "The disk is full: study.naglass was not saved."
    assert window.isWindowModified()
    monkeypatch.undo()
    ask.answers = [saved.with_name("elsewhere.naglass")]
    window.messages.press("Save as…")
    settled()
    assert saved.with_name("elsewhere.naglass").exists()


def test_dropping_a_project_opens_it(window, saved, mouse, settled):
    window.files.new()
    mouse.drop(window, saved)
    settled()
    assert window.files.path == saved


def test_recent_projects_are_in_the_menu_and_on_the_welcome_page(window, saved, settled):
    window.files.new()
    window.show_welcome()
    assert "study" in [button.text() for button in window.welcome.findChildren(QToolButton)]
    recent = window._recent.actions(window.settings.recent)
    assert [a.text() for a in recent] == ["&1  study.naglass"]
    recent[0].trigger()
    settled()
    assert window.files.path == saved


def test_a_measurement_whose_numbers_are_damaged_is_marked_and_the_rest_can_be_used(window, saved, ask, settled):
    from naglass_gui.core.arrays import ArrayRef
    from naglass_gui.storage import Damage, LoadedProject

    project = window.document.project
    broken, whole = list(project.measurements())[:2]
    lost = broken.channel("z_imag").array
    assert isinstance(lost, ArrayRef)
    window.files.open_copy(LoadedProject(project, None, (Damage(lost, "Im Z of EIS cold"),)), "A copy.")
    window.tree.select([whole.id])
    window.tree.select([broken.id])
    assert window.tree.shown_ids() == ()
    assert "EIS cold cannot be shown" in window.messages.text
    assert "damaged" in window.tree._index(broken.id).data(Qt.ItemDataRole.ToolTipRole)
    window.tree.select([project.samples[0].id])
    assert broken.id not in window.tree.shown_ids()
    assert whole.id in window.tree.shown_ids()
    copy = saved.with_name("copy.naglass")
    ask.answers = [copy]
    window.files.save()
    settled()
    assert copy.exists()
