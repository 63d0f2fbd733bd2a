"""Tables of current over time, as csv, text or a sheet of a workbook: by a `CurveMapping`, into polarization readings."""

from __future__ import annotations

import numpy as np

from naglass_gui.core.reading import Reading
from naglass_gui.formats.curve_headings import CURRENT_UNITS, TIME_UNITS, VOLTAGE_UNITS, curve_heading
from naglass_gui.formats.curve_mapping import CurveMapping
from naglass_gui.formats.direct_current import Record, record_readings
from naglass_gui.formats.layout import cells
from naglass_gui.formats.numerals import cell
from naglass_gui.formats.rows import Row
from naglass_gui.formats.source import Source
from naglass_gui.formats.table import Table, stray_notice, table_rows
from naglass_gui.formats.temperature import header_temperature, temperature_in


def curve_readings(
    source: Source, table: Table, mapping: CurveMapping, label: str = "", first: int = 0
) -> tuple[Reading, ...]:
    """One reading for each run of a table.

    Args:
        source: the file.
        table: its lines.
        mapping: which column is what.
        label: what tells the table from others of its file; empty when it is alone.
        first: the position in the file of its first run, from 0.

    Raises:
        LoadError: as `direct_current.complete`.
    """
    rows, stray = table_rows(table, mapping.skip, mapping.separator, mapping.decimal)
    temperature = header_temperature(table.lines[: mapping.skip]) or temperature_in(table.label)[0]
    return record_readings(
        source,
        _record(rows, mapping),
        label=label,
        first=first,
        notices=(*stray_notice(stray), *_unit_notice(table, mapping)),
        temperature=temperature,
    )


def _record(rows: list[Row], mapping: CurveMapping) -> Record:
    """The rows in s, A and V; a last row cut short, perhaps within a number, is NaN."""
    read = [[cell(parts, column, mapping.decimal) for column in mapping.columns] for _, parts in rows]
    values = np.array(read, dtype=np.float64).reshape(len(rows), len(mapping.columns))
    needed = max(mapping.columns) + 1
    if len(rows) > 1 and len(rows[-1][1]) < min(needed, len(rows[-2][1])):
        values[-1] = np.nan
    voltage = values[:, 2] * VOLTAGE_UNITS[mapping.voltage_unit] if mapping.voltage is not None else None
    return Record(
        np.array(values[:, 0] * TIME_UNITS[mapping.time_unit]),
        np.array(values[:, 1] * CURRENT_UNITS[mapping.current_unit]),
        voltage,
    )


def _unit_notice(table: Table, mapping: CurveMapping) -> tuple[str, ...]:
    """What was assumed where the header names a quantity without its unit."""
    above = [cells(line, mapping.separator) for line in table.lines[max(mapping.skip - 2, 0) : mapping.skip]]
    assumed = []
    chosen = (("time", mapping.time, mapping.time_unit), ("current", mapping.current, mapping.current_unit))
    for name, column, unit in chosen:
        headings = [curve_heading(names[column]) for names in above if column < len(names)]
        written = any(names[column].strip("()[] ") == unit for names in above if column < len(names))
        if any(h.role == name and not h.unit for h in headings) and not written:
            assumed.append(f"{name} in {unit.replace('uA', 'µA')}")
    return (
        (f"The header names no unit of {' and '.join(a.split()[0] for a in assumed)}: read as {', '.join(assumed)}.",)
        if assumed
        else ()
    )
