"""What the shape of a fresh spectrum tells: which circuit to start from, and rough values before any fit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from naglass_gui.techniques.eis.band import Complex, Real
from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.techniques.eis.guess import Extent, RandomStart

FALL = 5.0
"""Degrees by which the phase must fall again, towards low frequency, for an arc to lie in the band."""
DROP = 0.1
"""The share of its maximum by which -Im Z must fall again: this finds the flat arcs of a cell of low impedance."""
STEEP = 57.0
"""A flank still steeper than this at the highest frequency leaves no intercept R0 to be seen."""
CABLE = 1e-6
"""Inductance in H of an ordinary set of cables."""
LARGEST_CABLE = 1e-4
"""A point above the axis that would need more than this (in H) is an artefact and no inductance."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Features of a spectrum, from the highest frequency to the lowest.

    Attributes:
        frequency: in Hz, falling, shape (m,).
        z: impedance in ohm.
        top: index of the arc's highest point, None without an arc.
        valley: index of the lowest point after it; of the lowest phase without an arc.
        arc: whether an arc, or its low-frequency flank, lies in the band.
        spike: whether the impedance turns capacitive again below the arc.
        inductance: in H, of the points above the axis at the high end; 0 without any.
    """

    frequency: Real
    z: Complex
    top: int | None
    valley: int
    spike: bool
    inductance: float

    @property
    def arc(self) -> bool:
        """Whether an arc, or its low-frequency flank, lies in the band."""
        return self.top is not None

    @classmethod
    def of(cls, frequency: Real, z: Complex) -> Shape:
        """The shape of a sweep in any order; points that make no sense are left out. At least one must remain."""
        with np.errstate(invalid="ignore"):
            good = np.isfinite(frequency) & (frequency > 0) & np.isfinite(z) & (z != 0)
        order = np.flatnonzero(good)[np.argsort(-frequency[good], kind="stable")]
        frequency, z = frequency[order], z[order]
        phase = _smooth(-np.degrees(np.angle(z)))
        height = _smooth(-z.imag)
        falls = [_fall(phase, FALL), _fall(height, DROP * float(height.max(initial=0.0)))]
        found = next((fall for fall in falls if fall is not None), None)
        if found is None or phase[found[0]] <= 0:
            valley = int(np.argmin(np.abs(phase)))
            return cls(frequency, z, None, valley, True, _inductance(frequency, z))
        start, valley = found
        top = start + int(np.argmax(height[start : valley + 1]))
        spike = float(phase[valley:].max() - phase[valley]) > FALL or float(
            height[valley:].max() - height[valley]
        ) > DROP * float(height[top])
        return cls(frequency, z, top, valley, spike, _inductance(frequency, z))


def _smooth(values: Real) -> Real:
    """Running median of three: one stray point makes no arc."""
    if len(values) < 3:
        return values
    one, two, three = values[:-2], values[1:-1], values[2:]
    inner = np.maximum(np.minimum(one, two), np.minimum(np.maximum(one, two), three))
    return np.concatenate([values[:1], inner, values[-1:]])


def _fall(values: Real, least: float) -> tuple[int, int] | None:
    """Where the deepest fall below an earlier maximum begins and ends, if it exceeds `least`."""
    depth = np.maximum.accumulate(values) - values
    end = int(np.argmax(depth))
    if not depth[end] > least:
        return None
    return int(np.argmax(values[: end + 1])), end


def _inductance(frequency: Real, z: Complex) -> float:
    """From the point at the highest frequency, where the first two lie above the axis."""
    if len(z) < 2 or not (z.imag[:2] > 0.01 * np.abs(z[:2])).all():
        return 0.0
    inductance = float(z.imag[0] / (2.0 * math.pi * frequency[0]))
    return inductance if inductance < LARGEST_CABLE else 0.0


def default_circuit(shape: Shape) -> str:
    """The circuit a fresh spectrum starts from, in Boukamp's form.

    `R(RQ)Q` where an arc lies in the band: without the Q where no spike follows, without R0 where the arc's flank
    still rises steeply at the highest frequency, with an L where points lie above the axis. `LRQ` without an arc;
    the L is left out where ordinary cables cannot show.
    """
    if shape.arc:
        steep = -math.degrees(math.atan2(float(shape.z[0].imag), float(shape.z[0].real))) > STEEP
        return ("L" if shape.inductance else "") + ("" if steep else "R") + "(RQ)" + ("Q" if shape.spike else "")
    cable = 2.0 * math.pi * float(shape.frequency[0]) * CABLE
    return "LRQ" if shape.inductance or cable > 0.01 * float(np.abs(shape.z).min()) else "RQ"


def rough_values(circuit: Circuit, shape: Shape) -> dict[str, float]:
    """Values that put a circuit near a spectrum before any fit, by name.

    A first series R, the first arc, a series Q behind it and an L are read off the shape; what else there is starts
    from the middle of what the spectrum allows.
    """
    extent = Extent.of(shape.frequency, shape.z)
    values = dict(zip(circuit.names, RandomStart(circuit, extent).spread().tolist(), strict=True))
    right = max(float(shape.z.real[shape.valley]), 1e-3 * extent.median)
    left = 0.0
    if "R0" in values:
        left = values["R0"] = min(max(float(shape.z.real[0]), 1e-3 * right), 0.9 * right) if shape.arc else right
    arc = next((arc for arc in circuit.arcs if arc.kind == "Q"), None)
    if arc is not None and shape.top is not None:
        values |= _arc_values(shape, arc.number, right - left)
    spike = next((path for path, node in circuit.top if getattr(node, "symbol", "") == "Q"), None)
    if spike is not None and shape.spike:
        values |= _spike_values(shape, circuit.numbers[spike], right)
    if "L1" in values:
        values["L1"] = shape.inductance or min(CABLE, 0.1 * extent.smallest / extent.omega_high)
    return values


def _arc_values(shape: Shape, number: int, resistance: float) -> dict[str, float]:
    """R, Y and n of a depressed arc from its width, height and top frequency."""
    assert shape.top is not None
    height = max(-float(shape.z.imag[shape.top]), 0.0)
    exponent = min(max(4.0 / math.pi * math.atan(2.0 * height / resistance), 0.6), 1.0)
    omega = 2.0 * math.pi * float(shape.frequency[shape.top])
    return {f"R{number}": resistance, f"Y{number}": omega**-exponent / resistance, f"n{number}": exponent}


def _spike_values(shape: Shape, number: int, before: float) -> dict[str, float]:
    """Y and n of the spike from the point at the lowest frequency, less the resistance before it."""
    end = complex(shape.z[-1]) - before
    angle = math.atan2(-end.imag, max(end.real, 0.0))
    exponent = min(max(2.0 / math.pi * angle, 0.3), 1.0)
    omega = 2.0 * math.pi * float(shape.frequency[-1])
    return {f"Y{number}": omega**-exponent / max(abs(end), 1e-12), f"n{number}": exponent}
