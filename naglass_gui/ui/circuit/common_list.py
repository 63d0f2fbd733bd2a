"""The list of common circuits, each drawn as a schematic with the words for when it fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.techniques.eis.common import CommonCircuit
from naglass_gui.techniques.eis.syntax import parse_circuit
from naglass_gui.ui.circuit.symbols import circuit_picture
from naglass_gui.ui.panels.parameter_delegate import muted_font
from naglass_gui.ui.theme import SPACING, tokens

Index = QModelIndex | QPersistentModelIndex
PICTURE = QSize(150, 44)
WIDTH = 500
ROW = 62
ROWS = 7
TEXT_ROLE = Qt.ItemDataRole.UserRole
CIRCUIT_ROLE = Qt.ItemDataRole.UserRole + 1


class CommonDelegate(QStyledItemDelegate):
    """A schematic at the left; name, circuit and what it is for at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        circuit: CommonCircuit = index.data(CIRCUIT_ROLE)
        colours = tokens()
        painter.save()
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_wash if chosen else colours.background))
            painter.drawRoundedRect(area, 6, 6)
        picture = QRectF(area.left() + SPACING[1], 0, PICTURE.width(), PICTURE.height())
        picture.moveTop(area.center().y() - PICTURE.height() / 2)
        index.data(Qt.ItemDataRole.DecorationRole).paint(painter, picture.toRect())
        words = area.adjusted(PICTURE.width() + 2 * SPACING[2], SPACING[1], -SPACING[1], 0)
        painter.setPen(QColor(colours.text))
        metrics = painter.fontMetrics()
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft), f"{circuit.name}\u2003{circuit.text}")
        painter.setFont(muted_font(option.font))
        painter.setPen(QColor(colours.muted))
        below = words.adjusted(0, metrics.height() + 1, 0, 0)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), circuit.words)
        painter.restore()


class CommonCircuits(QFrame):
    """A popup; `chosen(text)` says which circuit is wanted.

    Args:
        circuits: what is on offer.
        parent: what it belongs to.
    """

    chosen = Signal(str)

    def __init__(self, circuits: Sequence[CommonCircuit], parent: QWidget | None = None) -> None:
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
        for circuit in circuits:
            item = QListWidgetItem(_icon(circuit.text, ratio), "")
            item.setData(TEXT_ROLE, circuit.text)
            item.setData(CIRCUIT_ROLE, circuit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{circuit.name}, {circuit.text}. {circuit.words}")
            item.setSizeHint(QSize(WIDTH - 40, ROW))
            self.list.addItem(item)
        self.list.setItemDelegate(CommonDelegate(self.list))
        self.list.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[1], SPACING[1], SPACING[1], SPACING[1])
        layout.addWidget(self.list)
        self.resize(WIDTH, min(len(circuits), ROWS) * ROW + 4 * SPACING[1])
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
        self.chosen.emit(item.data(TEXT_ROLE))


def _icon(text: str, ratio: float) -> QIcon:
    picture = circuit_picture(parse_circuit(text), PICTURE, ratio)
    made = QIcon(picture)
    # Without its own picture a selected item's would be tinted.
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made
