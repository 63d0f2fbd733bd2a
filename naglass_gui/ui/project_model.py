"""The project as a tree of rows: samples, then their specimens and measurements, then analyses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from naglass_gui.core.conditions import condition_words
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import Analysis, Id, Measurement, Project, Sample, Specimen
from naglass_gui.core.quantity import Quantity, unit_symbol
from naglass_gui.ui.icons import icon
from naglass_gui.ui.tabs import TABS

Kind = Literal["project", "sample", "specimen", "measurement", "analysis"]
Index = QModelIndex | QPersistentModelIndex

ID_ROLE = Qt.ItemDataRole.UserRole
KIND_ROLE = Qt.ItemDataRole.UserRole + 1
ASIDE_ROLE = Qt.ItemDataRole.UserRole + 2  # the muted words at the right end of a row
SEARCH_ROLE = Qt.ItemDataRole.UserRole + 3
DAMAGED = "Its numbers are damaged in the file. An earlier version of the project may still have them."
MEASUREMENTS_MIME = "application/x-naglass-measurements"


@dataclass(slots=True, eq=False)
class Row:
    """One row; `parts` are the project's own values it shows, compared with `is`."""

    kind: Kind
    id: Id
    parts: tuple[Any, ...]
    parent: Row | None = None
    position: int = 0
    number: int = 0
    children: list[Row] = field(default_factory=list)

    def add(self, child: Row) -> Row:
        """Append a row below this one."""
        child.parent, child.position = self, len(self.children)
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Row]:
        """This row and all below it, in the tree's order."""
        yield self
        for child in self.children:
            yield from child.walk()


def rows(project: Project) -> Row:
    """The tree of a project.

    A measurement's analyses show once there are two to choose from; an analysis of several sources, or of other analyses,
    shows below the sample they share, or at the end of the tree.
    """
    root = Row("project", project.id, (project,))
    owner = {m.id: sample.id for sample in project.samples for m in sample.measurements}
    own: dict[Id, list[Analysis]] = {}
    shared: dict[Id | None, list[Analysis]] = {}
    for analysis in project.analyses:
        if len(analysis.sources) == 1 and analysis.sources[0] in owner:
            own.setdefault(analysis.sources[0], []).append(analysis)
        else:
            homes = _homes(analysis, owner, {a.id: a for a in project.analyses})
            shared.setdefault(homes.pop() if len(homes) == 1 else None, []).append(analysis)
    for sample in project.samples:
        node = root.add(Row("sample", sample.id, (sample,)))
        for specimen in sample.specimens:
            node.add(Row("specimen", specimen.id, (specimen,)))
        for measurement in sample.measurements:
            analyses = own.get(measurement.id, [])
            row = node.add(Row("measurement", measurement.id, (measurement, *analyses)))
            if len(analyses) > 1:
                for analysis in analyses:
                    row.add(Row("analysis", analysis.id, (analysis, measurement)))
        for analysis in shared.get(sample.id, []):
            node.add(Row("analysis", analysis.id, (analysis,)))
    for analysis in shared.get(None, []):
        root.add(Row("analysis", analysis.id, (analysis,)))
    return root


def _homes(analysis: Analysis, owner: Mapping[Id, Id], analyses: Mapping[Id, Analysis]) -> set[Id | None]:
    """The samples at the roots of an analysis, by the sample that owns each measurement; None for what is gone."""
    found: set[Id | None] = set()
    for source in analysis.sources:
        found |= _homes(analyses[source], owner, analyses) if source in analyses else {owner.get(source)}
    return found


class ProjectModel(QAbstractItemModel):
    """Shows a project and asks for changes: `rename_asked`, `move_asked`; it edits nothing itself."""

    rename_asked = Signal(str, str)  # id, new name
    move_asked = Signal(list, str)  # ids of measurements, id of the sample
    about_to_rebuild = Signal()
    rebuilt = Signal()

    def __init__(self, project: Project, is_damaged: Callable[[Measurement], bool] = lambda measurement: False) -> None:
        super().__init__()
        self._is_damaged = is_damaged
        self._root = rows(project)
        self._by_number: dict[int, Row] = {}
        self._by_id: dict[Id, Row] = {}
        self._counter = 0
        self._register()

    def show(self, project: Project) -> None:
        """Follow the document: rows that stay keep their place, so a selection or an open editor survives."""
        root = rows(project)
        if _shape(root) != _shape(self._root):
            self.about_to_rebuild.emit()
            self.beginResetModel()
            self._root = root
            self._register()
            self.endResetModel()
            self.rebuilt.emit()
            return
        for old, new in zip(self._root.walk(), root.walk(), strict=True):
            before, old.parts = old.parts, new.parts
            same = len(before) == len(new.parts) and all(a is b for a, b in zip(before, new.parts, strict=True))
            if not same and old.kind != "project":
                index = self._index_of(old)
                self.dataChanged.emit(index, index)

    def refresh_icons(self) -> None:
        """Draw again after a change of theme."""
        if self._root.children:
            first, last = self._root.children[0], self._root.children[-1]
            self.dataChanged.emit(self._index_of(first), self._index_of(last))

    def index_of(self, id: Id) -> QModelIndex:
        """The index of a sample, specimen, measurement or analysis; invalid when it has no row."""
        row = self._by_id.get(id)
        return self._index_of(row) if row is not None else QModelIndex()

    def kind_of(self, id: Id) -> Kind | None:
        """What an id names, None when it has no row."""
        row = self._by_id.get(id)
        return row.kind if row is not None else None

    def ids(self) -> Iterator[Id]:
        """Ids of every row, in the tree's order."""
        return (row.id for row in self._root.walk() if row.kind != "project")

    # -- Qt's questions --------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt: the index of a row."""
        children = self._row(parent).children
        if column or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row].number)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Qt: the row above in the tree."""
        above = self._row(index).parent if index.isValid() else None
        return QModelIndex() if above is None or above is self._root else self._index_of(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many rows lie below."""
        return len(self._row(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: one column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row shows."""
        if not index.isValid():
            return None
        row = self._row(index)
        if row.kind == "measurement" and self._is_damaged(row.parts[0]):
            return self._damaged_data(row, role)
        return self._data(row, role)

    def _damaged_data(self, row: Row, role: int) -> Any:
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("error", "error")
        if role == Qt.ItemDataRole.ToolTipRole:
            return _as_plain([row.parts[0].name, DAMAGED])
        return "damaged" if role == ASIDE_ROLE else self._data(row, role)

    def _data(self, row: Row, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return row.parts[0].name
            case Qt.ItemDataRole.DecorationRole:
                return icon(*_icon(row))
            case Qt.ItemDataRole.ToolTipRole:
                return _tooltip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.kind} {row.parts[0].name} {_aside(row)}".strip()
            case _ if role == ID_ROLE:
                return row.id
            case _ if role == KIND_ROLE:
                return row.kind
            case _ if role == ASIDE_ROLE:
                return _aside(row)
            case _ if role == SEARCH_ROLE:
                return _search_text(row)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt: a row was renamed in place; asked for, not done."""
        row = self._row(index)
        if role != Qt.ItemDataRole.EditRole or str(value).strip() == row.parts[0].name:
            return False
        self.rename_asked.emit(row.id, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: measurements can be dragged, samples take them."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        if self._row(index).kind == "measurement":
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        """Qt: what can be dragged here."""
        return [MEASUREMENTS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Qt: the measurements being dragged."""
        ids = [self._row(i).id for i in indexes if self._row(i).kind == "measurement"]
        data = QMimeData()
        data.setData(MEASUREMENTS_MIME, json.dumps(ids).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Qt: dragging moves."""
        return Qt.DropAction.MoveAction

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Qt: measurements can be dropped on or in a sample."""
        return data.hasFormat(MEASUREMENTS_MIME) and self.sample_at(parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Qt: measurements were dropped; the move is asked for."""
        sample = self.sample_at(parent)
        if sample is None or not data.hasFormat(MEASUREMENTS_MIME):
            return False
        ids = json.loads(bytes(data.data(MEASUREMENTS_MIME).data()))
        self.move_asked.emit([i for i in ids if self.kind_of(i) == "measurement"], sample)
        # False keeps Qt from removing the dragged rows by itself: the document does that.
        return False

    def sample_at(self, index: Index) -> Id | None:
        """The sample a row belongs to, None outside of any."""
        row: Row | None = self._row(index)
        while row is not None and row.kind != "sample":
            row = row.parent
        return row.id if row is not None else None

    # -- inside ----------------------------------------------------------------------------------------------------

    def _row(self, index: Index) -> Row:
        return self._by_number[index.internalId()] if index.isValid() else self._root

    def _index_of(self, row: Row) -> QModelIndex:
        return self.createIndex(row.position, 0, row.number)

    def _register(self) -> None:
        # Numbers are never used twice, so an index from before a rebuild can never name another row.
        self._by_number.clear()
        self._by_id.clear()
        for row in self._root.walk():
            self._counter += 1
            row.number = self._counter
            self._by_number[row.number] = row
            self._by_id[row.id] = row


def _shape(row: Row) -> tuple[Any, ...]:
    return (row.kind, row.id, tuple(_shape(child) for child in row.children))


def _icon(row: Row) -> tuple[str, str]:
    if row.kind == "measurement":
        analysis = next((a for a in row.parts[1:] if a.fit is not None), None)
        if analysis is None:
            return "measurement", "muted"
        return "fitted", "muted" if is_stale(analysis, (row.parts[0],)) else "accent"
    return {"sample": ("sample", "text"), "specimen": ("pellet", "muted"), "analysis": ("analysis", "muted")}[row.kind]


def _aside(row: Row) -> str:
    value = row.parts[0]
    if isinstance(value, Measurement):
        temperature = value.condition("temperature")
        return _short(temperature.quantity) if temperature else ""
    if isinstance(value, Specimen):
        return _sizes([q for q in (value.thickness, value.diameter or value.area) if q is not None])
    if isinstance(value, Analysis):
        # A circuit says what the analysis is; models of other techniques are words of programs, like "bpp".
        title = next((tab.title for tab in TABS if tab.technique == value.technique), "")
        return value.model or title if value.technique == "eis" else title
    return ""


def _sizes(sizes: Sequence[Quantity]) -> str:
    """Sizes in short, as in "0.8 × 8 mm"; each with its own unit where they differ."""
    if len({q.unit for q in sizes}) == 1:
        numbers = [str(Quantity(q.value)) for q in sizes]
        return f"{' × '.join(numbers)} {unit_symbol(sizes[0].unit)}"
    return " × ".join(_short(q) for q in sizes)


def _short(quantity: Quantity) -> str:
    """Four figures: a controller's 299.8644 K is 299.9 K."""
    return str(Quantity(float(f"{quantity.value:.4g}"), None, quantity.unit))


def _search_text(row: Row) -> str:
    value = row.parts[0]
    words = [value.name, _aside(row)]
    if isinstance(value, Measurement):
        words += [value.provenance.file, value.technique, value.notes]
    elif isinstance(value, Sample):
        words.append(value.notes)
    return "\n".join(words)


def _tooltip(row: Row) -> str:
    value = row.parts[0]
    lines = [value.name]
    if isinstance(value, Measurement):
        lines.append(f"File: {value.provenance.file}")
        lines += [f"{condition_words(c.name).capitalize()}: {c.quantity} ({c.source})" for c in value.conditions]
        fitted = next((a for a in row.parts[1:] if a.fit is not None), None)
        if fitted is not None:
            stale = " (stale: something it depends on was changed since)" if is_stale(fitted, (value,)) else ""
            lines.append(f"Fitted with {fitted.fit.model}{stale}")
        else:
            lines.append("Not fitted yet")
    elif isinstance(value, Specimen):
        lines += [f"Thickness: {value.thickness}"] if value.thickness else ["No thickness yet"]
        lines += [f"Diameter: {value.diameter}"] if value.diameter else []
        lines += [f"Area: {value.area}"] if value.area else []
    elif isinstance(value, Sample):
        count = len(value.measurements)
        lines.append(f"{count} measurement{'s' if count != 1 else ''}")
    if value.notes:
        lines.append(value.notes)
    return _as_plain(lines)


def _as_plain(lines: Sequence[str]) -> str:
    """Tooltips have no plain-text switch: names from files are escaped."""
    from html import escape

    return "<br>".join(escape(line) for line in lines)
