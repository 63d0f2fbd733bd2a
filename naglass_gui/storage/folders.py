"""Where NaGlass keeps its own files: data, settings, logs. NAGLASS_HOME, when set, holds all of them."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The folder of the array store, backups and recovery; always on the local disk. It need not exist yet."""
    return _folder("data", "XDG_DATA_HOME", ".local/share", "Application Support/NaGlass/data", "LOCALAPPDATA")


def config_folder() -> Path:
    """The folder of the settings. It need not exist yet."""
    return _folder("config", "XDG_CONFIG_HOME", ".config", "Application Support/NaGlass/config", "APPDATA")


def log_folder() -> Path:
    """The folder of the log and crash files. It need not exist yet."""
    return _folder("log", "XDG_STATE_HOME", ".local/state", "Logs/NaGlass", "LOCALAPPDATA")


def path_key(path: Path) -> str:
    """A name for what belongs to the file at `path`: the same however it is spelled or linked to."""
    return hashlib.sha256(os.fsencode(os.path.normcase(os.path.realpath(path)))).hexdigest()[:24]


def guard_file(path: Path) -> Path:
    """The file whose lock a program of this machine holds for the moments in which it changes the file at `path`."""
    return data_folder() / "guards" / path_key(path)


def _folder(kind: str, xdg: str, xdg_default: str, mac: str, windows: str) -> Path:
    home = os.environ.get("NAGLASS_HOME")
    if home:
        return Path(home).absolute() / kind
    if sys.platform == "win32":
        return Path(os.environ.get(windows) or Path.home() / "AppData" / "Local") / "NaGlass" / kind
    if sys.platform == "darwin":
        return Path.home() / "Library" / mac
    base = os.environ.get(xdg, "")
    # The XDG specification says a relative path is to be ignored.
    root = Path(base) if os.path.isabs(base) else Path.home() / xdg_default
    return root / "naglass" if kind != "log" else root / "naglass" / "log"
