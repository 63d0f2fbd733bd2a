"""T1 of all components and samples: a table to copy, and the way to its bar chart."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.core.quantity import format_value
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.techniques.relaxation.forms import FORMS
from naglass_gui.techniques.relaxation.overview import Component, components_of
from naglass_gui.ui.document import Document
from naglass_gui.ui.exporting import FigureExporter
from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.prefixes import with_prefix
from naglass_gui.ui.panels.table_copy import Copying
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING

SIZE = (760, 420)
HEADS = (
    Head("sample"), Head("series"), Head("component"), Head("T", "degC", True), Head("ν₀", "MHz", True),
    Head("time", "s", True), Head("model"),
)  # fmt: skip


class T1Table(QDialog):
    """Shows every T1 of the project. Ctrl+C and its menu copy it.

    Attributes:
        rows: what is shown.
        chart: the button that draws the bar chart.
    """

    def __init__(self, document: Document, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("T1 of all components and samples")
        self.setProperty("help_page", "relaxation")
        self.resize(*SIZE)
        self._figures = FigureExporter(document, services, "t1")
        self.rows = components_of(document.committed)
        self.view = QTableWidget(len(self.rows), len(HEADS))
        self.view.setAccessibleName("T1")
        self.view.setTabKeyNavigation(False)
        self.view.setFont(tabular(interface_font()))
        self.view.setShowGrid(False)
        self.view.verticalHeader().hide()
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setHorizontalHeaderLabels(["sample", "series", "component", "T / °C", "ν₀ / MHz", "time", "model"])
        header = self.view.horizontalHeader()
        header.setObjectName("linedUp")
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for k, row in enumerate(self.rows):
            self._fill(k, row)
        self.copying = Copying(self.view, self.table, services)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.chart = buttons.addButton("Bar chart…", QDialogButtonBox.ButtonRole.ActionRole)
        self.chart.setEnabled(bool(self.rows))
        self.chart.clicked.connect(self._draw)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        if not self.rows:
            layout.addWidget(label("No series is fitted yet.", "muted"))
        layout.addWidget(self.view)
        layout.addWidget(buttons)

    def table(self) -> Table:
        """What is shown, at full precision."""
        return Table(HEADS, tuple(_cells(row) for row in self.rows))

    def _fill(self, k: int, row: Component) -> None:
        texts = (
            row.sample,
            row.series,
            row.label or f"curve {row.number}",
            "–" if row.celsius is None else format_value(row.celsius, significant=4),
            "–" if row.larmor is None else f"{row.larmor:.6g}",
            f"{row.symbol} = {with_prefix(row.t1, row.error, 's')}",
            FORMS[row.model].title if row.model in FORMS else row.model,
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column in (3, 4, 5):
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.view.setItem(k, column, item)

    def _draw(self) -> None:
        self._figures.export(list(dict.fromkeys(row.analysis for row in self.rows)), self)


def _cells(row: Component) -> tuple[str | Cell, ...]:
    return (
        row.sample,
        row.series,
        row.label or f"curve {row.number}",
        Cell(row.celsius),
        Cell(row.larmor),
        Cell(row.t1, row.error),
        row.model,
    )
