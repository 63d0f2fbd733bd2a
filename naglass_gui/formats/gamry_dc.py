"""The chronoamperometry of a Gamry .DTA: its CURVE tables of time, voltage and current, and the steps of its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.direct_current import Record, record_readings
from naglass_gui.formats.gamry_tables import Table, field_text, metadata, plain
from naglass_gui.formats.numerals import cell, decimal_sign
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Real, Sizes, numbered

STEP = re.compile(r"[VT](PRE)?STEP\d*")
"""The tags of the voltages and times of a chronoamperometry."""


def curves(tables: Sequence[Table]) -> list[Table]:
    """The tables of the polarization itself: CURVE, CURVE1... and not OCVCURVE."""
    return [table for table in tables if re.fullmatch(r"CURVE\d*", table.tag)]


def readings(
    source: Source,
    tables: Sequence[Table],
    fields: Mapping[str, list[str]],
    notes: list[str],
    geometry: Sizes,
    temperature: Quantity | None,
    aborted: bool,
) -> tuple[Reading, ...]:
    """One polarization reading a table.

    Args:
        source: the file.
        tables: its CURVE tables.
        fields: tagged fields of the header.
        notes: the person's.
        geometry: pellet sizes of the header.
        temperature: of the header.
        aborted: whether the header says so.

    Raises:
        LoadError: a column is missing, or as `direct_current.complete`.
    """
    others = {tag: rest for tag, rest in fields.items() if not STEP.fullmatch(tag)}
    found: list[Reading] = []
    for i, table in enumerate(tables):
        record = _record(table, source)
        stopped = (f"The run was aborted; the table holds {len(record)} points.",) if aborted else ()
        found += record_readings(
            source,
            record,
            label=numbered(i, len(tables)).replace("sweep", "curve"),
            first=len(found),
            metadata=(*steps(fields), *metadata(others, notes)),
            notices=(*stopped, *_told(table)),
            geometry=geometry,
            temperature=temperature,
        )
    return tuple(found)


def steps(fields: Mapping[str, list[str]]) -> Pairs:
    """The voltages and times of the steps, under Gamry's own tags: ("VSTEP1", "0.5 V vs. reference"), ("TSTEP1", "30 s")."""
    pairs = []
    for tag, rest in fields.items():
        if not STEP.fullmatch(tag) or len(rest) < 2:
            continue
        text = field_text(rest)
        number, space, against = text.partition(" ")
        unit = "V" if tag.startswith("V") else "s"
        pairs.append((tag, f"{plain(number)} {unit}{space}{against}"))
    return tuple(pairs)


def _record(table: Table, source: Source) -> Record:
    columns = {name.lower(): i for i, name in enumerate(table.names)}
    missing = [name for name in ("T", "Im") if name.lower() not in columns]
    if missing:
        raise LoadError(f"{source.name}: the table {table.tag} has no column {missing[0]}. Export it again.")
    if not table.rows:
        raise LoadError(f"{source.name}: the file ends before its first point. Was the run aborted?")
    decimal = decimal_sign([c for _, cells in table.rows for c in cells])
    cut = len(table.rows[-1][1]) < max(len(cells) for _, cells in table.rows)

    def values(name: str) -> Real:
        read = [cell(cells, columns[name], decimal) for _, cells in table.rows]
        if cut:
            read[-1] = np.nan  # the last row is cut short, perhaps within one of its numbers
        return np.array(read, dtype=np.float64)

    voltage = next((values(name) for name in ("vf", "v") if name in columns), None)
    return Record(values("t"), values("im"), voltage, values("ierange") if "ierange" in columns else None)


def _told(table: Table) -> tuple[str, ...]:
    """Overloads, and a table shorter than it was begun."""
    column = next((i for i, name in enumerate(table.names) if name == "Over"), None)
    marks = [] if column is None else [cells[column] for _, cells in table.rows if column < len(cells)]
    overloads = sum(bool(mark.strip(".")) for mark in marks)
    told = []
    if overloads:
        points = "1 point was" if overloads == 1 else f"{overloads} points were"
        told.append(f"{points} measured in overload.")
    if table.announced is not None and table.announced > len(table.rows):
        told.append(f"The header announces {table.announced} points; the file holds {len(table.rows)}.")
    return tuple(told)
