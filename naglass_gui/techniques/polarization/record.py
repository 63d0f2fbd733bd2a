"""What a polarization measurement holds: current and voltage over time, without what is no number, in the order of time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Measurement

Real = NDArray[np.float64]
Rows = NDArray[np.intp]

FEWEST = 5
"""Points below which there is nothing to fit."""


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One run, in the order of time; m is the number of sensible points.

    Attributes:
        time: in s, shape (m,).
        current: in A as measured, shape (m,).
        voltage: in V, shape (m,); None where the file has none.
        range: the instrument's current range as a number, shape (m,); None where the file has none.
        rows: positions in the file, shape (m,).
        size: points of the file.
    """

    time: Real
    current: Real
    voltage: Real | None
    range: Real | None
    rows: Rows
    size: int

    @classmethod
    def of(cls, columns: Mapping[str, Array], masked: Collection[int] = (), name: str = "The measurement") -> Record:
        """The record of a measurement's columns.

        Args:
            columns: "time" in s, "current" in A, and where there are some "voltage" in V and "range", by name.
            masked: positions that are left out.
            name: of the measurement, for the sentence of a refusal.

        Raises:
            InputError: no time or no current among the columns, or too few points.
        """
        missing = [needed for needed in ("time", "current") if needed not in columns]
        if missing:
            raise InputError(f"{name} has no {missing[0]}: polarization needs time and current.")
        time, current = (np.asarray(columns[key], dtype=float) for key in ("time", "current"))
        sensible = np.isfinite(time) & np.isfinite(current)
        sensible[[row for row in masked if row < len(time)]] = False
        held: dict[str, Real | None] = {}
        for key in ("voltage", "range"):
            column = columns.get(key)
            numbers = None if column is None else np.asarray(column, dtype=float)
            held[key] = numbers if numbers is not None and np.isfinite(numbers[sensible]).all() else None
        rows = np.flatnonzero(sensible)
        rows = rows[np.argsort(time[rows], kind="stable")]
        if len(rows) < FEWEST:
            raise InputError(f"{name} has {len(rows)} points that can be used; {FEWEST} are needed.")
        voltage, ranges = _at(held["voltage"], rows), _at(held["range"], rows)
        return cls(time[rows], current[rows], voltage, ranges, rows, len(time))


def columns_of(measurement: Measurement, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The columns of a measurement by name."""
    return {c.name: arrays[c.array.digest] for c in measurement.channels}


def _at(column: Real | None, rows: Rows) -> Real | None:
    return None if column is None else column[rows]
