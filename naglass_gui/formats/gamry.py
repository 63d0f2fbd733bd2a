"""Gamry .DTA: tagged lines of tabs, tables that end at the next tag, numbers with a decimal point or comma."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.numerals import cell, decimal_sign, number
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Points, Sizes, complete, numbered, spectrum
from naglass_gui.formats.temperature import temperature_in

NAME = "Gamry DTA"
VERSION = "1"

_EXPERIMENTS = {
    "CHRONOA": "a chronoamperometry (DC)",
    "CHRONOP": "a chronopotentiometry (DC)",
    "CORPOT": "an open-circuit potential (DC)",
    "CV": "a cyclic voltammogram",
    "LSV": "a linear sweep voltammogram",
    "POLRES": "a polarization resistance (DC)",
    "PV": "a pulse voltammogram",
    "PWR800": "a charge-discharge run (DC)",
    "TAFEL": "a Tafel plot (DC)",
}
_QUANTITIES = frozenset({"QUANT", "IQUANT", "POTEN"})
# What Gamry writes where no thermometer is connected: the end of its scale, or 0 K.
_NO_THERMOMETER = (-327.67, -273.15)
_DEFAULT_AREA_CM2 = 1.0


@dataclass
class Table:
    """A table of a .DTA: its tag, column names and rows as (line number, cells)."""

    tag: str
    names: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def sniff(source: Source) -> float:
    """1 for a file that begins with EXPLAIN and names its TAG."""
    lines = source.head.lstrip("\ufeff \r\n").splitlines()[:5]
    if not lines or lines[0].strip() != "EXPLAIN":
        return 0.0
    return 1.0 if any(line.startswith("TAG\t") for line in lines) or source.suffix == ".dta" else 0.6


def read(source: Source) -> tuple[Reading, ...]:
    """Every ZCURVE of a Gamry .DTA file.

    Where the instrument corrected drift, its corrected values are taken, and a notice says so. An electrode area of
    exactly 1 cm² is Gamry's default, and is not taken for the pellet's.

    Raises:
        LoadError: no impedance in it, a table that ends before its first point, or a damaged row.
    """
    fields, notes, tables = _parse(source.lines)
    curves = [table for table in tables if table.tag.startswith("ZCURVE")]
    if not curves:
        raise LoadError(_no_impedance(source, fields))
    metadata = _metadata(fields, notes)
    geometry = _geometry(fields)
    aborted = any(tag.endswith("ABORTED") and value[1:2] == ["T"] for tag, value in fields.items())
    noted = _noted_temperature(fields, notes)
    readings = []
    for i, table in enumerate(curves):
        raw, told = _points(table, source.name)
        points, left_out = complete(raw, source.name)
        told += left_out
        if aborted:
            told += (f"The run was aborted; {len(points)} points are complete.",)
        readings.append(
            spectrum(
                source,
                points,
                label=numbered(i, len(curves)),
                sweep=i,
                metadata=metadata,
                notices=told,
                geometry=geometry,
                temperature=_measured_temperature(table) or noted,
            )
        )
    return tuple(readings)


def _parse(lines: Sequence[str]) -> tuple[dict[str, list[str]], list[str], list[Table]]:
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
        table = Table(tag) if rest[:1] == ["TABLE"] else None
        if table is not None:
            tables.append(table)
        elif rest:
            fields.setdefault(tag, rest)
    return fields, notes, tables


def _add_row(table: Table, place: int, line: str) -> None:
    cells = line.strip().split("\t")
    if not table.names:
        table.names = [name.strip() for name in cells]
    elif table.rows or cells[0].strip() != "#":  # the line of units begins with "#"
        # Files edited by hand separate some rows with spaces.
        table.rows.append((place, cells if len(cells) == len(table.names) else line.split()))


def _points(table: Table, name: str) -> tuple[Points, tuple[str, ...]]:
    """The points of a ZCURVE and what to tell about them. Raises LoadError where a column is missing."""
    columns = {column.lower(): i for i, column in enumerate(table.names)}
    corrected = "zrealdrcor" in columns and "zimagdrcor" in columns
    wanted = ("freq", "zrealdrcor", "zimagdrcor") if corrected else ("freq", "zreal", "zimag")
    missing = [column for column in wanted if column not in columns]
    if missing:
        raise LoadError(f"{name}: the table {table.tag} has no column {missing[0].capitalize()}. Export it again.")
    if not table.rows:
        raise LoadError(f"{name}: the file ends before its first impedance point. Was the run aborted?")
    decimal = _decimal(table)
    f, re, im = (columns[column] for column in wanted)
    rows = [(place, *(cell(cells, i, decimal) for i in (f, re, im))) for place, cells in table.rows]
    if len(table.rows[-1][1]) < max(len(cells) for _, cells in table.rows):
        # The last row is cut short, perhaps within one of its numbers.
        rows[-1] = (table.rows[-1][0], math.nan, math.nan, math.nan)
    told = ("The instrument's drift-corrected values (ZrealDrCor, ZimagDrCor) are used.",) if corrected else ()
    return Points.of(rows), told


def _decimal(table: Table) -> str:
    return decimal_sign([c for _, cells in table.rows for c in cells])


def _no_impedance(source: Source, fields: dict[str, list[str]]) -> str:
    tag = (fields.get("TAG") or [""])[0]
    if tag in _EXPERIMENTS:
        return (
            f"{source.name}: this Gamry file holds {_EXPERIMENTS[tag]}, not an impedance spectrum; "
            "such files are not read for the moment."
        )
    if not tag or "EIS" in tag:
        return f"{source.name}: the file ends before its impedance table (ZCURVE). Was the run aborted?"
    return f"{source.name}: this Gamry file ({tag}) holds no impedance table (ZCURVE). Open the file of the EIS run."


def _metadata(fields: dict[str, list[str]], notes: list[str]) -> Pairs:
    """Every header field under the label Gamry gives it, which carries the unit."""
    pairs = []
    date, time = ((fields.get(tag) or ["", ""])[1:2] for tag in ("DATE", "TIME"))
    measured = " ".join((date or []) + (time or [])).strip()
    if measured:
        pairs.append(("measured", measured))
    for tag, rest in fields.items():
        text = _field(rest)
        if text and tag not in ("DATE", "TIME", "NOTES"):
            pairs.append(("experiment" if tag == "TAG" else _label(rest) or tag, text))
    if notes:
        pairs.append(("notes", "\n".join(notes)))
    return tuple(pairs)


def _field(rest: list[str]) -> str:
    """The value of a field as text: numbers in plain form, switches as yes and no."""
    if len(rest) == 1:
        return rest[0].strip()
    kind, value = rest[0], rest[1].strip()
    if kind == "TOGGLE":
        return {"T": "yes", "F": "no"}.get(value, value)
    if kind == "TWOPARAM":
        return " / ".join(_plain(v) for v in rest[2:4]) if value == "T" else "off"
    if kind == "POTEN":
        against = {"T": " vs. open circuit", "F": " vs. reference"}.get((rest[2:3] or [""])[0], "")
        return _plain(value) + against
    return _plain(value) if kind in _QUANTITIES else value


def _label(rest: list[str]) -> str:
    position = {"POTEN": 3, "TWOPARAM": 4}.get(rest[0], 2)
    return rest[position].replace("&", "").strip() if len(rest) > position else ""


def _plain(text: str) -> str:
    value = number(text, decimal_sign([text]))
    return text.strip() if value is None or math.isnan(value) else f"{value:.6g}"


def _geometry(fields: dict[str, list[str]]) -> Sizes:
    rest = fields.get("AREA") or []
    area = number(rest[1], decimal_sign(rest[1:2])) if len(rest) > 1 else None
    if area is None or not 0 < area < math.inf or area == _DEFAULT_AREA_CM2:
        return ()
    return (("area", Quantity(area, None, "cm^2")),)


def _noted_temperature(fields: dict[str, list[str]], notes: list[str]) -> Quantity | None:
    """The temperature a person wrote into the title or the notes."""
    title = (fields.get("TITLE") or ["", ""])[1:2]
    return temperature_in("\n".join([*title, *notes]))[0]


def _measured_temperature(table: Table) -> Quantity | None:
    """The mean of the table's temperature column, where a thermometer was connected."""
    column = next((i for i, name in enumerate(table.names) if name.lower() == "temp"), None)
    if column is None:
        return None
    decimal = _decimal(table)
    values = [v for _, cells in table.rows if math.isfinite(v := cell(cells, column, decimal))]
    connected = [v for v in values if all(abs(v - none) > 0.01 for none in _NO_THERMOMETER) and -273.15 < v < 2000]
    if not connected or len(connected) < len(values):
        return None
    return Quantity(sum(connected) / len(connected), None, "degC")
