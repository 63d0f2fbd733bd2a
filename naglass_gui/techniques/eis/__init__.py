"""Impedance spectroscopy: circuits, their fit, and the conductivity that follows.

Text to circuit and back: `parse_circuit`, `boukamp`, `named`. Z of a circuit: `impedance`, `CircuitModel` (with
derivatives). The technique: `EIS`. Live quantities while a value is dragged: `current_quantities`.
"""

from naglass_gui.techniques.eis.circuit import Arc, Circuit, Group, Leaf, Path
from naglass_gui.techniques.eis.default import Shape, default_circuit, rough_values
from naglass_gui.techniques.eis.derived import analysis_resistances, current_quantities, fitted_quantities
from naglass_gui.techniques.eis.elements import BY_SYMBOL, ELEMENTS, Element, ParameterSpec
from naglass_gui.techniques.eis.fit import fit_impedance, fitted_curve
from naglass_gui.techniques.eis.geometry import Geometry, relative_geometry_error
from naglass_gui.techniques.eis.impedance import CircuitModel, impedance
from naglass_gui.techniques.eis.model import Eis
from naglass_gui.techniques.eis.parameters import parameters_of, values_of
from naglass_gui.techniques.eis.roles import ROLES, Resistance
from naglass_gui.techniques.eis.sweep import WEIGHTS, Sweep
from naglass_gui.techniques.eis.syntax import boukamp, named, parse_circuit, without_values

EIS = Eis()
"""The technique."""

__all__ = [
    "BY_SYMBOL",
    "EIS",
    "ELEMENTS",
    "ROLES",
    "WEIGHTS",
    "Arc",
    "Circuit",
    "CircuitModel",
    "Eis",
    "Element",
    "Geometry",
    "Group",
    "Leaf",
    "ParameterSpec",
    "Path",
    "Resistance",
    "Shape",
    "Sweep",
    "analysis_resistances",
    "boukamp",
    "current_quantities",
    "default_circuit",
    "fit_impedance",
    "fitted_curve",
    "fitted_quantities",
    "impedance",
    "named",
    "parameters_of",
    "parse_circuit",
    "relative_geometry_error",
    "rough_values",
    "values_of",
    "without_values",
]
