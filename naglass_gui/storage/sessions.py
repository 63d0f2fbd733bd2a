"""The folders of running programs in the app-data folder: which programs live, and which arrays nobody may remove."""

from __future__ import annotations

import json
import os
import platform
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from naglass_gui.storage.disk import private_folder, write_durably

_CARD = "session.json"
_DIGESTS = re.compile(rb"\b[0-9a-f]{64}\b")
# A start time read twice differs by the clock's corrections.
_CLOCK_TOLERANCE = 5.0


@dataclass(frozen=True, slots=True)
class Program:
    """A running program: machine, process and when that process was started (seconds since 1970)."""

    host: str
    pid: int
    started: float

    def alive(self) -> bool | None:
        """Whether it still runs; None on another machine, where that cannot be known."""
        if self.host != platform.node():
            return None
        import psutil

        try:
            return bool(abs(psutil.Process(self.pid).create_time() - self.started) < _CLOCK_TOLERANCE)
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            return True


def this_program() -> Program:
    """The program that runs this."""
    import psutil  # 30 ms, not at the start of the window

    return Program(platform.node(), os.getpid(), psutil.Process().create_time())


def read_program(value: Any) -> Program | None:
    """A program from parsed JSON, or None when it is not one."""
    if not isinstance(value, dict):
        return None
    host, pid, started = value.get("host"), value.get("pid"), value.get("started")
    if not (isinstance(host, str) and type(pid) is int and 0 < pid < 2**31 and isinstance(started, int | float)):
        return None
    return Program(host, pid, float(started))


def sessions_folder(home: Path) -> Path:
    """Where the sessions' folders are."""
    return home / "sessions"


def open_session(home: Path) -> Path:
    """Make the folder of this program's session. Raises OSError."""
    program = this_program()
    name = f"{time.strftime('%Y%m%d-%H%M%S')}-{program.pid}-{os.urandom(3).hex()}"
    folder = private_folder(sessions_folder(home) / name)
    write_durably(folder / _CARD, json.dumps(asdict(program)).encode())
    return folder


def each_session(home: Path) -> Iterator[tuple[Path, Program | None]]:
    """Every session's folder with its program, None where its card is broken. Raises OSError but for an absent folder."""
    try:
        folders = sorted(entry for entry in sessions_folder(home).iterdir() if entry.is_dir())
    except FileNotFoundError:
        return
    for folder in folders:
        try:
            program = read_program(json.loads((folder / _CARD).read_bytes()))
        except (OSError, ValueError):
            program = None
        yield folder, program


def oldest_start(home: Path) -> float:
    """When the oldest program that may still run was started; now, when none does (seconds since 1970)."""
    starts = [p.started for _, p in each_session(home) if p is not None and p.alive() is not False]
    return min([time.time(), *starts])


def named_digests(home: Path) -> frozenset[str]:
    """Digests of all arrays that a recovery file names: whatever looks like one counts."""
    found: set[str] = set()
    for folder, _ in each_session(home):
        for file in folder.glob("*.recovery"):
            found.update(match.decode() for match in _DIGESTS.findall(file.read_bytes()))
    return frozenset(found)
