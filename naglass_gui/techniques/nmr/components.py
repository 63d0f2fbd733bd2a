"""The lines of an analysis as components, and the flat names of their parameters.

A line keeps its number for life; the names of its parameters carry it: `position_2` (ppm), `width_2` (Hz), `area_2`
(intensity x Hz). In a joint fit of several spectra what belongs to the second spectrum alone ends in `_s2`: `area_2_s2`.
The baseline is `baseline_0`, `baseline_1`...: the coefficients of Legendre polynomials over the whole axis. Links are written
in these names: `width_2 = width_1`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.palette import COMPONENTS
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Component, new_id
from naglass_gui.techniques.nmr.shapes import SHAPES, Shape, shape_of

AREA_UNIT = "a.u. Hz"
BASELINES = ("none", "constant", "linear", "quadratic", "cubic")
SHARED = ("all", "positions")
"""In a joint fit: everything but areas and baseline, or everything but areas, baseline, widths and mixing. A list of own names
("position", "cq"...) in its place shares these alone."""
SHARED_NAMES = tuple(dict.fromkeys(p.name for shape in SHAPES.values() for p in shape.parameters))
"""Own names of everything that spectra of a joint fit may share."""
_NAME = re.compile(r"([a-z]+)_(\d+)(?:_s(\d+))?")


def split_name(name: str) -> tuple[str, int, int]:
    """A flat name as (own name, number of the line, number of the spectrum from 1). Raises ValueError for another name."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(name)
    return match[1], int(match[2]), int(match[3] or 1)


def flat_name(own: str, number: int, spectrum: int = 1) -> str:
    """The name of a line's parameter in an analysis."""
    return f"{own}_{number}" + (f"_s{spectrum}" if spectrum > 1 else "")


def number_of(component: Component) -> int:
    """The number of a line. Raises InputError for a component without parameters."""
    if not component.parameters:
        raise InputError(f"The line {component.name} has no parameters; remove it and add it again.", field="Lines")
    return split_name(component.parameters[0].name)[1]


def free_number(components: Sequence[Component]) -> int:
    """The number the next line gets: one above the highest."""
    return max((number_of(c) for c in components), default=0) + 1


def new_component(
    kind: str, number: int, values: Mapping[str, float], name: str = "", held: frozenset[str] = frozenset()
) -> Component:
    """A line with its parameters.

    Args:
        kind: see SHAPES.
        number: of the line.
        values: by own name: position in ppm, widths in Hz, cq and sigma in MHz, area. What is missing takes its default.
        name: as the table shows it; "Line 3" without.
        held: own names of those that a fit must not move.
    """
    shape = shape_of(kind)
    parameters = [
        Parameter(flat_name(p.name, number), float(values.get(p.name, p.start)), p.unit, p.name not in held)
        for p in shape.parameters
    ]
    parameters.append(Parameter(flat_name("area", number), values.get("area", 0.0), AREA_UNIT, "area" not in held))
    return Component(new_id(), kind, name or f"Line {number}", tuple(parameters))


def own_values(component: Component, spectrum: int = 1) -> dict[str, float]:
    """The values of a line in one spectrum by own name: what the spectrum has of its own, and what is shared."""
    found: dict[str, float] = {}
    for parameter in component.parameters:
        own, _, place = split_name(parameter.name)
        if place == spectrum or (place == 1 and own not in found):
            found[own] = parameter.value
    return found


# -- all parameters of an analysis -------------------------------------------------------------------------------------


def all_parameters(analysis: Analysis) -> tuple[Parameter, ...]:
    """Every parameter: those of the lines in order, then the baseline's."""
    return (*(p for c in analysis.components for p in c.parameters), *analysis.parameters)


def with_parameters(analysis: Analysis, parameters: Mapping[str, Parameter]) -> Analysis:
    """The analysis with these parameters put in, by name."""
    components = tuple(
        replace(c, parameters=tuple(parameters.get(p.name, p) for p in c.parameters)) for c in analysis.components
    )
    own = tuple(parameters.get(p.name, p) for p in analysis.parameters)
    return replace(analysis, components=components, parameters=own)


def with_values(analysis: Analysis, values: Mapping[str, float]) -> Analysis:
    """The analysis with these current values, by name."""
    changed = {p.name: replace(p, value=values[p.name]) for p in all_parameters(analysis) if p.name in values}
    return with_parameters(analysis, changed)


def completed(analysis: Analysis, spectra: int) -> Analysis:
    """The analysis with exactly the parameters it needs for its baseline and for so many spectra.

    What is there keeps its value, bounds and links. Raises InputError for a baseline or a way to share that is not known.
    """
    separate = {number_of(c): own_in_each(c.kind, analysis) for c in analysis.components}
    components = tuple(_for_spectra(c, spectra, separate) for c in analysis.components)
    held = {p.name: p for p in analysis.parameters}
    names = [flat_name("baseline", k, s) for s in range(1, spectra + 1) for k in range(baseline_terms(analysis))]
    parameters = tuple(held.get(name, Parameter(name, 0.0, "a.u.")) for name in names)
    return replace(analysis, components=components, parameters=parameters)


def own_in_each(kind: str, analysis: Analysis) -> frozenset[str]:
    """Own names of what each spectrum of a joint fit has for itself in a line of this kind.

    Raises:
        InputError: an option `shared` that is not known.
    """
    shape, shared = shape_of(kind), analysis.option("shared", "all")
    if isinstance(shared, tuple | list):
        unknown = [name for name in shared if name not in SHARED_NAMES]
        if unknown:
            raise InputError(
                f"“{unknown[0]}” cannot be shared by spectra; there are {', '.join(SHARED_NAMES)}.", field="Shared"
            )
        return frozenset({p.name for p in shape.parameters} - set(shared)) | {"area"}
    if shared not in SHARED:
        raise InputError(f"“{shared}” is no way to share lines; there are {', '.join(SHARED)}.", field="Shared")
    return frozenset({"area"} if shared == "all" else {"area", "mixing", *shape.widths})


def baseline_terms(analysis: Analysis) -> int:
    """How many coefficients the baseline has. Raises InputError for a baseline that is not known."""
    baseline = analysis.option("baseline", "constant")
    if baseline not in BASELINES:
        raise InputError(f"“{baseline}” is no baseline; there are {', '.join(BASELINES)}.", field="Baseline")
    return BASELINES.index(baseline)


def _for_spectra(component: Component, spectra: int, separate: Mapping[int, frozenset[str]]) -> Component:
    shape, number = shape_of(component.kind), number_of(component)
    held = {p.name: p for p in component.parameters}
    parameters: list[Parameter] = []
    for own in (*(p.name for p in shape.parameters), "area"):
        first = held[flat_name(own, number)] if flat_name(own, number) in held else _missing(component, own)
        parameters.append(first)
        for spectrum in range(2, spectra + 1 if own in separate[number] else 2):
            name = flat_name(own, number, spectrum)
            parameters.append(held.get(name, _copy_for(first, name, spectrum, separate)))
    return replace(component, parameters=tuple(parameters))


def _copy_for(first: Parameter, name: str, spectrum: int, separate: Mapping[int, frozenset[str]]) -> Parameter:
    """The parameter of another spectrum: a link holds there too, between what that spectrum has of its own."""

    def there(found: re.Match[str]) -> str:
        own = found[1] in separate.get(int(found[2]), ())
        return found[0] + (f"_s{spectrum}" if own else "")

    return replace(first, name=name, link=re.sub(r"\b([a-z]+)_(\d+)\b", there, first.link))


def _missing(component: Component, own: str) -> Parameter:
    raise InputError(f"The line {component.name} has no {own}; remove it and add it again.", field="Lines")


# -- edits of lines ----------------------------------------------------------------------------------------------------


def with_line(analysis: Analysis, kind: str, values: Mapping[str, float], name: str = "") -> Analysis:
    """The analysis with one more line; `values` as for `new_component`."""
    line = new_component(kind, free_number(analysis.components), values, name)
    return replace(analysis, components=(*analysis.components, line))


def with_sidebands(analysis: Analysis, line: str, orders: Sequence[int], mas_rate: float, larmor: float) -> Analysis:
    """The analysis with spinning sidebands of a line: linked copies k MAS rates away, with free intensities.

    Args:
        analysis: what holds the line.
        line: id of the line's component.
        orders: k of each sideband, not 0; positive ones lie at higher shift.
        mas_rate: in Hz.
        larmor: in MHz.

    Raises:
        KeyError: no such line.
    """
    parent = next((c for c in analysis.components if c.id == line), None)
    if parent is None:
        raise KeyError(line)
    components, options = list(analysis.components), dict(analysis.options)
    for order in orders:
        number = free_number(components)
        components.append(_sideband(parent, number, order, order * mas_rate / larmor))
        options[f"derive_part_of_{number}"] = number_of(parent)
    return replace(analysis, components=tuple(components), options=tuple(options.items()))


def _sideband(parent: Component, number: int, order: int, distance: float) -> Component:
    shape, first = shape_of(parent.kind), number_of(parent)
    values = own_values(parent)
    values["position"] += distance
    values["area"] = 0.0
    made = new_component(parent.kind, number, values, f"{parent.name} {order:+d}".replace("-", "−"))
    parameters = []
    for parameter in made.parameters:
        own = split_name(parameter.name)[0]
        link = "" if own == "area" else flat_name(own, first)
        if own == "position":
            link += f" {'+' if distance >= 0 else '-'} {abs(distance)!r}"
        parameters.append(replace(parameter, link=link))
    assert len(parameters) == len(shape.parameters) + 1
    colour = parent.colour or COMPONENTS[(first - 1) % len(COMPONENTS)]
    return replace(made, parameters=tuple(parameters), colour=colour)


def retied(analysis: Analysis, line: str) -> Analysis:
    """The analysis with the sidebands of a line tied to all that shapes it, e.g. after both became another kind of line."""
    parent = next(c for c in analysis.components if c.id == line)
    first, options = number_of(parent), dict(analysis.options)
    changed: dict[str, Parameter] = {}
    for component in analysis.components:
        number = number_of(component)
        if options.get(f"derive_part_of_{number}") != first or component is parent:
            continue
        for p in component.parameters:
            own, _, spectrum = split_name(p.name)
            if own not in ("area", "position") and spectrum == 1:
                changed[p.name] = replace(p, link=flat_name(own, first))
    return with_parameters(analysis, changed)


def describe(components: Sequence[Component]) -> str:
    """The lines in few words, as a fit is called in its history: "pv, pv, ct"."""
    return ", ".join(c.kind for c in components) or "no lines"


def in_terms_of(shape: Shape, values: Mapping[str, float]) -> list[float]:
    """The values in the order of the shape's parameters."""
    return [values[p.name] for p in shape.parameters]
