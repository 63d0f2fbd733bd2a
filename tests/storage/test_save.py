"""The save recipe, step by step."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import h5py
import numpy as np
import pytest

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.edits import rename_project
from naglass_gui.core.errors import Cancelled, ProjectError
from naglass_gui.storage import (
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
from naglass_gui.storage.migrations import SCHEMA, format_schema
from tests.storage.conftest import names
from tests.storage.studies import a_study


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

    def held(source: Path, target: Path) -> None:
        if target == path:
            raise PermissionError(13, "used by another process")
        os.replace(source, target)

    monkeypatch.setattr(save, "replace", held)
    with pytest.raises(ProjectError, match="another program .* holds it") as refusal:
        save_project(rename_project(project, "newer"), store, path, expected=stamp)
    (kept,) = (file for file in path.parent.iterdir() if file.name != path.name)
    assert kept.suffix == ".naglass"
    assert str(kept) in refusal.value.sentence
    assert load_project(kept, store).project.name == "newer"
    assert load_project(path, store).project == project


def test_a_new_file_that_cannot_even_be_renamed_stays_where_it_is(
    path: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_study(store)
    stamp = save_project(project, store, path, expected=None)

    def held(*args: object) -> None:
        raise PermissionError(13, "used by another process")

    with monkeypatch.context() as patch:
        patch.setattr(save, "replace", held)
        with pytest.raises(ProjectError) as refusal:
            save_project(rename_project(project, "newer"), store, path, expected=stamp)
    (kept,) = (file for file in path.parent.iterdir() if file.name != path.name)
    assert kept.suffix == ".tmp"
    assert str(kept) in refusal.value.sentence
    assert load_project(kept, store).project.name == "newer"


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
        file.attrs["naglass_schema"] = np.bytes_(format_schema((SCHEMA[0], SCHEMA[1] + 1)))
    with pytest.raises(ProjectError, match="saved by a newer NaGlass"):
        save_project(project, store, path, expected=file_stamp(path))


def test_a_project_too_large_to_be_read_back_is_not_saved(
    path: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "MAX_STATE", 3000)
    with pytest.raises(ProjectError, match="too large for one file"):
        save_project(a_study(store), store, path, expected=None)
