"""Publication figures: a saved description in, the printed figure or its data out.

A figure is `core.project.Figure`: a kind, its sources and options. `render` makes it; `data_table` gives the numbers
behind it. matplotlib is imported when a figure is made, not before.
"""

from __future__ import annotations

from naglass_gui.figures.part import figure_arrays, figure_part, figures_of
from naglass_gui.figures.render import KINDS, data_table, render
from naglass_gui.figures.style import FORMATS, PRESETS, RESOLUTIONS, FigureStyle

__all__ = [
    "FORMATS",
    "KINDS",
    "PRESETS",
    "RESOLUTIONS",
    "FigureStyle",
    "data_table",
    "figure_arrays",
    "figure_part",
    "figures_of",
    "render",
]
