"""The distribution of relaxation times drawn against the frequency 1/(2 pi tau), its peaks labelled with R and C."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from naglass_gui.techniques.eis.drt import Distribution
from naglass_gui.techniques.eis.drt_peaks import Peak, peaks
from naglass_gui.ui import theme
from naglass_gui.ui.eis import frames
from naglass_gui.ui.eis.arc_labels import ArcLabels
from naglass_gui.ui.eis.shown import Shown
from naglass_gui.ui.eis.spectra import Real, Spectrum
from naglass_gui.ui.panels.prefixes import with_prefix
from naglass_gui.ui.plots.drawables import Drawable, Level, Line
from naglass_gui.ui.plots.labels import Obstacles
from naglass_gui.ui.plots.mapping import Mapping
from naglass_gui.ui.plots.plot import Plot
from naglass_gui.ui.plots.ticks import logarithmic
from naglass_gui.ui.plots.upper_scale import HEIGHT, UpperScale
from naglass_gui.ui.plots.view import Home

ROOM = 1.75  # above the highest peak, for its label and the scale of tau
BAND = 2.0  # standard deviations
RAISED = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def colour() -> str:
    """Of the distribution and of what it reconstructs."""
    return theme.tokens().components[2]


def reconstructed(distribution: Distribution, factor: float) -> Line:
    """The impedance of a distribution in the Nyquist plot; `factor` turns ohms into the units shown."""
    frequency = np.geomspace(distribution.frequency[0], distribution.frequency[-1], 200)
    z = factor * distribution.impedance(frequency)
    return Line(z.real, -z.imag, colour(), opacity=0.9)


def _times(mapping: Mapping, line: float) -> list[tuple[float, str]]:
    """Ticks of tau = 1/(2 pi f), where the lower axis is the decimal logarithm of f."""
    turn = float(np.log10(2.0 * np.pi))
    low, high = (-x - turn for x in reversed(mapping.x_range))
    ticks = logarithmic(low, high, mapping.width, 3.2 * line).major
    return [(-tick.position - turn, f"{tick.text}{tick.power.translate(RAISED)} s") for tick in ticks]


class RelaxationCurve:
    """Draws a distribution in one plot against frequency."""

    def __init__(self, plot: Plot) -> None:
        self._labels = ArcLabels(plot.view)
        self._peaks: tuple[Peak, ...] = ()
        self._factor = 1.0
        self._curve: tuple[Real, Real] | None = None
        self._of: Distribution | None = None

    def drawables(self, distribution: Distribution | None, factor: float) -> list[Drawable]:
        """The curve with its peaks shaded, and at two standard deviations its band: the Gaussian posterior of the values above zero."""
        self._curve = None
        if distribution is None:
            return []
        colours = theme.tokens()
        tau, gamma = distribution.drawn()
        x = -np.log10(2.0 * np.pi * tau)
        self._curve = (x, factor * gamma)
        at, error = -np.log10(2.0 * np.pi * distribution.tau), BAND * distribution.error
        edges = [np.maximum(distribution.gamma - error, 0.0), distribution.gamma + error]
        drawn: list[Drawable] = [Level(0.0, colours.residual), UpperScale(_times, "τ")]
        drawn += [Line(at, factor * edge, colour(), opacity=0.35) for edge in edges]
        for peak in peaks(distribution):
            part = (tau >= peak.low) & (tau <= peak.high)
            drawn.append(Line(x[part], factor * gamma[part], colour(), fill_to=0.0))
        drawn.append(Line(x, factor * gamma, colour(), width=2))
        return drawn

    def write(self, shown: Shown | None) -> None:
        """Label the peaks inside the band; of None none."""
        distribution = shown.relaxation if shown is not None else None
        if distribution is not self._of:
            self._of = distribution
            self._peaks = () if distribution is None else tuple(p for p in peaks(distribution) if p.inside)
        if shown is not None and shown.current is not None:
            self._factor = shown.factor(shown.current)
        scale = "ohm" if shown is None else shown.scale
        self._labels.write(
            {
                k: f"{with_prefix(p.resistance * self._factor, None, scale)}\n{with_prefix(p.capacitance, None, 'F')}"
                for k, p in enumerate(self._peaks)
            }
        )

    def settle(self, mapping: Mapping) -> None:
        """Put the labels where they hide nothing."""
        if mapping.width < 2:
            return
        taken = [] if self._curve is None else [(mapping.x(self._curve[0]), mapping.y(self._curve[1]))]
        anchors = {
            k: QPointF(mapping.pixel_x(float(np.log10(p.frequency))), mapping.pixel_y(self._factor * p.height))
            for k, p in enumerate(self._peaks)
        }
        self._labels.place(anchors, Obstacles.of(taken, [QRectF(0.0, 0.0, mapping.width, HEIGHT)]))

    def at(self, frequency: Real, shown: Shown, spectrum: Spectrum) -> Real:
        """The curve's height at frequencies in Hz, for what points at them; NaN for any but the current spectrum."""
        if self._curve is None or spectrum is not shown.current:
            return np.full(len(frequency), np.nan)
        x, y = self._curve
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.interp(np.log10(frequency), x[::-1], y[::-1], left=np.nan, right=np.nan)

    def home(self, frequencies: Sequence[Real], shown: Shown, names: float = 0.0) -> Home:
        """All frequencies, and the peaks: what rises beyond them, towards a spike, may leave the plot."""
        distribution, current = shown.relaxation, shown.current
        top = 1.0
        if distribution is not None and current is not None:
            heights = [p.height for p in peaks(distribution) if p.inside]
            first, last = distribution.band
            seen = distribution.gamma[(distribution.tau >= first) & (distribution.tau <= last)]
            top = shown.factor(current) * max(heights, default=float(seen.max(initial=0.0)))
        return frames.frequency_home(frequencies, [np.array([0.0, ROOM * top])], False, names)
