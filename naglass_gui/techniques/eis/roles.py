"""What each resistance of a circuit stands for: lead, bulk, grain boundary, electrode. Proposed; a person may set it.

A resistance in series with everything counts as electrolyte: with a partly visible arc it is part of it, with none
it is all of it. An arc counts by its capacitance times L/A.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from naglass_gui.techniques.eis.capacitance import SMALLEST_EXPONENT, hsu_mansfeld
from naglass_gui.techniques.eis.circuit import Circuit, Group, Leaf, Path

ROLES = ("bulk", "grain boundary", "electrode", "lead")
LARGEST_ELECTROLYTE = 1e-8
"""Upper limit of grain boundaries in F/cm (Irvine et al. 1990); above lie surface layers and electrodes."""
LARGEST_FIRST_BULK = 1e-10
"""The first arc counts as bulk below this (in F/cm): fixtures add to the capacitance of a glass."""


@dataclass(frozen=True, slots=True)
class Resistance:
    """A resistance with its role.

    Attributes:
        name: of the parameter.
        role: one of `ROLES`, or "" where nothing can be said.
        capacitance: of its arc in F; None where it has none.
        proposed: whether the program chose the role.
    """

    name: str
    role: str
    capacitance: float | None
    proposed: bool

    @property
    def electrolyte(self) -> bool:
        """Whether it counts for sigma."""
        return self.role in ("bulk", "grain boundary")


def resistances(
    circuit: Circuit, values: Mapping[str, float], chosen: Mapping[str, str], cell_constant: float
) -> tuple[Resistance, ...]:
    """Every resistance of a circuit with its role.

    Args:
        circuit: the circuit.
        values: of its parameters by name.
        chosen: roles a person has set, by name ("" where not).
        cell_constant: L/A in 1/cm.
    """
    kinds = {item.name: _capacitance(circuit, item.path, item.name, values) for item in circuit.parameters
             if item.spec.unit == "ohm"}  # fmt: skip
    proposed = _proposed(circuit, kinds, values, cell_constant)
    return tuple(
        Resistance(name, chosen.get(name) or proposed[name], capacitance, not chosen.get(name))
        for name, capacitance in kinds.items()
    )


def _proposed(
    circuit: Circuit, capacitances: Mapping[str, float | None], values: Mapping[str, float], cell_constant: float
) -> dict[str, str]:
    in_series = {
        circuit.names_at(path)[0] for path, node in circuit.chain if isinstance(node, Leaf) and node.symbol == "R"
    }
    roles = {name: "bulk" if name in in_series else "" for name in capacitances}
    arcs = {name: c * cell_constant for name, c in capacitances.items() if c is not None}
    # Arcs from the highest top frequency 1/(R C) to the lowest.
    seen_bulk = False
    for name in sorted(arcs, key=lambda name: values[name] * arcs[name]):
        if arcs[name] > LARGEST_ELECTROLYTE:
            roles[name] = "electrode"
        elif not seen_bulk and arcs[name] <= LARGEST_FIRST_BULK:
            roles[name], seen_bulk = "bulk", True
        else:
            roles[name] = "grain boundary"
    for item in circuit.parameters:
        leaf = circuit.node(item.path)
        if item.name in roles and isinstance(leaf, Leaf) and leaf.symbol in ("Wo", "Ws", "G", "DL", "DLr"):
            roles[item.name] = "electrode"
    return roles


def _capacitance(circuit: Circuit, path: Path, name: str, values: Mapping[str, float]) -> float | None:
    """The capacitance of a resistance's arc in F: of the Q or C beside it, or of its own time constant."""
    leaf = circuit.node(path)
    if not isinstance(leaf, Leaf) or not values[name] > 0:
        return None
    own = dict(zip((spec.name for spec in leaf.element.parameters), circuit.names_at(path), strict=True))
    if leaf.symbol in ("Z", "H"):
        return values[own["t"]] / values[name]
    if leaf.symbol != "R" or path in dict(circuit.chain):
        return None
    for length in range(len(path) - 1, -1, -1):
        node = circuit.node(path[:length])
        if isinstance(node, Group) and node.kind == "parallel":
            for k, child in enumerate(node.children):
                if isinstance(child, Leaf) and child.symbol in ("Q", "C"):
                    return _of_capacitor(circuit, (*path[:length], k), child.symbol, values[name], values)
            return None
    return None


def _of_capacitor(
    circuit: Circuit, path: Path, symbol: str, resistance: float, values: Mapping[str, float]
) -> float | None:
    names = circuit.names_at(path)
    if symbol == "C":
        return values[names[0]]
    y, n = values[names[0]], values[names[1]]
    return hsu_mansfeld(resistance, y, n).value if y > 0 and n > SMALLEST_EXPONENT else None
