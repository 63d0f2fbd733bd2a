"""The parameters of a circuit as the document holds them."""

from __future__ import annotations

from dataclasses import replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import order, parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis.circuit import Circuit, Leaf

ROLE_WORDS = {
    "lead": "lead", "cable": "lead", "contact": "lead",
    "bulk": "bulk", "grain": "bulk", "electrolyte": "bulk",
    "gb": "grain boundary", "grain boundary": "grain boundary",
    "electrode": "electrode", "ct": "electrode", "interface": "electrode", "sei": "electrode",
}  # fmt: skip
"""Labels in a circuit that say what a resistance stands for, and the role each gives."""


def parameters_of(
    circuit: Circuit, held: tuple[Parameter, ...] = (), values: dict[str, float] | None = None
) -> tuple[Parameter, ...]:
    """The parameters of a circuit, in its order.

    Args:
        circuit: may carry typed values and labels; a label such as "bulk" gives a resistance its role.
        held: parameters already there; one with the same name and unit stays as it is, but for a typed value.
        values: better starting values by name, for those that are neither held nor typed.
    """
    known = {(p.name, p.unit): p for p in held}
    made: list[Parameter] = []
    leaves = dict(circuit.leaves())
    for item in circuit.parameters:
        leaf = leaves[item.path]
        old = known.get((item.name, item.spec.unit))
        place = circuit.names_at(item.path).index(item.name)
        if old is None:
            made.append(_fresh(item.name, leaf, place, values or {}))
        else:
            typed = leaf.values[place] if leaf.values else None
            made.append(old if typed is None else replace(old, value=typed))
    return tuple(made)


def _fresh(name: str, leaf: Leaf, place: int, values: dict[str, float]) -> Parameter:
    spec = leaf.element.parameters[place]
    typed = leaf.values[place] if leaf.values else None
    value = typed if typed is not None else values.get(name, spec.value)
    role = ROLE_WORDS.get(leaf.label.lower(), "") if spec.unit == "ohm" else ""
    return Parameter(name, value, spec.unit, vary=spec.vary, role=role)


def values_of(circuit: Circuit, parameters: tuple[Parameter, ...]) -> list[float]:
    """The values of a circuit's parameters in its order. Raises KeyError when one is missing."""
    by_name = {p.name: p.value for p in parameters}
    return [by_name[name] for name in circuit.names]


def follow_links(parameters: tuple[Parameter, ...], moved: dict[str, float]) -> dict[str, float]:
    """Moved values by name, and with them the values of every linked parameter that follows.

    A link that has no value there, or that goes round in a circle, leaves its parameter where it is: the fit says so.
    """
    links = {p.name: p.link for p in parameters if p.link}
    if not links:
        return moved
    values = {p.name: p.value for p in parameters} | moved
    followed = dict(moved)
    try:
        for name in order(links, values):
            values[name] = followed[name] = parse(links[name], frozenset(values)).number(values)
    except InputError:
        return followed
    return followed
