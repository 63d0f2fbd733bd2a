"""How a text table is laid out: separator, decimal sign, where its numbers begin, and its header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from naglass_gui.formats.headings import is_unit
from naglass_gui.formats.numerals import number

# Enough to know a table by; the rest of a long file looks the same.
_EXAMINED_LINES = 3000
_MAX_LINE = 20_000
_LAYOUTS = [(separator, decimal) for separator in "\t;, " for decimal in ".,"]
_COMMENT = re.compile(r"^\s*(?:#|//|%)\s*")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a table are cut into cells.

    Attributes:
        separator, decimal: as in `mapping.ColumnMapping`.
        skip: lines before the first row of numbers.
        width: cells in most rows of numbers.
        header: the name of each column, as many as `width`, or empty where the table has none.
        rows: how many rows of numbers were seen.
    """

    separator: str
    decimal: str
    skip: int
    width: int
    header: tuple[str, ...]
    rows: int


def cells(line: str, separator: str) -> list[str]:
    """The cells of a line, without the spaces and quotes round them."""
    if separator == " ":
        return line.replace('"', " ").split()
    if '"' in line:
        try:
            return [c.strip() for c in next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])]
        except csv.Error:
            return [line]
    return [c.strip() for c in line.split(separator)]


def layout(lines: Sequence[str], least: int = 3) -> Layout | None:
    """The layout under which most lines are rows of at least `least` numbers; None where fewer than two are."""
    seen = list(lines[:_EXAMINED_LINES])
    best: tuple[tuple[int, int], str, str, dict[int, int]] | None = None
    for separator, decimal in _LAYOUTS:
        if separator == decimal:
            continue
        widths = _numeric_rows(seen, separator, decimal, least)
        if not widths:
            continue
        common = Counter(widths.values()).most_common(1)[0][1]
        rank = (common, len(widths))
        if best is None or rank > best[0]:
            best = (rank, separator, decimal, widths)
    if best is None or best[0][0] < 2:
        return None
    (_, separator, decimal, widths) = best
    width = Counter(widths.values()).most_common(1)[0][0]
    skip = next(i for i, w in widths.items() if w == width)
    return Layout(separator, decimal, skip, width, _header(seen, skip, separator, width), len(widths))


def _numeric_rows(lines: list[str], separator: str, decimal: str, least: int) -> dict[int, int]:
    """The number of cells of every line that is mostly numbers, by its index."""
    found = {}
    for i, line in enumerate(lines):
        if len(line) > _MAX_LINE:
            continue
        parts = cells(line, separator)
        while parts and not parts[-1]:
            parts.pop()
        count = sum(number(part, decimal) is not None for part in parts)
        if count >= least and count >= 0.6 * len(parts):
            found[i] = len(parts)
    return found


def _header(lines: list[str], skip: int, separator: str, width: int) -> tuple[str, ...]:
    """The names above the first row of numbers; a line of units below the names is joined to them."""
    above = [line for line in lines[:skip] if line.strip()][-2:]
    found = [names for line in above if (names := _names(line, separator, width))]
    if not found or not above or not _names(above[-1], separator, width):
        return ()
    if len(found) == 2 and all(is_unit(name) for name in found[1]):
        return tuple(f"{name} ({unit})" if unit else name for name, unit in zip(*found, strict=True))
    return found[-1]


def _names(line: str, separator: str, width: int) -> tuple[str, ...]:
    """The cells of a header line as names of `width` columns, or nothing where they do not match."""
    marked = _COMMENT.match(line)
    # "# f Z' Z''" is a comment; "#\tf\tZ'\tZ''" above four columns counts the rows.
    text = line[marked.end() :] if marked and len(cells(line, separator)) != width else line
    # A header of names with spaces in them is set apart by tabs, commas or wide gaps even where the rows are not.
    cuts = [cells(text, separator)]
    if separator == " ":
        cuts += [cells(text, "\t"), [c.strip() for c in re.split(r"\s{2,}", text.strip())], cells(text, ",")]
    elif separator == "\t":
        cuts += [[c.strip() for c in re.split(r"\t+", text.strip())]]
    for names in cuts:
        while len(names) > width and not names[-1]:
            names.pop()
        if len(names) == width and not all(number(name) is not None for name in names):
            return tuple(names)
    return ()
