"""One plot: a view with two axes, a faint grid, a still layer of data and a live one of what follows the mouse."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsGridLayout

from naglass_gui.ui import theme
from naglass_gui.ui.plots.axis import Axis
from naglass_gui.ui.plots.layer import Layer, StillLayer
from naglass_gui.ui.plots.mapping import Mapping
from naglass_gui.ui.plots.view import View

# What lies over what, from below.
BANDS, DATA, LIVE, CURSOR, LABELS, HANDLES = -20.0, -10.0, 0.0, 10.0, 20.0, 30.0
GRID_OPACITY = 0.45


@dataclass(slots=True, frozen=True, eq=False)
class Grid:
    """Faint lines at the labelled ticks of both axes."""

    bottom: Axis
    left: Axis

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw the lines, each one pixel wide."""
        colour = QColor(theme.tokens().line)
        colour.setAlphaF(GRID_OPACITY)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(colour, 1))
        for tick in self.bottom.ticks().major:
            x = mapping.pixel_x(tick.position)
            painter.drawLine(QPointF(x, 0), QPointF(x, mapping.height))
        for tick in self.left.ticks().major:
            y = mapping.pixel_y(tick.position)
            painter.drawLine(QPointF(0, y), QPointF(mapping.width, y))


class Plot(pg.GraphicsWidget):  # type: ignore[misc]
    """A view with its axes and layers.

    Attributes:
        view: navigation and gestures.
        left, bottom: the axes.
        data: layer of what does not change in a drag, with the grid; drawn from a picture.
        live: layer of what does.

    Args:
        equal_aspect: one unit is as long upwards as to the right.
        log_x: positions on the x axis are decimal logarithms.
        log_y: the same for y.
        leftwards: x grows to the left, as chemical shift does.
    """

    def __init__(
        self, *, equal_aspect: bool = False, log_x: bool = False, log_y: bool = False, leftwards: bool = False
    ) -> None:
        super().__init__()
        self.view = View(equal_aspect, leftwards)
        self.left = Axis("left", self.view, log_y)
        self.bottom = Axis("bottom", self.view, log_x)
        layout = QGraphicsGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addItem(self.left, 0, 0)
        layout.addItem(self.view, 0, 1)
        layout.addItem(self.bottom, 1, 1)
        self.data = StillLayer(self.view, DATA, under=Grid(self.bottom, self.left))
        self.live = Layer(self.view, LIVE)

    def in_words(self) -> str:
        """The axes and what of them is in sight: "Re Z / kΩ from 0 to 2.1, −Im Z / kΩ from 0 to 1.2"."""
        return f"{self.bottom.in_words()}, {self.left.in_words()}"

    def retheme(self) -> None:
        """Draw again in the theme's colours."""
        self.left.relabel()
        self.bottom.relabel()
        for layer in (self.data, self.live):
            layer.refresh()


def link_x(plots: list[Plot]) -> None:
    """Let these plots show the same x range, whichever is moved."""
    views = [plot.view for plot in plots]
    busy = False

    def follow(moved: View) -> None:
        nonlocal busy
        if busy:
            return
        busy = True
        low, high = moved.viewRange()[0]
        for view in views:
            if view is not moved:
                view.setRange(xRange=(low, high), padding=0)
        busy = False

    for view in views:
        view.sigXRangeChanged.connect(lambda _view, _range, view=view: follow(view))
