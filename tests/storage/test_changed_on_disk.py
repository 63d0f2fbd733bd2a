"""What somebody else saved is never overwritten unasked."""

from __future__ import annotations

from pathlib import Path

import h5py
import pytest

from naglass_gui.core.edits import rename_project
from naglass_gui.storage import (
    ChangedOnDisk,
    DiskStore,
    file_stamp,
    load_project,
    save,
    save_project,
)
from tests.storage.conftest import names
from tests.storage.studies import a_study


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
