"""Texts on a plot that lie over no data and over no other text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem

from naglass_gui.ui import theme
from naglass_gui.ui.contrast import TEXT, ink
from naglass_gui.ui.plots.view import View

Real = NDArray[np.float64]
# Where to look for room around a point, best first: directions in degrees (0 right, 90 up), and distances in pixels.
_DIRECTIONS = (90, 60, 120, 30, 150, 0, 180, -30, 210, -60, 240, -90)
_DISTANCES = (16.0, 28.0, 48.0, 80.0, 120.0, 170.0)
HABIT = 14  # a place stays taken until one that is this many ranks better is free
STRAY = (
    24.0  # pixels a point may move before its label looks for a better place than one that is still as free as it was
)
LEADER = 34.0  # pixels from its point beyond which a label needs a line to it
PAD = 2.0  # around the text
WASH = 0.82  # opacity of what lies between a label and the data it covers
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

    def near(self, anchor: QPointF, size: QSizeF) -> Obstacles:
        """Those that any place of a label of this size around a point can cover; the boxes stay common to both."""
        reach_x, reach_y = (_DISTANCES[-1] + extent + _MARGINS.left() for extent in (size.width(), size.height()))
        near = (abs(self.x - anchor.x()) < reach_x) & (abs(self.y - anchor.y()) < reach_y)
        return Obstacles(self.x[near], self.y[near], self.boxes)

    def covered(self, box: QRectF) -> float:
        """How much a box would hide: points count one each, another box by far more."""
        return float(self._points_in(box)) + 50.0 * sum(box.intersects(taken) for taken in self.boxes)

    def hidden(self, box: QRectF) -> bool:
        """Whether a box hides any point."""
        return self._points_in(box) > 0

    def _points_in(self, box: QRectF) -> int:
        inside = (self.x > box.left()) & (self.x < box.right()) & (self.y > box.top()) & (self.y < box.bottom())
        return int(np.count_nonzero(inside))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands.

    Attributes:
        offset: its top left corner from what it names.
        rank: how many better places there are in all.
        found: where what it names was when the place was looked for.
        hides: what it covered there.
    """

    offset: QPointF
    rank: int
    found: QPointF = field(default_factory=QPointF)
    hides: float = 0.0


def place(
    size: QSizeF,
    anchor: QPointF,
    frame: QRectF,
    obstacles: Obstacles,
    before: Place | None = None,
    moving: bool = False,
) -> tuple[QRectF, Place]:
    """The best box for a label near a point.

    Args:
        size: of the label.
        anchor: what it names.
        frame: what it must stay inside.
        obstacles: what it keeps off; the box found is added to them.
        before: where it was last; kept while nothing is in the way and no much better place can be, so that it does not
            jump.
        moving: the model is being dragged: what is no worse than it was will do until the drag ends.

    Returns:
        The box and the place; where nothing is free, the one that hides least.
    """
    near = moving and before is not None and (anchor - before.found).manhattanLength() < STRAY
    if before is not None and (before.rank <= HABIT or near):
        held = QRectF(anchor + before.offset, size)
        if frame.contains(held) and obstacles.covered(held.marginsAdded(_MARGINS)) <= (before.hides if near else 0.0):
            obstacles.boxes.append(held)
            return held, before
    best, least = Place(QPointF(), 0, anchor), math.inf
    obstacles = obstacles.near(anchor, size)
    for rank, offset in enumerate(_offsets(size.width(), size.height())):
        if RANK * rank > least:
            break
        box = QRectF(anchor + offset, size)
        outside = 0.0 if frame.contains(box) else 1000.0
        hides = obstacles.covered(box.marginsAdded(_MARGINS))
        cost = outside + hides + RANK * rank
        if cost < least:
            best, least = Place(offset, rank, anchor, hides), cost
    found = QRectF(anchor + best.offset, size)
    obstacles.boxes.append(found)
    return found, best


def corner(
    size: QSizeF, frame: QRectF, obstacles: Obstacles, before: QRectF | None = None, margin: float = 8.0
) -> QRectF:
    """The corner, or middle of an edge, of a frame where a legend hides least; upper ones first.

    Where it was `before` it stays while it hides nothing there and the frame is the same.
    """
    left, right = frame.left() + margin, frame.right() - margin - size.width()
    top, bottom = frame.top() + margin, frame.bottom() - margin - size.height()
    centre = frame.center().x() - size.width() / 2
    places = [(right, top), (left, top), (centre, top), (right, bottom), (left, bottom), (centre, bottom)]
    boxes = [QRectF(QPointF(x, y), size) for x, y in places]
    if before in boxes and not obstacles.covered(before.marginsAdded(_MARGINS)):
        obstacles.boxes.append(before)
        return before
    best = min(boxes, key=lambda box: obstacles.covered(box.marginsAdded(_MARGINS)))
    obstacles.boxes.append(best)
    return best


@lru_cache(maxsize=256)
def _offsets(width: float, height: float) -> tuple[QPointF, ...]:
    """Offsets of the top left corner of a box of this size from the anchor, best first."""
    offsets = []
    for distance in _DISTANCES:
        for degrees in _DIRECTIONS:
            right, up = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            x = right * distance + (right - 1) * width / 2
            y = -up * distance - (up + 1) * height / 2
            offsets.append(QPointF(x, y))
    return tuple(offsets)


def _nearest_on(box: QRectF, point: QPointF) -> QPointF:
    """The point of a box nearest to another point."""
    x = min(max(point.x(), box.left()), box.right())
    return QPointF(x, min(max(point.y(), box.top()), box.bottom()))


class Label(QGraphicsItem):
    """A text of one or more lines, centred; where data had to be covered, on a wash of the card's colour."""

    def __init__(self, view: View, depth: float) -> None:
        super().__init__(view)
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._font = QFont()
        self._font.setPointSizeF(theme.MUTED_POINTS)
        self._metrics = QFontMetricsF(self._font)
        self._lines: tuple[str, ...] = ()
        self._colour = ""
        self._size = QSizeF()
        self._over_data = False
        self._leader = (QPointF(), QPointF())
        self._place: Place | None = None

    def set_text(self, text: str, colour: str = "") -> None:
        """Show this, lines parted by line feeds; in the muted colour where none is given."""
        lines = tuple(text.split("\n"))
        if (lines, colour) != (self._lines, self._colour):
            self.prepareGeometryChange()
            self._lines, self._colour = lines, colour
            widest = max(self._metrics.horizontalAdvance(line) for line in lines)
            self._size = QSizeF(widest + 2 * PAD, len(lines) * self._metrics.height() + 2 * PAD)
            self.update()

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join(self._lines)

    @property
    def size(self) -> QSizeF:
        """What it takes in pixels."""
        return self._size

    def put(self, anchor: QPointF, frame: QRectF, obstacles: Obstacles, moving: bool = False) -> None:
        """Stand near a point where it hides nothing; while the point is dragged, where it hides no more than it did."""
        box, self._place = place(self._size, anchor, frame, obstacles, self._place, moving)
        self._over_data = obstacles.hidden(box)
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
        colours = theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._over_data:
            wash = QColor(colours.panel)
            wash.setAlphaF(WASH)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(wash)
            painter.drawRoundedRect(QRectF(QPointF(0, 0), self._size), 4, 4)
        start, end = self._leader
        if math.hypot(end.x() - start.x(), end.y() - start.y()) > LEADER:
            painter.setPen(QPen(QColor(colours.muted), 0.7))
            painter.drawLine(start, end)
        painter.setFont(self._font)
        painter.setPen(QColor(ink(self._colour, TEXT) if self._colour else colours.muted))
        for k, line in enumerate(self._lines):
            x = (self._size.width() - self._metrics.horizontalAdvance(line)) / 2
            painter.drawText(QPointF(x, PAD + k * self._metrics.height() + self._metrics.ascent()), line)
