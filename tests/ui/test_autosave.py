"""Autosave and recovery: the work of the last second survives, and is offered at the next start."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel

from naglass_gui.core import edits
from naglass_gui.core.errors import ProjectError
from naglass_gui.core.project import Sample, new_id
from naglass_gui.log import CrashedSession
from naglass_gui.storage import Recoverable, Session, list_recoverable, recovery
from naglass_gui.ui import recovering
from tests.ui.spectra import study


def add_sample(window, name: str) -> None:
    window.document.apply(f"Add {name}", edits.add_sample, Sample(new_id(), name))


def copies(home) -> list:
    return list((home / "data").rglob("*.recovery"))


def test_an_edit_is_kept_within_a_second(window, home, qtbot):
    add_sample(window, "NTOC-4")
    # The writing itself takes some 20 ms; how long this machine lets it wait is not the program's.
    assert 0 <= window.autosaver._timer.remainingTime() <= 300
    qtbot.waitUntil(lambda: bool(copies(home)), timeout=5000)


def test_a_flurry_of_edits_does_not_put_the_copy_off(window, home, qtbot):
    start = time.monotonic()
    while not copies(home):  # never a rest of 250 ms
        add_sample(window, "x")
        qtbot.wait(60)
        assert time.monotonic() - start < 10, "a flurry put the copy off"


def test_a_preview_of_a_drag_is_no_edit(window, home, qtbot):
    window.document.preview(edits.add_sample, Sample(new_id(), "moving"))
    qtbot.wait(700)
    assert copies(home) == []


def test_undoing_everything_forgets_the_copy(window, home, qtbot):
    add_sample(window, "NTOC-4")
    qtbot.waitUntil(lambda: bool(copies(home)), timeout=5000)
    window.document.stack.undo()
    qtbot.waitUntil(lambda: not copies(home), timeout=5000)


def test_a_window_that_is_closed_writes_and_forgets_nothing_more(window, home, ask, qtbot):
    add_sample(window, "NTOC-4")
    qtbot.waitUntil(lambda: bool(copies(home)), timeout=5000)
    ask.answers = ["Don’t save"]
    assert window.close()
    add_sample(window, "what an answer came too late for")
    window.document.stack.setClean()
    assert copies(home) == []


def test_a_project_given_up_on_purpose_is_not_offered_again(window, home, ask, qtbot):
    add_sample(window, "NTOC-4")
    qtbot.waitUntil(lambda: bool(copies(home)), timeout=5000)
    ask.answers = ["Don’t save"]
    window.files.new()
    qtbot.waitUntil(lambda: not copies(home), timeout=5000)


@pytest.fixture
def crashed(window, home, monkeypatch) -> Recoverable:
    """What another program left behind: four spectra, never saved."""
    project = study(window.document.project, window.document.store)
    session = Session()
    session.write(project.id, project, window.document.store, path=None, saved_at="", edits=7)
    # This test's own process left it, and it still runs; a crashed one would not.
    monkeypatch.setattr("naglass_gui.storage.sessions.Program.alive", lambda self: False)
    (entry,) = list_recoverable()
    return entry


def test_what_was_not_saved_opens_as_a_copy_and_is_no_longer_offered(window, crashed, ask, home):
    def look_and_open(dialog) -> bool:
        words = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "2 samples, 4 measurements" in words
        assert "7 edits not saved" in words
        assert dialog.later.isDefault()
        dialog.open_entry(crashed)
        return True

    ask.answers = [look_and_open]
    assert window.recovering.offer()
    assert [s.name for s in window.document.project.samples] == ["Na2O-NTC, 4 h", "NTC, 4 h"]
    assert window.isWindowModified()
    assert not crashed.file.exists()
    # Its own copy is on the disk already: a second crash loses nothing.
    assert copies(home)


def test_later_leaves_everything_as_it_is(window, crashed, ask):
    ask.answers = [False]
    assert not window.recovering.offer()
    assert crashed.file.exists()
    assert window.document.project.samples == ()


def test_discarding_asks_first(window, crashed, ask):
    def discard(dialog) -> bool:
        ask.answers = ["Keep"]
        dialog.discard_entry(crashed, dialog._cards[0])
        assert crashed.file.exists()
        ask.answers = ["Discard"]
        dialog.discard_entry(crashed, dialog._cards[0])
        return False

    ask.answers = [discard]
    window.recovering.offer()
    assert not crashed.file.exists()


def test_a_broken_copy_is_listed_as_such_and_harms_nothing(window, crashed, ask):
    crashed.file.write_bytes(crashed.file.read_bytes()[:-40])

    def look(dialog) -> bool:
        assert [b.text() for b in dialog.findChildren(type(dialog.later))].count("Open as a copy") == 0
        return False

    ask.answers = [look]
    assert not window.recovering.offer()


def test_a_recovery_that_fails_is_told_and_the_start_goes_on(window, crashed, ask, monkeypatch):
    def broken(*_arguments):
        raise ProjectError("The recovery copy is damaged.", "details")

    monkeypatch.setattr(recovering, "open_recoverable", broken)

    def choose(dialog) -> bool:
        dialog.open_entry(crashed)
        return True

    ask.answers = [choose]
    assert not window.recovering.offer()
    assert window.messages.text == "The recovery copy is damaged."
    assert crashed.file.exists()


def test_a_copy_that_cannot_be_written_is_said_once(window, monkeypatch, qtbot):
    def full(*_arguments, **_keywords):
        raise ProjectError("The recovery copy cannot be written.")

    monkeypatch.setattr(recovery.Session, "write", full)
    add_sample(window, "a")
    qtbot.waitUntil(lambda: window.messages.text != "", timeout=5000)
    add_sample(window, "b")
    qtbot.wait(700)
    assert [m.text for m in window.messages.said] == ["The recovery copy cannot be written."]


def test_the_log_of_a_crash_is_offered(window, tmp_path):
    log = tmp_path / "naglass.log"
    log.write_text("Fatal Python error: Segmentation fault")
    window.recovering.offer_log(CrashedSession(datetime.now(), log))
    assert "ended unexpectedly" in window.messages.text
    assert "Segmentation fault" in window.messages.said[-1].details
