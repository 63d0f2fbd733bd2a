"""Circuit fits on real spectra: one fit from the same start against impedance.py, with no guess against pyimpspec's AUTO, a series.

Ours is the whole fit as the window runs it: masks and weights, optimum, covariance, statistics, warnings, derived quantities.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.project import Fit
from naglass_gui.fitting import least_squares
from naglass_gui.techniques.eis import EIS, Sweep, fit_series, parameters_of, parse_circuit
from naglass_gui.techniques.eis.problem import Problem
from naglass_gui.techniques.technique import FitInputs
from tests.benchmarks.peers import Peer, PeerAbsent
from tests.benchmarks.row import Row, absent, alternate, faster
from tests.benchmarks.row import time as shown
from tests.conftest import DATA
from tests.techniques.eis.spectra import inputs, read

Complex = NDArray[np.complex128]
SERIES = "EISFitpython/EIS_Data/Example-3-4/s04147-{}deg.txt"
SEEDS = 5


@dataclass(frozen=True)
class Work:
    """A spectrum, its circuit in our syntax and in impedance.py's, a start as read off the plot, and the reference optimum.

    The optimum is of sum |dZ|^2/|Z|^2. Of exampleData.csv only the capacitive half is taken.
    """

    name: str
    file: str
    circuit: str
    impedance: str
    start: tuple[float, ...]
    optimum: float
    half: bool = False

    def spectrum(self) -> tuple[NDArray[np.float64], Complex]:
        """Frequency in Hz and Z in ohm; of some files only the capacitive half."""
        frequency, z = read(DATA / "eis" / self.file)
        kept = z.imag < 0 if self.half else np.ones(len(z), dtype=bool)
        return frequency[kept], z[kept]


WORKS = (
    Work(
        name="LPSCl -25 °C",
        file="hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C.mpr",
        circuit="R(RQ)Q",
        impedance="R0-p(R1,CPE1)-CPE2",
        start=(200, 1000, 5e-9, 0.8, 2e-7, 0.8),
        optimum=0.025005,
    ),
    Work(
        name="VT 140 °C",
        file=SERIES.format(140),
        circuit="(RQ)(RQ)Q",
        impedance="p(R1,CPE1)-p(R2,CPE2)-CPE3",
        start=(1e5, 1e-10, 0.8, 2e6, 1e-10, 0.8, 1e-6, 0.5),
        optimum=7.332e-3,
    ),
    Work(
        name="exampleData.csv",
        file="impedance.py/data/exampleData.csv",
        circuit="R(RQ)(RQ)W",
        impedance="R0-p(R1,CPE1)-p(R2,CPE2)-W1",
        start=(0.015, 0.005, 0.5, 0.8, 0.01, 5, 0.8, 200),
        optimum=0.009725,
        half=True,
    ),
    Work(
        name="Gamry .DTA",
        file="impedance.py/data/exampleDataGamry.DTA",
        circuit="R(RQ)(RQ)",
        impedance="R0-p(R1,CPE1)-p(R2,CPE2)",
        start=(100, 4000, 3e-9, 0.8, 2e4, 1e-4, 0.8),
        optimum=0.22610,
    ),
)


def rows() -> Iterator[Row]:
    """Single fits, fits with no guess, the series."""
    if not (DATA / "eis").is_dir():
        yield absent("circuit fits", "", f"no instrument files: {DATA} is absent")
        return
    EIS.fit(inputs(*WORKS[0].spectrum(), WORKS[0].circuit))
    yield from single_fits()
    yield from searches()
    yield series()


def single_fits() -> Iterator[Row]:
    """From the same start: four spectra, and their sum, which is judged."""
    title, at_least = "one fit, same start, {}, vs impedance.py", 30.0
    mine = theirs = 0.0
    ours_found = theirs_found = 0
    try:
        with Peer("impedance") as peer:
            for work in WORKS:
                ours, other, costs = same_start(peer, work)
                found = [sum(c <= work.optimum * 1.001 for c in side) for side in costs]
                whole = float(np.median([_timed(started(work), []) for _ in range(9)]))
                note = (
                    f"chi² {costs[0][-1] / work.optimum:.4g} and {costs[1][-1] / work.optimum:.4g} x the optimum; "
                    f"with warnings, derived quantities and curve {shown(whole)}"
                )
                yield Row(title.format(work.name), shown(ours), shown(other), other / ours, "in the sum", None, note)
                mine, theirs = mine + ours, theirs + other
                ours_found += found[0] == len(costs[0])
                theirs_found += found[1] == len(costs[1])
    except PeerAbsent as why:
        yield absent(title.format("four spectra"), f">= {at_least:g} x", str(why))
        return
    note = f"at the optimum on {ours_found} of 4 against {theirs_found} of 4"
    yield faster(title.format("sum of four"), mine, theirs, at_least, also=ours_found == 4, note=note)


def searches() -> Iterator[Row]:
    """With no guess, each spectrum judged."""
    title, at_least = "fit with no guess, {}, vs pyimpspec AUTO", 40.0
    try:
        with Peer("peers") as peer:
            for work in WORKS:
                yield no_guess(peer, title.format(work.name), at_least, work)
    except PeerAbsent as why:
        yield absent(title.format("four spectra"), f">= {at_least:g} x", str(why))


def same_start(peer: Peer, work: Work) -> tuple[float, float, tuple[list[float], list[float]]]:
    """Optimum and errors from one start, what both compute: median seconds of both, and all sums of squares reached."""
    frequency, z = work.spectrum()
    circuit, sweep = parse_circuit(work.circuit), Sweep.of(frequency, z.real, z.imag)
    parameters = parameters_of(circuit, ())
    start = [_as_peer(p.name, v, work) for p, v in zip(parameters, work.start, strict=True)]
    costs: list[float] = []
    answers: list[float] = []

    def ours() -> float:
        began = time.perf_counter()
        problem = Problem(circuit, parameters, sweep, "modulus")
        vector = problem.vector
        solution = least_squares(
            problem.residual,
            vector.start(np.array(work.start)),
            lower=vector.lower,
            upper=vector.upper,
            step_limit=vector.step_limit,
        )
        seconds = time.perf_counter() - began
        costs.append(solution.cost)
        return seconds

    def theirs() -> float:
        answer = peer.ask(
            "impedance_py.fit",
            circuit=work.impedance,
            start=start,
            frequency=frequency.tolist(),
            real=z.real.tolist(),
            imag=z.imag.tolist(),
        )
        answers.append(answer["chi_square"])
        return float(answer["seconds"])

    seconds = alternate(ours, theirs, 9)
    return *seconds, (costs, answers)


def started(work: Work) -> FitInputs:
    """The fit from the start as read off the plot, as the window runs it."""
    task = inputs(*work.spectrum(), work.circuit, start="current")
    given = tuple(replace(p, value=v) for p, v in zip(task.analysis.parameters, work.start, strict=True))
    return replace(task, analysis=replace(task.analysis, parameters=given))


def no_guess(peer: Peer, title: str, at_least: float, work: Work) -> Row:
    """From nothing, with a new seed each time; the peer takes seconds and is asked once."""
    frequency, z = work.spectrum()
    fits: list[Fit] = []
    seconds = [_timed(inputs(frequency, z, work.circuit, seed=seed), fits) for seed in range(SEEDS)]
    answer = peer.ask(
        "pyimpspec_auto.fit",
        circuit=work.circuit,
        frequency=frequency.tolist(),
        real=z.real.tolist(),
        imag=z.imag.tolist(),
    )
    seconds += [_timed(inputs(frequency, z, work.circuit, seed=seed), fits) for seed in range(SEEDS, 2 * SEEDS)]
    found = sum(fit.chi_square <= work.optimum * 1.001 for fit in fits)
    note = f"at the optimum {found} of {len(fits)} times; the peer's chi² is {answer['chi_square'] / work.optimum:.4g} x it"
    return faster(title, float(np.median(seconds)), answer["seconds"], at_least, also=found == len(fits), note=note)


def series() -> Row:
    """Seven temperatures from neighbour to neighbour, each checked by random starts, against forty fits from a good start."""
    tasks = [inputs(*read(DATA / "eis" / SERIES.format(celsius)), "(RQ)(RQ)Q") for celsius in range(140, 201, 10)]
    single = started(WORKS[1])
    fits: list[Fit] = []

    def ours() -> float:
        began = time.perf_counter()
        fits[:] = [outcome.fit for outcome in fit_series(tasks)]
        return time.perf_counter() - began

    whole, forty = alternate(ours, lambda: sum(_timed(single, []) for _ in range(40)), 3)
    note = f"chi² {', '.join(f'{fit.chi_square:.4g}' for fit in fits)}"
    return Row(
        "7 temperatures with no guess, vs 40 single fits",
        shown(whole),
        shown(forty),
        forty / whole,
        ">= 1 x",
        forty >= whole,
        note,
    )


def _timed(task: FitInputs, fits: list[Fit]) -> float:
    began = time.perf_counter()
    fits.append(EIS.fit(task).fit)
    return time.perf_counter() - began


def _as_peer(name: str, value: float, work: Work) -> float:
    """Y of a Warburg element is 1/(A sqrt 2) of impedance.py's; all else is the same."""
    return 1.0 / (value * np.sqrt(2.0)) if work.circuit.endswith("W") and name == "Y3" else value
