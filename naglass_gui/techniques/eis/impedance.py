"""From a circuit to a fast function: Z and its derivatives by every parameter at fixed frequencies."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from naglass_gui.techniques.eis.band import Band, Complex, Real
from naglass_gui.techniques.eis.circuit import Circuit, Leaf, Node

Evaluate = Callable[[Sequence[float], Complex], Complex]
"""From all values, and the rows of dZ to fill, to Z."""


class CircuitModel:
    """The impedance of a circuit at the frequencies of one sweep.

    Derivatives are by ln p where the parameter is logarithmic and by p elsewhere. Z of a series is the sum of its
    parts; of a parallel 1/sum(1/Z_j), whose derivative by a parameter of part j is (Z/Z_j)^2 dZ_j.
    """

    def __init__(self, circuit: Circuit, frequency: Real) -> None:
        self.circuit = circuit
        self.band = Band(frequency)
        self._evaluate, self.size = _compiled(circuit.root, self.band, 0)

    def __call__(self, values: Sequence[float]) -> tuple[Complex, Complex]:
        """Impedance and derivatives.

        Args:
            values: of the parameters in circuit order, shape (k,).

        Returns:
            Z in ohm, shape (m,), and dZ, shape (k, m).
        """
        slopes = np.empty((self.size, len(self.band)), dtype=complex)
        return self._evaluate(values, slopes), slopes

    def impedance(self, values: Sequence[float]) -> Complex:
        """Z in ohm, shape (m,)."""
        return self(values)[0]


def impedance(circuit: Circuit, frequency: Real, values: Sequence[float]) -> Complex:
    """Z in ohm of a circuit at frequencies in Hz, shape (m,), for values in circuit order."""
    return CircuitModel(circuit, frequency).impedance(values)


def _compiled(node: Node, band: Band, first: int) -> tuple[Evaluate, int]:
    """The function of one node, and the number of the parameter that follows its own."""
    if isinstance(node, Leaf):
        element = node.element
        last = first + len(element.parameters)

        def leaf(values: Sequence[float], slopes: Complex) -> Complex:
            z, rows = element.impedance(band, tuple(values[first:last]))
            for k, row in enumerate(rows, first):
                slopes[k] = row
            return z

        return leaf, last
    parts: list[Evaluate] = []
    spans: list[slice] = []
    position = first
    for child in node.children:
        part, end = _compiled(child, band, position)
        parts.append(part)
        spans.append(slice(position, end))
        position = end
    return (_series(parts) if node.kind == "series" else _parallel(parts, spans)), position


def _series(parts: list[Evaluate]) -> Evaluate:
    def evaluate(values: Sequence[float], slopes: Complex) -> Complex:
        z = parts[0](values, slopes)
        for part in parts[1:]:
            z = z + part(values, slopes)
        return z

    return evaluate


def _parallel(parts: list[Evaluate], spans: list[slice]) -> Evaluate:
    def evaluate(values: Sequence[float], slopes: Complex) -> Complex:
        admittances = [1.0 / part(values, slopes) for part in parts]
        total = admittances[0]
        for admittance in admittances[1:]:
            total = total + admittance
        z: Complex = 1.0 / total
        for admittance, span in zip(admittances, spans, strict=True):
            slopes[span] *= (z * admittance) ** 2
        return z

    return evaluate
