"""The log of a session, and of one that crashed."""

from __future__ import annotations

import faulthandler
import logging
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from naglass_gui import __version__
from naglass_gui.log import KEPT, SessionLog, crashed_sessions

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SessionLog]:
    was_on, level = faulthandler.is_enabled(), logging.getLogger().level
    log = SessionLog(tmp_path / "log")
    yield log
    if log.path.with_suffix(".running").exists():
        log.close()
    logging.getLogger().setLevel(level)
    if not was_on:
        faulthandler.disable()


def test_what_is_logged_stands_in_the_sessions_own_file(log: SessionLog) -> None:
    logging.getLogger("naglass_gui.anything").warning("the disk is nearly full")
    text = log.path.read_text(encoding="utf-8")
    assert f"NaGlass {__version__}, Python 3" in text
    assert "WARNING naglass_gui.anything: the disk is nearly full" in text


def test_a_session_that_ended_well_or_still_runs_is_no_crash(log: SessionLog) -> None:
    assert crashed_sessions(log.folder) == []
    log.close()
    assert crashed_sessions(log.folder) == []
    logging.getLogger().warning("after the end: into no file, and no error")


@pytest.mark.parametrize(
    "end", ["ctypes.string_at(0)", "os.kill(os.getpid(), 9)"], ids=["segmentation fault", "killed"]
)
def test_a_crashed_session_is_offered_once_with_its_trace(tmp_path: Path, end: str) -> None:
    script = textwrap.dedent(f"""
        import ctypes, logging, os, pathlib
        from naglass_gui.log import SessionLog
        SessionLog(pathlib.Path({str(tmp_path)!r}))
        logging.getLogger("naglass_gui").info("fitting sweep 3")
        {end}
    """)
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, cwd=tmp_path
    )
    assert done.returncode != 0
    (crash,) = crashed_sessions(tmp_path)
    text = crash.text()
    assert "fitting sweep 3" in text
    assert ("Segmentation fault" in text) == ("ctypes" in end)
    assert crash.log.stem.startswith(f"naglass-{crash.started:%Y%m%d-%H%M%S}-")
    assert crashed_sessions(tmp_path) == []


def test_a_mark_that_is_damaged_or_of_a_process_id_used_again_counts_as_crashed(tmp_path: Path) -> None:
    for name, content in (("1", "nonsense"), ("2", f"{os.getpid()} 12.5")):
        (tmp_path / f"naglass-20260101-12000{name}-1.log").write_text("…")
        (tmp_path / f"naglass-20260101-12000{name}-1.running").write_text(content)
    assert [crash.started.second for crash in crashed_sessions(tmp_path)] == [2, 1]


def test_old_logs_go(tmp_path: Path) -> None:
    for day in range(10, 25):
        (tmp_path / f"naglass-202501{day}-120000-1.log").write_text("old")
    SessionLog(tmp_path).close()
    kept = sorted(path.name for path in tmp_path.glob("*.log"))
    assert len(kept) == KEPT
    assert kept[0] == "naglass-20250116-120000-1.log"
