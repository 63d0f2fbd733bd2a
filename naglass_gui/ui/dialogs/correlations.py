"""How the parameters of a fit hang together: every pair's correlation as a colour and a number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QScrollArea, QToolTip, QVBoxLayout, QWidget

from naglass_gui.core.project import Analysis, Fit
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.table_copy import Copying
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING, tokens

Real = NDArray[np.float64]
CELL_WIDTH, CELL_HEIGHT = 46, 26
STRONG = 0.98
"""Beyond this two parameters can hardly be told apart."""
WEAK = 0.1
"""Below this a number is faint."""
MOST = 60


def correlations_of(fit: Fit) -> tuple[tuple[str, ...], Real] | None:
    """The free parameters of a fit and their correlations, shape (n, n), NaN where undetermined; None without a covariance."""
    covariance = np.asarray(fit.covariance, dtype=float)
    count = len(fit.free)
    if count < 2 or covariance.shape != (count, count):
        return None
    error = np.sqrt(np.where(np.diag(covariance) > 0, np.diag(covariance), np.nan))
    return fit.free[:MOST], (covariance / np.outer(error, error))[:MOST, :MOST]


class CorrelationsDialog(QDialog):
    """Shows the correlations of the current fit of an analysis.

    Args:
        analysis: with a fit that has a covariance.
        services: for copying.
        parent: of the window.
    """

    def __init__(self, analysis: Analysis, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Correlations: {analysis.name}")
        self.setProperty("help_page", "fitting")
        found = correlations_of(analysis.fit) if analysis.fit is not None else None
        self.names, self.values = found if found is not None else ((), np.zeros((0, 0)))
        self.map = HeatMap(self.names, self.values)
        area = QScrollArea()
        area.setWidget(self.map)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(False)
        self.sentence = label(strongest(self.names, self.values), "body", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copying = Copying(self.map, self.table, services)
        copy = QPushButton("Copy table")
        copy.clicked.connect(self.copying.copy.trigger)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addWidget(self.sentence)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        hint = self.map.sizeHint()
        self.resize(min(hint.width() + 60, 1100), min(hint.height() + 140, 760))

    def table(self) -> Table:
        """The numbers, at full precision."""
        heads = (Head("parameter"), *(Head(name, number=True) for name in self.names))
        rows: list[tuple[str | Cell, ...]] = [
            (name, *(Cell(float(r)) for r in row)) for name, row in zip(self.names, self.values, strict=True)
        ]
        return Table(heads, tuple(rows))


def strongest(names: Sequence[str], values: Real) -> str:
    """Which pair hangs together most, in a sentence."""
    if len(names) < 2:
        return "This fit has no covariance, or a single free parameter: there is nothing to compare."
    size = np.abs(np.where(np.isfinite(values), values, 0.0))
    np.fill_diagonal(size, 0.0)
    i, j = divmod(int(np.argmax(size)), len(names))
    r = float(values[i, j])
    said = f"Most alike are {names[i]} and {names[j]}, r = {_number(r, 3)}."
    if abs(r) > STRONG:
        said += " The data can hardly tell them apart: fix or link one of them."
    lost = [name for k, name in enumerate(names) if not np.isfinite(values[k]).any()]
    return said + (f" Not determined: {', '.join(lost)}." if lost else "")


class HeatMap(QWidget):
    """A square of coloured cells with their numbers, and the parameters' names at the left and below."""

    def __init__(self, names: Sequence[str], values: Real, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names, self._values = tuple(names), values
        self.setFont(tabular(interface_font()))
        metrics = QFontMetrics(self.font())
        self._left = max((metrics.horizontalAdvance(name) for name in names), default=0) + SPACING[1]
        self.setMouseTracking(True)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Qt: the size it needs."""
        count = len(self._names)
        return QSize(self._left + CELL_WIDTH * count + 2, CELL_HEIGHT * count + self._left + SPACING[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw it."""
        painter = QPainter(self)
        colours = tokens()
        ink = QColor(colours.text)
        for i, name in enumerate(self._names):
            row = QRectF(0, i * CELL_HEIGHT, self._left - SPACING[1], CELL_HEIGHT)
            painter.setPen(ink)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
            for j in range(len(self._names)):
                self._paint_cell(painter, i, j, ink)
            painter.save()
            painter.translate(QPointF(self._left + (i + 0.5) * CELL_WIDTH, len(self._names) * CELL_HEIGHT + SPACING[1]))
            painter.rotate(90)
            below = QRectF(0, -CELL_WIDTH / 2, self._left, CELL_WIDTH)
            painter.setPen(ink)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
            painter.restore()

    def event(self, event: QEvent) -> bool:
        """Qt: the tooltip of a cell names its pair."""
        if isinstance(event, QHelpEvent):
            pair = self.pair_at(event.pos())
            text = "" if pair is None else _pair_words(self._names, self._values, *pair)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def pair_at(self, place: QPoint) -> tuple[int, int] | None:
        """The row and column under a place; None beside the cells."""
        i, j = place.y() // CELL_HEIGHT, (place.x() - self._left) // CELL_WIDTH
        count = len(self._names)
        return (i, j) if 0 <= i < count and 0 <= j < count else None

    def _paint_cell(self, painter: QPainter, i: int, j: int, ink: QColor) -> None:
        cell = QRectF(self._left + j * CELL_WIDTH, i * CELL_HEIGHT, CELL_WIDTH, CELL_HEIGHT).adjusted(
            0.5, 0.5, -0.5, -0.5
        )
        r = float(self._values[i, j])
        if not np.isfinite(r):
            painter.setPen(QColor(tokens().muted))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, "–")
            return
        fill = QColor(tokens().components[1] if r > 0 else tokens().components[0])
        fill.setAlphaF(0.75 * min(abs(r), 1.0) ** 1.5)
        painter.fillRect(cell, fill)
        painter.setPen(ink if abs(r) >= WEAK else QColor(tokens().muted))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, "1" if i == j else _number(r, 2))


def _pair_words(names: Sequence[str], values: Real, i: int, j: int) -> str:
    return names[i] if i == j else f"{names[i]} and {names[j]}: r = {_number(float(values[i, j]), 4)}"


def _number(r: float, digits: int) -> str:
    # A zero has no sign.
    return "not determined" if not np.isfinite(r) else f"{round(r, digits) + 0.0:.{digits}f}".replace("-", "−")
