"""Handles on the curve of a circuit in the complex plane: where they stand, and what dragging one changes.

Everything is arithmetic on a few numbers: an arc of R beside a CPE begins at the resistance before it, is R wide and
R/2 tan(n pi/4) high at its top frequency w0 = (R Y)^(-1/n). Only free parameters move.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis.circuit import Arc, Circuit, Leaf, Path
from naglass_gui.techniques.eis.impedance import impedance
from naglass_gui.techniques.eis.judgement import characteristic_frequencies
from naglass_gui.techniques.eis.parameters import follow_links, values_of

Kind = Literal["intercept", "diameter", "top", "spike", "inductance"]
SMALLEST_SHARE = 1e-4
"""A dragged resistance stays above this share of the circuit's whole resistance."""
FLATTEST = 0.2
"""The smallest exponent a handle gives."""


@dataclass(frozen=True, slots=True)
class Handle:
    """A point that can be dragged.

    Attributes:
        kind: "intercept" (R0), "diameter" (R of an arc), "top" (its depression; its frequency on a Bode plot), "spike"
            (Y and n of the last Q or W), "inductance" (L).
        number: of the arc or element, as in Rk.
        z: where it stands in the complex plane, in ohm (capacitive below zero).
        frequency: in Hz, where it stands on a Bode plot; None for a point of no frequency.
        moves: names of the free parameters that dragging it changes; () when it cannot move.
        words: what it does, for the status bar.
    """

    kind: Kind
    number: int
    z: complex
    frequency: float | None
    moves: tuple[str, ...]
    words: str


def handles(circuit: Circuit, parameters: tuple[Parameter, ...], low: float, high: float) -> tuple[Handle, ...]:
    """The handles of a circuit with its current values.

    Args:
        circuit: the circuit.
        parameters: its parameters.
        low: lowest frequency shown, in Hz; the spike's handle stands there.
        high: highest one; the inductance's handle stands there.
    """
    view = _View.of(circuit, parameters)
    found: list[Handle] = []
    if view.first_resistor:
        moves = view.free(view.first_resistor)
        found.append(Handle("intercept", 0, complex(view.ahead), None, moves, "drag: resistance before the arcs"))
    for arc in view.arcs:
        found += _arc_handles(view, arc)
    found += _line_handles(view, low, high)
    return tuple(found)


def drag(
    circuit: Circuit,
    parameters: tuple[Parameter, ...],
    handle: Handle,
    *,
    z: complex | None = None,
    frequency: float | None = None,
) -> dict[str, float]:
    """The values that put a handle at another place.

    Args:
        circuit: the circuit.
        parameters: its parameters before the drag, or at any step of it.
        handle: one of `handles`; for spike and inductance its frequency counts.
        z: where it was dragged to in the complex plane, in ohm.
        frequency: where the top of an arc was dragged to, in Hz.

    Returns:
        new values by name: those that move, and linked ones that follow; {} when nothing can move.
    """
    view = _View.of(circuit, parameters)
    arc = next((arc for arc in view.arcs if arc.number == handle.number), None)
    wanted: dict[str, float] = {}
    if handle.kind == "intercept" and z is not None and view.first_resistor:
        others = view.ahead - view.values[view.first_resistor]
        wanted[view.first_resistor] = max(z.real - others, view.smallest)
    elif handle.kind == "diameter" and z is not None and arc is not None:
        wanted = _wider(view, arc, max(z.real - view.left(arc), view.smallest))
    elif handle.kind == "top" and arc is not None:
        wanted = _topped(view, arc, z, frequency)
    elif handle.kind == "spike" and z is not None and handle.frequency is not None:
        wanted = _spiked(view, handle, z)
    elif handle.kind == "inductance" and z is not None and handle.frequency is not None:
        wanted = _inductive(view, handle, z)
    return _allowed(circuit, parameters, wanted)


@dataclass(frozen=True, slots=True)
class _View:
    """A circuit with its values, its arcs from the highest top frequency to the lowest."""

    circuit: Circuit
    parameters: Mapping[str, Parameter]
    values: Mapping[str, float]
    arcs: tuple[Arc, ...]
    frequencies: Mapping[str, float]
    first_resistor: str
    ahead: float

    @classmethod
    def of(cls, circuit: Circuit, parameters: tuple[Parameter, ...]) -> _View:
        by_name = {p.name: p for p in parameters}
        values = {name: by_name[name].value for name in circuit.names}
        usable = [arc for arc in circuit.arcs if all(values[name] > 0 for name in arc.names)]
        frequencies = (
            {name: f for name, f in characteristic_frequencies(circuit, values).items() if math.isfinite(f) and f > 0}
            if len(usable) == len(circuit.arcs)
            else {}
        )
        arcs = sorted((a for a in usable if a.resistance in frequencies), key=lambda a: -frequencies[a.resistance])
        resistors = [circuit.names_at(path)[0] for path, node in circuit.top
                     if isinstance(node, Leaf) and node.symbol == "R"]  # fmt: skip
        ahead = sum(values[name] for name in resistors)
        return cls(circuit, by_name, values, tuple(arcs), frequencies, resistors[0] if resistors else "", ahead)

    @property
    def smallest(self) -> float:
        """The smallest resistance a drag gives, in ohm."""
        whole = self.ahead + sum(self.values[arc.resistance] for arc in self.arcs)
        return SMALLEST_SHARE * whole if whole > 0 else 1e-12

    def left(self, arc: Arc) -> float:
        """Where an arc begins on the real axis, in ohm."""
        before = self.arcs[: self.arcs.index(arc)]
        return self.ahead + sum(self.values[a.resistance] for a in before)

    def free(self, *names: str) -> tuple[str, ...]:
        """Those of these parameters that may move."""
        return tuple(name for name in names if self.parameters[name].free)

    def own(self, arc: Arc) -> dict[str, str]:
        """The names of an arc's parameters by their letter."""
        return {name.rstrip("0123456789"): name for name in arc.names}


def _arc_handles(view: _View, arc: Arc) -> list[Handle]:
    own, left = view.own(arc), view.left(arc)
    r, frequency = view.values[arc.resistance], view.frequencies[arc.resistance]
    n = view.values[own["n"]] if "n" in own else view.values.get(own.get("a", ""), 1.0)
    top = complex(left + r / 2.0, -r / 2.0 * math.tan(min(n, 1.0) * math.pi / 4.0))
    through = next((own[letter] for letter in ("Y", "C", "t") if letter in own), "")
    bend = (own["n"],) if "n" in own else ()
    return [
        Handle("diameter", arc.number, complex(left + r), None, view.free(arc.resistance), f"drag: width of arc {arc.number}"),
        Handle(
            "top", arc.number, top, frequency, view.free(*bend, through),
            f"drag: depression of arc {arc.number}; on the Bode plot its frequency",
        ),
    ]  # fmt: skip


def _wider(view: _View, arc: Arc, resistance: float) -> dict[str, float]:
    """Another R at the same top frequency."""
    own = view.own(arc)
    wanted = {arc.resistance: resistance}
    if arc.kind in ("Q", "C") and view.parameters[arc.resistance].free:
        through = own["Y"] if arc.kind == "Q" else own["C"]
        wanted[through] = view.values[through] * view.values[arc.resistance] / resistance
    return wanted


def _topped(view: _View, arc: Arc, z: complex | None, frequency: float | None) -> dict[str, float]:
    """Another depression (from the height of the top) at the same frequency, or another frequency."""
    own = view.own(arc)
    r = view.values[arc.resistance]
    n = view.values[own["n"]] if "n" in own else 1.0
    wanted: dict[str, float] = {}
    if z is not None and "n" in own and view.parameters[own["n"]].free:
        height = max(-z.imag, 0.0)
        n = wanted[own["n"]] = min(max(4.0 / math.pi * math.atan(2.0 * height / r), FLATTEST), 1.0)
    omega = 2.0 * math.pi * (frequency if frequency is not None else view.frequencies[arc.resistance])
    if arc.kind == "Q":
        wanted[own["Y"]] = omega**-n / r
    elif arc.kind == "C":
        wanted[own["C"]] = 1.0 / (omega * r)
    else:
        wanted[own["t"]] = 1.0 / omega
    return wanted


def _line_handles(view: _View, low: float, high: float) -> list[Handle]:
    """Handles of what stands in series with everything and grows to one end of the band."""
    ends: tuple[tuple[Kind, tuple[str, ...], float, str], ...] = (
        ("spike", ("Q", "W"), low, "drag: size and slope of the spike"),
        ("inductance", ("L",), high, "drag: inductance"),
    )
    found: list[Handle] = []
    for kind, symbols, frequency, words in ends:
        path = _last(view.circuit, symbols)
        if path is not None:
            number, moves = view.circuit.numbers[path], view.free(*view.circuit.names_at(path))
            found.append(Handle(kind, number, _total(view, frequency), frequency, moves, words))
    return found


def _last(circuit: Circuit, symbols: tuple[str, ...]) -> Path | None:
    """The last element of such a symbol in series with everything."""
    found = [path for path, node in circuit.top if isinstance(node, Leaf) and node.symbol in symbols]
    return found[-1] if found else None


def _total(view: _View, frequency: float) -> complex:
    values = values_of(view.circuit, tuple(view.parameters.values()))
    with np.errstate(all="ignore"):
        return complex(impedance(view.circuit, np.array([frequency]), values)[0])


def _spiked(view: _View, handle: Handle, z: complex) -> dict[str, float]:
    """Y and n that put the spike's end at z: what is left of Z without the rest of the circuit."""
    path = _last(view.circuit, ("Q", "W"))
    assert path is not None and handle.frequency is not None
    names = view.circuit.names_at(path)
    omega = 2.0 * math.pi * handle.frequency
    n = view.values[names[1]] if len(names) == 2 else 0.5
    old = omega**-n / view.values[names[0]] * complex(math.cos(n * math.pi / 2), -math.sin(n * math.pi / 2))
    new = z - (_total(view, handle.frequency) - old)
    wanted: dict[str, float] = {}
    if len(names) == 2 and view.parameters[names[1]].free:
        angle = math.atan2(max(-new.imag, 0.0), max(new.real, 0.0))
        n = wanted[names[1]] = min(max(2.0 / math.pi * angle, FLATTEST), 1.0)
    wanted[names[0]] = omega**-n / max(abs(new), 1e-12)
    return wanted


def _inductive(view: _View, handle: Handle, z: complex) -> dict[str, float]:
    """L that puts the high-frequency end at the height of z."""
    path = _last(view.circuit, ("L",))
    assert path is not None and handle.frequency is not None
    name = view.circuit.names_at(path)[0]
    omega = 2.0 * math.pi * handle.frequency
    rest = _total(view, handle.frequency).imag - omega * view.values[name]
    return {name: max((z.imag - rest) / omega, 1e-4 * view.values[name])}


def _allowed(circuit: Circuit, parameters: tuple[Parameter, ...], wanted: dict[str, float]) -> dict[str, float]:
    """Of the wanted values those that are free, inside their bounds, and the linked ones that follow."""
    specs = {item.name: item.spec for item in circuit.parameters}
    moved: dict[str, float] = {}
    for p in parameters:
        if p.name not in wanted or not p.free or not math.isfinite(wanted[p.name]):
            continue
        low = specs[p.name].lower if p.minimum is None else max(p.minimum, specs[p.name].lower)
        high = specs[p.name].upper if p.maximum is None else min(p.maximum, specs[p.name].upper)
        moved[p.name] = min(max(wanted[p.name], low), high)
    return follow_links(parameters, moved) if moved else {}
