"""Conditions that stand in the names of a series: "day_00", "day_04", "day_10" or "milled 2h", "milled 4h"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from naglass_gui.core.conditions import KNOWN
from naglass_gui.core.errors import InputError
from naglass_gui.core.quantity import Quantity, canonical_unit, dimension, parse_number

# A hyphen is a minus only after a separator: "NTC-4" is four.
_NUMBER = re.compile(r"((?:(?<![^\s_(\[,;=:+])[-−–])?\d+(?:[.,]\d+)?)")
_BEFORE, _AFTER = re.compile(r"([A-Za-z°]+)[ _-]?$"), re.compile(r"[ _-]?([A-Za-z°]+)(?![A-Za-z])")
_SPELLINGS = {
    **dict.fromkeys(("hr", "hrs", "hour", "hours", "std"), "h"),
    **dict.fromkeys(("mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("deg", "°c"), "degC"),
    "mpa": "MPa",
}


def conditions_in_names(names: Sequence[str], condition: str) -> tuple[Quantity, ...] | None:
    """The condition of each name of a series, by the one number in which the names differ.

    Where they differ in several, it is the one that stands beside a unit of such a condition.

    Args:
        names: at least two, alike but for their numbers.
        condition: name of the condition; a number without a unit is in its usual one.

    Returns:
        One quantity a name, or None where the names do not tell.
    """
    parts = [_NUMBER.split(name) for name in names]
    if len(parts) < 2 or len({tuple(part[::2]) for part in parts}) != 1:
        return None
    texts, numbers = parts[0][::2], list(zip(*(part[1::2] for part in parts), strict=True))
    measures, usual = KNOWN.get(condition, ("", ""))
    differing = [k for k, column in enumerate(numbers) if len({parse_number(number) for number in column}) > 1]
    behind = {k: unit for k in differing if (unit := _unit(_AFTER.match(texts[k + 1]), measures))}
    before = {k: unit for k in differing if (unit := _unit(_BEFORE.search(texts[k]), measures))}
    alone = {k: behind.get(k) or before.get(k) or usual for k in differing}
    for units in (alone, behind, before):
        if len(units) == 1:
            ((k, unit),) = units.items()
            return tuple(Quantity(parse_number(number), None, unit) for number in numbers[k])
    return None


def _unit(match: re.Match[str] | None, measures: str) -> str:
    """The unit that a word beside a number names; "" where it names none that measures this."""
    word = match[1].lower() if match else ""
    try:
        unit = canonical_unit(_SPELLINGS.get(word, word))
    except InputError:
        return ""
    return unit if unit and dimension(unit) == measures else ""
