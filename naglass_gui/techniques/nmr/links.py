"""Links as people type them, by the names of lines: "same as NaCl", "0.5 × NaCl.area", "NaCl + 3.2 ppm", and back.

A link is stored in flat names, `0.5 * area_2`, so that renaming a line changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import order, parse
from naglass_gui.core.project import Analysis, Component
from naglass_gui.techniques.nmr.components import all_parameters, flat_name, number_of, split_name, with_parameters

_UNIT = re.compile(r"(\d+(?:[.,]\d*)?(?:[eE][+-]?\d+)?)\s*(ppm|kHz|Hz)\b")
_FLAT = re.compile(r"\b([a-z]+)_(\d+)((?:_s\d+)?)\b")


def link_from_words(text: str, parameter: str, components: Sequence[Component], larmor: float | None = None) -> str:
    """A typed link in the flat names of parameters; what names no line is left as it is, to be judged as an expression.

    Args:
        text: as above; a line's name alone stands for the same parameter of it, `NaCl.area` or `area of NaCl` for another.
        parameter: which is linked: "width_3".
        components: all lines.
        larmor: frequency of 0 ppm in MHz, which turns an offset typed in Hz into ppm, or the other way round.
    """
    own, _, spectrum = split_name(parameter)
    text = text.replace("−", "-").replace("×", "*").replace("·", "*").replace("÷", "/")
    lines = sorted((c for c in components if c.name.strip()), key=lambda c: -len(c.name))
    for line in lines:
        text = _with_line(text, line, own, spectrum)
    return _UNIT.sub(lambda m: _in_unit_of(own, float(m[1].replace(",", ".")), m[2], larmor) or m[0], text).strip()


def link_in_words(link: str, components: Sequence[Component]) -> str:
    """A link with the names of lines for their numbers: "0.5 * NaCl.area"."""
    names = {number_of(c): c.name for c in components}

    def said(match: re.Match[str]) -> str:
        name = names.get(int(match[2]))
        return match[0] if not name else f"{name}.{match[1]}{match[3]}"

    return _FLAT.sub(said, link)


def with_link(analysis: Analysis, parameter: str, link: str) -> Analysis:
    """The analysis with a parameter linked, both given in flat names or by the names of lines.

    Raises:
        InputError: no such parameter, an unknown name, or links in a circle.
    """
    larmor = analysis.option("larmor_frequency")
    known = {p.name: p for p in all_parameters(analysis)}
    name = link_from_words(parameter, "position_1", analysis.components)
    if name not in known:
        there = ", ".join(known) or "none; name the lines first"
        raise InputError(f"“{parameter}” is no parameter of these lines; there are {there}.", field="Link")
    said = link_from_words(link, name, analysis.components, larmor if isinstance(larmor, float) else None)
    parse(said, frozenset(known))
    order({p.name: p.link for p in known.values() if p.link} | {name: said}, known)
    return with_parameters(analysis, {name: replace(known[name], link=said)})


def offset_link(parameter: str, to: str, ppm: float) -> str:
    """The link that holds a position at a distance in ppm from another: "position_1 + 3.2"."""
    return f"{to} {'-' if ppm < 0 else '+'} {abs(ppm):.10g}"


def _with_line(text: str, line: Component, own: str, spectrum: int) -> str:
    """The text with every way to speak of a line replaced by the flat name of a parameter of it."""
    name, flat = re.escape(line.name.strip()), partial(_flat_of, line, spectrum)
    ways: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
        (rf"\bsame\s+(?:([a-z]+)\s+)?as\s+{name}(?!\w)", lambda match: flat(match[1] or own)),
        (rf"\b([a-z]+)\s+of\s+{name}(?!\w)", lambda match: flat(match[1])),
        (rf"(?<![\w.]){name}\s*\.\s*([a-z]+)\b", lambda match: flat(match[1])),
        (rf"(?<![\w.]){name}(?![\w.])", lambda match: flat(own)),
    )
    for pattern, said in ways:
        text = re.sub(pattern, said, text)
    return text


def _flat_of(line: Component, spectrum: int, own: str) -> str:
    """The flat name of a line's parameter, in this spectrum where the line has one of its own there."""
    separate = flat_name(own, number_of(line), spectrum)
    return separate if any(p.name == separate for p in line.parameters) else flat_name(own, number_of(line))


def _in_unit_of(own: str, value: float, unit: str, larmor: float | None) -> str | None:
    """A number with a unit as a plain number in the parameter's unit; None where it cannot be turned."""
    if unit == "kHz":
        value, unit = 1e3 * value, "Hz"
    wanted = "ppm" if own == "position" else "Hz"
    if unit == wanted:
        return f"{value:.12g}"
    if larmor is None:
        return None
    return f"{value / larmor if wanted == 'ppm' else value * larmor:.12g}"
