"""BioLogic EC-Lab text (.mpt): Latin-1, a counted header, one table of tabs, decimal point or comma."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats import eclab, eclab_dc
from naglass_gui.formats.numerals import cell, decimal_sign, number
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Real, Sizes
from naglass_gui.formats.temperature import temperature_in

NAME = "BioLogic EC-Lab text"
VERSION = "2"

_SETTING_WIDTH = 20
_MAX_FIELDS, _MAX_FIELD = 200, 1000


def sniff(source: Source) -> float:
    """1 for a file whose first line is EC-Lab's or BT-Lab's."""
    return 1.0 if re.match(r"\s*(EC|BT)-Lab ASCII FILE", source.head) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of an EC-Lab text file: cycles, loops and sequences apart; every loop of a chronoamperometry.

    An electrode area of 0.001 or 1 cm² is EC-Lab's default, and is not taken for the pellet's.

    Raises:
        LoadError: another technique, no complete point, or a damaged row.
    """
    lines = source.lines
    start = _table(lines, source)
    header = lines[:start]
    technique = next((line.strip() for line in header[2:6] if line.strip()), "")
    names = [name.strip() for name in lines[start].rstrip("\t").split("\t")]
    impedance = eclab.is_impedance(source, names, technique)
    rows = [(place, line.split("\t")) for place, line in enumerate(lines[start + 1 :], start + 2) if line.strip()]
    if not rows:
        what = "impedance point" if impedance else "point"
        raise LoadError(f"{source.name}: the file ends before its first {what}. Was the run aborted?")
    columns = _columns(names, rows)
    metadata = _metadata(header, technique)
    if not impedance:
        return eclab_dc.readings(
            source,
            columns,
            _loops(header),
            metadata=metadata,
            geometry=_geometry(metadata),
            temperature=_temperature(metadata, source),
        )
    return eclab.readings(
        source,
        columns,
        [place for place, _ in rows],
        place="line",
        metadata=metadata,
        geometry=_geometry(metadata),
        temperature=_temperature(metadata, source),
    )


def _table(lines: Sequence[str], source: Source) -> int:
    """The index of the line of column names: where the header's count says, or the first line that looks like it."""
    counted = re.search(r"Nb header lines\s*:\s*(\d{1,6})", "\n".join(lines[:5]))
    if counted and 0 < int(counted[1]) <= len(lines) and "\t" in lines[int(counted[1]) - 1]:
        return int(counted[1]) - 1
    for i, line in enumerate(lines):
        if line.startswith((eclab.FREQUENCY + "\t", "mode\t", "time/s\t")):
            return i
    raise LoadError(f"{source.name}: the file ends within its header. Export it from EC-Lab again.")


def _loops(header: Sequence[str]) -> list[slice]:
    """The rows of each loop, as the header counts them from 0."""
    found = (re.match(r"Loop \d{1,6} from point number (\d{1,9}) to (\d{1,9})\s*$", line) for line in header)
    return [slice(int(loop[1]), int(loop[2]) + 1) for loop in found if loop]


def _columns(names: list[str], rows: list[tuple[int, list[str]]]) -> dict[str, Real]:
    """The columns by name; the values of a last row that is cut short are NaN."""
    decimal = decimal_sign([c for _, cells in rows for c in cells])
    wanted = {name: names.index(name) for name in names if name}
    columns = {
        name: np.array([cell(cells, i, decimal) for _, cells in rows], dtype=np.float64) for name, i in wanted.items()
    }
    if len(rows[-1][1]) < max(len(cells) for _, cells in rows):
        for values in columns.values():
            values[-1] = np.nan
    return columns


def _metadata(header: Sequence[str], technique: str) -> Pairs:
    """The header's fields: "name : value" lines, and settings in columns of 20 characters (one for each sequence)."""
    pairs = [("technique", technique)] if technique else []
    for line in (full[:_MAX_FIELD] for full in header[3:]):
        if line.strip() == technique:
            continue
        named = re.match(r"\s*(\S[^:]*?)\s+:\s*(.*)$", line) or re.match(r"\s*(\S[^:]*?):\s+(.*)$", line)
        if named:
            name, value = named[1], named[2].strip()
            name = "measured" if name == "Acquisition started on" else name
        elif len(line) > _SETTING_WIDTH and line[_SETTING_WIDTH - 1] == " ":
            name = line[:_SETTING_WIDTH].strip()
            value = ", ".join(
                v
                for i in range(_SETTING_WIDTH, len(line), _SETTING_WIDTH)
                if (v := line[i : i + _SETTING_WIDTH].strip())
            )
        else:
            continue
        if name and value and len(pairs) < _MAX_FIELDS:
            pairs.append((name, value))
    return tuple(pairs)


def _geometry(metadata: Pairs) -> Sizes:
    match = re.match(r"([\d.,]+)\s*cm", dict(metadata).get("Electrode surface area", ""))
    value = number(match[1], decimal_sign([match[1]])) if match else None
    return eclab.area(value) if value is not None else ()


def _temperature(metadata: Pairs, source: Source) -> Quantity | None:
    """The temperature in the comments, or in the name under which EC-Lab measured; the file's own name goes first."""
    comments = "\n".join(value for name, value in metadata if name == "Comments")
    quantity, _ = temperature_in(comments)
    if quantity is None and temperature_in(source.stem, short=True) == (None, ""):
        quantity, _ = temperature_in(dict(metadata).get("File", "").removesuffix(".mpr"))
    return quantity
