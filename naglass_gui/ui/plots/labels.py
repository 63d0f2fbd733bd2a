"""Texts on a plot that lie over no data and over no other text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QTextDocument
from PySide6.QtWidgets import QGraphicsItem

from naglass_gui.ui import theme
from naglass_gui.ui.plots.view import View

Real = NDArray[np.float64]
# Where to look for room around a point, best first: directions in degrees (0 right, 90 up), and distances in pixels.
_DIRECTIONS = (90, 60, 120, 30, 150, 0, 180, -30, 210, -60, 240, -90)
_DISTANCES = (16.0, 28.0, 48.0, 80.0, 120.0, 170.0)
HABIT = 14  # a place stays taken until one that is this many ranks better is free
LEADER = 34.0  # pixels from its point beyond which a label needs a line to it
RANK = 1e-3  # the cost of a rank, in covered points
_MARGINS = QMarginsF(4.0, 4.0, 4.0, 4.0)


@dataclass(slots=True)
class Obstacles:
    """What labels keep off: points in pixels and boxes that are taken; placing a label takes its box."""

    x: Real
    y: Real
    boxes: list[QRectF]

    @staticmethod
    def of(points: Sequence[tuple[Real, Real]], boxes: Sequence[QRectF] = ()) -> Obstacles:
        """From the pixels of several curves, and boxes such as those of handles."""
        if not points:
            return Obstacles(np.empty(0), np.empty(0), list(boxes))
        return Obstacles(np.concatenate([p[0] for p in points]), np.concatenate([p[1] for p in points]), list(boxes))

    def covered(self, box: QRectF) -> float:
        """How much a box would hide: points count one each, another box by far more."""
        return float(self._points_in(box)) + 50.0 * sum(box.intersects(taken) for taken in self.boxes)

    def hidden(self, box: QRectF) -> bool:
        """Whether a box hides any point."""
        return self._points_in(box) > 0

    def _points_in(self, box: QRectF) -> int:
        inside = (self.x > box.left()) & (self.x < box.right()) & (self.y > box.top()) & (self.y < box.bottom())
        return int(np.count_nonzero(inside))


def place(size: QSizeF, anchor: QPointF, frame: QRectF, obstacles: Obstacles, before: QPointF | None = None) -> QRectF:
    """The best box for a label near a point.

    Args:
        size: of the label.
        anchor: what it names.
        frame: what it must stay inside.
        obstacles: what it keeps off; the box found is added to them.
        before: offset from the anchor where it was last; kept while nothing is in the way, so that labels do not jump.

    Returns:
        The box; where nothing is free, the one that hides least.
    """
    offsets = list(enumerate(_offsets(size)))
    if before is not None:
        habitual = min(offsets, key=lambda pair: (pair[1] - before).manhattanLength())[0]
        offsets.insert(0, (habitual - HABIT, before))
    best, least = QRectF(anchor, size), math.inf
    for rank, offset in offsets:
        if RANK * rank > least:
            break
        box = QRectF(anchor + offset, size)
        outside = 0.0 if frame.contains(box) else 1000.0
        cost = outside + obstacles.covered(box.marginsAdded(_MARGINS)) + RANK * rank
        if cost < least:
            best, least = box, cost
    obstacles.boxes.append(best)
    return best


def corner(size: QSizeF, frame: QRectF, obstacles: Obstacles, margin: float = 8.0) -> QRectF:
    """The corner, or middle of an edge, of a frame where a legend hides least; upper ones first."""
    left, right = frame.left() + margin, frame.right() - margin - size.width()
    top, bottom = frame.top() + margin, frame.bottom() - margin - size.height()
    centre = frame.center().x() - size.width() / 2
    places = [(right, top), (left, top), (centre, top), (right, bottom), (left, bottom), (centre, bottom)]
    boxes = [QRectF(QPointF(x, y), size) for x, y in places]
    best = min(boxes, key=lambda box: obstacles.covered(box.marginsAdded(_MARGINS)))
    obstacles.boxes.append(best)
    return best


def _offsets(size: QSizeF) -> list[QPointF]:
    """Offsets of the box' top left corner from the anchor, best first."""
    offsets = []
    for distance in _DISTANCES:
        for degrees in _DIRECTIONS:
            right, up = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            x = right * distance + (right - 1) * size.width() / 2
            y = -up * distance - (up + 1) * size.height() / 2
            offsets.append(QPointF(x, y))
    return offsets


def _nearest_on(box: QRectF, point: QPointF) -> QPointF:
    """The point of a box nearest to another point."""
    x = min(max(point.x(), box.left()), box.right())
    return QPointF(x, min(max(point.y(), box.top()), box.bottom()))


class Label(QGraphicsItem):
    """A text of one or more lines (HTML); where data had to be covered, on a wash of the card's colour."""

    def __init__(self, view: View, depth: float) -> None:
        super().__init__(view)
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._document = QTextDocument()
        self._document.setDocumentMargin(2)
        font = QFont()
        font.setPointSizeF(theme.MUTED_POINTS)
        self._document.setDefaultFont(font)
        self._html = ""
        self._colour = ""
        self._size = QSizeF()
        self._over_data = False
        self._leader = (QPointF(), QPointF())
        self.offset: QPointF | None = None

    def set_text(self, html: str, colour: str = "") -> None:
        """Show this; in the muted colour where none is given."""
        if (html, colour) != (self._html, self._colour):
            self._html, self._colour = html, colour
            self.retheme()

    def retheme(self) -> None:
        """Follow the theme."""
        self.prepareGeometryChange()
        colour = self._colour or theme.tokens().muted
        self._document.setHtml(f'<div align="center" style="color:{colour}; white-space:pre">{self._html}</div>')
        self._document.setTextWidth(-1)
        self._document.setTextWidth(self._document.idealWidth())
        self._size = self._document.size()
        self.update()

    @property
    def text(self) -> str:
        """What it says, without markup."""
        return self._document.toPlainText()

    @property
    def size(self) -> QSizeF:
        """What it takes in pixels."""
        return self._size

    def put(self, anchor: QPointF, frame: QRectF, obstacles: Obstacles) -> None:
        """Stand near a point where it hides nothing."""
        box = place(self._size, anchor, frame, obstacles, self.offset)
        self._over_data = obstacles.hidden(box)
        self.offset = box.topLeft() - anchor
        self.prepareGeometryChange()
        self._leader = _nearest_on(box, anchor) - box.topLeft(), anchor - box.topLeft()
        self.setPos(box.topLeft())

    def boundingRect(self) -> QRectF:
        """Qt: what it covers."""
        box = QRectF(QPointF(0, 0), self._size)
        return box.united(QRectF(*self._leader).normalized()).adjusted(-1, -1, 1, 1)

    def shape(self) -> QPainterPath:
        """Qt: where the mouse finds it."""
        return QPainterPath()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Qt: draw it."""
        wash = QColor(theme.tokens().panel)
        wash.setAlphaF(0.82 if self._over_data else 0.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash)
        painter.drawRoundedRect(QRectF(QPointF(0, 0), self._size), 4, 4)
        start, end = self._leader
        if math.hypot(end.x() - start.x(), end.y() - start.y()) > LEADER:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.tokens().muted), 0.7))
            painter.drawLine(start, end)
        self._document.drawContents(painter)
