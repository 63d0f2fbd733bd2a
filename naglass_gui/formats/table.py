"""A table of text cut into rows of cells, with what stands between them."""

from __future__ import annotations

from dataclasses import dataclass

from naglass_gui.formats.layout import cells
from naglass_gui.formats.numerals import number
from naglass_gui.formats.rows import Row


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file as lines of text; `label` is its sheet."""

    lines: tuple[str, ...]
    label: str = ""


def table_rows(table: Table, skip: int, separator: str, decimal: str) -> tuple[list[Row], list[int]]:
    """The rows with numbers, by line, and the lines of text that stand between or after them."""
    rows, stray = [], []
    for place, line in enumerate(table.lines[skip:], skip + 1):
        parts = cells(line, separator)
        while parts and not parts[-1]:
            parts.pop()
        if not parts:
            continue
        if any(number(part, decimal) is not None for part in parts):
            rows.append((place, parts))
        else:
            stray.append(place)
    return rows, stray


def stray_notice(lines: list[int]) -> tuple[str, ...]:
    """What to tell about lines of text among the numbers."""
    if not lines:
        return ()
    what = "1 line of text" if len(lines) == 1 else f"{len(lines)} lines of text"
    return (f"{what} among the numbers left out (line {lines[0]}{' and on' if len(lines) > 1 else ''}).",)
