"""Tables of columns: csv, txt, tsv, what is pasted from a spreadsheet, and the sheets of a workbook once they are text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.curve_mapping import CurveMapping
from naglass_gui.formats.curve_table import curve_readings
from naglass_gui.formats.headings import FREQUENCY_UNITS, IMPEDANCE_UNITS, PHASE_UNITS
from naglass_gui.formats.mapping import ColumnMapping
from naglass_gui.formats.numerals import cell
from naglass_gui.formats.proposal import examine
from naglass_gui.formats.rows import Row
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Points, Real, complete, numbered, spectrum
from naglass_gui.formats.stored_mapping import TableMapping, from_json, to_json
from naglass_gui.formats.table import Table, stray_notice, table_rows
from naglass_gui.formats.temperature import header_temperature, temperature_in
from naglass_gui.formats.thermometer import celsius, mean_temperature, sweeps_by_temperature

NAME = "Columns of text"
VERSION = "2"

OPTION = "columns"
# Enough to preview whole spectra in the column mapper.
FIRST_LINES = 2000


class NeedsMapping(LoadError):
    """A table whose columns a person has to name.

    Attributes:
        first_lines: the beginning of the table, to show.
        proposal: the likeliest mapping, or None.
        sheet: the sheet of a workbook it stands on; empty for text.
    """

    def __init__(
        self,
        sentence: str,
        details: str = "",
        first_lines: tuple[str, ...] = (),
        proposal: TableMapping | None = None,
        sheet: str = "",
    ) -> None:
        super().__init__(sentence, details)
        self.first_lines = first_lines
        self.proposal = proposal
        self.sheet = sheet

    def __reduce__(self) -> tuple[type[NeedsMapping], tuple[object, ...]]:  # type: ignore[override]
        return type(self), (self.sentence, self.details, self.first_lines, self.proposal, self.sheet)


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """One spectrum of a table; `label` names its sheet, `temperature` is that of its column or of the lines above."""

    label: str
    points: Points
    notices: tuple[str, ...]
    temperature: Quantity | None


def sniff(source: Source) -> float:
    """0.1 for any text: the last to be asked."""
    return 0.1 if source.is_text else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of a table of text.

    Raises:
        NeedsMapping: the header and the numbers leave it open which column is what.
        LoadError: no table of impedance, no complete point, or a damaged row.
    """
    return read_tables(resolved(source), (_table(source),))


def resolved(source: Source) -> Source:
    """The source with the mapping its table shows among its options, so that it is always read in the same way again.

    Raises:
        NeedsMapping, LoadError: as `read`.
    """
    return with_mappings(source, (_table(source),))


def with_mappings(source: Source, tables: Sequence[Table]) -> Source:
    """The source with a mapping for its tables among its options: the person's, or what each table itself shows.

    Raises:
        NeedsMapping, LoadError: as `read`.
    """
    if source.option(OPTION) is not None:
        return source
    return source.with_options((*source.options, (OPTION, to_json(_shown(source, tables)))))


def read_tables(source: Source, tables: Sequence[Table]) -> tuple[Reading, ...]:
    """Every sweep and every DC run of these tables, by the mappings among the source's options.

    Raises:
        LoadError: no complete point, or a damaged row.
    """
    named = len(tables) > 1
    spectra: list[Sweep] = []
    curves: list[tuple[Table, CurveMapping]] = []
    for mapping in _chosen(source):
        for table in tables:
            if mapping.sheet not in ("", table.label):
                continue
            if isinstance(mapping, CurveMapping):
                curves.append((table, mapping))
            else:
                spectra += _spectra(source, table, mapping, table.label if named else "")
    if not spectra and not curves:
        raise LoadError(f"{source.name}: no table of this file fits the column mapping.")
    labels = [sweep.label for sweep in spectra]
    readings = []
    for i, sweep in enumerate(spectra):
        unique = sweep.label and labels.count(sweep.label) == 1
        text = ", ".join(part for part in (sweep.label, "" if unique else numbered(i, len(spectra))) if part)
        temperature = sweep.temperature or temperature_in(sweep.label)[0]
        readings.append(
            spectrum(source, sweep.points, label=text, sweep=i, notices=sweep.notices, temperature=temperature)
        )
    for table, mapping in curves:
        readings += curve_readings(source, table, mapping, label=table.label if named else "", first=len(readings))
    return tuple(readings)


def _chosen(source: Source) -> tuple[TableMapping, ...]:
    try:
        return from_json(source.option(OPTION))
    except LoadError as fault:
        raise LoadError(f"{source.name}: {fault.sentence[0].lower()}{fault.sentence[1:]}", fault.details) from fault


def _table(source: Source) -> Table:
    return Table(source.lines)


def _shown(source: Source, tables: Sequence[Table]) -> tuple[TableMapping, ...]:
    """The mapping each table shows by itself; tables that plainly hold something else have none."""
    found: list[TableMapping] = []
    refusals = []
    for table in tables:
        proposal = examine(table.lines)
        if proposal.mapping is not None and proposal.certain:
            found.append(replace(proposal.mapping, sheet=table.label))
        elif proposal.refusal:
            refusals.append(proposal.refusal)
        else:
            where = f", sheet “{table.label}”" if table.label else ""
            guess = None if proposal.mapping is None else replace(proposal.mapping, sheet=table.label)
            raise NeedsMapping(
                f"{source.name}{where}: it is not clear which columns are frequency, Z′ and Z″. "
                "Name them in the column mapper, or give the table a header like f (Hz), Z′ (Ω), Z″ (Ω); of a DC polarization "
                "like t (s), I (A), U (V).",
                first_lines=table.lines[:FIRST_LINES],
                proposal=guess,
                sheet=table.label,
            )
    if not found:
        raise LoadError(
            f"{source.name}: this is not impedance or DC data: {refusals[0] if refusals else 'it is empty'}."
        )
    return tuple(found)


def _spectra(source: Source, table: Table, mapping: ColumnMapping, label: str) -> list[Sweep]:
    """The sweeps of one table: side by side where the mapping repeats, then one below the other."""
    rows, stray = table_rows(table, mapping.skip, mapping.separator, mapping.decimal)
    told = stray_notice(stray)
    above = header_temperature(table.lines[: mapping.skip])
    width = max((len(parts) for _, parts in rows), default=0)
    shifts = range(0, max(width - max(mapping.columns), 1), mapping.repeat_every or max(width, 1))
    found = []
    for shift in shifts:
        points, notices = _block(source, rows, mapping, shift)
        thermometer = _thermometer(rows, mapping, shift, points)
        found += [
            Sweep(label, points[part], (*notices, *told), mean_temperature(thermometer, part) or above)
            for part in sweeps_by_temperature(points.frequency, thermometer)
        ]
    return found


def _thermometer(rows: list[Row], mapping: ColumnMapping, shift: int, points: Points) -> Real | None:
    """The temperature in °C at each point, where the table has a column of it."""
    if mapping.temperature is None:
        return None
    column = mapping.temperature + shift
    by_row = {place: cell(parts, column, mapping.decimal) for place, parts in rows}
    return celsius(np.array([by_row[int(row)] for row in points.row], dtype=np.float64), mapping.temperature_unit)


def _block(source: Source, rows: list[Row], mapping: ColumnMapping, shift: int) -> tuple[Points, tuple[str, ...]]:
    """The complete points of one spectrum of the table, in Hz and ohm."""
    columns = [c + shift for c in mapping.columns]
    taken = [(place, *(cell(parts, c, mapping.decimal) for c in columns)) for place, parts in rows]
    if mapping.repeat_every:
        # Spectra side by side may differ in length: where one has ended its cells are empty.
        taken = [row for row in taken if not all(math.isnan(v) for v in row[1:])]
    elif len(rows) > 1 and len(rows[-1][1]) < max(len(parts) for _, parts in rows[:-1]):
        # The last row is cut short, perhaps within one of its numbers.
        taken[-1] = (rows[-1][0], math.nan, math.nan, math.nan)
    if not taken:
        raise LoadError(f"{source.name}: the columns chosen hold no numbers. Check the separator and the decimal sign.")
    points = Points.of(taken)
    second, told = _signed(points.z_imag, mapping)
    frequency = points.frequency * FREQUENCY_UNITS[mapping.frequency_unit]
    factor = _to_ohm(source, mapping)
    if mapping.polar:
        angle = second * PHASE_UNITS[mapping.phase_unit]
        z = points.z_real * factor * np.exp(1j * np.where(np.isfinite(angle), angle, np.nan))
        converted = Points(frequency, z.real, z.imag, points.row)
    else:
        converted = Points(frequency, points.z_real * factor, second * factor, points.row)
    complete_points, notices = complete(converted, source.name)
    return complete_points, (*notices, *told)


def _signed(values: Real, mapping: ColumnMapping) -> tuple[Real, tuple[str, ...]]:
    """Z″ (or the phase) with its sign, and what was assumed about it."""
    if mapping.sign != "majority":
        return (-values if mapping.sign == "negated" else values), ()
    what = "phase" if mapping.polar else "Z″"
    known = values[np.isfinite(values)]
    if np.count_nonzero(known > 0) > np.count_nonzero(known < 0):
        return -values, (f"The file does not say the sign of {what}: most values are positive, so −{what} was read.",)
    return values, (
        f"The file does not say the sign of {what}: most values are negative, so it was read as it stands.",
    )


def _to_ohm(source: Source, mapping: ColumnMapping) -> float:
    if mapping.impedance_unit != "ohm cm^2":
        return IMPEDANCE_UNITS[mapping.impedance_unit]
    if mapping.area is None:
        raise LoadError(f"{source.name}: the impedance is given in Ω cm², so the area in cm² is needed.")
    return 1 / mapping.area
