"""The text of a Gamry .DTA: tagged fields, notes, and tables that end at the next tag."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from naglass_gui.formats.numerals import decimal_sign, number
from naglass_gui.formats.spectrum import Pairs

_QUANTITIES = frozenset({"QUANT", "IQUANT", "POTEN"})


@dataclass
class Table:
    """A table of a .DTA.

    Attributes:
        tag: its name.
        announced: the number of rows that stands beside it; None without one.
        names: of the columns.
        rows: (line number, cells) each.
    """

    tag: str
    announced: int | None = None
    names: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def parse(lines: Sequence[str]) -> tuple[dict[str, list[str]], list[str], list[Table]]:
    """The tagged fields, the lines of the notes, and the tables."""
    fields: dict[str, list[str]] = {}
    notes: list[str] = []
    tables: list[Table] = []
    table: Table | None = None
    in_notes = False
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if line[0] in "\t ":
            if table is not None:
                _add_row(table, place, line)
            elif in_notes:
                notes.append(line.strip())
            continue
        tag, *rest = line.rstrip().split("\t")
        in_notes = rest[:1] == ["NOTES"]
        table = Table(tag, _count(rest[1:2])) if rest[:1] == ["TABLE"] else None
        if table is not None:
            tables.append(table)
        elif rest:
            fields.setdefault(tag, rest)
    return fields, notes, tables


def _add_row(table: Table, place: int, line: str) -> None:
    cells = line.strip().split("\t") if not table.names else line.rstrip("\r\n").removeprefix("\t").split("\t")
    if not table.names:
        table.names = [name.strip() for name in cells]
    elif table.rows or cells[0].strip() != "#":  # the line of units begins with "#"
        # Files edited by hand separate some rows with spaces; a row with empty cells is not such a one.
        spaced = line.split()
        edited = len(cells) != len(table.names) == len(spaced)
        table.rows.append((place, spaced if edited else cells))


def _count(cells: list[str]) -> int | None:
    text = "".join(cells).strip()
    return int(text) if text.isdecimal() and len(text) < 8 else None


def metadata(fields: dict[str, list[str]], notes: list[str]) -> Pairs:
    """Every header field under the label Gamry gives it, which carries the unit."""
    pairs = []
    date, time = ((fields.get(tag) or ["", ""])[1:2] for tag in ("DATE", "TIME"))
    measured = " ".join((date or []) + (time or [])).strip()
    if measured:
        pairs.append(("measured", measured))
    for tag, rest in fields.items():
        text = field_text(rest)
        if text and tag not in ("DATE", "TIME", "NOTES"):
            pairs.append(("experiment" if tag == "TAG" else _label(rest) or tag, text))
    if notes:
        pairs.append(("notes", "\n".join(notes)))
    return tuple(pairs)


def field_text(rest: Sequence[str]) -> str:
    """The value of a field as text: numbers in plain form, switches as yes and no."""
    if len(rest) == 1:
        return rest[0].strip()
    kind, value = rest[0], rest[1].strip()
    if kind == "TOGGLE":
        return {"T": "yes", "F": "no"}.get(value, value)
    if kind == "TWOPARAM":
        return " / ".join(plain(v) for v in rest[2:4]) if value == "T" else "off"
    if kind == "POTEN":
        against = {"T": " vs. open circuit", "F": " vs. reference"}.get((rest[2:3] or [""])[0], "")
        return plain(value) + against
    return plain(value) if kind in _QUANTITIES else value


def _label(rest: list[str]) -> str:
    position = {"POTEN": 3, "TWOPARAM": 4}.get(rest[0], 2)
    return rest[position].replace("&", "").strip() if len(rest) > position else ""


def plain(text: str) -> str:
    """A number without needless digits; other text as it is."""
    value = number(text, decimal_sign([text]))
    return text.strip() if value is None or math.isnan(value) else f"{value:.6g}"
