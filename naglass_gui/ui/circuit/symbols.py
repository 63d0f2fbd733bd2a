"""The symbols of the elements, drawn by one painter for the schematic, its menus and their pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPen, QPixmap

from naglass_gui.core.symbols import symbol as written
from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.ui.circuit.layout import CELL_WIDTH, Layout, PlacedElement, lay_out
from naglass_gui.ui.theme import tokens

LINE = 1.4
NAME_HEIGHT = 14.0
PICTURE_SCALE = 0.62
ICON = 32  # the style sheet's size of icons in the menus of elements
HALF_WIDTH = {"R": 14.0, "C": 3.5, "Q": 7.0, "L": 14.0}
PILL_WORDS = {"Wo": "Wₒ", "Ws": "Wₛ"}
PILL_HALF = 15.0


def half_width(symbol: str) -> float:
    """Half the width of a symbol: where its wires end."""
    return HALF_WIDTH.get(symbol, PILL_HALF)


def draw_symbol(painter: QPainter, symbol: str, x: float, y: float, fill: QColor | None = None) -> None:
    """One element's symbol centred on (x, y), with the painter's pen; `fill` inside closed shapes."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    _DRAWINGS.get(symbol, _pill)(painter, symbol, x, y)


def _resistor(painter: QPainter, _: str, x: float, y: float) -> None:
    painter.drawRoundedRect(QRectF(x - 14, y - 6, 28, 12), 1.5, 1.5)


def _capacitor(painter: QPainter, _: str, x: float, y: float) -> None:
    for side in (-3.5, 3.5):
        painter.drawLine(QPointF(x + side, y - 9), QPointF(x + side, y + 9))


def _constant_phase(painter: QPainter, _: str, x: float, y: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for tip in (0.0, 7.0):
        painter.drawPolyline([QPointF(x + tip - 7, y - 9), QPointF(x + tip, y), QPointF(x + tip - 7, y + 9)])
    # The wire goes on between the chevrons.
    painter.drawLine(QPointF(x - 7, y), QPointF(x, y))


def _inductor(painter: QPainter, _: str, x: float, y: float) -> None:
    path = QPainterPath(QPointF(x - 14, y))
    for k in range(4):
        path.arcTo(QRectF(x - 14 + 7 * k, y - 4, 7, 8), 180, -180)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _pill(painter: QPainter, symbol: str, x: float, y: float) -> None:
    area = QRectF(x - PILL_HALF, y - 8, 2 * PILL_HALF, 16)
    painter.drawRoundedRect(area, 8, 8)
    font = QFont(painter.font())
    painter.save()
    font.setPixelSize(11)
    painter.setFont(font)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), PILL_WORDS.get(symbol, symbol))
    painter.restore()


_DRAWINGS: dict[str, Callable[[QPainter, str, float, float], None]] = {
    "R": _resistor,
    "C": _capacitor,
    "Q": _constant_phase,
    "L": _inductor,
}


def line_pen(colour: str) -> QPen:
    """The pen of wires and symbols."""
    return QPen(QColor(colour), LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def name_font(font: QFont) -> QFont:
    """The font of the elements' names, in the drawing's own units."""
    small = QFont(font)
    small.setPixelSize(12)
    return small


def draw_element(painter: QPainter, placed: PlacedElement, *, named: bool = True, fill: QColor | None = None) -> None:
    """One placed element with the ends of its wire and its name above."""
    colours = tokens()
    painter.setPen(line_pen(colours.data))
    reach, half = half_width(placed.leaf.symbol), CELL_WIDTH / 2
    painter.drawLine(QPointF(placed.x - half, placed.y), QPointF(placed.x - reach, placed.y))
    # The second chevron points past the symbol's centre: its wire begins at the tip.
    painter.drawLine(QPointF(placed.x + reach, placed.y), QPointF(placed.x + half, placed.y))
    draw_symbol(painter, placed.leaf.symbol, placed.x, placed.y, fill)
    if named:
        painter.setPen(QColor(colours.muted))
        painter.setFont(name_font(painter.font()))
        words = f"{written(placed.name)} {placed.leaf.label}".rstrip()
        area = QRectF(placed.box.left, placed.box.top, placed.box.width, NAME_HEIGHT)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), shown)


def draw_wires(painter: QPainter, layout: Layout) -> None:
    """All wires of a layout."""
    painter.setPen(line_pen(tokens().data))
    for wire in layout.wires:
        painter.drawPolyline([QPointF(*point) for point in wire])


def circuit_picture(circuit: Circuit, size: QSize, ratio: float = 1.0) -> QPixmap:
    """A small picture of a circuit, for lists: fitted into `size` logical pixels and centred at the left."""
    layout = lay_out(circuit)
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    scale = min(size.width() / layout.width, size.height() / layout.height, PICTURE_SCALE)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(0, (size.height() - scale * layout.height) / 2)
    painter.scale(scale, scale)
    draw_wires(painter, layout)
    for placed in layout.elements:
        draw_element(painter, placed, named=False)
    painter.end()
    return picture


def symbol_icon(symbol: str, ratio: float = 1.0) -> QIcon:
    """An element's symbol as a menu icon."""
    size = QSize(ICON, ICON)
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line_pen(tokens().data))
    draw_symbol(painter, symbol, size.width() / 2, size.height() / 2)
    painter.end()
    return QIcon(picture)
