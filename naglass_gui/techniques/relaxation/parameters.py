"""The parameters of the curves of an analysis: `T1_2` is T1 of the second window or line; links are written in these names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis
from naglass_gui.techniques.relaxation.forms import FORMS, Form

_NAME = re.compile(r"(.+)_(\d+)")


def form_of(analysis: Analysis) -> Form:
    """The model of an analysis. Raises InputError for a name that is not known."""
    form = FORMS.get(analysis.model or "inversion")
    if form is None:
        raise InputError(f"“{analysis.model}” is no model of a recovery; there are {', '.join(FORMS)}.", field="Model")
    return form


def curve_name(own: str, number: int) -> str:
    """The name of a curve's parameter in an analysis, numbers from 1."""
    return f"{own}_{number}"


def split(name: str) -> tuple[str, int]:
    """A name as (own name, number of the curve). Raises InputError for another name."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise InputError(f"“{name}” is no parameter of a recovery curve.", field=name)
    return match[1], int(match[2])


def own_parameters(analysis: Analysis, number: int) -> tuple[Parameter, ...]:
    """What was set on the parameters of one curve, under their own names: fixed values, bounds, links within the curve.

    Raises InputError for a link to another curve: each curve is fitted by itself.
    """
    found = []
    for parameter in analysis.parameters:
        own, place = split(parameter.name)
        if place != number:
            continue
        link = parameter.link
        if link:
            for name in parse(link).names:
                other, where = split(name)
                if where != number:
                    raise InputError(
                        f"{parameter.name} is linked to {name} of another curve; each curve is fitted by itself.",
                        field=parameter.name,
                    )
                link = re.sub(rf"\b{re.escape(name)}\b", other, link)
        found.append(replace(parameter, name=own, link=link))
    return tuple(found)


def merged(analysis: Analysis, form: Form, curves: int) -> tuple[Parameter, ...]:
    """The parameters that so many curves of a model need; what was set on those that are there stays."""
    held = {p.name: p for p in analysis.parameters}
    needed: list[Parameter] = []
    for number in range(1, curves + 1):
        values = {p.name: p.start for p in (*form.amplitudes, *form.own)}
        for p in form.parameters(values):
            name = curve_name(p.name, number)
            needed.append(held.get(name, replace(p, name=name)))
    return tuple(needed)


def pruned(analysis: Analysis) -> Analysis:
    """The analysis without parameters of another model, or of curves that are not there any more."""
    form = FORMS.get(analysis.model)
    by_lines = analysis.option("way", "windows") == "lines"
    curves = len(analysis.components) if by_lines else max(len(analysis.regions), 1)
    kept = tuple(
        p
        for p in analysis.parameters
        if form is not None and split(p.name)[0] in form.names and split(p.name)[1] <= curves
    )
    return analysis if len(kept) == len(analysis.parameters) else replace(analysis, parameters=kept)


def constrained(parameters: Sequence[Parameter], form: Form) -> tuple[Parameter, ...]:
    """Those of one curve on which a person set something; the others start by themselves.

    Args:
        parameters: of one curve under their own names.
        form: its model.
    """
    fresh = {p.name: p for p in form.parameters({q.name: q.start for q in (*form.amplitudes, *form.own)})}
    return tuple(
        p
        for p in parameters
        if p.name in fresh
        and (p.link or not p.vary or (p.minimum, p.maximum) != (fresh[p.name].minimum, fresh[p.name].maximum))
    )
