"""Sentences of the NMR tab: hints for the mouse, the reading under the pointer, what is not fitted."""

from __future__ import annotations

import re

from naglass_gui.core.quantity import format_value
from naglass_gui.ui.nmr.measured import contradictions
from naglass_gui.ui.nmr.spectra import Signal, Spectrum

PLOT_HINT = (
    "drag: move · wheel: zoom · Shift-drag: fit region · double-click: add a line · "
    "Ctrl-drag: mask points · Ctrl-wheel: width of the selected line · right-click: menu"
)
EDGE_HINT = "drag: move the end of the fit region · arrows: by a pixel · Delete: remove the region · right-click: menu"
NOTHING_HINT = "Drop NMR files or experiment folders anywhere on the window"


def isotope(name: str) -> str:
    """A nucleus as HTML, its mass number raised: "<sup>23</sup>Na"; "" where it is not known."""
    match = re.fullmatch(r"(\d+)([A-Z][a-z]?)", name)
    return f"<sup>{match[1]}</sup>{match[2]}" if match else ""


def reading(signal: Signal, shift: float, intensity: float) -> str:
    """What is under the pointer: "−11.18 ppm   −1479 Hz   0.982"."""
    offset = format_value(shift * signal.larmor, significant=5)
    return f"{_fixed(shift, 2)} ppm   {offset} Hz   intensity {_fixed(intensity, 3)}"


def note(spectrum: Spectrum, selected: int) -> str:
    """How much is not fitted, and whether more is selected than shown."""
    said = []
    analysis = spectrum.analysis
    if spectrum.waiting:
        said.append("The spectrum is being processed…")
    if analysis is not None and analysis.regions:
        spans = [f"{_fixed(r.low, 1)} to {_fixed(r.high, 1)}" for r in sorted(analysis.regions, key=lambda r: r.low)]
        said.append(f"Fitted from {', '.join(spans)} ppm.")
    if spectrum.joint and analysis is not None:
        said.append(f"{len(analysis.sources)} spectra are fitted together; this is {spectrum.measurement.name}.")
    elif selected > 1:
        said.append(f"{selected} spectra are selected; this is {spectrum.measurement.name}.")
    if contradictions(spectrum.measurement, analysis):
        said.append("The file's header is hard to believe: see Measurement.")
    return " ".join(said)


def _fixed(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace("-", "−")
