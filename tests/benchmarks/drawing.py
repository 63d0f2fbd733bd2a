"""What a frame costs while something is dragged, against plain pyqtgraph doing the same in the same run.

A spectrum of 1k to 1M noisy points with eight filled components, their sum and the residual, one component moving; and
twenty impedance spectra overlaid, an arc of one moving. CPU milliseconds a frame, medians, in a window of 1200 x 800.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication

from naglass_gui.ui import theme
from naglass_gui.ui.plots.canvas import Canvas
from naglass_gui.ui.plots.decimate import envelope
from naglass_gui.ui.plots.drawables import Drawable, Envelope, Level, Line
from naglass_gui.ui.plots.gesture import Selection
from naglass_gui.ui.plots.plot import Plot, link_x
from tests.benchmarks.row import Row, Timed, alternate

Real = NDArray[np.float64]
SIZE = (1200, 800)
FRAMES, WARM = 40, 5
CENTRES = np.linspace(-80, 80, 8)
WIDTHS = np.linspace(4, 18, 8)
MOVING = 3
REACH_MS = {1_000: 4.0, 16_000: 4.0, 100_000: 5.0, 1_000_000: 8.0}
# What plain pyqtgraph took where the times to reach were set.
PLAIN_MS = {1_000: 10.0, 16_000: 25.0, 100_000: 119.0, 1_000_000: 1142.0}
REACH_EIS_MS, PLAIN_EIS_MS = 6.0, 51.0


def line(x: Real, centre: float, width: float) -> Real:
    """A pseudo-Voigt of height 1."""
    q = ((x - centre) / width) ** 2
    return 0.5 / (1 + 4 * q) + 0.5 * np.exp(-4 * np.log(2) * q)


def spectrum(count: int) -> tuple[Real, Real]:
    x = np.linspace(-120, 120, count)
    y = sum(line(x, c, w) for c, w in zip(CENTRES, WIDTHS, strict=True))
    return x, y + np.random.default_rng(0).normal(0, 0.03, count)


def frame_of(change: Callable[[float], None]) -> Timed:
    """One frame: change what moves, and paint; the seconds of CPU it took."""
    shifts = iter(2.0 * np.sin(np.arange(FRAMES + WARM) / 3))

    def timed() -> float:
        start = time.process_time()
        change(float(next(shifts)))
        QApplication.processEvents()
        return time.process_time() - start

    return timed


def row(work: str, ours: Callable[[float], None], plain: Callable[[float], None], reach: float, ratio: float) -> Row:
    """Both drags frame by frame in turns. The time to reach is that of the design's machine, so its ratio counts too."""
    mine, theirs = frame_of(ours), frame_of(plain)
    for _ in range(WARM):
        mine(), theirs()
    a, b = (1e3 * seconds for seconds in alternate(mine, theirs, FRAMES))
    words = f"{reach:g} ms or {ratio:.3g} x"
    return Row(work, f"{a:.1f} ms", f"{b:.1f} ms", b / a, words, a <= reach or b / a >= ratio)


class OurSpectrum:
    """The component drag drawn by `ui/plots`.

    The model stands on the view grid, the residual is of the decimated data, and what does not move (the data, the seven
    other components) comes from a picture.
    """

    def __init__(self, count: int) -> None:
        self.x, self.y = spectrum(count)
        self.canvas = Canvas(Selection())
        self.top, self.low = Plot(), Plot()
        self.canvas.arrange({(0, 0): self.top, (1, 0): self.low}, shared_bottom=True)
        link_x([self.top, self.low])
        self.top.view.set_home(lambda w, h: (-120, 120, -0.2, 1.6))
        self.low.view.set_home(lambda w, h: (-120, 120, -0.3, 0.3))
        self.canvas.resize(*SIZE)
        self.canvas.show()
        QApplication.processEvents()
        colours = theme.tokens()
        width = int(self.top.view.mapping().width)
        self.grid = np.linspace(-120, 120, 2 * width)
        self.thin = envelope(self.x, self.y, -120, 120, width) or (self.x, self.y, self.y)
        self.parts = [line(self.grid, c, w) for c, w in zip(CENTRES, WIDTHS, strict=True)]
        self.others = np.sum(self.parts, axis=0) - self.parts[MOVING]
        still: list[Drawable] = [self._component(k) for k in range(len(self.parts)) if k != MOVING]
        self.top.data.show_drawables([Line(self.x, self.y, colours.data, ordered=True), *still])

    def _component(self, k: int) -> Line:
        return Line(self.grid, self.parts[k], theme.COMPONENTS[k % 7], ordered=True, fill_to=0.0)

    def move(self, shift: float) -> None:
        colours = theme.tokens()
        self.parts[MOVING] = line(self.grid, CENTRES[MOVING] + shift, WIDTHS[MOVING])
        total = self.others + self.parts[MOVING]
        self.top.live.show_drawables([self._component(MOVING), Line(self.grid, total, colours.fit, ordered=True)])
        x, low, high = self.thin
        model = np.interp(x, self.grid, total)
        rest: Drawable = Line(x, low - model, colours.residual, ordered=True)
        if high is not low:
            rest = Envelope(x, low - model, high - model, colours.residual)
        self.low.live.show_drawables([Level(0.0, colours.line), rest])


class PlainSpectrum:
    """The same with pyqtgraph as its examples use it."""

    def __init__(self, count: int) -> None:
        self.x, self.y = spectrum(count)
        self.canvas = pg.GraphicsLayoutWidget()
        top, low = self.canvas.addPlot(0, 0), self.canvas.addPlot(1, 0)
        low.setXLink(top)
        for plot in (top, low):
            plot.showGrid(x=True, y=True, alpha=0.2)
        top.setRange(xRange=(-120, 120), yRange=(-0.2, 1.6), padding=0)
        low.setRange(xRange=(-120, 120), yRange=(-0.3, 0.3), padding=0)
        top.plot(self.x, self.y, pen="k")
        self.parts = [line(self.x, c, w) for c, w in zip(CENTRES, WIDTHS, strict=True)]
        self.curves = [top.plot(self.x, part, pen=pg.intColor(k)) for k, part in enumerate(self.parts)]
        self.total = top.plot(self.x, self.y, pen="r")
        self.rest = low.plot(self.x, self.y, pen="b")
        self.canvas.resize(*SIZE)
        self.canvas.show()
        QApplication.processEvents()

    def move(self, shift: float) -> None:
        self.parts[MOVING] = line(self.x, CENTRES[MOVING] + shift, WIDTHS[MOVING])
        total = np.sum(self.parts, axis=0)
        self.curves[MOVING].setData(self.x, self.parts[MOVING])
        self.total.setData(self.x, total)
        self.rest.setData(self.x, self.y - total)


def spectra_rows() -> Iterator[Row]:
    """The component drag at four sizes."""
    for count, reach in REACH_MS.items():
        ours, plain = OurSpectrum(count), PlainSpectrum(count)
        work = f"component drag, {count:,} points, 8 components / pyqtgraph"
        yield row(work, ours.move, plain.move, reach, PLAIN_MS[count] / reach)
        for shown in (ours, plain):
            shown.canvas.hide()


def overlaid(count: int) -> tuple[Real, list[NDArray[np.complex128]]]:
    """`count` impedance spectra R(RQ)Q with 79 points each."""
    from naglass_gui.techniques.eis import impedance, parse_circuit

    frequency, circuit = np.logspace(6.85, -1, 79), parse_circuit("R(RQ)Q")
    spectra = [
        impedance(circuit, frequency, [170 / s, 1300 / s, 1.7e-9 * s, 0.82, 1.8e-7 * s, 0.89])
        for s in np.geomspace(1, 8, count)
    ]
    return frequency, spectra


def impedance_row() -> Row:
    """An arc dragged under twenty overlaid spectra, in the real tab without its right column, four plots."""
    tab, drag = _tab_with(20)
    plain, move = _plain_impedance(20)
    made = row(
        "impedance drag, 20 overlaid, 4 plots / pyqtgraph", drag, move, REACH_EIS_MS, PLAIN_EIS_MS / REACH_EIS_MS
    )
    tab.hide(), plain.hide()
    return made


def _tab_with(count: int):  # type: ignore[no-untyped-def]
    import tempfile
    from pathlib import Path

    from naglass_gui.core import edits
    from naglass_gui.core.arrays import MemoryStore, gather
    from naglass_gui.core.project import Channel, Condition, Measurement, Project, Provenance, Sample, new_id
    from naglass_gui.core.quantity import Quantity
    from naglass_gui.techniques import settle
    from naglass_gui.techniques.eis import EIS
    from naglass_gui.ui.document import Document
    from naglass_gui.ui.services import Services
    from naglass_gui.ui.settings import Settings
    from naglass_gui.ui.tabs.eis import EisTab

    store = MemoryStore()
    frequency, spectra = overlaid(count)
    made = []
    for k, z in enumerate(spectra):
        columns = (("frequency", "Hz", frequency), ("z_real", "ohm", z.real), ("z_imag", "ohm", z.imag))
        channels = tuple(Channel(n, u, store.put(np.ascontiguousarray(v))) for n, u, v in columns)
        warm = (Condition("temperature", Quantity(5.0 * k, None, "degC")),)
        made.append(Measurement(new_id(), f"{k}", "eis", channels, Provenance("x", 1, "0", "x", "1"), conditions=warm))
    analyses = tuple(EIS.new_analysis(m, gather(store, (c.array for c in m.channels))) for m in made)
    project = edits.add_sample(Project(new_id()), Sample("s", "s"))
    document = Document(store, settle)
    document.open(edits.add_measurements(project, "s", tuple(made), analyses))
    services = Services(None, None, None, Settings(Path(tempfile.mkdtemp())))  # type: ignore[arg-type]
    tab = EisTab(document, services)
    tab.column.hide()
    tab.column.show_spectrum = lambda *_: None  # type: ignore[method-assign]
    tab.resize(*SIZE)
    tab.show()
    tab.show_selection([m.id for m in made])
    QApplication.processEvents()
    canvas = tab.plots.canvases[0]
    start = tab.plots.nyquist.arcs.grip("diameter", 1).scenePos()
    _send(canvas, QEvent.Type.MouseMove, start, False)
    _send(canvas, QEvent.Type.MouseButtonPress, start, True)

    def drag(shift: float) -> None:
        _send(canvas, QEvent.Type.MouseMove, start + QPointF(-30 - 10 * shift, 0), True)
        tab.redraw_now()

    return tab, drag


def _send(widget: pg.GraphicsView, kind: QEvent.Type, place: QPointF, pressed: bool) -> None:
    from PySide6.QtGui import QMouseEvent

    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = left if kind == QEvent.Type.MouseButtonPress else none
    viewport = widget.viewport()
    event = QMouseEvent(
        kind, place, viewport.mapToGlobal(place), button, left if pressed else none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, event)


def _plain_impedance(count: int) -> tuple[pg.GraphicsLayoutWidget, Callable[[float], None]]:
    from naglass_gui.techniques.eis import CircuitModel, parse_circuit

    frequency, spectra = overlaid(count)
    log_f = np.log10(frequency)
    canvas = pg.GraphicsLayoutWidget()
    nyquist = canvas.addPlot(0, 0, 3, 1)
    nyquist.setAspectLocked(True)
    plots = [nyquist, *(canvas.addPlot(row, 1) for row in range(3))]

    def views(z: NDArray[np.complex128]) -> list[tuple[Real, Real]]:
        return [(z.real, -z.imag), (log_f, np.log10(np.abs(z))), (log_f, -np.angle(z, deg=True))]

    for plot in plots:
        plot.showGrid(x=True, y=True, alpha=0.2)
        plot.disableAutoRange()
    for k, z in enumerate(spectra):
        for plot, (x, y) in zip(plots, views(z), strict=False):
            plot.plot(x, y, pen=None, symbol="o", symbolSize=5, symbolPen=None, symbolBrush=pg.intColor(k))
    nyquist.setRange(xRange=(-50, 2000), yRange=(-50, 900), padding=0)
    plots[1].setRange(xRange=(-1.2, 7), yRange=(1, 8), padding=0)
    plots[2].setRange(xRange=(-1.2, 7), yRange=(0, 90), padding=0)
    plots[3].setRange(xRange=(-1.2, 7), yRange=(-60, 60), padding=0)
    grid = np.logspace(-1, 6.85, 1200)
    model, at_data = (CircuitModel(parse_circuit("R(RQ)Q"), f) for f in (grid, frequency))
    curves = [plot.plot(pen="r") for plot in plots[:3]]
    rest = [plots[3].plot(pen=None, symbol="o", symbolSize=4) for _ in range(2)]
    canvas.resize(*SIZE)
    canvas.show()
    QApplication.processEvents()

    def move(shift: float) -> None:
        values = [170, 1300 + 50 * shift, 1.7e-9, 0.82, 1.8e-7, 0.89]
        z, fitted = model.impedance(values), at_data.impedance(values)
        log_grid = np.log10(grid)
        curves[0].setData(z.real, -z.imag)
        curves[1].setData(log_grid, np.log10(np.abs(z)))
        curves[2].setData(log_grid, -np.angle(z, deg=True))
        relative = 100 * (spectra[0] - fitted) / np.abs(spectra[0])
        rest[0].setData(log_f, relative.real)
        rest[1].setData(log_f, relative.imag)

    return canvas, move


def rows() -> Iterator[Row]:
    """Every row of this page."""
    QApplication.instance() or QApplication([])
    pg.setConfigOption("mouseRateLimit", 0)
    yield from spectra_rows()
    yield impedance_row()
