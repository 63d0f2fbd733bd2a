"""Plots against frequency: quantities of the impedance and the residual, above each other or side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from naglass_gui.techniques.eis.check import DataCheck
from naglass_gui.techniques.eis.stacking import Outline, frequency_outline
from naglass_gui.ui import theme
from naglass_gui.ui.eis import frames
from naglass_gui.ui.eis.model_curve import ModelCurve, StillCurves
from naglass_gui.ui.eis.nyquist import FIT_OF_OTHERS, NAMES, stretches
from naglass_gui.ui.eis.pointing import Pointing
from naglass_gui.ui.eis.quantities import BY_NAME, CHECK, RELAXATION, RESIDUALS, UNITS, Quantity, residuals
from naglass_gui.ui.eis.region_drag import RegionDrag
from naglass_gui.ui.eis.relaxation_curve import RelaxationCurve
from naglass_gui.ui.eis.shown import Shown, points_of
from naglass_gui.ui.eis.spectra import Complex, Real, Spectrum
from naglass_gui.ui.eis.stack import Stack
from naglass_gui.ui.eis.top_handles import TopHandles
from naglass_gui.ui.plots.bands import Band, Bands
from naglass_gui.ui.plots.drawables import Drawable, Level, Line
from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.labels import Obstacles
from naglass_gui.ui.plots.legend import Entry, Legend
from naglass_gui.ui.plots.plot import LABELS, Plot


class FrequencyPlot(QObject):
    """One quantity against the frequency, with the fitted regions as bands.

    Attributes:
        plot: to be placed on a canvas.
        pointing: what is under the pointer.
        bands: the fitted regions.
        tops: handles on the top frequencies of the arcs.
        stack: where the spectra stand above one another.
        quantity: its name, "residual" for the residual of the fit, "check" for that of the Kramers–Kronig test, "relaxation"
            for the distribution of relaxation times.
    """

    region_dragged = Signal(object)  # RegionDrag
    label_clicked = Signal(object)  # Click: the person wants another quantity

    def __init__(self, selection: Selection, quantity: str, still: StillCurves) -> None:
        plot = Plot(log_x=True)
        super().__init__(plot)
        self._still = still
        self._shown = Shown()
        self.plot = plot
        self.plot.bottom.set_label("<i>f</i>", "Hz")
        self.quantity = quantity
        self.bare = False  # without handles
        self.beside_names = False  # a plot that shares the frequencies has the names of a stack
        self.pointing = Pointing(self.plot, self._coordinates, vertical=True)
        self.bands = Bands(self.plot.view, selection)
        self.tops = TopHandles(self.plot, selection)
        self.relaxation = RelaxationCurve(self.plot)
        self.stack = Stack(self.plot, selection, self._outline)
        self.stack.changed.connect(lambda: self.show_data(self._shown))
        self._legend = Legend(self.plot.view, LABELS, in_a_row=True)
        self._curve: ModelCurve | None = None
        self._curve_of: Spectrum | None = None
        self.plot.left.label_clicked.connect(self.label_clicked)
        self.plot.left.setToolTip("Click (or Q, in the plot) to show another quantity; drag or wheel: this axis alone")
        self.plot.view.dragged.connect(self._draw_region)
        self.plot.view.moved.connect(self._settle)
        self.bands.moving.connect(lambda id, low, high: self._say("move", low, high, id))
        self.bands.moved.connect(lambda id, low, high: self._say("finish", low, high, id))
        self.bands.cancelled.connect(lambda: self.region_dragged.emit(RegionDrag("cancel")))

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_data(self, shown: Shown) -> None:
        """Draw the points of all spectra (nothing of what is the current one's alone) and the bands."""
        another = shown.current_id != self._shown.current_id
        self._shown = shown
        self.stack.show(shown if self.is_stacked else replace(shown, stacked=False))
        if another and self.is_stacked:
            self.everything(go=False)  # at home this shows the same as before, told from another spectrum
        self._label_axis()
        drawn: list[Drawable] = []
        if self._of_all:
            for spectrum in (*shown.others, *((shown.current,) if shown.current else ())):
                other = spectrum is not shown.current
                colour = shown.colours[spectrum.measurement.id]
                if other:
                    drawn += self._fit_of(spectrum, colour)
                drawn += points_of(spectrum, *self._coordinates(spectrum), colour, small=other)
        self.plot.data.show_drawables(drawn)
        self.pointing.show(shown)
        self._show_bands()

    def show_model(self, curve: ModelCurve | None, shown: Shown) -> None:
        """Draw the current model, or what the data leave of it."""
        self._shown, self._curve, self._curve_of = shown, curve, shown.current
        self.pointing.show(shown)
        current = self._shown.current
        drawn: list[Drawable] = []
        if current is not None and self.is_residual:
            drawn = self._residual(current)
        elif current is not None and self.quantity == RELAXATION:
            drawn = self.relaxation.drawables(shown.relaxation, shown.factor(current))
        elif current is not None and curve is not None:
            drawn = self._model(current, curve)
        self.relaxation.write(shown if self.quantity == RELAXATION else None)
        self._place_tops(current if curve is not None and self._of_all and not self.bare else None)
        self._legend.show_entries(self._entries() if self.is_residual and drawn else ())
        self.plot.live.show_drawables(drawn)
        self._settle()

    def first_look(self) -> None:
        """Show everything; the same as `everything` for a plot against frequency."""
        self.everything()

    def everything(self, go: bool = True) -> None:
        """Show all frequencies and values; of the residual those that are fitted, as others may be huge."""
        frequencies = [s.frequency for s in self._shown.spectra]
        names = NAMES if self.beside_names else 0.0
        if self.is_residual:
            self.plot.view.set_home(frames.residual_home(frequencies, self._residual_values(), names), go)
            return
        if self.quantity == RELAXATION:
            self.plot.view.set_home(self.relaxation.home(frequencies, self._shown, names), go)
            return
        values = [self._coordinates(s)[1] for s in self._shown.spectra]
        self.plot.view.set_home(frames.frequency_home(frequencies, values, self._log, names), go)

    def follow_residual(self) -> None:
        """After a fit: range what is the current one's alone anew, where the person has not moved the view."""
        if not self._of_all and self.plot.view.at_home:
            self.everything()

    def retheme(self) -> None:
        """Draw bands in the theme's colours."""
        self.bands.retheme()
        self.tops.retheme()

    # -- drawing ---------------------------------------------------------------------------------------------------

    @property
    def is_residual(self) -> bool:
        """Whether what is left of the current spectrum is drawn, and no quantity of all."""
        return self.quantity in RESIDUALS

    @property
    def is_stacked(self) -> bool:
        """Whether spectra stand above one another here: on a linear axis, since on a logarithmic one they stand apart anyway."""
        return self._shown.stacked and self._of_all and not self._log

    @property
    def _of_all(self) -> bool:
        """Whether a quantity of all spectra is drawn."""
        return self.quantity in BY_NAME

    @property
    def _log(self) -> bool:
        return self._of_all and BY_NAME[self.quantity].log

    @property
    def _bare(self) -> bool:
        """Whether a quantity of the cell is drawn without its size, since one of the pellets has none."""
        return any(s.geometry is None for s in self._shown.spectra)

    def _label_axis(self) -> None:
        self.plot.left.set_log(self._log)
        if self.is_residual:
            self.plot.left.set_label("KK residual" if self.quantity == CHECK else "residual", "%", scaled=False)
            return
        if self.quantity == RELAXATION:
            self.plot.left.set_label("<i>γ</i>", UNITS[self._shown.scale])
            return
        quantity = BY_NAME[self.quantity]
        symbol, unit = quantity.symbol, quantity.unit(self._shown.scale)
        if quantity.bare is not None and self._bare:
            symbol, unit = quantity.bare
        said = f"{symbol}, stacked" if self.is_stacked else symbol
        self.plot.left.set_label(said, unit, scaled=self.quantity != "phase")

    def _coordinates(self, spectrum: Spectrum) -> tuple[Real, Real]:
        with np.errstate(invalid="ignore", divide="ignore"):
            x = np.log10(spectrum.frequency)
        if self.quantity == RELAXATION:
            return x, self.relaxation.at(spectrum.frequency, self._shown, spectrum)
        if self._of_all:
            y = self._values(BY_NAME[self.quantity], spectrum, spectrum.frequency, spectrum.z)
            return x, y + self.stack.offset(spectrum)
        parts = self._parts(spectrum)
        if parts is None:
            return x, np.full(len(x), np.nan)
        real, imaginary = parts
        return x, np.where(np.abs(real) > np.abs(imaginary), real, imaginary)

    def _outline(self, spectrum: Spectrum) -> Outline:
        with np.errstate(invalid="ignore", divide="ignore"):
            x = np.log10(spectrum.frequency)
        return frequency_outline(x, self._values(BY_NAME[self.quantity], spectrum, spectrum.frequency, spectrum.z))

    def _parts(self, spectrum: Spectrum | None) -> tuple[Real, Real] | None:
        """Both parts of a residual in percent, NaN where there is none; None for any but the current spectrum."""
        if spectrum is None or spectrum is not self._shown.current:
            return None
        if self.quantity == CHECK:
            check = self._shown.check
            return None if check is None else _at_points(check, len(spectrum.z))
        if (
            self._curve is None or spectrum is not self._curve_of
        ):  # the curve of another spectrum: its own is still to come
            return None
        return residuals(spectrum.z, self._curve.at_data)

    def _values(self, quantity: Quantity, spectrum: Spectrum, frequency: Real, z: Complex) -> Real:
        geometry = None if quantity.bare is not None and self._bare else spectrum.geometry
        return quantity.drawn(frequency, z * quantity.factor(self._shown.scale, geometry))

    def _model(self, spectrum: Spectrum, curve: ModelCurve) -> list[Drawable]:
        x = np.log10(curve.frequency)
        y = self._values(BY_NAME[self.quantity], spectrum, curve.frequency, curve.z)
        return stretches(x, y, curve, spectrum.has_fit)

    def _place_tops(self, spectrum: Spectrum | None) -> None:
        self.tops.show(spectrum)
        tops = self.tops.frequencies()
        if spectrum is None or not tops:
            return
        f = np.array(list(tops.values()))
        z = np.array([spectrum.tops[number][1] for number in tops])
        y = self._values(BY_NAME[self.quantity], spectrum, f, z)
        for number, height in zip(tops, y, strict=True):
            self.tops.place(number, float(height))

    def _residual(self, spectrum: Spectrum) -> list[Drawable]:
        parts = self._parts(spectrum)
        if parts is None:
            return []
        colours, check = theme.tokens(), self._shown.check
        x = np.log10(spectrum.frequency)
        drawn: list[Drawable] = [Level(0.0, colours.residual)]
        if self.quantity == CHECK and check is not None:
            drawn.append(
                Line(np.log10(check.zhit.frequency), 100 * check.zhit.residual, colours.components[2], width=2)
            )
        drawn += points_of(spectrum, x, parts[0], colours.components[0], small=True)
        return drawn + points_of(spectrum, x, parts[1], colours.components[1], small=True, symbol="triangle")

    def _entries(self) -> tuple[Entry, ...]:
        colours = theme.tokens().components
        both = (Entry("Re", colours[0]), Entry("Im", colours[1], "triangle"))
        return (*both, Entry("Z-HIT", colours[2], None)) if self.quantity == CHECK else both

    def _residual_values(self) -> list[Real]:
        current, parts = self._shown.current, self._parts(self._shown.current)
        if current is None or parts is None:
            return []
        chosen = current.used if current.used.any() else np.ones_like(current.used)
        found = [part[chosen] for part in parts]
        if self.quantity == CHECK and self._shown.check is not None:
            found.append(100 * self._shown.check.zhit.residual)
        return found

    def _fit_of(self, spectrum: Spectrum, colour: str) -> list[Drawable]:
        curve = self._still.of(spectrum)
        if curve is None:
            return []
        y = self._values(BY_NAME[self.quantity], spectrum, curve.frequency, curve.z)
        return [Line(np.log10(curve.frequency), y + self.stack.offset(spectrum), colour, opacity=FIT_OF_OTHERS)]

    def _settle(self) -> None:
        mapping = self.plot.view.mapping()
        current = self._shown.current
        if self.quantity == RELAXATION:
            self.relaxation.settle(mapping)
            return
        both = self._parts(current)
        if not self._legend.isVisible() or current is None or both is None or mapping.width < 2:
            return
        good = np.isfinite(both[0])
        x = mapping.x(np.log10(current.frequency[good]))
        self._legend.put(mapping.frame, Obstacles.of([(x, mapping.y(part[good])) for part in both]))

    # -- regions ---------------------------------------------------------------------------------------------------

    def _show_bands(self) -> None:
        current = self._shown.current
        regions = current.analysis.regions if current is not None and current.analysis is not None else ()
        self.bands.show(
            Band(r.id, float(np.log10(max(r.low, 1e-12))), float(np.log10(max(r.high, 1e-12)))) for r in regions
        )

    def show_draft(self, ends: tuple[float, float] | None) -> None:
        """Show a region that is being drawn in any plot, in Hz, or none."""
        self.bands.show_draft(None if ends is None else (float(np.log10(ends[0])), float(np.log10(ends[1]))))

    def _draw_region(self, drag: Drag) -> None:
        if not drag.shift or drag.control or self._shown.current is None:
            return
        mapping = self.plot.view.mapping()
        low, high = sorted((mapping.data_x(drag.start.x()), mapping.data_x(drag.now.x())))
        self._say(drag.phase, low, high, None)

    def _say(self, phase: str, low: float, high: float, region: str | None) -> None:
        if max(abs(low), abs(high)) > 250:
            return  # far beyond every frequency there is
        self.region_dragged.emit(RegionDrag(phase, 10.0**low, 10.0**high, region))  # type: ignore[arg-type]


def _at_points(check: DataCheck, count: int) -> tuple[Real, Real]:
    """Both parts of the Kramers-Kronig residual in percent at all points of a spectrum, NaN where it was not checked."""
    real, imaginary = np.full(count, np.nan), np.full(count, np.nan)
    real[check.index] = 100 * check.kramers_kronig.residual.real
    imaginary[check.index] = 100 * check.kramers_kronig.residual.imag
    return real, imaginary
