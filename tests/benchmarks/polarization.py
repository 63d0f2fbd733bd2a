"""A DC decay through three current ranges against lmfit from the same start: two exponentials above the steady state.

Both are handed the noise of each point and the shifts of the ranges. What the program does beside it, zero bias, noise, changes of the range
and seven models without a guess, stands in the note.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from naglass_gui.fitting import Slopes, Solution, variable_projection
from naglass_gui.techniques.polarization import BY_NAME, POLARIZATION
from naglass_gui.techniques.polarization.fit import Run
from naglass_gui.techniques.polarization.record import Real, columns_of
from naglass_gui.techniques.polarization.trace import Trace
from tests.benchmarks.row import Row, alternate, faster
from tests.benchmarks.row import time as shown
from tests.techniques.polarization.runs import STEADY, Instrument, inputs, run

AT_LEAST = {600: 2.0, 100_000: 1.2}
START = {"I_ss": 2.0 * STEADY, "A_1": 2e-8, "t_1": 60.0, "A_2": 3e-9, "t_2": 700.0}
"""The truth is 1, 3e-8 A, 40 s, 2e-9 A, 400 s."""


def rows() -> Iterator[Row]:
    """A record as most are, and a long one."""
    for points, at_least in AT_LEAST.items():
        yield one(points, at_least, rounds=25 if points < 10_000 else 5)


def one(points: int, at_least: float, rounds: int) -> Row:
    """One record, fitted by both."""
    given = inputs(run(1, points=points, length=5400.0, instrument=Instrument(noise=0.01, zero=0.02, tells=True)))
    measurement = given.measurements[0]
    trace = Run.of(measurement, columns_of(measurement, given.arrays), given.analysis).whole
    found: list[Solution] = []
    answers: list[Any] = []

    def ours() -> float:
        began = time.perf_counter()
        found.append(_ours(trace))
        return time.perf_counter() - began

    def theirs() -> float:
        began = time.perf_counter()
        answers.append(_lmfit(trace))
        return time.perf_counter() - began

    ours()
    mine, peer = alternate(ours, theirs, rounds)
    began = time.perf_counter()
    chosen = POLARIZATION.fit(given).fit.model
    whole = shown(time.perf_counter() - began)
    as_good = found[-1].cost <= answers[-1].chisqr * (1.0 + 1e-6)
    note = (
        f"sum of squares {found[-1].cost:.8g}, lmfit {answers[-1].chisqr:.8g}; {found[-1].evaluations} against "
        f"{answers[-1].nfev} calls; from the bare record to {chosen} as the best of seven models {whole}"
    )
    return faster(f"DC decay, {points:,} points, vs lmfit", mine, peer, at_least, also=as_good, note=note)


def _ours(trace: Trace) -> Solution:
    model = BY_NAME["exp2"]

    def basis(x: Real) -> tuple[Real, Slopes]:
        columns, slopes = model.curves(trace.time, x)
        return np.concatenate([columns.T, trace.levels.T]).T, slopes

    start = np.log([START["t_1"], START["t_2"]])
    return variable_projection(basis, trace.current, start, weights=1.0 / trace.noise, step_limit=1.0)


def _lmfit(trace: Trace) -> Any:
    import lmfit

    parameters = lmfit.Parameters()
    for name, value in START.items():
        parameters.add(name, value, min=1e-3 if name.startswith("t") else -np.inf)
    for k in range(trace.levels.shape[1]):
        parameters.add(f"J_{k + 1}", 0.0)

    def residual(held: Any) -> Any:
        value = held.valuesdict()
        curve = value["I_ss"] + sum(value[f"A_{k}"] * np.exp(-trace.time / value[f"t_{k}"]) for k in (1, 2))
        shifts = np.array([value[f"J_{k + 1}"] for k in range(trace.levels.shape[1])])
        return (curve + trace.levels @ shifts - trace.current) / trace.noise

    return lmfit.minimize(residual, parameters)
