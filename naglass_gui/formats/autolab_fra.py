"""Eco Chemie (Autolab FRA) .P00: a few lines on the run, a header of tabs, the number of points, and the table."""

from __future__ import annotations

import re

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.rows import impedance_columns, miscounted, points, spectra
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs
from naglass_gui.formats.temperature import temperature_in

NAME = "Autolab FRA text (.P00)"
VERSION = "1"

_HEADER = re.compile(r"^[ \t]*f/Hz[ \t]+Z'/Ohm[ \t]+-?Z''/Ohm[ \t]+time/s[ \t]+Edc/V", re.MULTILINE)


def sniff(source: Source) -> float:
    """1 for FRA's header of columns."""
    return 1.0 if _HEADER.search(source.head) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of the file; −Z″ becomes Z″, as the header says.

    Raises:
        LoadError: no complete point, or a damaged row.
    """
    lines = source.lines
    start = next((i for i, line in enumerate(lines) if _HEADER.match(line)), None)
    if start is None:
        raise LoadError(f"{source.name}: the file ends within its header. Export it from FRA again.")
    columns = impedance_columns(lines[start].split("\t"), source, "Autolab")
    rows = [(place, line.split()) for place, line in enumerate(lines[start + 1 :], start + 2) if line.strip()]
    counted: tuple[str, ...] = ()
    if rows and len(rows[0][1]) == 1 and rows[0][1][0].isdecimal() and len(rows[0][1][0]) < 7:
        counted = miscounted(int(rows[0][1][0]), len(rows) - 1)
        rows = rows[1:]
    metadata = _metadata(lines[:start])
    return spectra(
        source,
        points(rows, columns, source),
        metadata=metadata,
        notices=counted,
        temperature=temperature_in("\n".join(value for _, value in metadata))[0],
    )


def _metadata(header: tuple[str, ...]) -> Pairs:
    """The title, when it was measured, the person's description, and the time of the run."""
    pairs = []
    for line in (line.strip() for line in header):
        title = re.match(r"Procedure\s*:\s*(.+)", line)
        dates = re.match(r"(\S+ [\d:HMS]+) - (\S+ [\d:HMS]+)\s+(.*)", line)
        duration = re.match(r"t\s*=\s*(.+)", line)
        if title:
            pairs.append(("title", title[1]))
        elif dates:
            pairs += [("measured", f"{dates[1]} to {dates[2]}"), ("current", dates[3])]
        elif duration:
            pairs.append(("duration", duration[1]))
        elif line:
            pairs.append(("description", line))
    return tuple(pairs)
