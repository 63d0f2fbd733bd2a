"""A box drawn with Ctrl and Shift to zoom into, and the way back through the views before."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from naglass_gui.ui import theme
from naglass_gui.ui.plots.drawables import Rubber
from naglass_gui.ui.plots.gesture import Drag
from naglass_gui.ui.plots.layer import Layer
from naglass_gui.ui.plots.plot import CURSOR, Plot
from naglass_gui.ui.plots.view import box_of

REST_MS = 400  # a view that stays so long is one to come back to
LEAST = 6.0  # pixels; a smaller box is a slip
MOST = 50  # views that are kept

Ranges = tuple[tuple[float, float], tuple[float, float]]


class Zooming(QObject):
    """Zooms a plot to a drawn box, and back to where it was before."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot.view)
        self._view = plot.view
        self._layer = Layer(plot.view, CURSOR)
        self._before: list[Ranges] = []
        self._rested: Ranges | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._rest)
        plot.view.dragged.connect(self._drag)
        plot.view.moved.connect(self._timer.start)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a view to go back to."""
        return bool(self._before) or (self._rested is not None and self._rested != self._now())

    def back(self) -> None:
        """Show what was shown before."""
        self._rest()
        if self._before:
            self._rested = self._before.pop()
            self._view.show_range(*self._rested)
            self._view.navigated.emit()
            self._timer.stop()

    def _now(self) -> Ranges:
        (left, right), (bottom, top) = self._view.viewRange()
        return (left, right), (bottom, top)

    def _rest(self) -> None:
        self._timer.stop()
        now = self._now()
        if self._rested is not None and now != self._rested:
            self._before = [*self._before[-MOST:], self._rested]
        self._rested = now

    def _drag(self, drag: Drag) -> None:
        if not (drag.control and drag.shift):
            self._layer.show_drawables([])
            return
        box = box_of(drag)
        self._layer.show_drawables([Rubber(box, theme.tokens().accent)] if drag.phase in ("start", "move") else [])
        if drag.phase == "finish" and min(box.width(), box.height()) >= LEAST:
            self._rest()
            mapping = self._view.mapping()
            ends = sorted((mapping.data_x(box.left()), mapping.data_x(box.right())))
            self._view.show_range((ends[0], ends[1]), (mapping.data_y(box.bottom()), mapping.data_y(box.top())))
            self._view.navigated.emit()
