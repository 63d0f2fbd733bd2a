"""What the colours and symbols of a plot mean, in the corner where it hides least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem

from naglass_gui.ui import theme
from naglass_gui.ui.contrast import ink
from naglass_gui.ui.plots.drawables import Symbol, draw_symbol
from naglass_gui.ui.plots.labels import Obstacles, corner
from naglass_gui.ui.plots.view import View

PAD = 6.0
KEY = 14.0  # room of the symbol before a text
RAMP = QSizeF(120.0, 8.0)
LONGEST = 32  # characters of an entry


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend; without a symbol it shows a piece of line."""

    text: str
    colour: str
    symbol: Symbol | None = "circle"
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Ramp:
    """A strip of colours from cold to hot, with the values at both ends."""

    colours: tuple[str, ...]
    low: str
    high: str
    title: str


class Legend(QGraphicsItem):
    """A legend of entries, below each other or in one row, or of a colour strip."""

    def __init__(self, view: View, depth: float, in_a_row: bool = False) -> None:
        super().__init__(view)
        self._in_a_row = in_a_row
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._entries: tuple[Entry, ...] = ()
        self._ramp: Ramp | None = None
        self._font = QFont()
        self._font.setPointSizeF(theme.MUTED_POINTS)
        self._metrics = QFontMetricsF(self._font)
        self._size = QSizeF()
        self._over_data = False
        self.setVisible(False)

    def show_entries(self, entries: Sequence[Entry] = (), ramp: Ramp | None = None) -> None:
        """Show these, or the strip; nothing hides the legend."""
        if (tuple(entries), ramp) == (self._entries, self._ramp):
            return
        self.prepareGeometryChange()
        self._entries, self._ramp = tuple(entries), ramp
        self._size = self._measured()
        self.setVisible(bool(self._entries) or ramp is not None)
        self.update()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is listed."""
        return self._entries

    def put(self, frame: QRectF, obstacles: Obstacles) -> None:
        """Stand in the corner where it hides least."""
        if self.isVisible():
            box = corner(self._size, frame, obstacles, QRectF(self.pos(), self._size))
            self._over_data = obstacles.hidden(box)
            self.setPos(box.topLeft())

    def boundingRect(self) -> QRectF:
        """Qt: what it covers."""
        return QRectF(QPointF(0, 0), self._size)

    def shape(self) -> QPainterPath:
        """Qt: where the mouse finds it."""
        return QPainterPath()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Qt: draw it."""
        colours = theme.tokens()
        wash = QColor(colours.panel)
        wash.setAlphaF(0.82 if self._over_data else 0.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash)
        painter.drawRoundedRect(self.boundingRect(), 4, 4)
        painter.setFont(self._font)
        if self._ramp is not None:
            self._paint_ramp(painter, self._ramp)
            return
        line = self._metrics.height() + 2
        x, middle = PAD, PAD + 0.5 * line
        for entry in self._entries:
            self._paint_key(painter, entry, QPointF(x + 4, middle))
            painter.setPen(QColor(colours.muted))
            baseline = middle + (self._metrics.ascent() - self._metrics.descent()) / 2
            painter.drawText(QPointF(x + KEY, baseline), self._short(entry.text))
            if self._in_a_row:
                x += self._advance(entry)
            else:
                middle += line

    def _paint_key(self, painter: QPainter, entry: Entry, centre: QPointF) -> None:
        colour = QColor(ink(entry.colour))
        painter.setBrush(Qt.BrushStyle.NoBrush if entry.hollow else colour)
        if entry.symbol is None:
            painter.setPen(QPen(colour, 2))
            painter.drawLine(centre - QPointF(4, 0), centre + QPointF(4, 0))
        else:
            painter.setPen(QPen(colour, 1.2) if entry.hollow else QPen(Qt.PenStyle.NoPen))
            draw_symbol(painter, entry.symbol, centre, 2.75)

    def _paint_ramp(self, painter: QPainter, ramp: Ramp) -> None:
        muted = QColor(theme.tokens().muted)
        line = self._metrics.height()
        painter.setPen(muted)
        painter.drawText(QPointF(PAD, PAD + self._metrics.ascent()), ramp.title)
        strip = QRectF(QPointF(PAD, PAD + line + 2), RAMP)
        gradient = QLinearGradient(strip.topLeft(), strip.topRight())
        for k, colour in enumerate(ramp.colours):
            gradient.setColorAt(k / max(1, len(ramp.colours) - 1), QColor(ink(colour)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(strip, 2, 2)
        painter.setPen(muted)
        baseline = strip.bottom() + 2 + self._metrics.ascent()
        painter.drawText(QPointF(strip.left(), baseline), ramp.low)
        painter.drawText(QPointF(strip.right() - self._metrics.horizontalAdvance(ramp.high), baseline), ramp.high)

    def _short(self, text: str) -> str:
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

    def _measured(self) -> QSizeF:
        line = self._metrics.height()
        if self._ramp is not None:
            return QSizeF(RAMP.width() + 2 * PAD, 2 * PAD + 2 * line + RAMP.height() + 4)
        widths = [self._advance(entry) for entry in self._entries] or [0.0]
        if self._in_a_row:
            return QSizeF(2 * PAD + sum(widths) - KEY, 2 * PAD + line + 2)
        return QSizeF(2 * PAD + max(widths) - KEY, 2 * PAD + len(self._entries) * (line + 2))

    def _advance(self, entry: Entry) -> float:
        """The room of one entry in a row, with the gap behind it."""
        return 2 * KEY + self._metrics.horizontalAdvance(self._short(entry.text))
