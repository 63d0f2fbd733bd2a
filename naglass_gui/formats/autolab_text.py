"""Metrohm Autolab text (NOVA's "Z60W Data File"): quoted header lines, the number of points, nine columns of commas."""

from __future__ import annotations

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.rows import miscounted, points, spectra
from naglass_gui.formats.source import Source
from naglass_gui.formats.temperature import temperature_in

NAME = "Autolab text"
VERSION = "1"

# Freq, Ampl, Bias, Time, Z', Z'', GD, Err, Range; Z'' has its sign.
_COLUMNS = ((0, 1.0), (4, 1.0), (5, 1.0))


def sniff(source: Source) -> float:
    """1 for its first line."""
    return 1.0 if source.head.lstrip().startswith(('"Z60W Data File', "Z60W Data File")) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of the file.

    Raises:
        LoadError: no complete point, or a damaged row.
    """
    lines = source.lines
    start = next((i for i, line in enumerate(lines) if line.strip('" ').startswith("Freq (Hz)")), None)
    if start is None:
        raise LoadError(f"{source.name}: the file ends within its header. Export it from NOVA again.")
    rows = [(place, line.split(",")) for place, line in enumerate(lines[start + 1 :], start + 2) if line.strip()]
    written = [text for line in lines[1:start] if line.startswith('"') and (text := line.strip('" '))]
    announced = lines[start - 1].strip()
    counted = miscounted(int(announced), len(rows)) if announced.isdecimal() and len(announced) < 7 else ()
    return spectra(
        source,
        points(rows, _COLUMNS, source),
        metadata=(("comments", "\n".join(written)),) if written else (),
        notices=counted,
        temperature=temperature_in("\n".join(written))[0],
    )
