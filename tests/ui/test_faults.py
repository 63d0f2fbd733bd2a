"""Faults of the program: every hook leads to one report, once, after the document is safe."""

from __future__ import annotations

import gc
import logging
import sys
import threading

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication

from naglass_gui.core import edits
from naglass_gui.core.errors import LoadError
from naglass_gui.core.project import Sample, new_id
from naglass_gui.ui.faults import Fault, Faults


@pytest.fixture
def faults(qapp):
    """The hooks, and what they told; given back at the end."""
    hooks = Faults()
    hooks.seen = []
    hooks.told.connect(hooks.seen.append)
    hooks.install()
    yield hooks
    hooks.uninstall()


def fail(words: str = "boom") -> None:
    raise ValueError(words)


def raised(function, *arguments) -> None:
    """What Qt does with an exception of a slot."""
    try:
        function(*arguments)
    except Exception:
        sys.excepthook(*sys.exc_info())


def test_a_fault_is_told_once_with_the_versions_and_the_trace(faults):
    for _ in range(3):
        raised(fail)
    assert len(faults.seen) == 1
    fault: Fault = faults.seen[0]
    assert "ValueError" in fault.sentence
    assert "\n" not in fault.sentence
    assert "NaGlass" in fault.details and "Qt" in fault.details and "boom" in fault.details


def test_two_different_faults_are_told_both(faults):
    raised(fail, "one")
    raised(fail, "two")
    assert len(faults.seen) == 2


def test_a_failure_a_person_can_act_on_is_told_in_its_own_sentence(faults):
    def refuse() -> None:
        raise LoadError("a.DTA: the file is empty.")

    raised(refuse)
    assert faults.seen[0].sentence == "a.DTA: the file is empty."
    assert faults.seen[0].expected


def test_a_fault_in_a_thread_arrives_in_the_windows_thread(faults, qtbot):
    where = []
    faults.told.connect(lambda _fault: where.append(threading.current_thread()))
    thread = threading.Thread(target=fail, args=("in a thread",))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(where), timeout=5000)
    assert where == [threading.main_thread()]


def test_a_fault_in_a_finalizer_is_told(faults):
    class Bad:
        def __del__(self) -> None:
            fail("in a finalizer")

    bad = Bad()
    del bad
    gc.collect()
    assert "in a finalizer" in faults.seen[0].details


def test_the_document_is_safe_before_the_report_shows(faults):
    order = []
    faults.protect(lambda: order.append("rescued"))
    faults.told.connect(lambda _fault: order.append("told"))
    raised(fail)
    assert order == ["rescued", "told"]


def test_a_rescue_that_fails_does_not_hide_the_report(faults, caplog):
    def broken() -> None:
        raise OSError("disk full")

    faults.protect(broken)
    raised(fail)
    assert len(faults.seen) == 1
    assert "disk full" in caplog.text


def test_a_fault_while_telling_a_fault_ends_there(faults, caplog):
    def tell_badly(_fault: Fault) -> None:
        raised(fail, "while telling")

    faults.told.connect(tell_badly)
    raised(fail, "first")
    assert [f.details.count("first") for f in faults.seen] == [1]
    assert "while telling" in caplog.text


@pytest.mark.qt_no_exception_capture
@pytest.mark.qt_log_level_fail("CRITICAL")
def test_what_qt_warns_of_goes_to_the_log(faults, caplog):
    with caplog.at_level(logging.WARNING, logger="Qt"):
        qWarning("QWidget: something odd")
    assert "something odd" in caplog.text


def test_the_hooks_are_given_back(qapp):
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    hooks = Faults()
    hooks.install()
    hooks.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_fault_is_said_in_the_window_and_the_work_is_kept(window, faults, home):
    window.follow_faults(faults)
    window.document.apply("Add", edits.add_sample, Sample(new_id(), "NTOC-4"))
    raised(fail)
    assert "Your work is kept" in window.messages.text
    assert list((home / "data").rglob("*.recovery"))
    window.messages.press("Copy the report")
    assert "boom" in QApplication.clipboard().text()
