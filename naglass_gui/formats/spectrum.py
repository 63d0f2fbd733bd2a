"""From rows of a table to impedance readings: what is left out, what is refused, and where one sweep ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Column, Reading
from naglass_gui.formats.source import Source
from naglass_gui.formats.temperature import temperature_in

Real = NDArray[np.float64]
Pairs = tuple[tuple[str, str], ...]
Sizes = tuple[tuple[str, Quantity], ...]
# A thermometer may well be this far from the temperature that was set.
_SAME_TEMPERATURE_K = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Impedance points in the file's order; `row` is the place of each in the file, from 1; NaN marks what is missing."""

    frequency: Real
    z_real: Real
    z_imag: Real
    row: NDArray[np.int64]

    @staticmethod
    def of(rows: Sequence[tuple[float, ...]]) -> Points:
        """Points from rows of (place in the file, frequency in Hz, Z′, Z″ in ohm)."""
        table = np.array([r[1:] for r in rows], dtype=np.float64).reshape(len(rows), 3)
        return Points(table[:, 0], table[:, 1], table[:, 2], np.array([r[0] for r in rows], dtype=np.int64))

    def __len__(self) -> int:
        return len(self.frequency)

    def __getitem__(self, chosen: slice | NDArray[np.bool_]) -> Points:
        return Points(self.frequency[chosen], self.z_real[chosen], self.z_imag[chosen], self.row[chosen])


def complete(points: Points, name: str, place: str = "line") -> tuple[Points, tuple[str, ...]]:
    """The complete points, and what to tell about those left out.

    Rows in which no impedance was measured (frequency, Z′ and Z″ all zero) are left out wherever they stand; rows that
    an aborted run left unfinished are left out at the end only.

    Args:
        points: as read.
        name: the file's name, for the sentences.
        place: what a row of this file is called ("line", "row", "point").

    Raises:
        LoadError: a row inside the table is incomplete, has a frequency not above zero or Z = 0; or none is complete.
    """
    notices = []
    f, re, im = points.frequency, points.z_real, points.z_imag
    idle = (f == 0) & (re == 0) & (im == 0)
    if idle.any():
        notices.append(f"{_rows(int(idle.sum()))} without any impedance (all zero) left out.")
        points = points[~idle]
        f, re, im = points.frequency, points.z_real, points.z_imag
    good = np.isfinite(f) & np.isfinite(re) & np.isfinite(im) & (f > 0) & ((re != 0) | (im != 0))
    if not good.any():
        raise LoadError(f"{name}: the file ends before its first complete impedance point. Was the run aborted?")
    end = int(np.flatnonzero(good)[-1]) + 1
    if end < len(good):
        notices.append(f"{_rows(len(good) - end)} left out at the end: incomplete, as after an aborted run.")
    if not good[:end].all():
        raise LoadError(_complaint(points[:end], int(np.flatnonzero(~good[:end])[0]), name, place))
    return points[:end], tuple(notices)


def sweeps(frequency: Real) -> list[slice]:
    """Where each sweep of a table begins and ends.

    A new sweep begins where the frequency jumps back by at least half of what the sweep has covered so far, or turns
    round for good. Frequencies in no order at all are one sweep.

    Args:
        frequency: in Hz, all above zero, shape (n,).
    """
    level = np.log(frequency)
    starts, direction, begin = [0], 0.0, 0
    for i in range(1, len(level)):
        step = level[i] - level[i - 1]
        if direction == 0.0:
            direction = float(np.sign(step))
            continue
        if step * direction >= 0:
            continue
        covered = abs(level[i - 1] - level[begin])
        turns = i + 1 < len(level) and (level[i + 1] - level[i]) * direction < 0
        if abs(step) >= 0.5 * covered or turns:
            starts.append(i)
            direction, begin = 0.0, i
    if len(starts) > 1 and len(level) < 3 * len(starts):
        starts = [0]
    return [slice(a, b) for a, b in zip(starts, [*starts[1:], len(level)], strict=True)]


def spectrum(
    source: Source,
    points: Points,
    *,
    label: str = "",
    sweep: int = 0,
    metadata: Pairs = (),
    notices: Sequence[str] = (),
    geometry: Sizes = (),
    temperature: Quantity | None = None,
) -> Reading:
    """One impedance reading; the arguments are those of `measured`, and complete points of one sweep."""
    return measured(
        source,
        "eis",
        _columns(points),
        label=label,
        sweep=sweep,
        metadata=metadata,
        notices=notices,
        geometry=geometry,
        temperature=temperature,
    )


def measured(
    source: Source,
    technique: str,
    columns: tuple[Column, ...],
    *,
    label: str = "",
    sweep: int = 0,
    metadata: Pairs = (),
    notices: Sequence[str] = (),
    geometry: Sizes = (),
    temperature: Quantity | None = None,
) -> Reading:
    """One reading with its temperature.

    Args:
        source: the file.
        technique: what was measured.
        columns: arrays of one length.
        label: what tells the sweep from the others of its file; empty when it is alone.
        sweep: its position in the file, from 0.
        metadata: header fields.
        notices: what the person should see.
        geometry: pellet sizes of the header.
        temperature: of the header; without one, it is looked for in the file's name.
    """
    told = list(notices)
    guessed = temperature is None
    named, doubt = temperature_in(source.stem, short=True)
    if temperature is None:
        temperature = named
        told += [doubt] if doubt else []
    elif named is not None and abs(temperature.to("degC").value - named.to("degC").value) > _SAME_TEMPERATURE_K:
        told.append(f"The file says {temperature}, its name says {named}: check the temperature.")
    return Reading(
        technique=technique,
        name=f"{source.stem}, {label}" if label else source.stem,
        columns=columns,
        metadata=metadata,
        conditions=(("temperature", temperature),) if temperature is not None else (),
        geometry=geometry,
        notices=tuple(told),
        sweep=sweep,
        condition_source="file name" if guessed else "header",
    )


def flipped(reading: Reading) -> Reading:
    """The reading with the sign of Z″ turned round."""
    columns = tuple(replace(c, values=-c.values) if c.name == "z_imag" else c for c in reading.columns)
    return replace(reading, columns=columns)


def numbered(position: int, count: int) -> str:
    """The label of a sweep that has nothing better: "sweep 2 of 4"; empty when it is alone."""
    return f"sweep {position + 1} of {count}" if count > 1 else ""


def _columns(points: Points) -> tuple[Column, ...]:
    return (
        Column("frequency", "Hz", np.ascontiguousarray(points.frequency), "axis"),
        Column("z_real", "ohm", np.ascontiguousarray(points.z_real)),
        Column("z_imag", "ohm", np.ascontiguousarray(points.z_imag)),
    )


def _complaint(points: Points, i: int, name: str, place: str) -> str:
    where = f"{name}: {place} {points.row[i]}"
    values = (points.frequency[i], points.z_real[i], points.z_imag[i])
    if any(np.isnan(v) for v in values):
        return f"{where} has no complete frequency, Z′ and Z″, but points follow it. Complete or remove that {place}."
    if not all(np.isfinite(v) for v in values):
        return f"{where} holds a number too large to be measured. Correct or remove that {place}."
    if not values[0] > 0:
        minus = f"{values[0]:g}".replace("-", "−")
        return f"{where} has a frequency of {minus} Hz; it must be above zero. Correct or remove that {place}."
    return f"{where} has Z = 0, which no cell has. Correct or remove that {place}."


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"
