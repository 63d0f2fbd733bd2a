"""Things on a plot that are taken with the mouse or moved with the arrow keys: handles, region edges, markers."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsObject

from naglass_gui.ui import theme
from naglass_gui.ui.contrast import ink
from naglass_gui.ui.plots.drawables import Symbol, draw_symbol
from naglass_gui.ui.plots.gesture import Dragging, Selection, click_of
from naglass_gui.ui.plots.view import View

Way = Literal["both", "x", "y"]
HANDLE = 11.0
REACH = 4.0  # pixels around a grip that still count as on it
_CURSORS = {
    "both": Qt.CursorShape.SizeAllCursor,
    "x": Qt.CursorShape.SizeHorCursor,
    "y": Qt.CursorShape.SizeVerCursor,
}


class Grip(QGraphicsObject):
    """Something that can be dragged, selected, nudged by the arrow keys, removed, and has a menu.

    It decides nothing: it says what was done to it, in pixels of the plot's frame. Its own place is in data
    coordinates (`place`), and follows the view.

    Args:
        view: the plot it lies on.
        selection: what the keyboard moves; a press selects the grip.
        depth: what it lies over.
        way: along which axis it can be moved.
    """

    dragged = Signal(object)  # Drag
    nudged = Signal(float, float)  # pixels right and down
    turned = Signal(object)  # Turn of the wheel over it
    removal_wanted = Signal()
    menu_wanted = Signal(object)  # Click
    hovered = Signal(bool)

    def __init__(self, view: View, selection: Selection, depth: float, way: Way = "both") -> None:
        super().__init__(view)
        self.view = view
        self.selection = selection
        self.point = (0.0, 0.0)
        self._under = False
        self._way: Way = way
        self._gesture = Dragging(self.dragged.emit)
        self.setZValue(depth)
        self.setCursor(_CURSORS[way])
        # pyqtgraph delivers drags; Qt's own presses would keep them from it.
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        view.moved.connect(self.settle)

    def place(self, x: float, y: float) -> None:
        """Put it at a point of the data."""
        if self.point != (x, y):
            self.point = (x, y)
            self.settle()

    def set_movable(self, movable: bool) -> None:
        """Let the cursor say whether it can be dragged now."""
        self.setCursor(_CURSORS[self._way] if movable else Qt.CursorShape.ForbiddenCursor)

    def settle(self) -> None:
        """Go to where its point is drawn now."""
        self.setPos(self.view.mapping().point(*self.point))

    @property
    def selected(self) -> bool:
        """Whether the keyboard moves it."""
        return self.selection.item is self

    @property
    def under_pointer(self) -> bool:
        """Whether the pointer is on it."""
        return self._under

    def leave(self) -> None:
        """Take it off the plot."""
        if self.selected:
            self.selection.choose(None)
        self.view.moved.disconnect(self.settle)
        scene = self.scene()
        if scene is not None:
            scene.removeItem(self)
        self.setParentItem(None)  # type: ignore[arg-type]
        self.deleteLater()

    # -- pyqtgraph's events ----------------------------------------------------------------------------------------

    def mouseDragEvent(self, ev: Any) -> None:
        """pyqtgraph: a drag."""
        if ev.button() != Qt.MouseButton.LeftButton:
            ev.ignore()
            return
        ev.accept()
        if ev.isStart():
            self.selection.choose(self)
        to_frame = self.view.mapFromScene
        self._gesture.feed(ev, to_frame(ev.buttonDownScenePos()), to_frame(ev.scenePos()))

    def mouseClickEvent(self, ev: Any) -> None:
        """pyqtgraph: a click."""
        self.selection.choose(self)
        if ev.button() == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(click_of(ev, self.view.mapFromScene(ev.scenePos())))
        ev.accept()

    def hoverEvent(self, ev: Any) -> None:
        """pyqtgraph: the pointer came, moved or left."""
        if not ev.isExit():
            ev.acceptDrags(Qt.MouseButton.LeftButton)
            ev.acceptClicks(Qt.MouseButton.LeftButton)
            ev.acceptClicks(Qt.MouseButton.RightButton)
        under = not ev.isExit()
        if under != self._under:
            self._under = under
            self.update()
            self.hovered.emit(under)


class Handle(Grip):
    """A small symbol with a light outline that holds a part of a curve."""

    def __init__(
        self, view: View, selection: Selection, depth: float, way: Way = "both", symbol: Symbol = "square"
    ) -> None:
        super().__init__(view, selection, depth, way)
        self.symbol: Symbol = symbol
        self.colour = ""  # of the component it holds; the accent where it is none

    def boundingRect(self) -> QRectF:
        """Qt: what it covers."""
        half = HANDLE / 2 + REACH + 2
        return QRectF(-half, -half, 2 * half, 2 * half)

    def shape(self) -> QPainterPath:
        """Qt: where the mouse finds it."""
        path = QPainterPath()
        half = HANDLE / 2 + REACH
        path.addRect(QRectF(-half, -half, 2 * half, 2 * half))
        return path

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Qt: draw it."""
        colours = theme.tokens()
        drawn = QColor(ink(self.colour or colours.accent))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = HANDLE / 2
        if self.under_pointer or self.selected:
            halo = QColor(drawn)
            halo.setAlphaF(0.22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(halo)
            draw_symbol(painter, self.symbol, QPointF(0, 0), half + 4)
        painter.setBrush(QBrush(QColor(colours.panel) if self.selected else drawn))
        painter.setPen(QPen(drawn if self.selected else QColor(colours.panel), 2.0 if self.selected else 1.5))
        draw_symbol(painter, self.symbol, QPointF(0, 0), half - (1.0 if self.selected else 0.25))
