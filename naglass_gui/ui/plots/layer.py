"""Layers of a plot: each draws a list of drawables, still ones from a picture kept of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QGraphicsItem

from naglass_gui.ui.plots.drawables import Drawable
from naglass_gui.ui.plots.mapping import Mapping

if TYPE_CHECKING:
    from naglass_gui.ui.plots.view import View


class Layer(QGraphicsItem):
    """Draws what it was last given, at every repaint. For curves that follow the mouse."""

    def __init__(self, view: View, depth: float) -> None:
        super().__init__(view)
        self._view = view
        self._drawables: tuple[Drawable, ...] = ()
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        view.moved.connect(self._view_moved)

    def show_drawables(self, drawables: Iterable[Drawable]) -> None:
        """Draw these from now on."""
        self._drawables = tuple(drawables)
        self.refresh()

    @property
    def drawables(self) -> tuple[Drawable, ...]:
        """What is drawn."""
        return self._drawables

    def refresh(self) -> None:
        """Draw again, after a change of colours or of what a drawable reads."""
        self.update()

    def boundingRect(self) -> QRectF:
        """Qt: what it covers."""
        frame: QRectF = self._view.rect()
        return frame

    def shape(self) -> QPainterPath:
        """Qt: where the mouse finds it."""
        return QPainterPath()  # never in the way of the mouse

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Qt: draw it."""
        self._draw(painter, self._view.mapping())

    def _draw(self, painter: QPainter, mapping: Mapping) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for drawable in self._drawables:
            drawable.draw(painter, mapping)

    def _view_moved(self) -> None:
        self.prepareGeometryChange()
        self.refresh()


class StillLayer(Layer):
    """Keeps a picture of its drawables and draws that, until they or the view change. For data under a moving curve.

    `under` is drawn first, whatever is shown: the grid.
    """

    def __init__(self, view: View, depth: float, under: Drawable | None = None) -> None:
        super().__init__(view, depth)
        self._under = under
        self._picture: QPixmap | None = None

    def refresh(self) -> None:
        """Draw again, into a new picture."""
        self._picture = None
        self.update()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Qt: draw it."""
        if not self._drawables and self._under is None:
            return
        mapping = self._view.mapping()
        ratio = painter.device().devicePixelRatio()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._drawn(mapping, ratio)
        painter.drawPixmap(0, 0, self._picture)

    def _drawn(self, mapping: Mapping, ratio: float) -> QPixmap:
        picture = QPixmap(round(mapping.width * ratio) + 1, round(mapping.height * ratio) + 1)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        if self._under is not None:
            self._under.draw(painter, mapping)
        self._draw(painter, mapping)
        painter.end()
        return picture
