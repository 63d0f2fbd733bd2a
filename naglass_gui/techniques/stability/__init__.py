"""Stability: any quantity of any technique against a condition, its law, and how much of it is retained.

The technique: `STABILITY`, whose analyses are made from fitted analyses and follow them. What a plot, a table or a figure shows:
`plot_of`. What can be picked: `quantities_of`, `conditions_of`. Conditions in the names of a series:
`conditions_in_names`.
"""

from naglass_gui.techniques.stability.laws import KINDS, Kind, Law
from naglass_gui.techniques.stability.model import Stability
from naglass_gui.techniques.stability.names import conditions_in_names
from naglass_gui.techniques.stability.plot import LAWS, StabilityPlot, plot_of
from naglass_gui.techniques.stability.points import Point, conditions_of, points_of, quantities_of

STABILITY = Stability()
"""The technique."""

__all__ = [
    "KINDS",
    "LAWS",
    "STABILITY",
    "Kind",
    "Law",
    "Point",
    "Stability",
    "StabilityPlot",
    "conditions_in_names",
    "conditions_of",
    "plot_of",
    "points_of",
    "quantities_of",
]
