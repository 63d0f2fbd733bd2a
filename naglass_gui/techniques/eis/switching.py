"""Which circuit each spectrum of a temperature series needs: with heating its arc leaves the band, and only a spike remains.

R_total has one definition throughout, the sum of what counts as electrolyte, so points of different circuits make one line.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from naglass_gui.core.project import Analysis
from naglass_gui.techniques.eis.default import Shape, default_circuit, rough_values
from naglass_gui.techniques.eis.editing import with_circuit
from naglass_gui.techniques.eis.parameters import parameters_of
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.techniques.eis.syntax import parse_circuit
from naglass_gui.techniques.technique import FitInputs, FitOutcome

BESIDE = {
    "RQ": ("LRQ", "(RC)Q"),
    "LRQ": ("RQ", "L(RC)Q"),
    "(RC)Q": ("RQ", "L(RC)Q", "(RQ)Q"),
    "L(RC)Q": ("LRQ", "(RC)Q", "L(RQ)Q"),
    "(RQ)Q": ("(RC)Q", "L(RC)Q", "L(RQ)Q", "R(RQ)Q", "(RQ)(RQ)Q"),
    "L(RQ)Q": ("LRQ", "L(RC)Q", "(RQ)Q", "LR(RQ)Q"),
    "R(RQ)Q": ("RQ", "(RQ)Q", "L(RC)Q", "LR(RQ)Q", "R(RQ)(RQ)Q"),
    "LR(RQ)Q": ("LRQ", "L(RQ)Q", "R(RQ)Q"),
    "(RQ)(RQ)Q": ("(RQ)Q", "R(RQ)(RQ)Q"),
    "R(RQ)(RQ)Q": ("R(RQ)Q", "(RQ)(RQ)Q"),
}
"""Circuits of an electrolyte between blocking electrodes, each with those that have one thing more, less or simpler."""
UNSEEN = 3.0
"""By how much an arc must lower AICc beside what AICc itself asks for, where no flank of it is to be seen in the data."""


def first_circuit(shape: Shape | None, neighbour: str | None) -> str:
    """The circuit to begin with: the neighbour's, or the one that the shape of the spectrum suggests."""
    suggested = "RQ" if shape is None else default_circuit(shape)
    # Where nothing blocks within the band, a spike would be made of noise.
    return neighbour if neighbour in BESIDE and (shape is None or shape.spike) else suggested


def best_circuit(first: str, flank: bool, attempt: Callable[[str], FitOutcome]) -> FitOutcome:
    """The circuit that describes a spectrum best, found from one to the next beside it as long as they get better.

    Args:
        first: where to begin.
        flank: whether the flank of an arc lies in the data.
        attempt: fits a circuit.
    """
    best, tried = attempt(first), {first}
    while True:
        beside = [circuit for circuit in BESIDE.get(best.analysis.model, ()) if circuit not in tried]
        tried.update(beside)
        better = min([best, *map(attempt, beside)], key=lambda outcome: price(outcome, flank))
        if better is best:
            return best
        best = better


def price(outcome: FitOutcome, flank: bool) -> float:
    """AICc, with what an arc nobody sees must earn beside; infinite for a disqualified fit.

    A time constant above the band does not disqualify here: of a good conductor only the flank of the arc is in the band,
    and the sum of its resistances is known all the same. An error over 100 % of that sum does.
    """
    fit = outcome.fit
    if fit.quantity("R_total") is None or any(w.rank == "reject" and w.remedy != "circuit" for w in fit.warnings):
        return math.inf
    unseen = UNSEEN if "(" in fit.model and not flank else 0.0
    return fit.aicc + unseen if math.isfinite(fit.aicc) else math.inf


def shape_of(inputs: FitInputs) -> Shape | None:
    """The shape of the fitted points, None where none makes sense."""
    points = Sweep.of_inputs(inputs).fitted
    return Shape.of(points.frequency, points.z) if points.sensible.any() else None


def with_start(inputs: FitInputs, circuit: str) -> FitInputs:
    """The inputs with another circuit, its values as the spectrum's shape suggests."""
    tree, shape = parse_circuit(circuit), shape_of(inputs)
    analysis: Analysis = with_circuit(inputs.analysis, tree)
    if shape is not None:
        values = rough_values(tree, shape)
        fresh = {p.name: p.value for p in parameters_of(tree, values=values)}
        parameters = tuple(replace(p, value=fresh.get(p.name, p.value)) if p.free else p for p in analysis.parameters)
        analysis = replace(analysis, parameters=parameters)
    return replace(inputs, analysis=analysis, start="current")
