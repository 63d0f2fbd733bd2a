"""The plots of the T1 tab: the slices with windows or lines, and below them the recovery curves with what the models leave."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout

from naglass_gui.techniques.nmr.noise import signal_span
from naglass_gui.techniques.relaxation.recovery import Curve, Recovery, grid_of
from naglass_gui.techniques.relaxation.slices import Slices
from naglass_gui.ui import theme
from naglass_gui.ui.nmr.curves import Curves, LineCurve, colour_of
from naglass_gui.ui.nmr.words import isotope
from naglass_gui.ui.plots.bands import Band, Bands
from naglass_gui.ui.plots.card import PlotCard, around
from naglass_gui.ui.plots.component_handles import ComponentHandles
from naglass_gui.ui.plots.drawables import Drawable, Level, Line, Points, Ring
from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.heat import heat
from naglass_gui.ui.plots.labels import Obstacles
from naglass_gui.ui.plots.legend import Entry, Legend
from naglass_gui.ui.plots.picking import Picking
from naglass_gui.ui.plots.plot import LABELS, Plot, link_x
from naglass_gui.ui.plots.view import Home
from naglass_gui.ui.relaxation.series import Series
from naglass_gui.ui.relaxation.slice_bar import SliceBar

Real = NDArray[np.float64]
HEIGHTS = (430, 400)
RESIDUAL_SHARE = 3
FAINT = 0.35
OVERLAID = 0.6  # opacity of the slices beside the highlighted one
MOST_SLICES = 48  # drawn at once; of more, some evenly chosen ones
LOWEST_WITH_LEGEND = 110.0  # pixels
LOWEST_WITH_RESIDUAL = 210  # pixels of the lower card; below that a recovery beside its residual is too flat to be read
STACK_STEP = 0.16  # of the height of all slices, between two that are stacked


class PlotsArea(QSplitter):
    """Slices above, recovery and residual below.

    Attributes:
        slices: the plot of the spectra; `bands` are its windows, `handles` those of lines.
        recovery, residual: magnetisation over M0 against delay, and what the model leaves.
        bar: walks through the slices.
        stacked: slices one above the other, instead of on each other.
        log: a logarithmic axis of delays.
    """

    region_drawn = Signal(float, float)
    point_clicked = Signal(int)  # the slice behind a point of a recovery

    def __init__(self, selection: Selection) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.stacked, self.log = False, True
        self.slices = Plot(leftwards=True)
        self.recovery, self.residual = Plot(log_x=True), Plot(log_x=True)
        self.slices_card = PlotCard(selection, {(0, 0): self.slices}, name="Spectra of the series")
        curves = {(0, 0): self.recovery, (1, 0): self.residual}
        self.recovery_card = PlotCard(selection, curves, shared_bottom=True, name="Recovery and residual")
        self._with_residual = False
        self._place_residual(True)
        self.bar = SliceBar()
        self.bands = Bands(self.slices.view, selection)
        self.handles = ComponentHandles(self.slices, selection)
        self.legend = Legend(self.recovery.view, LABELS)
        self.picking = Picking(self.recovery.view, self._points)
        self.picking.clicked.connect(lambda k: self.point_clicked.emit(int(self._slices_behind[k])))
        self._series: Series | None = None
        self._recovery = Recovery()
        self._which = 0
        self._entries: list[Entry] = []
        self._places: tuple[Real, Real] = (np.zeros(0), np.zeros(0))
        self._slices_behind: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        link_x([self.recovery, self.residual])
        self.slices.left.set_label("intensity", scaled=False)
        self.recovery.left.set_label("<i>M</i> / <i>M</i><sub>0</sub>", scaled=False)
        self.residual.left.set_label("residual", scaled=False)
        self.residual.bottom.set_label("delay", "s")
        self.recovery.bottom.set_label("delay", "s")
        self.slices.view.dragged.connect(self._sweep)
        self.recovery.view.moved.connect(self._place_legend)
        upper = QFrame()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.slices_card, 1)
        column.addWidget(self.bar)
        self.addWidget(upper)
        self.addWidget(self.recovery_card)
        self.setSizes(list(HEIGHTS))
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(lambda *_: self._give_room())
        for card in (self.slices_card, self.recovery_card):
            card.canvas.home_wanted.connect(self.show_everything)
            card.canvas.turn_page = self.bar.step

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another height."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """In a low window the residual gives its place to the recovery; pulling the splitter up brings it back."""
        wanted = self.sizes()[1] >= LOWEST_WITH_RESIDUAL
        if wanted != self._with_residual:
            self._place_residual(wanted)

    def _place_residual(self, shown: bool) -> None:
        self._with_residual = shown
        rows = {(0, 0): self.recovery, (1, 0): self.residual} if shown else {(0, 0): self.recovery}
        canvas = self.recovery_card.canvas
        canvas.arrange(rows, shared_bottom=True)
        canvas.centralWidget.layout().setRowStretchFactor(0, RESIDUAL_SHARE)
        canvas.retheme()  # it may have been away while the theme changed

    @property
    def shown(self) -> Recovery:
        """The curves as they are drawn."""
        return self._recovery

    def choose_axes(self, log: bool, stacked: bool) -> None:
        """A logarithmic axis of delays or not; slices stacked or on each other."""
        self.log, self.stacked = log, stacked
        for plot in (self.recovery, self.residual):
            plot.bottom.set_log(log)

    def across(self, delay: Real) -> Real:
        """Delays as positions; NaN where a logarithm has none."""
        return np.log10(np.where(delay > 0, delay, np.nan)) if self.log else delay

    # -- slices ----------------------------------------------------------------------------------------------------

    def show_data(self, series: Series | None, which: int) -> None:
        """Draw the spectra, or none."""
        self._series, self._which = series, which
        slices = series.slices if series is not None else None
        nucleus = slices.nucleus.name if slices is not None and slices.nucleus is not None else ""
        self.slices.bottom.set_label(f"{isotope(nucleus) if nucleus else ''} shift".strip(), "ppm", scaled=False)
        drawn: list[Drawable] = []
        if slices is not None:
            order = slices.order
            for place in _evenly(len(order)):
                k = int(order[place])
                colour = heat(place / max(len(order) - 1, 1))
                opacity = OVERLAID if slices.used[k] else 0.2
                y = slices.intensity[k] + self._lift(slices, place)
                drawn.append(Line(slices.shift, y / _height(slices), colour, ordered=True, opacity=opacity))
            self.slices.view.set_home(self._home(slices), go=False)
        self.slices.data.show_drawables(drawn)

    def show_model(self, series: Series | None, recovery: Recovery, which: int) -> None:
        """Draw the highlighted slice with its lines, the windows, and the recovery curves."""
        self._series, self._recovery, self._which = series, recovery, which
        slices = series.slices if series is not None else None
        self.bar.show_slice(slices, which)
        self.slices.live.show_drawables(self._highlighted(slices))
        self.bands.show(Band(w.id, w.low, w.high) for w in recovery.windows)
        self._show_handles(slices)
        self._show_recovery(series)

    def _highlighted(self, slices: Slices | None) -> list[Drawable]:
        if slices is None:
            return []
        lift = self._lift_of(slices)
        scale = _height(slices)
        y = (slices.intensity[self._which] + lift) / scale
        drawn: list[Drawable] = [Line(slices.shift, y, theme.tokens().data, width=2)]
        lines = self._recovery.lines
        if lines is not None and lines.areas.shape[1] == len(slices.delay):
            for component, curve in zip(lines.components, lines.lines(self._which), strict=True):
                if not component.hidden:
                    shaded = Line(lines.shift, (curve + lift) / scale, colour_of(component), fill_to=lift / scale)
                    drawn.append(shaded)
            drawn.append(Line(lines.shift, (lines.total(self._which) + lift) / scale, theme.tokens().fit))
            return drawn
        for window, curve in zip(self._recovery.windows, self._recovery.curves, strict=False):
            ends = np.array([window.low, window.high])
            drawn.append(Line(ends, np.full(2, lift / scale), curve.colour, width=2))
        return drawn

    def _show_handles(self, slices: Slices | None) -> None:
        lines = self._recovery.lines
        if slices is None or lines is None or self.stacked or lines.areas.shape[1] != len(slices.delay):
            self.handles.show(())
            return
        scale = _height(slices)
        drawn = tuple(
            LineCurve(component, colour_of(component), curve / scale)
            for component, curve in zip(lines.components, lines.lines(self._which), strict=True)
            if not component.hidden
        )
        total = lines.total(self._which) / scale
        self.handles.show(Curves(lines.shift, total, drawn, total).held())

    def _lift_of(self, slices: Slices) -> float:
        return self._lift(slices, int(np.flatnonzero(slices.order == self._which)[0]))

    def _lift(self, slices: Slices, place: int) -> float:
        return STACK_STEP * _height(slices) * place if self.stacked else 0.0

    def _home(self, slices: Slices) -> Home:
        low, high = float(slices.intensity.min()), float(slices.intensity.max())
        scale = _height(slices)
        low, high = low / scale, (high + self._lift(slices, len(slices.delay) - 1)) / scale
        room = 0.06 * (high - low) or 1.0
        left, right = float(slices.shift[0]), float(slices.shift[-1])
        return lambda width, height: (left, right, low - room, high + 2 * room)

    # -- recovery --------------------------------------------------------------------------------------------------

    def _show_recovery(self, series: Series | None) -> None:
        tokens = theme.tokens()
        slices = series.slices if series is not None else None
        drawn: list[Drawable] = [Level(0.0, tokens.line)]
        rest: list[Drawable] = [Level(0.0, tokens.line)]
        seen: list[tuple[Real, Real]] = []
        left_over: list[Real] = []
        if slices is not None and series is not None:
            x, used = self.across(slices.delay), slices.used
            grid = grid_of(slices.delay, self.log)
            opacity = FAINT if series.stale else 1.0
            for curve in self._curves():
                model, at = curve.model(grid), curve.model(slices.delay)
                if model is not None and at is not None:
                    drawn.append(Line(self.across(grid), model, curve.colour, width=2, opacity=opacity))
                    left = curve.values - at
                    rest.append(Points(x[used], left[used], curve.colour, size=4.5, opacity=opacity))
                    left_over.append(left[used])
            for curve in self._curves():
                drawn.append(Points(x[used], curve.values[used], curve.colour, size=6.5))
                drawn.append(Points(x[~used], curve.values[~used], curve.colour, size=6.5, hollow=True))
                if np.isfinite(x[self._which]):
                    ring = Ring(float(x[self._which]), float(curve.values[self._which]), tokens.accent)
                    drawn.append(ring)
                seen.append((x, curve.values))
        self.recovery.live.show_drawables(drawn)
        self.residual.live.show_drawables(rest)
        self._remember(slices, seen)
        home = _with_room(around(*seen)) if seen else around((np.array([0.0, 1.0]), np.array([-1.0, 1.0])))
        self.recovery.view.set_home(home, go=False)
        self.residual.view.set_home(self._residual_home(left_over), go=False)
        several = len(self._curves()) > 1
        self._entries = [Entry(c.label, c.colour) for c in self._curves()] if several else []
        self._place_legend()

    def _place_legend(self) -> None:
        mapping = self.recovery.view.mapping()
        # Where there is no room for it the table at the right tells the colours.
        self.legend.show_entries(self._entries if mapping.height > LOWEST_WITH_LEGEND else ())
        if mapping.width > 2:
            drawn = [(d.x, d.y) for d in self.recovery.live.drawables if isinstance(d, Line)]
            hidden = [(mapping.x(x), mapping.y(y)) for x, y in (self._places, *drawn)]
            self.legend.put(mapping.frame, Obstacles.of(hidden))

    def _curves(self) -> list[Curve]:
        return [c for c in self._recovery.curves if not c.hidden]

    def _remember(self, slices: Slices | None, seen: list[tuple[Real, Real]]) -> None:
        """Where the points are, for clicks."""
        if slices is None or not seen:
            self._places, self._slices_behind = (np.zeros(0), np.zeros(0)), np.zeros(0, dtype=np.intp)
            return
        self._places = (np.concatenate([x for x, _ in seen]), np.concatenate([y for _, y in seen]))
        self._slices_behind = np.tile(np.arange(len(slices.delay)), len(seen))

    def _points(self) -> tuple[Real, Real]:
        return self._places

    def _residual_home(self, rest: list[Real]) -> Home:
        most = max((float(np.abs(r).max()) for r in rest if len(r)), default=0.0) * 1.25 or 1.0
        return lambda width, height: (*self.recovery.view.viewRange()[0], -most, most)

    # -- the view --------------------------------------------------------------------------------------------------

    def show_everything(self) -> None:
        """All the data in every plot."""
        for card in (self.slices_card, self.recovery_card):
            card.show_everything()

    def first_look(self) -> None:
        """Where the signals are."""
        self.show_everything()
        slices = self._series.slices if self._series is not None else None
        if slices is None:
            return
        ends = signal_span(slices.shift, slices.intensity[slices.longest])
        if ends is not None:
            windows = self._recovery.windows
            low, high = min([ends[0], *(w.low for w in windows)]), max([ends[1], *(w.high for w in windows)])
            room = 0.02 * (high - low)
            _, _, bottom, top = self._home(slices)(1.0, 1.0)
            self.slices.view.show_range((low - room, high + room), (bottom, top))
            self.slices_card.canvas.align()

    def follow_recovery(self) -> None:
        """Range the recovery and its residual anew, after a fit."""
        if self.recovery.view.at_home:
            self.recovery.view.go_home()
        self.residual.view.go_home()
        self.recovery_card.canvas.align()

    def retheme(self) -> None:
        """Follow the theme: the canvases do so by themselves."""
        self.bands.retheme()
        self.handles.retheme()

    def _sweep(self, drag: Drag) -> None:
        """Shift and a drag add a window."""
        if not drag.shift or drag.control or self._series is None or self._series.slices is None:
            return
        mapping = self.slices.view.mapping()
        low, high = sorted((mapping.data_x(drag.start.x()), mapping.data_x(drag.now.x())))
        self.bands.show_draft((low, high) if drag.phase in ("start", "move") else None)
        if drag.phase == "finish" and low < high:
            self.region_drawn.emit(low, high)


def _height(slices: Slices) -> float:
    return float(np.abs(slices.intensity).max()) or 1.0


def _evenly(count: int) -> list[int]:
    """So many places that a plot is not black with them."""
    if count <= MOST_SLICES:
        return list(range(count))
    return sorted(set(np.linspace(0, count - 1, MOST_SLICES).round().astype(int).tolist()))


def _with_room(home: Home) -> Home:
    """More room above and below, so that the numbers at both ends of the axis are whole."""

    def roomy(width: float, height: float) -> tuple[float, float, float, float]:
        left, right, bottom, top = home(width, height)
        room = 0.08 * (top - bottom)
        return left, right, bottom - room, top + room

    return roomy
