"""Small impedance files and projects for tests of the window, made on the spot."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from naglass_gui.core import edits
from naglass_gui.core.arrays import ArrayStore
from naglass_gui.core.project import (
    Channel,
    Condition,
    Measurement,
    Project,
    Provenance,
    Sample,
    Specimen,
    new_id,
)
from naglass_gui.core.quantity import Quantity

FREQUENCY = np.logspace(6, 0, 31)


def arc(resistance: float = 300.0, capacitance: float = 2e-9) -> np.ndarray:
    """R0 = 5 ohm and one RC arc with a blocking capacitor."""
    omega = 2j * np.pi * FREQUENCY
    return 5 + 1 / (1 / resistance + omega * capacitance) + 1 / (omega * 5e-6)


def impedance_file(folder: Path, name: str = "lpscl.csv", resistance: float = 300.0) -> Path:
    """A csv file with a header that says everything."""
    z = arc(resistance)
    rows = [f"{f:.9g},{a.real:.9g},{a.imag:.9g}" for f, a in zip(FREQUENCY, z, strict=True)]
    file = folder / name
    file.write_text("\n".join(["f (Hz),Z' (Ohm),Z'' (Ohm)", *rows]) + "\n", encoding="utf-8")
    return file


def measurement(
    store: ArrayStore, name: str, temperature: float | None = None, resistance: float = 300.0
) -> Measurement:
    """A spectrum as an import would make it."""
    z = arc(resistance) * (1 + len(name) / 1000)  # no two alike, as no two measurements are
    channels = (
        Channel("frequency", "Hz", store.put(FREQUENCY), "axis"),
        Channel("z_real", "ohm", store.put(z.real.copy())),
        Channel("z_imag", "ohm", store.put(z.imag.copy())),
    )
    warm = () if temperature is None else (Condition("temperature", Quantity(temperature, None, "degC")),)
    provenance = Provenance(f"{name}.DTA", 1000, "0" * 64, "test", "1")
    return Measurement(new_id(), name, "eis", channels, provenance, conditions=warm)


def study(project: Project, store: ArrayStore) -> Project:
    """The project with two samples: three spectra on a measured pellet, and one spectrum."""
    pellet = Specimen(new_id(), "Pellet 1", thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, 0.05, "mm"))
    for name, specimens, spectra in (
        ("Na2O-NTC, 4 h", (pellet,), (("EIS cold", -25.0), ("EIS", 25.0), ("EIS warm", 55.0))),
        ("NTC, 4 h", (), (("EIS of NTC", 25.0),)),
    ):
        sample = Sample(new_id(), name, specimens=specimens)
        project = edits.add_sample(project, sample)
        added = tuple(measurement(store, n, t) for n, t in spectra)
        project = edits.add_measurements(project, sample.id, added)
        if specimens:
            project = edits.assign_specimen(project, [m.id for m in added], pellet.id)
    return project
