"""A ring around what the keyboard acts on, the same for every control of every window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QFocusFrame,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from naglass_gui.ui.reading_order import BY_KEYS
from naglass_gui.ui.theme import CONTROL_RADIUS, tokens

WIDTH, GAP = 2.0, 1.0
TYPED_INTO = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)


class FocusRing(QObject):
    """Follows the focus of who goes by keys, from the first Tab until the next click; who clicks knows where.

    A field that text goes into has the ring also where the program gave it the focus, and so has anything in a dialog.
    """

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._frame: _Frame | None = None
        application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, widget: QWidget | None) -> None:
        target = None if widget is None or isinstance(widget, QMenu) else _whole(widget)
        if target is not None and not _shows(target):
            target = None
        if self._frame is not None and not isValid(self._frame):
            self._frame = None  # it went with the window that it was on
        if target is not None and self._frame is None:
            self._frame = _Frame()
        if self._frame is not None:
            self._frame.setWidget(target)  # type: ignore[arg-type]
            self._frame.raise_()  # where there is no room around the widget, it is drawn on it
            self._frame.clearMask()


class _Frame(QFocusFrame):
    """Lies over the focused widget and lets the mouse through."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the widget took another size. The style's mask, which comes after this, cuts off the round corners."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.clearMask)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the ring; inside what holds it, where there is no room around the widget."""
        holder = self.parentWidget()
        place = self.geometry() & holder.rect() if holder is not None else self.geometry()
        half = WIDTH / 2
        ring = QRectF(place.translated(-self.pos())).adjusted(half, half, -half, -half)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens().accent), WIDTH))
        painter.drawRoundedRect(ring, CONTROL_RADIUS, CONTROL_RADIUS)
        # A button of the ring's own colour is parted from it.
        within = (WIDTH + GAP) / 2
        painter.setPen(QPen(QColor(tokens().panel), GAP))
        painter.drawRoundedRect(ring.adjusted(within, within, -within, -within), CONTROL_RADIUS - 1, CONTROL_RADIUS - 1)


def _shows(widget: QWidget) -> bool:
    window = widget.window()
    if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
        window.setProperty(BY_KEYS, False)
        return False
    return isinstance(widget, TYPED_INTO) or isinstance(window, QDialog) or bool(window.property(BY_KEYS))


def _whole(widget: QWidget) -> QWidget:
    """The control that a widget is an inner part of."""
    parent = widget.parentWidget()
    return parent if isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget else widget
