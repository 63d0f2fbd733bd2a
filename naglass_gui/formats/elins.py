"""Elins .i2b: lines of free text, the number of points, then rows of frequency, Z′ and Z″ set apart by spaces."""

from __future__ import annotations

import re

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.numerals import number
from naglass_gui.formats.rows import miscounted, points, spectra
from naglass_gui.formats.source import Source
from naglass_gui.formats.temperature import temperature_in

NAME = "Elins .i2b"
VERSION = "1"

_COUNT = re.compile(r"[ \t]*(\d{1,6})[ \t]*")
_COLUMNS = ((0, 1.0), (1, 1.0), (2, 1.0))
_MAX_HEADER = 200


def sniff(source: Source) -> float:
    """0.97 for a .i2b with a count above its rows of three; 0.92 for any text whose count is the number of those rows."""
    if not source.is_text:
        return 0.0
    start = _count_at(tuple(source.head.splitlines()))
    if start is None:
        return 0.0
    if source.suffix == ".i2b":
        return 0.97
    rows = [line for line in source.lines[start + 1 :] if line.strip()]
    return 0.92 if int(source.lines[start]) == len(rows) >= 3 and all(map(_is_row, rows)) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of the file; Z″ has its sign, and the lines above are kept as notes.

    Raises:
        LoadError: no complete point, or a damaged row.
    """
    lines = source.lines
    start = _count_at(lines)
    if start is None:
        raise LoadError(f"{source.name}: the number of points above the table is missing. Copy the file again.")
    rows = [(place, line.split()) for place, line in enumerate(lines[start + 1 :], start + 2) if line.strip()]
    notes = "\n".join(line.strip() for line in lines[:start]).strip()
    return spectra(
        source,
        points(rows, _COLUMNS, source),
        metadata=(("notes", notes),) if notes else (),
        notices=miscounted(int(lines[start]), len(rows)),
        temperature=temperature_in(notes)[0],
    )


def _count_at(lines: tuple[str, ...]) -> int | None:
    """The index of the line that is nothing but the number of the rows below it."""
    for i, (line, below) in enumerate(zip(lines[:_MAX_HEADER], lines[1:], strict=False)):
        if _COUNT.fullmatch(line) and _is_row(below):
            return i
    return None


def _is_row(line: str) -> bool:
    cells = line.split()
    return len(cells) == 3 and all(number(c) is not None for c in cells)
