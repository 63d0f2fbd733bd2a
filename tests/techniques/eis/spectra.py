"""Spectra for the tests: read from real files, or computed from a circuit with seeded noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.project import Analysis, Channel, Measurement, Project, Provenance, Sample, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.formats import read_file
from naglass_gui.techniques.eis import EIS, impedance, parse_circuit
from naglass_gui.techniques.technique import FitInputs, FitOutcome

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]

PELLET = Specimen(
    "pellet", "pellet", thickness=Quantity(0.80, 0.01, "mm"), diameter=Quantity(8.00, 0.05, "mm"), electrodes="indium"
)
"""The reference study gives no sizes; the example assumes these."""


def read(path: Path, sweep: int = 0) -> tuple[Real, Complex]:
    """Frequency in Hz and Z in ohm of one sweep of an instrument file."""
    columns = {column.name: column.values for column in read_file(path).readings[sweep].columns}
    return columns["frequency"], columns["z_real"] + 1j * columns["z_imag"]


def synthetic(circuit: str, values: Mapping[str, float], frequency: Real, noise: float = 0.0, seed: int = 0) -> Complex:
    """Z of a circuit with relative noise on both parts, in ohm."""
    tree = parse_circuit(circuit)
    z = impedance(tree, frequency, [values[name] for name in tree.names])
    generator = np.random.default_rng(seed)
    scatter = generator.normal(size=len(z)) + 1j * generator.normal(size=len(z))
    return np.asarray(z + noise * np.abs(z) * scatter)


def inputs(
    frequency: Real,
    z: Complex,
    circuit: str = "",
    *,
    specimen: Specimen | None = None,
    seed: int = 0,
    start: str = "auto",
    **changes: object,
) -> FitInputs:
    """What the technique is handed for one sweep; `changes` are fields of the analysis."""
    store = MemoryStore()
    columns = (("frequency", "Hz", frequency), ("z_real", "ohm", z.real), ("z_imag", "ohm", z.imag))
    channels = tuple(
        Channel(name, unit, store.put(np.ascontiguousarray(values)), "axis" if name == "frequency" else "signal")
        for name, unit, values in columns
    )
    measurement = Measurement("sweep", "sweep", "eis", channels, Provenance("sweep.csv", 1, "", "test", "1"))
    arrays = gather(store, (channel.array for channel in channels))
    analysis = EIS.new_analysis(measurement, arrays)
    if circuit:
        analysis = EIS.with_model(analysis, circuit)
    analysis = replace(analysis, **changes)  # type: ignore[arg-type]
    return FitInputs(analysis, (measurement,), (specimen,), arrays, start, seed)  # type: ignore[arg-type]


def fit(frequency: Real, z: Complex, circuit: str = "", **options: object) -> FitOutcome:
    """The fit of one sweep; options as for `inputs`."""
    return EIS.fit(inputs(frequency, z, circuit, **options))  # type: ignore[arg-type]


def with_parameter(analysis: Analysis, name: str, **changes: object) -> Analysis:
    """The analysis with one parameter changed."""
    return replace(
        analysis,
        parameters=tuple(replace(p, **changes) if p.name == name else p for p in analysis.parameters),  # type: ignore[arg-type]
    )


def project_of(outcome: FitOutcome, specimen: Specimen | None, given: FitInputs) -> Project:
    """A project that holds one fitted sweep."""
    measurement = replace(given.measurements[0], specimen=None if specimen is None else specimen.id)
    specimens = () if specimen is None else (specimen,)
    sample = Sample("sample", "sample", specimens, (measurement,))
    return Project("project", samples=(sample,), analyses=(outcome.analysis,))
