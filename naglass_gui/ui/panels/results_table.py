"""The results table: several spectra by quantities; sorted, chosen, copied, exported."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QTableView, QVBoxLayout, QWidget

from naglass_gui.core.project import Id, Project
from naglass_gui.core.quantity import unit_symbol
from naglass_gui.core.table import Cell, Table, csv_text
from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.panels.number_parts import number_parts
from naglass_gui.ui.panels.results_rows import ResultColumn, Results, mean_words, results_of
from naglass_gui.ui.panels.table_copy import Copying, decimal_sign
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING, tokens

Index = QModelIndex | QPersistentModelIndex
SETTING = "results/columns"
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
CSV_FILTER = "Comma-separated values (*.csv)"


class ResultsModel(QAbstractTableModel):
    """The chosen columns of the results."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.results = Results((), ())
        self.columns: list[ResultColumn] = []

    def show_results(self, results: Results, keys: Collection[str]) -> None:
        """Show these rows, and of their columns those with these keys."""
        self.beginResetModel()
        self.results = results
        self.columns = [c for c in results.columns if c.key in keys]
        self.endResetModel()

    def cell(self, row: int, column: int) -> str | Cell:
        """What stands there."""
        return self.results.rows[row].cells.get(self.columns[column].key, "")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row an analysis."""
        return 0 if parent.isValid() else len(self.results.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The chosen columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name and unit."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        head = self.columns[section].head
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{head.name} / {unit_symbol(head.unit)}" if head.unit else head.name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if head.number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell, and what it is sorted by."""
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell if isinstance(cell, str) else _shown(cell)
        if role == SORT_ROLE:
            if isinstance(cell, str):
                return cell.casefold()
            return -math.inf if cell.value is None else cell.value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if self.columns[index.column()].head.number else Qt.AlignmentFlag.AlignLeft
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and self.columns[index.column()].key == "state":
            return QColor(tokens().warning)
        return None


class ResultsTable(QWidget):
    """Shows the fits of several analyses. `open_requested(analysis)` by double click or Enter."""

    open_requested = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "fitting")
        self._services = services
        self._all = Results((), ())
        self.model = ResultsModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setSortRole(SORT_ROLE)
        self.view = QTableView()
        self.view.setAccessibleName("Results")
        self.view.setObjectName("results")
        self.view.setModel(self._sorted)
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setObjectName("linedUp")
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # the tree's order at first
        self.view.setFont(tabular(interface_font()))
        self.view.setShowGrid(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(26)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.activated.connect(lambda index: self.open_requested.emit(self._analysis(index)))
        self.view.selectionModel().selectionChanged.connect(self._say_mean)
        self.view.selectionModel().currentChanged.connect(self._say_mean)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.copying = Copying(self.view, self.table, services)
        self.mean = label("", "muted", selectable=True)
        self.columns_button = quiet_button("Columns ▾", "Choose the quantities")
        self.columns_button.clicked.connect(self._choose_columns)
        self.export_button = quiet_button("Export CSV…", "Save the table as a file")
        self.export_button.clicked.connect(self.export)
        foot = QHBoxLayout()
        foot.addWidget(self.mean, 1)
        foot.addWidget(self.columns_button)
        foot.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)

    def show_analyses(self, project: Project, analyses: Sequence[Id]) -> None:
        """Show the results of these."""
        self._all = results_of(project, analyses)
        self.model.show_results(self._all, self._keys())
        self.view.resizeColumnsToContents()
        self._say_mean()

    def table(self) -> Table:
        """What is shown, in its order, at full precision."""
        order = [self._sorted.mapToSource(self._sorted.index(k, 0)).row() for k in range(self._sorted.rowCount())]
        return self._all.table([c.key for c in self.model.columns], order)

    def export(self) -> None:
        """Save the table as CSV."""
        path = self._services.ask.save_file("Export results", Path("results.csv"), CSV_FILTER)
        if path is None:
            return
        try:
            # With the mark by which spreadsheets know UTF-8.
            path.write_text(csv_text(self.table(), decimal_sign(self._services)), encoding="utf-8-sig")
        except OSError as fault:
            said = f"{path.name}: the table could not be saved there. Choose another folder."
            self._services.messages.show(said, "error", details=str(fault))
            return
        self._services.messages.show(f"Saved {len(self._all.rows)} results as {path.name}.", "good")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _keys(self) -> set[str]:
        """The columns to show: those chosen, and the usual ones that were never hidden."""
        chosen: dict[str, bool] = self._services.settings.get(SETTING, {})
        return {c.key for c in self._all.columns if chosen.get(c.key, c.usual)}

    def _choose_columns(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self._keys()
        for column in self._all.columns:
            action = menu.addAction(column.head.name)
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.toggled.connect(lambda on, key=column.key: self._show_column(key, on))
        menu.popup(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height())))

    def _show_column(self, key: str, shown: bool) -> None:
        settings = self._services.settings
        settings.set(SETTING, {**settings.get(SETTING, {}), key: shown})
        self.model.show_results(self._all, self._keys())
        self.view.resizeColumnsToContents()

    def _analysis(self, index: Index) -> Id:
        return self._all.rows[self._sorted.mapToSource(index).row()].analysis

    def _open_menu(self, position: QPoint) -> None:
        menu = self.copying.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index = self.view.indexAt(position)
        if index.isValid():
            first = menu.actions()[0]
            show = menu.addAction("Open this spectrum")
            menu.removeAction(show)
            menu.insertAction(first, show)
            show.triggered.connect(lambda: self.open_requested.emit(self._analysis(index)))
        menu.popup(self.view.viewport().mapToGlobal(position))

    def _say_mean(self, *_: object) -> None:
        """Mean and spread of the current column over the selected rows, for replicates."""
        current = self.view.currentIndex()
        rows = sorted({self._sorted.mapToSource(i).row() for i in self.view.selectionModel().selectedIndexes()})
        if not current.isValid() or len(rows) < 2:
            numbers = self.model.rowCount()
            self.mean.setText("Select replicates to see their mean." if numbers > 1 else "")
            return
        column = current.column()
        if not self.model.columns[column].head.number:
            column = next((k for k, c in enumerate(self.model.columns) if c.key == "sigma"), column)
        cells = [self.model.cell(row, column) for row in rows]
        self.mean.setText(mean_words(self.model.columns[column].head, cells))


def _shown(cell: Cell) -> str:
    if cell.value is None:
        return "–"
    return str(number_parts(cell.value, cell.stderr, trim=cell.stderr is None))
