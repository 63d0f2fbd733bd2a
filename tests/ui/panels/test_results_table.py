from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from naglass_gui.core.fingerprint import fit_fingerprint
from naglass_gui.core.project import Condition, Derived, FitWarning, Measurement, Project, Provenance, Sample
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.dialogs.results import ResultsDialog
from naglass_gui.ui.panels.results_rows import results_of
from tests.ui.pieces import fitted_analysis


def project() -> Project:
    """Four temperatures: the second is rejected, the last not fitted."""
    measurements, analyses = [], []
    for k, degrees in enumerate((25.0, -5.0, 10.0, -25.0)):
        condition = Condition("temperature", Quantity(degrees, None, "degC"))
        measurement = Measurement(
            f"m{k}", f"EIS {degrees:g}", "eis", (), Provenance("f", 1, "", "", ""), conditions=(condition,)
        )
        analysis = replace(fitted_analysis(), id=f"a{k}", sources=(measurement.id,))
        analysis = replace(analysis, parameters=tuple(replace(p, link="") for p in analysis.parameters))
        sigma = Derived("sigma", 1e-4 * (k + 1), 2e-6, "S/cm")
        values = tuple(replace(p, value=analysis.parameter(p.name).value) for p in analysis.fits[0].parameters)
        fit = replace(
            analysis.fits[0],
            parameters=values,
            derived=(Derived("R_total", 1467.5, 12.1, "ohm"), sigma),
            warnings=(FitWarning("reject", "n2 is on its bound."),) if k == 1 else (),
            fingerprint=fit_fingerprint(analysis, (measurement,)),
        )
        analyses.append(replace(analysis, fits=(fit,) if k < 3 else (), current="f1" if k < 3 else None))
        measurements.append(measurement)
    return Project("p", samples=(Sample("s", "NTC", (), tuple(measurements)),), analyses=tuple(analyses))


IDS = ("a0", "a1", "a2", "a3")


@pytest.fixture
def dialog(qtbot: Any, services: Any) -> ResultsDialog:
    made = ResultsDialog(project(), IDS, services)
    qtbot.addWidget(made)
    made.show()
    QApplication.processEvents()
    return made


def heads(dialog: ResultsDialog) -> list[str]:
    model = dialog.table.model
    return [model.headerData(k, Qt.Orientation.Horizontal) for k in range(model.columnCount())]


def shown(dialog: ResultsDialog, head: str) -> list[str]:
    model = dialog.table.view.model()
    return [model.index(row, heads(dialog).index(head)).data() for row in range(model.rowCount())]


def test_every_spectrum_has_its_row_and_what_is_doubtful_is_said(dialog: ResultsDialog) -> None:
    assert heads(dialog) == ["sample", "measurement", "T / °C", "model", "σ / S cm⁻¹", "R / Ω", "remark"]
    assert shown(dialog, "T / °C") == ["25", "−5", "10", "−25"]
    assert shown(dialog, "σ / S cm⁻¹")[0] == "(1.000 ± 0.020) × 10⁻⁴"
    assert shown(dialog, "remark") == ["", "not to be used", "", "not fitted"]


def test_a_value_moved_since_the_fit_is_said() -> None:
    made = project()
    first = made.analyses[0]
    moved = replace(first, parameters=(replace(first.parameters[0], value=1.0), *first.parameters[1:]))
    results = results_of(replace(made, analyses=(moved, *made.analyses[1:])), IDS)
    assert results.rows[0].cells["state"] == "moved since the fit"


def test_a_click_on_a_header_sorts_by_number(dialog: ResultsDialog, mouse: Any) -> None:
    header = dialog.table.view.horizontalHeader()
    mouse.click(header, (header.sectionViewportPosition(2) + 10, 8))
    assert shown(dialog, "T / °C") == ["−25", "−5", "10", "25"]


def test_copying_takes_the_rows_in_their_order_at_full_precision(dialog: ResultsDialog, mouse: Any) -> None:
    header = dialog.table.view.horizontalHeader()
    mouse.click(header, (header.sectionViewportPosition(2) + 10, 8))
    dialog.table.view.setFocus()
    QTest.keyClick(dialog.table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0][:6] == ["sample", "measurement", "T", "T s.e.", "T unit", "model"]
    assert lines[2][1:5] == ["EIS -5", "-5.0", "", "°C"]
    assert lines[2][6:9] == ["0.0002", "2e-06", "S cm⁻¹"]


def test_columns_are_chosen_and_come_back(dialog: ResultsDialog, mouse: Any, qtbot: Any, services: Any) -> None:
    mouse.click(dialog.table.columns_button)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for word in ("R1", "sample"):
        next(a for a in menu.actions() if a.text() == word).trigger()
    menu.close()
    assert heads(dialog) == ["measurement", "T / °C", "model", "σ / S cm⁻¹", "R / Ω", "R1 / Ω", "remark"]
    again = ResultsDialog(project(), IDS, services)
    qtbot.addWidget(again)
    assert heads(again) == heads(dialog)


def test_replicates_give_mean_spread_and_number(dialog: ResultsDialog, mouse: Any) -> None:
    view = dialog.table.view
    mouse.click(view, view.visualRect(view.model().index(0, 4)).center())
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.table.mean.text() == "σ: mean ± SD (2.0 ± 1.0) × 10⁻⁴ S cm⁻¹, n = 3"


def test_the_table_is_saved_as_csv(dialog: ResultsDialog, ask: Any, services: Any, mouse: Any, tmp_path: Path) -> None:
    services.settings.decimal_sign = ","
    ask.answers += [tmp_path / "results.csv", tmp_path / "nowhere" / "results.csv", None]
    mouse.click(dialog.table.export_button)
    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[1][:3] == ["NTC", "EIS 25", "25,0"]
    mouse.click(dialog.table.export_button)
    mouse.click(dialog.table.export_button)
    assert services.messages.sentences == [
        "Saved 4 results as results.csv.",
        "results.csv: the table could not be saved there. Choose another folder.",
    ]


def test_a_double_click_chooses_the_spectrum_to_open(dialog: ResultsDialog, mouse: Any) -> None:
    view = dialog.table.view
    mouse.double_click(view, view.visualRect(view.model().index(2, 1)).center())
    assert dialog.chosen == "a2"
