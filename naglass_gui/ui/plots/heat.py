"""Colours of a series, from cold or early to hot or late."""

from __future__ import annotations

from functools import cache, lru_cache

import pyqtgraph as pg

from naglass_gui.ui import theme


def heat(share: float) -> str:
    """The colour at a share from 0 to 1 of the series, in the theme that is used."""
    return _viridis_at(round(share, 3), theme.tokens().dark)


@lru_cache(maxsize=512)
def _viridis_at(share: float, dark: bool) -> str:
    """Viridis, without the end that would vanish on the card's colour."""
    low, high = (0.3, 1.0) if dark else (0.0, 0.86)
    colour: str = _viridis().map(low + (high - low) * share, mode="qcolor").name()
    return colour


@cache
def _viridis() -> pg.ColorMap:
    return pg.colormap.get("viridis")
