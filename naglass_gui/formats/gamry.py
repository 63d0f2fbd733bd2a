"""Gamry .DTA: tagged lines of tabs, tables that end at the next tag, numbers with a decimal point or comma."""

from __future__ import annotations

import math

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats import gamry_dc
from naglass_gui.formats.gamry_tables import Table, parse
from naglass_gui.formats.gamry_tables import metadata as header_fields
from naglass_gui.formats.numerals import cell, decimal_sign, number
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Points, Sizes, complete, numbered, spectrum
from naglass_gui.formats.temperature import temperature_in

NAME = "Gamry DTA"
VERSION = "2"

_EXPERIMENTS = {
    "CHRONOP": "a chronopotentiometry (DC)",
    "CORPOT": "an open-circuit potential (DC)",
    "CV": "a cyclic voltammogram",
    "LSV": "a linear sweep voltammogram",
    "POLRES": "a polarization resistance (DC)",
    "PV": "a pulse voltammogram",
    "PWR800": "a charge-discharge run (DC)",
    "TAFEL": "a Tafel plot (DC)",
}
# What Gamry writes where no thermometer is connected: the end of its scale, or 0 K.
_NO_THERMOMETER = (-327.67, -273.15)
_DEFAULT_AREA_CM2 = 1.0


def sniff(source: Source) -> float:
    """1 for a file that begins with EXPLAIN and names its TAG."""
    lines = source.head.lstrip("\ufeff \r\n").splitlines()[:5]
    if not lines or lines[0].strip() != "EXPLAIN":
        return 0.0
    return 1.0 if any(line.startswith("TAG\t") for line in lines) or source.suffix == ".dta" else 0.6


def read(source: Source) -> tuple[Reading, ...]:
    """Every ZCURVE of a Gamry .DTA file, or every CURVE of a chronoamperometry.

    Where the instrument corrected drift, its corrected values are taken, and a notice says so. An electrode area of
    exactly 1 cm² is Gamry's default, and is not taken for the pellet's.

    Raises:
        LoadError: neither of them in it, a table that ends before its first point, or a damaged row.
    """
    fields, notes, tables = parse(source.lines)
    curves = [table for table in tables if table.tag.startswith("ZCURVE")]
    steady = gamry_dc.curves(tables) if (fields.get("TAG") or [""])[0] == "CHRONOA" else []
    if not curves and not steady:
        raise LoadError(_no_curve(source, fields))
    geometry = _geometry(fields)
    aborted = any(tag.endswith("ABORTED") and value[1:2] == ["T"] for tag, value in fields.items())
    noted = _noted_temperature(fields, notes)
    if not curves:
        return gamry_dc.readings(source, steady, fields, notes, geometry, noted, aborted)
    metadata = header_fields(fields, notes)
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


def _no_curve(source: Source, fields: dict[str, list[str]]) -> str:
    tag = (fields.get("TAG") or [""])[0]
    if tag in _EXPERIMENTS:
        return (
            f"{source.name}: this Gamry file holds {_EXPERIMENTS[tag]}, neither an impedance spectrum nor a "
            "chronoamperometry. Open the file of one of these."
        )
    if tag == "CHRONOA":
        return f"{source.name}: the file ends before its first point. Was the run aborted?"
    if not tag or "EIS" in tag:
        return f"{source.name}: the file ends before its impedance table (ZCURVE). Was the run aborted?"
    return f"{source.name}: this Gamry file ({tag}) holds no impedance table (ZCURVE). Open the file of the EIS run."


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
