"""Plots leave for a window of their own and come back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.ui.spectra import impedance_file


@pytest.fixture
def tab(window, mouse, qtbot, tmp_path):
    mouse.drop(window, impedance_file(tmp_path))
    qtbot.waitUntil(lambda: bool(window.document.project.analyses), timeout=60_000)
    qtbot.waitUntil(lambda: window.tabs.current.current is not None)
    return window.tabs.current


def own_window_action(tab):
    return next(a for a in tab.menu_actions() if a.text() == "Plots in a window of their own")


def test_the_plots_go_to_a_window_of_their_own_and_come_back_when_it_closes(tab, qtbot):
    own_window_action(tab).trigger()
    own = tab.workspace.place.own_window
    assert own is not None and own.isVisible() and tab.plots.window() is own
    assert own.parentWidget() is tab.window(), "shortcuts of the main window go on working"
    tab.redraw_now()
    assert tab.plots.canvases[0].isVisible()
    own.close()
    assert tab.workspace.place.own_window is None and tab.plots.window() is tab.window()
    assert tab.plots.isVisible() and not own_window_action(tab).isChecked()


def test_a_button_in_the_tab_brings_them_back(tab, mouse, qtbot):
    own_window_action(tab).trigger()
    qtbot.waitUntil(tab.workspace.place.back_button.isVisible)
    mouse.click(tab.workspace.place.back_button)
    assert tab.plots.window() is tab.window() and tab.plots.isVisible()


def test_they_come_back_when_their_monitor_vanishes(tab):
    own_window_action(tab).trigger()
    screen = tab.workspace.place.own_window.screen()
    QGuiApplication.instance().screenRemoved.emit(screen)
    assert tab.plots.window() is tab.window()


def test_a_window_of_plots_does_not_keep_the_program_alive(tab):
    own_window_action(tab).trigger()
    assert not tab.workspace.place.own_window.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
