"""The first lines of a file as a table whose headers say, and change, what each column is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from naglass_gui.ui.dialogs.mapping_draft import Draft, Role, column_names, table_cells
from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.theme import notifier, tokens

Index = QModelIndex | QPersistentModelIndex
SHOWN_LINES = 60
HEADER_HEIGHT = 28
PAD = 6
WIDEST = 240
OVERHANG = 600
KEYS: dict[str, Role] = {
    "F": "frequency", "R": "z_real", "I": "z_imag", "M": "modulus", "P": "phase", "T": "time", "C": "current",
    "V": "voltage", "K": "temperature", "N": "",
}  # fmt: skip
ROLE_WORDS: dict[Role, str] = {
    "frequency": "Frequency",
    "z_real": "Z′",
    "z_imag": "Z″",
    "modulus": "|Z|",
    "phase": "Phase",
    "time": "Time",
    "current": "Current",
    "voltage": "Voltage",
    "temperature": "Temperature",
    "": "Not used",
}


def role_word(draft: Draft, role: Role) -> str:
    """What stands above a column of this role."""
    negated = draft.sign == "negated" and role in ("z_imag", "phase")
    return f"−{ROLE_WORDS[role]}" if negated else ROLE_WORDS[role]


class ColumnModel(QAbstractTableModel):
    """Lines cut into cells by the draft's separator."""

    def __init__(self, lines: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        self._draft = Draft()
        self._rows: list[list[str]] = []
        self.names: list[str] = []

    def show_draft(self, draft: Draft) -> None:
        """Cut the lines again, or only name the columns anew."""
        cut_anew = draft.separator != self._draft.separator or draft.skip != self._draft.skip or not self._rows
        self._draft = draft
        if cut_anew:
            self.beginResetModel()
            self._rows = table_cells(self._lines, draft.separator, SHOWN_LINES)
            self.names = column_names(self._rows, draft.skip)
            self.endResetModel()
            return
        last = max(len(self.names) - 1, 0)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        if self._rows and self.names:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, last))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The lines shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The columns of the widest row of numbers."""
        return 0 if parent.isValid() else len(self.names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The role of a column, the number of a line."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        taken = self._draft.role(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{role_word(self._draft, taken)} ▾" if taken else f"column {section + 1} ▾"
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(tokens().accent if taken else tokens().muted)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "Click to say what this column holds"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; lines above the numbers are faint, used columns washed."""
        row = self._rows[index.row()]
        above = index.row() < self._draft.skip
        if role == Qt.ItemDataRole.DisplayRole:
            return row[index.column()] if index.column() < len(row) else ""
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(tokens().muted if above else tokens().text)
        if role == Qt.ItemDataRole.BackgroundRole and self._draft.role(index.column()) and not above:
            return QColor(tokens().accent_wash)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if above else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class RoleHeader(QHeaderView):
    """Says what each column is: in the accent colour where it is used. Its words end where the numbers end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("linedUp")
        self.setFixedHeight(HEADER_HEIGHT)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One word with its arrow."""
        model = self.model()
        painter.save()
        painter.fillRect(rect, QColor(tokens().panel))
        font = QFont(self.font())
        colour = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ForegroundRole)
        font.setBold(colour == QColor(tokens().accent))
        painter.setFont(font)
        painter.setPen(colour)
        text = model.headerData(section, Qt.Orientation.Horizontal)
        painter.drawText(
            rect.adjusted(2, 0, -PAD, 0), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text
        )
        painter.setPen(QColor(tokens().line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class CellDelegate(QStyledItemDelegate):
    """Cells with the wash of a used column behind them, which a style sheet would leave out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        painter.save()
        wash = index.data(Qt.ItemDataRole.BackgroundRole)
        if wash is not None:
            painter.fillRect(option.rect, wash)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(tokens().accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.setFont(option.font)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        # A line of text above the numbers may run over its neighbours' empty cells.
        area = option.rect.adjusted(PAD, 0, -PAD, 0)
        if alignment & Qt.AlignmentFlag.AlignLeft.value:
            area.setRight(area.right() + OVERHANG)
            painter.setClipping(False)
        painter.drawText(area, alignment, str(index.data()))
        painter.restore()


class ColumnTable(QTableView):
    """Shows the table; asks for another role of a column by `role_chosen(column, role)`.

    A click on a header opens its menu; so does Space. F, R, I, M, P, T, C, V, K and N name the column of the selected cell.
    """

    role_chosen = Signal(int, str)

    def __init__(self, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = ColumnModel(lines, self)
        self.setModel(self.columns)
        self.setAccessibleName("First lines of the file")
        self.setFont(tabular(QFont(interface_font())))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(RoleHeader(self))
        self.verticalHeader().setDefaultSectionSize(22)
        self.verticalHeader().setObjectName("linedUp")
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().sectionClicked.connect(self.open_menu)
        notifier.changed.connect(self.viewport().update)

    def show_draft(self, draft: Draft) -> None:
        """Follow the choices."""
        self.columns.show_draft(draft)
        metrics = self.fontMetrics()
        for column in range(self.columns.columnCount()):
            heading = self.columns.headerData(column, Qt.Orientation.Horizontal)
            cells = [self.columns.index(row, column).data() for row in range(draft.skip, self.columns.rowCount())]
            needed = max(metrics.horizontalAdvance(text) for text in [f"{heading}  ", *cells])
            self.setColumnWidth(column, min(needed + 3 * PAD, WIDEST))

    def open_menu(self, column: int) -> None:
        """The menu of one column's roles."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, role in KEYS.items():
            if role == "":
                menu.addSeparator()
            action = menu.addAction(f"{ROLE_WORDS[role]}\t{key}")
            action.triggered.connect(lambda _, chosen=role: self.role_chosen.emit(column, chosen))
        header = self.horizontalHeader()
        menu.popup(header.mapToGlobal(QPoint(header.sectionViewportPosition(column), header.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Name the current column."""
        column = self.currentIndex().column()
        key = event.text().upper()
        if column >= 0 and key in KEYS and not event.modifiers():
            self.role_chosen.emit(column, KEYS[key])
        elif column >= 0 and event.key() == Qt.Key.Key_Space:
            self.open_menu(column)
        else:
            super().keyPressEvent(event)
