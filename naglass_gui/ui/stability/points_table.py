"""The points of a stability plot as a table: source, condition to be typed, value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from naglass_gui.core.conditions import condition_words
from naglass_gui.core.project import Id
from naglass_gui.core.quantity import Quantity, format_value, unit_symbol
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.techniques.stability import StabilityPlot
from naglass_gui.techniques.stability.points import value_of
from naglass_gui.techniques.stability.words import quantity_words
from naglass_gui.techniques.technique import Source
from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.panels.fields import as_typed
from naglass_gui.ui.panels.table_copy import Copying
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING

ROW = 26
MOST_ROWS = 9
CONDITION = 1


class PointsTable(QWidget):
    """Shows the sources of a plot; a condition is typed into its cell.

    `condition_typed(source, text)`; `toggled(source)` by a click on the name. Ctrl+C and its menu copy it.
    """

    condition_typed = Signal(str, str)
    toggled = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "stability")
        self._rows: tuple[Source, ...] = ()
        self._plot: StabilityPlot | None = None
        self._filling = False
        self.view = QTableWidget(0, 3)
        self.view.setAccessibleName("Points")
        header = self.view.horizontalHeader()
        header.setObjectName("linedUp")
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.setFont(tabular(interface_font()))
        self.view.setShowGrid(False)
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names of a series differ at their end
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(ROW)
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.view.setTabKeyNavigation(False)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.itemChanged.connect(self._changed)
        self.copying = Copying(self.view, self.table, services)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def show_plot(self, plot: StabilityPlot | None, sources: Sequence[Source]) -> None:
        """Show these sources, those with a condition first, in its order."""
        self._plot = plot
        order = {} if plot is None else {p.source: k for k, p in enumerate(plot.points)}
        self._rows = tuple(sorted(sources, key=lambda s: order.get(s.analysis.id, len(order))))
        self._filling = True
        try:
            self._fill()
        finally:
            self._filling = False

    def table(self) -> Table:
        """The points at full precision."""
        plot = self._plot
        if plot is None:
            return Table((Head("Source"),), ())
        heads = (
            Head("Source"),
            Head(condition_words(plot.condition), plot.condition_unit, True),
            Head(plot.quantity, plot.unit, True),
            Head("relative to the first", "", True),
            Head("used"),
        )
        rows = []
        for p in plot.points:
            value, error = plot.shown(p) if plot.normalised else (p.value / (plot.fitted or (p,))[0].value, None)
            rows.append(
                (
                    p.name,
                    Cell(p.x, p.x_error or None, plot.condition_unit),
                    Cell(p.value, p.whole_error, plot.unit),
                    Cell(value, error or None),
                    "no" if p.excluded else "yes",
                )
            )
        return Table(heads, tuple(rows))

    def _fill(self) -> None:
        plot = self._plot
        values = [None if plot is None else value_of(source, plot.quantity) for source in self._rows]
        factor, unit = _handy(values)
        condition = "condition" if plot is None else _short(condition_words(plot.condition))
        quantity = "value" if plot is None else quantity_words(plot.quantity)
        self.view.setHorizontalHeaderLabels(["Source", condition, f"{quantity} / {unit}" if unit else quantity])
        for column, side in enumerate((Qt.AlignmentFlag.AlignLeft, *2 * (Qt.AlignmentFlag.AlignRight,))):
            head = self.view.horizontalHeaderItem(column)
            if head is not None:
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.view.setRowCount(len(self._rows))
        for row, (source, value) in enumerate(zip(self._rows, values, strict=True)):
            held = None if plot is None else source.condition(plot.condition)
            error = None if value is None or value.stderr is None else factor * value.stderr
            texts = (
                source.analysis.name,
                "" if held is None else as_typed(held),
                "–" if value is None else format_value(factor * value.value, error),
            )
            for column, text in enumerate(texts):
                self.view.setItem(row, column, self._item(text, column, source.excluded))
        height = self.view.horizontalHeader().sizeHint().height() + min(max(len(self._rows), 1), MOST_ROWS) * ROW + 4
        self.view.setFixedHeight(height)

    def _item(self, text: str, column: int, out: bool) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if column == CONDITION:
            flags |= Qt.ItemFlag.ItemIsEditable
            item.setToolTip("Double-click to type it, as in 3 d, 150 °C or 4 h")
        elif column == 0:
            item.setToolTip(text)
        else:
            width = QFontMetrics(self.view.font()).horizontalAdvance(text)
            item.setSizeHint(QSize(width + SPACING[3], ROW))  # apart from the column before
        item.setFlags(flags)
        side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        font = item.font()
        font.setStrikeOut(out)
        item.setFont(font)
        return item

    def _changed(self, item: QTableWidgetItem) -> None:
        if not self._filling and item.column() == CONDITION and item.row() < len(self._rows):
            self.condition_typed.emit(self._rows[item.row()].analysis.id, item.text())

    def row_of(self, source: Id) -> int:
        """Where a source is shown."""
        return next(k for k, s in enumerate(self._rows) if s.analysis.id == source)

    def _open_menu(self, position: QPoint) -> None:
        menu = self.copying.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(position))


def _short(words: str) -> str:
    """A condition as a heading: "annealing temperature" is a temperature, "pressure in the cell" a pressure."""
    first, last = words.split(" ")[0], words.split(" ")[-1]
    return last if last in ("time", "temperature") else first


def _handy(values: Sequence[Quantity | None]) -> tuple[float, str]:
    """What values are multiplied by in the table, and their unit then: mS/cm where all of them read well so."""
    known = [v for v in values if v is not None]
    unit = known[0].unit if known else ""
    if unit == "S/cm" and all(1e-6 <= abs(v.value) < 1.0 for v in known):
        return 1e3, unit_symbol("mS/cm")
    return 1.0, unit_symbol(unit)
