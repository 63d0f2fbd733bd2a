"""Points of a plot that can be clicked and double-clicked, one without the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QTimer, Signal
from PySide6.QtWidgets import QApplication

from naglass_gui.ui.plots.gesture import Click
from naglass_gui.ui.plots.view import View

Real = NDArray[np.float64]
REACH = 10.0  # pixels from a point within which it is meant


class Picking(QObject):
    """Says which point is clicked or double-clicked.

    The first click of a double click is none: a click is told once no second one can follow, where a double click means
    something.

    Args:
        view: whose clicks.
        points: positions of the points on the axes as they are now, (x, y); decimal logarithms where an axis is
            logarithmic.
        double: whether a double click means something.
    """

    clicked = Signal(int)
    double_clicked = Signal(int)

    def __init__(self, view: View, points: Callable[[], tuple[Real, Real]], double: bool = False) -> None:
        super().__init__(view)
        self._view = view
        self._points = points
        self._double = double
        self._waiting = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)
        view.path = self._from_the_left
        view.clicked.connect(self._click)
        view.double_clicked.connect(self._click_twice)

    def at(self, place: QPointF) -> int | None:
        """The index of the point that is meant by a place in pixels of the frame; None where none is within reach."""
        x, y = self._points()
        return nearest(self._view, x, y, place)

    def _from_the_left(self) -> tuple[Real, Real]:
        """The points in the order in which the arrow keys go along them."""
        x, y = self._points()
        order = np.argsort(x, kind="stable")
        return x[order], y[order]

    def _click(self, click: Click) -> None:
        index = self.at(click.position)
        if index is None:
            return
        self._waiting = index
        if self._double:
            self._timer.start(QApplication.doubleClickInterval())
        else:
            self._tell()

    def _click_twice(self, click: Click) -> None:
        self._timer.stop()
        index = self.at(click.position)
        if index is not None:
            self.double_clicked.emit(index)

    def _tell(self) -> None:
        self.clicked.emit(self._waiting)


def nearest(view: View, x: Real, y: Real, place: QPointF) -> int | None:
    """The index of the point that is meant by a place in pixels of the frame; None where none is within reach."""
    if not len(x):
        return None
    mapping = view.mapping()
    distance = np.hypot(mapping.x(x) - place.x(), mapping.y(y) - place.y())
    distance = np.where(np.isfinite(distance), distance, np.inf)
    index = int(np.argmin(distance))
    return index if distance[index] <= REACH else None
