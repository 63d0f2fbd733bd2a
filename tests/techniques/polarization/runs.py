"""Simulated polarization runs for the tests: a decay with the steps of an instrument that changes its range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.project import Channel, Measurement, Provenance, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.polarization import POLARIZATION
from naglass_gui.techniques.technique import FitInputs, FitOutcome

Real = NDArray[np.float64]

SIGMA_E = 6.72e-10
"""Electronic conductivity of NTOC-4 in S/cm (reference study)."""
THICKNESS_CM, DIAMETER_CM, VOLTAGE = 0.080, 0.800, 0.1
CONDUCTANCE = SIGMA_E * math.pi * DIAMETER_CM**2 / 4 / THICKNESS_CM
"""In S."""
STEADY = CONDUCTANCE * VOLTAGE
"""0.42 nA."""
PELLET = Specimen("pellet", "pellet", thickness=Quantity(0.80, 0.01, "mm"), diameter=Quantity(8.00, 0.05, "mm"))

RANGES = (1e-6, 1e-7, 1e-8, 1e-9)
"""Full scales of the instrument in A."""


@dataclass(frozen=True)
class Instrument:
    """How a current is read.

    Attributes:
        noise: of a point, as a share of full scale.
        zero: largest error of a range's zero, as a share of full scale; each range has its own.
        correlation: of the noise of neighbouring points, 0 to 1.
        offset: in A, at zero bias as well.
        tells: whether the file holds the range of each point.
        spike: at a change of range, as a share of full scale; 0 for none.
    """

    noise: float = 0.003
    zero: float = 0.004
    correlation: float = 0.0
    offset: float = 2e-12
    tells: bool = False
    spike: float = 0.0


def decay(time: Real, steady: float = STEADY) -> Real:
    """What the sample does: two exponentials above the steady state, in A."""
    return steady + 3e-8 * np.exp(-time / 40.0) + 2e-9 * np.exp(-time / 400.0)


def run(
    seed: int = 0,
    *,
    current: object = decay,
    points: int = 600,
    length: float = 3600.0,
    before: int = 40,
    instrument: Instrument | None = None,
    voltages: Sequence[float] = (VOLTAGE,),
) -> dict[str, Real]:
    """The columns of a run: zero bias, then a step at each voltage, proportional to it.

    Args:
        seed: of the noise, and of the zeros of the ranges.
        current: from the time since the step in s to the current in A at 0.1 V.
        points: of each step.
        length: of each step in s.
        before: points at zero bias.
        instrument: how it is read.
        voltages: in V.
    """
    tool = instrument or Instrument()
    generator = np.random.default_rng(seed)
    interval = length / points
    since = np.arange(1, points + 1) * interval
    time, true, volts = [np.arange(before) * interval], [np.zeros(before)], [np.zeros(before)]
    for k, voltage in enumerate(voltages):
        time.append((before - 1) * interval * bool(before) + k * length + since)
        true.append(np.asarray(current(since)) * voltage / VOLTAGE)  # type: ignore[operator]
        volts.append(np.full(points, voltage))
    t, i, u = (np.concatenate(part) for part in (time, true, volts))
    scales = np.array(RANGES)
    place = np.clip(np.searchsorted(-scales, -np.abs(i) * 1.05, side="right") - 1, 0, len(scales) - 1)
    zeros = generator.uniform(-tool.zero, tool.zero, len(scales)) * scales
    zeros[-1] = 0.0
    scatter = generator.normal(size=len(t))
    for k in range(1, len(t) if tool.correlation else 0):
        scatter[k] = tool.correlation * scatter[k - 1] + math.sqrt(1 - tool.correlation**2) * scatter[k]
    read = i + zeros[place] + tool.noise * scales[place] * scatter + tool.offset
    changed = np.flatnonzero(np.diff(place)) + 1
    read[changed] += tool.spike * scales[place[changed]]
    columns = {"time": t, "current": read, "voltage": u + 2e-5 * generator.normal(size=len(t))}
    return columns | ({"range": place.astype(float)} if tool.tells else {})


UNITS = {"time": "s", "current": "A", "voltage": "V", "range": ""}


def inputs(
    columns: dict[str, Real], model: str = "auto", specimen: Specimen | None = PELLET, **changes: object
) -> FitInputs:
    """What the technique is handed for a run; `changes` are fields of the analysis."""
    store = MemoryStore()
    channels = tuple(
        Channel(name, UNITS[name], store.put(np.ascontiguousarray(values)), "axis" if name == "time" else "signal")
        for name, values in columns.items()
    )
    measurement = Measurement("run", "run", "polarization", channels, Provenance("run.csv", 1, "", "test", "1"))
    arrays = gather(store, (channel.array for channel in channels))
    analysis = POLARIZATION.with_model(POLARIZATION.new_analysis(measurement, arrays), model)
    analysis = replace(analysis, **changes)  # type: ignore[arg-type]
    return FitInputs(analysis, (measurement,), (specimen,), arrays)


def fit(columns: dict[str, Real], model: str = "auto", **options: object) -> FitOutcome:
    """The fit of a run; options as for `inputs`."""
    return POLARIZATION.fit(inputs(columns, model, **options))  # type: ignore[arg-type]
