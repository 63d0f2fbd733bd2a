"""A series of sweeps of one pellet, as over temperature: each fit starts from its neighbour's values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis.fit import fit_impedance
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress

CHECKS = 5
"""Random starts beside the neighbour's values."""


def fit_series(series: Sequence[FitInputs], progress: Progress = no_progress) -> tuple[FitOutcome, ...]:
    """Fit sweeps in the order given, which should be that of the temperature or of time.

    The first is searched with no guess. Every other starts from the values its neighbour ended at, and from
    `CHECKS` random starts beside them, so that a jump (a phase transition, a contact lost) is found and not followed.

    Args:
        series: one sweep each; where the circuit changes on the way, the search begins anew.
        progress: over the whole series.

    Raises:
        InputError: as for one fit.
        FitError: as for one fit.
    """
    outcomes: list[FitOutcome] = []
    for index, inputs in enumerate(series):
        done = index / len(series)

        def report(share: float, words: str, done: float = done) -> None:
            progress(done + share / len(series), words)

        if outcomes and outcomes[-1].fit.model == inputs.analysis.model:
            outcomes.append(fit_impedance(_seeded(inputs, outcomes[-1]), report, checks=CHECKS, brief=True))
        else:
            outcomes.append(fit_impedance(inputs, report, brief=True))
    return tuple(outcomes)


def _seeded(inputs: FitInputs, neighbour: FitOutcome) -> FitInputs:
    """The inputs with the neighbour's values in the parameters that may vary."""
    values = {p.name: p.value for p in neighbour.fit.parameters}

    def take(p: Parameter) -> Parameter:
        return replace(p, value=values[p.name]) if p.free and p.name in values else p

    analysis = replace(inputs.analysis, parameters=tuple(take(p) for p in inputs.analysis.parameters))
    return replace(inputs, analysis=analysis, start="current")
