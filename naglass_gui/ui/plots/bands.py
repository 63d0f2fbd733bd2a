"""Bands that mark the fitted regions of an axis: several, with edges to drag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from naglass_gui.ui import theme
from naglass_gui.ui.plots.drawables import Drawable
from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.grip import Grip
from naglass_gui.ui.plots.layer import Layer
from naglass_gui.ui.plots.mapping import Mapping
from naglass_gui.ui.plots.plot import BANDS, CURSOR
from naglass_gui.ui.plots.view import View

GRAB = 5.0


@dataclass(frozen=True, slots=True)
class Band:
    """One region, in coordinates of the plot's x axis."""

    id: str
    low: float
    high: float


class Edge(Grip):
    """One end of a band: a line over the whole height."""

    def __init__(self, view: View, selection: Selection) -> None:
        super().__init__(view, selection, CURSOR - 1, "x")

    def settle(self) -> None:
        """Stay at the top of the frame, at its x."""
        self.prepareGeometryChange()
        self.setPos(self.view.mapping().pixel_x(self.point[0]), 0.0)

    def boundingRect(self) -> QRectF:
        """Qt: what it covers."""
        return QRectF(-GRAB, 0.0, 2 * GRAB, self.view.rect().height())

    def shape(self) -> QPainterPath:
        """Qt: where the mouse finds it."""
        path = QPainterPath()
        path.addRect(self.boundingRect())
        return path

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Qt: draw it."""
        colour = QColor(theme.tokens().accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        strong = self.selected or self.under_pointer
        painter.setPen(QPen(colour, 3 if self.selected else 2 if strong else 1))
        painter.drawLine(QPointF(0, 0), QPointF(0, self.view.rect().height()))


@dataclass(frozen=True, slots=True)
class _Wash:
    """The tint of a band, behind everything."""

    low: float
    high: float

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        colour = QColor(theme.tokens().accent_wash)
        colour.setAlphaF(0.6)
        left, right = mapping.pixel_x(self.low), mapping.pixel_x(self.high)
        painter.fillRect(QRectF(left, 0, right - left, mapping.height).normalized(), colour)


class Bands(QObject):
    """The regions of one plot. Says which band a person moved and to where; keeps nothing that was not shown to it.

    Signals carry the id of the band and its new ends.
    """

    moving = Signal(str, float, float)  # an edge is being dragged
    moved = Signal(str, float, float)  # and was let go, or nudged
    cancelled = Signal()
    removal_wanted = Signal(str)
    menu_wanted = Signal(str, object)  # Click
    hovered = Signal(bool)  # the pointer is on an edge

    def __init__(self, view: View, selection: Selection) -> None:
        super().__init__(view)
        self._view = view
        self._selection = selection
        self._layer = Layer(view, BANDS)
        self._bands: tuple[Band, ...] = ()
        self._edges: dict[tuple[str, bool], Edge] = {}
        self._draft: tuple[float, float] | None = None

    @property
    def bands(self) -> tuple[Band, ...]:
        """What is shown."""
        return self._bands

    def edge(self, id: str, upper: bool) -> Edge:
        """The grip of one end of a band."""
        return self._edges[id, upper]

    def show(self, bands: Iterable[Band]) -> None:
        """Show these bands."""
        self._bands = tuple(bands)
        wanted = {(band.id, upper) for band in self._bands for upper in (False, True)}
        for key in set(self._edges) - wanted:
            self._edges.pop(key).leave()
        for band in self._bands:
            for upper in (False, True):
                edge = self._edges.get((band.id, upper)) or self._make(band.id, upper)
                edge.place(band.high if upper else band.low, 0.0)
        self._paint()

    def show_draft(self, ends: tuple[float, float] | None) -> None:
        """Show a band that is just being drawn, or none."""
        self._draft = ends
        self._paint()

    def at(self, x: float) -> Band | None:
        """The band that holds this x."""
        return next((band for band in self._bands if band.low <= x <= band.high), None)

    def retheme(self) -> None:
        """Follow the theme."""
        self._layer.refresh()
        for edge in self._edges.values():
            edge.update()

    def _paint(self) -> None:
        washes: list[Drawable] = [_Wash(band.low, band.high) for band in self._bands]
        if self._draft is not None:
            washes.append(_Wash(*self._draft))
        self._layer.show_drawables(washes)

    def _make(self, id: str, upper: bool) -> Edge:
        edge = Edge(self._view, self._selection)
        self._edges[id, upper] = edge
        edge.dragged.connect(lambda drag: self._dragged(id, upper, drag))
        edge.nudged.connect(lambda dx, dy: self._nudged(id, upper, dx))
        edge.removal_wanted.connect(lambda: self.removal_wanted.emit(id))
        edge.hovered.connect(self.hovered)
        edge.menu_wanted.connect(lambda click: self.menu_wanted.emit(id, click))
        return edge

    def _dragged(self, id: str, upper: bool, drag: Drag) -> None:
        if drag.phase == "cancel":
            self.cancelled.emit()
            return
        ends = self._with(id, upper, self._view.mapping().data_x(drag.now.x()))
        if ends is not None and drag.phase != "start":
            (self.moved if drag.phase == "finish" else self.moving).emit(id, *ends)

    def _nudged(self, id: str, upper: bool, pixels: float) -> None:
        mapping = self._view.mapping()
        ends = self._with(id, upper, self._edges[id, upper].point[0] + pixels / mapping.x_scale)
        if ends is not None:
            self.moved.emit(id, *ends)

    def _with(self, id: str, upper: bool, x: float) -> tuple[float, float] | None:
        """The band's ends with one moved; an end stops a pixel short of the other, so that no band turns over."""
        band = next((b for b in self._bands if b.id == id), None)
        if band is None:
            return None
        least = abs(1.0 / self._view.mapping().x_scale)
        return (band.low, max(x, band.low + least)) if upper else (min(x, band.high - least), band.high)
