"""The names of spectra on their plot: a click makes one the current one, a drag moves the stack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from naglass_gui.core.project import Id
from naglass_gui.ui import theme
from naglass_gui.ui.contrast import TEXT, ink
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
    size = QSizeF()  # Qt asks for it while the item is being made, where the pointer is on it
    _row: int | None = None

    def __init__(self, view: View, selection: Selection) -> None:
        super().__init__(view, selection, HANDLES - 2, "y")
        self._font = QFont()
        self._font.setPointSizeF(theme.MUTED_POINTS)
        self._text, self._colour, self._strong = "", "", False

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
        if self._row is not None:
            self.setPos(SIDE, SIDE + self._row * height)
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
        painter.setPen(QColor(ink(self._colour, TEXT) if self._colour else colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)

    def mouseClickEvent(self, ev: Any) -> None:
        """pyqtgraph: a click makes it the current one."""
        if ev.button() == Qt.MouseButton.LeftButton:
            ev.accept()
            self.picked.emit()
        else:
            super().mouseClickEvent(ev)


@dataclass(frozen=True, slots=True)
class Named:
    """What a tag says, and where.

    Attributes:
        id: of the spectrum.
        text, colour: of its name.
        strong: whether it is the current one.
        height: of the curve's base in data.
        row: at the top of the plot, for curves that lie over each other; None: above its curve.
    """

    id: Id
    text: str
    colour: str
    strong: bool
    height: float
    row: int | None = None


class NameTags(QObject):
    """All names of a plot; says what was done to which.

    Attributes:
        by_id: the tags.
    """

    picked = Signal(str)
    dragged = Signal(str, object)  # Drag
    nudged = Signal(str, float)  # pixels down
    hovered = Signal(bool)

    def __init__(self, view: View, selection: Selection) -> None:
        super().__init__(view)
        self._view = view
        self._selection = selection
        self.by_id: dict[Id, NameTag] = {}

    def show(self, names: Iterable[Named]) -> None:
        """Show these and no others."""
        wanted = {named.id: named for named in names}
        for id in set(self.by_id) - set(wanted):
            self.by_id.pop(id).leave()
        for id, named in wanted.items():
            if id not in self.by_id:
                self.by_id[id] = self._tag(id)
            tag = self.by_id[id]
            tag.point = (0.0, named.height)
            tag.show_name(named.text, named.colour, named.strong, named.row)
            tag.settle()

    def _tag(self, id: Id) -> NameTag:
        tag = NameTag(self._view, self._selection)
        tag.picked.connect(lambda: self.picked.emit(id))
        tag.dragged.connect(lambda drag: self.dragged.emit(id, drag))
        tag.nudged.connect(lambda dx, dy: self.nudged.emit(id, dy))
        tag.hovered.connect(self.hovered)
        return tag
