"""Ivium data sets (.ids, .idf): settings as "name=value", then the tables "primary_data" of each measurement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.rows import Row, miscounted, points
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, complete, numbered, spectrum
from naglass_gui.formats.temperature import temperature_in

NAME = "Ivium data"
VERSION = "1"

_TABLE = "primary_data"
# Z′, Z″ with its sign, and the frequency.
_COLUMNS = ((2, 1.0), (0, 1.0), (1, 1.0))
_KEPT = (
    "Title",
    "starttime",
    "Method",
    "Technique",
    "E start",
    "Current Range",
    "Data Options.Area",
    "Report.Remarks",
    "serialnumber",
    "software",
    "firmware",
)
_LABELS = {
    "Title": "title",
    "starttime": "measured",
    "Report.Remarks": "remarks",
    "Data Options.Area": "area",
    "Frequencies.amp[1]": "amplitude of the first point",
}


def sniff(source: Source) -> float:
    """1 for a file with Ivium's settings and a table "primary_data"."""
    data = source.data[:65536]
    settings = b"\nMethod=" in data or (b"\nSolarcell=" in data and b"\nCorrosion=" in data)
    return 1.0 if settings and (b"\nprimary_data" in data or b"\nSolarcell=" in data) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every impedance measurement of the data set; measurements by other methods are left out, and told.

    Raises:
        LoadError: no impedance among the measurements, no complete point, or a damaged row.
    """
    lines = source.lines
    found: list[tuple[Pairs, list[Row], int]] = []
    others: list[str] = []
    begin = 0
    for i, line in enumerate(lines):
        if line.strip() != _TABLE:
            continue
        settings = _settings(lines[begin:i])
        method = dict(settings).get("Method", "")
        rows, announced = _rows(lines, i)
        begin = i + 1 + len(rows)
        if method == "Impedance":
            found.append((settings, rows, announced))
        else:
            others.append(method or "an unknown method")
    if not found:
        held = f"measurements by {', '.join(dict.fromkeys(others))}" if others else "no measured points"
        raise LoadError(
            f"{source.name}: this Ivium file holds {held}, not an impedance spectrum. Open that of the EIS run."
        )
    empty = sum(not rows for _, rows, _ in found)
    if 0 < empty < len(found):
        found = [one for one in found if one[1]]
        others.append("1 measurement without points" if empty == 1 else f"{empty} measurements without points")
    left = (f"Left out, as they hold no impedance: {', '.join(dict.fromkeys(others))}.",) if others else ()
    return tuple(_reading(source, *one, i, len(found), left) for i, one in enumerate(found))


def _reading(
    source: Source, settings: Pairs, rows: list[Row], announced: int, i: int, count: int, left: tuple[str, ...]
) -> Reading:
    whole, left_out = complete(points(rows, _COLUMNS, source), source.name)
    noted = "\n".join(value for name, value in settings if name in ("title", "remarks"))
    return spectrum(
        source,
        whole,
        label=numbered(i, count),
        sweep=i,
        metadata=settings,
        notices=(*miscounted(announced, len(rows)), *left_out, *left),
        temperature=temperature_in(noted)[0],
    )


def _rows(lines: Sequence[str], at: int) -> tuple[list[Row], int]:
    """The rows below a line "primary_data": the number of columns, the number of rows, and the rows themselves."""
    counts = [line.strip() for line in lines[at + 1 : at + 3]]
    announced = int(counts[1]) if len(counts) == 2 and re.fullmatch(r"\d{1,6}", counts[1], re.ASCII) else 0
    width = int(counts[0]) if counts and re.fullmatch(r"\d", counts[0], re.ASCII) else 0
    if not announced or width < 3:
        return [], announced
    body = lines[at + 3 : at + 3 + announced]
    return [(place, line.split()) for place, line in enumerate(body, at + 4) if line.strip()], announced


def _settings(lines: Sequence[str]) -> Pairs:
    """The settings that a person reads, each as it was last written above a table."""
    written = {name.strip(): value.strip()[:1000] for name, mark, value in (x.partition("=") for x in lines) if mark}
    kept = [*_KEPT, "Frequencies.amp[1]"]
    return tuple((_LABELS.get(name, name), written[name]) for name in kept if written.get(name))
