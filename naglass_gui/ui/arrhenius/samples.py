"""The table of all samples: Ea, prefactor, sigma at 25 °C and points, ready for a paper."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from naglass_gui.core.project import Derived, Fit
from naglass_gui.core.quantity import format_value
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.ui.arrhenius.drawn import Drawn
from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.panels.table_copy import Copying
from naglass_gui.ui.services import Services

TITLES = ("Sample", "Eₐ / eV", "σ₂₅ / {}", "n")
HANDY = (1e-5, 1.0)
"""Conductivities in S/cm that are told in mS/cm, when all of a table are."""
WIDE = 1e4
"""Beyond this ratio no one power of ten suits all."""
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
ROW = 26
NARROWEST = 18
"""Of a column in pixels: that of n takes no more than its digits."""
MOST_ROWS = 8


class SamplesTable(QWidget):
    """Shows the plots that are shown. `chosen(analysis)` by a click; Ctrl+C and its menu copy it with the prefactors."""

    chosen = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "arrhenius")
        self._drawn: tuple[Drawn, ...] = ()
        self.view = QTableWidget(0, len(TITLES))
        self.view.setAccessibleName("Samples")
        self.view.horizontalHeader().setObjectName("linedUp")
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().setMinimumSectionSize(NARROWEST)
        self.view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.setFont(tabular(interface_font()))
        self.view.setShowGrid(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(ROW)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.cellClicked.connect(lambda row, _: self.chosen.emit(self._drawn[row].item.id))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.copying = Copying(self.view, self.table, services)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def show_plots(self, drawn: Sequence[Drawn], current: str | None) -> None:
        """Show these, the current one selected."""
        self._drawn = tuple(drawn)
        factor, unit = _scale(drawn)
        self.view.setHorizontalHeaderLabels([title.format(unit) for title in TITLES])
        self.view.setRowCount(len(drawn))
        for row, one in enumerate(drawn):
            for column, text in enumerate(_texts(one, factor)):
                item = QTableWidgetItem(text)
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.view.setItem(row, column, item)
            if one.item.id == current:
                self.view.selectRow(row)
        for column in range(1, len(TITLES)):
            head = self.view.horizontalHeaderItem(column)
            if head is not None:
                head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        height = self.view.horizontalHeader().sizeHint().height() + min(len(drawn), MOST_ROWS) * ROW + 4
        self.view.setFixedHeight(height)

    def table(self) -> Table:
        """What is shown and the prefactors, at full precision."""
        heads = (
            Head("Sample"),
            Head("Ea", "eV", True),
            Head("A", "", True),
            Head("sigma(25 °C)", "S/cm", True),
            Head("n"),
            Head("law"),
        )
        return Table(heads, tuple(_row(one.name, one.item.analysis.fit) for one in self._drawn))

    def _open_menu(self, position: QPoint) -> None:
        menu = self.copying.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(position))


def _scale(drawn: Sequence[Drawn]) -> tuple[float, str]:
    """By what conductivities are multiplied, and the unit that makes: one for the whole table, so that its numbers stay short."""
    fits = [one.item.analysis.fit for one in drawn]
    sigmas = [q.value for fit in fits if fit is not None and (q := fit.quantity("sigma_25")) is not None]
    if all(HANDY[0] <= sigma < HANDY[1] for sigma in sigmas):
        return 1e3, "mS cm⁻¹"
    if min(sigmas) <= 0 or max(sigmas) / min(sigmas) > WIDE:
        return 1.0, "S cm⁻¹"
    exponent = math.floor(math.log10(max(sigmas)))
    return 10.0**-exponent, f"10{str(exponent).translate(RAISED)} S cm⁻¹"


def _texts(one: Drawn, factor: float) -> tuple[str, str, str, str]:
    fit = one.item.analysis.fit
    ea, sigma = (None, None) if fit is None else (fit.quantity("Ea"), fit.quantity("sigma_25"))
    return (one.name, _text(ea), _text(sigma, factor), "–" if fit is None else str(fit.n_points))


def _text(quantity: Derived | None, factor: float = 1.0) -> str:
    if quantity is None:
        return "–"
    text = format_value(factor * quantity.value, None if quantity.stderr is None else factor * quantity.stderr)
    return concise(text)


def concise(text: str) -> str:
    """The error in brackets, in units of the last digit: "0.8559 ± 0.0010" gives "0.8559(10)"; what is no such text stays."""
    value, _, error = text.partition(" ± ")
    if not error or not error.replace(".", "").isdigit() or "." not in error:
        return text
    return f"{value}({error.replace('.', '').lstrip('0') if error.startswith('0') else error})"


def _row(name: str, fit: Fit | None) -> tuple[str | Cell, ...]:
    def cell(quantity: Derived | None) -> Cell:
        return Cell(None) if quantity is None else Cell(quantity.value, quantity.stderr, quantity.unit)

    if fit is None:
        return (name, Cell(None), Cell(None), Cell(None), "", "")
    quantities = (cell(fit.quantity(n)) for n in ("Ea", "A", "sigma_25"))
    return (name, *quantities, str(fit.n_points), fit.model)
