"""Project files: what is saved comes back bit for bit, and nothing is overwritten that somebody else saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import ProjectError
from naglass_gui.storage import (
    DiskStore,
    file_stamp,
    load_project,
    save_project,
)
from naglass_gui.storage.state import state_text
from tests.storage.conftest import names
from tests.storage.studies import a_study, projects


@given(data=st.data())
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_project_comes_back_bit_for_bit(data: st.DataObject, path: Path) -> None:
    store = MemoryStore()
    project = data.draw(projects(store))
    stamp = save_project(project, store, path, expected=file_stamp(path))
    fresh = MemoryStore()
    loaded = load_project(path, fresh)
    assert state_text(loaded.project) == state_text(project)
    assert (loaded.stamp, loaded.damaged, loaded.read_only) == (stamp, (), False)
    for ref in project.arrays():
        assert fresh.get(ref).tobytes() == store.get(ref).tobytes()
        assert (fresh.get(ref).dtype.str, fresh.get(ref).shape) == (ref.dtype, ref.shape)


def test_a_project_of_extremes_is_not_refused_when_it_is_opened(path: Path, store: DiskStore) -> None:
    """Saving does not ask the structure check, so what it writes must keep to it whatever a person types."""
    base = a_study(store, spectra=1)
    measurement, analysis = base.samples[0].measurements[0], base.analyses[0]
    long = "Å" * 1200
    column = measurement.channels[1]
    channels = tuple(replace(column, name=f"{long} {i}", unit=long) for i in range(600))
    conditions = tuple(replace(measurement.conditions[0], name=long) for _ in range(50))
    wide = replace(measurement, name=long, channels=(measurement.channels[0], *channels), conditions=conditions)
    fit = analysis.fits[0]
    parameters = tuple(replace(fit.parameters[0], name=f"{i}{long}", unit=long) for i in range(300))
    fitted = replace(analysis, name=long, fits=(replace(fit, parameters=parameters, model=long, software=long),))
    sample = replace(base.samples[0], name=long, measurements=(wide,), notes="n" * 900_000)
    others = tuple(replace(sample, id=f"s{i}", name=long, specimens=(), measurements=()) for i in range(5))
    project = replace(base, samples=(sample, *others), analyses=(fitted,))
    save_project(project, store, path, expected=None)
    loaded = load_project(path, MemoryStore())
    assert (loaded.project, loaded.damaged, loaded.notices) == (project, (), ())


def test_save_load_save_gives_identical_digests(path: Path, store: DiskStore) -> None:
    save_project(a_study(store, spectra=3), store, path, expected=None)
    loaded = load_project(path, MemoryStore())
    again = path.with_name("again.naglass")
    save_project(loaded.project, store, again, expected=None)
    with h5py.File(path) as one, h5py.File(again) as other:
        assert one["naglass/state"].attrs["sha256"] == other["naglass/state"].attrs["sha256"]
        assert sorted(one["naglass/arrays"]) == sorted(other["naglass/arrays"])


def test_a_save_leaves_one_file_and_counts_generations(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    stamp = None
    for generation in (1, 2, 3):
        stamp = save_project(project, store, path, expected=stamp)
        assert stamp.generation == generation
        assert stamp == file_stamp(path)
    assert names(path.parent) == ["study.naglass"]


def test_each_array_is_stored_once_and_gzip_only_where_it_pays(path: Path, store: DiskStore) -> None:
    rng = np.random.default_rng(0)
    project = a_study(store, spectra=1, points=5000)
    noise = replace(project.samples[0].measurements[0].channels[1], array=store.put(rng.normal(size=5000)))
    measurement = replace(
        project.samples[0].measurements[0], channels=(project.samples[0].measurements[0].channels[0], noise)
    )
    project = replace(project, samples=(replace(project.samples[0], measurements=(measurement,)),))
    save_project(project, store, path, expected=None)
    with h5py.File(path) as file:
        raw = file["naglass/arrays"][measurement.provenance.raw.digest]
        values = file["naglass/arrays"][noise.array.digest]
        state = file["naglass/state"]
        assert (state.compression, raw.compression, values.compression) == ("gzip", None, None)
        assert all(data.fletcher32 and data.chunks is not None for data in (state, raw, values))
        assert state.id.get_storage_size() < state.nbytes / 2
        shown = file[file.attrs["default"].decode()]
        assert shown["PEIS_25_C/z_real"].id.get_offset() == values.id.get_offset()
        assert shown["PEIS_25_C/z_real"] == values


def test_metadata_are_checksummed_and_of_the_1_10_format(path: Path, store: DiskStore) -> None:
    save_project(a_study(store), store, path, expected=None)
    # Superblock 3 is of HDF5 1.10; signature, then version.
    assert path.read_bytes()[:9] == b"\x89HDF\r\n\x1a\n\x03"


# -- what cannot be opened ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "is not there any more"),
        (b"", "is not a NaGlass project"),
        (b"EXPLAIN\nTAG\tEISPOT\n", "is not a NaGlass project"),
        (b"\x89HDF\r\n\x1a\n", "is damaged and cannot be opened. Open one of its backups"),
    ],
)
def test_what_is_no_project_is_told(path: Path, store: DiskStore, content: bytes | None, sentence: str) -> None:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProjectError, match=sentence):
        load_project(path, store)


def test_hdf5_of_others_is_told_apart(path: Path, store: DiskStore) -> None:
    with h5py.File(path, "w", libver="v110") as file:
        file["data"] = np.arange(5.0)
    with pytest.raises(ProjectError, match="an HDF5 file, but not a NaGlass project"):
        load_project(path, store)


def test_half_a_file_is_damaged(path: Path, store: DiskStore) -> None:
    save_project(a_study(store), store, path, expected=None)
    whole = path.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.999):
        path.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(ProjectError, match="damaged"):
            load_project(path, store)


def test_a_project_also_opens_by_the_name_h5(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    other = path.with_suffix(".h5")
    save_project(project, store, other, expected=None)
    assert load_project(other, store).project == project


def test_data_of_an_absent_plug_in_come_back_untouched(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    alien = replace(project.analyses[0], technique="lab.mossbauer", options=(("spin", (1.5, ("a", None))),))
    project = replace(project, analyses=(alien, *project.analyses[1:]))
    save_project(project, store, path, expected=None)
    assert load_project(path, store).project == project
