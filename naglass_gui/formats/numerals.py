"""Numbers as instruments write them, and rows of them."""

from __future__ import annotations

import math
import re

_POINT = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eEdD][+-]?\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eEdD][+-]?\d+)?", re.ASCII)
# Longer than any number an instrument writes.
_MAX_LENGTH = 60
_MISSING = frozenset(
    {"nan", "-nan", "nan(ind)", "-nan(ind)", "inf", "-inf", "+inf", "1.#qnan", "-1.#ind", "#n/a", "n/a", "--"}
)


def number(cell: str, decimal: str = ".") -> float | None:
    """The number a cell holds, NaN for a marker of a missing one, None for any other text.

    Args:
        cell: the text, with or without spaces round it.
        decimal: the decimal sign, "." or ",".
    """
    text = cell.strip().replace("−", "-")
    if len(text) > _MAX_LENGTH:
        return None
    if (_COMMA if decimal == "," else _POINT).fullmatch(text):
        return float(text.replace(",", ".").replace("d", "e").replace("D", "e"))
    return math.nan if text.lower() in _MISSING else None


def decimal_sign(cells: list[str]) -> str:
    """The decimal sign of cells that no comma separates: a comma where one of them needs it."""
    return "," if any("," in cell and number(cell, ",") is not None for cell in cells) else "."


def cell(cells: list[str], index: int, decimal: str) -> float:
    """The number in one column of a row; NaN where the row is too short or the cell is no number."""
    value = number(cells[index], decimal) if index < len(cells) else None
    return math.nan if value is None else value
