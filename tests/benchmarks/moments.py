"""What is done again in each frame of a drag, as a part of the frame: it must leave the rest for drawing.

There is no peer; beside ours stands a frame of a screen that shows 60 a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median
from time import perf_counter

from naglass_gui.techniques import settle
from naglass_gui.techniques.arrhenius import ARRHENIUS
from naglass_gui.techniques.eis import drag, parse_circuit
from naglass_gui.ui.circuit.layout import lay_out
from tests.benchmarks.row import Row, time
from tests.techniques.arrhenius.test_plot import sources_of, study
from tests.techniques.eis.test_handles import CIRCUIT, grasp, parameters

FRAME = 1 / 60


def rows() -> Iterator[Row]:
    """One row a moment."""
    held = parameters()
    handle = grasp("diameter", 1, held)
    yield _part("an arc's handle to its parameters", 8, lambda: drag(CIRCUIT, held, handle, z=1500 + 0j))
    circuit = parse_circuit("R(Q[R(C[RW])])(RQ)")
    yield _part("a circuit of eight elements laid out", 16, lambda: lay_out(circuit))
    project = study(0.01)
    line = project.analysis("line")
    sources = sources_of(project, line)
    yield _part("an Arrhenius plot following its spectra", 2, lambda: ARRHENIUS.follow(line, sources))
    many = replace(project, analyses=tuple(replace(line, id=f"a{k}", sources=("elsewhere",)) for k in range(1000)))
    edited = replace(many, name="other")
    yield _part("an edit beside a thousand analyses settled", 2, lambda: settle(many, edited))


def _part(work: str, at_least: float, function: Callable[[], object]) -> Row:
    taken = []
    for _ in range(50):
        began = perf_counter()
        function()
        taken.append(perf_counter() - began)
    ours = median(taken)
    return Row(
        f"{work} / a frame", time(ours), time(FRAME), FRAME / ours, f">= {at_least:g} x", FRAME / ours >= at_least
    )
