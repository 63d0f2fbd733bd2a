from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from naglass_gui.core.project import Condition, Measurement, Provenance, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.panels.conditions_panel import ConditionsPanel
from naglass_gui.ui.panels.pellet_panel import PelletPanel
from tests.ui.pieces import column

PELLET = Specimen("s1", "Pellet 1", thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, 0.05, "mm"))
OTHER = Specimen("s2", "Pellet 2", thickness=Quantity(1.1, None, "mm"), area=Quantity(0.5, None, "cm^2"))


@pytest.fixture
def panel(qtbot: Any, services: Any) -> Any:
    made = PelletPanel(services)
    made.shown_in = column(made)
    qtbot.addWidget(made.shown_in)
    made.asked, made.new, made.chosen = [], [], []
    made.edited.connect(lambda *request: made.asked.append(request))
    made.new_pellet_requested.connect(lambda: made.new.append(1))
    made.pellet_chosen.connect(made.chosen.append)
    return made


def test_two_lengths_are_typed(panel: Any, type_in: Any) -> None:
    type_in(panel.thickness, "0.80 +- 0.01 mm")
    type_in(panel.diameter, "8,00 +- 0,05 mm")
    assert panel.asked == [
        ("Set the thickness", {"thickness": Quantity(0.8, 0.01, "mm")}, False),
        ("Set the diameter", {"area": None, "diameter": Quantity(8.0, 0.05, "mm")}, False),
    ]


def test_an_area_is_known_by_its_unit(panel: Any, type_in: Any) -> None:
    type_in(panel.diameter, "0.503 +- 0.006 cm2")
    assert panel.asked == [("Set the area", {"area": Quantity(0.503, 0.006, "cm^2"), "diameter": None}, False)]
    panel.show_specimen(OTHER)
    assert panel.diameter.text() == "0.5 cm²"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("thickness", "0 mm", "Thickness must be above zero, not 0 mm."),
        ("diameter", "8", "Diameter “8” needs a unit, as in 8 mm."),
        ("diameter", "-1 cm2", "Area must be above zero, not −1 cm²."),
        ("leads", "-2", "Lead resistance cannot be negative, as −2 Ω is."),
        ("leads", "2 mm", "Lead resistance “2 mm” must be a resistance."),
    ],
)
def test_sizes_that_make_no_sense_are_marked(panel: Any, type_in: Any, field: str, typed: str, sentence: str) -> None:
    type_in(getattr(panel, field), typed)
    assert getattr(panel, field).toolTip() == sentence
    assert panel.asked == []


def test_who_shares_the_pellet_is_said(panel: Any) -> None:
    panel.show_specimen(PELLET, ["EIS 25 °C", "EIS 35 °C"])
    assert panel.sharing.text() == "Pellet 1, shared by 2 measurements with one and the same error."
    assert panel.sharing.toolTip() == "EIS 25 °C\nEIS 35 °C"
    panel.show_specimen(PELLET, ["EIS 25 °C"])
    assert panel.sharing.text() == "Pellet 1"
    panel.show_specimen(None)
    assert panel.sharing.text() == "No pellet yet: type its sizes."
    assert panel.thickness.text() == ""


def open_menu(panel: Any, mouse: Any) -> QMenu:
    mouse.click(panel.pellet_button)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def press(menu: QMenu, words: str) -> None:
    next(a for a in menu.actions() if words in a.text()).trigger()
    menu.close()
    QApplication.processEvents()


def test_a_new_pellet_or_another_one_is_chosen(panel: Any, mouse: Any) -> None:
    panel.show_specimen(PELLET, ["a"], [PELLET, OTHER])
    press(open_menu(panel, mouse), "New pellet")
    press(open_menu(panel, mouse), "Pellet 2: 1.1 mm, 0.5 cm²")
    press(open_menu(panel, mouse), "Pellet 1: 0.80 ± 0.01 mm")
    assert panel.new == [1]
    assert panel.chosen == ["s2"]


def test_a_cell_is_kept_as_a_preset_and_used_again(panel: Any, mouse: Any, ask: Any) -> None:
    panel.show_specimen(replace(PELLET, lead_inductance=Quantity(0.5, 0.05, "uH")))
    ask.answers.append("Swagelok 8 mm")
    press(open_menu(panel, mouse), "preset")
    panel.show_specimen(None)
    press(open_menu(panel, mouse), "Swagelok 8 mm”: 8.00 ± 0.05 mm")
    text, sizes, _ = panel.asked[0]
    assert text == "Use the cell Swagelok 8 mm"
    assert sizes["diameter"] == Quantity(8.0, 0.05, "mm")
    assert sizes["lead_inductance"] == Quantity(0.5, 0.05, "uH")
    assert "thickness" not in sizes


def test_a_wrong_text_does_not_reach_the_next_pellet(panel: Any, type_in: Any) -> None:
    panel.show_specimen(PELLET)
    type_in(panel.thickness, "abc")
    panel.show_specimen(OTHER)
    assert panel.thickness.text() == "1.1 mm"
    assert panel.thickness.fault == ""


def test_the_cursor_is_brought_where_a_size_is_missing(panel: Any) -> None:
    panel.focus_field("diameter")
    assert QApplication.focusWidget() is panel.diameter


def measurement(source: str) -> Measurement:
    condition = Condition("temperature", Quantity(-25.0, None, "degC"), source)  # type: ignore[arg-type]
    return Measurement("m" + source, "EIS", "eis", (), Provenance("a.mpr", 1, "", "", ""), conditions=(condition,))


def test_a_temperature_from_the_file_name_is_shown_as_such(qtbot: Any, type_in: Any) -> None:
    panel = ConditionsPanel()
    qtbot.addWidget(shown := column(panel))
    asked: list[Any] = []
    panel.edited.connect(lambda *request: asked.append(request))
    panel.show_measurement(measurement("file name"))
    assert panel.temperature.text() == "−25 °C"
    assert panel.source.text() == "read from the file's name: please check"
    type_in(panel.temperature, "298,15 K")
    assert asked == [("Set the temperature", Quantity(298.15, None, "K"), False)]
    type_in(panel.temperature, "-300")
    assert panel.temperature.fault == "Temperature −300 °C is below absolute zero."
    panel.show_measurement(measurement("typed"))
    assert not panel.source.isVisible()
    assert shown.isVisible()


def test_a_nudge_is_a_preview_until_it_settles(panel: Any, qtbot: Any) -> None:
    panel.show_specimen(PELLET)
    panel.thickness.setFocus()
    QTest.keyClick(panel.thickness, Qt.Key.Key_Up)
    assert [live for _, _, live in panel.asked] == [True]
    qtbot.waitUntil(lambda: len(panel.asked) == 2, timeout=2000)
    assert panel.asked[1] == ("Set the thickness", {"thickness": Quantity(0.81, 0.01, "mm")}, False)
