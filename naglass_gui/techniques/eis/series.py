"""A series of sweeps of one pellet, as over temperature: each fit starts from its neighbour's values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis
from naglass_gui.fitting.jumps import stray
from naglass_gui.techniques.eis.fit import fit_impedance
from naglass_gui.techniques.eis.switching import best_circuit, first_circuit, shape_of, with_start
from naglass_gui.techniques.eis.syntax import boukamp, parse_circuit, without_values
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress

CHECKS = 5
"""Random starts beside the neighbour's values."""


def fit_series(
    series: Sequence[FitInputs],
    progress: Progress = no_progress,
    *,
    switch: bool = False,
) -> tuple[FitOutcome, ...]:
    """Fit sweeps in the order given, which should be that of the temperature or of time.

    The first is searched with no guess. Every other starts from the values its neighbour ended at, and from
    `CHECKS` random starts beside them, so that a jump (a phase transition, a contact lost) is found and not followed. Where
    temperatures are known, a sweep whose ln R lies off the line of all others against 1/T is searched once more from nothing.

    Args:
        series: one sweep each; where the circuit changes on the way, the search begins anew.
        progress: over the whole series.
        switch: whether each sweep may have a circuit of its own, by AICc and by whether an arc's flank is in the data;
            otherwise every one keeps the circuit of its analysis.

    Returns:
        One outcome a sweep; its fit's note names the neighbour it started from.

    Raises:
        InputError: as for one fit.
        FitError: as for one fit.
    """
    outcomes: list[FitOutcome] = []
    neighbour: Analysis | None = None
    switching = Switching()
    for index, inputs in enumerate(series):
        watch = _part_of(progress, index, len(series))
        outcome = switching(inputs, watch) if switch else _kept(inputs, neighbour, watch)
        outcomes.append(outcome)
        neighbour = outcome.analysis
    return _smooth(series, outcomes)


def fit_neighbours(
    chains: Sequence[Sequence[FitInputs]], corrected: Analysis, progress: Progress = no_progress
) -> tuple[FitOutcome, ...]:
    """Fit the neighbours of a spectrum that was corrected by hand, in each chain from one to the next, beginning with its values.

    No random start competes with them: that a search found something else is why it was corrected.

    Returns:
        One outcome a sweep, chain after chain; its fit's note names the spectrum it started from.

    Raises:
        InputError: as for one fit.
        FitError: as for one fit.
    """
    count = sum(map(len, chains))
    outcomes: list[FitOutcome] = []
    for chain in chains:
        neighbour = corrected
        for inputs in chain:
            outcome = _kept(inputs, neighbour, _part_of(progress, len(outcomes), count), checks=0)
            outcomes.append(outcome)
            neighbour = outcome.analysis
    return tuple(outcomes)


def _part_of(progress: Progress, index: int, count: int) -> Progress:
    return lambda share, words: progress((index + share) / count, words)


def _kept(inputs: FitInputs, neighbour: Analysis | None, progress: Progress, checks: int = CHECKS) -> FitOutcome:
    """The fit with the circuit it has."""
    seeded = None if neighbour is None else _seeded(inputs, neighbour)
    if seeded is None or neighbour is None:
        return fit_impedance(inputs, progress, brief=True)
    return _started(fit_impedance(seeded, progress, checks=checks, brief=True), neighbour)


class Switching:
    """Fits each sweep with the circuit that describes it best; remembers where every circuit ended on the sweeps before."""

    def __init__(self) -> None:
        self._known: dict[str, Analysis] = {}
        self._neighbour: Analysis | None = None

    def __call__(self, inputs: FitInputs, progress: Progress) -> FitOutcome:
        """The next sweep."""
        shape = shape_of(inputs)
        tried: dict[str, FitOutcome] = {}

        def attempt(circuit: str) -> FitOutcome:
            tried[circuit] = self._attempt(inputs, circuit, 0, progress)
            return tried[circuit]

        first = first_circuit(shape, None if self._neighbour is None else self._neighbour.model)
        best = best_circuit(first, shape is not None and shape.arc, attempt)
        # Only the circuit that was chosen is checked by random starts; the others only had to come near.
        outcome = self._attempt(inputs, best.analysis.model, CHECKS, progress)
        self._known |= {circuit: found.analysis for circuit, found in tried.items()}
        self._known[outcome.analysis.model] = self._neighbour = outcome.analysis
        return outcome

    def _attempt(self, inputs: FitInputs, circuit: str, checks: int, progress: Progress) -> FitOutcome:
        start = with_start(inputs, circuit)
        known = self._known.get(circuit, self._neighbour)
        seeded = None if known is None else _seeded(start, known)
        if seeded is None or known is None:
            return fit_impedance(start, progress, checks=CHECKS, brief=True)
        return _started(fit_impedance(seeded, progress, checks=checks, brief=True), known)


def _seeded(inputs: FitInputs, neighbour: Analysis) -> FitInputs | None:
    """The inputs with the neighbour's values in the parameters that may vary; None where it has another circuit."""
    if neighbour.fit is None or not _alike(neighbour.fit.model, neighbour.model, inputs.analysis.model):
        return None
    values = {p.name: p.value for p in neighbour.fit.parameters}

    def take(p: Parameter) -> Parameter:
        return replace(p, value=values[p.name]) if p.free and p.name in values else p

    analysis = replace(inputs.analysis, parameters=tuple(take(p) for p in inputs.analysis.parameters))
    return replace(inputs, analysis=analysis, start="current")


def _alike(*circuits: str) -> bool:
    """Whether these are one circuit, in whatever form they are written."""
    return len({boukamp(without_values(parse_circuit(text))) for text in circuits}) == 1


def _started(outcome: FitOutcome, neighbour: Analysis) -> FitOutcome:
    return _noted(outcome, f"Started from the values of {neighbour.name}.")


def _noted(outcome: FitOutcome, note: str) -> FitOutcome:
    fit = replace(outcome.fit, note=note)
    fits = tuple(fit if f.id == fit.id else f for f in outcome.analysis.fits)
    return replace(outcome, fit=fit, analysis=replace(outcome.analysis, fits=fits))


# -- jumps ---------------------------------------------------------------------------------------------------------


def _smooth(series: Sequence[FitInputs], outcomes: list[FitOutcome]) -> tuple[FitOutcome, ...]:
    """The outcomes, where one lies off the line of the others searched once more: from nothing, and from both neighbours."""
    kelvin = [_kelvin(inputs) for inputs in series]
    totals = [o.fit.quantity("R_total") for o in outcomes]
    if any(t is None for t in kelvin) or any(r is None or not r.value > 0 for r in totals):
        return tuple(outcomes)
    order = np.argsort(np.array(kelvin, dtype=float))
    x = 1.0 / np.array(kelvin, dtype=float)[order]
    y = -np.log([r.value for r in totals if r is not None])[order]
    odd = stray(x, y)
    if odd is None:
        return tuple(outcomes)
    rank = odd[0]
    place = int(order[rank])
    model = outcomes[place].fit.model
    beside = [int(order[k]) for k in (rank - 1, rank + 1) if 0 <= k < len(order)]
    seeds = [[p.value for p in outcomes[k].fit.parameters] for k in beside if outcomes[k].fit.model == model]
    asked = replace(series[place], analysis=replace(outcomes[place].analysis, fits=series[place].analysis.fits))
    again = fit_impedance(replace(asked, start="auto"), also=seeds)
    if again.fit.chi_square < outcomes[place].fit.chi_square * (1.0 - 1e-6):
        outcomes[place] = _noted(again, "Searched once more: it lay off the line of the others.")
    return tuple(outcomes)


def _kelvin(inputs: FitInputs) -> float | None:
    found = inputs.measurements[0].condition("temperature")
    return None if found is None else found.quantity.to("K").value
