"""Series for the tests: read from real files, or made of lines that recover."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import Array, MemoryStore, gather
from naglass_gui.core.project import Channel, Measurement, Provenance
from naglass_gui.formats import read_file
from naglass_gui.techniques.nmr.components import own_values
from naglass_gui.techniques.nmr.shapes import SHAPES, Frame
from naglass_gui.techniques.nmr.text import parse_lines
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.technique import FitInputs

Real = NDArray[np.float64]
LARMOR = 132.294


def inputs_of(columns: Sequence[tuple[str, str, Array, str]], metadata: tuple[tuple[str, str], ...]) -> FitInputs:
    """A fresh analysis of a measurement with these columns (name, unit, values, role)."""
    store = MemoryStore()
    channels = tuple(Channel(n, u, store.put(np.asarray(v)), role) for n, u, v, role in columns)  # type: ignore[arg-type]
    measurement = Measurement("m", "series", "relaxation", channels, Provenance("f", 0, "", "test", "1"), metadata)
    arrays = gather(store, (c.array for c in channels))
    return FitInputs(RELAXATION.new_analysis(measurement, arrays), (measurement,), (None,), arrays)


def read(path: Path) -> FitInputs:
    """A fresh analysis of the series in a file or folder."""
    reading = read_file(path).readings[0]
    return inputs_of([(c.name, c.unit, c.values, c.role) for c in reading.columns], reading.metadata)


def made(
    lines: str, areas: Sequence[float], times: Sequence[float], delays: Real, *, noise: float = 0.003, seed: int = 0
) -> FitInputs:
    """Lines that come back from an incomplete inversion (a = 0.9), each with its own T1, in noise of a share of the highest point."""
    shift = np.linspace(200.0, -150.0, 4096)
    frame = Frame(shift, LARMOR, 1.5)
    unit = [SHAPES[c.kind].compute(frame, list(own_values(c).values())[:-1])[0] for c in parse_lines(lines)]
    amounts = np.array([a * (1.0 - 1.9 * np.exp(-delays / t)) for a, t in zip(areas, times, strict=True)])
    data = amounts.T @ np.array(unit)
    data += noise * float(np.abs(data).max()) * np.random.default_rng(seed).standard_normal(data.shape)
    header = (("nucleus", "23Na"), ("larmor_frequency", repr(LARMOR)), ("reference", repr(LARMOR)))
    return inputs_of(
        [("shift", "ppm", shift, "axis"), ("delay", "s", delays, "axis"), ("real", "", data, "signal")], header
    )


def decays(times: Sequence[float], delays: Real, *, noise: float = 0.003, seed: int = 0) -> FitInputs:
    """Lines 40 ppm apart that decay to nothing, as echoes do and magnetisation under a spin lock."""
    shift = np.linspace(100.0, -100.0, 1024)
    unit = np.array([np.exp(-(((shift - 40.0 * k) / 4.0) ** 2)) for k in range(len(times))])
    data = np.array([np.exp(-delays / t) for t in times]).T @ unit
    data += noise * float(np.abs(data).max()) * np.random.default_rng(seed).standard_normal(data.shape)
    header = (("nucleus", "23Na"), ("larmor_frequency", repr(LARMOR)), ("reference", repr(LARMOR)))
    return inputs_of(
        [("shift", "ppm", shift, "axis"), ("delay", "s", delays, "axis"), ("real", "", data, "signal")], header
    )
