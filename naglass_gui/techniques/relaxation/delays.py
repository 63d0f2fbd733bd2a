"""Delays as a person types or pastes them: "0.001 0.01 0.1", a column of a sheet, or a list with suffixes like "5m"."""

from __future__ import annotations

import re

from naglass_gui.core.errors import InputError
from naglass_gui.core.quantity import parse_number

_UNITS = {"": 1.0, "s": 1.0, "ms": 1e-3, "m": 1e-3, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "u": 1e-6, "min": 60.0}
_DELAY = re.compile(r"([+−-]?[\d.,]+(?:[eE][+−-]?\d+)?)[ \t]*(ms|us|µs|μs|min|s|m|u)?(?=[\s;]|$)", re.IGNORECASE)


def parse_delays(text: str, count: int | None = None) -> tuple[float, ...]:
    """Delays in s.

    Args:
        text: numbers parted by blanks, lines, semicolons or commas, each in s or with its unit (Bruker's "5m" are 5 ms). Commas are
            decimal ones where numbers are parted otherwise and none has a point.
        count: how many there must be.

    Raises:
        InputError: a word that is no time, a negative one, none above zero, or another number of them.
    """
    text = text.strip()
    decimal = "." not in text and re.search(r"\d[\s;]+\d", text) and not re.search(r",(?!\d)|(?<!\d),", text)
    found = _numbers(text if decimal else text.replace(",", " "))
    if not found:
        raise InputError("Type the delays in seconds, one for each spectrum.", field="Delays")
    if count is not None and len(found) != count:
        raise InputError(f"The series has {count} spectra, but these are {len(found)} delays.", field="Delays")
    if not max(found) > 0:
        raise InputError("At least one delay must be above zero.", field="Delays")
    return tuple(found)


def _numbers(text: str) -> list[float]:
    found, place = [], 0
    while place < len(text):
        if text[place].isspace() or text[place] == ";":
            place += 1
            continue
        match = _DELAY.match(text, place)
        if match is None:
            word = text[place:].split()[0]
            said = f"“{word[:24]}” is no delay; write seconds, or a unit behind the number, as in 5 ms."
            raise InputError(said, field="Delays")
        value = parse_number(match[1]) * _UNITS[(match[2] or "").lower()]
        if value < 0:
            raise InputError("A delay cannot be negative.", field="Delays")
        found.append(value)
        place = match.end()
    return found
