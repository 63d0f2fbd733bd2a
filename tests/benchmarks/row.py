"""One line of the table, and how two programs are timed fairly."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

Timed = Callable[[], float]
"""Does its work once and returns the seconds it took."""

WIDTHS = (58, 12, 12, 9, 22, 8)
TITLES = ("work", "NaGlass", "peer", "ratio", "reach", "reached")


@dataclass(frozen=True)
class Row:
    """One comparison within one run.

    Attributes:
        work: what was done, and by which peer.
        ours: our figure with its unit.
        peer: the peer's figure with its unit.
        ratio: how many times better we are; None where that makes no sense.
        reach: the target in words, as in the design.
        reached: whether it was met; None where it was not measured.
        note: what else one should know, printed below.
    """

    work: str
    ours: str
    peer: str
    ratio: float | None
    reach: str
    reached: bool | None
    note: str = ""

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.3g} x"
        verdict = {True: "yes", False: "NO", None: "–"}[self.reached]
        line = aligned((self.work, self.ours, self.peer, ratio, self.reach, verdict))
        return f"{line}\n    {self.note}" if self.note else line

    def plain(self) -> dict[str, Any]:
        """For JSON, which knows no numbers of NumPy."""
        ratio = None if self.ratio is None else float(self.ratio)
        return asdict(self) | {"ratio": ratio, "reached": None if self.reached is None else bool(self.reached)}


def aligned(cells: tuple[str, ...]) -> str:
    """Cells as a line of the table: the work to the left, figures to the right."""
    first, *rest = zip(cells, WIDTHS, strict=True)
    return f"{first[0]:<{first[1]}}" + "".join(f" {cell:>{width}}" for cell, width in rest)


def alternate(ours: Timed, peer: Timed, rounds: int) -> tuple[float, float]:
    """Median seconds of both, run in turns so that whatever else the machine does meets both."""
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(ours())
        theirs.append(peer())
    return statistics.median(mine), statistics.median(theirs)


def faster(work: str, ours: float, peer: float, at_least: float, *, also: bool = True, note: str = "") -> Row:
    """A row of two times in seconds, where ours must be `at_least` times shorter and `also` must hold."""
    ratio = peer / ours
    return Row(work, time(ours), time(peer), ratio, f">= {at_least:g} x", ratio >= at_least and also, note)


def absent(work: str, reach: str, why: str) -> Row:
    """A row that could not be measured here."""
    return Row(work, "–", "–", None, reach, None, why)


def time(seconds: float) -> str:
    """A time with three figures and a unit that suits."""
    if seconds >= 1.0:
        return f"{seconds:.3g} s"
    return f"{1e3 * seconds:.3g} ms" if seconds >= 1e-3 else f"{1e6 * seconds:.3g} µs"
