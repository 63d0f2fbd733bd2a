"""Distributions of relaxation times of three real spectra, lambda found by the L-curve, against pyimpspec's TR-NNLS as it comes.

Ours describes both parts of Z at once, the peer's the one it is asked for. So it is asked for each: its lower residual counts, and
the time of both; what one of them takes stands in the note.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from naglass_gui.techniques.eis.drt import Distribution, Relaxation
from naglass_gui.techniques.eis.drt_strength import DrtSettings, distribution
from naglass_gui.techniques.eis.sweep import Sweep
from tests.benchmarks.circuits import WORKS, Work
from tests.benchmarks.peers import Peer, PeerAbsent
from tests.benchmarks.row import Row, absent, alternate, faster
from tests.benchmarks.row import time as shown
from tests.conftest import DATA

AT_LEAST = 4.0
ROUNDS = 7
MODES = ("real", "imaginary")
TITLE = "relaxation times, {}, vs pyimpspec TR-NNLS"


def rows() -> Iterator[Row]:
    """Three spectra, each judged."""
    if not (DATA / "eis").is_dir():
        yield absent("relaxation times", "", f"no instrument files: {DATA} is absent")
        return
    try:
        with Peer("peers") as peer:
            for work in WORKS[:3]:
                yield one(peer, work)
    except PeerAbsent as why:
        yield absent(TITLE.format("three spectra"), f">= {AT_LEAST:g} x", str(why))


def one(peer: Peer, work: Work) -> Row:
    """One spectrum: from points to peaks' distribution and band; the slider's one solution beside it."""
    frequency, z = work.spectrum()
    sweep = Sweep.of(frequency, z.real, z.imag)
    found: list[Distribution] = []
    data = {"frequency": frequency.tolist(), "real": z.real.tolist(), "imag": z.imag.tolist()}

    def ours() -> float:
        began = time.perf_counter()
        found.append(distribution(Relaxation(sweep), DrtSettings()))
        return time.perf_counter() - began

    def theirs() -> float:
        return sum(float(peer.ask("pyimpspec_drt.drt", mode=mode, rule="own", **data)["seconds"]) for mode in MODES)

    ours()
    mine, other = alternate(ours, theirs, ROUNDS)
    answers = [
        peer.ask("pyimpspec_drt.drt", mode=mode, rule=rule, **data) for mode in MODES for rule in ("own", "l-curve")
    ]
    lowest = min(answer["chi_square"] for answer in answers)
    quickest = min(answer["seconds"] for answer in answers)
    one_part = answers[0]["seconds"]
    cost = found[-1].chi_square
    note = (
        f"residual {cost:.4g} against {lowest:.4g} at best; its real part alone {shown(one_part)}, its quickest way {shown(quickest)}; "
        f"one λ of the slider {shown(slider(sweep))}"
    )
    return faster(TITLE.format(work.name), mine, other, AT_LEAST, also=cost < lowest, note=note)


def slider(sweep: Sweep) -> float:
    """Median seconds of one strength after another, the spectrum being made ready."""
    relaxation = Relaxation(sweep)
    taken = []
    for strength in np.geomspace(1e-3, 1, 25):
        began = time.perf_counter()
        distribution(relaxation, DrtSettings(float(strength)))
        taken.append(time.perf_counter() - began)
    return float(np.median(taken))
