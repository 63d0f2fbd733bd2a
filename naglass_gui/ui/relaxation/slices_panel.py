"""The slices of a series as a list: a tick takes one in or out, a click highlights it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from naglass_gui.techniques.relaxation.slices import Slices
from naglass_gui.ui import theme
from naglass_gui.ui.panels.label import quiet_button
from naglass_gui.ui.relaxation.words import time_words
from naglass_gui.ui.theme import SPACING

ROWS = 6
INDEX = Qt.ItemDataRole.UserRole


class SlicesPanel(QWidget):
    """Lists the delays in rising order. `chosen(slice)`, `toggled(slice)` name a slice by its place in the file.

    `delays_wanted` asks for other delays than the file's.
    """

    chosen = Signal(int)
    toggled = Signal(int)
    delays_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("help_page", "relaxation")
        self._shown: tuple[tuple[int, str, bool], ...] = ()
        self.list = _List()
        self.list.setAccessibleName("Slices")
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemChanged.connect(lambda item: self.toggled.emit(item.data(INDEX)))
        self.delays = quiet_button("Other delays…", "Type or paste the delays, where the file has none or wrong ones")
        self.delays.clicked.connect(self.delays_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[0])
        layout.addWidget(self.list)
        layout.addWidget(self.delays, 0, Qt.AlignmentFlag.AlignLeft)

    def show_slices(self, slices: Slices | None, which: int) -> None:
        """Show the slices, with one highlighted."""
        rows: tuple[tuple[int, str, bool], ...] = ()
        if slices is not None:
            rows = tuple((int(k), time_words(float(slices.delay[k])), bool(slices.used[k])) for k in slices.order)
        with QSignalBlocker(self.list):
            if rows != self._shown:
                self._fill(rows)
            place = next((k for k, row in enumerate(rows) if row[0] == which), -1)
            if place != self.list.currentRow():
                self.list.setCurrentRow(place)
        self.list.viewport().update()

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(INDEX))

    def _fill(self, rows: tuple[tuple[int, str, bool], ...]) -> None:
        same = [row[:2] for row in rows] == [row[:2] for row in self._shown]
        self._shown = rows
        if not same:
            self.list.clear()
            for index, _, _ in rows:
                item = QListWidgetItem(self.list)
                item.setData(INDEX, index)
        for place, (index, delay, used) in enumerate(rows):
            item = self.list.item(place)
            item.setText(f"{delay}\u2003#{index + 1}")
            item.setToolTip("The tick says whether it counts; the number is its place in the file")
            item.setCheckState(Qt.CheckState.Checked if used else Qt.CheckState.Unchecked)
            item.setForeground(QColor(theme.tokens().text if used else theme.tokens().muted))
        self.list.updateGeometry()


class _List(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformItemSizes(True)

    def sizeHint(self) -> QSize:
        """Qt: as high as a few rows."""
        row = max(self.sizeHintForRow(0), self.fontMetrics().height() + 4)
        return QSize(160, min(max(self.count(), 1), ROWS) * row + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:
        """Qt: the same height."""
        return QSize(120, self.sizeHint().height())
