"""The keyboard on plots: a pointer moved by the arrows that does what the mouse does, through the same signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from naglass_gui.ui import theme
from naglass_gui.ui.plots.gesture import Click, Dragging
from naglass_gui.ui.plots.grip import Grip

if TYPE_CHECKING:
    from naglass_gui.ui.plots.canvas import Canvas
    from naglass_gui.ui.plots.view import View

ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
KEYS = (
    ("arrow keys", "move the selected handle or end by a pixel; where nothing is selected, move the pointer along the points"),
    ("Shift, Ctrl with an arrow key", "ten pixels or a tenth; of the pointer a hundred pixels or one, wherever points are"),
    ("Space", "what a click does where the pointer is"),
    ("Shift+Space, Ctrl+Space", "begin what Shift-drag or Ctrl-drag does; the arrow keys drag, Space lets go, Esc takes it back"),
    ("D", "what a double click does where the pointer is"),
    ("H, Shift+H", "select the next or the previous handle, end of a region or marker"),
    ("Delete", "remove what is selected"),
    ("Q", "what a click on the label of the upright axis does: show another quantity, where the plot has several"),
    ("Menu key or Shift+F10", "the menu of what is selected, else of the place where the pointer is"),
    ("+, \N{MINUS SIGN}", "zoom about the pointer; at the edge of the plot the pointer moves the view"),
    ("Page Up, Page Down", "the plot above or below; of a relaxation series the slice before or after"),
)  # fmt: skip
"""What the help says of them."""
HINT = "arrows: along the data · Space: click · Shift-Space: Shift-drag · H: handles · +/−: zoom · F1: all keys"
STEP = 10.0  # pixels of an arrow key where there are no points to go along
ZOOM = 1.25
EDGE = 12.0  # pixels from the edge of the frame at which the pointer pushes the view
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Keyboard(QObject):
    """Moves a pointer over the plots of a canvas and lets it click, drag and open menus; walks through the handles."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._view: View | None = None
        self._place: QPointF | None = None  # in pixels of the frame; the mouse sets it, too
        self._shown = False  # once a key has moved it
        self._drag: Dragging | None = None

    @property
    def place(self) -> QPointF | None:
        """Where the pointer is, in pixels of the frame of its plot; None where there is none."""
        return self._place

    def follow(self, view: View) -> None:
        """Begin where the mouse is when a key is pressed."""
        view.hovered.connect(lambda place: self._mouse(view, place))

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says; False for a key that is none of these."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in ARROWS:
            self._arrow(key, held)
        elif key == Qt.Key.Key_Space:
            self._space(held)
        elif key == Qt.Key.Key_D and not held:
            self._act("double_clicked")
        elif key == Qt.Key.Key_H:
            self._next_grip(-1 if held & _SHIFT else 1)
        elif key == Qt.Key.Key_Q and not held:
            self._click_label()
        elif event.text() in ("+", "-"):
            self._zoom(ZOOM if event.text() == "+" else 1.0 / ZOOM)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn_page(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            return False
        return True

    def open_menu(self) -> None:
        """The menu of what is selected, else of where the pointer is."""
        item = self._canvas.selection.item
        if isinstance(item, Grip) and item in self._grips():
            item.menu_wanted.emit(self._click_at(item.view, item.view.mapFromScene(item.scenePos())))
        else:
            self._act("menu_wanted")

    def paint(self, painter: QPainter) -> None:
        """Draw the pointer, a cross that leaves what it points at free."""
        if self._view is None or self._place is None or not self._shown:
            return
        centre = self._view.mapToScene(self._place)
        painter.setPen(QPen(QColor(theme.tokens().accent), 1.5))
        for dx, dy in ARROWS.values():
            way = QPointF(dx, dy)
            painter.drawLine(centre + way * 6.0, centre + way * 13.0)

    # -- moving ----------------------------------------------------------------------------------------------------

    def _arrow(self, key: Qt.Key, held: Any) -> None:
        dx, dy = ARROWS[key]
        item = self._canvas.selection.item
        if item is not None and self._drag is None:
            factor = (10.0 if held & _SHIFT else 1.0) * (0.1 if held & _CONTROL else 1.0)
            item.nudged.emit(factor * dx, factor * dy)
            return
        view = self._at_some_plot()
        if view is None:
            return
        step = 10 * STEP if held & _SHIFT else 1.0 if held & _CONTROL else STEP
        along = self._along(view, int(dx)) if dx and step == STEP else None
        self._go(view, along if along is not None else (self._place or _middle(view)) + QPointF(dx, dy) * step)

    def _along(self, view: View, by: int) -> QPointF | None:
        """The next point along the data; None where there are none to go along."""
        if view.path is None:
            return None
        x, y = view.path()
        seen = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if not len(seen):
            return None
        x, y = x[seen], y[seen]
        if self._place is None:
            index = 0 if by > 0 else len(x) - 1
        else:
            index = min(max(view.mapping().nearest(x, y, self._place)[0] + by, 0), len(x) - 1)
        return view.mapping().point(float(x[index]), float(y[index]))

    def _go(self, view: View, place: QPointF) -> None:
        """Put the pointer there; the view follows where that is out of sight."""
        frame = view.mapping().frame.adjusted(EDGE, EDGE, -EDGE, -EDGE)
        inside = QPointF(
            min(max(place.x(), frame.left()), frame.right()), min(max(place.y(), frame.top()), frame.bottom())
        )
        if inside != place:
            view.push(inside - place)
        self._view, self._place, self._shown = view, inside, True
        view.hovered.emit(inside)
        self._place, self._shown = inside, True
        if self._drag is not None:
            self._drag.go(inside)
        self._canvas.viewport().update()

    def _mouse(self, view: View, place: QPointF | None) -> None:
        self._view, self._place, self._shown = view, place, False

    def _zoom(self, factor: float) -> None:
        view = self._at_some_plot()
        if view is not None:
            view.zoom(factor, self._place if self._place is not None else _middle(view))

    def _turn_page(self, by: int) -> None:
        canvas = self._canvas
        if canvas.turn_page is not None:
            canvas.turn_page(by)
            return
        views = [plot.view for plot in canvas.plots]
        if self._view in views and len(views) > 1:
            view = views[min(max(views.index(self._view) + by, 0), len(views) - 1)]
            self._go(view, _middle(view) if self._place is None else QPointF(self._place.x(), _middle(view).y()))

    def _at_some_plot(self) -> View | None:
        views = [plot.view for plot in self._canvas.plots]
        if self._view not in views:
            self._view, self._place = (views[0] if views else None), None
        return self._view

    # -- acting ----------------------------------------------------------------------------------------------------

    def _space(self, held: Any) -> None:
        view = self._at_some_plot()
        if view is None:
            return
        if self._drag is not None and self._drag.is_running:
            self._drag.let_go(self._place or _middle(view))
            self._drag = None
        elif held & (_SHIFT | _CONTROL):
            self._go(view, self._place or _middle(view))
            self._drag = Dragging(view.dragged.emit)
            self._drag.take_hold(self._place or _middle(view), bool(held & _SHIFT), bool(held & _CONTROL))
        else:
            self._act("clicked")

    def _act(self, signal: str) -> None:
        view = self._at_some_plot()
        if view is not None:
            place = self._place if self._place is not None else _middle(view)
            getattr(view, signal).emit(self._click_at(view, place))

    def _click_label(self) -> None:
        """Whoever offers other quantities at a click on the label does so below it."""
        view = self._at_some_plot()
        plot = next((plot for plot in self._canvas.plots if plot.view is view), None)
        if plot is not None:
            frame = plot.view.mapping().frame
            plot.left.label_clicked.emit(self._click_at(plot.view, QPointF(frame.left(), frame.center().y())))

    def _click_at(self, view: View, place: QPointF) -> Click:
        scene = view.mapToScene(place)
        screen: QPoint = self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(scene))
        return Click(place, screen)

    # -- handles ---------------------------------------------------------------------------------------------------

    def _next_grip(self, by: int) -> None:
        """Select the next one; behind the last nothing, and the arrows move the pointer again."""
        grips: list[Grip | None] = [None, *self._grips()]
        selection = self._canvas.selection
        here = selection.item
        if isinstance(here, Grip):
            here.hovered.emit(False)
        place = grips.index(here) if here in grips else 0
        wanted = grips[(place + by) % len(grips)]
        selection.choose(wanted)
        if wanted is not None:
            wanted.hovered.emit(True)

    def _grips(self) -> list[Grip]:
        """What can be selected in the plots that are shown, from the left; what lies out of sight cannot."""
        views = [plot.view for plot in self._canvas.plots]
        found = [
            g for view in views for g in view.childItems() if isinstance(g, Grip) and g.isVisible() and _in_sight(g)
        ]
        return sorted(found, key=lambda g: (views.index(g.view), g.pos().x(), g.pos().y()))


def _in_sight(grip: Grip) -> bool:
    return bool(grip.view.mapping().frame.adjusted(-1, -1, 1, 1).contains(grip.pos()))


def _middle(view: View) -> QPointF:
    return QPointF(view.mapping().frame.center())
