"""The log of a session, and what a crashed one left behind. No Qt.

Each session writes a file of its own, so that two programs never share one. It is marked while the session runs; a mark
left by a process that is gone means that it crashed, and its log is offered at the next start.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from naglass_gui import __version__
from naglass_gui.storage.folders import log_folder

KEPT = 10
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_MARK = ".running"


@dataclass(frozen=True, slots=True)
class CrashedSession:
    """A session that did not end as it should: when it started, and its log."""

    started: datetime
    log: Path

    def text(self, most: int = 200_000) -> str:
        """The end of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-most:]


class SessionLog:
    """The log of this session: everything that `logging` is told, and the trace of a crash of the interpreter.

    Args:
        folder: where; None for the usual folder.

    Raises:
        OSError: the folder cannot be written.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = log_folder() if folder is None else folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.started = datetime.now()
        self.path = self.folder / f"naglass-{self.started:%Y%m%d-%H%M%S}-{os.getpid()}.log"
        self._stream = self.path.open("a", encoding="utf-8", buffering=1)
        self._mark = self.path.with_suffix(_MARK)
        self._mark.write_text(f"{os.getpid()} {_time_of_creation(os.getpid())}", encoding="ascii")
        self._handler = logging.StreamHandler(self._stream)
        self._handler.setFormatter(logging.Formatter(_FORMAT))
        root = logging.getLogger()
        root.addHandler(self._handler)
        root.setLevel(min(root.level, logging.INFO) if root.level else logging.INFO)
        faulthandler.enable(self._stream)
        logging.getLogger(__name__).info(
            "NaGlass %s, Python %s, %s", __version__, platform.python_version(), platform.platform()
        )
        _forget_old(self.folder)

    def close(self) -> None:
        """The session ends as it should; logging goes on without a file."""
        faulthandler.disable()
        if sys.stderr is not None:
            faulthandler.enable()
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
        self._stream.close()
        self._mark.unlink(missing_ok=True)


@contextlib.contextmanager
def command_log(folder: Path | None = None) -> Iterator[None]:
    """The log of a command without a window: what a sentence on the terminal leaves out. Its file is made when needed."""
    folder = log_folder() if folder is None else folder
    handler = _LateHandler(folder / "commands.log", maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()


class _LateHandler(RotatingFileHandler):
    """Makes its folder with its file; a disk that takes neither is no reason for a command to fail."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: the terminal has the sentence."""


def crashed_sessions(folder: Path | None = None) -> list[CrashedSession]:
    """Sessions that crashed, newest first; each is told once."""
    folder = log_folder() if folder is None else folder
    found = []
    for mark in sorted(folder.glob(f"naglass-*{_MARK}"), reverse=True):
        log = mark.with_suffix(".log")
        if _is_running(mark):
            continue
        mark.unlink(missing_ok=True)
        if log.exists():
            found.append(CrashedSession(_started(log), log))
    return found


def _started(log: Path) -> datetime:
    try:
        return datetime.strptime(log.stem.removeprefix("naglass-")[:15], "%Y%m%d-%H%M%S")
    except ValueError:  # renamed by hand
        return datetime.fromtimestamp(log.stat().st_mtime)


def _is_running(mark: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        pid, created = mark.read_text(encoding="ascii").split()
        # A process id is used again; its time of creation is not.
        return abs(_time_of_creation(int(pid)) - float(created)) < 1.0
    return False


def _time_of_creation(pid: int) -> float:
    """When a process began; raises ProcessLookupError where there is none."""
    import psutil  # it takes 35 ms, and the window shows first

    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error as error:
        raise ProcessLookupError(pid) from error


def _forget_old(folder: Path) -> None:
    logs = sorted(folder.glob("naglass-*.log"), key=lambda log: log.name)
    for log in logs[:-KEPT]:
        if not log.with_suffix(_MARK).exists():
            log.unlink(missing_ok=True)
