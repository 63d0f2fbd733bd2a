"""RelaxIS 3 spectrum export: a date, the names of the columns, a line on each spectrum, and its rows."""

from __future__ import annotations

import re

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.headings import headings
from naglass_gui.formats.numerals import number
from naglass_gui.formats.rows import Row, impedance_columns, points
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, complete, numbered, spectrum
from naglass_gui.formats.temperature import temperature_in

NAME = "RelaxIS export"
VERSION = "1"


def sniff(source: Source) -> float:
    """1 for its first line."""
    return 1.0 if re.match(r"RelaxIS [\d.]+ Spectrum export", source.head) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every spectrum of the export. Values of RelaxIS' own parameters (DC, TM...) are kept as text: their units are not written.

    Raises:
        LoadError: spectra side by side, no complete point, or a damaged row.
    """
    lines = source.lines
    start = next((i for i, line in enumerate(lines) if line.startswith("Data:")), None)
    if start is None:
        raise LoadError(f"{source.name}: the file ends within its header. Export it from RelaxIS again.")
    names = [name.removeprefix("Data:").strip() for name in lines[start].split("\t")]
    if sum(column.role == "frequency" for column in headings(names)) > 1:
        raise LoadError(f"{source.name}: this export holds spectra side by side. Export each spectrum to its own file.")
    columns = impedance_columns(names, source, "RelaxIS")
    blocks: list[tuple[Pairs, list[Row]]] = [((), [])]
    for place, line in enumerate(lines[start + 1 :], start + 2):
        cells = line.rstrip().split("\t")
        if not line.strip():
            continue
        if number(cells[0]) is None and number(cells[0], ",") is None:
            blocks.append((_about(cells), []))
        else:
            blocks[-1][1].append((place, cells))
    filled = [block for block in blocks if block[1]] or blocks[-1:]
    date = [("exported", line.partition(":")[2].strip()) for line in lines[1:start] if line.startswith("Date:")]
    readings = []
    for i, (about, rows) in enumerate(filled):
        whole, left_out = complete(points(rows, columns, source), source.name)
        readings.append(
            spectrum(
                source,
                whole,
                label=numbered(i, len(filled)),
                sweep=i,
                metadata=(*date, *about),
                notices=left_out,
                temperature=temperature_in(dict(about).get("spectrum", ""))[0],
            )
        )
    return tuple(readings)


def _about(cells: list[str]) -> Pairs:
    """The line on a spectrum: its parameters, its model and its name."""
    pairs = []
    for text in (cell.strip() for cell in cells):
        if text.startswith("Model:"):
            pairs.append(("model", text.removeprefix("Model:").strip()))
        elif re.match(r"\w{1,20}=", text):
            pairs += [(name, value) for name, _, value in (part.strip().partition("=") for part in text.split(", "))]
        elif text:
            pairs.append(("spectrum", text))
    return tuple(pairs)
