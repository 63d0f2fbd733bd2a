"""What readers gave enters a project: measurements, what they were made on, and a first analysis each."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Project, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Column, FileReading, Reading
from naglass_gui.techniques import technique
from naglass_gui.techniques.intake import intake

SIZES = (("thickness", Quantity(0.8, None, "mm")), ("diameter", Quantity(8.0, None, "mm")))


def a_file(name: str, technique: str = "eis", sweeps: int = 1, geometry=()) -> FileReading:
    if technique == "eis":
        f = np.logspace(6, 0, 30)
        z = 100 + 1 / (2j * np.pi * f * 1e-6)
        columns = (
            Column("frequency", "Hz", f, "axis"),
            Column("z_real", "ohm", z.real),
            Column("z_imag", "ohm", z.imag),
        )
    else:
        columns = (Column("shift", "ppm", np.linspace(50, -50, 64), "axis"), Column("real", "", np.ones(64)))
    metadata = (("larmor_frequency", "132.294"), ("reference", "132.294"), ("nucleus", "23Na"))
    readings = tuple(
        Reading(technique, f"{name} {k}", columns, metadata, geometry=geometry, sweep=k) for k in range(sweeps)
    )
    return FileReading(name, 3, "0" * 64, "test", "1", readings, b"raw")


def test_every_sweep_is_a_measurement_of_its_own_with_an_analysis():
    store = MemoryStore()
    project, ids = intake(Project(new_id()), (a_file("a.DTA", sweeps=3),), store, technique)
    assert [m.id for m in project.measurements()] == list(ids)
    assert [m.provenance.sweep for m in project.measurements()] == [0, 1, 2]
    assert [a.sources for a in project.analyses] == [(id,) for id in ids]
    raw = next(project.measurements()).provenance.raw
    assert raw is not None and bytes(store.get(raw)) == b"raw"


def test_files_of_one_sample_share_its_pellet_until_a_header_says_otherwise():
    files = (a_file("a.DTA"), a_file("b.DTA"), a_file("c.txt", geometry=SIZES))
    project, ids = intake(Project(new_id()), files, MemoryStore(), technique)
    (sample,) = project.samples
    assert [s.name for s in sample.specimens] == ["Pellet 1", "Pellet 2"]
    first, second, third = (project.measurement(id).specimen for id in ids)
    assert first == second != third
    assert project.specimen_of(ids[2]).thickness == SIZES[0][1]


def test_nmr_is_measured_on_a_rotor_filling_and_not_on_the_pellet():
    project, ids = intake(Project(new_id()), (a_file("a.DTA"), a_file("b.json", "nmr")), MemoryStore(), technique)
    assert [(s.name, s.kind) for s in project.samples[0].specimens] == [("Pellet 1", "pellet"), ("Rotor 1", "rotor")]
    assert project.specimen_of(ids[1]).kind == "rotor"


@pytest.mark.parametrize("name", ["unheard-of"])
def test_a_technique_nobody_knows_is_kept_without_an_analysis(name):
    project, ids = intake(Project(new_id()), (a_file("a.bin", name),), MemoryStore(), technique)
    assert len(ids) == 1 and project.analyses == ()


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (("NTOC-4_25C.DTA",), "NTOC-4_25C"),
        (("NTOC-4/10", "NTOC-4/11"), "NTOC-4"),
        (("s04147-140deg.txt", "s04147-150deg.txt"), "s04147"),
        (("NTOC-4_VT_-05C.DTA", "NTOC-4_VT_25C.DTA"), "NTOC-4"),
        (("NTOC-4_day_00.DTA", "NTOC-4_day_04.DTA", "NTOC-4_day_10.DTA"), "NTOC-4"),
        (("NTC-1 25C.DTA", "NTC-1 35C.DTA"), "NTC-1"),
        (("a.DTA", "b.DTA"), "a"),
        (("25C.DTA", "35C.DTA"), "25C"),
    ],
)
def test_a_sample_is_called_what_the_names_of_its_files_begin_with(files: tuple[str, ...], name: str):
    project, _ = intake(Project(new_id()), tuple(a_file(file) for file in files), MemoryStore(), technique)
    assert project.samples[0].name == name
