"""The right-click menus of the EIS plots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QMenu, QWidget

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


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry of a menu; None as `do` makes it grey."""

    text: str
    do: Callable[[], object] | None
    checked: bool | None = None


def menu_of(parent: QWidget, parts: Sequence[Sequence[Deed | tuple[str, Sequence[Deed]]]]) -> QMenu:
    """A menu of groups with lines between; a pair is a submenu."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for number, part in enumerate([p for p in parts if p]):
        if number:
            menu.addSeparator()
        for entry in part:
            if isinstance(entry, Deed):
                _add(menu, entry)
            else:
                submenu = menu.addMenu(entry[0])
                for deed in entry[1]:
                    _add(submenu, deed)
    return menu


def _add(menu: QMenu, deed: Deed) -> None:
    action = menu.addAction(deed.text)
    if deed.checked is not None:
        action.setCheckable(True)
        action.setChecked(deed.checked)
    do = deed.do
    action.setEnabled(do is not None)
    if do is not None:
        action.triggered.connect(lambda _checked=False: do())


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
    reasons = [Deed(words, _with(mask, words), reason == words) for words in REASONS]
    first = Deed("Mask this point" if reason is None else "Take this point back in", toggle)
    return [first, ("Mask it for a reason", [*reasons, Deed("Other reason…", ask)])]


def _with(function: Callable[[str], object], text: str) -> Callable[[], object]:
    return lambda: function(text)
