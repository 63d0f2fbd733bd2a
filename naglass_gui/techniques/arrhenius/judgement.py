"""What is doubtful about an Arrhenius plot, in sentences of two ranks, and why there may be none at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from naglass_gui.core.project import Analysis, FitWarning
from naglass_gui.core.quantity import format_value
from naglass_gui.fitting.jumps import step, stray
from naglass_gui.fitting.student import student_95
from naglass_gui.techniques.arrhenius.laws import FEWEST, Law
from naglass_gui.techniques.arrhenius.plot import ROOM, ArrheniusPlot, Curve
from naglass_gui.techniques.arrhenius.points import Point
from naglass_gui.techniques.technique import Source

FAR = 50.0
"""Kelvins beyond which an extrapolation to 25 °C is worth a word."""
NARROW = 20.0
"""A span in K below which a slope says little."""
SHOWN = 3
"""Names in a sentence, at most."""


def missing(analysis: Analysis, sources: Sequence[Source], plot: ArrheniusPlot) -> str:
    """Why there is no line yet, in one sentence; "" where there is one."""
    curve = plot.total
    if curve.law is not None:
        return ""
    fitted = len(curve.fitted)
    unfitted = [s.analysis.name for s in sources if s.quantity("R_total") is None]
    undated = [s.analysis.name for s in sources if s.condition("temperature") is None]
    if unfitted and fitted < FEWEST:
        return f"{_listed(unfitted)} {_has(unfitted)} no fitted resistance yet: fit the spectra first."
    if undated and fitted < FEWEST:
        return (
            f"{_listed(undated)} {_has(undated)} no temperature: type it in the tree, or read it from the file names."
        )
    if fitted < FEWEST:
        return f"{_counted(fitted)}: a line needs at least {FEWEST} temperatures. Add spectra or take points back in."
    if curve.kelvin[-1] - curve.kelvin[0] <= 0.5:
        return "All points have one temperature: an activation energy needs several."
    return "Points of several pellets need the sizes of each: type thickness and diameter."


def judge(analysis: Analysis, sources: Sequence[Source], plot: ArrheniusPlot) -> tuple[FitWarning, ...]:
    """The warnings of a plot that has a law, rejects first."""
    curve, law = plot.total, plot.total.law
    if law is None:
        return ()
    found = [
        *_energy(curve, law, plot),
        *_few(curve, law),
        *_sources(analysis, sources, curve),
        *(_shape(curve, law, plot) if curve.whole is None else []),
        *_whole(curve),
        *_branches(plot),
        *_reach(curve, plot),
    ]
    return tuple(sorted(found, key=lambda warning: warning.rank != "reject"))


def _energy(curve: Curve, law: Law, plot: ArrheniusPlot) -> list[FitWarning]:
    value, error = law.activation(plot.settings.room)
    if value <= 0:
        text = "σ falls with temperature: are the temperatures on the right spectra?"
        return [FitWarning("reject", text, "temperatures")]
    if error > value:
        return [FitWarning("reject", "The error of Ea is over 100 % of it: these points do not determine it.")]
    if error > 0.5 * value:
        return [FitWarning("note", "The error of Ea is over 50 % of it.")]
    return []


def _few(curve: Curve, law: Law) -> list[FitWarning]:
    found = []
    if law.freedom <= 2:
        freedom = "1 degree" if law.freedom == 1 else f"{law.freedom} degrees"
        text = f"{_counted(len(curve.fitted))} leave {freedom} of freedom: the error is itself a guess, "
        text += f"and 95 % lie within {format_value(student_95(law.freedom), significant=3)} standard errors."
        found.append(FitWarning("note", text))
    span = float(curve.kelvin[-1] - curve.kelvin[0])
    if span < NARROW:
        found.append(FitWarning("note", f"The temperatures span only {span:.0f} K; a wider range fixes Ea better."))
    return found


def _sources(analysis: Analysis, sources: Sequence[Source], curve: Curve) -> list[FitWarning]:
    found = []
    gone = len(analysis.sources) - len(sources)
    if gone:
        count = "1 of its spectra is" if gone == 1 else f"{gone} of its spectra are"
        found.append(FitWarning("note", f"{count} no longer in the project; the line goes through the others."))
    used = [s for s in sources if not s.excluded]
    undated = [s.analysis.name for s in used if s.condition("temperature") is None]
    unfitted = [s.analysis.name for s in used if s.condition("temperature") is not None and not s.quantity("R_total")]
    stale, rejected = [p for p in curve.fitted if p.stale], [p for p in curve.fitted if p.rejected]
    if undated:
        text = f"{_listed(undated)} {_has(undated)} no temperature and {_is(undated)} left out: type it in the tree."
        found.append(FitWarning("note", text, "temperatures"))
    if unfitted:
        text = (
            f"{_listed(unfitted)} {_has(unfitted)} no fitted resistance and {_is(unfitted)} left out: fit the spectra."
        )
        found.append(FitWarning("note", text, "fit"))
    if stale:
        found.append(FitWarning("note", f"The fit at {_temperatures(stale)} is stale: fit again.", "fit"))
    if rejected:
        text = f"The fit at {_temperatures(rejected)} has a warning that disqualifies it: correct or exclude it."
        found.append(FitWarning("note", text))
    if not curve.weighted and any(p.error is None for p in curve.fitted) and analysis.option("weight") != "none":
        blind = [p for p in curve.fitted if p.error is None]
        text = (
            f"The resistance at {_temperatures(blind)} has no error, so all points weigh alike: correct or exclude it."
        )
        found.append(FitWarning("note", text))
    if not curve.sized:
        text = "No sizes of the pellet: Ea needs none, A and σ at 25 °C do. Type thickness and diameter."
        found.append(FitWarning("note", text, "sizes"))
    return found


def _whole(curve: Curve) -> list[FitWarning]:
    """What is to be said of points that are parts of one fit of all temperatures."""
    if curve.whole is not None:
        return [] if curve.whole.preferred else [FitWarning("note", curve.whole.verdict())]
    parts = [p for p in curve.fitted if p.whole is not None]
    if not parts:
        return []
    text = (
        f"{len(parts)} points are parts of one fit of all temperatures and lie on its law by construction, so that the "
    )
    text += (
        "scatter tells no error. Show all parts of it, as ln(σT), or the single fits (Analysis menu of the EIS tab)."
    )
    return [FitWarning("note", text)]


def _shape(curve: Curve, law: Law, plot: ArrheniusPlot) -> list[FitWarning]:
    found = []
    if law.kind == "vtf" and curve.other is not None:
        gain = curve.other.aicc - law.aicc
        value, error = curve.other.activation(plot.settings.room)
        text = f"The plot is curved: VTF is preferred (AICc lower by {gain:.1f}); Ea is its slope at 25 °C. "
        text += f"A straight line would give {format_value(value, error)} eV."
        return [FitWarning("note", text, "straight")]
    if curve.other is not None and curve.other.aicc + 2.0 < law.aicc:
        gain = law.aicc - curve.other.aicc
        found.append(FitWarning("note", f"A curve (VTF) describes it better: AICc lower by {gain:.1f}.", "vtf"))
    inverse = 1.0 / curve.kelvin
    log = law.log_sigma(curve.kelvin) + law.residual + np.log(curve.kelvin)
    odd, jump = stray(inverse, log), step(inverse, log)
    if odd is not None:
        place, distance = odd
        side = "above" if distance > 0 else "below"
        text = f"{_at(curve.fitted[place])} lies {abs(distance):.2f} {side} the line of the others in ln σ: "
        text += "look at its spectrum, or exclude it."
        found.append(FitWarning("note", text, f"open {curve.fitted[place].source}"))
    elif jump is not None:
        before, after = curve.fitted[jump.first - 1], curve.fitted[jump.first]
        text = f"ln σ jumps by {jump.height:.2f} between {_at(before)} and {_at(after)}: ".replace("-", "−")
        text += "a phase transition, a lost contact, or another arc counted? One Ea for both sides says little."
        found.append(FitWarning("note", text))
    return found


def _branches(plot: ArrheniusPlot) -> list[FitWarning]:
    up, down = plot.curve("total", "heating"), plot.curve("total", "cooling")
    if up is None or down is None or up.law is None or down.law is None:
        return []
    (a, u), (b, v) = up.law.activation(plot.settings.room), down.law.activation(plot.settings.room)
    error = (u**2 + v**2) ** 0.5
    if abs(a - b) <= student_95(min(up.law.freedom, down.law.freedom)) * error:
        return []
    text = (
        f"Heating gives {format_value(a, u)} eV and cooling {format_value(b, v)} eV: did the sample change on the way?"
    )
    return [FitWarning("note", text)]


def _reach(curve: Curve, plot: ArrheniusPlot) -> list[FitWarning]:
    away = float(max(curve.kelvin[0] - plot.settings.room, plot.settings.room - curve.kelvin[-1]))
    if not curve.sized or away < FAR:
        return []
    text = (
        f"σ at {ROOM:g} °C is extrapolated over {away:.0f} K: its error holds only if the line stays straight so far."
    )
    return [FitWarning("note", text)]


def _at(point: Point) -> str:
    return f"{point.celsius:.4g} °C".replace("-", "−")


def _temperatures(points: Sequence[Point]) -> str:
    return _listed([_at(p) for p in points])


def _listed(names: Sequence[str]) -> str:
    if len(names) <= SHOWN:
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{', '.join(names[:SHOWN])} and {len(names) - SHOWN} more"


def _has(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _counted(count: int) -> str:
    return {0: "No point is", 1: "One point is", 2: "Two points are"}.get(count, f"{count} points") + (
        " fitted" if count <= 2 else ""
    )
