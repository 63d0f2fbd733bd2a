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
        omega, modulus = 2.0 * np.pi * frequency, np.sort(np.abs(z))
        # np.median would cost more than all the rest here.
        median = 0.5 * (modulus[(len(modulus) - 1) // 2] + modulus[len(modulus) // 2])
        return cls(float(omega.min()), float(omega.max()), float(modulus[0]), float(median), float(modulus[-1]))


class Uniform(Protocol):
    """What draws numbers between two."""

    def uniform(self, low: float, high: float, size: int, /) -> Real:
        """So many numbers between low and high."""


class _Middle:
    """Draws the middle, always."""

    def uniform(self, low: float, high: float, size: int, /) -> Real:
        return np.full(size, 0.5 * (low + high))


class RandomStart:
    """Draws values for every parameter of a circuit, in circuit order."""

    def __init__(self, circuit: Circuit, extent: Extent) -> None:
        self.extent = extent
        self._sites = _sites(circuit)
        self._places = tuple(dict.fromkeys(site for site, _ in self._sites.values()))
        self._leaves = tuple((path, leaf, leaf.element.parameters) for path, leaf in circuit.leaves())

    def __call__(self, generator: np.random.Generator, count: int) -> Real:
        """So many sets of values in their units, shape (k, count)."""
        low, high = self.extent.omega_low, self.extent.omega_high
        return self._around({site: _between(generator, low, high, count) for site in self._places}, generator, count)

    def spread(self) -> Real:
        """Values without chance: middling resistances, characteristic frequencies even in ln w, the highest first.

        Shape (k,).
        """
        share = np.arange(1, len(self._places) + 1) / (len(self._places) + 1)
        top, span = math.log(self.extent.omega_high), math.log(self.extent.omega_high / self.extent.omega_low)
        even = np.exp(top - share * span)[:, None]
        return self._around(dict(zip(self._places, even, strict=True)), _Middle(), 1)[:, 0]

    def _around(self, frequencies: dict[Path, Real], generator: Uniform, count: int) -> Real:
        resistances = {p: self._resistance(generator, count) for p, leaf, _ in self._leaves if leaf.symbol == "R"}
        values: list[Real] = []
        for path, _, specs in self._leaves:
            site, beside = self._sites[path]
            if path in resistances:
                r = resistances[path]
            elif any(spec.name == "R" for spec in specs):
                r = self._resistance(generator, count)
            else:
                r = np.full(count, self.extent.median) if beside is None else resistances[beside]
            values += self._values(specs, r, frequencies[site], generator)
        return np.array(values)

    def _resistance(self, generator: Uniform, count: int) -> Real:
        return _between(generator, 0.5 * self.extent.smallest, 1.5 * self.extent.largest, count)

    def _values(self, specs: tuple[ParameterSpec, ...], r: Real, w0: Real, generator: Uniform) -> list[Real]:
        """Values of one element around its R and its characteristic frequency w0."""
        drawn: dict[str, Real] = {}
        # Exponents first: Y depends on n.
        for spec in sorted(specs, key=lambda spec: spec.logarithmic):
            drawn[spec.name] = self._value(spec, r, w0, drawn, generator)
        return [drawn[spec.name] for spec in specs]

    def _value(self, spec: ParameterSpec, r: Real, w0: Real, drawn: dict[str, Real], generator: Uniform) -> Real:
        count = len(r)
        if not spec.logarithmic:
            return generator.uniform(0.5, 1.0, count) if spec.vary else np.full(count, spec.value)
        match spec.name[0]:
            case "R":
                return r if spec.name == "R" else self._resistance(generator, count)
            case "C":
                return 1.0 / (w0 * r)
            case "Y" | "Q":
                exponent = drawn.get("n", 0.5 if spec.unit == "S s^0.5" else 0.8)
                admittance: Real = w0 ** (-1.0 * exponent) / r
                return admittance
            case "t" | "T":
                return 1.0 / w0
            case "L":
                # An inductance shows, if at all, at the high end.
                return _between(generator, 0.01, 1.0, count) * (self.extent.smallest / self.extent.omega_high)
            case _:
                return _between(generator, 1e-3, 1e3, count)


def _between(generator: Uniform, low: float, high: float, count: int) -> Real:
    """Log-uniform numbers."""
    numbers: Real = np.exp(generator.uniform(math.log(low), math.log(high), count))
    return numbers


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
