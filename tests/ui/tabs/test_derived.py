"""Tabs of derived analyses: offered, made, shown, followed, held, and the way to a source and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from naglass_gui.core import edits
from naglass_gui.figures import figure_part
from naglass_gui.ui.empty_state import ActionButton
from naglass_gui.ui.tab_host import TabHost
from naglass_gui.ui.tabs import TabEntry
from naglass_gui.ui.tabs.derived import candidates
from tests.ui.tabs.smallest import MeanTab

ENTRIES = (
    TabEntry("eis", "Modulus", "tests.ui.tabs.smallest:ModulusTab"),
    TabEntry("mean", "Mean", "tests.ui.tabs.smallest:MeanTab"),
)


@pytest.fixture
def ids(document):
    return [m.id for m in document.project.measurements()]


@pytest.fixture
def tab(show):
    return show(MeanTab)


@pytest.fixture
def made(tab, ids):
    """The tab with the mean of three spectra."""
    tab.show_selection(ids[:3])
    tab.make()
    tab.redraw_now()
    return tab


def place(tab, index):
    """Where a point is on the canvas."""
    x, y = tab._points()
    return tab.plot.view.mapToScene(tab.plot.view.mapping().point(x[index], y[index]))


def button(tab):
    return tab.workspace.empty.findChild(ActionButton)


def test_enough_sources_are_offered_and_one_is_not(tab, ids, mouse, document):
    tab.show_selection(ids[:1])
    assert tab.workspace.currentWidget() is tab.workspace.empty and button(tab).isHidden()
    tab.show_selection(ids[:3])
    assert button(tab).isVisible() and button(tab).text() == "Make a mean of these 3 spectra"
    mouse.click(button(tab))
    assert tab.current.analysis.technique == "mean"
    assert [s.measurement.id for s in tab.current.sources] == ids[:3]
    assert document.stack.undoText() == "Make a mean"
    document.stack.undo()
    assert tab.current is None


def test_it_follows_a_drag_of_a_source(made, document):
    before = made.current.analysis.fit.derived[0].value
    source = made.current.sources[0].analysis
    document.preview(edits.set_values, source.id, {"R1": source.parameter("R1").value + 300.0})
    assert made.current.analysis.fit.derived[0].value == pytest.approx(before + 100.0)
    made.redraw_now()
    assert made.result.text() == f"{before + 100.0:.4g} Ω"


def test_a_click_leaves_a_source_out_and_takes_it_back_in(made, mouse, document, qtbot):
    mouse.click(made.plots.canvas, place(made, 1))
    qtbot.waitUntil(lambda: [s.excluded for s in made.current.sources] == [False, True, False])
    assert document.stack.undoText() == "Leave a point out"
    made.redraw_now()
    mouse.click(made.plots.canvas, place(made, 1) + QPointF(2, 0))
    qtbot.waitUntil(lambda: not any(s.excluded for s in made.current.sources))


def test_a_double_click_selects_the_source_and_leaves_it_in(made, mouse, services, qtbot):
    chosen = []
    services.select = chosen.append
    mouse.double_click(made.plots.canvas, place(made, 2))
    assert chosen == [[made.current.sources[2].analysis.id]]
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    assert not any(s.excluded for s in made.current.sources)


def test_what_is_made_from_the_selection_is_shown(made, ids):
    id = made.current.id
    made.show_selection(ids[1:2])
    assert made.current.id == id
    made.show_selection(ids[3:])
    assert made.current is None


def test_more_sources_join(made, ids, document):
    made.show_selection([made.current.id, ids[3]])
    add = next(a for a in made.menu_actions() if a.text() == "Add the selected spectra to this mean")
    assert add.isEnabled()
    add.trigger()
    assert len(made.current.sources) == 4
    assert not next(a for a in made.menu_actions() if a is add).isEnabled()


def test_one_that_is_held_stays_and_says_so(made, document):
    hold = next(a for a in made.menu_actions() if a.text() == "Hold it as it is")
    hold.trigger()
    before = made.current.analysis.fit.derived[0].value
    document.apply("Move R1", edits.set_values, made.current.sources[0].analysis.id, {"R1": 9e9})
    assert made.current.analysis.fit.derived[0].value == before
    assert made.current.analysis.pinned


def test_a_fit_is_not_started_by_hand(made, services):
    made.fit()
    assert services.messages.sentences == ["A mean follows its spectra by itself."]


def test_a_chosen_analysis_stands_before_the_first_of_its_measurement(document, ids):
    first = document.project.analyses[0]
    twin = edits.add_analysis(document.project, first.__class__("twin", "b", "eis", first.sources))
    assert [a.id for a in candidates(twin, [ids[0]], ["eis"])] == [first.id]
    assert [a.id for a in candidates(twin, [ids[0], "twin"], ["eis"])] == ["twin"]


def test_a_figure_of_it_takes_what_it_is_made_from_along(made, document, ids):
    part = figure_part(document.project, [made.current.id])
    assert [m.id for m in part.measurements()] == ids[:3]
    assert {a.technique for a in part.analyses} == {"mean", "eis"} and len(part.analyses) == 4


def test_in_front_it_stays_for_several_sources_and_gives_way_to_one(qtbot, document, services, ids):
    host = TabHost(document, services, ENTRIES)
    qtbot.addWidget(host)
    host.show()
    host.open(1)
    host.show_selection(ids[:3])
    assert host.bar.currentIndex() == 1
    host.show_selection(ids[:1])
    assert host.bar.currentIndex() == 0
    host.open(1)
    host.show_selection(ids[:3])
    services.select = host.show_selection
    host.current.make()
    host.current.open_source(host.current.current.sources[2].analysis.id)
    assert host.bar.currentIndex() == 0
    assert host.current.current.id == ids[2]
