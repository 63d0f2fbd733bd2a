"""The window starts with storage, so storage starts without what is slow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from naglass_gui.storage import config_folder, data_folder, log_folder

START = """
import sys
from naglass_gui.storage import DiskStore, Session, list_recoverable
assert "psutil" not in sys.modules
list_recoverable()
store = DiskStore()
from tests.storage.studies import a_study
Session().write("doc", a_study(store), store, path=None, saved_at="", edits=1)
for slow in ("h5py", "scipy", "PySide6"):
    assert slow not in sys.modules, slow
"""


def test_autosave_and_recovery_need_no_h5py() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_one_variable_moves_every_folder(home: Path) -> None:
    assert (data_folder(), config_folder(), log_folder()) == (home / "data", home / "config", home / "log")


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", (".local/share/naglass", ".config/naglass", ".local/state/naglass/log")),
        (
            "darwin",
            (
                "Library/Application Support/NaGlass/data",
                "Library/Application Support/NaGlass/config",
                "Library/Logs/NaGlass",
            ),
        ),
        ("win32", ("Local/NaGlass/data", "Roaming/NaGlass/config", "Local/NaGlass/log")),
    ],
)
def test_each_platform_has_its_folders(
    platform: str, expected: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NAGLASS_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", platform)
    assert (data_folder(), config_folder(), log_folder()) == tuple(tmp_path / folder for folder in expected)


def test_the_folders_of_the_desktop_standard_are_used_when_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NAGLASS_HOME")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    assert data_folder() == tmp_path / "xdg" / "naglass"
    assert config_folder() == tmp_path / ".config" / "naglass"
