"""CH Instruments text of an A.C. impedance run: settings, then "Freq/Hz, Z'/ohm, …" and rows of commas."""

from __future__ import annotations

import re
from collections.abc import Sequence

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.rows import impedance_columns, points, spectra
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs
from naglass_gui.formats.temperature import temperature_in

NAME = "CH Instruments text"
VERSION = "1"

_MODEL = re.compile(r"^Instrument Model:[ \t]+CHI\w*", re.MULTILINE)
_DATE = re.compile(r"[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s+\d{4}\s+\d{1,2}:\d{2}:\d{2}")
_MAX_FIELDS = 200


def sniff(source: Source) -> float:
    """1 for a file that names its CHI instrument, 0.96 for one that begins with "A.C. Impedance"."""
    if _MODEL.search(source.head[:8192]):
        return 1.0
    return 0.96 if re.search(r"^A\.C\. Impedance", source.head[:8192], re.MULTILINE) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of the file; Z″ has its sign.

    Raises:
        LoadError: another technique, no complete point, or a damaged row.
    """
    lines = source.lines
    technique = next((line.strip() for line in lines[1:3] if line.strip()), "")
    start = next((i for i, line in enumerate(lines) if line.startswith("Freq/Hz")), None)
    if start is None:
        if technique and technique != "A.C. Impedance":
            raise LoadError(
                f"{source.name}: this CH Instruments file holds “{technique[:60]}”, not an impedance spectrum. "
                "Open the file of the A.C. impedance run."
            )
        raise LoadError(f"{source.name}: the file ends within its header. Was the run aborted?")
    columns = impedance_columns(lines[start].split(","), source, "CH Instruments")
    rows = [(place, line.split(",")) for place, line in enumerate(lines[start + 1 :], start + 2) if line.strip()]
    metadata = _metadata(lines[:start])
    noted = "\n".join(value for name, value in metadata if name in ("Header", "Note"))
    return spectra(
        source, points(rows, columns, source), metadata=metadata, temperature=temperature_in(noted)[0]
    )  # fmt: skip


def _metadata(header: Sequence[str]) -> Pairs:
    """The date, the technique, and every "name = value" or "name: value"."""
    pairs: list[tuple[str, str]] = []
    for line in header:
        text = line.strip()
        field = re.match(r"([^=:]{1,60}?)\s*[=:]\s+(.+)$", text)
        if _DATE.fullmatch(text):
            pairs.append(("measured", text))
        elif field and len(pairs) < _MAX_FIELDS:
            pairs.append((field[1], field[2][:1000]))
    return tuple(pairs)
