"""A second scale along the upper edge of a plot, inside its frame: what the lower axis is in another quantity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from naglass_gui.ui import theme
from naglass_gui.ui.plots.mapping import Mapping

TICK, GAP, SIDE = 4.0, 10.0, 2.0
HEIGHT = 26.0
"""What it takes of the frame, in pixels."""

Marks = Callable[[Mapping, float], Sequence[tuple[float, str]]]
"""From the view and the height of a line in pixels to positions on the lower axis with their texts, the most important first."""


@dataclass(slots=True, frozen=True)
class UpperScale:
    """Draws ticks with texts; a text that has no room is left out.

    Attributes:
        marks: where they are.
        title: at the right end; "" for texts that name their unit themselves.
    """

    marks: Marks
    title: str = ""

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw ticks and texts inside the frame."""
        font = QFont()
        font.setPointSizeF(theme.MUTED_POINTS)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.tokens().muted), 1))
        baseline, taken = TICK + 1 + metrics.ascent(), list[tuple[float, float]]()
        if self.title:
            start = mapping.width - metrics.horizontalAdvance(self.title) - SIDE
            painter.drawText(QPointF(start, baseline), self.title)
            taken.append((start, mapping.width))
        for position, text in self.marks(mapping, metrics.height()):
            x, width = mapping.pixel_x(position), metrics.horizontalAdvance(text)
            painter.drawLine(QPointF(x, 0), QPointF(x, TICK))
            start = min(max(x - width / 2, SIDE), mapping.width - width - SIDE)
            if all(start > right + GAP or start + width < left - GAP for left, right in taken):
                painter.drawText(QPointF(start, baseline), text)
                taken.append((start, start + width))
