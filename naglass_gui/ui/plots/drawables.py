"""What a layer of a plot draws: lines, points, sticks. Plain values with a `draw`; they know no plot and no project."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pyqtgraph import functions
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from naglass_gui.ui.contrast import ink
from naglass_gui.ui.plots.decimate import envelope, visible
from naglass_gui.ui.plots.mapping import Mapping

Real = NDArray[np.float64]
Symbol = Literal["circle", "square", "triangle", "diamond"]
FILL = 0.25
UNSEEN = 0.3  # pixels from its baseline below which a shaded curve is left out


class Drawable(Protocol):
    """Draws itself in pixels of a plot's frame."""

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw with the painter in the state it has; leave it so."""


@dataclass(slots=True, eq=False)
class Line:
    """A curve.

    Attributes:
        x: shape (n,); for `ordered` curves ascending.
        y: shape (n,).
        colour: of the line.
        width: in pixels, 1 or 2. Wider lines are drawn as strokes side by side: a wide pen costs fifty times more.
        ordered: x ascends, so that a long curve can be thinned to its extremes in each pixel column.
        dashed: for what is extrapolated.
        fill_to: shade between the curve and this y.
        opacity: of the line.
    """

    x: Real
    y: Real
    colour: str
    width: int = 1
    ordered: bool = False
    dashed: bool = False
    fill_to: float | None = None
    opacity: float = 1.0
    _thin: tuple[tuple[float, float, int], Envelope | None] | None = field(default=None, init=False, repr=False)

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw the shade and the line."""
        dense = self._envelope(mapping) if self.ordered else None
        if dense is not None:
            dense.draw(painter, mapping)
            return
        polygon = self._polygon(mapping)
        if polygon.size() < 2:
            return
        if self.fill_to is not None:
            self._shade(painter, mapping, polygon)
        pen = QPen(_colour(self.colour, self.opacity), 1)
        pen.setCosmetic(True)
        if self.dashed:
            pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ratio = painter.device().devicePixelRatio()
        for dx, dy in _strokes(round(self.width * ratio)):
            painter.drawPolyline(polygon.translated(dx / ratio, dy / ratio))

    def _polygon(self, mapping: Mapping) -> QPolygonF:
        part = visible(self.x, *mapping.x_range) if self.ordered else slice(None)
        x, pixels = self.x[part], mapping.y(self.y[part])
        if self.fill_to is not None:
            # A component is nothing but its baseline over most of the plot; drawing that costs as much as its peak.
            seen = np.flatnonzero(np.abs(pixels - mapping.pixel_y(self.fill_to)) > UNSEEN)
            if not len(seen):
                return QPolygonF()
            peak = slice(max(seen[0] - 1, 0), seen[-1] + 2)
            x, pixels = x[peak], pixels[peak]
        return polygon(mapping.x(x), pixels)

    def _envelope(self, mapping: Mapping) -> Envelope | None:
        """What stands for the curve where it has many points a pixel; found once a zoom."""
        key = (*mapping.x_range, int(mapping.width))
        if self._thin is None or self._thin[0] != key:
            found = envelope(self.x, self.y, *key)
            self._thin = (key, None if found is None else Envelope(*found, self.colour, self.opacity))
        return self._thin[1]

    def _shade(self, painter: QPainter, mapping: Mapping, curve: QPolygonF) -> None:
        level = mapping.pixel_y(self.fill_to or 0.0)
        area = QPolygonF(curve)
        area.append(QPointF(curve.last().x(), level))
        area.append(QPointF(curve.first().x(), level))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour(self.colour, FILL))
        antialiasing = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawPolygon(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, antialiasing)


@dataclass(slots=True, eq=False)
class Envelope:
    """A curve of many points a pixel: a bar from the lowest to the highest value in each pixel column, joined to the next."""

    x: Real
    low: Real
    high: Real
    colour: str
    opacity: float = 1.0

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw the bars; upright lines need no smoothing and cost a fifth of a polyline through the same values."""
        x, one, other = mapping.x(self.x), mapping.y(self.low), mapping.y(self.high)
        top, bottom = np.minimum(one, other), np.maximum(one, other)
        # A bar reaches to the one before, so that steep flanks do not fall apart.
        top[1:], bottom[1:] = np.minimum(top[1:], bottom[:-1]), np.maximum(bottom[1:], top[:-1])
        pen = QPen(_colour(self.colour, self.opacity), 1)
        pen.setCosmetic(painter.device().devicePixelRatio() == 1.0)
        painter.setPen(pen)
        antialiasing = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        _draw_uprights(painter, x, top, bottom)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, antialiasing)


@dataclass(slots=True, eq=False)
class Points:
    """Symbols without outline, or hollow ones.

    Attributes:
        x: shape (n,).
        y: shape (n,).
        colour: of all of them.
        size: in pixels.
        symbol: their form.
        hollow: only the outline, for points left out.
        opacity: below 1 for points that do not count now.
    """

    x: Real
    y: Real
    colour: str
    size: float = 5.5
    symbol: Symbol = "circle"
    hollow: bool = False
    opacity: float = 1.0

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw every symbol that is in sight."""
        x, y = mapping.x(self.x), mapping.y(self.y)
        margin = self.size
        seen = (x > -margin) & (x < mapping.width + margin) & (y > -margin) & (y < mapping.height + margin)
        ratio = painter.device().devicePixelRatio()
        pixmap = _symbol(self.symbol, self.size, ink(self.colour), self.hollow, self.opacity, ratio)
        _stamp(painter, x[seen], y[seen], pixmap, ratio)


@dataclass(slots=True, eq=False)
class Sticks:
    """Vertical lines, as error bars or as reflections: from `low` to `high` at each x."""

    x: Real
    low: Real
    high: Real
    colour: str
    opacity: float = 1.0

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw every stick."""
        x, low, high = mapping.x(self.x), mapping.y(self.low), mapping.y(self.high)
        pen = QPen(_colour(self.colour, self.opacity), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        _draw_uprights(painter, x, low, high)


@dataclass(slots=True, eq=False)
class Ribbon:
    """A shade between two curves over the same x, ascending or not: the band of a law."""

    x: Real
    low: Real
    high: Real
    colour: str
    opacity: float = 0.16

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw the shade."""
        x = mapping.x(np.concatenate([self.x, self.x[::-1]]))
        y = mapping.y(np.concatenate([self.low, self.high[::-1]]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour(self.colour, self.opacity))
        painter.drawPolygon(polygon(x, y))


@dataclass(slots=True, frozen=True)
class Level:
    """A hairline at one value across the plot, e.g. the zero of a residual."""

    value: float
    colour: str
    vertical: bool = False
    opacity: float = 1.0

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw the line on whole pixels, so that it stays a hairline."""
        painter.setPen(QPen(_colour(self.colour, self.opacity), 1))
        antialiasing = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.vertical:
            x = mapping.pixel_x(self.value)
            painter.drawLine(QPointF(x, 0), QPointF(x, mapping.height))
        else:
            y = mapping.pixel_y(self.value)
            painter.drawLine(QPointF(0, y), QPointF(mapping.width, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, antialiasing)


@dataclass(slots=True, frozen=True)
class Rubber:
    """The rectangle, in pixels, that a drag draws to catch points."""

    box: QRectF
    colour: str

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw its outline and a tint."""
        painter.setPen(QPen(_colour(self.colour, 1.0), 1, Qt.PenStyle.DashLine))
        painter.setBrush(_colour(self.colour, 0.12))
        painter.drawRect(self.box)


@dataclass(slots=True, frozen=True)
class Ring:
    """A ring around one point, in data coordinates."""

    x: float
    y: float
    colour: str
    size: float = 13.0

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw it."""
        painter.setPen(QPen(_colour(self.colour, 1.0), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(mapping.point(self.x, self.y), self.size / 2, self.size / 2)


def _draw_uprights(painter: QPainter, x: Real, top: Real, bottom: Real) -> None:
    """Draw upright lines given in pixels, the finite ones."""
    good = np.isfinite(x) & np.isfinite(top) & np.isfinite(bottom)
    lines: Any = internals.PrimitiveArray(QLineF, 4)
    lines.resize(int(good.sum()))
    table = lines.ndarray()
    table[:, 0] = table[:, 2] = x[good]
    table[:, 1], table[:, 3] = top[good], bottom[good]
    if len(table):
        painter.drawLines(*lines.drawargs())


def polygon(x: Real, y: Real) -> QPolygonF:
    """The finite ones of these pixels as a polygon, without a Python loop."""
    finite = np.isfinite(x) & np.isfinite(y)
    if not finite.all():
        x, y = x[finite], y[finite]
    made: QPolygonF = functions.create_qpolygonf(len(x))
    if len(x):
        corners = functions.ndarray_from_qpolygonf(made)
        corners[:, 0], corners[:, 1] = x, y
    return made


@lru_cache(maxsize=32)
def _strokes(width: int) -> tuple[tuple[float, float], ...]:
    """Shifts of hairlines, in device pixels, that together make a line of a width in any direction."""
    if width <= 1:
        return ((0.0, 0.0),)
    middle = (width - 1) / 2
    shifts = [(0.0, 0.0), *((float(k), 0.0) for k in range(1, width)), *((0.0, float(k)) for k in range(1, width))]
    return tuple((x - middle / 2, y - middle / 2) for x, y in shifts)


def _colour(name: str, opacity: float) -> QColor:
    return _washed(ink(name), opacity)


@lru_cache(maxsize=256)
def _washed(name: str, opacity: float) -> QColor:
    colour = QColor(name)
    colour.setAlphaF(opacity)
    return colour


@lru_cache(maxsize=256)
def _symbol(symbol: Symbol, size: float, colour: str, hollow: bool, opacity: float, ratio: float) -> QPixmap:
    """A picture of one symbol: stamping it is thirty times faster than drawing it each time."""
    side = int(np.ceil(size)) + 4
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawn = _washed(colour, opacity)
    inset = 0.6 if hollow else 0.0
    painter.setPen(QPen(drawn, 1.2) if hollow else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else drawn)
    half = size / 2 - inset
    draw_symbol(painter, symbol, QPointF(side / 2, side / 2), half)
    painter.end()
    return pixmap


def draw_symbol(painter: QPainter, symbol: Symbol, centre: QPointF, half: float) -> None:
    """Draw one symbol of half-size `half` with the pen and brush that are set."""
    x, y = centre.x(), centre.y()
    if symbol == "circle":
        painter.drawEllipse(centre, half, half)
    elif symbol == "square":
        painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
    elif symbol == "triangle":
        corners = (QPointF(x - half, y - half * 0.8), QPointF(x + half, y - half * 0.8), QPointF(x, y + half))
        painter.drawPolygon(QPolygonF(corners))
    else:
        corners = (QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half), QPointF(x - half, y))  # type: ignore[assignment]
        painter.drawPolygon(QPolygonF(corners))


def _stamp(painter: QPainter, x: Real, y: Real, pixmap: QPixmap, ratio: float) -> None:
    """Draw a pixmap centred on each of many pixels."""
    if not len(x):
        return
    fragments: Any = internals.PrimitiveArray(QPainter.PixmapFragment, 10)
    fragments.resize(len(x))
    table = fragments.ndarray()
    # Columns: x, y, source left, top, width, height, scale x, scale y, rotation, opacity.
    table[:] = (0, 0, 0, 0, pixmap.width(), pixmap.height(), 1 / ratio, 1 / ratio, 0, 1)
    table[:, 0], table[:, 1] = x, y
    painter.drawPixmapFragments(*fragments.drawargs(), pixmap)  # type: ignore[call-arg]
