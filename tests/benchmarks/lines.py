"""Deconvolution of line spectra by variable projection, against lmfit's composite models from the same start."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from naglass_gui.fitting import Solution, variable_projection
from tests.benchmarks.peers import Peer, PeerAbsent
from tests.benchmarks.row import Row, absent, alternate, faster
from tests.fitting.lines import Case, PseudoVoigts, spectrum

ROUNDS = 3


@dataclass(frozen=True)
class Work:
    """A made spectrum to deconvolve, and the ratio to reach."""

    name: str
    points: int
    lines: int
    straight: bool
    at_least: float


WORKS = (
    Work("deconvolution, 16,384 points, 6 pseudo-Voigts, vs lmfit", 16_384, 6, False, 15.0),
    Work("8 pseudo-Voigts + line, 5,000 points, vs lmfit", 5_000, 8, True, 30.0),
)


def fit(case: Case, work: Work) -> Solution:
    """Ours: positions, widths and shares inside bounds, areas not negative."""
    lines = work.lines
    return variable_projection(
        PseudoVoigts(case.axis, lines, work.straight),
        case.data,
        case.start[:, :3].ravel(),
        lower=np.tile([-60.0, 0.1, 0.0], lines),
        upper=np.tile([60.0, 60.0, 1.0], lines),
        linear_lower=np.array([0.0] * lines + [-np.inf] * (2 * work.straight)),
    )


def rows() -> Iterator[Row]:
    """One row for each spectrum."""
    for work in WORKS:
        try:
            with Peer("peers") as peer:
                yield compare(work, peer)
        except PeerAbsent as why:
            yield absent(work.name, f">= {work.at_least:g} x", str(why))


def compare(work: Work, peer: Peer) -> Row:
    """Both fits in turns."""
    case = spectrum(work.points, work.lines, straight=work.straight)
    fit(case, work)
    solutions: list[Solution] = []
    answers: list[dict[str, float]] = []

    def ours() -> float:
        began = time.perf_counter()
        solutions.append(fit(case, work))
        return time.perf_counter() - began

    def theirs() -> float:
        answers.append(
            peer.ask(
                "lmfit_lines.fit",
                axis=case.axis.tolist(),
                data=case.data.tolist(),
                start=case.start.tolist(),
                straight=work.straight,
            )
        )
        return answers[-1]["seconds"]

    seconds = alternate(ours, theirs, ROUNDS)
    mine, other = solutions[-1], answers[-1]
    note = f"sum of squares {mine.cost:.8g} (lmfit {other['cost']:.8g}); {mine.evaluations} against {other['evaluations']} calls"
    return faster(work.name, *seconds, work.at_least, also=mine.cost <= other["cost"] * (1 + 1e-6), note=note)
