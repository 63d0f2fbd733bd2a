"""The panels that show what a fit gave: conductivity, warnings, history, options."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from naglass_gui.core.doubt import Doubt
from naglass_gui.core.project import Analysis, Derived, Fit, FitWarning, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.technique import Choice
from naglass_gui.ui.nmr.composition import CompositionPanel, CompositionWords
from naglass_gui.ui.panels.conductivity_card import ConductivityPanel
from naglass_gui.ui.panels.fields import number_field
from naglass_gui.ui.panels.fit_history import NOW, TRY, FitHistory, better_fit
from naglass_gui.ui.panels.options_panel import OptionsPanel
from naglass_gui.ui.panels.prefixes import conductivity_text, with_prefix
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.panels.warnings_panel import WarningsPanel
from tests.ui.pieces import column, fitted_analysis

PELLET = Specimen("s1", "Pellet 1", thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, 0.05, "mm"))
ASSIGNED = "Hsu–Mansfeld; bulk (10⁻¹² F cm⁻¹) or minor second phase (10⁻¹¹ F cm⁻¹)"
DERIVED = (
    Derived("R_total", 1467.5, 12.1, "ohm", "R0 (bulk) + R1 (bulk)"),
    Derived("sigma", 1.0845e-4, 2.1e-6, "S/cm", "L/(A R)"),
    Derived("C1", 2.1e-11, 1.3e-12, "F", ASSIGNED),
    Derived("eps1", 38.0, 2.4, "", "outside the 5 to 30 usual for a bulk"),
    Derived("f1", 2.6e5, 4e3, "Hz", "time constant 612 ns"),
    Derived("C2", 2.1e-6, 1.3e-7, "F", "Brug, blocking spike behind Rs = R0 + R1"),
)


@pytest.fixture
def conductivity(qtbot: Any) -> Any:
    panel = ConductivityPanel()
    panel.shown_in = column(panel)
    qtbot.addWidget(panel.shown_in)
    return panel


def lines(panel: Any) -> list[str]:
    found = [w.text().replace("\u00a0", " ") for w in panel.findChildren(QLabel) if w.isVisible()]
    return [text for text in found if text]


def test_sigma_stands_large_with_what_it_was_made_from(conductivity: Any) -> None:
    conductivity.show_results(DERIVED, PELLET, has_model=True, stale=False)
    assert conductivity.result.text() == "0.1084 ± 0.0021 mS cm⁻¹"
    assert lines(conductivity) == [
        "R = R₀ + R₁ = 1.468 ± 0.012 kΩ",
        "t = 0.80 ± 0.01 mm\u2003d = 8.00 ± 0.05 mm",
        "R₁: C₁ = 21.0 ± 1.3 pF (Hsu–Mansfeld), ε = 38.0 ± 2.4, f₀ = 260 kHz: "
        "bulk (10⁻¹² F cm⁻¹) or minor second phase (10⁻¹¹ F cm⁻¹)",
        "C₂ = 2.10 ± 0.13 µF: blocking electrode (Brug)",
    ]


def test_the_choice_of_the_lead_resistance_stands_beside_sigma(conductivity: Any) -> None:
    total = replace(DERIVED[0], note="R1 (bulk); R0 (lead) left out")
    conductivity.show_results((total, DERIVED[1]), PELLET, has_model=True, stale=False)
    assert lines(conductivity)[0] == "R = R₁ = 1.468 ± 0.012 kΩ; R₀ (lead) left out"


@pytest.mark.parametrize(
    ("specimen", "sentence", "field"),
    [
        (None, "For the conductivity the thickness and the diameter of the pellet are missing.", "thickness"),
        (replace(PELLET, thickness=None), "For the conductivity the thickness of the pellet is missing.", "thickness"),
        (replace(PELLET, diameter=None), "For the conductivity the diameter of the pellet is missing.", "diameter"),
    ],
)
def test_what_is_missing_is_said_and_one_click_away(
    conductivity: Any, mouse: Any, specimen: Specimen | None, sentence: str, field: str
) -> None:
    wanted: list[str] = []
    conductivity.geometry_wanted.connect(wanted.append)
    conductivity.show_results(DERIVED[:1], specimen, has_model=True, stale=False)
    assert conductivity.missing.text() == sentence
    assert not conductivity.result.isVisible()
    mouse.click(conductivity.remedy)
    assert wanted == [field]


def test_before_a_fit_it_says_how_to_get_one(conductivity: Any) -> None:
    conductivity.show_results((), PELLET, has_model=False, stale=False)
    assert conductivity.missing.text() == "The conductivity follows from a fit: press F5."
    assert not conductivity.remedy.isVisible()


def test_moved_values_are_faint_and_said_to_be(conductivity: Any) -> None:
    conductivity.show_results(DERIVED, PELLET, has_model=True, stale=True)
    assert conductivity.stale.isVisible()
    conductivity.show_results(DERIVED, PELLET, has_model=True, stale=False)
    assert not conductivity.stale.isVisible()


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (5.32e-4, 1.1e-5, "0.532 ± 0.011 mS cm⁻¹"),
        (4.1e-3, 1e-4, "4.10 ± 0.10 mS cm⁻¹"),
        (2.12e-9, 6e-11, "(2.120 ± 0.060) × 10⁻⁹ S cm⁻¹"),
        (3.0, None, "3.00 S cm⁻¹"),
    ],
)
def test_the_unit_of_a_conductivity_is_the_one_that_reads_well(value: float, error: float | None, text: str) -> None:
    assert " ".join(conductivity_text(value, error)) == text


def test_a_conductivity_beside_another_takes_its_unit() -> None:
    assert conductivity_text(2.86e-6, 2.5e-7, 1.936e-7) == ("(2.86 ± 0.25) × 10⁻⁶", "S cm⁻¹")


@pytest.mark.parametrize(
    ("value", "error", "unit", "text"),
    [
        (2.1e-11, 4e-13, "F", "21.00 ± 0.40 pF"),
        (1467.5, 12.1, "ohm", "1.468 ± 0.012 kΩ"),
        (2.6e5, None, "Hz", "260 kHz"),
        (0.0, None, "F", "0 F"),
        (1e-20, None, "F", "1.00 × 10⁻⁵ fF"),
    ],
)
def test_prefixes(value: float, error: float | None, unit: str, text: str) -> None:
    assert with_prefix(value, error, unit).replace("(1.00 × 10⁻⁵)", "1.00 × 10⁻⁵") == text


def test_warnings_are_sentences_with_their_remedy_and_rejects_come_first(qtbot: Any, mouse: Any) -> None:
    panel = WarningsPanel({"fix R0": "Fix R0", "circuit": "Suggest a circuit"})
    qtbot.addWidget(shown := column(panel))
    wanted: list[str] = []
    panel.remedy_requested.connect(wanted.append)
    panel.show_warnings(
        (
            FitWarning("note", "The error of R0 is 61 % of its value.", "fix R0"),
            FitWarning("reject", "n2 lies on its upper bound 1.", "unknown n2"),
        )
    )
    QApplication.processEvents()
    assert lines(panel) == [
        "* Not to be used: n2 lies on its upper bound 1.",
        "Note: The error of R0 is 61 % of its value.",
    ]
    (button,) = panel.findChildren(QPushButton)
    assert button.text() == "Fix R0"
    mouse.click(button)
    assert wanted == ["fix R0"]
    panel.show_warnings(())
    assert not panel.isVisible()
    assert shown.isVisible()


def fits() -> tuple[Fit, ...]:
    fit = fitted_analysis().fits[0]
    return (
        replace(fit, id="old", model="R(RQ)", aicc=-300.0, data_fingerprint="all"),
        replace(fit, id="best", model="R(RQ)(RQ)Q", aicc=-500.0, data_fingerprint="all"),
        replace(fit, id="window", aicc=-900.0, data_fingerprint="part"),
        replace(
            fit, id="bad", aicc=-700.0, data_fingerprint="all", warnings=(FitWarning("reject", "n1 is on its bound."),)
        ),
        replace(fit, id="shown", model="R(RQ)Q", aicc=-480.0, data_fingerprint="all"),
    )


def test_only_a_fit_of_the_same_data_that_is_not_rejected_is_better() -> None:
    made = fits()
    assert better_fit(made, made[4]) is made[1]
    assert better_fit(made, made[1]) is None
    assert better_fit(made, made[2]) is None
    assert better_fit(made, made[3]) is made[1]
    assert better_fit(made[:1], made[0]) is None
    assert better_fit(made, None) is None


@pytest.fixture
def history(qtbot: Any, services: Any) -> Any:
    made = FitHistory(services)
    made.shown_in = column(made)
    qtbot.addWidget(made.shown_in)
    made.restored, made.removed = [], []
    made.restore_requested.connect(made.restored.append)
    made.removal_requested.connect(made.removed.append)
    made.show_analysis(replace(fitted_analysis(), fits=fits(), current="shown"))
    QApplication.processEvents()
    return made


def row(history: Any, number: int) -> list[str]:
    return [history.view.item(number, c).text() for c in range(4)]


def test_fits_stand_newest_first_with_the_shown_and_the_better_one_marked(history: Any) -> None:
    assert row(history, 0) == ["R(RQ)Q", "−480", "01 Jan 2025", NOW]
    assert row(history, 3) == ["R(RQ)(RQ)Q", "−500", "01 Jan 2025", TRY]
    assert "cannot be compared" in history.view.item(2, 0).toolTip()
    assert "n1 is on its bound." in history.view.item(1, 0).toolTip()


def test_a_fit_is_restored_by_mouse_and_by_keys(history: Any, mouse: Any) -> None:
    at = history.view.visualItemRect
    mouse.click(history.view, at(history.view.item(3, 3)).center())
    mouse.click(history.view, at(history.view.item(4, 0)).center())
    QTest.keyClick(history.view, Qt.Key.Key_Return)
    mouse.click(history.view, at(history.view.item(0, 0)).center())
    QTest.keyClick(history.view, Qt.Key.Key_Return)
    assert history.restored == ["best", "old"]


def test_a_fit_is_removed_by_delete(history: Any, mouse: Any) -> None:
    mouse.click(history.view, history.view.visualItemRect(history.view.item(4, 0)).center())
    QTest.keyClick(history.view, Qt.Key.Key_Delete)
    assert history.removed == ["old"]


def test_options_are_chosen_in_words(qtbot: Any, mouse: Any, type_in: Any) -> None:
    panel = OptionsPanel(
        (Choice("weight", "Weights", ("modulus", "unit", "proportional"), "modulus"),), {"unit": "equal"}
    )
    starts = number_field("Random starts", minimum=1)
    panel.add_number("starts", starts, 30)
    switch = panel.add_switch("Fit while dragging")
    qtbot.addWidget(shown := column(panel))
    asked: list[Any] = []
    panel.edited.connect(lambda *request: asked.append(request))
    analysis = Analysis("a", "EIS", "eis", ("m",), options=(("weight", "proportional"),))
    panel.show_analysis(analysis)
    box = panel._boxes["weight"]
    assert box.currentText() == "proportional"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert asked == [("Set weights to equal", "weight", "unit")]
    type_in(starts, "50")
    assert asked[-1] == ("Set random starts", "starts", 50)
    assert switch.text() == "Fit while dragging"
    mouse.wheel(box, 1)
    assert shown.isVisible()


def test_the_large_number_stands_whole_in_the_narrowest_column(qtbot: Any) -> None:
    large = ResultLabel()
    qtbot.addWidget(large)
    doubt = Doubt("errors too small", "The residuals follow a pattern.")
    large.set_text("≤ (1.936 ± 0.031) × 10⁻¹⁰ S cm⁻¹", doubt=doubt)
    large.resize(240, large.sizeHint().height())
    assert QFontMetricsF(large.shown_font()).horizontalAdvance(f"{large.text()}*") <= large.width()


def test_a_doubtful_number_bears_a_star_that_says_why_to_pointers_and_screen_readers(qtbot: Any) -> None:
    doubt = Doubt("errors too small", "The residuals follow a pattern.")
    large, composition = ResultLabel(), CompositionPanel()
    qtbot.addWidget(large)
    qtbot.addWidget(composition)
    large.set_text("0.30 ± 0.01 eV", doubt=doubt)
    composition.show_words(CompositionWords("NaTaO<sub>0.063</sub>", ()), stale=False, doubt=doubt)
    for widget, name in ((large, "0.30 ± 0.01 eV"), (composition.result, "NaTaO0.063")):
        assert widget.toolTip() == "* errors too small: The residuals follow a pattern."
        assert widget.accessibleName() == f"{name}, errors too small"
        assert widget.accessibleDescription() == doubt.sentence
    assert large.text() == "0.30 ± 0.01 eV"
    assert "*" in composition.result.text()
    composition.show_words(CompositionWords("NaTaO<sub>0.063</sub>", ()), stale=True, doubt=doubt)
    assert "*" not in composition.result.text()
