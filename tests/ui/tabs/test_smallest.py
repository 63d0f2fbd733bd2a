"""What a tab of a technique has without a line of its own: lay-out, following, menu, masks, detaching."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction

from naglass_gui.core import edits
from naglass_gui.ui.tabs.showing import NUMBERS_MS, Part
from tests.ui.tabs.smallest import ModulusTab


@pytest.fixture
def ids(document):
    return [m.id for m in document.project.measurements()]


@pytest.fixture
def tab(show):
    return show(ModulusTab)


def action(tab, text) -> QAction:
    return next(a for a in tab.menu_actions() if a.text() == text)


def test_an_empty_selection_teaches_and_a_spectrum_is_drawn(tab, ids):
    assert tab.workspace.currentWidget() is tab.workspace.empty
    tab.show_selection(ids[:2])
    assert tab.workspace.currentWidget() is tab.workspace.splitter
    assert len(tab.plot.data.drawables) == 2
    low, high = tab.plot.view.viewRange()[0]
    assert low < 0 and high > 6, "all frequencies are in sight"


def test_the_current_one_stays_while_it_is_selected(tab, ids):
    tab.show_selection(ids[1:2])
    tab.show_selection(ids)
    assert tab.current.id == ids[1]
    tab.make_current(ids[2])
    assert tab.current.id == ids[2]
    tab.show_selection(ids[:2])
    assert tab.current.id == ids[0]


def test_a_sample_stands_for_its_measurements_and_an_analysis_for_its_own(tab, document, ids):
    tab.show_selection([document.project.samples[0].id])
    assert [s.id for s in tab.showing.items] == ids[:3]
    tab.show_selection([document.project.analyses[3].id])
    assert [s.id for s in tab.showing.items] == ids[3:]


def test_a_click_masks_a_point_as_a_step(tab, document, ids, mouse):
    tab.show_selection(ids[:1])
    tab.redraw_now()
    view, shown = tab.plot.view, tab.current
    mouse.click(tab.plots.canvas, view.mapToScene(view.mapping().point(shown.x[10], shown.y[10])))
    assert [m.index for m in tab.analysis.masked] == [10]
    assert document.stack.undoText() == "Mask a point"


def test_parts_that_did_not_change_are_made_once(tab, document, ids):
    tab.show_selection(ids)
    before = tab.showing.items
    document.apply("Move R1", edits.set_values, tab.analysis.id, {"R1": 77.0})
    after = tab.showing.items
    assert after[0] is not before[0] and after[1:] == before[1:]


def test_a_tab_that_nobody_sees_follows_when_it_is_seen_again(tab, document, ids):
    tab.show_selection(ids)
    tab.hide()
    document.apply("Move R1", edits.set_values, tab.analysis.id, {"R1": 77.0})
    assert tab.current.analysis.parameter("R1").value != 77.0
    tab.show()
    assert tab.current.analysis.parameter("R1").value == 77.0


def test_what_was_to_be_drawn_when_the_tab_was_hidden_waits_too(tab, document, ids, qtbot, monkeypatch):
    tab.show_selection(ids)
    tab.showing.mark(Part.COLUMN)
    tab.hide()
    document.apply("Remove", edits.remove, ids[:1])
    drawn = []
    monkeypatch.setattr(tab, "draw", drawn.append)
    qtbot.wait(2 * NUMBERS_MS)
    assert drawn == []
    tab.redraw_now()
    assert drawn
    assert ids[0] not in [item.id for item in tab.showing.items]


def test_plots_in_a_window_of_their_own_follow_while_the_tab_is_hidden(tab, document, ids):
    tab.show_selection(ids)
    action(tab, "Plots in a window of their own").trigger()
    tab.hide()
    document.apply("Move R1", edits.set_values, tab.analysis.id, {"R1": 77.0})
    assert tab.current.analysis.parameter("R1").value == 77.0
    assert action(tab, "Plots in a window of their own").isChecked()
    action(tab, "Plots in a window of their own").trigger()
    assert not tab.workspace.is_detached


def test_actions_are_possible_where_they_apply(tab, ids):
    assert not any(a.isEnabled() for a in tab.menu_actions())
    tab.show_selection(ids[:1])
    assert all(a.isEnabled() for a in tab.menu_actions())


def test_the_width_of_the_column_comes_back(tab, show, qtbot):
    splitter = tab.workspace.splitter
    splitter.moveSplitter(600, 1)
    tab.workspace._keep_width()
    width = tab.column.width()
    again = show(ModulusTab)
    assert again.column.width() == pytest.approx(width, abs=2)
    again.resize(1300, 700)
    qtbot.wait(1)
    assert again.column.width() == pytest.approx(width, abs=2)


def test_another_project_starts_afresh(tab, document, ids):
    tab.show_selection(ids)
    document.open(document.project)
    assert tab.current is None
    assert tab.workspace.currentWidget() is tab.workspace.empty
