"""A table of T1 against temperature and Larmor frequency: columns like T_C, T1_s, larmor_MHz, perhaps T1_err_s, in any order.

A column of fields (field_T, B0_T) tells, with the Larmor frequency, which nucleus was measured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import LoadError
from naglass_gui.core.nuclei import Nucleus, moving_nucleus_at
from naglass_gui.core.reading import Column, Reading
from naglass_gui.formats.layout import Layout, layout
from naglass_gui.formats.numerals import cell
from naglass_gui.formats.source import Source
from naglass_gui.formats.table import Table, stray_notice, table_rows

NAME = "Table of T1"
VERSION = "1"

_ZERO_CELSIUS = 273.15
_TIMES = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_FREQUENCIES = {"mhz": 1e6, "khz": 1e3, "hz": 1.0}
_TIME = re.compile(
    r"(?i)^(?:T1|T₁)(?P<error>.*?(?:err|error|std|stderr|se|sd|u|±).*?)?\W*_?\s*[\[(/]?\s*(?P<unit>s|ms|us|µs|ns)\s*[\])]?$"
)
_TEMPERATURE = re.compile(r"(?i)^(?:T|temp|temperature)\W*_?\s*[\[(/]?\s*(?P<unit>K|C|°C|degC|℃)\s*[\])]?$")
_LARMOR = re.compile(
    r"(?i)^(?:larmor|nu_?0|ν0|f0|frequency|larmor[_ ]frequency)\W*_?\s*[\[(/]?\s*(?P<unit>[MkK]?Hz)\s*[\])]?$"
)
_FIELD = re.compile(r"(?i)^(?:B_?0?|field|magnet)\W*_?\s*[\[(/]?\s*(?P<unit>T|tesla)\s*[\])]?$")
NOT_ONE = (
    "Larmor frequencies and fields belong to no one nucleus of an ion that moves: check them, and choose the spin."
)
_MEASURED = ("temperature", "t1", "larmor", "t1_error")


@dataclass(frozen=True, slots=True)
class _Found:
    """Which column is what: name, place, and the factor and offset to s, K and Hz."""

    name: str
    unit: str
    place: int
    factor: float
    offset: float = 0.0


def sniff(source: Source) -> float:
    """0.95 for a header that names T1, a temperature and a Larmor frequency with their units."""
    if not source.is_text:
        return 0.0
    found = _columns(source)
    return 0.95 if found is not None else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """The table as one measurement with `temperature` (K), `t1` (s), `larmor` (Hz) and, where there is one, `t1_error` (s).

    Raises:
        LoadError: no complete row, or a number that cannot be.
    """
    arranged = _columns(source)
    if arranged is None:
        raise LoadError(f"{source.name}: the header names no T1, temperature and Larmor frequency with their units.")
    shape, columns = arranged
    rows, stray = table_rows(Table(tuple(source.lines)), shape.skip, shape.separator, shape.decimal)
    values = np.array(
        [[cell(parts, c.place, shape.decimal) * c.factor + c.offset for c in columns] for _, parts in rows]
    )
    whole = np.isfinite(values[:, :3]).all(axis=1)
    if not whole.any():
        raise LoadError(f"{source.name}: no row is complete. It needs T1, temperature and Larmor frequency in each.")
    for place, row, good in zip((line for line, _ in rows), values, whole, strict=True):
        if good and not (row[:3] > 0).all():
            raise LoadError(
                f"{source.name}, line {place}: T1, temperature (in K) and Larmor frequency must be above zero."
            )
    notices = list(stray_notice(stray))
    if not whole.all():
        count = int(np.count_nonzero(~whole))
        notices.append(f"{count} incomplete row{'s' if count > 1 else ''} left out.")
    kept = values[whole]
    nucleus = _nucleus(columns, kept)
    header = (("rows", str(len(kept))), *((("nucleus", nucleus.name),) if nucleus is not None else ()))
    if nucleus is not None:
        notices.append(f"{nucleus.name}, by its Larmor frequency in the field.")
    elif any(c.name == "field" for c in columns):
        notices.append(NOT_ONE)
    return (
        Reading(
            "bpp",
            source.stem,
            tuple(
                Column(
                    c.name, c.unit, np.ascontiguousarray(kept[:, k]), "axis" if c.name == "temperature" else "signal"
                )
                for k, c in enumerate(columns)
                if c.name in _MEASURED
            ),
            metadata=header,
            notices=tuple(notices),
        ),
    )


def _columns(source: Source) -> tuple[Layout, tuple[_Found, ...]] | None:
    lines = source.lines
    if not any("T1" in line or "T₁" in line for line in lines[:20]):
        return None
    shape = layout(lines)
    if shape is None or not shape.header:
        return None
    found = _meanings(shape.header)
    return None if found is None else (shape, found)


def _meanings(header: Sequence[str]) -> tuple[_Found, ...] | None:
    found: dict[str, _Found] = {}
    for place, text in enumerate(header):
        name = text.strip()
        if match := _TIME.match(name):
            kind = "t1_error" if match["error"] else "t1"
            found.setdefault(kind, _Found(kind, "s", place, _TIMES[match["unit"].lower()]))
        elif match := _LARMOR.match(name):
            found.setdefault("larmor", _Found("larmor", "Hz", place, _FREQUENCIES[match["unit"].lower()]))
        elif _FIELD.match(name):
            found.setdefault("field", _Found("field", "T", place, 1.0))
        elif match := _TEMPERATURE.match(name):
            offset = 0.0 if match["unit"].upper() == "K" else _ZERO_CELSIUS
            found.setdefault("temperature", _Found("temperature", "K", place, 1.0, offset))
    if not {"temperature", "t1", "larmor"} <= found.keys():
        return None
    return tuple(found[name] for name in (*_MEASURED, "field") if name in found)


def _nucleus(columns: Sequence[_Found], values: NDArray[np.float64]) -> Nucleus | None:
    """The nucleus that all rows agree on; None without fields, or where they do not."""
    names = [c.name for c in columns]
    if "field" not in names:
        return None
    pairs = values[:, [names.index("larmor"), names.index("field")]]
    pairs = pairs[np.isfinite(pairs).all(axis=1) & (pairs > 0).all(axis=1)]
    found = {moving_nucleus_at(hertz / 1e6, tesla) for hertz, tesla in pairs.tolist()}
    return found.pop() if len(found) == 1 else None
