from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from naglass_gui.core.parameter import Parameter
from naglass_gui.ui.panels.parameter_model import Column
from naglass_gui.ui.panels.parameter_table import ParameterTable
from naglass_gui.ui.panels.value_field import ValueField
from tests.ui.pieces import column, fitted_analysis


@pytest.fixture
def table(qtbot: Any, services: Any) -> Any:
    made = ParameterTable(services, roles=True)
    made.show_analysis(fitted_analysis(), {"R0": "bulk", "R1": "grain boundary"})
    made.asked = []
    made.edited.connect(lambda *request: made.asked.append(request))
    made.shown_in = column(made)
    qtbot.addWidget(made.shown_in)
    QApplication.processEvents()
    return made


def cell(table: Any, name: str, which: Column) -> str:
    model = table.model
    return model.data(model.index(model.row_of(name), which))


def place(table: Any, name: str, which: Column) -> Any:
    return table.view.visualRect(table.model.index(table.model.row_of(name), which)).center()


def open_menu(table: Any, name: str) -> QMenu:
    viewport, where = table.view.viewport(), place(table, name, Column.NAME)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, viewport.mapToGlobal(where))
    QApplication.sendEvent(viewport, event)
    QApplication.processEvents()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, *words: str) -> None:
    for word in words[:-1]:
        action = next(a for a in menu.actions() if a.text() == word)
        menu = action.menu()
    next(a for a in menu.actions() if a.text() == words[-1]).trigger()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    QApplication.processEvents()


def test_values_stand_with_two_figures_of_their_error_and_their_unit(table: Any) -> None:
    row = [cell(table, "Y1", c) for c in Column]
    assert row == ["Y1", "2.120", "± 0.060", "10⁻⁹ S sⁿ", ""]
    assert cell(table, "R1", Column.VALUE) == "1297.0"
    assert cell(table, "R1", Column.ERROR) == "± 9.2"


def test_what_has_no_error_says_why(table: Any) -> None:
    assert cell(table, "Y2", Column.ERROR) == "fixed"
    assert cell(table, "n2", Column.ERROR) == "at max"
    assert "bound" in table.model.data(table.model.index(5, 0), Qt.ItemDataRole.ToolTipRole)


def test_a_linked_parameter_shows_the_value_it_follows(table: Any) -> None:
    assert cell(table, "R3", Column.VALUE) == "648.5"
    assert cell(table, "R3", Column.ERROR) == "± 4.6"
    assert cell(table, "R3", Column.FIX) == "="
    assert "R3 = 0.5*R1" in table.model.data(table.model.index(6, 0), Qt.ItemDataRole.ToolTipRole)


def test_errors_go_as_soon_as_a_value_moves_and_the_digits_stay(table: Any) -> None:
    analysis = fitted_analysis()
    moved = tuple(replace(p, value=1300.0) if p.name == "R1" else p for p in analysis.parameters)
    table.show_analysis(replace(analysis, parameters=moved))
    assert cell(table, "R1", Column.VALUE) == "1300.0"
    assert cell(table, "R1", Column.ERROR) == ""
    assert cell(table, "R3", Column.VALUE) == "650.0"


def test_a_value_is_edited_in_place_with_mouse_and_keys(table: Any, mouse: Any) -> None:
    mouse.double_click(table.view, place(table, "R1", Column.VALUE))
    editor = QApplication.focusWidget()
    assert isinstance(editor, ValueField)
    assert editor.text() == "1297"
    editor.selectAll()
    QTest.keyClicks(editor, "1,5 kohm")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert table.asked == [("Change R1", "R1", {"value": 1500.0}, False)]


def test_a_second_click_on_a_value_edits_it_at_once(table: Any, mouse: Any) -> None:
    mouse.click(table.view, place(table, "R1", Column.VALUE))
    assert not isinstance(QApplication.focusWidget(), ValueField)
    mouse.click(table.view, place(table, "R1", Column.VALUE))
    editor = QApplication.focusWidget()
    assert isinstance(editor, ValueField)
    assert editor.text() == "1297"


def test_a_second_click_edits_nothing_where_the_rows_have_changed_meanwhile(table: Any, mouse: Any) -> None:
    where = place(table, "R1", Column.VALUE)
    mouse.click(table.view, where)
    mouse.press(table.view, where)
    table.model.beginResetModel()
    table.model.endResetModel()
    mouse.release(table.view, where)
    assert not isinstance(QApplication.focusWidget(), ValueField)


def test_a_field_left_by_tab_may_change_all_rows(table: Any, mouse: Any) -> None:
    def start_anew() -> None:
        table.model.beginResetModel()
        table.model.endResetModel()

    table.edited.connect(start_anew)
    mouse.double_click(table.view, place(table, "R1", Column.VALUE))
    editor = QApplication.focusWidget()
    assert isinstance(editor, ValueField)
    editor.selectAll()
    QTest.keyClicks(editor, "1500")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert table.asked == [("Change R1", "R1", {"value": 1500.0}, False)]


def test_typing_a_digit_starts_editing_the_selected_row(table: Any, mouse: Any) -> None:
    mouse.click(table.view, place(table, "n1", Column.NAME))
    QTest.keyClicks(table.view, "0")
    editor = QApplication.focusWidget()
    assert isinstance(editor, ValueField)
    QTest.keyClicks(editor, ",9")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert table.asked == [("Change n1", "n1", {"value": 0.9}, False)]


def test_a_value_outside_its_bounds_stays_open_and_is_marked(table: Any, mouse: Any) -> None:
    mouse.double_click(table.view, place(table, "n1", Column.VALUE))
    editor = QApplication.focusWidget()
    assert isinstance(editor, ValueField)
    editor.selectAll()
    QTest.keyClicks(editor, "1.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert table.asked == []
    assert editor.isVisible()
    assert editor.toolTip() == "n1 must be at most 1."
    assert table.fault.text() == "n1 must be at most 1."
    assert table.fault.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not table.fault.isVisible()


def test_fix_is_ticked_by_mouse_and_by_space(table: Any, mouse: Any) -> None:
    mouse.click(table.view, place(table, "R0", Column.FIX))
    mouse.click(table.view, place(table, "Y2", Column.NAME))
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert table.asked == [("Fix R0", "R0", {"vary": False}, False), ("Free Y2", "Y2", {"vary": True}, False)]


def test_a_linked_parameter_is_neither_edited_nor_fixed_in_place(table: Any, mouse: Any) -> None:
    mouse.double_click(table.view, place(table, "R3", Column.VALUE))
    mouse.click(table.view, place(table, "R3", Column.VALUE))
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert not isinstance(QApplication.focusWidget(), ValueField)
    mouse.click(table.view, place(table, "R3", Column.FIX))
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert table.asked == []


def test_the_menu_links_to_what_has_the_same_unit_and_makes_no_circle(table: Any) -> None:
    menu = open_menu(table, "R1")
    links = next(a for a in menu.actions() if a.text() == "Link to")
    assert [a.text() for a in links.menu().actions() if a.text()] == ["Same as R0", "Expression…", "No link"]
    choose(menu, "Link to", "Same as R0")
    assert table.asked == [("Link R1 to R0", "R1", {"link": "R0"}, False)]


def test_an_unlinked_parameter_keeps_the_value_it_followed(table: Any) -> None:
    choose(open_menu(table, "R3"), "Link to", "No link")
    assert table.asked == [("Unlink R3", "R3", {"link": "", "value": 648.5}, False)]


def test_the_menu_sets_what_a_resistance_stands_for(table: Any) -> None:
    choose(open_menu(table, "R1"), "Stands for", "Electrode")
    assert table.asked == [("Take R1 as electrode", "R1", {"role": "electrode"}, False)]
    assert "Stands for" not in [a.text() for a in open_menu(table, "n1").actions()]
    QApplication.activePopupWidget().close()


def test_an_expression_is_asked_for_and_judged_while_it_is_typed(table: Any, ask: Any) -> None:
    said = []

    def answer(dialog: Any) -> bool:
        dialog.show()
        for text in ("2*R9", "R3", "2*R0"):
            dialog.field.clear()
            QTest.keyClicks(dialog.field, text)
            said.append(dialog.sentence.text())
        return True

    ask.answers.append(answer)
    choose(open_menu(table, "R1"), "Link to", "Expression…")
    assert said == [
        "“2*R9”: there is no parameter R9.",
        "The links of R1, R3 go round in a circle.",
        "Now 341 Ω.",
    ]
    assert table.asked == [("Link R1", "R1", {"link": "2*R0"}, False)]


def test_bounds_are_asked_for_and_crossed_ones_refused(table: Any, ask: Any) -> None:
    def answer(dialog: Any) -> bool:
        dialog.show()
        for field, text in ((dialog.lower_bound, "2000"), (dialog.upper_bound, "1000")):
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, text)
        dialog.accept()
        assert dialog.sentence.text() == "The lower bound of R1 must be below its upper bound."
        dialog.lower_bound.setFocus()
        dialog.lower_bound.selectAll()
        QTest.keyClick(dialog.lower_bound, Qt.Key.Key_Delete)
        dialog.accept()
        return dialog.result() == dialog.DialogCode.Accepted

    ask.answers.append(answer)
    choose(open_menu(table, "R1"), "Bounds…")
    assert table.asked == [("Bound R1", "R1", {"minimum": None, "maximum": 1000.0, "value": 1000.0}, False)]


def test_selection_is_said_and_highlighting_is_not(table: Any, mouse: Any) -> None:
    said: list[str] = []
    table.selected.connect(said.append)
    mouse.click(table.view, place(table, "Y1", Column.VALUE))
    assert said == ["Y1"]
    table.highlight("R1")
    assert said == ["Y1"]
    assert table.view.currentIndex().row() == 1
    table.highlight("")
    assert not table.view.selectionModel().hasSelection()


def test_copying_gives_value_error_and_unit_in_columns_at_full_precision(table: Any, services: Any, mouse: Any) -> None:
    mouse.click(table.view, place(table, "R1", Column.NAME))
    QTest.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "parameter\tvalue\ts.e.\tunit\tremark"
    assert lines[2] == "R1\t1297.0\t9.24\tΩ\tgrain boundary"
    services.settings.decimal_sign = ","
    QTest.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "R1\t1297,0\t9,24\tΩ" in QGuiApplication.clipboard().text()


def test_statistics_stand_beneath(table: Any) -> None:
    words = table.statistics.words.text().replace("\u00a0", " ")
    assert words == "χ² 0.02500\u2003AICc −412\u2003BIC −398\u2003residuals white"


@pytest.mark.parametrize("width", [300, 340, 500])
def test_every_column_is_inside_at_every_width(table: Any, width: int) -> None:
    table.shown_in.resize(width + 20, 700)
    QApplication.processEvents()
    view = table.view
    assert sum(view.columnWidth(c) for c in Column) <= view.viewport().width()
    assert view.height() == view.sizeHint().height()
    assert view.verticalScrollBar().maximum() == 0


def test_a_drag_frame_changes_only_what_moved_and_an_unchanged_one_nothing(table: Any) -> None:
    analysis = fitted_analysis()
    frames = [
        replace(
            analysis,
            parameters=tuple(replace(p, value=p.value + k) if p.name == "R1" else p for p in analysis.parameters),
        )
        for k in (1, 2)
    ]
    resets: list[int] = []
    table.model.modelReset.connect(lambda: resets.append(1))
    table.show_analysis(frames[0])
    changed: list[tuple[int, int]] = []
    table.model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    table.show_analysis(frames[1])
    assert len(changed) == 1
    assert changed[0][0] == table.model.row_of("R1")
    table.show_analysis(frames[1])
    assert len(changed) == 1
    assert not resets


def test_another_model_brings_other_rows(table: Any) -> None:
    analysis = replace(fitted_analysis(), parameters=(Parameter("L1", 1e-7, "H"),), fits=(), current=None)
    table.show_analysis(analysis)
    assert table.model.rowCount() == 1
    assert cell(table, "L1", Column.VALUE) == "1.000"
    assert cell(table, "L1", Column.UNIT) == "10⁻⁷ H"
    assert not table.statistics.isVisible()
    table.show_analysis(None)
    assert table.model.rowCount() == 0


def test_a_slider_pulls_the_selected_parameter_live_and_settles_once(table: Any, mouse: Any) -> None:
    mouse.click(table.view, place(table, "R1", Column.NAME))
    slider = table.slider.slider
    assert slider.isVisible()
    knob = slider.rect().center()
    mouse.drag(slider, knob, knob + QPoint(slider.width() // 4, 0))
    live, final = table.asked[:-1], table.asked[-1]
    assert len(live) > 3
    assert all(request[3] for request in live)
    values = [request[2]["value"] for request in table.asked]
    assert values == sorted(values)
    assert final[3] is False
    # A quarter of the slider is half a decade.
    assert final[2]["value"] == pytest.approx(1297.0 * 10**0.5, rel=0.2)


def test_a_pull_is_reckoned_from_where_it_began(table: Any, mouse: Any) -> None:
    analysis = fitted_analysis()

    def follow(text: str, name: str, changes: Any, live: bool) -> None:
        parameters = tuple(replace(p, **changes) if p.name == name else p for p in analysis.parameters)
        table.show_analysis(replace(analysis, parameters=parameters))

    table.edited.connect(follow)
    mouse.click(table.view, place(table, "R1", Column.NAME))
    slider = table.slider.slider
    knob = slider.rect().center()
    mouse.drag(slider, knob, knob + QPoint(slider.width() // 4, 0))
    assert table.asked[-1][2]["value"] == pytest.approx(1297.0 * 10**0.5, rel=0.2)
    # At rest the knob is in the middle again, a decade to each side.
    assert slider.value() == 500


def test_an_exponent_slides_between_its_bounds_by_keys(table: Any, mouse: Any, qtbot: Any) -> None:
    mouse.click(table.view, place(table, "n1", Column.NAME))
    slider = table.slider.slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert table.asked == [("Change n1", "n1", {"value": 0.0}, True)]
    qtbot.waitUntil(lambda: len(table.asked) == 2, timeout=2000)
    assert table.asked[1] == ("Change n1", "n1", {"value": 0.0}, False)


def test_a_press_beside_the_knob_moves_nothing_and_links_have_no_slider(table: Any, mouse: Any) -> None:
    mouse.click(table.view, place(table, "R1", Column.NAME))
    mouse.click(table.slider.slider, (8, table.slider.slider.height() / 2))
    assert table.asked == []
    mouse.click(table.view, place(table, "R3", Column.NAME))
    assert not table.slider.isVisible()
    table.highlight("")
    assert not table.slider.isVisible()
