"""Eco Chemie (Autolab FRA) .dfr: a version, the number of points, then nine lines a point."""

from __future__ import annotations

import re

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.rows import Columns, points, spectra
from naglass_gui.formats.source import Source

NAME = "Autolab .dfr"
VERSION = "1"

_VERSION = re.compile(r"\AVERSION(\d+\.\d+)[ \t]*\r*\n[ \t]*(\d{1,6})[ \t]*\r*\n")
_FIRST_POINT = 3
_LINES_A_POINT = 9
# The format holds −Z″: frequency, Z′, −Z″, and six lines on the run.
_COLUMNS: Columns = ((0, 1.0), (1, 1.0), (2, -1.0))


def sniff(source: Source) -> float:
    """1 for its first two lines."""
    return 1.0 if _VERSION.match(source.head) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of the file.

    Raises:
        LoadError: no complete point, or a damaged one.
    """
    head = _VERSION.match(source.head)
    if head is None:
        raise LoadError(
            f"{source.name}: the file does not begin as a .dfr file does. Copy it from the instrument again."
        )
    lines = source.lines
    end = _FIRST_POINT + _LINES_A_POINT * int(head[2])
    held = [line.strip() for line in lines[_FIRST_POINT:end]]
    while held and not held[-1]:
        held.pop()
    rows = [
        (_FIRST_POINT + at + 1, held[at : at + _LINES_A_POINT])
        for at in range(0, len(held), _LINES_A_POINT)
    ]  # fmt: skip
    dates = [line.strip() for line in lines[end:] if re.match(r"\s*\d{1,2}\.\d{1,2}\.\d{4} \d", line)]
    announced = int(head[2])
    told = (
        () if len(held) == announced * _LINES_A_POINT else (f"The file breaks off: it announces {announced} points.",)
    )
    return spectra(
        source,
        points(rows, _COLUMNS, source),
        metadata=(("version", head[1]), *((("dates", "; ".join(dates)),) if dates else ())),
        notices=told,
    )
