"""From the pointer to points of the spectra, the same in every plot of the tab: hover, click, box, linked cursor."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, Signal

from naglass_gui.core.project import Id
from naglass_gui.ui import theme
from naglass_gui.ui.eis.shown import Pointed, Shown
from naglass_gui.ui.eis.spectra import Real, Spectrum
from naglass_gui.ui.plots.drawables import Drawable, Level, Ring, Rubber
from naglass_gui.ui.plots.gesture import Drag
from naglass_gui.ui.plots.layer import Layer
from naglass_gui.ui.plots.plot import CURSOR, Plot
from naglass_gui.ui.plots.view import box_of

Coordinates = Callable[[Spectrum], tuple[Real, Real]]
_Points = tuple[Real, Real, list[Id], NDArray[np.intp]]
CLICK_REACH = 8.0
OWN = 0.75  # share of the reach within which a point of the current spectrum goes before a nearer one of another
HOVER_REACH = 16.0


class Pointing(QObject):
    """Finds what is under the pointer in one plot and draws the linked cursor there.

    Args:
        plot: where.
        coordinates: x and y of a spectrum's points in this plot.
        vertical: draw a hairline at the cursor's x, for plots that share their x axis.
    """

    hovered = Signal(object)  # Pointed or None
    clicked = Signal(object, object)  # Pointed or None, Click
    double_clicked = Signal(object, object)
    menu_wanted = Signal(object, object)
    boxed = Signal(object)  # indices of the current spectrum's points inside a box

    def __init__(self, plot: Plot, coordinates: Coordinates, vertical: bool = False) -> None:
        super().__init__(plot.view)
        self._plot = plot
        self._coordinates = coordinates
        self._vertical = vertical
        self._shown = Shown()
        self._points: _Points | None = None
        self._cursor: Pointed | None = None
        self._box: Rubber | None = None
        self._layer = Layer(plot.view, CURSOR)
        view = plot.view
        view.path = self._by_frequency
        view.hovered.connect(self._hover)
        view.clicked.connect(lambda click: self.clicked.emit(self.at(click.position), click))
        view.double_clicked.connect(lambda click: self.double_clicked.emit(self.at(click.position), click))
        view.menu_wanted.connect(lambda click: self.menu_wanted.emit(self.at(click.position), click))
        view.dragged.connect(self._drag)

    def show(self, shown: Shown) -> None:
        """Point at these spectra from now on."""
        self._shown, self._points = shown, None
        self._paint()

    def show_cursor(self, cursor: Pointed | None) -> None:
        """Draw the cursor at a point that is pointed at in any plot."""
        if cursor != self._cursor:
            self._cursor = cursor
            self._paint()

    def at(self, pixel: QPointF, reach: float = CLICK_REACH) -> Pointed | None:
        """The point drawn within reach of a pixel, the current spectrum's before others'."""
        mapping, current = self._plot.view.mapping(), self._shown.current
        if current is not None:
            index, distance = mapping.nearest(*self._coordinates(current), pixel)
            if distance <= reach * OWN:
                return Pointed(current.measurement.id, index)
        x, y, owners, firsts = self._all()
        index, distance = mapping.nearest(x, y, pixel)
        if distance > reach:
            return None
        owner = int(np.searchsorted(firsts, index, side="right")) - 1
        return Pointed(owners[owner], index - int(firsts[owner]))

    def _all(self) -> _Points:
        """The points of all spectra in one row: with hundreds of them a search one by one would be felt."""
        if self._points is None:
            parts = [self._coordinates(s) for s in self._shown.spectra] or [(np.empty(0), np.empty(0))]
            firsts = np.cumsum([0, *(len(x) for x, _ in parts)])[:-1]
            x, y = (np.concatenate(columns) for columns in zip(*parts, strict=True))
            self._points = (x, y, [s.measurement.id for s in self._shown.spectra], firsts)
        return self._points

    def nearest(self, spectrum: Spectrum, pixel: QPointF) -> int:
        """The spectrum's point nearest to a pixel, however far; -1 where it has none."""
        return self._plot.view.mapping().nearest(*self._coordinates(spectrum), pixel)[0]

    def _by_frequency(self) -> tuple[Real, Real]:
        """The points of the current spectrum from low to high frequency, as the arrow keys go along them."""
        current = self._shown.current
        if current is None:
            return np.empty(0), np.empty(0)
        order = np.argsort(current.frequency, kind="stable")
        x, y = self._coordinates(current)
        return x[order], y[order]

    def _hover(self, pixel: QPointF | None) -> None:
        pointed = None if pixel is None else self.at(pixel, HOVER_REACH)
        close = pixel is not None and self.at(pixel) is not None
        self._plot.view.setCursor(Qt.CursorShape.PointingHandCursor if close else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(pointed)

    def _drag(self, drag: Drag) -> None:
        if not drag.control:
            return
        box = box_of(drag)
        running = drag.phase in ("start", "move")
        self._box = Rubber(box, theme.tokens().accent) if running else None
        self._paint()
        current = self._shown.current
        if drag.phase == "finish" and current is not None:
            inside = self._plot.view.mapping().inside(*self._coordinates(current), box)
            self.boxed.emit(tuple(int(i) for i in inside))

    def _paint(self) -> None:
        drawn: list[Drawable] = []
        spectrum = self._shown.find(self._cursor) if self._cursor is not None else None
        if spectrum is not None and self._cursor is not None:
            x, y = (float(column[self._cursor.index]) for column in self._coordinates(spectrum))
            if self._vertical:
                drawn.append(Level(x, theme.tokens().muted, vertical=True, opacity=0.6))
            if isfinite(y):
                drawn.append(Ring(x, y, theme.tokens().accent))
        if self._box is not None:
            drawn.append(self._box)
        if drawn or self._layer.drawables:
            self._layer.show_drawables(drawn)
