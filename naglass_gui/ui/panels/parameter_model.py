"""The parameters of a model as a Qt table: shows the document's values, turns edits into requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Fit
from naglass_gui.ui.panels.parameter_rows import ParameterRow, rows_of

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1


class Column(IntEnum):
    """The columns, left to right."""

    NAME = 0
    VALUE = 1
    ERROR = 2
    UNIT = 3
    FIX = 4


HEADERS = {
    Column.NAME: "",
    Column.VALUE: "value",
    Column.ERROR: "± s.e.",
    Column.UNIT: "unit",
    Column.FIX: "fix",
}
HEADER_TIPS = {
    Column.NAME: "The parameter, and what a resistance stands for",
    Column.VALUE: "The value; type to change it",
    Column.ERROR: "Standard error, to two figures",
    Column.UNIT: "Power of ten and unit of value and error",
    Column.FIX: "A fixed parameter is not moved by a fit; “=” marks one that follows others",
}


class ParameterModel(QAbstractTableModel):
    """Rows of `ParameterRow`; `vary_requested` and nothing else comes from the table itself."""

    vary_requested = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parameters: tuple[Parameter, ...] = ()
        self._fit: Fit | None = None
        self._roles: dict[str, str] = {}
        self.rows: list[ParameterRow] = []

    def show_parameters(
        self, parameters: Sequence[Parameter], fit: Fit | None, proposed: Mapping[str, str] | None = None
    ) -> None:
        """Show these; only rows that differ are redrawn, and a call with the same objects costs nothing."""
        given = tuple(parameters)
        roles = dict(proposed or {})
        same_length = len(given) == len(self._parameters)
        same_parameters = same_length and all(a is b for a, b in zip(given, self._parameters, strict=True))
        if fit is self._fit and same_parameters and roles == self._roles:
            return
        rows = rows_of(given, fit, roles)
        same_names = [r.parameter.name for r in rows] == [r.parameter.name for r in self.rows]
        self._parameters, self._fit, self._roles = given, fit, roles
        if not same_names:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        changed = [i for i, (new, old) in enumerate(zip(rows, self.rows, strict=True)) if new != old]
        self.rows = rows
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(Column) - 1))

    def row_of(self, name: str) -> int:
        """The row of the parameter with that name, or -1."""
        return next((i for i, row in enumerate(self.rows) if row.parameter.name == name), -1)

    # -- Qt's questions --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row a parameter."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Name, value, error, unit, fix."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words above the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[Column(section)]
        return HEADER_TIPS[Column(section)] if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What one cell shows, says and is called."""
        row = self.rows[index.row()]
        column = Column(index.column())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return _display(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.sentence
        if role == Qt.ItemDataRole.CheckStateRole and column == Column.FIX and not row.parameter.link:
            return Qt.CheckState.Unchecked if row.parameter.vary else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.parameter.name} {column.name.lower()} {_display(row, column)}".strip()
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a fixed or a free parameter; values are asked for by their editor."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        fixed = Qt.CheckState(value) == Qt.CheckState.Checked
        self.vary_requested.emit(self.rows[index.row()].parameter.name, not fixed)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Values are edited in place, unless they follow others; fix is ticked."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        linked = bool(self.rows[index.row()].parameter.link)
        if index.column() == Column.VALUE and not linked:
            return flags | Qt.ItemFlag.ItemIsEditable
        if index.column() == Column.FIX and not linked:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags


def _display(row: ParameterRow, column: Column) -> str:
    match column:
        case Column.NAME:
            return row.parameter.name
        case Column.VALUE:
            return row.parts.whole + row.parts.fraction
        case Column.ERROR:
            return row.note or (f"± {row.parts.error}" if row.parts.error else "")
        case Column.UNIT:
            return row.unit
        case _:
            return "=" if row.parameter.link else ""
