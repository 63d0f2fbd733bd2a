"""How far a child is: a few bytes of shared memory that it writes and the window looks at."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass


class MeterRow(ctypes.Structure):
    """The shared bytes. `beats` grows with every report, so that the reader needs no common clock."""

    _fields_ = [
        ("job", ctypes.c_int64),
        ("pid", ctypes.c_int64),
        ("beats", ctypes.c_int64),
        ("share", ctypes.c_double),
        ("words", ctypes.c_char * 160),
    ]

    job: int
    pid: int
    beats: int
    share: float
    words: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter shows: the job it belongs to, the child's process id, reports so far, share done, a few words."""

    job: int
    pid: int
    beats: int
    share: float
    words: str


class Meter:
    """The child's end: called as a technique's `progress(share, words)`."""

    def __init__(self, row: MeterRow, pid: int) -> None:
        self._row = row
        row.pid = pid

    def begin(self, job: int) -> None:
        """Say that this job has started."""
        self._row.share, self._row.words = 0.0, b""
        self._row.beats += 1
        self._row.job = job

    def __call__(self, share: float, words: str) -> None:
        """Report the share done, from 0 to 1, and a few words."""
        self._row.words = words.encode()[: MeterRow.words.size - 1]  # type: ignore[attr-defined]
        self._row.share = min(max(share, 0.0), 1.0) if math.isfinite(share) else 0.0
        self._row.beats += 1


def look(row: MeterRow) -> Reading:
    """What the meter shows now. Words cut in the middle of a letter lose that letter."""
    return Reading(row.job, row.pid, row.beats, row.share, row.words.decode(errors="ignore"))
