"""Conductivity against temperature: activation energy, prefactor, sigma at 25 °C, of one pellet or across samples.

The technique: `ARRHENIUS`, whose analyses are made from fitted spectra and follow them. What a plot, a table or a figure
shows: `plot_of`. Across samples: `meyer_neldel`.
"""

from naglass_gui.techniques.arrhenius.branches import BASIS_WORDS, BRANCHES, Branch, typed_branches, with_branch
from naglass_gui.techniques.arrhenius.judgement import missing
from naglass_gui.techniques.arrhenius.laws import KB, Law
from naglass_gui.techniques.arrhenius.meyer_neldel import MeyerNeldel, meyer_neldel
from naglass_gui.techniques.arrhenius.model import Arrhenius
from naglass_gui.techniques.arrhenius.plot import ROOM, ArrheniusPlot, Curve, Settings, plot_of
from naglass_gui.techniques.arrhenius.points import ROLE_WORDS, ROLES, ZERO_CELSIUS, Point, Role, kelvin_of, points_of
from naglass_gui.techniques.arrhenius.quantities import intervals

ARRHENIUS = Arrhenius()
"""The technique."""

__all__ = [
    "ARRHENIUS",
    "BASIS_WORDS",
    "BRANCHES",
    "KB",
    "ROLES",
    "ROLE_WORDS",
    "ROOM",
    "ZERO_CELSIUS",
    "Arrhenius",
    "ArrheniusPlot",
    "Branch",
    "Curve",
    "Law",
    "MeyerNeldel",
    "Point",
    "Role",
    "Settings",
    "intervals",
    "kelvin_of",
    "meyer_neldel",
    "missing",
    "plot_of",
    "points_of",
    "typed_branches",
    "with_branch",
]
