"""Lines as text: `NaCl=pv@7:300Hz, ct@-27.4:60Hz:cq=1.69:eta=0.2, gauss@55ppm:14ppm`.

A line is [name=]kind@position[:width][:parameter=value...]; positions are in ppm, widths in Hz unless ppm is written; cq and
sigma in MHz. A "!" after a value holds it in the fit. Commas, semicolons or plus signs between spaces separate lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Component
from naglass_gui.core.quantity import parse_number
from naglass_gui.techniques.nmr.components import new_component, own_values, split_name
from naglass_gui.techniques.nmr.shapes import Shape, shape_of

LONGEST = 5000
MOST_LINES = 40
_LINE = re.compile(r"(?:(?P<name>[^=@:,;]+?)\s*=\s*)?(?P<kind>[A-Za-z]+)\s*@\s*(?P<rest>.+)")
_VALUE = re.compile(r"(?P<number>[^A-Za-z!]*?(?:[eE][+\-−]?\d+)?)\s*(?P<unit>ppm|Hz|kHz|MHz|)\s*(?P<held>!?)")
_KINDS = {
    "gaussian": "gauss",
    "g": "gauss",
    "lorentzian": "lorentz",
    "l": "lorentz",
    "v": "voigt",
    "pseudovoigt": "pv",
    "q": "ct",
}
_FACTORS = {"Hz": {"": 1.0, "Hz": 1.0, "kHz": 1e3}, "MHz": {"": 1.0, "MHz": 1.0, "kHz": 1e-3}, "": {"": 1.0}}


def parse_lines(text: str, larmor: float | None = None) -> tuple[Component, ...]:
    """The lines a text describes, numbered from 1.

    Args:
        text: as above.
        larmor: frequency in MHz, for widths typed in ppm.

    Raises:
        InputError: not in this form, an unknown kind or parameter, a value outside its range, or too many lines.
    """
    if len(text) > LONGEST:
        raise InputError(f"The list of lines is longer than {LONGEST} characters.", field="Lines")
    parts = [part.strip() for part in re.split(r"[,;]|\s\+\s", text)]
    if not any(parts):
        raise InputError("There is no line in the list; write lines like pv@7:300Hz.", field="Lines")
    if len(parts) > MOST_LINES:
        raise InputError(f"A model may have {MOST_LINES} lines, not {len(parts)}.", field="Lines")
    return tuple(_line(part, number, larmor) for number, part in enumerate(parts, 1))


def _line(text: str, number: int, larmor: float | None) -> Component:
    match = _LINE.fullmatch(text)
    if match is None:
        raise InputError(f"“{text}” is not a line like pv@7:300Hz (kind@position:width).", field="Lines")
    kind = match["kind"].lower()
    shape = shape_of(_KINDS.get(kind, kind))
    first, *others = (part.strip() for part in match["rest"].split(":"))
    values: dict[str, float] = {}
    held: set[str] = set()
    _take(text, "position", first, shape, larmor, values, held)
    for place, part in enumerate(others):
        name, equals, value = part.partition("=")
        if not equals and place > 0:
            raise InputError(f"“{text}”: “{part}” needs a name, like eta=0.3.", field="Lines")
        _take(text, name.strip() if equals else "width", value if equals else part, shape, larmor, values, held)
    return new_component(shape.kind, number, values, (match["name"] or "").strip(), frozenset(held))


def _take(
    line: str, name: str, text: str, shape: Shape, larmor: float | None, values: dict[str, float], held: set[str]
) -> None:
    """Put one typed value where it belongs."""
    own = shape.widths[0] if name == "width" else name
    spec = next((p for p in shape.parameters if p.name == own), None)
    if spec is None and own != "area":
        names = ", ".join([*(p.name for p in shape.parameters), "area"])
        raise InputError(f"“{line}”: a {shape.title} line has no {name}; it has {names}.", field="Lines")
    match = _VALUE.fullmatch(text.strip())
    if match is None or not match["number"].strip():
        raise InputError(f"“{line}”: “{text.strip()}” is not a value of {name}.", field="Lines")
    value = parse_number(match["number"]) * _factor(line, name, spec.unit if spec else "", match["unit"], larmor)
    if spec is not None and not (spec.lower is None or value >= spec.lower):
        raise InputError(f"“{line}”: {name} must be at least {spec.lower:g}.", field="Lines")
    if spec is not None and not (spec.upper is None or value <= spec.upper):
        raise InputError(f"“{line}”: {name} must be at most {spec.upper:g}.", field="Lines")
    if spec is not None and spec.unit == "Hz" and value <= 0 and spec.lower is None:
        raise InputError(f"“{line}”: {name} must be above zero.", field="Lines")
    if name == "width" and "lorentz" in shape.widths and not shape.quadrupolar:
        # A typed width is the whole width: half Gaussian, half Lorentzian to start with.
        values["lorentz"] = 0.5 * value
        value *= 0.7
    values[own] = value
    if match["held"]:
        held.add(own)


def _factor(line: str, name: str, unit: str, typed: str, larmor: float | None) -> float:
    """By what a typed number is multiplied to be in the parameter's unit."""
    if name == "position":
        if typed in ("", "ppm"):
            return 1.0
        if typed == "Hz" and larmor is not None:
            return 1.0 / larmor
    elif typed == "ppm" and unit == "Hz":
        if larmor is None:
            raise InputError(f"“{line}”: a width in ppm needs the Larmor frequency; write it in Hz.", field="Lines")
        return larmor
    elif typed in _FACTORS.get(unit, {}):
        return _FACTORS[unit][typed]
    raise InputError(f"“{line}”: {name} cannot be in {typed}.", field="Lines")


def print_lines(components: Sequence[Component]) -> str:
    """The text of lines with their current values, such that `parse_lines` makes them again (areas left out)."""
    return ", ".join(_printed(component) for component in components)


def _printed(component: Component) -> str:
    shape, values = shape_of(component.kind), own_values(component)
    held = {split_name(p.name)[0] for p in component.parameters if not p.vary}
    units = {p.name: p.unit for p in shape.parameters}
    words = [f"{p.name}={values[p.name]:.10g}{units[p.name]}{'!' * (p.name in held)}" for p in shape.parameters[1:]]
    name = re.sub(r"[=@:,;+]", " ", component.name).strip()
    position = f"{values['position']:.10g}{'!' * ('position' in held)}"
    return ":".join([f"{name + '=' if name else ''}{component.kind}@{position}", *words])
