"""A mouse for tests: real events sent where a person's would arrive.

QTest's moves never drag a pyqtgraph item and its double click is lost; these go to the viewport one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
NO_BUTTON = Qt.MouseButton.NoButton
NOTCH = 120
STEPS = 8

Place = QPoint | QPointF | tuple[float, float] | None


class Mouse:
    """Clicks, drags, wheels and drops on a widget; places are in its own coordinates, None is its middle.

    For a scroll area (plots, trees, tables) the events go to its viewport.
    """

    def move(self, widget: QWidget, place: Place = None, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Hover."""
        self._send(widget, QEvent.Type.MouseMove, place, NO_BUTTON, NO_BUTTON, modifiers)

    def press(
        self, widget: QWidget, place: Place = None, modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        """Press a button and hold it."""
        self._send(widget, QEvent.Type.MouseButtonPress, place, button, button, modifiers)

    def release(
        self, widget: QWidget, place: Place = None, modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        """Let a button go."""
        self._send(widget, QEvent.Type.MouseButtonRelease, place, button, NO_BUTTON, modifiers)

    def click(
        self, widget: QWidget, place: Place = None, modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        """Move there, press and let go."""
        self.move(widget, place, modifiers)
        self.press(widget, place, modifiers, button)
        self.release(widget, place, modifiers, button)

    def double_click(self, widget: QWidget, place: Place = None, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Two clicks, the second one a double click as Qt makes it."""
        self.click(widget, place, modifiers)
        self._send(widget, QEvent.Type.MouseButtonDblClick, place, LEFT, LEFT, modifiers)
        self.release(widget, place, modifiers)

    def drag(
        self,
        widget: QWidget,
        start: Place,
        end: Place,
        modifiers: Qt.KeyboardModifier = NONE,
        button: Qt.MouseButton = LEFT,
        release: bool = True,
    ) -> None:
        """Press at the start, move to the end in eight steps, let go (or hold on)."""
        first, last = _point(widget, start), _point(widget, end)
        self.move(widget, first, modifiers)
        self.press(widget, first, modifiers, button)
        for step in range(1, STEPS + 1):
            place = first + (last - first) * step / STEPS
            self._send(widget, QEvent.Type.MouseMove, place, NO_BUTTON, button, modifiers)
        if release:
            self.release(widget, last, modifiers, button)

    def wheel(self, widget: QWidget, notches: int, place: Place = None, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Turn the wheel; positive away from the person."""
        if not isValid(widget):
            return
        target, point = _target(widget), _point(widget, place)
        for _ in range(abs(notches)):
            if not isValid(target):
                return
            angle = QPoint(0, NOTCH if notches > 0 else -NOTCH)
            event = QWheelEvent(
                point,
                target.mapToGlobal(point),
                QPoint(),
                angle,
                NO_BUTTON,
                modifiers,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(target, event)
            QApplication.processEvents()

    def drop(self, widget: QWidget, *paths: Path | Sequence[Path], place: Place = None) -> None:
        """Drop files or folders, as a file manager does."""
        files = [p for path in paths for p in ([path] if isinstance(path, Path) else path)]
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        self.drop_data(widget, data, place)

    def drop_data(
        self, widget: QWidget, data: QMimeData, place: Place = None, action: Qt.DropAction = Qt.DropAction.CopyAction
    ) -> None:
        """Drop anything; the widget itself, or the first one around it that takes drops, receives it.

        `action` is what the drag proposes: rows dragged within a tree propose to move.
        """
        taker, point = _target(widget), _point(widget, place)
        while not taker.acceptDrops() and taker.parentWidget() is not None:
            point = taker.mapToParent(point)
            taker = taker.parentWidget()
        actions, button = action, LEFT
        enter = QDragEnterEvent(point.toPoint(), actions, data, button, NONE)
        QApplication.sendEvent(taker, enter)
        if not enter.isAccepted():
            return
        QApplication.sendEvent(taker, QDragMoveEvent(point.toPoint(), actions, data, button, NONE))
        QApplication.sendEvent(taker, QDropEvent(point, actions, data, button, NONE))
        QApplication.processEvents()

    def _send(
        self,
        widget: QWidget,
        kind: QEvent.Type,
        place: Place,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        modifiers: Qt.KeyboardModifier,
    ) -> None:
        if not isValid(widget):  # gone since the press, as a button that closes its own message
            return
        target, point = _target(widget), _point(widget, place)
        event = QMouseEvent(kind, point, target.mapToGlobal(point), button, buttons, modifiers)
        QApplication.sendEvent(target, event)
        QApplication.processEvents()


def _target(widget: QWidget) -> QWidget:
    return widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget


def _point(widget: QWidget, place: Place) -> QPointF:
    if place is None:
        return QPointF(_target(widget).rect().center())
    return QPointF(*place) if isinstance(place, tuple) else QPointF(place)
