"""The plots of the NMR tab: the spectrum with its lines, and below it what they leave."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.core.project import Id
from naglass_gui.techniques.nmr.noise import signal_span
from naglass_gui.ui import theme
from naglass_gui.ui.nmr import words
from naglass_gui.ui.nmr.curves import Curves, Evaluator, LineCurve
from naglass_gui.ui.nmr.marks import Marks, shift_words
from naglass_gui.ui.nmr.spectra import Real, Spectrum
from naglass_gui.ui.nmr.stack import Stack
from naglass_gui.ui.plots.bands import Band, Bands
from naglass_gui.ui.plots.boxing import Boxing
from naglass_gui.ui.plots.canvas import Canvas
from naglass_gui.ui.plots.component_handles import ComponentHandles
from naglass_gui.ui.plots.decimate import envelope
from naglass_gui.ui.plots.drawables import Drawable, Level, Line, Points
from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.labels import Label, Obstacles
from naglass_gui.ui.plots.plot import LABELS, Plot, link_x
from naglass_gui.ui.plots.zooming import Zooming

RESIDUAL_SHARE = 4  # the spectrum is so many times as high as the residual
QUANTILE = 0.998  # of the residual that its plot shows


class PlotsArea(QWidget):
    """Spectrum and residual above each other, with one axis of shifts.

    Attributes:
        canvas: holds both.
        spectrum: the upper plot.
        residual: the lower one.
        bands: the fitted regions.
        handles: of the lines.
    """

    region_drawn = Signal(str, float, float)  # phase of the drag, ends in ppm
    pointed = Signal(object)  # (shift, intensity) under the pointer, or None
    hinted = Signal(str)

    def __init__(self, selection: Selection) -> None:
        super().__init__()
        self.canvas = Canvas(selection, "Spectrum and residual")
        self.spectrum = Plot(leftwards=True)
        self.residual = Plot(leftwards=True)
        self.spectrum.left.set_label("intensity", scaled=False)
        self.bands = Bands(self.spectrum.view, selection)
        self.handles = ComponentHandles(self.spectrum, selection)
        self.handles.hinted.connect(self.hinted)
        self.bands.hovered.connect(lambda under: self.hinted.emit(words.EDGE_HINT if under else ""))
        self.boxing = Boxing(self.spectrum, self._points)
        self.zooming = Zooming(self.spectrum)
        self.stack = Stack(self.spectrum, selection)
        self.stack.hinted.connect(self.hinted)
        self.marks = Marks(self.spectrum)
        self._labels: dict[Id, Label] = {}
        self._evaluator = Evaluator()
        self._shown: Spectrum | None = None
        self._veiled = False
        self._quiet = False
        self.curves: Curves | None = None
        self.canvas.arrange({(0, 0): self.spectrum, (1, 0): self.residual}, shared_bottom=True)
        rows = self.canvas.centralWidget.layout()
        rows.setRowStretchFactor(0, RESIDUAL_SHARE)
        for plot in (self.spectrum, self.residual):
            plot.view.navigated.connect(lambda: self.canvas.align(shrink=False))
        link_x([self.spectrum, self.residual])
        self.spectrum.view.moved.connect(self._place_labels)
        self.spectrum.view.dragged.connect(self._draw_region)
        self.spectrum.view.hovered.connect(self._point)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_data(self, spectrum: Spectrum | None) -> None:
        """Draw the points of a spectrum, or none."""
        self._shown = spectrum
        signal = spectrum.signal if spectrum else None
        self.residual.left.set_label("residual", "σ" if signal is not None and signal.noise > 0 else "", scaled=False)
        isotope = words.isotope(signal.nucleus) if signal else ""
        for plot in (self.spectrum, self.residual):
            plot.bottom.set_label(f"{isotope} shift".strip(), "ppm", scaled=False)
        drawn: list[Drawable] = []
        if signal is not None and not self._veiled:
            drawn.append(Line(signal.shift, signal.intensity, theme.tokens().data, ordered=True))
        self.spectrum.data.show_drawables(drawn)

    def show_model(self, spectrum: Spectrum | None) -> None:
        """Draw the lines of a spectrum, their sum, what is left, the fitted regions and the handles."""
        self._shown = spectrum
        self.curves = None
        alone = spectrum.alone if spectrum is not None and not self._veiled else None
        if spectrum is not None and spectrum.signal is not None and alone is not None:
            low, high = self.spectrum.view.mapping().x_range
            self.curves = self._evaluator.curves(spectrum.signal, alone, low, high)
        self.spectrum.live.show_drawables(self._model())
        self.residual.live.show_drawables(self._left())
        self.handles.show(self.curves.held() if self.curves is not None and not self._quiet else ())
        analysis = spectrum.analysis if spectrum is not None and not self._veiled else None
        self.bands.show(Band(r.id, r.low, r.high) for r in (analysis.regions if analysis is not None else ()))
        self.show_marks()

    def show_marks(self) -> None:
        """Write the names of the lines, and the marks that are switched on."""
        self._name_lines()
        self.marks.show(None if self._veiled else self._shown, self.curves)

    def set_mode(self, quiet: bool, veiled: bool) -> None:
        """Leave the mouse to a mode (no handles), and perhaps the whole plot, which it then draws in its own way."""
        if (quiet, veiled) != (self._quiet, self._veiled):
            self._quiet, self._veiled = quiet, veiled
            self.stack.set_veiled(veiled)
            self.show_data(self._shown)
            self.show_model(self._shown)

    def first_look(self) -> None:
        """Show where the signals are."""
        self._set_homes(go=True)
        ends = self._signals()
        others = self.stack.extent(signals=True)
        if ends is not None and others is not None:
            ends = min(ends[0], others[0]), max(ends[1], others[1])
        if ends is not None:
            _, _, bottom, top = self._home(1.0, 1.0)
            self.spectrum.view.show_range(ends, (bottom, top))
        self.canvas.align()

    def show_everything(self) -> None:
        """All of the spectrum."""
        self._set_homes(go=True)
        self.canvas.align()

    def follow_residual(self) -> None:
        """Range the residual anew after a fit."""
        self.residual.view.setRange(yRange=self._residual_range(), padding=0)
        self.canvas.align(shrink=False)

    def retheme(self) -> None:
        """Follow the theme."""
        self.bands.retheme()
        self.handles.retheme()
        self.stack.retheme()

    # -- drawing ---------------------------------------------------------------------------------------------------

    def _points(self) -> tuple[Real, Real]:
        signal = self._shown.signal if self._shown is not None and not self._veiled else None
        return (np.empty(0), np.empty(0)) if signal is None else (signal.shift, signal.intensity)

    def _masked(self) -> list[Drawable]:
        """The points that are left out of the fit, hollow."""
        shown = self._shown
        if shown is None or shown.signal is None or shown.analysis is None or not shown.analysis.masked or self._veiled:
            return []
        out = np.isin(shown.signal.rows, [m.index for m in shown.analysis.masked])
        return [Points(shown.signal.shift[out], shown.signal.intensity[out], theme.tokens().muted, hollow=True)]

    def _model(self) -> list[Drawable]:
        curves = self.curves
        if curves is None:
            return self._masked()
        lines: list[Drawable] = [Line(*self._thin(curves.shift, c.y), c.colour, fill_to=0.0) for c in curves.lines]
        # The lines above their sum: along narrow ones it would hide their colour.
        return [*self._masked(), Line(*self._thin(curves.shift, curves.total), theme.tokens().fit), *lines]

    def _thin(self, x: Real, y: Real) -> tuple[Real, Real]:
        """A smooth curve as the points a screen can show, with every top kept; a bar a column would have no shade."""
        mapping = self.spectrum.view.mapping()
        found = envelope(x, y, *mapping.x_range, columns=2 * int(mapping.width))
        if found is None:
            return x, y
        places, low, high = found
        return places, np.where(np.abs(high) > np.abs(low), high, low)

    def _left(self) -> list[Drawable]:
        zero: list[Drawable] = [Level(0.0, theme.tokens().residual, opacity=0.5)]
        rest = self._rest()
        if rest is None or self.curves is None:
            return zero
        return [*zero, Line(self.curves.shift, rest, theme.tokens().residual, ordered=True)]

    def _rest(self) -> Real | None:
        if self.curves is None or self._shown is None or self._shown.signal is None:
            return None
        return (self.curves.data - self.curves.total) / (self._shown.signal.noise or 1.0)

    def _name_lines(self) -> None:
        shown = {line.component.id: line for line in (self.curves.lines if self.curves is not None else ())}
        for id in set(self._labels) - set(shown):
            label = self._labels.pop(id)
            label.scene().removeItem(label)
        for id, line in shown.items():
            if id not in self._labels:
                self._labels[id] = Label(self.spectrum.view, LABELS)
            self._labels[id].set_text(self._label_of(line), line.colour)
        self._place_labels()

    def _label_of(self, line: LineCurve) -> str:
        if not self.marks.shifts or self.curves is None:
            return line.component.name
        top = float(self.curves.shift[int(np.argmax(np.abs(line.y)))])
        return f"{line.component.name}\n{shift_words(top)}"

    def _place_labels(self) -> None:
        curves, mapping = self.curves, self.spectrum.view.mapping()
        if curves is None or mapping.width < 2:
            return
        x, y = mapping.x(curves.shift), mapping.y(np.maximum(curves.data, curves.total))
        obstacles = Obstacles.of([(x, y)])
        for line in curves.lines:
            top = int(np.argmax(np.abs(line.y)))
            anchor = mapping.point(float(curves.shift[top]), float(line.y[top]))
            # The name stands over the peak it belongs to, which may be higher than the line itself.
            anchor.setY(min(anchor.y(), float(y[top])))
            label = self._labels.get(line.component.id)
            if label is not None:
                label.setVisible(mapping.frame.contains(anchor))
                label.put(anchor, mapping.frame, obstacles)

    # -- what is in sight ------------------------------------------------------------------------------------------

    def _set_homes(self, go: bool) -> None:
        self.spectrum.view.set_home(self._home, go)
        self.residual.view.set_home(self._residual_home, go)

    def _home(self, width: float, height: float) -> tuple[float, float, float, float]:
        signal = self._shown.signal if self._shown else None
        if signal is None:
            return 100.0, -100.0, 0.0, 1.0
        low, high = float(signal.intensity.min()), float(signal.intensity.max())
        left, right = float(signal.shift[0]), float(signal.shift[-1])
        others = self.stack.extent()
        if others is not None:
            left, right = min(left, others[0]), max(right, others[1])
            low, high = min(low, others[2]), max(high, others[3])
        room = 0.06 * (high - low) or 1.0
        return left, right, low - room, high + 2.5 * room

    def _residual_home(self, width: float, height: float) -> tuple[float, float, float, float]:
        left, right = self.spectrum.view.viewRange()[0]  # whatever is shown above
        return left, right, *self._residual_range()

    def _residual_range(self) -> tuple[float, float]:
        rest = self._rest()
        most = float(np.quantile(np.abs(rest), QUANTILE)) if rest is not None and len(rest) else 4.5
        most = 1.4 * most or 1.0
        return -most, most

    def _signals(self) -> tuple[float, float] | None:
        """The span of what stands out of the noise, with some room; None where that is everything."""
        signal = self._shown.signal if self._shown else None
        return None if signal is None else signal_span(signal.shift, signal.intensity)

    # -- pointing --------------------------------------------------------------------------------------------------

    def _draw_region(self, drag: Drag) -> None:
        if not drag.shift or drag.control or self._veiled or self._shown is None or self._shown.signal is None:
            return
        mapping = self.spectrum.view.mapping()
        low, high = sorted((mapping.data_x(drag.start.x()), mapping.data_x(drag.now.x())))
        self.bands.show_draft((low, high) if drag.phase in ("start", "move") else None)
        self.region_drawn.emit(drag.phase, low, high)

    def _point(self, pixel: QPointF | None) -> None:
        self.pointed.emit(None if pixel is None else self.spectrum.view.mapping().data(pixel))
