from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from naglass_gui.techniques.eis.common import CommonCircuit
from naglass_gui.ui.circuit.common_list import CommonCircuits
from naglass_gui.ui.circuit.editor import CircuitEditor
from tests.ui.pieces import column

COMMON = (
    CommonCircuit("Arc and spike", "R(RQ)Q", "One arc and a blocking electrode."),
    CommonCircuit("Spike with cables", "LRQ", "A fast conductor above its arc."),
)


@pytest.fixture
def editor(qtbot: Any, services: Any) -> Any:
    made = CircuitEditor(services, COMMON)
    before = QLineEdit()
    made.shown_in = column(before, made, made.common_button)
    qtbot.addWidget(made.shown_in)
    made.before = before
    made.asked, made.chosen = [], []
    made.circuit_edited.connect(lambda text, carried: made.asked.append((text, carried)))
    made.element_selected.connect(made.chosen.append)
    made.show_model("R(RQ)Q")
    QApplication.processEvents()
    return made


def menu_of(editor: Any, mouse: Any, path: tuple[int, ...]) -> QMenu:
    schematic = editor.schematic
    box = schematic.layout_shown.box(path)
    # The top left corner of a pair is its own; its middle belongs to its elements.
    corner = QPointF(box.left + 3, box.top + 3) if path == (1,) else None
    where = schematic.mapFromScene(corner) if corner else schematic.position_of(path)
    mouse.click(schematic, where)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, *words: str) -> None:
    for word in words[:-1]:
        action = next(a for a in menu.actions() if a.text() == word)
        menu = action.menu()
    next(a for a in menu.actions() if words[-1] in a.text()).trigger()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    QApplication.processEvents()


def test_a_click_selects_and_offers_what_can_be_done(editor: Any, mouse: Any) -> None:
    menu = menu_of(editor, mouse, (1, 0))
    assert editor.chosen == [("R1",)]
    assert [a.text() for a in menu.actions() if a.text()] == [
        "R1: resistor", "Replace by", "Add in series", "Add in parallel", "Label…", "Remove"
    ]  # fmt: skip
    menu.close()


def test_an_element_is_replaced(editor: Any, mouse: Any) -> None:
    choose(menu_of(editor, mouse, (2,)), "Replace by", "Warburg element")
    text, carried = editor.asked[0]
    assert text == "R(RQ)W"
    assert carried == {"R0": "R0", "R1": "R1", "Y1": "Y1", "n1": "n1"}


def test_an_arc_is_added_in_series_to_a_pair(editor: Any, mouse: Any) -> None:
    choose(menu_of(editor, mouse, (1,)), "Add in series", "Arc: R ∥ Q")
    text, carried = editor.asked[0]
    assert text == "R(RQ)(RQ)Q"
    # The spike's Q is the third now, and keeps its values.
    assert carried["Y3"] == "Y2"


def test_an_element_is_added_in_parallel_and_removed(editor: Any, mouse: Any) -> None:
    choose(menu_of(editor, mouse, (1, 0)), "Add in parallel", "capacitor")
    choose(menu_of(editor, mouse, (0,)), "Remove")
    assert [text for text, _ in editor.asked] == ["R(RCQ)Q", "(RQ)Q"]


def test_the_whole_pair_is_selected_between_its_branches(editor: Any, mouse: Any) -> None:
    menu = menu_of(editor, mouse, (1,))
    assert editor.chosen == [("R1", "Y1", "n1")]
    choose(menu, "Remove")
    assert editor.asked[0][0] == "RQ"


def test_a_click_beside_takes_the_selection_away(editor: Any, mouse: Any) -> None:
    menu_of(editor, mouse, (0,)).close()
    mouse.click(editor.schematic, (2, 2))
    assert editor.chosen[-1] == ()
    assert editor.schematic.selection is None


def test_everything_is_reached_by_keys(editor: Any) -> None:
    editor.before.setFocus()
    QTest.keyClick(editor.before, Qt.Key.Key_Tab)
    schematic = editor.schematic
    assert QApplication.focusWidget() is schematic
    assert schematic.selection == (0,)
    for key, path in (
        (Qt.Key.Key_Right, (1, 0)),
        (Qt.Key.Key_Right, (1, 1)),
        (Qt.Key.Key_Up, (1,)),
        (Qt.Key.Key_Down, (1, 0)),
        (Qt.Key.Key_Left, (0,)),
        (Qt.Key.Key_Left, (2,)),
    ):
        QTest.keyClick(schematic, key)
        assert schematic.selection == path
    QTest.keyClick(schematic, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    QTest.keyClick(schematic, Qt.Key.Key_Delete)
    assert editor.asked[0][0] == "R(RQ)"
    QTest.keyClick(schematic, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is editor.field


def test_both_ways_of_writing_are_understood(editor: Any, type_in: Any) -> None:
    type_in(editor.field, "R0-p(R1,CPE1)-p(R2,CPE2)-CPE3")
    assert editor.asked == [("R0-p(R1,CPE1)-p(R2,CPE2)-CPE3", {})]


def test_the_drawing_follows_the_typing_and_escape_brings_it_back(editor: Any) -> None:
    editor.field.setFocus()
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "RC(")
    assert len(editor.schematic.layout_shown.elements) == 2
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    assert len(editor.schematic.layout_shown.elements) == 4
    assert editor.asked == []


def test_a_wrong_circuit_is_marked_at_the_field_with_its_sentence(editor: Any, type_in: Any) -> None:
    type_in(editor.field, "R(RX)")
    assert "“X”, which is not an element" in editor.sentence.text()
    assert editor.sentence.isVisible()
    assert editor.field.toolTip() == editor.sentence.text()
    assert editor.asked == []


def test_arrow_keys_do_not_change_the_numbers_in_a_circuit(editor: Any) -> None:
    editor.show_model("R0-p(R1,CPE1)")
    editor.field.setFocus()
    QTest.keyClick(editor.field, Qt.Key.Key_Up)
    assert editor.field.text() == "R0-p(R1,CPE1)"


def test_a_parameter_marks_its_element(editor: Any) -> None:
    editor.highlight("n1")
    assert editor.schematic.selection == (1, 1)
    assert editor.chosen == []
    editor.highlight("")
    assert editor.schematic.selection is None


def test_a_common_circuit_is_chosen_by_click_or_keys(editor: Any, mouse: Any) -> None:
    mouse.click(editor.common_button)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, CommonCircuits)
    QTest.keyClick(popup.list, Qt.Key.Key_Down)
    QTest.keyClick(popup.list, Qt.Key.Key_Return)
    assert editor.asked == [("LRQ", {})]
    assert QApplication.activePopupWidget() is None


def test_a_common_circuit_comes_in_the_form_the_person_uses(editor: Any, mouse: Any) -> None:
    editor.show_model("R0-p(R1,CPE1)")
    mouse.click(editor.common_button)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, CommonCircuits)
    mouse.click(popup.list, popup.list.visualItemRect(popup.list.item(1)).center())
    assert editor.asked == [("L1-R0-CPE1", {})]


def test_an_element_gets_a_label(editor: Any, mouse: Any, ask: Any, services: Any) -> None:
    ask.answers += ["bulk", "a=b"]
    choose(menu_of(editor, mouse, (1, 0)), "Label…")
    assert editor.asked == [("R(R{bulk}Q)Q", {})]
    choose(menu_of(editor, mouse, (1, 0)), "Label…")
    assert len(editor.asked) == 1
    assert len(services.messages.sentences) == 1


@pytest.mark.parametrize("width", [300, 340, 460])
@pytest.mark.parametrize("text", ["R(RQ)Q", "R(RQ)(RQ)(RQ)Q", "R"])
def test_the_drawing_fits_its_width(editor: Any, text: str, width: int) -> None:
    editor.show_model(text)
    editor.shown_in.resize(width + 20, 600)
    QApplication.processEvents()
    schematic = editor.schematic
    assert schematic.horizontalScrollBar().maximum() == 0
    assert schematic.height() >= schematic.layout_shown.height * schematic.transform().m11()


def test_a_long_circuit_scrolls_instead_of_vanishing(editor: Any) -> None:
    editor.show_model("LRWoWsGZHDLDLrC")
    QApplication.processEvents()
    assert editor.schematic.transform().m11() >= 0.6
    assert editor.schematic.horizontalScrollBar().maximum() > 0


def test_an_empty_model_draws_nothing(editor: Any) -> None:
    editor.show_model("")
    assert editor.schematic.layout_shown is None
    QTest.keyClick(editor.schematic, Qt.Key.Key_Right)
    assert editor.chosen == []


def test_a_formula_of_ones_own_is_added_and_a_wrong_one_is_told(
    editor: Any, mouse: Any, ask: Any, services: Any
) -> None:
    ask.answers += ["R/(1 + i*w*t)", "import os"]
    choose(menu_of(editor, mouse, (2,)), "Replace by", "formula of your own")
    assert editor.asked[0][0] == "R(RQ)U{R/(1 + i*w*t)}"
    choose(menu_of(editor, mouse, (2,)), "Replace by", "formula of your own")
    assert len(editor.asked) == 1
    assert len(services.messages.sentences) == 1
