"""Plots against frequency: quantities of the impedance and the residual, above each other or side by side."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from naglass_gui.ui import theme
from naglass_gui.ui.eis import frames
from naglass_gui.ui.eis.model_curve import ModelCurve, StillCurves
from naglass_gui.ui.eis.nyquist import FIT_OF_OTHERS, stretches
from naglass_gui.ui.eis.pointing import Pointing
from naglass_gui.ui.eis.quantities import BY_NAME, NEEDS_GEOMETRY, RESIDUAL, Quantity, factor, residuals
from naglass_gui.ui.eis.region_drag import RegionDrag
from naglass_gui.ui.eis.shown import Shown, points_of
from naglass_gui.ui.eis.spectra import Complex, Real, Spectrum
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
        quantity: its name, "residual" for the residual.
    """

    region_dragged = Signal(object)  # RegionDrag
    label_clicked = Signal(object)  # Click: the person wants another quantity

    def __init__(self, selection: Selection, quantity: str, still: StillCurves) -> None:
        super().__init__()
        self._still = still
        self.plot = Plot(log_x=True)
        self.plot.bottom.set_label("<i>f</i>", "Hz")
        self.quantity = quantity
        self.bare = False  # without handles
        self.pointing = Pointing(self.plot, self._coordinates, vertical=True)
        self.bands = Bands(self.plot.view, selection)
        self.tops = TopHandles(self.plot, selection)
        self._legend = Legend(self.plot.view, LABELS, in_a_row=True)
        self._shown = Shown()
        self._curve: ModelCurve | None = None
        self.plot.left.label_clicked.connect(self.label_clicked)
        self.plot.left.setToolTip("Click to show another quantity; drag or wheel: this axis alone")
        self.plot.view.dragged.connect(self._draw_region)
        self.plot.view.moved.connect(self._settle)
        self.bands.moving.connect(lambda id, low, high: self._say("move", low, high, id))
        self.bands.moved.connect(lambda id, low, high: self._say("finish", low, high, id))
        self.bands.cancelled.connect(lambda: self.region_dragged.emit(RegionDrag("cancel")))

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_data(self, shown: Shown) -> None:
        """Draw the points of all spectra (of the residual, the current one's alone) and the bands."""
        self._shown = shown
        self._label_axis()
        drawn: list[Drawable] = []
        if self.quantity != RESIDUAL:
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
        self._shown, self._curve = shown, curve
        self.pointing.show(shown)
        current = self._shown.current
        drawn: list[Drawable] = []
        if curve is not None and current is not None:
            drawn = self._residual(current, curve) if self.quantity == RESIDUAL else self._model(current, curve)
        colours = theme.tokens().components
        entries = (Entry("Re", colours[0]), Entry("Im", colours[1], "triangle"))
        self._place_tops(current if curve is not None and self.quantity != RESIDUAL and not self.bare else None)
        self._legend.show_entries(entries if self.quantity == RESIDUAL and drawn else ())
        self.plot.live.show_drawables(drawn)
        self._settle()

    def first_look(self) -> None:
        """Show everything; the same as `everything` for a plot against frequency."""
        self.everything()

    def everything(self, go: bool = True) -> None:
        """Show all frequencies and values; of the residual those that are fitted, as others may be huge."""
        frequencies = [s.frequency for s in self._shown.spectra]
        if self.quantity == RESIDUAL:
            self.plot.view.set_home(frames.residual_home(frequencies, self._residual_values()), go)
            return
        values = [self._coordinates(s)[1] for s in self._shown.spectra]
        self.plot.view.set_home(frames.frequency_home(frequencies, values, self._log), go)

    def follow_residual(self) -> None:
        """After a fit: range the residual anew, where the person has not moved the view."""
        if self.quantity == RESIDUAL and self.plot.view.at_home:
            self.everything()

    def retheme(self) -> None:
        """Draw bands in the theme's colours."""
        self.bands.retheme()
        self.tops.retheme()

    # -- drawing ---------------------------------------------------------------------------------------------------

    @property
    def _log(self) -> bool:
        return self.quantity != RESIDUAL and BY_NAME[self.quantity].log

    def _label_axis(self) -> None:
        self.plot.left.set_log(self._log)
        if self.quantity == RESIDUAL:
            self.plot.left.set_label("residual", "%", scaled=False)
            return
        quantity = BY_NAME[self.quantity]
        self.plot.left.set_label(quantity.symbol, quantity.unit(self._shown.scale), scaled=self.quantity != "phase")

    def _coordinates(self, spectrum: Spectrum) -> tuple[Real, Real]:
        with np.errstate(invalid="ignore", divide="ignore"):
            x = np.log10(spectrum.frequency)
        if self.quantity != RESIDUAL:
            return x, self._values(BY_NAME[self.quantity], spectrum, spectrum.frequency, spectrum.z)
        if self._curve is None or spectrum is not self._shown.current:
            return x, np.full(len(x), np.nan)
        real, imaginary = residuals(spectrum.z, self._curve.at_data)
        return x, np.where(np.abs(real) > np.abs(imaginary), real, imaginary)

    def _values(self, quantity: Quantity, spectrum: Spectrum, frequency: Real, z: Complex) -> Real:
        if quantity.name in NEEDS_GEOMETRY:
            by = factor("ohm cm", spectrum.geometry)
            return np.full(len(z), np.nan) if by is None else quantity.drawn(frequency, z * by)
        return quantity.drawn(frequency, z * self._shown.factor(spectrum))

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

    def _residual(self, spectrum: Spectrum, curve: ModelCurve) -> list[Drawable]:
        colours = theme.tokens()
        real, imaginary = residuals(spectrum.z, curve.at_data)
        x = np.log10(spectrum.frequency)
        return [
            Level(0.0, colours.residual),
            *points_of(spectrum, x, real, colours.components[0], small=True),
            *points_of(spectrum, x, imaginary, colours.components[1], small=True, symbol="triangle"),
        ]

    def _residual_values(self) -> list[Real]:
        current = self._shown.current
        if current is None or self._curve is None:
            return []
        chosen = current.used if current.used.any() else np.ones_like(current.used)
        return [part[chosen] for part in residuals(current.z, self._curve.at_data)]

    def _fit_of(self, spectrum: Spectrum, colour: str) -> list[Drawable]:
        curve = self._still.of(spectrum)
        if curve is None:
            return []
        y = self._values(BY_NAME[self.quantity], spectrum, curve.frequency, curve.z)
        return [Line(np.log10(curve.frequency), y, colour, opacity=FIT_OF_OTHERS)]

    def _settle(self) -> None:
        mapping = self.plot.view.mapping()
        current = self._shown.current
        if not self._legend.isVisible() or current is None or self._curve is None or mapping.width < 2:
            return
        x = mapping.x(np.log10(current.frequency))
        parts = [(x, mapping.y(part)) for part in residuals(current.z, self._curve.at_data)]
        self._legend.put(mapping.frame, Obstacles.of(parts))

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
