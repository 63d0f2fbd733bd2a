"""NMR spectra as text: TopSpin's ASCII export, and columns whose heading names the shift in ppm."""

from __future__ import annotations

import re

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.nmr.reading import Header, spectrum_reading
from naglass_gui.formats.numerals import decimal_sign, number
from naglass_gui.formats.source import Source

NAME = "NMR spectrum as text"
VERSION = "1"

_EDGES = re.compile(r"#\s*LEFT\s*=\s*([-+.\deE]+)\s*ppm\.?\s*RIGHT\s*=\s*([-+.\deE]+)\s*ppm", re.IGNORECASE)
_SIZE = re.compile(r"#\s*SIZE\s*=\s*(\d+)", re.IGNORECASE)
_PPM = re.compile(r"\bppm\b|chemical[ _]shift|\bshift\b|δ", re.IGNORECASE)
_NUCLEUS = re.compile(r"\b(\d{1,3}[A-Z][a-z]?)\b")
_SEPARATORS = re.compile(r"[\t;]|,(?=\s)|\s{2,}")


def sniff(source: Source) -> float:
    """1 for TopSpin's export; 0.8 for a table whose last line before the numbers names a shift in ppm."""
    if not source.is_text:
        return 0.0
    if _EDGES.search(source.head) and _SIZE.search(source.head):
        return 1.0
    heading = _heading(source.head.splitlines()[:60])
    return 0.8 if heading is not None and _PPM.search(heading[1]) and "freq" not in heading[1].lower() else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """The spectrum of a text.

    Raises:
        LoadError: a row without numbers inside the table, or fewer points than the header says.
    """
    header = Header(origin="text", notices=["The text gives no Larmor frequency: type it to have widths in Hz."])
    edges, size = _EDGES.search(source.text), _SIZE.search(source.text)
    if edges and size:
        header.origin = "TopSpin text export"
        return (_export(source, float(edges[1]), float(edges[2]), int(size[1]), header),)
    return (_columns(source, header),)


def _export(source: Source, left: float, right: float, size: int, header: Header) -> Reading:
    rows = [line.strip() for line in source.lines if line.strip() and not line.lstrip().startswith("#")]
    values = [number(row.split()[0].rstrip(","), ".") for row in rows]
    if None in values or len(values) != size or size < 2:
        raise LoadError(f"{source.name}: the file holds {len(values)} of its {size} points. Export it again.")
    # LEFT is the first point's edge; the last point lies one step before RIGHT.
    shift = np.asarray(left - (left - right) / size * np.arange(size), dtype=np.float64)
    return spectrum_reading(source, shift, np.array(values, dtype=np.float64), header)


def _columns(source: Source, header: Header) -> Reading:
    found = _heading(list(source.lines[:60]))
    assert found is not None
    place, heading = found
    if (nucleus := _NUCLEUS.search(heading)) is not None:
        header.nucleus = nucleus[1]
    lines = [line for line in source.lines[place + 1 :] if line.strip() and not line.lstrip().startswith("#")]
    cells = [_cells(line) for line in lines]
    decimal = decimal_sign([cell for row in cells[:200] for cell in row])
    rows = []
    for line, row in zip(lines, cells, strict=True):
        parts = [number(cell, decimal) for cell in row[:3]]
        if len(parts) < 2 or parts[0] is None or parts[1] is None:
            raise LoadError(
                f"{source.name}: “{line.strip()[:40]}” is no row of shift and intensity. Correct or remove it."
            )
        rows.append(parts)
    table = np.array([[np.nan if v is None else v for v in (*row, None)[:3]] for row in rows], dtype=np.float64)
    if not len(table):
        raise LoadError(f"{source.name}: the file ends before its first point. Export it again.")
    imaginary = table[:, 2]
    whole = np.isfinite(imaginary).all() and re.search(r"imag", heading, re.IGNORECASE) is not None
    signal = table[:, 1] + 1j * imaginary if whole else table[:, 1]
    return spectrum_reading(source, table[:, 0], signal, header)


def _heading(lines: list[str]) -> tuple[int, str] | None:
    """The last line before the first row of numbers, and its place; None where there is none."""
    for place, line in enumerate(lines):
        cells = _cells(line)
        if len(cells) >= 2 and all(
            number(cell, ".") is not None or number(cell, ",") is not None for cell in cells[:2]
        ):
            return (place - 1, lines[place - 1]) if place else None
    return None


def _cells(line: str) -> list[str]:
    parts = [part.strip() for part in _SEPARATORS.split(line.strip()) if part.strip()]
    if len(parts) < 2:
        parts = line.split(",") if line.count(",") in (1, 2) and " " not in line.strip() else line.split()
    return [part.strip() for part in parts]
