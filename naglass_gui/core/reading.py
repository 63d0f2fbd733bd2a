"""What a reader hands over: plain arrays and what the file said, before anything enters a project."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from naglass_gui.core.arrays import Array
from naglass_gui.core.quantity import Quantity

Role = Literal["axis", "signal"]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One array of a measurement with its name, unit and role ("axis" or "signal")."""

    name: str
    unit: str
    values: Array
    role: Role = "signal"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One sweep, spectrum or curve as read from a file.

    Impedance has the columns `frequency` (Hz, axis), `z_real` and `z_imag` (ohm; z_imag is Im Z with its
    sign, so capacitive data are negative), in the file's order.

    Attributes:
        technique: "eis", "polarization", "nmr"...
        name: what to call it in the tree, from the file's name and the sweep.
        columns: arrays of one length.
        metadata: header fields that were understood, as (name, text) pairs.
        conditions: measuring conditions found in the header, e.g. ("temperature", 25 degC).
        geometry: pellet sizes found in the header: "thickness", "diameter", "area".
        notices: sentences the person should see (sign convention assumed, rows left out...).
        sweep: position in the file, from 0.
        condition_source: where the conditions were found; one guessed from a file name is shown as such.
    """

    technique: str
    name: str
    columns: tuple[Column, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    conditions: tuple[tuple[str, Quantity], ...] = ()
    geometry: tuple[tuple[str, Quantity], ...] = ()
    notices: tuple[str, ...] = ()
    sweep: int = 0
    condition_source: Literal["header", "file name"] = "header"


@dataclass(frozen=True, slots=True, eq=False)
class FileReading:
    """Everything one file gave, with what is needed to read it again.

    `raw` holds the original bytes where the file is under 20 MB. `options` is what the person chose at import
    (column mapping) as (name, JSON text) pairs, so that the same reading can be repeated from the raw bytes.
    """

    file: str
    size: int
    sha256: str
    reader: str
    reader_version: str
    readings: tuple[Reading, ...]
    raw: bytes | None = None
    options: tuple[tuple[str, str], ...] = field(default=())
