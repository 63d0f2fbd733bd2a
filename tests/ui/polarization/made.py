"""Runs for the window, as an import leaves them."""

from __future__ import annotations

import numpy as np

from naglass_gui.core import edits
from naglass_gui.core.arrays import ArrayStore, gather
from naglass_gui.core.project import Channel, Measurement, Project, Provenance, Sample, Specimen, new_id
from naglass_gui.techniques.polarization import POLARIZATION
from naglass_gui.ui.document import Document
from tests.techniques.polarization.runs import UNITS, Instrument, Real, run


def with_run(project: Project, store: ArrayStore, columns: dict[str, Real], name: str = "NTOC-4 DC") -> Project:
    """The project with one more sample that holds a run on a pellet without sizes, and its analysis."""
    channels = tuple(
        Channel(n, UNITS[n], store.put(np.ascontiguousarray(v)), "axis" if n == "time" else "signal")
        for n, v in columns.items()
    )
    pellet = Specimen(new_id(), "Pellet 1")
    provenance = Provenance(f"{name}.DTA", 1, "", "test", "1")
    measurement = Measurement(new_id(), name, "polarization", channels, provenance, (), (), pellet.id)
    project = edits.add_sample(project, Sample(new_id(), "NTOC-4", (pellet,), (measurement,)))
    return edits.add_analysis(
        project, POLARIZATION.new_analysis(measurement, gather(store, (c.array for c in channels)))
    )


def several_voltages(document: Document) -> None:
    """Put a run at five voltages into a document."""
    columns = run(0, voltages=(0.1, 0.2, 0.3, 0.4, 0.5), points=150, length=1800.0, instrument=Instrument(zero=0.0))
    document.push("Import a run", with_run(document.project, document.store, columns))
