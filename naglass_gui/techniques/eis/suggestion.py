"""Which circuit the data ask for: a ladder of sensible ones, each fitted with no guess, ranked by AICc, with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.core.project import Analysis, Fit
from naglass_gui.techniques.eis.band import Complex
from naglass_gui.techniques.eis.default import CABLE, Shape
from naglass_gui.techniques.eis.drt import Relaxation
from naglass_gui.techniques.eis.drt_strength import choose
from naglass_gui.techniques.eis.editing import with_circuit
from naglass_gui.techniques.eis.fit import fit_impedance
from naglass_gui.techniques.eis.guess import Extent
from naglass_gui.techniques.eis.ladder import MOST_ARCS, TAILS, Rung, Tail, carried, with_further_arc
from naglass_gui.techniques.eis.parameters import values_of
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress

CHECKS = 8
"""Random starts of each circuit, beside those that grow out of the smaller one."""
EVEN = 2.0
"""Circuits whose AICc differs by less describe the data alike: the simpler one is suggested (Burnham & Anderson 2002, p. 70)."""
VARIED = 2
"""So many of the best circuits are tried with and without R0, and with and without the L of the cables."""
LEFT = 1.12
"""A circuit leaves noise alone where its reduced sum of squares is at most so many times that of the distribution of
relaxation times; no larger one is tried then but its own with a further arc."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A circuit of the ladder with its fit.

    Attributes:
        rung: the circuit.
        outcome: its fit.
        refused: why it is not suggested, a sentence; "" where nothing speaks against it.
    """

    rung: Rung
    outcome: FitOutcome
    refused: str

    @property
    def fit(self) -> Fit:
        """The fit."""
        return self.outcome.fit

    @property
    def aicc(self) -> float:
        """AICc of the fit."""
        return self.outcome.fit.aicc

    @property
    def size(self) -> int:
        """How many parameters were fitted."""
        return len(self.outcome.fit.free)


def ladder(inputs: FitInputs, progress: Progress = no_progress) -> tuple[Candidate, ...]:
    """Fit the circuits of the ladder that the data may need; the lowest AICc first.

    Behind each tail arcs are added for as long as AICc falls; then R0 and the L of the cables are varied.

    Args:
        inputs: data, regions, masks and weights count; the circuit does not.
        progress: watches; may raise Cancelled.

    Raises:
        InputError: points or a region that cannot be fitted.
        FitError: too few points for the smallest circuit.
    """
    climb = _Climb(inputs, progress)
    for tail in climb.tails:
        climb.up(tail)
    ranked = sorted(climb.found.values(), key=_aicc)
    accepted = [candidate for candidate in ranked if not candidate.refused]
    for candidate in dict.fromkeys((*ranked[:1], *accepted[:VARIED])):
        climb.vary(candidate)
    if not climb.found:
        raise FitError("There are too few points for any circuit; widen the region or unmask points.")
    return tuple(sorted(climb.found.values(), key=_aicc))


def chosen(candidates: tuple[Candidate, ...]) -> Candidate | None:
    """The one to suggest: of those that are not refused and as good as the best of them, the simplest."""
    accepted = [candidate for candidate in candidates if not candidate.refused]
    if not accepted:
        return None
    best = min(map(_aicc, accepted))
    even = [candidate for candidate in accepted if candidate.aicc <= best + EVEN]
    return min(even, key=lambda candidate: (candidate.size, candidate.aicc))


def _aicc(candidate: Candidate) -> float:
    return candidate.aicc


class _Climb:
    """Fits rungs, each at most once."""

    def __init__(self, inputs: FitInputs, progress: Progress) -> None:
        analysis = inputs.analysis
        sweep = Sweep.of_inputs(inputs)
        sweep.check(inputs.measurements[0].name)
        points = sweep.fitted
        self.found: dict[Rung, Candidate] = {}
        self._inputs = replace(inputs, analysis=_bare(analysis), start="current")
        self._progress = progress
        self._extent = Extent.of(points.frequency, points.z)
        self._points = len(points.z)
        self._noise = _noise(sweep) if analysis.option("weight", "modulus") == "modulus" else 0.0
        self.tails = _tails(points.z)
        cable = self._extent.omega_high * CABLE > 0.01 * self._extent.smallest
        self._cable = cable or Shape.of(points.frequency, points.z).inductance > 0
        self._done = 0

    def up(self, tail: Tail) -> None:
        """Add arcs before a tail for as long as AICc falls; beside each the circuit without the L or R0 it does not determine."""
        best = min(self.found.values(), key=_aicc, default=None)
        below: Candidate | None = None
        reached = np.inf
        for arcs in range(0 if tail else 1, MOST_ARCS + 1):
            rung = Rung(self._cable, True, arcs, tail)
            if best is not None and self._at_noise(best) and len(rung.circuit.names) > best.size + 1:
                return
            starts = with_further_arc(_values(below), below.rung, self._extent) if below is not None else []
            here = self._fit(rung, starts)
            if here is None:
                return
            lowest = min(here.aicc, self._simpler(here).aicc)
            if lowest >= reached:
                return
            below, reached = here, lowest

    def _simpler(self, candidate: Candidate) -> Candidate:
        """The same circuit without the L or the R0 that the data do not determine."""
        rung = candidate.rung
        if rung.inductance and not _determined(candidate.fit, "L1"):
            # A limit is reached where L only makes things worse, whatever the rest of the circuit.
            self._cable &= not _at_bound(candidate.fit, "L1")
            rung = replace(rung, inductance=False)
        if rung.resistance and rung.arcs and not _determined(candidate.fit, "R0"):
            rung = replace(rung, resistance=False)
        if rung == candidate.rung:
            return candidate
        return self.found.get(rung) or self._fit(rung, list(self._carried(candidate, rung))) or candidate

    def _at_noise(self, candidate: Candidate) -> bool:
        """Whether a circuit leaves noise alone."""
        freedom = 2 * self._points - candidate.size
        return candidate.fit.chi_square / freedom < LEFT * self._noise

    def vary(self, candidate: Candidate) -> None:
        """The same circuit without R0 or with it, without L or with it."""
        rung = candidate.rung
        for other in (replace(rung, resistance=not rung.resistance), replace(rung, inductance=not rung.inductance)):
            if other.sensible and other not in self.found:
                self._fit(other, list(self._carried(candidate, other)))

    def _carried(self, candidate: Candidate, other: Rung) -> Iterator[list[float]]:
        known = carried(_values(candidate), candidate.rung, other)
        names = other.circuit.names
        if set(names) <= known.keys():
            yield [known[name] for name in names]

    def _fit(self, rung: Rung, starts: list[list[float]]) -> Candidate | None:
        """The rung fitted; None where the points are too few for it."""
        analysis = with_circuit(self._inputs.analysis, rung.circuit)
        if 2 * self._points <= 2 * len(analysis.parameters) + 4:
            return None
        share = min(self._done / (len(TAILS) * MOST_ARCS + 2 * VARIED), 0.99)
        self._progress(share, f"circuit {self._done + 1}: {rung.text}")
        outcome = fit_impedance(
            replace(self._inputs, analysis=analysis),
            lambda _share, _words: self._progress(share, f"circuit {self._done + 1}: {rung.text}"),
            checks=CHECKS,
            also=starts,
            brief=True,
        )
        self._done += 1
        found = self.found[rung] = Candidate(rung, outcome, _refusal(outcome.fit))
        return found


def _noise(sweep: Sweep) -> float:
    """The reduced sum of squares that the distribution of relaxation times leaves; 0 where there are too few points for one."""
    try:
        relaxation = Relaxation(sweep)
        answer = choose(relaxation, "gcv")
    except FitError:
        return 0.0
    return answer.chi_square / max(relaxation.residuals - relaxation.freedom(answer), 1.0)


def _tails(z: Complex) -> tuple[Tail, ...]:
    """The tails that the phase at the low end allows: a spike stands steep, Warburg at no more than 45 degrees, an arc falls."""
    phase = float(np.median(np.degrees(np.angle(z[-3:]))))
    allowed: dict[Tail, bool] = {
        "Q": phase < -3,
        "": phase > -60,
        "W": -55 < phase < -3,
        "Ws": phase > -45,
        "Wo": phase < -45,
    }
    return tuple(tail for tail, there in allowed.items() if there)


def _determined(fit: Fit, name: str) -> bool:
    found = next(p for p in fit.parameters if p.name == name)
    return found.stderr is not None and found.stderr < 0.5 * abs(found.value)


def _at_bound(fit: Fit, name: str) -> bool:
    return next(p for p in fit.parameters if p.name == name).at_bound


def _bare(analysis: Analysis) -> Analysis:
    """The analysis without what a person set for its own circuit."""
    return replace(analysis, parameters=(), fits=(), current=None)


def _values(candidate: Candidate) -> dict[str, float]:
    circuit = candidate.rung.circuit
    return dict(zip(circuit.names, values_of(circuit, candidate.outcome.analysis.parameters), strict=True))


def _refusal(fit: Fit) -> str:
    """Why a fit cannot be suggested: a warning of rank reject, or a parameter whose error is over 100 %."""
    warning = next((w for w in fit.warnings if w.rank == "reject"), None)
    if warning is not None:
        return warning.text
    for p in fit.parameters:
        if p.name in fit.free and not p.at_bound and (p.stderr is None or p.stderr > abs(p.value)):
            return f"The error of {p.name} is over 100 %: the data do not determine it."
    return ""
