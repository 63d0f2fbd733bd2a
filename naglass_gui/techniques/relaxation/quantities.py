"""What follows from fitted curves: `T1_1` (`T2_1`, `T1rho_1` for decays), `rate_1`, mean times of stretched courses, efficiencies of the preparation."""

from __future__ import annotations

import math
from collections.abc import Sequence

from naglass_gui.core.project import Analysis, Derived, Fit
from naglass_gui.techniques.relaxation.forms import FORMS, Form
from naglass_gui.techniques.relaxation.parameters import curve_name, split
from naglass_gui.techniques.uncertainty import Slopes, Uncertainty

_STEP = 1e-6
_BETWEEN = " · "


def fitted_quantities(analysis: Analysis, labels: Sequence[str] | None = None) -> tuple[Derived, ...]:
    """The quantities of the current fit with propagated errors; () without a fit.

    Args:
        analysis: with its fit.
        labels: of the curves, kept in the notes of T1; those of the fit where none are given.
    """
    fit = analysis.fit
    form = None if fit is None else FORMS.get(fit.model)
    if fit is None or form is None:
        return ()
    uncertainty = Uncertainty(fit, {p.name: p.link for p in analysis.parameters if p.link})
    values = {p.name: p.value for p in fit.parameters}
    names = _labels(analysis, fit) if labels is None else labels
    found: list[Derived] = []
    for number in range(1, curves_of(fit) + 1):
        label = names[number - 1] if number <= len(names) else ""
        found += _of_curve(form, number, values, uncertainty, label)
    return tuple(found)


def moved_quantities(analysis: Analysis) -> tuple[Derived, ...]:
    """The same from the values of this moment, with no errors."""
    form = FORMS.get(analysis.model)
    if form is None:
        return ()
    values = {p.name: p.value for p in analysis.parameters}
    count = max((split(p.name)[1] for p in analysis.parameters), default=0)
    return tuple(d for k in range(1, count + 1) for d in _of_curve(form, k, values, None))


def curves_of(fit: Fit) -> int:
    """How many curves a fit holds."""
    return int(fit.statistic("curves") or 0)


def curve_labels(fit: Fit) -> tuple[str, ...]:
    """What each curve of a fit is of: a window in ppm, or a line's name; "" where an older fit does not say."""
    found = (time_of(fit, k) for k in range(1, curves_of(fit) + 1))
    return tuple("" if time is None else time.note.rpartition(_BETWEEN)[0] for time in found)


def time_of(fit: Fit, number: int) -> Derived | None:
    """The relaxation time of a curve: `T1_1`, or `T2_1`, `T1rho_1` for a decay; None where the fit has none."""
    form = FORMS.get(fit.model)
    return None if form is None else fit.quantity(curve_name(form.time, number))


def parameter_titles(analysis: Analysis) -> dict[str, str]:
    """What the parameters of each curve are called: "NaCl: T1"; {} without a fit."""
    fit = analysis.fit
    if fit is None:
        return {}
    labels = dict(enumerate(_labels(analysis, fit), start=1))
    named = [(p.name, *split(p.name)) for p in fit.parameters]
    form = FORMS.get(fit.model)
    time = {} if form is None else {"T1": form.time, "T1_slow": f"{form.time}_slow"}
    return {name: f"{labels[k]}: {time.get(own, own)}" for name, own, k in named if labels.get(k)}


def _labels(analysis: Analysis, fit: Fit) -> tuple[str, ...]:
    """The names of lines may have changed since the fit."""
    if analysis.option("way") == "lines" and len(analysis.components) == curves_of(fit):
        return tuple(c.name for c in analysis.components)
    return curve_labels(fit)


def _of_curve(
    form: Form, number: int, values: dict[str, float], uncertainty: Uncertainty | None, label: str = ""
) -> list[Derived]:
    def value(own: str) -> float:
        return values[curve_name(own, number)]

    def derived(own: str, amount: float, slopes: Slopes, unit: str, note: str) -> Derived:
        named = {curve_name(name, number): slope for name, slope in slopes.items()}
        return Derived(
            curve_name(own, number), amount, None if uncertainty is None else uncertainty.of(named), unit, note
        )

    if curve_name("T1", number) not in values:
        return []
    t1 = value("T1")
    found = [
        derived(form.time, t1, {"T1": 1.0}, "s", f"{label}{_BETWEEN}{form.title}" if label else form.title),
    ]
    if not t1 > 0:
        return found
    found.append(derived("rate", 1.0 / t1, {"T1": -1.0 / t1 / t1}, "1/s", f"1/{form.time}"))
    own = {p.name for p in form.own}
    if "beta" in own:
        beta = value("beta")
        mean = t1 / beta * math.gamma(1.0 / beta)
        by_beta = (_mean(t1, beta + _STEP) - _mean(t1, beta - _STEP)) / (2 * _STEP)
        found.append(
            derived(f"{form.time}_mean", mean, {"T1": mean / t1, "beta": by_beta}, "s", f"{form.time}/β Γ(1/β)")
        )
    if "T1_slow" in own:
        found.append(derived(f"{form.time}_slow", value("T1_slow"), {"T1_slow": 1.0}, "s", "the slower of two times"))
    for amplitude, shown in (("a", "inversion efficiency"), ("f", "saturation efficiency"), ("W", "inverted share")):
        if amplitude in {p.name for p in form.amplitudes}:
            found.append(derived("efficiency", value(amplitude), {amplitude: 1.0}, "", shown))
    return found


def _mean(t1: float, beta: float) -> float:
    return t1 / beta * math.gamma(1.0 / beta)
