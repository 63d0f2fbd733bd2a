"""Cycles are collected in the window's thread alone."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread

from naglass_gui.ui.garbage import Garbage


class Cycle(QObject):
    """An object of the window that holds itself, as a widget with a lambda at its own signal does."""

    ended_in: list[bool] = []

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: Cycle.ended_in.append(threading.current_thread() is threading.main_thread()))


@pytest.fixture
def interpreter_collects() -> Iterator[None]:
    """As in a program that has just started."""
    was_on = gc.isenabled()
    gc.collect()
    gc.enable()
    Cycle.ended_in.clear()
    yield
    gc.collect()
    if not was_on:
        gc.disable()
        gc.freeze()


def allocate() -> None:
    """Enough for many collections, in a thread beside the window."""
    thread = threading.Thread(target=lambda: [[[]] for _ in range(20_000)])
    thread.start()
    thread.join()


def test_left_to_itself_python_destroys_what_is_the_windows_in_any_thread(interpreter_collects, qapp):
    Cycle()
    allocate()
    assert Cycle.ended_in == [False]


def test_the_windows_thread_collects_when_its_events_come_round(interpreter_collects, qapp, qtbot):
    garbage = Garbage(qapp)
    Cycle()
    allocate()
    assert Cycle.ended_in == []
    assert QThread.currentThread() is qapp.thread()
    kept = [[] for _ in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: Cycle.ended_in == [True])
    assert kept
    garbage.release()
    assert gc.isenabled()


def test_what_the_start_left_is_not_looked_at_again(interpreter_collects, qapp, qtbot):
    garbage = Garbage(qapp)
    for _ in range(gc.get_threshold()[2] + 1):
        gc.collect(1)
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 10_000)
    garbage.release()
    assert gc.get_freeze_count() == 0
