"""The other spectra on the plot of the current one: over it or stacked, with their names as grips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPainter

from naglass_gui.core.project import Id, Project
from naglass_gui.techniques.nmr.noise import signal_span
from naglass_gui.ui import theme
from naglass_gui.ui.nmr.arrangement import Arrangement, Placed, arranged
from naglass_gui.ui.nmr.curves import Evaluator
from naglass_gui.ui.nmr.spectra import Spectrum
from naglass_gui.ui.plots.drawables import Drawable, Line
from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.layer import StillLayer
from naglass_gui.ui.plots.mapping import Mapping
from naglass_gui.ui.plots.name_tag import Named, NameTag, NameTags
from naglass_gui.ui.plots.plot import DATA, Plot

HINT = "drag: distance of all · Ctrl-drag: this one alone · arrows: by a pixel · click: work on this one"
OVERLAY_HINT = "click: work on this one"
REST_MS = 150  # after the last move of the view, sums are computed anew
SUM_OPACITY = 0.75
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Shifted:
    """A curve drawn higher by an offset, and so many times as high."""

    line: Line
    factor: float
    offset: float

    def draw(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw it where it stands."""
        scale, offset = mapping.y_scale * self.factor, mapping.y_offset + mapping.y_scale * self.offset
        self.line.draw(painter, replace(mapping, y_scale=scale, y_offset=offset))


class Stack(QObject):
    """Draws the spectra beside the current one; says which is picked and when their places change.

    Attributes:
        chosen: how they are arranged.
        placed: the spectra in their places; () where only one is shown.
    """

    picked = Signal(str)
    changed = Signal()  # another arrangement
    hinted = Signal(str)

    def __init__(self, plot: Plot, selection: Selection) -> None:
        super().__init__(plot.view)
        self._view = plot.view
        self._layer = StillLayer(plot.view, DATA - 1)
        self._sums = StillLayer(plot.view, DATA + 1)
        self._items: tuple[Spectrum, ...] = ()
        self._current: Spectrum | None = None
        self._project: Project | None = None
        self._veiled = False
        self._from: Arrangement | None = None
        self._lines: dict[Id, Line] = {}
        self.chosen = Arrangement()
        self.placed: tuple[Placed, ...] = ()
        self._names = NameTags(plot.view, selection)
        self._names.picked.connect(self.picked)
        self._names.dragged.connect(self._drag)
        self._names.nudged.connect(self._nudge)
        self._names.hovered.connect(lambda under: self.hinted.emit(self._hint() if under else ""))
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._sum)
        plot.view.moved.connect(self._resting.start)

    # -- showing ---------------------------------------------------------------------------------------------------

    def show(self, items: Sequence[Spectrum], current: Spectrum | None, project: Project) -> None:
        """Show these; where another of the same ones became the current one, nothing moves on screen."""
        before, was, held = self.placed, self._current, self._items
        same = self._same(items, current)
        self._items, self._current, self._project = tuple(items), current, project
        if same:
            # Only models may have changed, as in every frame of a drag: the sums of the others follow when it rests.
            if any(old.analysis is not new.analysis for old, new in zip(held, items, strict=True)):
                self.placed = self._arranged()
                self._resting.start()
            return
        self._arrange()
        if was is not None and current is not None and was.id != current.id:
            self._stay(next((p for p in before if p.spectrum.id == current.id), None))

    def _same(self, items: Sequence[Spectrum], current: Spectrum | None) -> bool:
        """Whether all points are the same, and the current one."""
        was = self._current
        if current is None or was is None or current.id != was.id or len(items) != len(self._items):
            return False
        return all(
            old.id == new.id and old.signal is new.signal and old.measurement is new.measurement
            for old, new in zip(self._items, items, strict=True)
        )

    def arrange(self, chosen: Arrangement) -> None:
        """Arrange them so from now on."""
        self.chosen = chosen
        self._arrange()
        self.changed.emit()

    def set_veiled(self, veiled: bool) -> None:
        """Leave the plot to a mode, or take it back."""
        self._veiled = veiled
        self._draw()

    def retheme(self) -> None:
        """Follow the theme."""
        self._arrange()

    @property
    def several(self) -> bool:
        """Whether more than one spectrum can be shown."""
        return sum(item.signal is not None for item in self._items) > 1

    def extent(self, signals: bool = False) -> Box | None:
        """What the others cover: left and right in ppm, bottom and top; None where there are none.

        Args:
            signals: only where their signals are.
        """
        boxes = [_box(p, signals) for p in self._others]
        if not boxes:
            return None
        left, right, bottom, top = zip(*boxes, strict=True)
        return min(left), max(right), min(bottom), max(top)

    @property
    def _others(self) -> tuple[Placed, ...]:
        return tuple(p for p in self.placed if self._current is not None and p.spectrum.id != self._current.id)

    def _arrange(self) -> None:
        self.placed = self._arranged()
        shown = {p.spectrum.id for p in self.placed}
        self._lines = {id: line for id, line in self._lines.items() if id in shown}
        self._draw()

    def _arranged(self) -> tuple[Placed, ...]:
        chosen = self.chosen if self.several else replace(self.chosen, way="one")
        return () if self._project is None else arranged(self._items, self._current, chosen, self._project)

    def _stay(self, place: Placed | None) -> None:
        """Move the view so that the curves stay where they are, though all is told from another one now."""
        if place is None or not place.factor or not self.placed:
            return
        bottom, top = self._view.viewRange()[1]
        ends = [(y - place.offset) / place.factor for y in (bottom, top)]
        self._view.setRange(yRange=(min(ends), max(ends)), padding=0)

    def _draw(self) -> None:
        drawn: list[Drawable] = []
        for place in reversed(self._others if not self._veiled else ()):
            signal = place.spectrum.signal
            assert signal is not None
            drawn.append(Shifted(self._line(place), place.factor, place.offset))
        self._layer.show_drawables(drawn)
        self._name()
        self._sum()

    def _line(self, place: Placed) -> Line:
        """The curve of a spectrum where it stands alone; kept, since thinning it for the screen is most of the work."""
        signal, id = place.spectrum.signal, place.spectrum.id
        assert signal is not None
        kept = self._lines.get(id)
        if kept is None or kept.y is not signal.intensity or kept.colour != place.colour:
            kept = self._lines[id] = Line(signal.shift, signal.intensity, place.colour, ordered=True)
        return kept

    def _sum(self) -> None:
        """The fitted sums of the others, on the points in sight."""
        self._resting.stop()
        low, high = self._view.mapping().x_range
        drawn: list[Drawable] = []
        for place in self._others if not self._veiled else ():
            signal, alone = place.spectrum.signal, place.spectrum.alone
            if signal is None or alone is None or not alone.fits:
                continue
            curves = Evaluator().curves(signal, alone, low, high)
            if curves is not None:
                y = curves.total * place.factor + place.offset
                drawn.append(Line(curves.shift, y, theme.tokens().fit, ordered=True, opacity=SUM_OPACITY))
        if drawn or self._sums.drawables:
            self._sums.show_drawables(drawn)

    # -- names -----------------------------------------------------------------------------------------------------

    @property
    def tags(self) -> dict[Id, NameTag]:
        """The names, by id."""
        return self._names.by_id

    def _name(self) -> None:
        current, overlay = self._current.id if self._current is not None else "", self.chosen.way == "overlay"
        data = theme.tokens().data
        self._names.show(
            Named(
                place.spectrum.id,
                place.spectrum.measurement.name,
                data if place.spectrum.id == current else place.colour,
                place.spectrum.id == current,
                place.offset,
                row if overlay else None,
            )
            for row, place in enumerate(() if self._veiled else self.placed)
        )

    def _hint(self) -> str:
        return HINT if self.chosen.way == "stack" else OVERLAY_HINT

    # -- moving ----------------------------------------------------------------------------------------------------

    def _drag(self, id: Id, drag: Drag) -> None:
        if self.chosen.way != "stack":
            return
        if drag.phase == "start":
            self._from = self.chosen
        elif self._from is not None:
            pixels = 0.0 if drag.phase == "cancel" else drag.now.y() - drag.start.y()
            self.arrange(self._moved(self._from, id, pixels / self._view.mapping().y_scale, drag.control))
            if drag.phase in ("finish", "cancel"):
                self._from = None

    def _nudge(self, id: Id, pixels: float) -> None:
        if self.chosen.way == "stack":
            self.arrange(self._moved(self.chosen, id, pixels / self._view.mapping().y_scale, False))

    def _moved(self, chosen: Arrangement, id: Id, by: float, alone: bool) -> Arrangement:
        if alone:
            return chosen.moved(id, by)
        # The one that is dragged follows the mouse, so all others move by their share; the current one stands still.
        steps = next((p.steps for p in self.placed if p.spectrum.id == id), 0)
        return replace(chosen, step=max(chosen.step + by / (steps or 1), 0.0))


def _box(place: Placed, signals: bool) -> Box:
    signal = place.spectrum.signal
    assert signal is not None
    span = signal_span(signal.shift, signal.intensity) if signals else None
    left, right = span or (float(signal.shift[0]), float(signal.shift[-1]))
    low, high = float(np.min(signal.intensity)), float(np.max(signal.intensity))
    ends = sorted((low * place.factor + place.offset, high * place.factor + place.offset))
    return left, right, ends[0], ends[1]
