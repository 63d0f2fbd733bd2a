"""The plots of the DC polarization tab: current over time, what the fit leaves, and current against voltage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter

from naglass_gui.techniques.polarization.derived import ohmic_of, voltages
from naglass_gui.ui import theme
from naglass_gui.ui.plots.bands import Band, Bands
from naglass_gui.ui.plots.card import PlotCard, around
from naglass_gui.ui.plots.drawables import Drawable, Level, Line, Points, Sticks
from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.plot import Plot, link_x
from naglass_gui.ui.plots.view import Home
from naglass_gui.ui.polarization.traces import Trace

Real = NDArray[np.float64]
FAINT = 0.35
HEIGHTS = (560, 240)


class PlotsArea(QSplitter):
    """Three plots; the one of current against voltage is there where several voltages were fitted.

    `region_dragged(live, low, high)` asks for another region, in s since the step; `cancelled` takes it back.
    """

    region_dragged = Signal(bool, float, float)
    region_removed = Signal()
    cancelled = Signal()

    def __init__(self, selection: Selection) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.decay, self.residual, self.ohmic = Plot(), Plot(), Plot()
        self.decay_card = PlotCard(selection, {(0, 0): self.decay}, name="Current against time")
        self.residual_card = PlotCard(selection, {(0, 0): self.residual}, name="Residual")
        self.ohmic_card = PlotCard(selection, {(0, 0): self.ohmic}, name="Current against voltage")
        self.bands = Bands(self.decay.view, selection)
        self.log_time, self.log_current = False, False
        self._sweep: tuple[float, float] | None = None
        link_x([self.decay, self.residual])
        self.ohmic.bottom.set_label("<i>U</i>", "V")
        self.ohmic.left.set_label("<i>I</i><sub>ss</sub>", "A")
        self.residual.left.set_label("residual", "A")
        self._lower = QSplitter()
        self._lower.addWidget(self.residual_card)
        self._lower.addWidget(self.ohmic_card)
        self._lower.setSizes([500, 300])
        self.addWidget(self.decay_card)
        self.addWidget(self._lower)
        self.setSizes(list(HEIGHTS))
        self.setChildrenCollapsible(False)
        self.ohmic_card.hide()
        self._lower.hide()
        self._connect()

    def _connect(self) -> None:
        self.bands.moving.connect(lambda _id, low, high: self._ask(True, low, high))
        self.bands.moved.connect(lambda _id, low, high: self._ask(False, low, high))
        self.bands.cancelled.connect(self.cancelled)
        self.bands.removal_wanted.connect(lambda _id: self.region_removed.emit())
        self.decay.view.dragged.connect(self._swept)
        for card in (self.decay_card, self.residual_card, self.ohmic_card):
            card.canvas.home_wanted.connect(self.show_everything)

    # -- coordinates -----------------------------------------------------------------------------------------------

    def across(self, time: Real) -> Real:
        """Times since the step as positions; NaN where a logarithm has none."""
        return _logarithm(time) if self.log_time else time

    def up(self, current: Real) -> Real:
        """Currents as positions."""
        return _logarithm(np.abs(current)) if self.log_current else current

    def choose_axes(self, log_time: bool, log_current: bool) -> None:
        """Show time and current logarithmically or not."""
        self.log_time, self.log_current = log_time, log_current
        for plot in (self.decay, self.residual):
            plot.bottom.set_log(log_time)
        self.decay.left.set_log(log_current)

    def _ask(self, live: bool, low: float, high: float) -> None:
        if self.log_time:
            low, high = 10.0**low, 10.0**high
        self.region_dragged.emit(live, low, high)

    def _swept(self, drag: Drag) -> None:
        """Shift and a drag draw the region anew."""
        if not drag.shift:
            return
        if drag.phase == "cancel":
            self.cancelled.emit()
            return
        mapping = self.decay.view.mapping()
        low, high = sorted((mapping.data_x(drag.start.x()), mapping.data_x(drag.now.x())))
        if low < high and drag.phase != "start":
            self._ask(drag.phase == "move", low, high)

    # -- drawing ---------------------------------------------------------------------------------------------------

    def show_data(self, items: Sequence[Trace], current: Trace | None) -> None:
        """Draw what was measured, and say what "everything" is."""
        tokens = theme.tokens()
        drawn: list[Drawable] = []
        seen: list[tuple[Real, Real]] = []
        for item in items:
            if item is not current and item.overview is not None:
                x, y = self.across(item.time), self.up(item.current)
                drawn.append(Line(x, y, tokens.muted, opacity=FAINT))
                seen.append((x, y))
        if current is not None and current.overview is not None:
            x, y = self.across(current.time), self.up(current.current)
            inside = np.zeros(len(x), dtype=bool)
            inside[current.overview.step.rows] = True
            drawn.append(Points(x[~inside], y[~inside], tokens.data, size=3.5, opacity=FAINT))
            drawn.append(Points(x[inside], y[inside], tokens.data, size=4.0))
            seen.append((x[inside], y[inside]) if self.log_time else (x, y))
        self.decay.data.show_drawables(drawn)
        self.decay.bottom.set_label("time since the step", "s", scaled=False)
        self.decay.left.set_label("<i>I</i>" if not self.log_current else "|<i>I</i>|", "A")
        self.residual.bottom.set_label("time since the step", "s", scaled=False)
        self.decay.view.set_home(around(*seen), go=False)

    def show_model(self, current: Trace | None) -> None:
        """Draw the fit, the region and the residual."""
        tokens = theme.tokens()
        drawn: list[Drawable] = []
        rest: list[Drawable] = [Level(0.0, tokens.line)]
        bands: tuple[Band, ...] = ()
        if current is not None and current.overview is not None:
            x = self.across(current.time)
            opacity = FAINT if current.stale else 1.0
            steady = next((d for d in current.quantities if d.name == "I_e"), None)
            if steady is not None and not (self.log_current and steady.value == 0):
                drawn.append(Level(float(self.up(np.array([steady.value]))[0]), tokens.accent, opacity=0.7))
            if len(current.fitted):
                good = np.isfinite(current.fitted)
                drawn.append(Line(x[good], self.up(current.fitted[good]), tokens.fit, width=2, opacity=opacity))
                left = current.current - current.fitted
                rest.append(Points(x[good], left[good], tokens.residual, size=3.0, opacity=opacity))
                self.residual.view.set_home(_same_width(self.decay, left[good]), go=False)
            if not self.log_time or all(r.low > 0 for r in current.regions):
                ends = [(r.id, *self.across(np.array([r.low, r.high])).tolist()) for r in current.regions]
                bands = tuple(Band(*end) for end in ends)
        self.decay.live.show_drawables(drawn)
        self.residual.live.show_drawables(rest)
        self.bands.show(bands)
        self._show_ohmic(current)
        # Without a fit there is nothing to be left.
        self._lower.setVisible(current is not None and len(current.fitted) > 0)

    def _show_ohmic(self, current: Trace | None) -> None:
        fit = current.analysis.fit if current is not None and current.analysis is not None else None
        check = ohmic_of(fit) if fit is not None else None
        self.ohmic_card.setVisible(check is not None)
        if check is None or fit is None:
            return
        tokens = theme.tokens()
        u, i, error = (np.array(values) for values in voltages(fit))
        ends = np.array([min(0.0, u.min()), max(0.0, u.max())])
        line = check.intercept[0] + check.slope[0] * ends
        chosen = int(fit.statistic("fitted_step") or 0) - 1
        mine = np.arange(len(u)) == chosen
        self.ohmic.data.show_drawables(
            [
                Level(0.0, tokens.line),
                Line(ends, line, tokens.fit),
                Sticks(u, i - error, i + error, tokens.data),
                Points(u[~mine], i[~mine], tokens.data),
                Points(u[mine], i[mine], tokens.accent, size=8.0),
            ]
        )
        self.ohmic.view.set_home(around((u, i + error), (u, i - error), (ends, line)), go=False)

    # -- the view --------------------------------------------------------------------------------------------------

    def show_everything(self) -> None:
        """All the data in every plot."""
        for card in (self.decay_card, self.residual_card, self.ohmic_card):
            card.show_everything()

    def first_look(self) -> None:
        """The same."""
        self.show_everything()

    def follow_residual(self) -> None:
        """Range the residual anew."""
        self.residual.view.go_home()
        self.residual_card.canvas.align()

    def retheme(self) -> None:
        """Follow the theme: the canvases do so by themselves."""
        self.bands.retheme()


def _same_width(decay: Plot, left: Real) -> Home:
    """A home with the x range of the plot above and what the fit leaves, spikes aside, upwards."""
    high = float(np.quantile(np.abs(left), 0.995)) * 1.25 if len(left) else 1.0
    return lambda width, height: (*decay.view.viewRange()[0], -high or -1.0, high or 1.0)


def _logarithm(values: Real) -> Real:
    return np.log10(np.where(values > 0, values, np.nan))
