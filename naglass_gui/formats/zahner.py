"""Zahner Thales spectra (.ism): counted big-endian arrays, then lines of text.

As Zahner's own published reader (zahner_analysis, MIT licence) describes them: six bytes of version, six bytes with the
number of points less one; frequency, |Z|, phase in rad and time as doubles, significance as 16-bit numbers; then texts
with 16-bit lengths, in swapped case.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.rows import spectra
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Points, Real, sweeps
from naglass_gui.formats.temperature import temperature_in

NAME = "Zahner .ism"
VERSION = "1"

_HEADER = 12
_BYTES_A_POINT = 4 * 8 + 2
_FIELDS = ("date", "system", "potential", "current", "temperature", "time", *("comment",) * 4, "area")
_EPOCH = datetime(1980, 1, 1)
# Thales counts seconds from 1980; a simulation numbers its points instead.
_SINCE_1990_S = 3.2e8
# What an open thermometer input shows.
_NO_THERMOMETER_C = 0.5


def sniff(source: Source) -> float:
    """1 for a file that begins with a small negative version and a count that fits its size."""
    data = source.data
    if len(data) < _HEADER or not data.startswith(b"\x00\x00\xff\xff\xff"):
        return 0.0
    return 1.0 if data[6:9] == b"\x00\x00\x00" else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of the file: Thales may run up from a start frequency first, and then down over the whole band.

    Raises:
        LoadError: the file is cut off, or a point is damaged.
    """
    count = int.from_bytes(source.data[6:_HEADER], "big") + 1
    if _HEADER + count * _BYTES_A_POINT > len(source.data):
        raise LoadError(
            f"{source.name}: the file is cut off within its {count} points. Copy it from the instrument again."
        )
    arrays = np.frombuffer(source.data, ">f8", 4 * count, _HEADER).astype(np.float64).reshape(4, count)
    frequency, modulus, phase, time = arrays
    significance = np.frombuffer(source.data, ">i2", count, _HEADER + 32 * count)
    texts = _texts(source.data[_HEADER + count * _BYTES_A_POINT :])
    z = modulus * np.exp(1j * np.where(np.isfinite(phase), phase, np.nan))
    temperature, doubt = _temperature(texts)
    return spectra(
        source,
        Points(frequency, z.real, z.imag, np.arange(1, count + 1, dtype=np.int64)),
        place="point",
        metadata=_metadata(texts, float(time[0]), int(significance.min())),
        notices=doubt,
        temperature=temperature,
        cut=_runs,
    )


def _runs(frequency: Real) -> list[slice]:
    """The runs up and down; the turning point belongs to the run down, which is the spectrum proper."""
    parts = sweeps(frequency)
    if len(parts) != 2 or parts[0].stop < 3 or frequency[parts[0].stop - 1] < frequency[0]:
        return parts
    turn = parts[0].stop - 1
    return [slice(0, turn), slice(turn, len(frequency))]


def _texts(data: bytes) -> list[tuple[str, str]]:
    """The texts behind the arrays, by what each is; as many as the file still holds."""
    found, at = [], 0
    for name in _FIELDS:
        length = int.from_bytes(data[at : at + 2], "big")
        text = data[at + 2 : at + 2 + length]
        if len(text) < length or at + 2 > len(data):
            break
        at += 2 + length
        shown = "".join(c for c in text.decode("cp1252", "replace").swapcase() if c.isprintable()).strip()
        if shown:
            found.append((name, shown))
    return found


def _metadata(texts: list[tuple[str, str]], started: float, significance: int) -> Pairs:
    """The texts, and when the first point was measured."""
    pairs: list[tuple[str, str]] = []
    if _SINCE_1990_S < started < 3.2e9:
        pairs.append(("measured", (_EPOCH + timedelta(seconds=started)).isoformat(" ", "seconds")))
    pairs += texts
    pairs.append(("lowest significance", f"{significance / 1000:g}"))
    return tuple(pairs)


def _temperature(texts: list[tuple[str, str]]) -> tuple[Quantity | None, tuple[str, ...]]:
    """The temperature of the header, "23.8+-0.1C", or what a comment says; and a doubt."""
    fields = dict(texts)
    found = re.match(r"(-?\d{1,4}(?:\.\d+)?)(?:\+-(\d+(?:\.\d+)?))?\s*°?C", fields.get("temperature", ""))
    if found:
        value, error = float(found[1]), float(found[2]) if found[2] else None
        shown = Quantity(value, error or None, "degC")
        if abs(value) > _NO_THERMOMETER_C and value > -273.15:
            return shown, ()
        doubt = f"The header's temperature ({shown}) is what no thermometer gives: type it if it was meant."
        return temperature_in("\n".join(text for name, text in texts if name in ("system", "comment")))[0], (doubt,)
    return temperature_in("\n".join(text for name, text in texts if name in ("system", "comment")))[0], ()
