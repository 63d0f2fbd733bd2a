"""Novocontrol NEISYS and WinDETA text: title, pellet sizes, fixed values, and a table of Freq.[Hz], Zs' and Zs''."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.numerals import cell, decimal_sign, number
from naglass_gui.formats.rows import Row, impedance_columns
from naglass_gui.formats.rows import points as table_points
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Points, Real, Sizes, complete, numbered, spectrum
from naglass_gui.formats.temperature import temperature_in
from naglass_gui.formats.thermometer import celsius, mean_temperature, sweeps_by_temperature

NAME = "Novocontrol"
VERSION = "2"

_FREQUENCY_CELL = re.compile(r"^[ \t]*Freq\.[ \t]*\[[ \t]*[mkMG]?Hz[ \t]*\]", re.MULTILINE)
_FIELD = re.compile(
    r"(?P<name>[A-Z][A-Za-z. ]{0,60}?)\s{0,9}\[(?P<unit>[^\]]{1,20})\]\s*[:=]?\s*(?P<value>[-+\d.,]+(?:[eE][-+]?\d+)?)"
)


def sniff(source: Source) -> float:
    """1 for a table whose first column is "Freq.[Hz]" and which names Zs'; 0.9 for another table of Novocontrol."""
    found = _FREQUENCY_CELL.search(source.head)
    if not found:
        return 0.0
    line = source.head[found.start() :].lstrip().splitlines()[0]
    if re.search(r"Zs?'\s*\[", line):
        return 1.0
    return 0.9 if re.search(r"(Eps|Sig|Ys?|M|Cp|Tan)['( ]", line) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of a Novocontrol text file, with the pellet's diameter and thickness and the temperature of its header.

    Raises:
        LoadError: no Zs' and Zs'' among the columns, no complete point, or a damaged row.
    """
    lines = source.lines
    start = next(i for i, line in enumerate(lines) if _FREQUENCY_CELL.match(line))
    names = [name.strip() for name in re.split(r"\t+|\s{2,}", lines[start].strip()) if name.strip()]
    columns = impedance_columns(names, source, "Novocontrol")
    rows = [(place, _cells(line)) for place, line in enumerate(lines[start + 1 :], start + 2) if line.strip()]
    points, left_out = complete(table_points(rows, columns, source), source.name)
    thermometer = _thermometer(names, rows, points)
    metadata, geometry, fixed = _header(lines[:start])
    parts = sweeps_by_temperature(points.frequency, thermometer)
    return tuple(
        spectrum(
            source,
            points[part],
            label=numbered(i, len(parts)),
            sweep=i,
            metadata=metadata,
            notices=left_out,
            geometry=geometry,
            temperature=mean_temperature(thermometer, part) or fixed,
        )
        for i, part in enumerate(parts)
    )


def _cells(line: str) -> list[str]:
    return [c for c in re.split(r"\t+", line.strip()) if c.strip()] if "\t" in line.strip() else line.split()


def _thermometer(names: list[str], rows: list[Row], points: Points) -> Real | None:
    """The temperature in °C of every point, where the table has such a column."""
    column = next((i for i, name in enumerate(names) if re.match(r"Temp", name)), None)
    if column is None:
        return None
    decimal = decimal_sign([c for _, cells in rows for c in cells])
    by_row = {place: cell(cells, column, decimal) for place, cells in rows}
    values = np.array([by_row[int(row)] for row in points.row], dtype=np.float64)
    return celsius(values, "K" if "K" in names[column].partition("[")[2] else "degC")


def _header(lines: Sequence[str]) -> tuple[Pairs, Sizes, Quantity | None]:
    """Header fields, pellet sizes, and the temperature: a fixed value, else what the title says."""
    written = [line.strip() for line in lines if line.strip()]
    title = next((line for line in written if not line.startswith("#") and not _FIELD.search(line)), "")
    pairs: list[tuple[str, str]] = [("title", title)] if title else []
    sizes: dict[str, Quantity] = {}
    fixed: Quantity | None = None
    for line in written:
        if line.startswith("#") and ":" in line:
            label, _, text = line.lstrip("# ").partition(":")
            pairs.append((label.strip(), text.strip()))
            continue
        for match in _FIELD.finditer(line.replace("°", "").replace("º", "")):
            name, unit = re.split(r"\s{2,}", match["name"].strip())[-1], match["unit"].strip()
            value = number(match["value"], decimal_sign([match["value"]]))
            if value is None or not math.isfinite(value):
                continue
            pairs.append((name, f"{value:g} {unit}"))
            if name in ("Diameter", "Thickness") and unit == "mm" and value > 0:
                sizes[name.lower()] = Quantity(value, None, "mm")
            if name.startswith("Temp") and unit in ("C", "K"):
                fixed = Quantity(value, None, "degC" if unit == "C" else "K")
    return tuple(pairs), tuple(sizes.items()), fixed or temperature_in(title)[0]
