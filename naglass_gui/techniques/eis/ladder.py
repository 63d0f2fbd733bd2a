"""The ladder of circuits a solid electrolyte may need: cables, a resistance, up to three arcs, and what blocks or diffuses behind them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.techniques.eis.guess import Extent
from naglass_gui.techniques.eis.syntax import parse_circuit

Tail = Literal["", "Q", "W", "Wo", "Ws"]
TAILS: tuple[Tail, ...] = ("", "Q", "W", "Wo", "Ws")
MOST_ARCS = 3
PLACES = 4
"""Top frequencies at which a further arc is tried, even in ln f over the band."""
EXPONENT = 0.9


@dataclass(frozen=True, slots=True)
class Rung:
    """One circuit of the ladder.

    Attributes:
        inductance: whether it begins with the L of the cables.
        resistance: whether it has a series R.
        arcs: how many (RQ) it has, 0 to 3.
        tail: what stands behind them: nothing, a spike Q, diffusion without an end W, to a blocking end Wo, to a
            transmissive end Ws.
    """

    inductance: bool
    resistance: bool
    arcs: int
    tail: Tail

    @property
    def text(self) -> str:
        """In Boukamp's form."""
        return "L" * self.inductance + "R" * self.resistance + "(RQ)" * self.arcs + self.tail

    @property
    def circuit(self) -> Circuit:
        """As a tree."""
        return parse_circuit(self.text)

    @property
    def sensible(self) -> bool:
        """Whether it is a circuit at all, and one that lets something be measured: a resistance or an arc."""
        return self.resistance or self.arcs > 0


def carried(values: Mapping[str, float], old: Rung, new: Rung) -> dict[str, float]:
    """Values of one rung under the names they have on another: arcs in order, the tail's own, R0 and L1."""
    names = {name: name for name in ("L1", "R0")}
    shared = min(old.arcs, new.arcs)
    names |= {f"{letter}{k + 1}": f"{letter}{k + 1}" for letter in "RYn" for k in range(shared)}
    if old.tail == new.tail and old.tail:
        names |= dict(zip(_tail_names(old), _tail_names(new), strict=True))
    return {there: values[here] for here, there in names.items() if here in values}


def _tail_names(rung: Rung) -> tuple[str, ...]:
    circuit = rung.circuit
    return circuit.names_at(circuit.top[-1][0])


def with_further_arc(values: Mapping[str, float], old: Rung, extent: Extent) -> list[list[float]]:
    """Sets of values for the rung with one arc more: the new one at `PLACES` frequencies, a third of the first |Z| large.

    In circuit order; arcs from the highest top frequency to the lowest.
    """
    new = replace(old, arcs=old.arcs + 1)
    names = new.circuit.names
    known = carried(values, old, new)
    size = 0.3 * sum(v for name, v in values.items() if name.startswith("R")) or 0.3 * extent.median
    places = np.linspace(math.log(extent.omega_low), math.log(extent.omega_high), PLACES + 2)[1:-1]
    arcs = [(values[f"R{k + 1}"], values[f"Y{k + 1}"], values[f"n{k + 1}"]) for k in range(old.arcs)]
    starts = []
    for place in places:
        ordered = sorted([*arcs, (size, math.exp(-EXPONENT * place) / size, EXPONENT)], key=_log_time)
        given = dict(known)
        for k, arc in enumerate(ordered, 1):
            given |= {f"{letter}{k}": value for letter, value in zip("RYn", arc, strict=True)}
        starts.append([given[name] for name in names])
    return starts


def _log_time(arc: tuple[float, float, float]) -> float:
    resistance, admittance, n = arc
    return math.log(resistance * admittance) / max(n, 1e-3)
