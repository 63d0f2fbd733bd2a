"""Starting values with no guess: drawn from what the spectrum itself allows.

R is log-uniform in [0.5 min|Z|, 1.5 max|Z|]; Y follows from a characteristic frequency drawn inside the band,
Y = w0^-n / R, where R is the resistance beside the Q, or the median |Z| where none stands there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from naglass_gui.techniques.eis.band import Complex, Real
from naglass_gui.techniques.eis.circuit import Circuit, Group, Leaf, Node, Path
from naglass_gui.techniques.eis.elements import ParameterSpec


@dataclass(frozen=True, slots=True)
class Extent:
    """What a spectrum covers: angular frequencies in rad/s and moduli in ohm."""

    omega_low: float
    omega_high: float
    smallest: float
    median: float
    largest: float

    @classmethod
    def of(cls, frequency: Real, z: Complex) -> Extent:
        """The extent of fitted points: all frequencies above zero, all Z finite and not zero."""
        omega, modulus = 2.0 * np.pi * frequency, np.abs(z)
        return cls(
            float(omega.min()),
            float(omega.max()),
            float(modulus.min()),
            float(np.median(modulus)),
            float(modulus.max()),
        )


class Uniform(Protocol):
    """What draws a number between two."""

    def uniform(self, low: float, high: float, /) -> float:
        """A number between low and high."""


class _Middle:
    """Draws the middle, always."""

    def uniform(self, low: float, high: float, /) -> float:
        return 0.5 * (low + high)


class RandomStart:
    """Draws values for every parameter of a circuit, in circuit order."""

    def __init__(self, circuit: Circuit, extent: Extent) -> None:
        self.extent = extent
        self._sites = _sites(circuit)
        self._places = tuple(dict.fromkeys(site for site, _ in self._sites.values()))
        self._leaves = tuple(circuit.leaves())

    def __call__(self, generator: np.random.Generator) -> Real:
        """Values in their units, shape (k,)."""
        frequencies = {
            site: _between(generator, self.extent.omega_low, self.extent.omega_high) for site in self._places
        }
        return self._around(frequencies, generator)

    def spread(self) -> Real:
        """Values without chance: middling resistances, characteristic frequencies even in ln w, the highest first."""
        share = np.arange(1, len(self._places) + 1) / (len(self._places) + 1)
        top, span = math.log(self.extent.omega_high), math.log(self.extent.omega_high / self.extent.omega_low)
        even = np.exp(top - share * span).tolist()
        return self._around(dict(zip(self._places, even, strict=True)), _Middle())

    def _around(self, frequencies: dict[Path, float], generator: Uniform) -> Real:
        resistances = {path: self._resistance(generator) for path, leaf in self._leaves if leaf.symbol == "R"}
        values: list[float] = []
        for path, leaf in self._leaves:
            site, beside = self._sites[path]
            own = {"w0": frequencies[site]}
            if path in resistances:
                own["R"] = resistances[path]
            elif _has(leaf, "R"):
                own["R"] = self._resistance(generator)
            else:
                own["R"] = self.extent.median if beside is None else resistances[beside]
            values += self._values(leaf, own, generator)
        return np.array(values)

    def _resistance(self, generator: Uniform) -> float:
        return _between(generator, 0.5 * self.extent.smallest, 1.5 * self.extent.largest)

    def _values(self, leaf: Leaf, own: dict[str, float], generator: Uniform) -> list[float]:
        """Values of one element around its R and its characteristic frequency w0."""
        drawn: dict[str, float] = {}
        # Exponents first: Y depends on n.
        for spec in sorted(leaf.element.parameters, key=lambda spec: spec.logarithmic):
            drawn[spec.name] = self._value(spec, own, drawn, generator)
        return [drawn[spec.name] for spec in leaf.element.parameters]

    def _value(self, spec: ParameterSpec, own: dict[str, float], drawn: dict[str, float], generator: Uniform) -> float:
        if not spec.logarithmic:
            return float(generator.uniform(0.5, 1.0)) if spec.vary else spec.value
        r, w0 = own["R"], own["w0"]
        match spec.name[0]:
            case "R":
                return r if spec.name == "R" else self._resistance(generator)
            case "C":
                return 1.0 / (w0 * r)
            case "Y" | "Q":
                return float(w0 ** -drawn.get("n", 0.5 if spec.unit == "S s^0.5" else 0.8) / r)
            case "t" | "T":
                return 1.0 / w0
            case "L":
                # An inductance shows, if at all, at the high end.
                return _between(generator, 0.01, 1.0) * self.extent.smallest / self.extent.omega_high
            case _:
                return _between(generator, 1e-3, 1e3)


def _has(leaf: Leaf, name: str) -> bool:
    return any(spec.name == name for spec in leaf.element.parameters)


def _between(generator: Uniform, low: float, high: float) -> float:
    """A log-uniform number."""
    return math.exp(float(generator.uniform(math.log(low), math.log(high))))


def _sites(circuit: Circuit) -> dict[Path, tuple[Path, Path | None]]:
    """For each element: where its characteristic frequency belongs, and the R beside it (None without one)."""
    sites: dict[Path, tuple[Path, Path | None]] = {}
    for path, _ in circuit.leaves():
        parent, node = path[:-1], circuit.node(path[:-1]) if path else circuit.root
        if isinstance(node, Group) and node.kind == "parallel":
            sites[path] = (parent, _first_resistor(node, parent))
        else:
            sites[path] = (path, None)
    return sites


def _first_resistor(node: Node, path: Path) -> Path | None:
    if isinstance(node, Leaf):
        return path if node.symbol == "R" else None
    direct = [(*path, k) for k, child in enumerate(node.children) if isinstance(child, Leaf) and child.symbol == "R"]
    if direct:
        return direct[0]
    found = (_first_resistor(child, (*path, k)) for k, child in enumerate(node.children))
    return next((place for place in found if place is not None), None)
