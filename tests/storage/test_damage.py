"""Damage is noticed, kept to where it is, and mended where that can be."""

from __future__ import annotations

from pathlib import Path

import h5py
import pytest

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.edits import rename_project
from naglass_gui.core.errors import ProjectError
from naglass_gui.core.project import Project
from naglass_gui.storage import (
    DiskStore,
    load_project,
    save_project,
)
from tests.storage.studies import a_study


def damage(path: Path, project: Project, name: str) -> None:
    """Flip one bit in the stored bytes of a channel of the first measurement."""
    channel = project.samples[0].measurements[0].channel(name)
    with h5py.File(path) as file:
        found = file["naglass/arrays"][channel.array.digest].id.get_chunk_info(0)
    data = bytearray(path.read_bytes())
    data[found.byte_offset + 5] ^= 16
    path.write_bytes(data)


def test_a_damaged_array_is_marked_and_the_rest_opens(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    save_project(project, store, path, expected=None)
    damage(path, project, "z_real")
    fresh = MemoryStore()
    loaded = load_project(path, fresh)
    assert loaded.project == project
    (lost,) = loaded.damaged
    assert lost.array == project.samples[0].measurements[0].channel("z_real").array
    assert lost.place == "z_real of PEIS -25 °C (LPSCl / ball-milled ²³Na)"
    assert lost.place in loaded.notices[0]
    assert lost.array not in fresh
    assert all(ref in fresh for ref in project.arrays() if ref != lost.array)


def test_a_damaged_array_that_the_store_still_holds_is_whole_again(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    save_project(project, store, path, expected=None)
    damage(path, project, "z_real")
    assert load_project(path, store).damaged == ()


def test_a_project_with_a_damaged_array_is_saved_only_knowingly(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    save_project(project, store, path, expected=None)
    damage(path, project, "z_real")
    fresh = MemoryStore()
    loaded = load_project(path, fresh)
    with pytest.raises(ProjectError, match="the data of z_real of PEIS"):
        save_project(loaded.project, fresh, path, expected=loaded.stamp)
    lost = [damaged.array.digest for damaged in loaded.damaged]
    save_project(loaded.project, fresh, path, expected=loaded.stamp, lost=lost)
    again = load_project(path, MemoryStore())
    assert again.damaged == loaded.damaged
    assert again.project == project


def test_what_the_store_lost_is_taken_from_the_old_file(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)
    for file in (store.home / "arrays").glob("??/*"):
        file.unlink()
    fresh = DiskStore()
    save_project(rename_project(project, "newer"), fresh, path, expected=stamp)
    assert load_project(path, MemoryStore()).damaged == ()


def test_what_is_damaged_in_the_store_is_taken_from_the_old_file(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)
    ref = project.samples[0].measurements[0].channel("z_real").array
    file = store.home / "arrays" / ref.digest[:2] / ref.digest
    file.write_bytes(bytes(file.stat().st_size))
    save_project(rename_project(project, "newer"), DiskStore(), path, expected=stamp)
    assert load_project(path, MemoryStore()).damaged == ()


def test_damage_in_what_only_other_programs_read_harms_nothing(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    save_project(project, store, path, expected=None)
    with h5py.File(path) as file:
        entry = file[file.attrs["default"].decode()]
        address = h5py.h5o.get_info(entry["PEIS_25_C"].id).addr
    data = bytearray(path.read_bytes())
    data[address + 20] ^= 1
    path.write_bytes(data)
    loaded = load_project(path, MemoryStore())
    assert (loaded.project, loaded.damaged) == (project, ())
    assert "what other programs see is damaged; your project is whole" in loaded.notices[0]
    save_project(loaded.project, store, path, expected=loaded.stamp)
    assert load_project(path, MemoryStore()).notices == ()
