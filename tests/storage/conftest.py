"""Every storage test has an app-data folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from naglass_gui.storage import DiskStore


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder NAGLASS_HOME names; app data are in its `data`."""
    folder = tmp_path / "naglass-home"
    monkeypatch.setenv("NAGLASS_HOME", str(folder))
    return folder


@pytest.fixture
def store(home: Path) -> DiskStore:
    return DiskStore()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a person would save a project: a folder with nothing else in it."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder / "study.naglass"


def names(folder: Path) -> list[str]:
    """The files in a folder."""
    return sorted(file.name for file in folder.iterdir())
