"""Excel workbooks (.xlsx): each sheet becomes lines of tabs, and is then read like any table of columns."""

from __future__ import annotations

import io
import re
import traceback
import warnings
import zipfile
from typing import Any

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.columns import read_tables, with_mappings
from naglass_gui.formats.numerals import number
from naglass_gui.formats.source import Source
from naglass_gui.formats.table import Table

NAME = "Excel workbook"
VERSION = "2"

_MAX_UNPACKED = 100 * 1024**2
_MAX_MEMBERS = 2000
_MAX_SHEETS = 200
_MAX_ROWS, _MAX_COLUMNS = 100_000, 256
_MAX_EMPTY_ROWS = 1000


def sniff(source: Source) -> float:
    """0.9 for a zip that holds a workbook."""
    return 0.9 if source.data.startswith(b"PK\x03\x04") and b"xl/workbook" in source.data else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep on every sheet of a workbook.

    Raises:
        NeedsMapping: a sheet leaves it open which column is what.
        LoadError: damaged, too large when unpacked, or no impedance on any sheet.
    """
    tables = _tables(source)
    return read_tables(with_mappings(source, tables), tables)


def resolved(source: Source) -> Source:
    """The source with the mapping its sheets show among its options. Raises as `read`."""
    return with_mappings(source, _tables(source))


def _tables(source: Source) -> tuple[Table, ...]:
    _check_sizes(source)
    import openpyxl

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations it drops; only values matter here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
            tables = tuple(_table(sheet) for sheet in book.worksheets[:_MAX_SHEETS])
            book.close()
    except LoadError:
        raise
    except Exception as fault:
        # openpyxl trusts the XML of a workbook; whatever breaks there is the file's fault.
        raise LoadError(
            f"{source.name}: this workbook is damaged. Open it in Excel and save it again.", traceback.format_exc()
        ) from fault
    filled = tuple(table for table in tables if table.lines)
    if not filled:
        raise LoadError(f"{source.name}: every sheet of this workbook is empty.")
    return filled


def _check_sizes(source: Source) -> None:
    """Raises LoadError where the zip would unpack to more than a workbook of spectra ever holds; unpacks nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            members = archive.infolist()
    except Exception as fault:
        raise LoadError(f"{source.name}: this workbook is cut off or damaged. Copy it again.", str(fault)) from fault
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_UNPACKED:
        raise LoadError(
            f"{source.name}: this workbook unpacks to over {_MAX_UNPACKED // 1024**2} MB. "
            "Save the sheets with spectra as csv."
        )


def _table(sheet: Any) -> Table:
    lines: list[str] = []
    empty = 0
    for row in sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True):
        line = "\t".join(_text(value) for value in row).rstrip()
        empty = 0 if line else empty + 1
        if empty > _MAX_EMPTY_ROWS:
            break
        lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return Table(tuple(lines), str(sheet.title)[:100])


def _text(value: object) -> str:
    """A cell as text; a number typed as text with a decimal comma is written with a point, as the numbers are."""
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return repr(float(value))
    text = re.sub(r"\s", " ", str(value))
    return text.replace(",", ".") if number(text, ",") is not None else text
