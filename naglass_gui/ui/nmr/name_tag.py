"""The name of a spectrum on its plot: a click makes it the current one, a drag moves the stack."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from naglass_gui.ui import theme
from naglass_gui.ui.plots.gesture import Selection
from naglass_gui.ui.plots.grip import Grip
from naglass_gui.ui.plots.plot import HANDLES
from naglass_gui.ui.plots.view import View

PAD = 4.0
SIDE = 6.0  # from the frame's left edge
LONGEST = 26  # characters
WASH = 0.85


class NameTag(Grip):
    """A name at the left edge, above the curve it belongs to.

    Args:
        view: the plot.
        selection: what the arrow keys move.

    Attributes:
        size: what it takes in pixels.
    """

    picked = Signal()

    def __init__(self, view: View, selection: Selection) -> None:
        super().__init__(view, selection, HANDLES - 2, "y")
        self._font = QFont()
        self._font.setPointSizeF(theme.MUTED_POINTS)
        self._text, self._colour, self._strong = "", "", False
        self._row: int | None = None
        self.size = QSizeF()

    def show_name(self, text: str, colour: str, strong: bool, row: int | None) -> None:
        """Show this name; in a row of its own at the top, or above its curve where `row` is None."""
        short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        if (short, colour, strong, row) != (self._text, self._colour, self._strong, self._row):
            self.prepareGeometryChange()
            self._text, self._colour, self._strong, self._row = short, colour, strong, row
            self._font.setBold(strong)
            metrics = QFontMetricsF(self._font)
            self.size = QSizeF(metrics.horizontalAdvance(short) + 2 * PAD, metrics.height() + PAD)
            self.setCursor(Qt.CursorShape.PointingHandCursor if row is not None else Qt.CursorShape.SizeVerCursor)
            self.settle()
            self.update()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def settle(self) -> None:
        """Stay at the left edge, above its curve or in its row."""
        height = self.size.height()
        row = getattr(self, "_row", None)
        if row is not None:
            self.setPos(SIDE, SIDE + row * height)
            return
        place = self.view.mapping().pixel_y(self.point[1]) - height - PAD
        self.setVisible(-height < place < self.view.rect().height())
        self.setPos(SIDE, place)

    def boundingRect(self) -> QRectF:
        """Qt: what it covers."""
        return QRectF(QPointF(0, 0), self.size).adjusted(-1, -1, 1, 1)

    def shape(self) -> QPainterPath:
        """Qt: where the mouse finds it."""
        path = QPainterPath()
        path.addRect(QRectF(QPointF(0, 0), self.size))
        return path

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Qt: draw it."""
        colours, box = theme.tokens(), QRectF(QPointF(0, 0), self.size)
        wash = QColor(colours.panel)
        wash.setAlphaF(WASH)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(wash)
        painter.setPen(QPen(QColor(colours.accent), 1) if self.under_pointer or self.selected else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(self._font)
        painter.setPen(QColor(self._colour or colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)

    def mouseClickEvent(self, ev: Any) -> None:
        """pyqtgraph: a click makes it the current one."""
        if ev.button() == Qt.MouseButton.LeftButton:
            ev.accept()
            self.picked.emit()
        else:
            super().mouseClickEvent(ev)
