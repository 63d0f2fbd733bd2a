"""Ties between lines, for a line's menu: the same width, an area in a fixed ratio, a fixed distance in ppm or Hz."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Component
from naglass_gui.core.quantity import format_value, parse_number
from naglass_gui.techniques.nmr import SHAPES
from naglass_gui.techniques.nmr.components import flat_name, number_of, split_name
from naglass_gui.techniques.nmr.links import offset_link
from naglass_gui.techniques.nmr.roles import is_sideband
from naglass_gui.ui.deeds import Deed
from naglass_gui.ui.nmr.curves import values_of

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab

Entries = list[Deed | tuple[str, Sequence[Deed]]]
_OFFSET = re.compile(r"(?P<number>.*?)\s*(?P<unit>ppm|Hz|kHz|)\s*")


def link_entries(tab: NmrTab, analysis: Analysis, line: Component) -> Entries:
    """Submenus that tie a line to each of the others, and an entry that frees it; () where there is no other line."""
    others = [c for c in analysis.components if c.id != line.id and not is_sideband(analysis, c)]
    if not others:
        return []
    alike = [other for other in others if _shared_widths(line, other)]
    entries: Entries = [
        ("Same width as", [_same_width(tab, analysis, line, other) for other in alike]),
        ("Area in a fixed ratio to", [_ratio(tab, analysis, line, other) for other in others]),
        ("At a fixed distance from", [_distance(tab, analysis, line, other) for other in others]),
    ]
    tied = [p.name for p in line.parameters if p.link]
    free = {name: "" for name in tied}
    deed = Deed(f"Free {line.name} of its ties", partial(tab.editing.link, analysis, f"Free {line.name}", free))
    return [*(e for e in entries if isinstance(e, Deed) or e[1]), *([deed] if tied else [])]


def _same_width(tab: NmrTab, analysis: Analysis, line: Component, other: Component) -> Deed:
    links = {flat_name(own, number_of(line)): flat_name(own, number_of(other)) for own in _shared_widths(line, other)}
    now = {p.name: p.link for p in line.parameters}
    text = f"Let {line.name} be as wide as {other.name}"
    return _deed(tab, analysis, other, text, links, all(now.get(name) == link for name, link in links.items()))


def _ratio(tab: NmrTab, analysis: Analysis, line: Component, other: Component) -> Deed:
    name, to = flat_name("area", number_of(line)), flat_name("area", number_of(other))
    values = values_of(analysis)
    shown = values[name] / values[to] if values.get(to) else 1.0

    def ask() -> None:
        typed = tab.services.ask.text(
            "Fixed ratio", f"Area of {line.name} over that of {other.name}", format_value(shown, significant=4)
        )
        try:
            if typed is not None:
                ratio = parse_number(typed)
                tab.editing.link(analysis, f"Tie {line.name} to {other.name}", {name: f"{ratio:.10g} * {to}"})
        except InputError as fault:
            tab.services.messages.show(fault.sentence, "warning")

    return Deed(f"{other.name}…", ask, checked=to in _link(line, name))


def _distance(tab: NmrTab, analysis: Analysis, line: Component, other: Component) -> Deed:
    name, to = flat_name("position", number_of(line)), flat_name("position", number_of(other))
    values = values_of(analysis)
    shown = format_value(values[name] - values[to], significant=4)

    def ask() -> None:
        question = f"Distance of {line.name} from {other.name}, in ppm or Hz"
        typed = tab.services.ask.text("Fixed distance", question, f"{shown} ppm")
        try:
            if typed is not None:
                link = offset_link(name, to, _in_ppm(tab, typed))
                tab.editing.link(analysis, f"Tie {line.name} to {other.name}", {name: link})
        except InputError as fault:
            tab.services.messages.show(fault.sentence, "warning")

    return Deed(f"{other.name}…", ask, checked=to in _link(line, name))


def _in_ppm(tab: NmrTab, typed: str) -> float:
    match = _OFFSET.fullmatch(typed.strip())
    assert match is not None
    value = parse_number(match["number"])
    if match["unit"] in ("", "ppm"):
        return value
    signal = tab.current.signal if tab.current is not None else None
    if signal is None:
        raise InputError("The Larmor frequency is not known here: give the distance in ppm.")
    return value * (1e3 if match["unit"] == "kHz" else 1.0) / signal.larmor


def _deed(tab: NmrTab, analysis: Analysis, other: Component, text: str, links: dict[str, str], checked: bool) -> Deed:
    return Deed(other.name, partial(tab.editing.link, analysis, text, links), checked=checked)


def _shared_widths(line: Component, other: Component) -> list[str]:
    """Own names of the widths that both lines have; a mixing goes with them, so that shapes are alike."""
    if line.kind not in SHAPES or other.kind not in SHAPES:
        return []
    widths = [own for own in SHAPES[line.kind].widths if own in SHAPES[other.kind].widths]
    both = {split_name(p.name)[0] for p in line.parameters} & {split_name(p.name)[0] for p in other.parameters}
    return [*widths, *(["mixing"] if widths and "mixing" in both else [])]


def _link(line: Component, name: str) -> set[str]:
    link = next((p.link for p in line.parameters if p.name == name), "")
    return set(re.findall(r"\b[a-z]+_\d+(?:_s\d+)?\b", link))
