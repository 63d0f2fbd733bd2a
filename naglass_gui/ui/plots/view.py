"""The frame of a plot: navigation by mouse, and the gestures a tab gives a meaning to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from naglass_gui.ui.plots.gesture import Drag, Dragging, Turn, click_of
from naglass_gui.ui.plots.mapping import Mapping

Home = Callable[[float, float], tuple[float, float, float, float]]
"""From the frame's width and height in pixels to the x range and y range that show what matters."""

Path = Callable[[], tuple[NDArray[np.float64], NDArray[np.float64]]]
"""Positions of points on the axes as they are now, (x, y)."""

_NOTCH = 120.0
_FARTHEST = 1e300


class View(pg.ViewBox):  # type: ignore[misc]
    """A frame with two axes. A plain drag pans, the wheel zooms; nothing ever ranges itself.

    With Shift or Ctrl held a drag is not navigation but a gesture: `dragged` says where it is; while `takes_plain_drags`, so
    is every drag. Pixels are those of the frame, its top left corner (0, 0).
    """

    moved = Signal()  # range or size changed
    navigated = Signal()  # by hand
    hovered = Signal(object)  # QPointF, or None when the pointer left
    clicked = Signal(object)  # Click, left button
    double_clicked = Signal(object)  # Click
    menu_wanted = Signal(object)  # Click, right button
    dragged = Signal(object)  # Drag with Shift or Ctrl
    turned = Signal(object)  # Turn, the wheel with Ctrl

    def __init__(self, equal_aspect: bool = False, leftwards: bool = False) -> None:
        super().__init__(enableMenu=False, invertX=leftwards, defaultPadding=0.0)
        self.disableAutoRange()
        if equal_aspect:
            self.setAspectLocked(True)
        self.setAcceptHoverEvents(True)
        self._home: Home | None = None
        self._at_home = True
        self._mapping: Mapping | None = None
        self._gesture = Dragging(self.dragged.emit)
        self._gesturing = False
        self.path: Path | None = None  # the points that the arrow keys go along, in their order
        self.takes_plain_drags = False  # whether a drag without a key is a gesture too, and does not pan
        self.sigRangeChanged.connect(self._changed)
        self.sigResized.connect(self._resized)

    # -- where things are ------------------------------------------------------------------------------------------

    def mapping(self) -> Mapping:
        """From data to pixels, as it is now."""
        if self._mapping is None:
            transform, frame = self.childTransform(), self.rect()
            # Before the first layout a frame has no size, and nothing can be mapped to it.
            sx, sy = transform.m11() or 1.0, transform.m22() or -1.0
            self._mapping = Mapping(sx, transform.dx(), sy, transform.dy(), frame.width(), frame.height())
        return self._mapping

    def set_home(self, home: Home, go: bool = True) -> None:
        """Say what "everything" is; a view that was not moved by hand keeps showing it when its size changes."""
        self._home = home
        if go or self._at_home:
            self.go_home()

    def go_home(self) -> None:
        """Show everything."""
        self._at_home = True
        frame = self.rect()
        if self._home is None or frame.width() < 2 or frame.height() < 2:
            return
        left, right, bottom, top = self._home(frame.width(), frame.height())
        self.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)

    @property
    def at_home(self) -> bool:
        """Whether everything is shown, rather than what a person moved to."""
        return self._at_home

    def show_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show this, as if moved there by hand."""
        self._at_home = False
        self.setRange(xRange=x, yRange=y, padding=0)

    def zoom(self, factor: float, about: QPointF) -> None:
        """Show things larger by a factor, as if by hand; what is at this place of the frame stays there."""
        self.scaleBy((1.0 / factor, 1.0 / factor), center=pg.Point(*self.mapping().data(about)))
        self._by_hand()

    def push(self, by: QPointF) -> None:
        """Move what is shown by these pixels, as if by hand."""
        mapping = self.mapping()
        self.translateBy(x=-by.x() / mapping.x_scale, y=-by.y() / mapping.y_scale)
        self._by_hand()

    def _changed(self) -> None:
        self._mapping = None
        self.moved.emit()

    def _resized(self) -> None:
        self._mapping = None
        if self._at_home:
            self.go_home()
        self.moved.emit()

    def setRange(self, rect: Any = None, xRange: Any = None, yRange: Any = None, **more: Any) -> None:
        """pyqtgraph: what is shown. It stays as it is where the numbers end: an axis of 1e300 can be dragged past them."""
        ends = [end for ends in (xRange, yRange) if ends is not None for end in ends]
        if all(abs(end) < _FARTHEST for end in ends):
            super().setRange(rect, xRange, yRange, **more)

    # -- pyqtgraph's events ----------------------------------------------------------------------------------------

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:
        """pyqtgraph: a drag."""
        modifiers = ev.modifiers()
        held = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        if ev.isStart():
            left = ev.button() == Qt.MouseButton.LeftButton
            # The keys held at the press decide what a drag is, also when they are let go on the way.
            self._gesturing = axis is None and left and (self.takes_plain_drags or bool(modifiers & held))
        ev.accept()
        if self._gesturing:
            self._gesture.feed(ev, QPointF(ev.buttonDownPos()), QPointF(ev.pos()))
            return
        if ev.button() == Qt.MouseButton.RightButton:
            return  # the right button is for menus
        if self._has_room():
            super().mouseDragEvent(ev, axis)
            self._by_hand()

    def wheelEvent(self, ev: Any, axis: int | None = None) -> None:
        """pyqtgraph: the wheel."""
        if axis is None and ev.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.turned.emit(Turn(ev.delta() / _NOTCH, bool(ev.modifiers() & Qt.KeyboardModifier.ShiftModifier)))
            ev.accept()
            return
        if self._has_room():
            super().wheelEvent(ev, axis)
            self._by_hand()

    def mouseClickEvent(self, ev: Any) -> None:
        """pyqtgraph: a click."""
        click = click_of(ev, QPointF(ev.pos()))
        if ev.button() == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(click)
        elif ev.button() == Qt.MouseButton.LeftButton:
            (self.double_clicked if ev.double() else self.clicked).emit(click)
        else:
            return
        ev.accept()

    def hoverEvent(self, ev: Any) -> None:
        """pyqtgraph: the pointer came, moved or left."""
        if ev.isExit():
            self.hovered.emit(None)
        elif not ev.buttons():  # what is under a running drag is of no interest
            self.hovered.emit(QPointF(ev.pos()))

    def keyPressEvent(self, ev: Any) -> None:
        """Qt: a key."""
        ev.ignore()  # keys belong to the canvas

    def _has_room(self) -> bool:
        """Whether a place in it has a value: a plot pressed together until nothing of it is seen cannot be moved."""
        return bool(self.childGroup.transform().determinant() != 0)

    def _by_hand(self) -> None:
        self._at_home = False
        self.navigated.emit()


def box_of(drag: Drag) -> QRectF:
    """The rectangle between the two ends of a drag."""
    return QRectF(drag.start, drag.now).normalized()
