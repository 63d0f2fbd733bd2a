"""How strongly a distribution of relaxation times is smoothed: by the L-curve, by generalised cross-validation, or as set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis
from naglass_gui.techniques.eis.band import Real
from naglass_gui.techniques.eis.drt import COLUMNS, SIGNIFICANT, Answer, Column, Distribution, Relaxation

Rule = Literal["l-curve", "gcv"]
RULES: tuple[Rule, ...] = ("l-curve", "gcv")
Switch = Literal["auto", "on", "off"]
SWITCHES: tuple[Switch, ...] = ("auto", "on", "off")
SMALLEST, LARGEST = 1e-4, 5.0
TRIED: Real = np.logspace(0.5, -4.0, 10)
"""Strengths at which the rules look, from the strongest: two a decade, with a parabola between them."""
CAUTION = 1.4
"""By what GCV counts the effective parameters, so that it seldom takes noise for structure (Kim & Gu, J. R. Stat. Soc. B 66
(2004) 337)."""


@dataclass(frozen=True, slots=True)
class DrtSettings:
    """How a distribution is computed; `of` and `options` carry it in the options of an analysis.

    Attributes:
        strength: lambda, or the rule that finds it.
        resistance: whether R is offered: "on", "off", or "auto" where the data say so.
        inductance: the same for L.
        blocking: the same for 1/(i w C).
    """

    strength: float | Rule = "l-curve"
    resistance: Switch = "auto"
    inductance: Switch = "auto"
    blocking: Switch = "auto"

    @classmethod
    def of(cls, analysis: Analysis) -> DrtSettings:
        """As an analysis holds them; what makes no sense there is as it is in the beginning.

        They do not change the fit of the circuit: their names begin with "view_".
        """
        strength = analysis.option("view_drt_strength", "l-curve")
        number = isinstance(strength, int | float) and not isinstance(strength, bool)
        if number and SMALLEST <= strength <= LARGEST:
            strength = float(strength)
        elif strength not in RULES:
            strength = "l-curve"
        columns = {name: analysis.option(f"view_drt_{name}", "auto") for name in COLUMNS}
        known: dict[str, Switch] = {name: word if word in SWITCHES else "auto" for name, word in columns.items()}
        return cls(strength, **known)

    def switch(self, column: Column) -> Switch:
        """Whether a column is offered."""
        switch: Switch = getattr(self, column)
        return switch

    @property
    def offered(self) -> tuple[Column, ...]:
        """The columns that may be used."""
        return tuple(name for name in COLUMNS if self.switch(name) != "off")


def distribution(relaxation: Relaxation, settings: DrtSettings) -> Distribution:
    """The distribution of a sweep, with the strength found or as set.

    Args:
        relaxation: the sweep; its columns must be `settings.offered`.
        settings: the strength, and which columns the data decide on.

    Raises:
        FitError: the data hardly determine anything, even smoothed.
        InputError: a strength that is not between `SMALLEST` and `LARGEST`.
    """
    answer = _answer(relaxation, settings.strength)
    found = relaxation.distribution(answer)
    dropped = tuple(
        name
        for name, value in found.columns.items()
        if settings.switch(name) == "auto" and value < SIGNIFICANT * found.column_errors[name]
    )
    if dropped:
        fewer, there = relaxation.without(dropped)
        found = fewer.distribution(fewer.solve(answer.strength, answer.free[there]))
    return found


def _answer(relaxation: Relaxation, strength: float | Rule) -> Answer:
    if isinstance(strength, str):
        return choose(relaxation, strength)
    if not SMALLEST <= strength <= LARGEST:
        raise InputError(f"λ must lie between {SMALLEST:g} and {LARGEST:g}, not {strength:g}.", field="Smoothing")
    return relaxation.solve(strength)


def choose(relaxation: Relaxation, rule: Rule) -> Answer:
    """The answer at the strength a rule finds.

    "l-curve": where ln of the roughness against ln of the residual bends most (Hansen & O'Leary, SIAM J. Sci. Comput. 14
    (1993) 1487). "gcv": the lowest N S/(N - 1.4 k)^2, k the effective parameters on the free unknowns (Golub, Heath & Wahba,
    Technometrics 21 (1979) 215).
    """
    answers = scan(relaxation)
    merit = _bend(answers) if rule == "l-curve" else [-gcv(relaxation, answer) for answer in answers]
    best = int(np.argmax(merit))
    strength = _vertex(np.log(TRIED), merit, best)
    return relaxation.solve(strength, answers[best].free)


def scan(relaxation: Relaxation, strengths: Sequence[float] | Real = TRIED) -> list[Answer]:
    """Answers for strengths that fall, each begun from the one before."""
    answers: list[Answer] = []
    for strength in strengths:
        answers.append(relaxation.solve(float(strength), answers[-1].free if answers else None))
    return answers


def gcv(relaxation: Relaxation, answer: Answer) -> float:
    """Generalised cross-validation, N S/(N - 1.4 k)^2; infinite where nothing would be left over."""
    left = relaxation.residuals - CAUTION * relaxation.freedom(answer)
    return relaxation.residuals * answer.chi_square / left**2 if left > 0 else float("inf")


def _bend(answers: list[Answer]) -> list[float]:
    """Menger's curvature of the L-curve at each answer, positive where it bends like an L; -inf at the ends."""
    x = np.log([max(answer.chi_square, 1e-300) for answer in answers])
    y = np.log([max(answer.roughness, 1e-300) for answer in answers])
    bend = np.full(len(answers), -np.inf)
    for k in range(1, len(answers) - 1):
        before, after = np.array([x[k - 1] - x[k], y[k - 1] - y[k]]), np.array([x[k + 1] - x[k], y[k + 1] - y[k]])
        chord = np.hypot(*(after - before)) * np.hypot(*before) * np.hypot(*after)
        bend[k] = 2.0 * (before[0] * after[1] - before[1] * after[0]) / chord if chord > 0 else -np.inf
    return bend.tolist()


def _vertex(x: Real, y: Sequence[float], best: int) -> float:
    """Where the parabola through the best of evenly spaced points and its neighbours is highest: exp of that."""
    if 0 < best < len(x) - 1 and np.isfinite([y[best - 1], y[best + 1]]).all():
        fall = y[best - 1] - 2.0 * y[best] + y[best + 1]
        shift = 0.5 * (y[best - 1] - y[best + 1]) / fall if fall < 0 else 0.0
        return float(np.exp(x[best] + shift * (x[best + 1] - x[best])))
    return float(np.exp(x[best]))
