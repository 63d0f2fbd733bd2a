"""Markers that sit on the points of a curve and slide along it, for limits that have no axis of their own."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from naglass_gui.ui import theme
from naglass_gui.ui.plots.gesture import Selection
from naglass_gui.ui.plots.grip import Grip
from naglass_gui.ui.plots.view import View

GAP, HALF = 5.0, 14.0  # the point itself stays in sight between the two halves
WEDGE = 6.0


class Marker(Grip):
    """A gate across a curve, its wedges towards the side that counts.

    On a Nyquist plot two of them bound the fitted frequencies; the one who owns it snaps it to the nearest point.
    """

    def __init__(self, view: View, selection: Selection, depth: float) -> None:
        super().__init__(view, selection, depth)
        self._angle = 0.0

    def point_along(self, dx: float, dy: float) -> None:
        """Lie across a curve that runs in this direction of pixels, the wedge pointing along it."""
        angle = math.degrees(math.atan2(dy, dx))
        if angle != self._angle:
            self._angle = angle
            self.setRotation(angle)

    def boundingRect(self) -> QRectF:
        """Qt: what it covers."""
        reach = HALF + 4
        return QRectF(-reach, -reach, 2 * reach, 2 * reach)

    def shape(self) -> QPainterPath:
        """Qt: where the mouse finds it."""
        path = QPainterPath()
        path.addRect(QRectF(-6, -HALF - 2, 12 + WEDGE, 2 * HALF + 4))
        return path

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Qt: draw it."""
        ink = QColor(theme.tokens().accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(ink, 3.0 if self.selected else 2.5 if self.under_pointer else 1.8)
        for side in (-1.0, 1.0):
            painter.setPen(pen)
            painter.drawLine(QPointF(0, side * GAP), QPointF(0, side * HALF))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            end = QPointF(0, side * HALF)
            painter.drawPolygon(QPolygonF([end, end + QPointF(WEDGE, 0), end - QPointF(0, side * WEDGE)]))
