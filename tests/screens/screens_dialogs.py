"""Screens of the dialogs a spectrum leads to: column mapper, circuit editor, export, table of results."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from naglass_gui.formats import NeedsMapping, Source, read_file
from naglass_gui.techniques.eis.common import COMMON_CIRCUITS
from naglass_gui.ui.circuit.common_list import CommonCircuits
from naglass_gui.ui.circuit.element_menu import element_menu
from naglass_gui.ui.dialogs.column_mapper import ColumnMapper
from naglass_gui.ui.dialogs.results import ResultsDialog
from naglass_gui.ui.settings import Settings
from tests.screens.registry import Stage, screen
from tests.screens.screens_eis import fitted, series, spectrum_file

KEPT: list[Any] = []
"""Menus and dialogs that belong to nobody else until their picture is taken."""


def unnamed_columns(folder: Path) -> NeedsMapping:
    """The question a table with headings that say nothing leads to."""
    file = spectrum_file(folder, "cell.csv")
    rows = [row.replace(",", ";").replace(".", ",") for row in file.read_text("utf-8").splitlines()[1:]]
    text = "\n".join(["measured on Tuesday", "A;B;C;D", *(f"{k};{row}" for k, row in enumerate(rows))])
    try:
        read_file(Source.from_bytes("cell.csv", text.encode()))
    except NeedsMapping as need:
        return need
    raise AssertionError("the columns name themselves")


@screen("column mapper")
def column_mapper(stage: Stage) -> QWidget:
    dialog = stage.show(ColumnMapper("cell.csv", unnamed_columns(stage.folder), Settings(), stage.window()))
    stage.settle(0.6)
    return dialog


@screen("column mapper, a current over time")
def column_mapper_of_a_curve(stage: Stage) -> QWidget:
    lines = ["a;b;c", *(f"{30 * k};{3.2 + 46 / (1 + k / 3):.4g};{99.9 + 0.1 * (k % 3):.4g}" for k in range(60))]
    need = NeedsMapping("decay.csv: which columns?", first_lines=tuple(lines))
    dialog = stage.show(ColumnMapper("decay.csv", need, Settings(), stage.window()))
    for column, key in ((0, Qt.Key.Key_T), (1, Qt.Key.Key_C), (2, Qt.Key.Key_V)):
        dialog.table.setCurrentIndex(dialog.table.columns.index(3, column))
        QTest.keyClick(dialog.table, key)
    dialog.show_draft(replace(dialog.draft, current_unit="nA", voltage_unit="mV"))
    stage.settle(0.6)
    return dialog


@screen("circuit editor, an element's menu")
def circuit_menu(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    editor = tab.column.circuit
    menu = element_menu(window, editor._circuit, (1, 1), lambda change: None, lambda: None, lambda: None)
    KEPT.append(menu)
    assert isinstance(menu, QMenu)
    return stage.show(menu)


@screen("circuit editor, an element selected")
def circuit_selected(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.column.circuit.highlight("R1")
    return window


@screen("circuit editor, a circuit that makes no sense")
def circuit_wrong(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    field = tab.column.circuit.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "R(RQ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    return window


@screen("circuit editor, common circuits")
def common_circuits(stage: Stage) -> QWidget:
    popup = CommonCircuits(COMMON_CIRCUITS, stage.window())
    return stage.show(popup)


@screen("export figure")
def export_figure(stage: Stage) -> QWidget:
    _, tab = fitted(stage)

    def keep(dialog: Any) -> bool:
        dialog.show_draft(dialog.draft.with_option("panels", ("nyquist", "bode", "residual")).with_option("columns", 2))
        stage.show(dialog)
        stage.wait(lambda: not dialog.paper.pixmap().isNull())
        KEPT.append(dialog.grab())
        return False

    stage.ask.answers.append(keep)
    tab.export_figure()
    picture = Picture(KEPT.pop())
    KEPT.append(picture)
    return stage.show(picture)


@screen("table of results")
def results(stage: Stage) -> QWidget:
    window, tab = series(stage)
    analyses = [a.id for a in window.document.project.analyses]
    return stage.show(ResultsDialog(window.document.project, analyses, tab.services, window))


class Picture(QWidget):
    """A picture taken earlier, of a dialog that is gone by now."""

    def __init__(self, pixmap: Any) -> None:
        super().__init__()
        self._pixmap = pixmap
        self.setFixedSize(pixmap.deviceIndependentSize().toSize())

    def paintEvent(self, event: Any) -> None:
        from PySide6.QtGui import QPainter

        QPainter(self).drawPixmap(0, 0, self._pixmap)
