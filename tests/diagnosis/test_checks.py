"""Each check of the diagnosis, on a computer where it passes and on one where it is blocked."""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from naglass_gui.diagnosis import children, folders, parts, projects
from naglass_gui.diagnosis.finding import Doing, Finding, Findings
from naglass_gui.jobs import JobError, Jobs
from naglass_gui.ui import probe as window

ROOT = Path(__file__).resolve().parents[2]


def told(found: Findings) -> list[Finding]:
    return [finding for finding in found if not isinstance(finding, Doing)]


def ranks(found: list[Finding]) -> list[str]:
    return [finding.rank for finding in found]


# -- folders -----------------------------------------------------------------------------------------------------------


def test_folders_that_can_be_written_are_fine_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAGLASS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert ranks(told(folders.findings())) == ["ok"] * 6
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_folders_that_cannot_be_written_are_named_with_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.write_text("a file where the folder should be")
    monkeypatch.setenv("NAGLASS_HOME", str(home))
    settings, recovery, logs, *rest = told(folders.findings())
    assert ranks([settings, recovery, logs]) == ["blocked"] * 3 and ranks(rest) == ["ok"] * 3
    assert str(home / "config") in settings.text and "NAGLASS_HOME" in settings.text
    assert "lost in a crash" in recovery.text


def test_no_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    last = told(folders.findings())[-1]
    assert last.rank == "blocked" and "no file can be read and nothing fitted" in last.text


def test_a_slow_folder_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "try_writing", lambda folder: 7.0)
    first = told(folders.findings())[0]
    assert first.rank == "note" and "took 7 s" in first.text and "virus scanner" in first.text


def test_a_disk_that_gives_back_something_else_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"something else")
    with pytest.raises(OSError, match="came back changed"):
        folders.try_writing(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("free", "rank"), [(5e7, "blocked"), (5e8, "note"), (5e9, "ok")])
def test_free_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, rank: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(10**12, 0, int(free)))  # type: ignore[attr-defined]
    assert ranks(told(folders.room(tmp_path / "not" / "there yet"))) == [rank]


def test_short_paths_only_are_a_note(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = folders._long_path(tmp_path / "file")
    assert found.rank == "note" and "LongPathsEnabled" in found.text


# -- libraries ---------------------------------------------------------------------------------------------------------


def test_every_dependency_is_looked_at() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[<>=!~ ]", dependency)[0] for dependency in asked}
    assert names <= {package for _, package, _ in parts.PARTS}


def test_a_library_that_cannot_be_imported_is_named_with_its_purpose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_library.py").write_text("raise OSError('DLL load failed')")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = parts.imported("broken_library", "broken", "Markov chains")
    assert found.rank == "blocked"
    assert "broken_library (Markov chains) cannot be imported: OSError: DLL load failed." in found.text
    assert parts.imported("json", "no such package", "tests") == Finding("ok", "json (tests) can be imported.")


# -- projects ----------------------------------------------------------------------------------------------------------


def test_a_project_is_saved_read_locked_and_removed(tmp_path: Path) -> None:
    saved, locked, room = told(projects.findings(tmp_path))
    assert ranks([saved, locked, room]) == ["ok"] * 3 and "(HDF5)" in saved.text
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_project(tmp_path: Path) -> None:
    saved, locked, *_ = told(projects.findings(tmp_path / "gone"))
    assert ranks([saved, locked]) == ["blocked"] * 2
    assert "Choose another folder" in saved.text and "overwrite" in locked.text


def test_a_network_drive_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("naglass_gui.jobs.network.on_network", lambda folder: True)
    assert any("network drive" in found.text for found in told(projects.findings(tmp_path)) if found.rank == "note")


# -- children and the window -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "rank"), [(42, "ok"), (41, "blocked")])
def test_a_child_does_its_work(monkeypatch: pytest.MonkeyPatch, answer: int, rank: str) -> None:
    monkeypatch.setattr(Jobs, "submit", lambda *_arguments, **_words: SimpleNamespace(result=lambda _patience: answer))
    assert ranks(told(children.findings())) == [rank]


def test_children_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Jobs, *arguments: object, name: str) -> None:
        raise JobError.no_start(name)

    monkeypatch.setattr(Jobs, "submit", refuse)
    (found,) = told(children.findings())
    assert found.rank == "blocked" and "cannot start the process" in found.text


def test_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    (found,) = told(window.findings())
    assert found.rank == "blocked" and "naglass fit work without" in found.text


def test_qt_says_its_plugin_its_screens_and_that_it_paints(qapp: object) -> None:
    plugin, screen, painted = told(window.findings())
    assert ranks([plugin, screen, painted]) == ["ok"] * 3
    assert "platform plugin “offscreen”" in plugin.text
    assert screen.text == "Screen 1 has 800 × 800 pixels at a scale of 100 %."
    assert "OpenGL is not needed" in painted.text
