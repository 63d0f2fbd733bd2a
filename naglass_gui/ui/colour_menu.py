"""The colours a line or an arc may take, as entries of a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from naglass_gui.ui import theme
from naglass_gui.ui.deeds import Deed

COLOUR_NAMES = ("Blue", "Vermilion", "Green", "Pink", "Orange", "Sky blue", "Violet")


def colour_deeds(current: str, choose: Callable[[str], object]) -> list[Deed]:
    """One entry for each colour of components, the current one ticked; `choose` gets the colour as "#0072B2"."""
    return [
        Deed(name, partial(choose, colour), checked=colour == current)
        for colour, name in zip(theme.tokens().components, COLOUR_NAMES, strict=True)
    ]
