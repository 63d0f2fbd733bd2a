"""Rows of a list with a key at the right end, as menus show them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from naglass_gui.ui.theme import SPACING, tokens

KEYS_ROLE = Qt.ItemDataRole.UserRole + 1


class KeyDelegate(QStyledItemDelegate):
    """Draws the row as the style does, and the key in muted letters."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: draw one row."""
        super().paint(painter, option, index)
        keys = index.data(KEYS_ROLE)
        if keys:
            painter.save()
            painter.setPen(QColor(tokens().muted))
            place = option.rect.adjusted(0, 0, -SPACING[2], 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
            painter.restore()
