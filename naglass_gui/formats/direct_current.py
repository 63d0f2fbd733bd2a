"""From rows of a table to DC polarization readings: what is left out, what is asked, and where one run ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Column, Reading
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Real, Sizes, measured, numbered

TECHNIQUE = "polarization"
# The option by which only the complete rows are taken, as ("complete_rows", "true").
COMPLETE_ROWS = "complete_rows"
_MAX_CHANGES = 20


class IncompleteRows(LoadError):
    """A column that is empty from some row on: whether the rows before it will do is for the person to say.

    Attributes:
        complete: the number of complete rows.
    """

    def __init__(self, sentence: str, details: str = "", complete: int = 0) -> None:
        super().__init__(sentence, details)
        self.complete = complete

    def __reduce__(self) -> tuple[type[IncompleteRows], tuple[str, str, int]]:  # type: ignore[override]
        return type(self), (self.sentence, self.details, self.complete)


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """Current over time in the file's order; NaN marks what is missing, a row cut short is NaN throughout.

    Attributes:
        time: in s, shape (n,).
        current: in A, shape (n,).
        voltage: in V as recorded, shape (n,); None where the file has none.
        range: the instrument's number of its current range, shape (n,); None where the file has none.
    """

    time: Real
    current: Real
    voltage: Real | None = None
    range: Real | None = None

    def __len__(self) -> int:
        return len(self.time)

    def __getitem__(self, chosen: slice | NDArray[np.bool_]) -> Record:
        held = (None if values is None else values[chosen] for values in (self.voltage, self.range))
        return Record(self.time[chosen], self.current[chosen], *held)

    @property
    def named(self) -> dict[str, Real]:
        """The columns every row needs, by name."""
        columns = {"time": self.time, "current": self.current}
        return columns if self.voltage is None else {**columns, "voltage": self.voltage}


def complete(record: Record, source: Source) -> tuple[Record, tuple[str, ...]]:
    """The complete rows, and what to tell about those left out. Rows count from 1 within their table.

    Raises:
        IncompleteRows: a column is empty from some row on, and the source's options do not say that the rest will do.
        LoadError: no row is complete, or one inside the table is not.
    """
    columns = record.named
    if len(record) and not np.isfinite(record.time).any():
        raise LoadError(f"{source.name}: its time column holds no numbers. Export the time since the start in s.")
    good = np.all([np.isfinite(values) for values in columns.values()], axis=0)
    if not good.any():
        raise LoadError(f"{source.name}: no row holds both time and current. Was the run aborted?")
    end = int(np.flatnonzero(good)[-1]) + 1
    if not good[:end].all():
        first = int(np.flatnonzero(~good)[0])
        missing = " and ".join(name for name, values in columns.items() if not np.isfinite(values[first]))
        raise LoadError(
            f"{source.name}: row {first + 1} has no {missing}, but complete rows follow it. Complete or remove that row."
        )
    if end == len(record):
        return record, ()
    rest = {name: np.isfinite(values[end:]) for name, values in columns.items()}
    if not any(held.any() for held in rest.values()):
        count = len(record) - end
        rows = f"{count} row" if count == 1 else f"{count} rows"
        return record[:end], (f"{rows} left out at the end: incomplete, as after an aborted run.",)
    empty = [name for name, held in rest.items() if not held.any()] or [n for n, held in rest.items() if not held.all()]
    which = f"the {empty[0]} column is" if len(empty) == 1 else f"the columns of {' and '.join(empty)} are"
    if source.option(COMPLETE_ROWS) is True:
        return record[:end], (
            f"{which[0].upper()}{which[1:]} empty from row {end + 1} on: the {end} complete rows were loaded.",
        )
    rows = "1 complete row" if end == 1 else f"{end} complete rows"
    raise IncompleteRows(f"{source.name}: {which} empty from row {end + 1} on. Load the {rows}?", complete=end)


def runs(time: Real) -> list[slice]:
    """Where the time starts again, a new run begins; equal times, as at a change of range, are one run."""
    edges = [0, *(int(i) + 1 for i in np.flatnonzero(np.diff(time) < 0)), len(time)]
    return [slice(a, b) for a, b in zip(edges, edges[1:], strict=False)]


def record_readings(
    source: Source,
    record: Record,
    *,
    label: str = "",
    first: int = 0,
    loops: Sequence[slice] = (),
    metadata: Pairs = (),
    notices: Sequence[str] = (),
    geometry: Sizes = (),
    temperature: Quantity | None = None,
) -> tuple[Reading, ...]:
    """One polarization reading for each run of a table; steps of the voltage within a run stay together.

    Args:
        source: the file.
        record: its rows.
        label: what tells this table from others of its file; empty when it is alone.
        first: the position in the file of its first run, from 0.
        loops: where the file itself says that loops begin and end; without, a run begins where the time starts again.
        metadata: header fields, for every run.
        notices: what the person should see.
        geometry: pellet sizes of the header.
        temperature: of the header.

    Raises:
        LoadError: as `complete`.
    """
    whole, told = complete(record, source)
    kept = [slice(loop.start, min(loop.stop, len(whole))) for loop in loops if loop.start < min(loop.stop, len(whole))]
    word, parts = ("loop", kept) if kept else ("run", runs(whole.time))
    return tuple(
        measured(
            source,
            TECHNIQUE,
            _columns(whole[part]),
            label=", ".join(text for text in (label, numbered(i, len(parts)).replace("sweep", word)) if text),
            sweep=first + i,
            metadata=(*metadata, *_range_changes(whole[part])),
            notices=(*notices, *told),
            geometry=geometry,
            temperature=temperature,
        )
        for i, part in enumerate(parts)
    )


def _columns(record: Record) -> tuple[Column, ...]:
    """The channels of a polarization measurement."""
    columns = [
        Column("time", "s", np.ascontiguousarray(record.time), "axis"),
        Column("current", "A", np.ascontiguousarray(record.current)),
    ]
    if record.voltage is not None:
        columns.append(Column("voltage", "V", np.ascontiguousarray(record.voltage)))
    if record.range is not None and np.isfinite(record.range).all():
        columns.append(Column("range", "", np.ascontiguousarray(record.range)))
    return tuple(columns)


def _range_changes(record: Record) -> Pairs:
    """When the instrument changed its current range: "30 s (6 to 5), 62.5 s (5 to 4)"."""
    if record.range is None:
        return ()
    after = np.flatnonzero(np.diff(record.range) != 0) + 1
    if not len(after) or not np.isfinite(record.range).all():
        return ()
    told = [
        f"{_seconds(record.time[i])} s ({record.range[i - 1]:g} to {record.range[i]:g})" for i in after[:_MAX_CHANGES]
    ]
    more = f" and {len(after) - _MAX_CHANGES} more" if len(after) > _MAX_CHANGES else ""
    return (("current range changes", ", ".join(told) + more),)


def _seconds(time: float) -> str:
    return f"{time:.6g}".replace("-", "−")
