"""The list of common circuits, each drawn as a schematic with the words for when it fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from naglass_gui.techniques.eis.syntax import parse_circuit
from naglass_gui.ui.circuit.symbols import circuit_picture
from naglass_gui.ui.theme import SPACING

PICTURE = QSize(150, 40)
WIDTH = 460
ROWS = 8


class CommonCircuits(QFrame):
    """A popup; `chosen(text)` says which circuit is wanted.

    Args:
        circuits: (text, words) pairs.
        parent: what it belongs to.
    """

    chosen = Signal(str)

    def __init__(self, circuits: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", True)
        self.list = QListWidget()
        self.list.setAccessibleName("Common circuits")
        self.list.setIconSize(PICTURE)
        self.list.setWordWrap(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        ratio = self.devicePixelRatioF()
        for text, words in circuits:
            item = QListWidgetItem(_icon(text, ratio), f"{text}\n{words}")
            item.setData(Qt.ItemDataRole.UserRole, text)
            item.setSizeHint(QSize(WIDTH - 40, PICTURE.height() + 2 * SPACING[1]))
            self.list.addItem(item)
        self.list.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[1], SPACING[1], SPACING[1], SPACING[1])
        layout.addWidget(self.list)
        row = PICTURE.height() + 2 * SPACING[1]
        self.resize(WIDTH, min(len(circuits), ROWS) * row + 4 * SPACING[1])
        self.list.setCurrentRow(0)
        self.setFocusProxy(self.list)

    def open_at(self, corner: QPoint) -> None:
        """Show it with its top right corner there, inside the screen."""
        area = self.screen().availableGeometry()
        left = min(max(corner.x() - self.width(), area.left()), area.right() - self.width())
        top = min(max(corner.y(), area.top()), area.bottom() - self.height())
        self.move(left, top)
        self.show()
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentItem() is not None:
            self._choose(self.list.currentItem())
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        self.close()
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


def _icon(text: str, ratio: float) -> QIcon:
    picture = circuit_picture(parse_circuit(text), PICTURE, ratio)
    made = QIcon(picture)
    # Without its own picture a selected item's would be tinted.
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made
