"""The linear Kramers-Kronig test of four real spectra beside impedance.py's, and the whole check with Z-HIT and verdict."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from naglass_gui.techniques.eis import Sweep
from naglass_gui.techniques.eis.check import check_data
from naglass_gui.techniques.eis.kramers_kronig import KramersKronig, kramers_kronig
from tests.benchmarks.circuits import WORKS, Work
from tests.benchmarks.peers import Peer, PeerAbsent
from tests.benchmarks.row import Row, absent, alternate, faster
from tests.benchmarks.row import time as shown
from tests.conftest import DATA

ROUNDS = 7


def rows() -> Iterator[Row]:
    """Each spectrum, judged."""
    title, at_least = "linear Kramers-Kronig, {}, vs impedance.py", 6.0
    if not (DATA / "eis").is_dir():
        yield absent(title.format("four spectra"), f">= {at_least:g} x", f"no instrument files: {DATA} is absent")
        return
    try:
        with Peer("impedance") as peer:
            for work in WORKS:
                yield one(peer, work, title.format(work.name), at_least)
    except PeerAbsent as why:
        yield absent(title.format("four spectra"), f">= {at_least:g} x", str(why))


def one(peer: Peer, work: Work, title: str, at_least: float) -> Row:
    """One spectrum: times, and whether M, mu and the largest residual agree."""
    frequency, z = work.spectrum()
    found: list[KramersKronig] = [kramers_kronig(frequency, z)]
    answers: list[dict[str, float]] = []

    def ours() -> float:
        began = time.perf_counter()
        found[0] = kramers_kronig(frequency, z)
        return time.perf_counter() - began

    def theirs() -> float:
        answers.append(
            peer.ask(
                "impedance_py.kramers_kronig", frequency=frequency.tolist(), real=z.real.tolist(), imag=z.imag.tolist()
            )
        )
        return answers[-1]["seconds"]

    mine, other = alternate(ours, theirs, ROUNDS)
    test, answer = found[0], answers[-1]
    same = (
        test.elements == answer["elements"]
        and abs(test.mu - answer["mu"]) < 1e-6
        and abs(test.largest / answer["largest"] - 1.0) < 1e-5
    )
    began = time.perf_counter()
    check_data(Sweep.of(frequency, np.asarray(z.real), np.asarray(z.imag)))
    whole = time.perf_counter() - began
    note = (
        f"M {test.elements} and {answer['elements']}, mu {test.mu:.4f} and {answer['mu']:.4f}, largest residual "
        f"{100 * test.largest:.3f} and {100 * answer['largest']:.3f} %; with Z-HIT and verdict {shown(whole)}"
    )
    return faster(title, mine, other, at_least, also=same, note=note)
