"""NMR measurements in a project: signals of two dimensions, several lengths in one file, and the experiment's own bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Project, new_id
from naglass_gui.formats import Source, read_file
from naglass_gui.storage import load_project, save_project
from naglass_gui.techniques.intake import intake
from tests.formats.nmr.experiments import PROCS, experiment, parameter_file, series, source


def test_a_series_and_a_processed_spectrum_survive_saving(tmp_path: Path) -> None:
    one = experiment(pdata__1__procs=parameter_file(PROCS), **{"pdata__1__1r": bytes(range(256)) * 8})
    files = (read_file(source(series())), read_file(source(one, "NTOC-4/11")))
    store = MemoryStore()
    project, ids = intake(Project(new_id()), files, store, lambda name: None)
    assert [sample.name for sample in project.samples] == ["NTOC-4"]
    assert [m.name for m in project.measurements()] == ["NTOC-4 10", "NTOC-4 11", "NTOC-4 11, procno 1"]
    save_project(project, store, tmp_path / "study.naglass", expected=None)
    fresh = MemoryStore()
    loaded = load_project(tmp_path / "study.naglass", fresh)
    assert loaded.project == project and not loaded.damaged
    recovered = loaded.project.measurement(ids[0])
    assert fresh.get(recovered.channel("fid_real").array).shape == (4, 512)
    assert fresh.get(recovered.channel("delay").array).tolist() == [0.01, 0.1, 0.0005, 2.0]
    raw = recovered.provenance.raw
    assert raw is not None
    again = read_file(Source.from_bytes(recovered.provenance.file, fresh.get(raw).tobytes()))
    values = {c.name: c.values for c in again.readings[0].columns}
    assert np.array_equal(values["fid_real"], fresh.get(recovered.channel("fid_real").array))
