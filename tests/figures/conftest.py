"""A small study with known numbers: one pellet, three temperatures."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.project import (
    Analysis,
    Channel,
    Condition,
    Derived,
    Fit,
    FittedParameter,
    Mask,
    Measurement,
    Project,
    Provenance,
    Region,
    Sample,
    Specimen,
    new_id,
)
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.eis.impedance import impedance
from naglass_gui.techniques.eis.syntax import parse_circuit

CIRCUIT = parse_circuit("R(RQ)Q")
FREQUENCY = np.logspace(6.7, -1, 40)


@pytest.fixture(scope="session")
def study():
    """The project and its arrays by digest."""
    store = MemoryStore()
    pairs = [_spectrum(store, t, scale) for t, scale in ((-25.0, 1.0), (-5.0, 0.4), (15.0, 0.15))]
    pellet = Specimen("pellet", "Pellet", thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, 0.05, "mm"))
    sample = Sample(new_id(), "NTOC-4", (pellet,), tuple(m for m, _ in pairs))
    project = Project(new_id(), "Study", (sample,), tuple(a for _, a in pairs))
    return project, gather(store, project.arrays())


def _spectrum(store, temperature, scale):
    values = [170.0 * scale, 1300.0 * scale, 2.6e-9, 0.785, 1.8e-7, 0.892]
    z = impedance(CIRCUIT, FREQUENCY, values)
    columns = (
        ("frequency", "Hz", FREQUENCY, "axis"),
        ("z_real", "ohm", z.real, "signal"),
        ("z_imag", "ohm", z.imag, "signal"),
    )
    measurement = Measurement(
        new_id(),
        f"EIS {temperature:g}",
        "eis",
        tuple(Channel(name, unit, store.put(x), role) for name, unit, x, role in columns),
        Provenance("a.DTA", 1, "", "gamry", "1"),
        conditions=(Condition("temperature", Quantity(temperature, None, "degC")),),
        specimen="pellet",
    )
    fit = Fit(
        new_id(),
        "",
        "R(RQ)Q",
        0.1,
        FREQUENCY.size,
        -400.0,
        tuple(FittedParameter(n, v, 0.01 * v) for n, v in zip(CIRCUIT.names, values, strict=True)),
        derived=(Derived("R_total", values[0] + values[1], 1.0, "ohm"),),
    )
    regions, masked = (Region("r", 1.0, 1e9),), (Mask(10, "hum"),)
    analysis = Analysis(new_id(), "Fit", "eis", (measurement.id,), regions, masked, fits=(fit,), current=fit.id)
    return measurement, analysis
