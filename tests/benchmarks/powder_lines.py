"""Second-order lines of quadrupolar nuclei against mrsimulator: how fast, and how alike (100 Hz Gaussian on both)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from naglass_gui.techniques.nmr import czjzek
from naglass_gui.techniques.nmr.czjzek import czjzek_histogram
from naglass_gui.techniques.nmr.powder import PowderGrid
from naglass_gui.techniques.nmr.quadrupolar import reduced_histogram, reduced_scale
from tests.benchmarks.peers import Peer, PeerAbsent
from tests.benchmarks.row import Row, absent, alternate, faster

Real = NDArray[np.float64]

POINTS, WIDTH, LARMOR, BROADENING = 4096, 40_000.0, 132.294, 100.0
CQ, ETA, SIGMA = 2.0, 0.4, 1.0
ALIKE = 0.2
"""Per cent of the maximum."""
NAMES = (
    "second-order MAS line, 4096 points, table cached",
    "Czjzek line, first",
    "Czjzek line, live",
)
LEAST = (10.0, 4.0, 50.0)


def rows() -> Iterator[Row]:
    """Single site and Czjzek, each with and without what is kept from call to call."""
    axis = (np.arange(POINTS) - POINTS // 2) * (WIDTH / POINTS)
    try:
        with Peer("mrsimulator") as peer:
            single = {"isotope": "23Na", "larmor": LARMOR, "cq": CQ, "eta": ETA, "points": POINTS, "width": WIDTH}
            spread = {"isotope": "23Na", "larmor": LARMOR, "sigma": SIGMA, "points": POINTS, "width": WIDTH}
            yield compare(NAMES[0], LEAST[0], axis, _site, peer, "mrsimulator_lines.site", single, 9)
            yield compare(NAMES[1], LEAST[1], axis, _first_czjzek, peer, "mrsimulator_lines.czjzek", spread, 3)
            yield compare(NAMES[2], LEAST[2], axis, _czjzek, peer, "mrsimulator_lines.czjzek", spread, 3)
    except PeerAbsent as why:
        for name, least in zip(NAMES, LEAST, strict=True):
            yield absent(name, f">= {least:g} x", str(why))


def compare(
    name: str,
    least: float,
    axis: Real,
    line: Callable[[PowderGrid], Real],
    peer: Peer,
    function: str,
    question: dict[str, object],
    rounds: int,
) -> Row:
    """Both in turns, the line alone."""
    grid = PowderGrid(axis)
    mine: list[Real] = []
    answers: list[Real] = []

    def ours() -> float:
        began = time.perf_counter()
        mine.append(line(grid))
        return time.perf_counter() - began

    def theirs() -> float:
        answer = peer.ask(function, **question)
        answers.append(np.array(answer["line"]))
        return float(answer["seconds"])

    line(grid)
    seconds = alternate(ours, theirs, rounds)
    expected = broadened(answers[-1], axis[1] - axis[0])
    rms = 100 * math.sqrt(float(np.mean((mine[-1] - expected) ** 2))) / float(expected.max())
    note = f"rms difference {rms:.3f} % of the maximum"
    return faster(name, *seconds, least, also=bool(rms <= ALIKE), note=note)


def broadened(line: Real, step: float) -> Real:
    """A line with the Gaussian, of unit area."""
    times = np.fft.rfftfreq(len(line), step)
    decay = np.exp(-((math.pi * BROADENING * times) ** 2) / (4 * math.log(2)))
    curve = np.fft.irfft(np.fft.rfft(line) * decay, len(line))
    return np.asarray(curve / (curve.sum() * step))


def _site(grid: PowderGrid) -> Real:
    return grid.curve(reduced_histogram(ETA)[0], 0.0, reduced_scale(CQ, 1.5, LARMOR), BROADENING, 0.0)


def _czjzek(grid: PowderGrid) -> Real:
    return grid.curve(czjzek_histogram(), 0.0, reduced_scale(SIGMA, 1.5, LARMOR), BROADENING, 0.0)


def _first_czjzek(grid: PowderGrid) -> Real:
    czjzek._shapes.cache_clear()
    czjzek_histogram.cache_clear()
    return _czjzek(grid)
