"""Project files: what is saved comes back bit for bit, and nothing is overwritten that somebody else saved."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.edits import rename_project
from naglass_gui.core.errors import Cancelled, ProjectError
from naglass_gui.core.project import Project
from naglass_gui.storage import (
    ChangedOnDisk,
    DiskStore,
    ProjectLock,
    acquire_lock,
    disk,
    file_stamp,
    list_backups,
    load_project,
    save,
    save_project,
    state,
)
from naglass_gui.storage.state import state_text
from tests.storage.studies import a_study, projects


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder / "study.naglass"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


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


# -- somebody else's changes -------------------------------------------------------------------------------------------


def test_a_file_that_was_changed_is_not_overwritten(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    mine = save_project(project, store, path, expected=None)
    theirs = save_project(rename_project(project, "theirs"), store, path, expected=mine)
    with pytest.raises(ChangedOnDisk, match="study.naglass was changed by somebody else"):
        save_project(rename_project(project, "mine"), store, path, expected=mine)
    assert load_project(path, store).project.name == "theirs"
    save_project(rename_project(project, "mine"), store, path, expected=theirs)
    assert load_project(path, store).project.name == "mine"


def test_a_new_project_does_not_overwrite_a_file_unasked(path: Path, store: DiskStore) -> None:
    path.write_text("my notes")
    project = a_study(store)
    with pytest.raises(ChangedOnDisk, match="There is already a file study.naglass"):
        save_project(project, store, path, expected=None)
    assert path.read_text() == "my notes"
    save_project(project, store, path, expected=file_stamp(path))
    assert load_project(path, store).project == project


def test_an_edit_in_place_by_another_tool_is_noticed(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)
    with h5py.File(path, "r+") as file:
        file.attrs["note"] = "added with h5py"
    with pytest.raises(ChangedOnDisk):
        save_project(project, store, path, expected=stamp)


def test_a_file_that_was_moved_away_is_written_again(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)
    path.rename(path.with_name("elsewhere.naglass"))
    save_project(project, store, path, expected=stamp)
    assert names(path.parent) == ["elsewhere.naglass", "study.naglass"]


def test_a_change_between_the_first_look_and_the_replacement_is_noticed(
    path: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)
    verify = save._verify

    def meanwhile(*args: object) -> None:
        monkeypatch.setattr(save, "_verify", verify)
        save_project(rename_project(project, "theirs"), store, path, expected=stamp)
        verify(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(save, "_verify", meanwhile)
    with pytest.raises(ChangedOnDisk):
        save_project(rename_project(project, "mine"), store, path, expected=stamp)
    assert load_project(path, store).project.name == "theirs"
    assert names(path.parent) == ["study.naglass"]


# -- the recipe --------------------------------------------------------------------------------------------------------


def test_symbolic_links_are_followed_and_permissions_kept(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)
    os.chmod(path, 0o640)
    link = path.parent.parent / "link.naglass"
    link.symlink_to(path)
    save_project(rename_project(project, "through the link"), store, link, expected=stamp)
    assert link.is_symlink()
    assert load_project(path, store).project.name == "through the link"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert len(list_backups(link)) == len(list_backups(path)) == 1


def test_a_new_file_gets_the_usual_permissions(path: Path, store: DiskStore) -> None:
    save_project(a_study(store), store, path, expected=None)
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_three_backups_are_kept_newest_first(path: Path, store: DiskStore, home: Path) -> None:
    project = a_study(store)
    stamp = None
    for i in range(6):
        stamp = save_project(rename_project(project, f"state {i}"), store, path, expected=stamp)
    backups = list_backups(path)
    assert [load_project(backup.path, store).project.name for backup in backups] == ["state 4", "state 3", "state 2"]
    assert [backup.generation for backup in backups] == [5, 4, 3]
    assert all(home in backup.path.parents for backup in backups)


def test_a_state_is_not_backed_up_twice_when_saves_fail(
    path: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)

    def held(*args: object) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(save, "replace", held)
    for _ in range(4):
        with pytest.raises(ProjectError):
            save_project(project, store, path, expected=stamp)
    assert len(list_backups(path)) == 1


def test_on_a_sharing_violation_the_verified_file_is_kept_and_named(
    path: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)

    def held(*args: object) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(save, "replace", held)
    with pytest.raises(ProjectError, match="held by another program") as refusal:
        save_project(rename_project(project, "newer"), store, path, expected=stamp)
    (kept,) = (file for file in path.parent.iterdir() if file.name != path.name)
    assert str(kept) in refusal.value.sentence
    assert load_project(kept, store).project.name == "newer"
    assert load_project(path, store).project == project


def test_windows_waits_for_whoever_holds_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    held = iter([True, True, False])
    real = os.replace

    def replace_when_free(source: Path, target: Path) -> None:
        if next(held):
            raise PermissionError(13, "used by another process")
        real(source, target)

    (tmp_path / "new").write_text("new")
    monkeypatch.setattr(disk.sys, "platform", "win32")
    monkeypatch.setattr(disk.os, "replace", replace_when_free)
    disk.replace(tmp_path / "new", tmp_path / "old", waits.append)
    assert (tmp_path / "old").read_text() == "new"
    assert waits == [0.01, 0.02]
    assert 2.4 < sum(disk._WAITS) < 2.6


def test_without_room_for_two_the_save_does_not_begin(
    path: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save.shutil, "disk_usage", lambda folder: save.shutil._ntuple_diskusage(10**9, 10**9, 1000))
    with pytest.raises(ProjectError, match="needs .* MB free"):
        save_project(a_study(store), store, path, expected=None)
    assert names(path.parent) == []


def test_a_write_protected_file_is_left_alone(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)
    os.chmod(path, 0o444)
    with pytest.raises(ProjectError, match="write-protected"):
        save_project(project, store, path, expected=file_stamp(path))
    assert file_stamp(path) == stamp


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_only_plain_files_are_replaced(path: Path, store: DiskStore, kind: str) -> None:
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    with pytest.raises(ProjectError, match="is a folder or device"):
        save_project(a_study(store), store, path, expected=None)


def test_a_folder_that_is_not_there(path: Path, store: DiskStore) -> None:
    with pytest.raises(ProjectError, match="the folder .* is not there"):
        save_project(a_study(store), store, path.parent / "gone" / "study.naglass", expected=None)


def test_cancelling_leaves_the_old_file_and_nothing_else(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)

    def cancel(share: float) -> None:
        if share > 0.4:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        save_project(rename_project(project, "newer"), store, path, expected=stamp, progress=cancel)
    assert file_stamp(path) == stamp
    assert names(path.parent) == ["study.naglass"]


def test_progress_rises_to_one(path: Path, store: DiskStore) -> None:
    shares: list[float] = []
    save_project(a_study(store), store, path, expected=None, progress=shares.append)
    assert shares == sorted(shares) and shares[-1] == 1.0
    shares.clear()
    load_project(path, MemoryStore(), progress=shares.append)
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_what_killed_saves_left_is_cleared_away_but_not_others_files(path: Path, store: DiskStore) -> None:
    gone = 2**22 + 1  # above Linux' largest process number
    ours = path.with_name(f".{path.name}.{gone}.{save._host()}abcdef.tmp")
    living = path.with_name(f".{path.name}.{os.getpid()}.{save._host()}abcdef.tmp")
    elsewhere = path.with_name(f".{path.name}.{gone}.000000abcdef.tmp")
    for file in (ours, living, elsewhere):
        file.write_bytes(b"half")
    save_project(a_study(store), store, path, expected=None)
    assert names(path.parent) == sorted([living.name, elsewhere.name, path.name])


def test_a_home_that_cannot_be_written_does_not_keep_anybody_from_saving(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NAGLASS_HOME", str(tmp_path / "file"))
    store = MemoryStore()
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)
    assert "app-data folder" in stamp.notices[0]
    stamp = save_project(project, store, path, expected=stamp)
    assert "could not be kept as a backup" in stamp.notices[1]
    assert load_project(path, store).project == project


def test_backups_on_another_disk_are_copies(path: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_disk(*args: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("naglass_gui.storage.backups.os.link", other_disk)
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)
    before = path.read_bytes()
    save_project(rename_project(project, "newer"), store, path, expected=stamp)
    (backup,) = list_backups(path)
    assert backup.path.read_bytes() == before


def test_the_longest_names_can_be_saved_and_locked(path: Path, store: DiskStore) -> None:
    for name in ("x" * 247 + ".naglass", "ö" * 120 + ".naglass", "中" * 80 + ".naglass"):
        long = path.with_name(name)
        assert isinstance(acquire_lock(long), ProjectLock)
        stamp = save_project(a_study(store), store, long, expected=None)
        save_project(a_study(store), store, long, expected=stamp)


def test_a_file_of_a_newer_format_is_not_overwritten(path: Path, store: DiskStore) -> None:
    project = a_study(store)
    save_project(project, store, path, expected=None)
    with h5py.File(path, "r+") as file:
        file.attrs["naglass_schema"] = np.bytes_("1.1")
    with pytest.raises(ProjectError, match="saved by a newer NaGlass"):
        save_project(project, store, path, expected=file_stamp(path))


def test_a_project_too_large_to_be_read_back_is_not_saved(
    path: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "MAX_STATE", 3000)
    with pytest.raises(ProjectError, match="too large for one file"):
        save_project(a_study(store), store, path, expected=None)


# -- damage ------------------------------------------------------------------------------------------------------------


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
