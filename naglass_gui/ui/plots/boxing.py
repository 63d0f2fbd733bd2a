"""Points of a plot inside a box that is drawn with Ctrl held."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from naglass_gui.ui import theme
from naglass_gui.ui.plots.drawables import Rubber
from naglass_gui.ui.plots.gesture import Drag
from naglass_gui.ui.plots.layer import Layer
from naglass_gui.ui.plots.plot import CURSOR, Plot
from naglass_gui.ui.plots.view import box_of

Real = NDArray[np.float64]


class Boxing(QObject):
    """Draws the box while Ctrl is dragged, and says which points are in it.

    Args:
        plot: where.
        points: positions of the points on the axes as they are now, (x, y).
    """

    boxed = Signal(object)  # their positions, a tuple; never empty

    def __init__(self, plot: Plot, points: Callable[[], tuple[Real, Real]]) -> None:
        super().__init__(plot.view)
        self._plot = plot
        self._points = points
        self._layer = Layer(plot.view, CURSOR)
        plot.view.dragged.connect(self._drag)

    def _drag(self, drag: Drag) -> None:
        if not drag.control or drag.shift:
            return
        box = box_of(drag)
        self._layer.show_drawables([Rubber(box, theme.tokens().accent)] if drag.phase in ("start", "move") else [])
        if drag.phase == "finish":
            inside = tuple(int(i) for i in self._plot.view.mapping().inside(*self._points(), box))
            if inside:
                self.boxed.emit(inside)
