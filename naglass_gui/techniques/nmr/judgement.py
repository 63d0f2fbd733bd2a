"""What is doubtful about a fit of lines, in two ranks.

*reject*: a parameter on a bound that the person or the spectrum sets. *note*: an error over 50 %, residuals that are not white
(with what that does to the errors), areas that can hardly be told apart (|r| > 0.98), a fit that did not end properly, and a mixing
or asymmetry on 0 or 1: those are true ends of their range, where the line is a simpler one and not a wrong one.

Remedies are a verb and a parameter: "widen width_1", "fix mixing_2"; or "lines".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from naglass_gui.core.doubt import NOT_WHITE, PATTERN, TOO_SMALL
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Fit, FitWarning
from naglass_gui.core.quantity import format_value, unit_symbol
from naglass_gui.fitting import correlation_matrix
from naglass_gui.techniques.nmr.components import split_name
from naglass_gui.techniques.nmr.problem import Optimum

LARGE_ERROR = 0.5
CORRELATED = 0.98
_ENDS = {
    ("mixing", 0.0): "a Gaussian",
    ("mixing", 1.0): "a Lorentzian",
    ("lorentz", 0.0): "a line without Lorentzian part",
}


def judge(
    fit: Fit, walled: Sequence[Parameter], given: Sequence[Parameter], optimum: Optimum
) -> tuple[FitWarning, ...]:
    """The warnings of a fit of lines.

    Args:
        fit: with parameters and statistics.
        walled: all parameters with the bounds that were held.
        given: the same as the person set them.
        optimum: as the fit ended.
    """
    found: list[FitWarning] = []
    if not optimum.converged:
        found.append(FitWarning("note", "The fit did not converge: start it again, or use fewer lines.", "lines"))
    found += _bounds(fit, given)
    found += _errors(fit)
    found += _correlations(optimum)
    found += _residuals(fit)
    return tuple(found)


def _bounds(fit: Fit, given: Sequence[Parameter]) -> list[FitWarning]:
    found = []
    for fitted, parameter in zip(fit.parameters, given, strict=True):
        if not fitted.at_bound:
            continue
        own = split_name(fitted.name)[0]
        value = format_value(fitted.value, significant=4) + (f" {unit_symbol(fitted.unit)}" if own != "area" else "")
        typed = any(
            b is not None and math.isclose(fitted.value, b, rel_tol=1e-9)
            for b in (parameter.minimum, parameter.maximum)
        )
        if typed:
            text = f"{fitted.name} lies on the bound set for it, {value}: widen the bound or fix the value."
            found.append(FitWarning("reject", text, f"widen {fitted.name}"))
        elif (own, fitted.value) in _ENDS:
            text = f"{fitted.name} ended at {fitted.value:g}: the line is {_ENDS[own, fitted.value]}; choose that, or fix it."
            found.append(FitWarning("note", text, f"fix {fitted.name}"))
        elif own == "eta":
            text = f"{fitted.name} ended at {fitted.value:g}, an end of its range: its error is not known; fix it."
            found.append(FitWarning("note", text, f"fix {fitted.name}"))
        elif own == "area":
            text = f"{fitted.name} would be negative and is held at zero: remove the line, or allow signed amplitudes."
            found.append(FitWarning("reject", text, "lines"))
        else:
            text = f"{fitted.name} ran to the end of what this spectrum can show, {value}: remove its line, or fix it."
            found.append(FitWarning("reject", text, f"fix {fitted.name}"))
    return found


def _errors(fit: Fit) -> list[FitWarning]:
    found = []
    for p in fit.parameters:
        own = split_name(p.name)[0]
        if p.name not in fit.free or p.at_bound or own == "baseline":
            continue
        if p.stderr is None:
            text = f"The data do not determine {p.name}: fix it, or remove its line."
            found.append(FitWarning("note", text, f"fix {p.name}"))
        elif own in ("area", "width", "gauss", "cq", "sigma") and p.stderr > LARGE_ERROR * abs(p.value):
            share = 100 * p.stderr / abs(p.value) if p.value else math.inf
            size = f"{share:.0f} %" if share < 1000 else "more than 1000 %"
            text = f"The error of {p.name} is {size} of its value: fix it, or remove its line."
            found.append(FitWarning("note", text, f"fix {p.name}"))
    return found


def _correlations(optimum: Optimum) -> list[FitWarning]:
    """Areas that trade against each other: every share depends on them."""
    places = [k for k, name in enumerate(optimum.free) if split_name(name)[0] == "area"]
    correlation = correlation_matrix(optimum.covariance)
    found = []
    for i, j in combinations(places, 2):
        r = float(correlation[i, j])
        if abs(r) > CORRELATED:
            text = (
                f"{optimum.free[i]} and {optimum.free[j]} can hardly be told apart (r = {format_value(r, significant=4)}): link or fix "
                "a width or a position of these lines, or use one line."
            )
            found.append(FitWarning("note", text, "lines"))
    return found


def _residuals(fit: Fit) -> list[FitWarning]:
    p, time = fit.statistic("runs_p"), fit.statistic("correlation_time")
    if p is None or p >= NOT_WHITE:
        return []
    text = f"The {PATTERN}: the lines miss a feature, or the spectrum was zero-filled or apodized."
    if time is not None and time > 1.5:
        text += f" The stated {TOO_SMALL}, by a factor of about {math.sqrt(time):.1f}."
    return [FitWarning("note", text, "lines")]
