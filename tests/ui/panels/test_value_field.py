from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from naglass_gui.core.quantity import Quantity, positive
from naglass_gui.ui.panels.fields import FieldGrid, as_typed, number_field, quantity_field
from naglass_gui.ui.panels.value_field import ValueField, nudged
from tests.ui.pieces import column


@pytest.fixture
def thickness(qtbot: Any) -> ValueField:
    field = quantity_field("Thickness", "length", check=positive)
    grid = FieldGrid()
    grid.add("Thickness", field, "Of the pellet")
    other = QLineEdit()
    qtbot.addWidget(shown := column(grid, other))
    field.asked = []  # type: ignore[attr-defined]
    field.edited.connect(lambda value, live: field.asked.append((value, live)))  # type: ignore[attr-defined]
    field.column, field.other = shown, other  # type: ignore[attr-defined]
    return field


@pytest.mark.parametrize("typed", ["0.80 +- 0.01 mm", "0,80 ± 0,01 mm", "0.80(1) mm", "0.80 +/- 0.01mm"])
def test_a_thickness_is_understood_as_people_type_it(thickness: Any, type_in: Any, typed: str) -> None:
    type_in(thickness, typed)
    assert thickness.asked == [(Quantity(0.8, 0.01, "mm"), False)]
    assert thickness.text() == "0.80 ± 0.01 mm"
    assert thickness.fault == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0.8", "Thickness “0.8” needs a unit, as in 0.8 mm."),
        ("-1 mm", "Thickness must be above zero, not −1 mm."),
        ("5 K", "Thickness “5 K” must be a length."),
        ("thick", "Thickness “thick” is not a number with a unit, like 0.80 ± 0.01 mm."),
    ],
)
def test_what_makes_no_sense_is_marked_at_the_field(thickness: Any, type_in: Any, typed: str, sentence: str) -> None:
    type_in(thickness, typed)
    assert thickness.asked == []
    assert thickness.toolTip() == sentence
    assert thickness.property("faulty") is True
    assert [w.text() for w in thickness.parentWidget().children() if getattr(w, "text", None) and w.isVisible()][
        -1
    ] == sentence
    assert thickness.text() == typed


def test_the_mark_goes_as_soon_as_the_text_makes_sense(thickness: Any, type_in: Any) -> None:
    type_in(thickness, "0.8")
    QTest.keyClicks(thickness, " mm")
    assert thickness.fault == ""
    assert thickness.toolTip() == "Of the pellet"
    assert thickness.asked == []


def test_leaving_the_field_reads_it(thickness: Any) -> None:
    thickness.setFocus()
    QTest.keyClicks(thickness, "1 mm")
    QTest.keyClick(thickness, Qt.Key.Key_Tab)
    assert thickness.asked == [(Quantity(1.0, None, "mm"), False)]


def test_escape_takes_the_typing_back(thickness: Any) -> None:
    thickness.show_value(Quantity(0.8, 0.01, "mm"))
    thickness.setFocus()
    QTest.keyClicks(thickness, "99")
    QTest.keyClick(thickness, Qt.Key.Key_Escape)
    assert thickness.text() == "0.80 ± 0.01 mm"
    QTest.keyClick(thickness, Qt.Key.Key_Return)
    assert thickness.asked == []


def test_an_empty_field_asks_for_nothing(thickness: Any, type_in: Any) -> None:
    thickness.show_value(Quantity(0.8, 0.01, "mm"))
    thickness.setFocus()
    thickness.selectAll()
    QTest.keyClick(thickness, Qt.Key.Key_Delete)
    QTest.keyClick(thickness, Qt.Key.Key_Return)
    assert thickness.asked == [(None, False)]


def test_arrows_nudge_the_last_digit_live_and_settle_once(thickness: Any, qtbot: Any) -> None:
    thickness.show_value(Quantity(0.8, 0.01, "mm"))
    thickness.setFocus()
    QTest.keyClick(thickness, Qt.Key.Key_Up)
    QTest.keyClick(thickness, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert [(q.value, live) for q, live in thickness.asked] == [
        (pytest.approx(0.81), True),
        (pytest.approx(0.91), True),
    ]
    assert thickness.text() == "0.91 ± 0.01 mm"
    qtbot.waitUntil(lambda: len(thickness.asked) == 3, timeout=2000)
    assert thickness.asked[-1] == (Quantity(0.91, 0.01, "mm"), False)


def test_a_nudge_that_would_leave_what_is_allowed_is_not_taken(thickness: Any) -> None:
    thickness.show_value(Quantity(1.0, None, "mm"))
    thickness.setFocus()
    QTest.keyClick(thickness, Qt.Key.Key_Down)
    assert thickness.asked == []
    assert thickness.text() == "1 mm"


def test_the_wheel_turns_only_a_focused_field(thickness: Any, mouse: Any) -> None:
    thickness.show_value(Quantity(0.8, 0.01, "mm"))
    thickness.other.setFocus()
    mouse.wheel(thickness, 1)
    assert thickness.text() == "0.80 ± 0.01 mm"
    thickness.setFocus()
    mouse.wheel(thickness, -1)
    assert thickness.text() == "0.79 ± 0.01 mm"


def test_a_value_from_elsewhere_never_replaces_what_is_being_typed(thickness: Any) -> None:
    thickness.setFocus()
    QTest.keyClicks(thickness, "0.9")
    thickness.show_value(Quantity(5.0, None, "mm"))
    assert thickness.text() == "0.9"
    QTest.keyClick(thickness, Qt.Key.Key_Escape)
    assert thickness.text() == "5 mm"


def test_a_number_stays_between_its_limits(qtbot: Any, type_in: Any) -> None:
    field = number_field("Random starts", minimum=1, maximum=500)
    qtbot.addWidget(shown := column(field))
    asked: list[float] = []
    field.edited.connect(lambda value, live: asked.append(value))
    type_in(field, "0")
    assert field.fault == "Random starts must be at least 1."
    type_in(field, "12,0")
    assert asked == [12.0]
    assert shown.isVisible()


@pytest.mark.parametrize(
    ("text", "steps", "moved"),
    [
        ("0.80 ± 0.01 mm", "1", "0.81 ± 0.01 mm"),
        ("0,80 mm", "-1", "0,79 mm"),
        ("0.80 mm", "0.1", "0.801 mm"),
        ("2.12e-9", "1", "2.13e-9"),
        ("−25 °C", "-1", "−26 °C"),
        ("0", "-1", "−1"),
        ("9", "10", "19"),
    ],
)
def test_nudges_keep_the_way_it_was_typed(text: str, steps: str, moved: str) -> None:
    assert nudged(text, Decimal(steps)) == moved


def test_a_text_without_a_number_cannot_be_nudged() -> None:
    assert nudged("mm", Decimal(1)) is None


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(0.8, 0.01, "mm"), "0.80 ± 0.01 mm"),
        (Quantity(8.0, 0.05, "mm"), "8.00 ± 0.05 mm"),
        (Quantity(-25.0, 0.5, "degC"), "−25.0 ± 0.5 °C"),
        (Quantity(0.503, None, "cm^2"), "0.503 cm²"),
        (Quantity(8.0, 1.0, "mm"), "8 ± 1 mm"),
        (Quantity(0.1 + 0.2, 0.01, "mm"), "0.30 ± 0.01 mm"),
        (Quantity(2e9, 1e8, "ohm"), "(2.00 ± 0.10) × 10⁹ Ω"),
    ],
)
def test_a_typed_quantity_comes_back_with_its_own_digits(quantity: Quantity, text: str) -> None:
    assert as_typed(quantity) == text
