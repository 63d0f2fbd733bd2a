"""The choices of the column mapper while they are being made, and what they make of the table. No Qt here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import format_value
from naglass_gui.formats import ColumnMapping, Source, read_file
from naglass_gui.formats.layout import cells, layout
from naglass_gui.formats.mapping import Sign

Role = Literal["frequency", "z_real", "z_imag", "modulus", "phase", ""]
Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapping that need not be complete: columns not chosen yet are None.

    `first` and `second` are the columns of Z′ and Z″, or with `polar` of |Z| and phase; the rest as in ColumnMapping.
    """

    frequency: int | None = None
    first: int | None = None
    second: int | None = None
    polar: bool = False
    sign: Sign = "majority"
    separator: str = "\t"
    decimal: str = "."
    skip: int = 0
    frequency_unit: str = "Hz"
    impedance_unit: str = "ohm"
    phase_unit: str = "deg"
    area: float | None = None
    repeat_every: int = 0
    sheet: str = ""

    @classmethod
    def of(cls, mapping: ColumnMapping) -> Draft:
        """The choices a mapping stands for."""
        frequency, first, second = mapping.columns
        shared = {name: getattr(mapping, name) for name in _SHARED}
        return cls(frequency=frequency, first=first, second=second, polar=mapping.polar, **shared)

    @classmethod
    def guess(cls, lines: Sequence[str], sheet: str = "") -> Draft:
        """Separator, decimal sign and first row of numbers as the table shows them; no columns."""
        found = layout(lines)
        if found is None:
            return cls(sheet=sheet)
        return cls(separator=found.separator, decimal=found.decimal, skip=found.skip, sheet=sheet)

    def mapping(self) -> ColumnMapping:
        """The mapping. Raises LoadError with what is missing or contradicts itself."""
        if self.frequency is None:
            raise LoadError("Choose the column of the frequency.")
        names = ("|Z|", "the phase") if self.polar else ("Z′", "Z″")
        for column, name in zip((self.first, self.second), names, strict=True):
            if column is None:
                raise LoadError(f"Choose the column of {name}.")
        if self.impedance_unit == "ohm cm^2" and self.area is None:
            raise LoadError("With Ω cm² the area of the electrodes is needed.")
        parts = ("modulus", "phase") if self.polar else ("z_real", "z_imag")
        columns = dict(zip(parts, (self.first, self.second), strict=True))
        shared = {name: getattr(self, name) for name in _SHARED}
        return ColumnMapping(frequency=self.frequency, **columns, **shared)  # type: ignore[arg-type]

    def role(self, column: int) -> Role:
        """What a column is taken as."""
        if column == self.frequency:
            return "frequency"
        if column == self.first:
            return "modulus" if self.polar else "z_real"
        if column == self.second:
            return "phase" if self.polar else "z_imag"
        return ""

    def with_role(self, column: int, role: Role) -> Draft:
        """The choices with a column taken as something else; what it was before becomes free, and so does the role."""
        cleared = replace(
            self,
            **{name: None for name in ("frequency", "first", "second") if getattr(self, name) == column},  # type: ignore[arg-type]
        )
        if role == "":
            return cleared
        if role == "frequency":
            return replace(cleared, frequency=column)
        polar = role in ("modulus", "phase")
        if polar != cleared.polar:
            cleared = replace(cleared, first=None, second=None, polar=polar)
        return replace(cleared, **{"first" if role in ("z_real", "modulus") else "second": column})  # type: ignore[arg-type]


_SHARED = (
    "sign", "separator", "decimal", "skip", "frequency_unit", "impedance_unit", "phase_unit", "area", "repeat_every", "sheet",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What a mapping makes of the lines: frequency in Hz and Z in ohm of each sweep, and a sentence on them or on what is wrong."""

    sweeps: tuple[tuple[Real, Complex], ...] = ()
    sentence: str = ""
    fault: bool = False


def preview(name: str, lines: Sequence[str], draft: Draft, whole: bool) -> Preview:
    """Read the lines as the import will.

    Args:
        name: of the file, for sentences.
        lines: of the table.
        draft: the choices.
        whole: whether these are all lines of the file.
    """
    try:
        mapping = replace(draft.mapping(), sheet="")
        reading = read_file(Source.from_bytes(name, "\n".join(lines).encode()), mapping=mapping)
    except LoadError as fault:
        return Preview(sentence=fault.sentence.removeprefix(f"{name}: "), fault=True)
    columns = [{c.name: c.values for c in r.columns} for r in reading.readings]
    sweeps = tuple((c["frequency"], c["z_real"] + 1j * c["z_imag"]) for c in columns)
    frequencies = np.concatenate([f for f, _ in sweeps])
    points = len(frequencies)
    counted = f"{points} points" + (f" in {len(sweeps)} sweeps" if len(sweeps) > 1 else "")
    span = f"{_hertz(float(frequencies.max()))} to {_hertz(float(frequencies.min()))}"
    end = "" if whole else ", in the lines read so far"
    notices = [n.removeprefix(f"{name}: ") for r in reading.readings[:1] for n in r.notices]
    return Preview(sweeps, " ".join([f"{counted}, {span}{end}.", *notices]))


def _hertz(frequency: float) -> str:
    for limit, factor, unit in ((1e6, 1e6, "MHz"), (1e3, 1e3, "kHz"), (1.0, 1.0, "Hz")):
        if frequency >= limit * 0.9995:
            return f"{format_value(frequency / factor, significant=3)} {unit}"
    return f"{format_value(frequency * 1e3, significant=3)} mHz"


def table_cells(lines: Sequence[str], separator: str, most: int) -> list[list[str]]:
    """The first lines cut into cells, at most `MAX_COLUMNS` each."""
    return [cells(line, separator)[:MAX_COLUMNS] for line in lines[:most]]


def column_names(rows: Sequence[Sequence[str]], skip: int) -> list[str]:
    """A name for each column: the cell above its first number, where there is one."""
    width = max((len(row) for row in rows[skip:] or rows), default=0)
    above = rows[skip - 1] if 0 < skip <= len(rows) else ()
    return [above[k] if k < len(above) else "" for k in range(width)]


def signature(lines: Sequence[str]) -> str:
    """What tables of the same program share: separator, decimal sign, and the names of the columns (or their number)."""
    found = layout(lines)
    if found is None:
        return ""
    told = [found.separator, found.decimal, str(found.width), *found.header]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:24]
