"""The text of a JCAMP-DX file: blocks of labelled records, and the numbers in their tables."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.nmr.asdf import Damaged, ordinates
from naglass_gui.formats.nmr.reading import MAX_POINTS, Real
from naglass_gui.formats.source import Source

_IGNORED = re.compile(r"[\s\-_/]")
_MAX_BLOCKS = 500


@dataclass(slots=True)
class Block:
    """From a title to its end: the first value of each label, and each table as (form, lines, labels set before it)."""

    fields: dict[str, str] = field(default_factory=dict)
    tables: list[tuple[str, list[str], dict[str, str]]] = field(default_factory=list)


def blocks(source: Source) -> list[Block]:
    """The blocks of a file; one within another ends the outer one's data, never its own."""
    blocks = [Block()]
    lines: list[str] | None = None
    for line in source.lines:
        text = line.split("$$", 1)[0].rstrip()
        if not text.startswith("##"):
            if lines is not None and text:
                lines.append(text)
            continue
        label, _, value = text[2:].partition("=")
        key = _IGNORED.sub("", label).upper()
        lines = None
        if key == "TITLE" and (blocks[-1].fields or len(blocks) > 1):
            if len(blocks) >= _MAX_BLOCKS:
                raise LoadError(f"{source.name}: the file holds over {_MAX_BLOCKS} blocks, too many to be read.")
            blocks.append(Block())
        block = blocks[-1]
        if key in ("XYDATA", "DATATABLE"):
            lines = []
            block.tables.append((value.strip(), lines, dict(block.fields)))
        elif key in ("PEAKTABLE", "XYPOINTS", "PEAKASSIGNMENTS"):
            block.tables.append(("other", [], {}))
        elif key == "PAGE":
            block.fields[key] = value.strip()  # each table belongs to the last one named
        elif key in ("YFACTOR", "RFACTOR", "IFACTOR"):
            block.fields["YFACTOR"] = value.strip()
        elif key == "$D":
            lines = []
            block.fields.setdefault(key, value.strip())
        elif key not in block.fields:
            block.fields[key] = value.strip()
    return blocks


def decoded(source: Source, lines: list[str], points: int) -> Real:
    """The ordinates of a table, shape (points,). Raises LoadError where it is damaged or holds another number of them."""
    try:
        values = ordinates(lines, points + 1)
    except Damaged as fault:
        raise LoadError(f"{source.name}: its table of data is damaged: {fault}. Export it again.") from fault
    # A table that ends in a difference repeats its last ordinate once more as a check.
    if len(values) == points + 1 and values[-1] == values[-2]:
        values = values[:-1]
    if len(values) != points:
        raise LoadError(
            f"{source.name}: its table holds {len(values)} points, the header says {points}. Export it again."
        )
    return np.array(values)


def row(block: Block, key: str) -> list[str]:
    """The values of a record of NTUPLES, one a variable."""
    return [word.strip() for word in block.fields.get(key, "").split(",")]


def count(source: Source, text: str) -> int:
    """A number of points. Raises LoadError where it is none."""
    points = number(text)
    if points is None or not 2 <= points <= MAX_POINTS:
        raise LoadError(f"{source.name}: it gives no number of points. Export it again.")
    return int(points)


def number(text: str) -> float | None:
    """The number a record holds, None for any other text."""
    try:
        value = float(text.strip().strip("<>"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
