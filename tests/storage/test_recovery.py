"""What an ended program left unsaved comes back; what is broken keeps nobody from starting."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from naglass_gui.core.edits import rename_project
from naglass_gui.core.errors import ProjectError
from naglass_gui.storage import (
    DiskStore,
    Session,
    discard,
    list_recoverable,
    open_recoverable,
    recovery,
    save_project,
)
from naglass_gui.storage.sessions import Program, each_session
from tests.storage.studies import a_study

# A program that edits a project and ends without a word.
CRASH = """
import os, sys
from pathlib import Path
from tests.storage.test_recovery import leave_unsaved
leave_unsaved(Path(sys.argv[1]))
os._exit(9)
"""


def leave_unsaved(path: Path) -> None:
    """Edit two projects, one of them of a file, and save neither."""
    store, session = DiskStore(), Session()
    for name, edits in (("first", 3), ("second", 12)):
        project = a_study(store, spectra=1, name=name)
        saved = "2025-01-01T10:00:00+00:00" if name == "second" else ""
        session.write(name, project, store, path=path if saved else None, saved_at=saved, edits=edits)


@pytest.fixture
def crashed(tmp_path: Path, home: Path) -> Path:
    """A program ended with two unsaved projects; the path that one of them had."""
    path = tmp_path / "study.naglass"
    leave_unsaved(path)
    for card in (home / "data" / "sessions").glob("*/session.json"):
        # Above the largest process number of Linux.
        card.write_text(json.dumps({**json.loads(card.read_text()), "pid": 2**22 + 1}))
    return path


def session_files(home: Path) -> list[Path]:
    return sorted((home / "data" / "sessions").glob("*/*.recovery"))


def test_everything_needed_to_choose_is_listed(crashed: Path) -> None:
    second, first = sorted(list_recoverable(), key=lambda entry: -entry.edits)
    assert (second.name, second.path, second.edits) == ("second", crashed, 12)
    assert (first.name, first.path, first.saved, first.edits) == ("first", None, "", 3)
    assert second.saved == "2025-01-01T10:00:00+00:00"
    assert second.edited > "2025"
    assert second.summary == "1 sample, 1 measurement, 1 analysis"
    assert second.readable and second.notice == ""


def test_what_a_program_that_really_crashed_left_is_found(tmp_path: Path) -> None:
    path = tmp_path / "study.naglass"
    done = subprocess.run([sys.executable, "-c", CRASH, str(path)], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 9
    assert sorted(entry.name for entry in list_recoverable()) == ["first", "second"]


def test_a_recovered_project_opens_as_an_unsaved_copy_and_stays_until_discarded(crashed: Path) -> None:
    entry = next(entry for entry in list_recoverable() if entry.name == "first")
    store = DiskStore()
    loaded = open_recoverable(entry, store)
    assert (loaded.stamp, loaded.damaged, loaded.notices) == (None, (), ())
    assert loaded.project == a_study(store, spectra=1, name="first")
    assert all(ref in store for ref in loaded.project.arrays())
    assert len(list_recoverable()) == 2
    discard(entry)
    assert [entry.name for entry in list_recoverable()] == ["second"]


def test_arrays_the_store_no_longer_holds_come_from_the_persons_file(crashed: Path, home: Path) -> None:
    store = DiskStore()
    save_project(a_study(store, spectra=1, name="second"), store, crashed, expected=None)
    shutil.rmtree(home / "data" / "arrays")
    entries = {entry.name: entry for entry in list_recoverable()}
    assert open_recoverable(entries["second"], DiskStore()).damaged == ()
    shutil.rmtree(home / "data" / "arrays")
    lost = open_recoverable(entries["first"], DiskStore())
    assert lost.project.name == "first"
    assert {damage.array for damage in lost.damaged} == set(lost.project.arrays())
    assert "could not be recovered" in lost.notices[0]


def test_a_running_program_is_not_recovered(home: Path) -> None:
    store = DiskStore()
    session = Session()
    session.write("doc", a_study(store), store, path=None, saved_at="", edits=1)
    assert len(session_files(home)) == 1
    assert list_recoverable() == ()


def test_two_programs_keep_apart(home: Path) -> None:
    store = DiskStore()
    one, other = Session(), Session()
    for session in (one, other):
        session.write("doc", a_study(store), store, path=None, saved_at="", edits=1)
    assert len(session_files(home)) == 2
    one.clear("doc")
    assert len(session_files(home)) == 1
    other.close()
    assert session_files(home) == []


def test_only_the_newest_state_is_kept(home: Path) -> None:
    store = DiskStore()
    session = Session()
    project = a_study(store)
    for edits in range(1, 4):
        session.write("doc", rename_project(project, f"{edits} edits"), store, path=None, saved_at="", edits=edits)
    (file,) = session_files(home)
    assert json.loads(file.read_bytes().partition(b"\n")[0])["name"] == "3 edits"
    assert [path.name for path in file.parent.iterdir() if path.suffix == ".tmp"] == []


def test_a_normal_end_leaves_nothing(home: Path) -> None:
    store = DiskStore()
    session = Session()
    session.write("doc", a_study(store), store, path=None, saved_at="", edits=1)
    session.close()
    assert list(each_session(home / "data")) == []


def test_a_session_folder_somebody_cleaned_away_is_made_again(home: Path) -> None:
    store = DiskStore()
    session = Session()
    shutil.rmtree(home / "data" / "sessions")
    session.write("doc", a_study(store), store, path=None, saved_at="", edits=1)
    assert len(session_files(home)) == 1


def test_documents_of_odd_names_stay_in_their_folder(home: Path) -> None:
    store = DiskStore()
    session = Session()
    for document in ("../../escape", "a/b", "", "ü" * 300):
        session.write(document, a_study(store), store, path=None, saved_at="", edits=1)
    assert len(session_files(home)) == 4


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"170.5", b"170.6"),
        lambda data: b"\xff" + data,
        lambda data: b"[" * 100_000,
        lambda data: data.replace(b'"edits": 12', b'"edits": "12"').replace(b'"edits": 3', b'"edits": null'),
    ],
)
def test_validity_decides_and_a_broken_copy_is_listed_as_unreadable(crashed: Path, home: Path, damage: object) -> None:
    for file in session_files(home):
        file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    entries = list_recoverable()
    assert [entry.readable for entry in entries] == [False, False]
    assert all("damaged" in entry.notice for entry in entries)
    with pytest.raises(ProjectError, match="damaged"):
        open_recoverable(entries[0], DiskStore())
    for entry in entries:
        discard(entry)
    assert list_recoverable() == ()


def test_nothing_in_the_folder_keeps_the_program_from_starting(crashed: Path, home: Path) -> None:
    folder = home / "data" / "sessions"
    (folder / "stray file").write_text("")
    (folder / "no card").mkdir()
    (folder / "broken card").mkdir()
    (folder / "broken card" / "session.json").write_text("{")
    (folder / "no card" / "x.recovery").mkdir()
    assert [entry.name for entry in list_recoverable() if entry.readable] == ["first", "second"]
    assert [entry.readable for entry in list_recoverable()].count(False) == 1


def test_a_home_that_is_a_file_lists_nothing_and_is_told_at_the_first_autosave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DiskStore()
    project = a_study(store)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NAGLASS_HOME", str(tmp_path / "file"))
    assert list_recoverable() == ()
    session = Session()
    with pytest.raises(ProjectError, match="The recovery copy cannot be written to .*Save the project now"):
        session.write("doc", project, store, path=None, saved_at="", edits=1)


def test_a_copy_from_another_machine_says_so(crashed: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Program, "alive", lambda self: None)
    for entry in list_recoverable():
        assert "may still be open" in entry.notice


def test_folders_of_ended_programs_without_copies_are_removed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Session()
    monkeypatch.setattr(Program, "alive", lambda self: False)
    assert list_recoverable() == ()
    assert len(list(each_session(home / "data"))) == 1  # it may just be starting
    monkeypatch.setattr(recovery, "_age", lambda folder: 7200.0)
    assert list_recoverable() == ()
    assert list(each_session(home / "data")) == []
