"""Series of the reference study, put into a project as an import would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from naglass_gui.core import edits
from naglass_gui.core.arrays import ArrayStore, gather
from naglass_gui.core.project import Condition, Project, Sample, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.relaxation.series import made

STUDY = "NTOC=pv@-11.18:380Hz:mixing=0.9, NaCl=pv@7:476Hz, Na2O=pv@55:1852Hz"
AREAS, TIMES = (38.4, 4.80, 56.8), (1.2e-3, 0.24, 2.06)
DELAYS = np.geomspace(1e-4, 30.0, 16)


def study(times: Sequence[float] = TIMES, seed: int = 0) -> FitInputs:
    """NTOC-4: three components with T1 of 1.2 ms, 0.24 s and 2.06 s, at 16 delays."""
    return made(STUDY, AREAS, times, DELAYS, seed=seed)


def with_series(
    project: Project, store: ArrayStore, series: Mapping[str, FitInputs], celsius: Mapping[str, float] | None = None
) -> Project:
    """The project with a sample that holds these series by name, each with the analysis an import gives it."""
    sample = Sample(new_id(), "NTOC-4")
    project = edits.add_sample(project, sample)
    for name, inputs in series.items():
        (old,) = inputs.measurements
        channels = tuple(replace(c, array=store.put(np.asarray(inputs.arrays[c.array.digest]))) for c in old.channels)
        conditions: tuple[Condition, ...] = ()
        if celsius is not None and name in celsius:
            conditions = (Condition("temperature", Quantity(celsius[name], None, "degC"), "header"),)
        provenance = replace(old.provenance, file=f"{name}/ser", sha256=name.rjust(64, "0")[-64:])
        measurement = replace(
            old, id=new_id(), name=name, channels=channels, provenance=provenance, conditions=conditions
        )
        analysis = RELAXATION.new_analysis(measurement, gather(store, (c.array for c in channels)))
        project = edits.add_measurements(project, sample.id, (measurement,), (analysis,))
    return project
