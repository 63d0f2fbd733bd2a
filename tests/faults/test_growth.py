"""What is opened and closed again and again leaves nothing behind."""

from __future__ import annotations

import gc

import psutil
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from naglass_gui.core.project import Project, new_id
from naglass_gui.ui.garbage import collect
from tests.faults import rounds
from tests.ui.conftest import ask, home, jobs, make_window  # noqa: F401
from tests.ui.spectra import study

TIMES = rounds(50, 1000)
LOOK = 8  # rounds from one painting of everything to the next: it takes longer than all the rest
SETTLED = 16  # rounds until caches are full
LARGEST_GROWTH = 10e6  # bytes


@pytest.fixture
def growth():
    """Repeats something, and gives by how many bytes the process has grown since its caches were full."""

    def measure(again) -> int:
        before = 0
        for number in range(SETTLED + TIMES):
            again(number % LOOK == 0)
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
            collect()  # as the program's own timer does it
            if number == SETTLED:
                gc.collect()
                before = psutil.Process().memory_info().rss
        gc.collect()
        return psutil.Process().memory_info().rss - before

    return measure


def test_projects_opened_and_closed_in_every_tab_do_not_add_up(make_window, growth):  # noqa: F811
    window = make_window()
    window.resize(900, 560)
    project = study(Project(new_id()), window.document.store)

    def again(look: bool) -> None:
        window.document.open(project)
        for number in range(len(window.tabs.entries)):
            window.show_tab(number)
            window.tree.select([project.samples[0].id])
            if look:
                window.grab()
        window.document.open(Project(new_id()))
        window.show_welcome()

    grown = growth(again)
    print(f"every tab: {TIMES} times opened and closed, grown by {grown / 1e6:.1f} MB")
    assert grown < LARGEST_GROWTH


def test_dialogs_opened_and_closed_do_not_add_up(make_window, growth):  # noqa: F811
    window = make_window()
    window.resize(900, 560)
    window.document.push("Study", study(window.document.project, window.document.store))
    window.tree.select([next(window.document.project.measurements()).id])
    ask_ = window.services.ask

    def again(look: bool) -> None:
        def poke(dialog) -> bool:
            dialog.show()
            if look:
                dialog.grab()
            dialog.close()
            return False

        ask_.answers = [poke] * 5
        for name in ("edit.preferences", "window.messages", "help.about", "analysis.apply_template"):
            window.actions_by_name[name].trigger()
        window.tree_menu.edit_conditions()

    grown = growth(again)
    print(f"dialogs: {TIMES} times opened and closed, grown by {grown / 1e6:.1f} MB")
    assert grown < LARGEST_GROWTH
