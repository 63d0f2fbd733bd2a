"""An axis: a hairline with ticks, numbers and a label, drawn straight with the painter."""

from __future__ import annotations

import math
from typing import Any, Literal

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextDocument
from PySide6.QtWidgets import QGraphicsItem, QSizePolicy

from naglass_gui.ui import theme
from naglass_gui.ui.plots.gesture import click_of
from naglass_gui.ui.plots.ticks import MINUS, Tick, Ticks, linear, logarithmic, number, prefix
from naglass_gui.ui.plots.view import View

Side = Literal["left", "bottom"]
TICK = 4.0
MINOR = 2.5
GAP = 4.0
POWER_SIZE = 0.72
POWER_RISE = 0.38


class Axis(pg.GraphicsWidget):  # type: ignore[misc]
    """The axis on one side of a view.

    Dragging it pans and the wheel zooms that axis alone. A label names the quantity and its unit; large numbers are
    written in kilo, mega... of the unit, so that ticks stay short.

    Args:
        side: of the view.
        view: that it measures.
        log: positions are decimal logarithms.
    """

    label_clicked = Signal(object)  # Click on the label or the numbers

    def __init__(self, side: Side, view: View, log: bool = False) -> None:
        super().__init__()
        self.side: Side = side
        self.log = log
        self._view = view
        self._quantity = ""
        self._unit = ""
        self._scaled = True
        self._numbers = True
        self._least = 0.0
        self._ticks: Ticks | None = None
        self._factor = 1.0
        self._letter = ""
        self._partner: Axis | None = None
        self._document = QTextDocument()
        self._document.setDocumentMargin(0)
        self._font = QFont()
        self._font.setPointSizeF(theme.MUTED_POINTS)
        self._metrics = QFontMetricsF(self._font)
        # Painted again only when its own numbers change, not with every frame of the curves beside it.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(*((fixed, free) if side == "left" else (free, fixed)))
        view.moved.connect(self._moved)
        self.relabel()

    # -- what it says ----------------------------------------------------------------------------------------------

    def set_label(self, quantity: str, unit: str = "", scaled: bool = True) -> None:
        """Name the quantity (HTML: italics, superscripts) and its unit; `scaled` lets k, M... stand before the unit."""
        if (quantity, unit, scaled) != (self._quantity, self._unit, self._scaled):
            self._quantity, self._unit, self._scaled = quantity, unit, scaled
            self._moved()

    def set_log(self, log: bool) -> None:
        """Whether positions are decimal logarithms."""
        if log != self.log:
            self.log = log
            self._moved()

    def show_numbers(self, shown: bool) -> None:
        """Show numbers and label; without them only hairline and ticks stay, above a plot that shares the axis."""
        self._numbers = shown
        self.relabel()

    def label_text(self) -> str:
        """The label as plain text, e.g. "Re Z / kΩ"."""
        document = QTextDocument()
        document.setHtml(self._label())
        return document.toPlainText()

    def in_words(self) -> str:
        """The label and the range in sight, in the unit of the label: "Re Z / kΩ from 0 to 2.1"."""
        label, mapping = self.label_text(), self._view.mapping()
        low, high = mapping.x_range if self.side == "bottom" else mapping.y_range
        ends = [10.0 ** min(end, 300.0) if self.log else end / self._factor for end in (low, high)]
        return f"{label} from {ends[0]:.3g} to {ends[1]:.3g}".replace("-", MINUS)

    def ticks(self) -> Ticks:
        """Where the ticks are now; the grid uses them too."""
        if self._ticks is None:
            mapping = self._view.mapping()
            across = self.side == "bottom"
            low, high = mapping.x_range if across else mapping.y_range
            length = mapping.width if across else mapping.height
            if self.log:
                spacing = 3.2 * self._metrics.height() if across else 1.9 * self._metrics.height()
                self._factor, self._letter, self._ticks = 1.0, "", logarithmic(low, high, length, spacing)
            else:
                self._factor, self._letter = prefix(self._largest()) if self._scaled else (1.0, "")
                spacing = 4.6 * self._metrics.height() if across else 2.6 * self._metrics.height()
                self._ticks = linear(low, high, length, spacing, self._factor)
        return self._ticks

    def share_prefix(self, other: Axis) -> None:
        """Write numbers in the same multiple of the unit as another axis: for two axes of one scale."""
        self._partner = other

    def _largest(self) -> float:
        mapping = self._view.mapping()
        ranges = [mapping.x_range if self.side == "bottom" else mapping.y_range]
        if self._partner is not None:
            ranges.append(mapping.y_range if self.side == "bottom" else mapping.x_range)
        return max(abs(end) for low_high in ranges for end in low_high)

    # -- room ------------------------------------------------------------------------------------------------------

    def needed(self) -> float:
        """Width (left) or height (bottom) that numbers and label take now."""
        if not self._numbers:
            return TICK + 2
        line = self._metrics.height()
        if self.side == "bottom":
            return TICK + GAP + 2 * line + 2
        widest = max((self._width(tick) for tick in self.ticks().major), default=0.0)
        # Room for five digits is kept, so that the plot does not jump while numbers change under the mouse.
        return max(widest, self._metrics.horizontalAdvance("0000")) + TICK + 2 * GAP + line

    def set_least(self, extent: float) -> None:
        """Take at least this width or height, so that plots above each other line up."""
        if extent != self._least:
            self._least = extent
            self.updateGeometry()

    def sizeHint(self, which: Qt.SizeHint, constraint: QSizeF | None = None) -> QSizeF:
        """Qt: the room it takes."""
        extent = max(self._least, TICK + 2 if not self._numbers else 0.0)
        if which == Qt.SizeHint.MaximumSize:
            return QSizeF(extent, 16777215) if self.side == "left" else QSizeF(16777215, extent)
        return QSizeF(extent, 0) if self.side == "left" else QSizeF(0, extent)

    def relabel(self) -> None:
        """Follow the theme's colours and fonts."""
        self._moved()
        self.updateGeometry()

    def _moved(self) -> None:
        self._ticks = None
        self.update()

    # -- drawing ---------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Qt: draw it."""
        colours = theme.tokens()
        ticks, mapping, frame = self.ticks(), self._view.mapping(), self.rect()
        painter.setFont(self._font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        hairline = QPen(QColor(colours.line), 1)
        painter.setPen(hairline)
        if self.side == "bottom":
            painter.drawLine(QPointF(0, 0), QPointF(frame.width(), 0))
        else:
            painter.drawLine(QPointF(frame.width() - 1, 0), QPointF(frame.width() - 1, frame.height()))
        for position, length in [(t.position, TICK) for t in ticks.major] + [(p, MINOR) for p in ticks.minor]:
            self._draw_tick(
                painter, mapping.pixel_x(position) if self.side == "bottom" else mapping.pixel_y(position), length
            )
        if self._numbers:
            painter.setPen(QColor(colours.muted))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for tick in ticks.major:
                self._draw_number(painter, tick, mapping)
            self._draw_label(painter, colours.muted)

    def _draw_tick(self, painter: QPainter, pixel: float, length: float) -> None:
        frame = self.rect()
        if self.side == "bottom" and -0.5 <= pixel <= frame.width() + 0.5:
            painter.drawLine(QPointF(pixel, 0), QPointF(pixel, length))
        elif self.side == "left" and -0.5 <= pixel <= frame.height() + 0.5:
            painter.drawLine(QPointF(frame.width() - 1 - length, pixel), QPointF(frame.width() - 1, pixel))

    def _draw_number(self, painter: QPainter, tick: Tick, mapping: Any) -> None:
        frame, width, line = self.rect(), self._width(tick), self._metrics.height()
        if self.side == "bottom":
            # Numbers stay inside the axis: the outermost would be cut at the edge of the card.
            x = min(max(mapping.pixel_x(tick.position) - width / 2, -8.0), frame.width() - width + 8.0)
            y = TICK + GAP / 2 + self._metrics.ascent()
        else:
            x = frame.width() - 1 - TICK - GAP - width
            middle = mapping.pixel_y(tick.position)
            if not -0.5 <= middle <= frame.height() + 0.5:
                return
            # At the very ends a hair inwards, for the same reason; left out, a low plot would show a 0 and no scale.
            middle = min(max(middle, line / 2 - 6), frame.height() - line / 2 + 6)
            y = middle + (self._metrics.ascent() - self._metrics.descent()) / 2
        painter.drawText(QPointF(x, y), tick.text)
        if tick.power:
            painter.setFont(self._raised())
            rise = self._metrics.ascent() * POWER_RISE
            painter.drawText(QPointF(x + self._metrics.horizontalAdvance(tick.text) + 0.5, y - rise), tick.power)
            painter.setFont(self._font)

    def _draw_label(self, painter: QPainter, colour: str) -> None:
        document = self._document
        document.setDefaultFont(self._font)
        document.setHtml(f'<span style="color:{colour}; white-space:pre">{self._label()}</span>')
        width, frame = document.idealWidth(), self.rect()
        painter.save()
        if self.side == "bottom":
            painter.translate((frame.width() - width) / 2, frame.height() - self._metrics.height() - 1)
        else:
            painter.translate(0, (frame.height() + width) / 2)
            painter.rotate(-90)
        document.drawContents(painter)
        painter.restore()

    def _label(self) -> str:
        self.ticks()
        unit = self._letter + self._unit
        if self._letter and not self._unit:
            power = number(round(math.log10(self._factor)), 0)
            unit = f"10<sup>{power}</sup>"
        return f"{self._quantity} / {unit}" if unit else self._quantity

    def _width(self, tick: Tick) -> float:
        raised = QFontMetricsF(self._raised()).horizontalAdvance(tick.power) + 0.5 if tick.power else 0.0
        return self._metrics.horizontalAdvance(tick.text) + raised

    def _raised(self) -> QFont:
        font = QFont(self._font)
        font.setPointSizeF(self._font.pointSizeF() * POWER_SIZE)
        return font

    # -- the mouse -------------------------------------------------------------------------------------------------

    def mouseDragEvent(self, ev: Any) -> None:
        """pyqtgraph: a drag."""
        self._view.mouseDragEvent(ev, axis=0 if self.side == "bottom" else 1)

    def wheelEvent(self, ev: Any) -> None:
        """pyqtgraph: the wheel."""
        self._view.wheelEvent(ev, axis=0 if self.side == "bottom" else 1)

    def mouseClickEvent(self, ev: Any) -> None:
        """pyqtgraph: a click."""
        self.label_clicked.emit(click_of(ev, QPointF(ev.pos())))
        ev.accept()

    def hoverEvent(self, ev: Any) -> None:
        """pyqtgraph: the pointer came, moved or left."""
        pass  # takes part in the search for who gets a drag

    def boundingRect(self) -> QRectF:
        """Qt: what it covers."""
        covered: QRectF = self.rect().adjusted(-10, -8, 10, 8 if self.side == "left" else 0)
        return covered
