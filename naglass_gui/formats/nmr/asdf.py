"""The compressed numbers of JCAMP-DX: packed, squeezed, differences and repeats (R. McDonald, P. A. Wilks, 1988)."""

from __future__ import annotations

import re

_SQUEEZED = {c: str(i) for i, c in enumerate("@ABCDEFGHI")} | {c: f"-{i}" for i, c in enumerate("abcdefghi", start=1)}
_DIFFERENCE = {c: str(i) for i, c in enumerate("%JKLMNOPQR")} | {c: f"-{i}" for i, c in enumerate("jklmnopqr", start=1)}
_REPEATED = {c: str(i) for i, c in enumerate("STUVWXYZs", start=1)}
_TOKEN = re.compile(r"([@A-Ia-i%J-Rj-rS-Zs])?([+-]?(?:\d+\.?\d*|\.\d+)?(?:[Ee][+-]\d{1,3})?)")
_MAX_REPEATS = 1_000_000


class Damaged(ValueError):
    """A line that is no line of data."""


def ordinates(lines: list[str], limit: int) -> list[float]:
    """The ordinates of a table (X++(Y..Y)), without their factor.

    Each line begins with its abscissa, which is passed over. After a line that ends in a difference, the next one begins
    with the same ordinate again as a check.

    Args:
        lines: of the table.
        limit: more ordinates than this are damage.

    Raises:
        Damaged: a line that cannot be decoded, a check that fails, or too many ordinates.
    """
    values: list[float] = []
    check = False
    for line in lines:
        line = line.strip()
        if not line:
            continue
        found, check = _line(line, values, check)
        values += found
        if len(values) > limit:
            raise Damaged(f"more than {limit} ordinates")
    return values


def _line(line: str, before: list[float], check: bool) -> tuple[list[float], bool]:
    """The new ordinates of a line, and whether it ends in a difference."""
    values: list[float] = []
    last: tuple[str, float] = ("", 0.0)
    first = True
    at = 0
    while at < len(line):
        if line[at] in " \t,;":
            at += 1
            continue
        match = _TOKEN.match(line, at)
        if match is None or match.end() == at:
            raise Damaged(f"“{line[at : at + 10]}” is no number")
        letter, digits = match[1] or "", match[2]
        at = match.end()
        if first:
            if letter:
                raise Damaged("a line without its abscissa")
            first = False
            continue
        if letter in _REPEATED:
            _repeat(values, last, int(_number(_REPEATED[letter] + digits)))
            continue
        if letter in _DIFFERENCE:
            step = _number(_DIFFERENCE[letter] + digits)
            if not values:
                raise Damaged("a difference without an ordinate before it")
            values.append(values[-1] + step)
            last = ("difference", step)
        else:
            value = _number(_SQUEEZED.get(letter, "") + digits)
            values.append(value)
            last = ("value", value)
    if check and values:
        if abs(values[0] - before[-1]) > 1e-6 * max(abs(before[-1]), 1.0):
            raise Damaged("a line does not begin where the one before ended")
        values = values[1:]
        return values, last[0] == "difference" if values else check
    return values, last[0] == "difference"


def _repeat(values: list[float], last: tuple[str, float], count: int) -> None:
    if not values or not 1 <= count <= _MAX_REPEATS:
        raise Damaged("a repeat of nothing, or too often")
    kind, step = last
    for _ in range(count - 1):
        values.append(values[-1] + step if kind == "difference" else step)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as fault:
        raise Damaged(f"“{text[:20]}” is no number") from fault
