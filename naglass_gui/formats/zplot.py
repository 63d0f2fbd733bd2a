"""Scribner ZPlot and ZView (.z): comments up to "End Comments", then nine columns; or the nine columns alone."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.numerals import decimal_sign, number
from naglass_gui.formats.rows import miscounted, points, spectra
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Sizes
from naglass_gui.formats.temperature import temperature_in

NAME = "ZPlot"
VERSION = "1"

# Freq, Ampl, Bias, Time, Z', Z'', GD, Err, Range.
_COLUMNS = 9
_FREQUENCY, _Z_REAL, _Z_IMAG = 0, 4, 5
_DEFAULT_AREA_CM2 = 1.0
_MAX_FIELDS = 200


def sniff(source: Source) -> float:
    """1 for ZPlot's first line; 0.8 for a .z that is nothing but its nine columns."""
    if source.head.lstrip().startswith(("ZPLOT2 ASCII", "ZPLOT ASCII")):
        return 1.0
    if source.suffix != ".z":
        return 0.0
    lines = [line for line in source.head.splitlines()[:20] if line.strip()][:-1]
    return 0.8 if lines and all(_is_row(line) for line in lines) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of a ZPlot file.

    A surface area of exactly 1 cm² is ZPlot's default, and is not taken for the pellet's.

    Raises:
        LoadError: no complete point, or a damaged row.
    """
    lines = source.lines
    start = next((i + 1 for i, line in enumerate(lines) if line.strip() == "End Comments"), None)
    if start is None:
        start = next((i for i, line in enumerate(lines) if _is_row(line)), len(lines))
    rows = [(place, _cells(line)) for place, line in enumerate(lines[start:], start + 1) if line.strip()]
    metadata, comments = _metadata(lines[:start])
    announced = dict(metadata).get("Data Points", "")
    counted = announced.isascii() and announced.isdigit()
    return spectra(
        source,
        points(rows, ((_FREQUENCY, 1.0), (_Z_REAL, 1.0), (_Z_IMAG, 1.0)), source),
        metadata=metadata,
        notices=miscounted(int(announced[:9]), len(rows)) if counted else (),
        geometry=_geometry(metadata),
        temperature=temperature_in(comments)[0],
    )


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return line.strip().split("\t")
    return re.split(r",\s*", line.strip()) if line.count(",") == _COLUMNS - 1 else line.split()


def _is_row(line: str) -> bool:
    cells = _cells(line)
    return len(cells) == _COLUMNS and all(number(c, decimal_sign([c])) is not None for c in cells)


def _metadata(header: Sequence[str]) -> tuple[Pairs, str]:
    """The header's "name: value" lines, and the person's comments."""
    pairs: list[tuple[str, str]] = []
    comments: list[str] = []
    commenting = False
    for line in header:
        name, colon, value = (part.strip() for part in line.partition(":"))
        if name in ("Begin User Comments", "End User Comments"):
            commenting = name.startswith("Begin")
        elif commenting:
            comments.append(line.strip())
        elif colon and value and not name.startswith(("Begin ", "End ")) and len(pairs) < _MAX_FIELDS:
            pairs.append((name, value))
    fields = dict(pairs)
    measured = " ".join(fields[name] for name in ("Date", "Time") if name in fields)
    pairs = [pair for pair in pairs if pair[0] not in ("Date", "Time")]
    text = "\n".join(comments).strip()
    return (
        *((("measured", measured),) if measured else ()),
        *pairs,
        *((("comments", text),) if text else ()),
    ), text


def _geometry(metadata: Pairs) -> Sizes:
    text = dict(metadata).get("Surface Area", "")
    area = number(text, decimal_sign([text]))
    if area is None or not 0 < area < math.inf or area == _DEFAULT_AREA_CM2:
        return ()
    return (("area", Quantity(area, None, "cm^2")),)
