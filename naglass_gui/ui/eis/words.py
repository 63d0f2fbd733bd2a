"""Sentences and numbers the tab shows: hints for the mouse, readings under the pointer, notes on what is not fitted."""

from __future__ import annotations

import numpy as np

from naglass_gui.core.quantity import format_value
from naglass_gui.ui.eis.quantities import Scale
from naglass_gui.ui.eis.shown import Pointed, Shown
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.panels.prefixes import with_prefix

MINUS = "−"
PLAIN_UNITS: dict[Scale, str] = {"ohm": "Ω", "ohm cm": "Ω cm", "ohm cm^2": "Ω cm²"}
_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"))

PLOT_HINT = (
    "drag: move · wheel: zoom · Shift-drag: fit region · Ctrl-drag: mask a box · click a point: mask it · "
    "double-click: add an arc · right-click: menu"
)
FREQUENCY_HINT = (
    "drag: move · wheel: zoom · Shift-drag: fit region · Ctrl-drag: mask a box · click a point: mask it · "
    "click the axis: other quantity · right-click: menu"
)
POINT_HINT = "click: mask this point · right-click: mask it for a reason · wheel: zoom"
MASKED_HINT = "click: take this point back in · right-click: change the reason · wheel: zoom"
OTHER_HINT = "click: edit this spectrum · wheel: zoom · drag: move"
EDGE_HINT = "drag: move the end of the fit region · arrows: by a pixel · Delete: remove the region · right-click: menu"
MARKER_HINT = "drag: move the end of the fit region from point to point · arrows: one point · Delete: remove the region"
NOTHING_HINT = "Drop impedance files anywhere on the window"


def hertz(frequency: float) -> str:
    """A frequency with its prefix, to three figures: "1.26 MHz"."""
    return f"{_prefixed(frequency)}Hz"


def reading(shown: Shown, pointed: Pointed) -> str:
    """f, Z and phase of a point: "f 1.26 MHz   Z 214.3 − 96.1i Ω   phase −24.2°"."""
    spectrum = shown.find(pointed)
    if spectrum is None:
        return ""
    z = complex(shown.z(spectrum)[pointed.index])
    frequency = float(spectrum.frequency[pointed.index])
    said = [f"f {hertz(frequency)}"]
    if shown.relaxation is not None and frequency > 0:
        said.append(f"τ {with_prefix(0.5 / (np.pi * frequency), None, 's')}")
    said.append(f"Z {complex_text(z)} {PLAIN_UNITS[shown.scale]}")
    said.append(f"|Z| {_number(abs(z))} {PLAIN_UNITS[shown.scale]}")
    said.append(f"phase {np.angle(z, deg=True):.1f}°".replace("-", MINUS))
    if len(shown.spectra) > 1:
        said.insert(0, spectrum.measurement.name)
    reason = mask_reason(spectrum, pointed.index)
    if reason is not None:
        said.append(f"masked: {reason}" if reason else "masked")
    return "   ".join(said)


def complex_text(z: complex) -> str:
    """Real and imaginary part with the same number of decimals: "214.3 − 96.1i"."""
    size = max(abs(z.real), abs(z.imag))
    if not np.isfinite(size):
        return "–"
    if size >= 1e5 or (0 < size < 1e-2):
        sign = MINUS if z.imag < 0 else "+"
        return f"{format_value(z.real, significant=4)} {sign} {format_value(abs(z.imag), significant=4)} i"
    decimals = int(np.clip(3 - np.floor(np.log10(max(size, 1e-9))), 0, 4))
    sign = MINUS if z.imag < 0 else "+"
    return f"{z.real:.{decimals}f} {sign} {abs(z.imag):.{decimals}f}i".replace("-", MINUS)


def mask_reason(spectrum: Spectrum, index: int) -> str | None:
    """Why a point is masked, "" where nobody said, None where it is not."""
    masks = spectrum.analysis.masked if spectrum.analysis else ()
    return next((m.reason for m in masks if m.index == index), None)


def not_fitted(spectrum: Spectrum) -> str:
    """How many points are outside the regions, and how many are masked; "" where all are fitted."""
    said = []
    outside = spectrum.frequency[spectrum.outside]
    if len(outside):
        regions = spectrum.analysis.regions if spectrum.analysis else ()
        low, high = min(r.low for r in regions), max(r.high for r in regions)
        where = _where(outside, low, high)
        points = "1 point" if len(outside) == 1 else f"{len(outside)} points"
        verb = "is" if len(outside) == 1 else "are"
        said.append(f"{points} {where} {verb} outside the region and not fitted.")
    masked = int(spectrum.masked.sum())
    if masked:
        said.append("1 point is masked." if masked == 1 else f"{masked} points are masked.")
    return " ".join(said)


def not_fitted_in_short(spectrum: Spectrum) -> str:
    """The same in a few words."""
    outside, masked = int(spectrum.outside.sum()), int(spectrum.masked.sum())
    said = [f"{outside} outside the region"] if outside else []
    if masked:
        said.append(f"{masked} masked")
    return ", ".join(said)


def _where(outside: np.ndarray, low: float, high: float) -> str:
    below, above = bool((outside < low).any()), bool((outside > high).any())
    if below and above:
        return f"below {hertz(low)} and above {hertz(high)}"
    if below:
        return f"below {hertz(low)}"
    return f"above {hertz(high)}" if above else "between the regions"


def _number(value: float) -> str:
    return format_value(value, significant=4)


def _prefixed(value: float) -> str:
    factor, letter = next(((f, s) for f, s in _PREFIXES if value >= f * 0.9995), _PREFIXES[-1])
    return f"{value / factor:.3g} {letter}"
