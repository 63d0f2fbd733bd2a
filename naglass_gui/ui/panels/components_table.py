"""The lines of a spectrum as a table: name in its colour, then a few quantities. For every technique that fits lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from naglass_gui.core.doubt import MARK
from naglass_gui.core.quantity import unit_symbol
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.ui.contrast import ink
from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.number_parts import number_parts
from naglass_gui.ui.panels.table_copy import Copying
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING, notifier, tokens

ROW_HEIGHT = 26
MOST_ROWS = 8
SWATCH = 10
CELL_ROOM = 12  # pixels around the text of a cell
NOTHING = "–"
ID_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One line.

    Attributes:
        id: of the component.
        name: as it is shown.
        colour: of its swatch.
        cells: one for each quantity, or a text; a cell without a value shows a dash.
        hidden: drawn in no plot; its name is faint here.
        tooltip: what kind of line it is, for instance.
    """

    id: str
    name: str
    colour: str
    cells: tuple[Cell | str, ...]
    hidden: bool = False
    tooltip: str = ""


class ComponentsTable(QWidget):
    """Shows lines. `selected(id)` follows the row in focus; renaming, removing and the menu are asked for.

    Args:
        heads: the quantities, with their units.
        services: for copying.
        nothing: what to do where there is no line yet.
        spare: titles of quantities that go, the first one first, where there is no room for them or nothing is in them.
    """

    selected = Signal(str)
    renamed = Signal(str, str)
    removal_requested = Signal(str)
    menu_wanted = Signal(str, QPoint)  # where on the screen

    def __init__(
        self,
        heads: Sequence[Head],
        services: Services,
        nothing: str,
        spare: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._spare = tuple(spare)
        self._brief = False
        self._heads = tuple(heads)
        self._rows: tuple[ComponentRow, ...] = ()
        self.view = _View(self)
        self.view.setColumnCount(1 + len(self._heads))
        self.view.setHorizontalHeaderLabels(["name", *(_titled(head) for head in self._heads)])
        for column in range(1 + len(self._heads)):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            title = self.view.horizontalHeaderItem(column)
            assert title is not None
            title.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.resized.connect(self._fit_room)
        self.view.currentCellChanged.connect(lambda row, *_: self._say_selected(row))
        self.view.itemChanged.connect(self._ask_name)
        self.view.removal_key.connect(lambda: self._ask_removal(self.view.currentRow()))
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.copying = Copying(self.view, self.table, services)
        self.none = label(nothing, "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        layout.addWidget(self.none)
        layout.addWidget(self.view)
        notifier.changed.connect(self._fill)
        self._fill()

    def show_rows(self, rows: Sequence[ComponentRow]) -> None:
        """Show these lines; cheap when nothing has changed."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._fill()

    @property
    def rows(self) -> tuple[ComponentRow, ...]:
        """What is shown."""
        return self._rows

    def highlight(self, id: str) -> None:
        """Select the row of that line, or none, without saying so."""
        row = next((k for k, r in enumerate(self._rows) if r.id == id), -1)
        if row != self.view.currentRow():
            with QSignalBlocker(self.view):
                self.view.setCurrentCell(row, 0)
            self.view.viewport().update()

    def start_renaming(self, id: str) -> None:
        """Open the field of a line's name."""
        row = next((k for k, r in enumerate(self._rows) if r.id == id), -1)
        item = self.view.item(row, 0)
        if item is not None:
            self.view.editItem(item)

    def table(self) -> Table:
        """What is shown, at full precision, for copying."""
        return Table((Head("name"), *self._heads), tuple((r.name, *r.cells) for r in self._rows))

    # -- inside ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        with QSignalBlocker(self.view):
            self.view.setRowCount(len(self._rows))
            for k, row in enumerate(self._rows):
                self._fill_row(k, row)
        self.none.setHidden(bool(self._rows))
        self.view.setVisible(bool(self._rows))
        self._fit_room()
        self.view.updateGeometry()
        self.view.viewport().update()

    def _fill_row(self, k: int, row: ComponentRow) -> None:
        colours = tokens()
        name = self.view.item(k, 0) or QTableWidgetItem()
        name.setText(row.name)
        name.setData(ID_ROLE, row.id)
        name.setData(Qt.ItemDataRole.DecorationRole, _swatch(row.colour, self.devicePixelRatioF()))
        name.setForeground(QColor(colours.muted if row.hidden else colours.text))
        name.setToolTip(row.tooltip)
        if self.view.item(k, 0) is not name:
            self.view.setItem(k, 0, name)
        for column, cell in enumerate(row.cells, start=1):
            item = self.view.item(k, column)
            if item is None:
                item = QTableWidgetItem()
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.view.setItem(k, column, item)
            item.setText(_shown(cell, self._brief))
            item.setToolTip(_in_full(cell))
            item.setForeground(QColor(colours.text))

    def _fit_room(self) -> None:
        """Leave out spare columns that are empty; write errors in brackets where "±" has no room; then the rest of the spare."""
        room = self.view.viewport().width()
        shown = [k for k, head in enumerate(self._heads) if head.name not in self._spare or self._is_told(k)]
        brief = self._needed(False, shown) > room
        for title in self._spare:
            if self._needed(brief, shown) > room:
                shown = [k for k in shown if self._heads[k].name != title]
        for k in range(len(self._heads)):
            self.view.setColumnHidden(1 + k, k not in shown)
        if brief != self._brief:
            self._brief = brief
            with QSignalBlocker(self.view):
                for k, row in enumerate(self._rows):
                    self._fill_row(k, row)

    def _is_told(self, column: int) -> bool:
        return not self._rows or any(_shown(row.cells[column], True) not in ("", NOTHING) for row in self._rows)

    def _needed(self, brief: bool, columns: Collection[int]) -> int:
        metrics = self.view.fontMetrics()

        def widest(texts: Iterable[str]) -> int:
            return max((metrics.horizontalAdvance(text) for text in texts), default=0) + CELL_ROOM

        names = widest(["name", *(row.name for row in self._rows)]) + SWATCH + SPACING[1]
        return names + sum(
            widest([_titled(self._heads[k]), *(_shown(row.cells[k], brief) for row in self._rows)]) for k in columns
        )

    def _say_selected(self, row: int) -> None:
        self.selected.emit(self._rows[row].id if 0 <= row < len(self._rows) else "")

    def _ask_name(self, item: QTableWidgetItem) -> None:
        if item.column() == 0 and item.row() < len(self._rows):
            row, text = self._rows[item.row()], item.text().strip()
            if text and text != row.name:
                self.renamed.emit(row.id, text)
            self._fill()

    def _ask_removal(self, row: int) -> None:
        if 0 <= row < len(self._rows):
            self.removal_requested.emit(self._rows[row].id)

    def _open_menu(self, position: QPoint) -> None:
        row = self.view.rowAt(position.y())
        place = self.view.viewport().mapToGlobal(position)
        if 0 <= row < len(self._rows):
            self.menu_wanted.emit(self._rows[row].id, place)
            return
        menu = self.copying.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)


class _View(QTableWidget):
    """As high as its rows."""

    removal_key = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Lines")
        self.setFont(tabular(interface_font()))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setObjectName("linedUp")
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def sizeHint(self) -> QSize:
        """Qt: the size it would like."""
        rows = min(max(self.rowCount(), 1), MOST_ROWS)
        return QSize(200, self.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        """Qt: the least."""
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the room changed."""
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the line."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_key.emit()
            event.accept()
            return
        super().keyPressEvent(event)


def _titled(head: Head) -> str:
    return f"{head.name} / {unit_symbol(head.unit)}" if head.unit else head.name


def _shown(cell: Cell | str, brief: bool) -> str:
    """The value with its error behind ±, or, in brief, with the digits of the error in brackets: "7.202(33)"."""
    if isinstance(cell, str):
        return cell
    if cell.value is None:
        return NOTHING
    parts, mark = number_parts(cell.value, cell.stderr), MARK if cell.remark else ""
    if not brief or not parts.error:
        return f"{parts}{mark}"
    digits = parts.error.replace(".", "").lstrip("0")
    power = f" × {parts.power}" if parts.power else ""
    return f"{parts.whole}{parts.fraction}({digits}){power}{mark}"


def _in_full(cell: Cell | str) -> str:
    remark = cell.remark if isinstance(cell, Cell) else ""
    return _shown(cell, False) + (f": {remark}" if remark else "")


def _swatch(colour: str, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(SWATCH * ratio), round(SWATCH * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink(colour)))
    painter.drawEllipse(1, 1, SWATCH - 2, SWATCH - 2)
    painter.end()
    return pixmap
