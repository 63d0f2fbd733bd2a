"""Rows of text to impedance points, and points to one reading a sweep: what the readers of tables share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.headings import FREQUENCY_UNITS, IMPEDANCE_UNITS, headings
from naglass_gui.formats.numerals import cell, decimal_sign
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Points, Real, Sizes, complete, numbered, spectrum, sweeps

Row = tuple[int, list[str]]
"""A row's place in the file, from 1, and its cells."""
Columns = tuple[tuple[int, float], tuple[int, float], tuple[int, float]]
"""Of frequency, Z′ and Z″: the column, from 0, and the factor to Hz or ohm (negative for −Z″)."""


def impedance_columns(names: Sequence[str], source: Source, what: str) -> Columns:
    """Where frequency, Z′ and Z″ stand in a header, with their units and the sign of Z″.

    Args:
        names: the header's cells.
        source: the file, for the sentences.
        what: the program that wrote it, for the sentences: "Novocontrol".

    Raises:
        LoadError: one of the three is missing, or has a unit that is no frequency or no resistance.
    """
    found: dict[str, tuple[int, float]] = {}
    for i, column in enumerate(headings(names)):
        if column.role not in ("frequency", "z_real", "z_imag") or column.role in found:
            continue
        units = FREQUENCY_UNITS if column.role == "frequency" else IMPEDANCE_UNITS
        factor = units.get(column.unit or ("Hz" if column.role == "frequency" else "ohm"))
        if factor is None or column.unit == "ohm cm^2":
            raise LoadError(
                f"{source.name}: the unit of “{names[i].strip()}” is not Hz or ohm. Export Z′ and Z″ in ohm."
            )
        found[column.role] = (i, -factor if column.negated else factor)
    if len(found) < 3:
        raise LoadError(f"{source.name}: this {what} file holds no frequency, Z′ and Z″. Export these three columns.")
    return found["frequency"], found["z_real"], found["z_imag"]


def points(rows: Sequence[Row], columns: Columns, source: Source) -> Points:
    """The impedance points of a table; a last row that is cut short, perhaps within a number, is NaN.

    Raises:
        LoadError: there are no rows.
    """
    if not rows:
        raise LoadError(f"{source.name}: the file ends before its first impedance point. Was the run aborted?")
    decimal = decimal_sign([c for _, cells in rows for c in cells])
    found = [(place, *(cell(cells, i, decimal) * factor for i, factor in columns)) for place, cells in rows]
    if len(rows[-1][1]) < max(len(cells) for _, cells in rows):
        found[-1] = (rows[-1][0], math.nan, math.nan, math.nan)
    return Points.of(found)


def miscounted(announced: int, held: int) -> tuple[str, ...]:
    """A notice where a header announces another number of points than the file holds."""
    return () if announced == held else (f"The header announces {announced} points; the file holds {held}.",)


def spectra(
    source: Source,
    raw: Points,
    *,
    place: str = "line",
    metadata: Pairs = (),
    notices: Sequence[str] = (),
    geometry: Sizes = (),
    temperature: Quantity | None = None,
    cut: Callable[[Real], list[slice]] = sweeps,
) -> tuple[Reading, ...]:
    """One reading for each sweep of a table.

    Args:
        source: the file.
        raw: points as read.
        place: what a row of this file is called in a sentence.
        metadata: header fields, for every sweep as the rest.
        notices: what the person should see.
        geometry: pellet sizes of the header.
        temperature: of the header.
        cut: where the sweeps begin and end, from the frequencies.

    Raises:
        LoadError: no complete point, or a damaged row.
    """
    whole, left_out = complete(raw, source.name, place)
    parts = cut(whole.frequency)
    return tuple(
        spectrum(
            source,
            whole[part],
            label=numbered(i, len(parts)),
            sweep=i,
            metadata=metadata,
            notices=(*notices, *left_out),
            geometry=geometry,
            temperature=temperature,
        )
        for i, part in enumerate(parts)
    )
