"""The T1 tab by real mouse and keyboard events: ticks and slider of the slices, names and removal in the table, wheel and menus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QStyle, QStyleOptionViewItem

from naglass_gui.core import edits
from naglass_gui.techniques.relaxation import RELAXATION
from tests.ui.relaxation.made import STUDY

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def lined(bench):
    """The study's series with its three lines."""
    made = RELAXATION.with_model(bench.analysis, STUDY)
    bench.document.apply("Lines", edits.evolve, ("analyses", made.id), lambda _: made)
    bench.tab.redraw_now()
    QApplication.processEvents()
    return bench


def tick(rows, place) -> QPointF:
    """The middle of the box of a row."""
    option = QStyleOptionViewItem()
    rows.initViewItemOption(option)
    option.rect = rows.visualItemRect(rows.item(place))
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    return QPointF(rows.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, rows).center())


def cell(table, row, column=0) -> QPointF:
    return QPointF(table.view.visualItemRect(table.view.item(row, column)).center())


def menu_entry(bench, text) -> None:
    """Choose an entry of the menu that is open."""
    (menu,) = [m for m in bench.tab.findChildren(QMenu) if m.isVisible()]
    next(a for a in menu.actions() if a.text() == text).trigger()
    menu.close()


def test_a_click_on_a_tick_leaves_its_slice_out_in_one_step(bench, mouse):
    bench.tab.fit()
    bench.tab.redraw_now()
    rows = bench.tab.column.slices.list
    bench.tab.column.ensureWidgetVisible(rows)
    rows.scrollToItem(rows.item(3))
    mouse.click(rows, tick(rows, 3))
    assert [m.index for m in bench.analysis.masked] == [rows.item(3).data(Qt.ItemDataRole.UserRole)]
    assert bench.fit.n_points == 15 and len(bench.steps) == 2
    bench.document.stack.undo()
    assert bench.analysis.masked == () and bench.fit.n_points == 16
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert len(bench.analysis.masked) == 1


def test_the_slider_is_dragged_and_walked_by_keys(bench, mouse, keys):
    slider = bench.tab.plots.bar.slider
    end = QPointF(slider.width() - 6.0, slider.height() / 2)
    mouse.drag(slider, end, QPointF(slider.width() / 2, slider.height() / 2))
    assert 4 < bench.tab.slice < 12
    before = bench.tab.slice
    keys("Left", slider)
    assert bench.tab.slice == before - 1
    keys("Home", slider)
    assert bench.tab.slice == 0 and bench.steps == []


def test_a_line_is_renamed_by_typing_in_the_table(lined, mouse):
    table = lined.tab.column.result.table
    lined.tab.column.ensureWidgetVisible(table)
    mouse.double_click(table.view, cell(table, 0))
    field = QApplication.focusWidget()
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field, "oxide")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert lined.analysis.components[0].name == "oxide" and lined.steps[-1] == "Call a line oxide"


def test_delete_in_the_table_removes_the_line_and_undo_brings_it_back(lined, mouse, keys):
    table = lined.tab.column.result.table
    mouse.click(table.view, cell(table, 1))
    removed = lined.analysis.components[1].id
    keys("Del", table.view)
    assert removed not in [c.id for c in lined.analysis.components]
    lined.document.stack.undo()
    assert len(lined.analysis.components) == 3


def test_ctrl_and_the_wheel_widen_the_selected_line(lined, mouse):
    line = max(lined.analysis.components, key=lambda c: c.parameters[0].value)
    mouse.click(lined.spectra, lined.tab.plots.handles.grip(line.id, "top").scenePos())
    before = next(p.value for p in line.parameters if p.name.startswith("width"))
    mouse.wheel(lined.spectra, 2, lined.at(90.0, 0.5), CONTROL)
    now = next(c for c in lined.analysis.components if c.id == line.id)
    assert next(p.value for p in now.parameters if p.name.startswith("width")) == pytest.approx(before * 1.06**2)
    assert lined.steps[-1] == f"Change the width of {line.name}" and lined.steps[-2] != lined.steps[-1]


def test_the_menu_of_a_window_removes_it_and_the_fit_follows(bench, mouse):
    mouse.drag(bench.spectra, bench.at(75.0), bench.at(35.0), SHIFT)
    mouse.drag(bench.spectra, bench.at(-9.0), bench.at(-14.0), SHIFT)
    bench.tab.fit()
    bench.tab.redraw_now()
    mouse.click(bench.spectra, bench.at(-11.0, 0.8), button=RIGHT)
    menu_entry(bench, "Remove this window")
    assert len(bench.analysis.regions) == 1 and len(bench.times()) == 1 and not bench.tab.current.stale


def test_the_menu_of_the_spectra_leaves_the_slice_out(bench, mouse):
    bench.tab.choose_slice(4)
    mouse.click(bench.spectra, bench.at(100.0, 0.8), button=RIGHT)
    menu_entry(bench, "Leave this slice out")
    assert [m.index for m in bench.analysis.masked] == [4]
    bench.tab.redraw_now()
    mouse.click(bench.spectra, bench.at(100.0, 0.8), button=RIGHT)
    menu_entry(bench, "Take this slice back in")
    assert bench.analysis.masked == ()


def test_a_right_click_on_a_row_or_a_handle_hides_and_removes_a_line(lined, mouse):
    table = lined.tab.column.result.table
    first = lined.analysis.components[0]
    table.view.customContextMenuRequested.emit(cell(table, 0).toPoint())
    menu_entry(lined, "Hide")
    assert lined.analysis.components[0].hidden and lined.steps[-1] == f"Hide {first.name}"
    lined.document.stack.undo()
    lined.tab.redraw_now()
    place = lined.tab.plots.handles.grip(first.id, "top").scenePos()
    mouse.click(lined.spectra, place, button=RIGHT)
    menu_entry(lined, f"Remove {first.name}")
    assert len(lined.analysis.components) == 2


def test_delete_on_an_edge_that_was_clicked_removes_its_window(bench, mouse, keys):
    mouse.drag(bench.spectra, bench.at(75.0), bench.at(35.0), SHIFT)
    bench.tab.redraw_now()
    (region,) = bench.analysis.regions
    mouse.click(bench.spectra, bench.tab.plots.bands.edge(region.id, False).scenePos() + QPointF(0, 40))
    keys("Del", bench.spectra)
    assert bench.analysis.regions == ()
    bench.document.stack.undo()
    assert bench.analysis.regions == (region,)
