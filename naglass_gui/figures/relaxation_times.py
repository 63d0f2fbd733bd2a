"""Distributions of relaxation times on paper, with their bands and peaks, and the numbers behind them."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Figure, Project
from naglass_gui.core.quantity import format_value
from naglass_gui.figures.palette import COMPONENTS, series_colour
from naglass_gui.figures.panels import prefixed
from naglass_gui.figures.spectra import Spectrum, spectra
from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques.eis.drt import Distribution, Relaxation
from naglass_gui.techniques.eis.drt_peaks import Peak, peaks
from naglass_gui.techniques.eis.drt_strength import DrtSettings, distribution
from naglass_gui.techniques.eis.sweep import Sweep

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

BAND = 2.0  # standard deviations
ROOM = 1.35  # above the highest peak, for its label
HEIGHT = 0.72  # of the width


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One distribution of a figure, and the peaks whose frequency was measured."""

    spectrum: Spectrum
    found: Distribution
    peaks: tuple[Peak, ...]


def draw_relaxation_times(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw gamma against tau, and f = 1/(2 pi tau) along the top.

    Options: `peaks`, whether they are labelled with R and C (of one spectrum); `band`, whether two standard deviations are
    shaded (of one spectrum); `legend`.
    """
    options = dict(figure.options)
    curves = _curves(project, figure, arrays)
    axis = canvas.add_subplot()
    top = max((p.height for curve in curves for p in curve.peaks), default=_highest(curves))
    scale, prefix = prefixed(top)
    alone = len(curves) == 1
    for curve, colour in zip(curves, _colours(curves), strict=True):
        tau, gamma = curve.found.drawn()
        if alone and options.get("band", True):
            error = BAND * curve.found.error
            low = np.maximum(curve.found.gamma - error, 0.0)
            axis.fill_between(
                curve.found.tau, low / scale, (curve.found.gamma + error) / scale, color=colour, alpha=0.25, linewidth=0
            )
        axis.plot(tau, gamma / scale, color=colour, label=curve.spectrum.label)
        if alone and options.get("peaks", True):
            for peak in curve.peaks:
                axis.annotate(
                    _peak_words(peak),
                    (peak.tau, peak.height / scale),
                    xytext=(0, 3),
                    textcoords="offset points",
                    ha="center",
                    va="bottom",
                    fontsize=style.points - 1,
                )
    axis.set_xscale("log")
    first = min(curve.found.band[0] for curve in curves)
    last = max(curve.found.band[1] for curve in curves)
    axis.set_xlim(first, last)
    axis.set_ylim(0.0, ROOM * top / scale)
    axis.set_xlabel(r"$\tau$ / s")
    axis.set_ylabel(rf"$\gamma$ / {prefix}Ω")
    axis.tick_params(which="both", top=False)
    above = axis.secondary_xaxis("top", functions=(_turned, _turned))  # type: ignore[arg-type]
    above.set_xlabel(r"$f$ / Hz")
    if options.get("legend", not alone):
        axis.legend(loc="best", handletextpad=0.4)


def relaxation_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Every distribution as CSV: tau, f, gamma and its standard deviation, and the peaks in the row of the nearest tau."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["spectrum", "tau / s", "f / Hz", "gamma / ohm", "standard deviation / ohm", "lambda"]
        + ["peak tau / s", "peak R / ohm", "standard deviation of R / ohm", "peak C / F"]
    )
    for curve in _curves(project, figure, arrays):
        found = curve.found
        at = {int(np.argmin(np.abs(np.log(found.tau / peak.tau)))): peak for peak in curve.peaks}
        for k, (tau, gamma, error) in enumerate(zip(found.tau, found.gamma, found.error, strict=True)):
            numbers = [tau, 1.0 / (2.0 * np.pi * tau), gamma, error, found.strength]
            peak = at.get(k)
            if peak is not None:
                numbers += [peak.tau, peak.resistance, peak.error, peak.capacitance]
            row = [curve.spectrum.label, *(repr(float(x)) for x in numbers)]
            writer.writerow([*row, *[""] * (10 - len(row))])
    return text.getvalue()


def relaxation_height(width: float) -> float:
    """In mm."""
    return HEIGHT * width


def _curves(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> list[Curve]:
    """The distribution of every source, with the settings of its analysis. Raises FitError for too few points."""
    curves = []
    for source, spectrum in zip(figure.sources, spectra(project, figure.sources, arrays), strict=True):
        analysis = next((a for a in project.analyses if source in (a.id, *a.sources) and a.technique == "eis"), None)
        settings = DrtSettings() if analysis is None else DrtSettings.of(analysis)
        sweep = Sweep(spectrum.frequency, spectrum.z_ohm, spectrum.included)
        sweep.check(spectrum.label)
        found = distribution(Relaxation(sweep, settings.offered), settings)
        curves.append(Curve(spectrum, found, tuple(p for p in peaks(found) if p.inside)))
    if not any(curve.found.gamma.any() for curve in curves):
        raise InputError("No relaxation lies in the measured band: there is nothing to draw.")
    return curves


def _highest(curves: Sequence[Curve]) -> float:
    """The largest gamma inside the band."""
    highest = 0.0
    for curve in curves:
        first, last = curve.found.band
        inside = (curve.found.tau >= first) & (curve.found.tau <= last)
        highest = max(highest, float(curve.found.gamma[inside].max(initial=0.0)))
    return highest or 1.0


def _turned(x: Array) -> Array:
    """Tau to f and back."""
    with np.errstate(divide="ignore"):
        turned: Array = 1.0 / (2.0 * np.pi * np.asarray(x, dtype=float))
    return turned


def _colours(curves: Sequence[Curve]) -> list[str]:
    temperatures = [curve.spectrum.temperature for curve in curves]
    known = [t for t in temperatures if t is not None]
    if len(curves) > 1 and len(known) == len(curves) and max(known) > min(known):
        low, span = min(known), max(known) - min(known)
        return [series_colour((t - low) / span) for t in known]
    return [COMPONENTS[(2 + k) % len(COMPONENTS)] for k in range(len(curves))]


def _peak_words(peak: Peak) -> str:
    return f"{_said(peak.resistance, 'Ω')}\n{_said(peak.capacitance, 'F')}"


def _said(value: float, unit: str) -> str:
    step = min(max(math.floor(math.log10(value) / 3), -5), 3)
    return f"{format_value(value / 1e3**step, significant=3)} {'fpnµm kMG'[step + 5].strip()}{unit}"
