"""From a circuit to a fast function: Z and its derivatives by every parameter at fixed frequencies."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from naglass_gui.techniques.eis.band import Band, Complex, Real, Value
from naglass_gui.techniques.eis.circuit import Circuit, Group, Leaf, Node
from naglass_gui.techniques.eis.elements import Admitting, Response, Values

Evaluate = Callable[[Sequence[Value], Complex], Complex]
"""From all values, and the rows of derivatives to fill, to Z (or to Y)."""


class CircuitModel:
    """The impedance of a circuit at the frequencies of one sweep.

    Derivatives are by ln p where the parameter is logarithmic and by p elsewhere. A series sums impedances, a parallel
    admittances; there Z = 1/Y and dZ = -Z^2 dY.
    """

    def __init__(self, circuit: Circuit, frequency: Real) -> None:
        self.circuit = circuit
        self.band = Band(frequency)
        self._evaluate, self.size = _compiled(circuit.root, self.band, 0)

    def __call__(self, values: Sequence[Value]) -> tuple[Complex, Complex]:
        """Impedance and derivatives.

        Args:
            values: of the parameters in circuit order, shape (k,); or of d sets at once, shape (k, d, 1).

        Returns:
            Z in ohm, shape (m,) or (d, m), and dZ, shape (k, m) or (k, d, m).
        """
        slopes = np.empty((self.size, *np.shape(values[0])[:-1], len(self.band)), dtype=complex)
        return self._evaluate(values, slopes), slopes

    def impedance(self, values: Sequence[Value]) -> Complex:
        """Z in ohm, shape (m,) or (d, m); infinite where a parameter of 0, which may be typed, makes it so."""
        return self(np.asarray(values, dtype=float))[0]  # type: ignore[arg-type]


def impedance(circuit: Circuit, frequency: Real, values: Sequence[float]) -> Complex:
    """Z in ohm of a circuit at frequencies in Hz, shape (m,), for values in circuit order."""
    return CircuitModel(circuit, frequency).impedance(values)


def _compiled(node: Node, band: Band, first: int) -> tuple[Evaluate, int]:
    """The impedance of one node, and the number of the parameter that follows its own."""
    if isinstance(node, Leaf):
        return _leaf(node.element.impedance, band, first, len(node.element.parameters))
    if node.kind == "series":
        return _series(node, band, first)
    return _parallel(node, band, first)


def _leaf(response: Callable[[Band, Values], Response], band: Band, first: int, count: int) -> tuple[Evaluate, int]:
    last = first + count

    def evaluate(values: Sequence[Value], slopes: Complex) -> Complex:
        z, rows = response(band, tuple(values[first:last]))
        for k, row in enumerate(rows, first):
            slopes[k] = row
        return z

    return evaluate, last


def _series(node: Group, band: Band, first: int) -> tuple[Evaluate, int]:
    parts: list[Evaluate] = []
    last = first
    for child in node.children:
        part, last = _compiled(child, band, last)
        parts.append(part)

    def evaluate(values: Sequence[Value], slopes: Complex) -> Complex:
        return _sum(parts, values, slopes)

    return evaluate, last


def _parallel(node: Group, band: Band, first: int) -> tuple[Evaluate, int]:
    branches: list[Evaluate] = []
    last = first
    for child in node.children:
        branch, last = _branch(child, band, last)
        branches.append(branch)

    def evaluate(values: Sequence[Value], slopes: Complex) -> Complex:
        z: Complex = 1.0 / _sum(branches, values, slopes)
        slopes[first:last] *= -(z * z)
        return z

    return evaluate, last


def _branch(node: Node, band: Band, first: int) -> tuple[Evaluate, int]:
    """The admittance of one branch of a parallel; dY = -dZ/Z^2."""
    if isinstance(node, Leaf) and isinstance(node.element, Admitting):
        return _leaf(node.element.admittance, band, first, len(node.element.parameters))
    impedance_of, last = _compiled(node, band, first)

    def evaluate(values: Sequence[Value], slopes: Complex) -> Complex:
        admittance: Complex = 1.0 / impedance_of(values, slopes)
        slopes[first:last] *= -(admittance * admittance)
        return admittance

    return evaluate, last


def _sum(parts: list[Evaluate], values: Sequence[Value], slopes: Complex) -> Complex:
    total = parts[0](values, slopes)
    for part in parts[1:]:
        total = total + part(values, slopes)
    return total
