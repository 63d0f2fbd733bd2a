"""Impedance spectroscopy: circuits, their fit, and the conductivity that follows.

Text to circuit and back: `parse_circuit`, `boukamp`, `named`; menu of `COMMON_CIRCUITS`. Z of a circuit: `impedance`, or
`CircuitModel` (with derivatives, for one set of frequencies). The technique: `EIS`; a series over temperature: `fit_series`. Edits of a project: `set_circuit`,
`replace_element`, `add_in_series`, `add_in_parallel`, `remove_element`. While something is dragged: `handles`, `drag`,
`current_quantities`. Whether the data can be trusted: `check_data`, made of `kramers_kronig` and `z_hit`. Cables and contacts
taken off the data: the module `leads`. What plots show: the module `views`.
"""

from naglass_gui.techniques.eis.check import DataCheck, check_data
from naglass_gui.techniques.eis.circuit import Arc, Circuit, Group, Leaf, Path
from naglass_gui.techniques.eis.common import COMMON_CIRCUITS, CommonCircuit
from naglass_gui.techniques.eis.default import Shape, default_circuit, rough_values
from naglass_gui.techniques.eis.derived import (
    analysis_resistances,
    arc_assignments,
    current_quantities,
    fitted_quantities,
)
from naglass_gui.techniques.eis.editing import (
    add_in_parallel,
    add_in_series,
    remove_element,
    replace_element,
    set_circuit,
)
from naglass_gui.techniques.eis.elements import BY_SYMBOL, ELEMENTS, Element, ParameterSpec
from naglass_gui.techniques.eis.fit import fit_impedance, fitted_curve
from naglass_gui.techniques.eis.geometry import Geometry, relative_geometry_error
from naglass_gui.techniques.eis.handles import Handle, drag, handles
from naglass_gui.techniques.eis.impedance import CircuitModel, impedance
from naglass_gui.techniques.eis.kramers_kronig import KramersKronig, kramers_kronig
from naglass_gui.techniques.eis.model import Eis
from naglass_gui.techniques.eis.parameters import follow_links, parameters_of, values_of
from naglass_gui.techniques.eis.roles import ROLES, Resistance
from naglass_gui.techniques.eis.series import fit_neighbours, fit_series
from naglass_gui.techniques.eis.sweep import WEIGHTS, Sweep
from naglass_gui.techniques.eis.syntax import boukamp, named, parse_circuit, without_values
from naglass_gui.techniques.eis.together import Together, fit_together
from naglass_gui.techniques.eis.zhit import ZHit, z_hit

EIS = Eis()
"""The technique."""

__all__ = [
    "BY_SYMBOL",
    "COMMON_CIRCUITS",
    "EIS",
    "ELEMENTS",
    "ROLES",
    "WEIGHTS",
    "Arc",
    "Circuit",
    "CircuitModel",
    "CommonCircuit",
    "DataCheck",
    "Eis",
    "Element",
    "Geometry",
    "Group",
    "Handle",
    "KramersKronig",
    "Leaf",
    "ParameterSpec",
    "Path",
    "Resistance",
    "Shape",
    "Sweep",
    "Together",
    "ZHit",
    "add_in_parallel",
    "add_in_series",
    "analysis_resistances",
    "arc_assignments",
    "boukamp",
    "check_data",
    "current_quantities",
    "default_circuit",
    "drag",
    "fit_impedance",
    "fit_neighbours",
    "fit_series",
    "fit_together",
    "fitted_curve",
    "fitted_quantities",
    "follow_links",
    "handles",
    "impedance",
    "kramers_kronig",
    "named",
    "parameters_of",
    "parse_circuit",
    "relative_geometry_error",
    "remove_element",
    "replace_element",
    "rough_values",
    "set_circuit",
    "values_of",
    "without_values",
    "z_hit",
]
