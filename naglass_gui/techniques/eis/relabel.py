"""Arcs in order of their top frequencies, highest first: two arcs that swapped their labels are the same fit."""

from __future__ import annotations

import math

from naglass_gui.core.expression import parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis.circuit import Arc, Circuit


def label_order(circuit: Circuit, parameters: tuple[Parameter, ...], values: list[float]) -> list[int]:
    """Which value each parameter takes over so that w0 falls from the first arc to the last.

    Only arcs of one kind in one series, whose parameters are all free, unbounded and in no link, change places: the
    person has given the others a meaning.

    Args:
        circuit: the circuit.
        parameters: of the circuit, in its order.
        values: of the parameters, in the same order.

    Returns:
        indices, shape (k,): parameter j takes the value at index[j].
    """
    place = {p.name: k for k, p in enumerate(parameters)}
    linked = {name for p in parameters if p.link for name in parse(p.link).names}
    taken = list(range(len(parameters)))
    movable = [arc for arc in circuit.all_arcs if _movable(arc, parameters, place, linked)]
    for alike in dict.fromkeys((arc.path[:-1], arc.kind) for arc in movable):
        arcs = [arc for arc in movable if (arc.path[:-1], arc.kind) == alike]
        ranked = sorted(arcs, key=lambda arc: _log_time(arc, values, place))
        for arc, source in zip(arcs, ranked, strict=True):
            by_letter = {_letter(name): name for name in source.names}
            for name in arc.names:
                taken[place[name]] = place[by_letter[_letter(name)]]
    return taken


def _movable(arc: Arc, parameters: tuple[Parameter, ...], place: dict[str, int], linked: set[str]) -> bool:
    own = [parameters[place[name]] for name in arc.names]
    return all(p.free and p.minimum is None and p.maximum is None and not p.role and p.name not in linked for p in own)


def _log_time(arc: Arc, values: list[float], place: dict[str, int]) -> float:
    """Ln of the time constant 1/w0."""
    own = {_letter(name): values[place[name]] for name in arc.names}
    if "t" in own:
        return math.log(own["t"])
    log_rc = math.log(own["R"]) + math.log(own["Y"] if "Y" in own else own["C"])
    return log_rc / max(own.get("n", 1.0), 1e-3)


def _letter(name: str) -> str:
    return name.rstrip("0123456789")
