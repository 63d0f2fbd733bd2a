"""The right-click menus of the EIS plots."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from naglass_gui.ui.deeds import Deed
from naglass_gui.ui.eis.shown import Pointed
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.eis.words import hertz, mask_reason

REASONS = (
    "Outlier",
    "Artefact of the leads",
    "Drift during the sweep",
    "Mains frequency",
    "Below the instrument's accuracy",
)


def point_title(spectrum: Spectrum, pointed: Pointed) -> str:
    """What a point's menu is about."""
    return f"Point {pointed.index + 1} at {hertz(float(spectrum.frequency[pointed.index]))}"


def inductive(spectrum: Spectrum) -> tuple[int, ...]:
    """The points with Im Z above zero that are not masked."""
    return tuple(int(i) for i in np.flatnonzero((spectrum.z.imag > 0) & ~spectrum.masked))


def mask_deeds(
    spectrum: Spectrum,
    index: int,
    toggle: Callable[[], object],
    mask: Callable[[str], object],
    ask: Callable[[], object],
) -> list[Deed | tuple[str, Sequence[Deed]]]:
    """Mask, unmask and reasons for one point."""
    reason = mask_reason(spectrum, index)
    reasons = [Deed(words, _with(mask, words), checked=reason == words) for words in REASONS]
    first = Deed("Mask this point" if reason is None else "Take this point back in", toggle)
    return [first, ("Mask it for a reason", [*reasons, Deed("Other reason…", ask)])]


def _with(function: Callable[[str], object], text: str) -> Callable[[], object]:
    return lambda: function(text)
