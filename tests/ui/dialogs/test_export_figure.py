from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore, reference
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import (
    Analysis,
    Channel,
    Condition,
    Figure,
    Fit,
    FittedParameter,
    Measurement,
    Project,
    Provenance,
    Sample,
    Specimen,
)
from naglass_gui.core.quantity import Quantity
from naglass_gui.figures import figure_part
from naglass_gui.ui.dialogs.export_figure import ExportFigure
from naglass_gui.ui.dialogs.figure_draft import FigureDraft
from naglass_gui.ui.document import Document
from naglass_gui.ui.exporting import FigureExporter, possible_units, safe_name
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from tests.ui.pieces import Said

FREQUENCY = np.logspace(5, 0, 26)
OMEGA = 2j * np.pi * FREQUENCY
VALUES = {"R0": 170.0, "R1": 1297.0, "Y1": 2e-9, "n1": 0.8, "Y2": 6e-6, "n2": 0.86}
UNITS = {"R0": "ohm", "R1": "ohm", "Y1": "S s^n", "n1": "", "Y2": "S s^n", "n2": ""}
Z = 170.0 + 1297.0 / (1.0 + 1297.0 * 2e-9 * OMEGA**0.8) + 1.0 / (6e-6 * OMEGA**0.86)
PELLET = Specimen("s1", "Pellet 1", thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, 0.05, "mm"))


class InlineJobs:
    """Does what a child would do, here and a moment later."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def call(
        self,
        name: str,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self.asked.append(name)

        def work() -> None:
            try:
                value = function(*arguments)
            except NaGlassError as fault:
                assert failed is not None
                failed(fault)
                return
            done(value)

        QTimer.singleShot(0, work)


def fitted_project(store: MemoryStore, specimen: Specimen | None = PELLET) -> Project:
    channels = tuple(
        Channel(name, unit, store.put(values), "axis" if name == "frequency" else "signal")
        for name, unit, values in (("frequency", "Hz", FREQUENCY), ("z_real", "ohm", Z.real), ("z_imag", "ohm", Z.imag))
    )
    measurement = Measurement(
        "m1",
        "PEIS LPSCl/−25 °C",
        "eis",
        channels,
        Provenance("a.mpr", 1, "", "", "", raw=reference(np.zeros(3))),
        conditions=(Condition("temperature", Quantity(-25.0, None, "degC")),),
        specimen=specimen.id if specimen else None,
    )
    fitted = tuple(FittedParameter(name, value, 0.01 * value, UNITS[name]) for name, value in VALUES.items())
    fit = Fit("f1", "2025-01-01T10:00", "R(RQ)Q", 1e-6, 26, -400.0, fitted)
    analysis = Analysis("a1", "EIS", "eis", ("m1",), model="R(RQ)Q", fits=(replace(fit, id="f0"), fit), current="f1")
    sample = Sample("x", "LPSCl", (specimen,) if specimen else (), (measurement, replace(measurement, id="m2")))
    return Project("p", samples=(sample,), analyses=(analysis,))


@pytest.fixture
def document(qapp: Any) -> Document:
    made = Document(MemoryStore())
    made.open(fitted_project(made.store))  # type: ignore[arg-type]
    return made


@pytest.fixture
def services(qapp: Any, ask: Any, tmp_path: Path) -> Services:
    return Services(jobs=InlineJobs(), messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


def drawn(dialog: ExportFigure) -> None:
    """Wait until what is chosen is drawn."""
    for _ in range(200):
        QTest.qWait(20)
        if dialog._asked is None and not dialog._settling.isActive() and dialog.sentence.text():
            return
    raise AssertionError("the figure was never drawn")


def choose(box: Any, words: str) -> None:
    box.setFocus()
    while words not in box.currentText():
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, f"no {words}"


def test_the_figure_is_drawn_chosen_and_saved_with_its_numbers(
    document: Document, services: Any, ask: Any, mouse: Any, tmp_path: Path
) -> None:
    said: list[str] = []

    def answer(dialog: ExportFigure) -> bool:
        dialog.show()
        drawn(dialog)
        said.append(dialog.sentence.text())
        choose(dialog.form.format, "PNG")
        choose(dialog.form.resolution, "1200")
        choose(dialog.form.columns, "double")
        mouse.click(dialog.form.panels["bode"], (8, 8))
        drawn(dialog)
        said.append(dialog.sentence.text())
        assert not dialog.paper.pixmap().isNull()
        return True

    ask.answers += [answer, tmp_path / "figure.png"]
    FigureExporter(document, services, "eis").export(["m1"])
    for _ in range(100):
        QTest.qWait(20)
        if services.messages.sentences:
            break
    assert services.messages.sentences == ["Saved figure.png and figure.csv."]
    assert said[0].startswith("83 × 68 mm.")
    assert said[1].startswith("171 × ")
    assert "pixels at 1200 dpi" in said[1]
    image = QImage(str(tmp_path / "figure.png"))
    assert abs(image.width() - 171 / 25.4 * 1200) <= 1
    with (tmp_path / "figure.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + len(FREQUENCY)
    assert float(rows[1][2]) == Z.real[0]


def test_the_choices_are_an_undoable_part_of_the_project_and_come_back(
    document: Document, services: Any, ask: Any, tmp_path: Path
) -> None:
    def answer(dialog: ExportFigure) -> bool:
        dialog.show_draft(dialog.draft.with_option("preset", "ACS").with_option("font_size", 8.0))
        return True

    exporter = FigureExporter(document, services, "eis")
    ask.answers += [answer, tmp_path / "a.svg", lambda dialog: seen.append(dialog.draft) or False]
    seen: list[FigureDraft] = []
    exporter.export(["m1"])
    QTest.qWait(50)
    (figure,) = document.project.figures
    assert dict(figure.options) == {"preset": "ACS", "font_size": 8.0}
    assert figure.sources == ("m1",)
    exporter.export(["m1"])
    assert seen[0].option("preset") == "ACS"
    document.stack.undo()
    assert document.project.figures == ()
    # Another figure of the kind starts with the same choices.
    assert FigureDraft.remembered("eis", services.settings).option("font_size") == 8.0


def test_a_new_export_of_the_same_spectra_changes_the_same_figure() -> None:
    project = Project("p", figures=(Figure("f", "a", "eis", ("m1",)),))
    changed = edits.set_figure(project, Figure("f", "a", "eis", ("m1",), (("preset", "ACS"),)))
    assert len(changed.figures) == 1
    assert edits.set_figure(changed, changed.figures[0]) is changed
    assert len(edits.set_figure(changed, Figure("g", "b", "eis")).figures) == 2


def test_wrong_type_is_marked_and_nothing_else_is_drawn(
    document: Document, services: Any, ask: Any, type_in: Any
) -> None:
    def answer(dialog: ExportFigure) -> bool:
        dialog.show()
        drawn(dialog)
        before = len(services.jobs.asked)
        type_in(dialog.form.type_size, "90")
        assert dialog.form.type_size.fault == "Type / pt must be at most 36."
        assert len(services.jobs.asked) == before
        assert dialog.isVisible()
        return False

    ask.answers.append(answer)
    FigureExporter(document, services, "eis").export(["m1"])
    assert document.project.figures == ()


def test_specific_units_are_offered_only_where_the_pellet_has_its_sizes(qapp: Any) -> None:
    for specimen, units in (
        (None, ("ohm",)),
        (replace(PELLET, thickness=None), ("ohm", "ohm cm^2")),
        (PELLET, ("ohm", "ohm cm", "ohm cm^2")),
    ):
        assert possible_units(fitted_project(MemoryStore(), specimen)) == units


def test_a_figure_that_cannot_be_drawn_says_why_and_cannot_be_exported(
    document: Document, services: Any, ask: Any
) -> None:
    def answer(dialog: ExportFigure) -> bool:
        dialog.show()
        dialog.show_draft(dialog.draft.with_option("unit", "ohm cm"))
        drawn(dialog)
        assert dialog.sentence.text().endswith("type the pellet's thickness and diameter to show it in ohm cm.")
        assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
        return False

    document.open(fitted_project(document.store, None))  # type: ignore[arg-type]
    ask.answers.append(answer)
    FigureExporter(document, services, "eis").export(["m1"])


def test_the_last_panel_stays(document: Document, services: Any, ask: Any, mouse: Any) -> None:
    def answer(dialog: ExportFigure) -> bool:
        dialog.show()
        mouse.click(dialog.form.panels["nyquist"], (8, 8))
        assert dialog.draft.panels == ("nyquist",)
        assert dialog.form.panels["nyquist"].isChecked()
        return False

    ask.answers.append(answer)
    FigureExporter(document, services, "eis").export(["m1"])


def test_a_copied_figure_is_a_picture_and_svg(document: Document, services: Any) -> None:
    FigureExporter(document, services, "eis").copy(["m1"])
    for _ in range(100):
        QTest.qWait(20)
        if services.messages.sentences:
            break
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert b"<svg" in bytes(data.data("image/svg+xml"))


def test_nothing_selected_is_said(document: Document, services: Any) -> None:
    FigureExporter(document, services, "eis").export([])
    FigureExporter(document, services, "eis").copy([])
    assert [s.split(":")[0] for s in services.messages.sentences] == [
        "There is nothing to export", "There is nothing to copy"
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_is_told_and_leaves_nothing_behind(
    document: Document, services: Any, ask: Any, tmp_path: Path
) -> None:
    (tmp_path / "a.svg").mkdir()
    ask.answers += [True, tmp_path / "a.svg"]
    FigureExporter(document, services, "eis").export(["m1"])
    for _ in range(100):
        QTest.qWait(20)
        if services.messages.sentences:
            break
    assert services.messages.sentences == ["a.svg: the figure could not be saved there. Choose another folder."]
    assert not list(tmp_path.glob(".*.tmp"))


def test_a_child_is_handed_only_what_the_figure_shows(document: Document) -> None:
    part = figure_part(document.project, ["m1"])
    assert [m.id for m in part.measurements()] == ["m1"]
    assert next(part.measurements()).provenance.raw is None
    assert [f.id for a in part.analyses for f in a.fits] == ["f1"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("PEIS LPSCl/−25 °C", "PEIS_LPSCl_−25_°C"),
        ("../../etc/passwd", "etc_passwd"),
        ("a\\b:c*?", "a_b_c"),
        ("...", "figure"),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_suggested_file_name_cannot_leave_its_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    "kept", [{"options": [1]}, {"format": "exe", "dpi": 7}, {"options": {"preset": "X", "panels": ["a"]}}]
)
def test_damaged_settings_never_stop_a_figure(services: Any, kept: dict[str, Any]) -> None:
    services.settings.set("figures/eis", kept)
    assert FigureDraft.remembered("eis", services.settings) == FigureDraft()


def test_a_dialog_closed_while_it_draws_is_left_alone(document: Document, services: Any, ask: Any) -> None:
    ask.answers.append(lambda dialog: dialog.show() or dialog._ask_picture() or dialog.reject() or False)
    FigureExporter(document, services, "eis").export(["m1"])
    QTest.qWait(300)
    QApplication.processEvents()
    assert services.jobs.asked == ["Draw the figure"]
