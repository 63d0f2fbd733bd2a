"""Marks on a spectrum that can be switched on: shifts of its tops, and where spinning sidebands would lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from naglass_gui.techniques.nmr.roles import is_sideband
from naglass_gui.techniques.nmr.tops import tops
from naglass_gui.ui import theme
from naglass_gui.ui.contrast import TEXT, ink
from naglass_gui.ui.nmr.curves import Curves
from naglass_gui.ui.nmr.spectra import Spectrum
from naglass_gui.ui.plots.labels import Label, Obstacles
from naglass_gui.ui.plots.layer import Layer
from naglass_gui.ui.plots.mapping import Mapping
from naglass_gui.ui.plots.plot import CURSOR, LABELS, Plot

MOST_ORDERS = 10
MOST_TOPS = 12
ROOM = 30.0  # pixels, of the order beside its tick
TICK = 12.0  # pixels, at the top of the frame


def shift_words(shift: float) -> str:
    """A shift as it stands at a top: "−11.20"."""
    return f"{shift:.2f}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Sideband:
    """A tick at the top of the frame with its order, and a faint line down: where a sideband would lie."""

    shift: float
    order: int
    colour: str

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw it."""
        x = mapping.pixel_x(self.shift)
        if not 0 <= x <= mapping.width:
            return
        drawn = QColor(ink(self.colour))
        font = QFont(painter.font())
        font.setPointSizeF(theme.MUTED_POINTS)
        painter.setFont(font)
        painter.setPen(QPen(drawn, 1.5))
        painter.drawLine(QPointF(x, 0), QPointF(x, TICK))
        text = f"{self.order:+d}".replace("-", "−")
        box, side = QRectF(x + 3, 0, ROOM, TICK + 4), Qt.AlignmentFlag.AlignLeft
        if box.right() > mapping.width:
            box, side = QRectF(x - 3 - ROOM, 0, ROOM, TICK + 4), Qt.AlignmentFlag.AlignRight
        painter.setPen(QColor(ink(self.colour, TEXT)))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
        drawn.setAlphaF(0.45)
        pen = QPen(drawn, 1)
        pen.setDashPattern([2, 4])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, TICK), QPointF(x, mapping.height))


class Marks(QObject):
    """Draws the marks that are switched on, for the current spectrum.

    Attributes:
        shifts: whether the shifts of tops are shown.
        sidebands: whether sidebands are marked.
    """

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot.view)
        self._view = plot.view
        self._layer = Layer(plot.view, CURSOR - 2)
        self._labels: list[Label] = []
        self._tops: tuple[tuple[float, float], ...] = ()
        self._of: tuple[object, bool] | None = None
        self._spectrum: Spectrum | None = None
        self.shifts = False
        self.sidebands = False
        plot.view.moved.connect(self.place)

    def show(self, spectrum: Spectrum | None, curves: Curves | None) -> None:
        """Mark this spectrum; where lines are shown, these carry their shifts with their names."""
        self._spectrum = spectrum
        signal = spectrum.signal if spectrum is not None else None
        wanted = signal is not None and (self.shifts or self.sidebands)
        if self._of is None or self._of[0] is not signal or self._of[1] != wanted:
            self._of = (signal, wanted)
            found = signal is not None and wanted
            self._tops = tops(signal.shift, signal.intensity, signal.noise, MOST_TOPS) if found and signal else ()
        self._mark_sidebands(spectrum, curves)
        self._write_shifts(self._tops if self.shifts and (curves is None or not curves.lines) else ())

    def place(self) -> None:
        """Put the shifts where they hide nothing."""
        mapping = self._view.mapping()
        signal = self._spectrum.signal if self._spectrum is not None else None
        if not self._labels or mapping.width < 2 or signal is None:
            return
        obstacles = Obstacles.of([(mapping.x(signal.shift), mapping.y(signal.intensity))])
        for label, (shift, height) in zip(self._labels, self._tops, strict=False):
            anchor = mapping.point(shift, height)
            label.setVisible(mapping.frame.contains(anchor))
            if label.isVisible():
                label.put(anchor, mapping.frame, obstacles)

    def _write_shifts(self, found: Sequence[tuple[float, float]]) -> None:
        while len(self._labels) > len(found):
            label = self._labels.pop()
            label.scene().removeItem(label)
        while len(self._labels) < len(found):
            self._labels.append(Label(self._view, LABELS))
        for label, (shift, _) in zip(self._labels, found, strict=True):
            label.set_text(shift_words(shift))
        self.place()

    def _mark_sidebands(self, spectrum: Spectrum | None, curves: Curves | None) -> None:
        signal = spectrum.signal if spectrum is not None else None
        if signal is None or not self.sidebands or not signal.mas_rate:
            if self._layer.drawables:
                self._layer.show_drawables([])
            return
        if curves is not None and curves.lines:
            alone = spectrum.alone if spectrum is not None else None
            own = [c for c in curves.lines if c.y.any() and (alone is None or not is_sideband(alone, c.component))]
            heads = [(float(curves.shift[int(np.argmax(np.abs(c.y)))]), c.colour) for c in own]
        else:
            heads = [(shift, theme.tokens().muted) for shift, _ in self._tops[:1]]
        apart, low, high = signal.mas_rate / signal.larmor, float(signal.shift[0]), float(signal.shift[-1])
        marks = [
            Sideband(head + k * apart, k, colour)
            for head, colour in heads
            for k in range(-MOST_ORDERS, MOST_ORDERS + 1)
            if k and low <= head + k * apart <= high
        ]
        self._layer.show_drawables(marks)
