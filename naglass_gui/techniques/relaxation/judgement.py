"""What is doubtful about a recovery, in two ranks: *reject* where T1 itself is not determined, *note* for the rest."""

from __future__ import annotations

from collections.abc import Sequence

from naglass_gui.core.doubt import NOT_WHITE, PATTERN, TOO_SMALL
from naglass_gui.core.project import FitWarning
from naglass_gui.core.quantity import format_value
from naglass_gui.fitting import runs_test
from naglass_gui.techniques.relaxation.curve_fit import CurveFit
from naglass_gui.techniques.relaxation.decays import mono
from naglass_gui.techniques.relaxation.forms import DECAYS, FORMS, is_quadrupolar
from naglass_gui.techniques.relaxation.magnetisation import Magnetisation
from naglass_gui.techniques.relaxation.slices import Slices

LARGE_ERROR = 0.5
LONG_ENOUGH = 3.0
"""Times T1 that the longest delay must reach: exp(-3) = 5 % are then still missing."""
BETTER = 10.0
"""By how much a model must lower AICc before it is recommended (Burnham & Anderson 2002)."""


def judge(
    slices: Slices, curves: Sequence[Magnetisation], fits: Sequence[CurveFit], others: Sequence[dict[str, float]]
) -> tuple[FitWarning, ...]:
    """The warnings of a fit.

    Args:
        slices: the series.
        curves: magnetisation against delay.
        fits: of each curve.
        others: AICc of every model on each curve.
    """
    found: list[FitWarning] = []
    for number, (curve, fit, aicc) in enumerate(zip(curves, fits, others, strict=True), start=1):
        found += _errors(number, curve, fit)
        found += _delays(number, curve, fit)
        found += _model(number, fit, aicc)
        if runs_test(fit.residual[curve.delay.argsort()]) < NOT_WHITE:
            text = f"{curve.label}: the {PATTERN}: the model misses something, so the {TOO_SMALL}."
            found.append(FitWarning("note", text, "model"))
    found += _quadrupolar(slices, fits, others)
    return tuple(sorted(found, key=lambda w: w.rank != "reject"))


def _errors(number: int, curve: Magnetisation, fit: CurveFit) -> list[FitWarning]:
    found = []
    for p in fit.parameters:
        name = f"{p.name}_{number}"
        main = p.name in ("T1", "T1_slow")
        shown = p.name.replace("T1", fit.form.time) if main else p.name
        if p.at_bound:
            rank = "reject" if main else "note"
            text = f"{curve.label}: {shown} lies on the end of its range, {format_value(p.value, significant=3)}."
            found.append(FitWarning(rank, text, f"fix {name}"))  # type: ignore[arg-type]
        elif p.vary and p.stderr is None:
            found.append(
                FitWarning(
                    "reject" if main else "note", f"{curve.label}: the data do not determine {shown}.", f"fix {name}"
                )
            )
        elif p.vary and p.stderr is not None and p.name != "C" and p.stderr > LARGE_ERROR * abs(p.value):
            share = 100 * p.stderr / abs(p.value) if p.value else float("inf")
            rank = "reject" if main and share > 100 else "note"
            text = f"{curve.label}: the error of {shown} is {min(share, 999):.0f} % of its value."
            found.append(FitWarning(rank, text, f"fix {name}"))  # type: ignore[arg-type]
    return found


def _delays(number: int, curve: Magnetisation, fit: CurveFit) -> list[FitWarning]:
    values = {p.name: p.value for p in fit.parameters}
    t1 = max(values["T1"], values.get("T1_slow", 0.0))
    longest, found, time = float(curve.delay.max()), [], fit.form.time
    guessed = "what is left at the end is" if fit.form.kind in DECAYS else "M0 and the efficiency are"
    if longest < LONG_ENOUGH * t1:
        text = (
            f"{curve.label}: the longest delay is only {longest / t1:.1f} {time}, so {guessed} guessed from the model; "
            f"measure to at least 5 {time}."
        )
        found.append(FitWarning("note", text))
    early = curve.delay[curve.delay > 0].min()
    if early > values["T1"]:
        text = (
            f"{curve.label}: the shortest delay is already {early / values['T1']:.1f} {time}: {time} is an upper bound."
        )
        found.append(FitWarning("reject", text))
    return found


def _model(number: int, fit: CurveFit, aicc: dict[str, float]) -> list[FitWarning]:
    best = min(aicc, key=aicc.__getitem__) if aicc else fit.form.name
    gain = fit.aicc - aicc.get(best, fit.aicc)
    if best == fit.form.name or not gain > BETTER:
        return []
    text = f"Curve {number}: “{FORMS[best].title}” describes it better (AICc lower by {gain:.0f})."
    return [FitWarning("note", text, f"model {best}")]


def _quadrupolar(slices: Slices, fits: Sequence[CurveFit], others: Sequence[dict[str, float]]) -> list[FitWarning]:
    nucleus = slices.nucleus
    if nucleus is None or float(nucleus.spin) != 1.5 or not fits or fits[0].form.course is not mono:
        return []
    if fits[0].form.kind != "inversion":
        return []
    text = (
        f"{nucleus.name} has spin 3/2: relaxed by slow quadrupolar fluctuations its recovery is not one exponential, and this T1 "
        "would then be 1.26 × (all of Iz seen), 3.15 × (central transition seen) or 0.81 × (central transition inverted and "
        "seen) the T1 of BPP. Compare the spin-3/2 models by AICc."
    )
    spins = {name: aicc for name, aicc in others[0].items() if is_quadrupolar(FORMS[name])}
    best = min(spins, key=spins.__getitem__, default="")
    return [FitWarning("note", text, f"model {best}" if best else "")]
