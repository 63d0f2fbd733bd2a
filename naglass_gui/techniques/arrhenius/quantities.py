"""What an Arrhenius plot gives: Ea, the prefactor and sigma at 25 °C, with errors; for each role and branch."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from naglass_gui import __version__
from naglass_gui.core.project import Analysis, Derived, Fit, FittedParameter, new_id
from naglass_gui.core.quantity import format_value
from naglass_gui.fitting.student import NORMAL_95, student_95
from naglass_gui.techniques.arrhenius.laws import Law
from naglass_gui.techniques.arrhenius.plot import ArrheniusPlot, Curve, Settings
from naglass_gui.techniques.arrhenius.points import ROLE_WORDS

NAMES = {"arrhenius": (("lnA", ""), ("Ea", "eV")), "vtf": (("lnA", ""), ("B", "K"), ("T0", "K"))}
"""Names and units of a law's parameters."""


def fit_of(analysis: Analysis, plot: ArrheniusPlot) -> Fit | None:
    """The fit of an analysis, without warnings; None where the points do not suffice. The id of the shown fit is kept."""
    curve = plot.total
    law = curve.law
    if law is None:
        return None
    covariance = law.own + law.common
    names = NAMES[law.kind]
    parameters = tuple(
        FittedParameter(name, float(value), _root(covariance[k, k]), unit)
        for k, ((name, unit), value) in enumerate(zip(names, law.values, strict=True))
    )
    return Fit(
        id=analysis.current or new_id(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=model_words(law),
        chi_square=law.chi_square,
        n_points=len(curve.fitted),
        aicc=law.aicc,
        parameters=parameters,
        free=tuple(name for name, _ in names),
        covariance=tuple(tuple(row) for row in covariance.tolist()) if np.isfinite(covariance).all() else (),
        statistics=_statistics(curve, law),
        derived=tuple(d for c in plot.curves if c.law is not None for d in _derived(c, c.law, plot)),
        software=f"NaGlass {__version__}",
    )


def model_words(law: Law) -> str:
    """The law in words."""
    if law.kind == "vtf":
        return "VTF"
    return "Arrhenius, σT" if law.scale == "sigma T" else "Arrhenius, σ"


def _statistics(curve: Curve, law: Law) -> tuple[tuple[str, float], ...]:
    log = law.log_sigma(curve.kelvin) + law.residual
    if law.scale == "sigma T":
        log = log + np.log(curve.kelvin)
    about = float(((log - log.mean()) ** 2).sum())
    figures = [
        ("aicc", law.aicc),
        ("degrees_of_freedom", float(law.freedom)),
        ("scatter", math.sqrt(float(law.residual @ law.residual) / law.freedom) if law.freedom else math.nan),
        ("r_squared", 1.0 - float(law.residual @ law.residual) / about if about else math.nan),
        ("interval_factor", student_95(law.freedom)),
    ]
    if law.freedom and curve.weighted:
        figures.append(("reduced_chi_square", law.chi_square / law.freedom))
    if curve.other is not None:
        figures.append((f"aicc_{curve.other.kind}", curve.other.aicc))
    return tuple(figures)


def _derived(curve: Curve, law: Law, plot: ArrheniusPlot) -> list[Derived]:
    """Ea, A and sigma at 25 °C of one curve. The total has the plain names too, those that tables look for."""
    settings = plot.settings
    found = [_energy(curve, law, settings)]
    if curve.sized:
        found += [_prefactor(law, settings), _at_room(curve, law, settings)]
    if curve.branch is not None:
        return [_named(d, curve.branch) for d in found]
    if curve.role != "total":
        return [_named(d, curve.role) for d in found]
    roles = {c.role for c in plot.curves}
    return [*found, _named(found[0], "total")] if len(roles) > 1 else found


def _named(quantity: Derived, which: str) -> Derived:
    return replace(quantity, name=f"{quantity.name}_{which}")


def _energy(curve: Curve, law: Law, settings: Settings) -> Derived:
    value, error = law.activation(settings.room)
    of = "VTF, slope of ln(σT) at 25 °C" if law.kind == "vtf" else f"slope of ln({_written(settings)}) against 1/T"
    weights = "weights 1/u²" if curve.weighted else "unweighted"
    weights = weights if curve.whole is None else "one fit of all temperatures"
    words = f"{ROLE_WORDS[curve.role]}, {of}, {weights}, {len(curve.fitted)} points"
    if law.freedom:
        words += f"; 95 %: ± {format_value(student_95(law.freedom) * error, significant=3)} eV"
    if settings.absolute and curve.weighted and curve.whole is None:
        words += "; errors as stated by the fits"
    if settings.zero_celsius != 273.15:
        words += f"; T = t + {settings.zero_celsius:g}"
    return Derived("Ea", value, _finite(error), "eV", words)


def _written(settings: Settings) -> str:
    return "σT" if settings.scale == "sigma T" else "σ"


def _prefactor(law: Law, settings: Settings) -> Derived:
    value = math.exp(min(float(law.values[0]), 700.0))
    error = math.sqrt(max(float((law.own + law.common)[0, 0]), 0.0))
    if law.kind == "vtf":
        unit, words = "S K^0.5/cm", "of σ = A T^−½ exp(−B/(T − T₀))"
    else:
        unit = "S K/cm" if law.scale == "sigma T" else "S/cm"
        words = f"of {_written(settings)} = A exp(−Ea/kT); ln A = {format_value(float(law.values[0]), error)}"
    return Derived("A", value, _finite(value * error), unit, words)


def _at_room(curve: Curve, law: Law, settings: Settings) -> Derived:
    room = np.array([settings.room])
    value = math.exp(float(law.log_sigma(room)[0]))
    error = float(law.log_error(room)[0])
    own = float(law.log_error(room, geometry=False)[0])
    coldest, hottest = curve.kelvin[0], curve.kelvin[-1]
    away = max(coldest - settings.room, settings.room - hottest)
    words = f"extrapolated over {away:.0f} K" if away > 0.5 else "on the line, between measured temperatures"
    words += f"; the pellet's sizes add {100 * math.sqrt(max(error**2 - own**2, 0.0)):.2g} %"
    if math.isfinite(error):
        factor = interval_factor(law, own, error)
        words += f"; 95 %: ± {format_value(100 * factor * error, significant=3)} %"
    return Derived("sigma_25", value, _finite(value * error), "S/cm", words)


def intervals(plot: ArrheniusPlot) -> dict[str, tuple[float, float]]:
    """The 95 % intervals of Ea in eV and, where sizes are known, of sigma at 25 °C in S/cm; {} without a law.

    Both follow from Student's t for the few points of a line; that of sigma is even in its logarithm.
    """
    curve = plot.total
    law = curve.law
    if law is None or not law.freedom:
        return {}
    value, error = law.activation(plot.settings.room)
    half = (NORMAL_95 if plot.settings.absolute else student_95(law.freedom)) * error
    found = {"Ea": (value - half, value + half)}
    if curve.sized:
        room = np.array([plot.settings.room])
        log, whole = float(law.log_sigma(room)[0]), float(law.log_error(room)[0])
        own = 0.0 if plot.settings.absolute else float(law.log_error(room, geometry=False)[0])
        half = interval_factor(law, own, whole) * whole
        found["sigma_25"] = (math.exp(log - half), math.exp(log + half))
    return found


def interval_factor(law: Law, own: float, whole: float) -> float:
    """How many standard errors hold 95 %, where only the part `own` of the whole error comes from few points.

    Welch-Satterthwaite: the effective degrees of freedom are f (whole/own)^4.
    """
    if own <= 0.0 or not law.freedom:
        return NORMAL_95
    return student_95(law.freedom * min(whole / own, 1e9) ** 4)


def _root(variance: float) -> float | None:
    return _finite(math.sqrt(variance)) if variance >= 0 else None


def _finite(error: float) -> float | None:
    return error if math.isfinite(error) else None
