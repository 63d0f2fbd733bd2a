"""Conditions as they are typed in the Stability tab, known ones and any other."""

from __future__ import annotations

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Id, Project
from naglass_gui.core.quantity import Quantity, dimension, parse_quantity
from naglass_gui.techniques import technique
from naglass_gui.techniques.sources import Lineage
from naglass_gui.ui.dialogs.conditions import CONDITIONS

_KNOWN = {name: (measures, unit) for name, _, measures, unit, _ in CONDITIONS}
FREE = ("time", "temperature", "number", "pressure", "length", "mass", "voltage", "share", "frequency")


def typed(name: str, text: str, unit: str) -> Quantity | None:
    """A condition as typed, in its own unit where none is given; None for an empty text.

    Args:
        name: of the condition.
        text: what was typed.
        unit: of the other points, which a bare number means too.

    Raises:
        InputError: it is no value of such a condition.
    """
    if not text.strip():
        return None
    field = name.replace("_", " ").capitalize()
    if name in _KNOWN:
        measures, usual = _KNOWN[name]
        return parse_quantity(text, measures, unit or usual, field)
    if unit:
        return parse_quantity(text, dimension(unit), unit, field)
    for measures in FREE:
        try:
            return parse_quantity(text, measures, "", field)
        except InputError:
            continue
    return parse_quantity(text, "number", "", field)


def measurements_behind(project: Project, source: Id) -> tuple[Id, ...]:
    """The measurements at the roots of an analysis: their condition is that of the point."""
    return tuple(sorted(Lineage.of(project, technique).measured(source)))
