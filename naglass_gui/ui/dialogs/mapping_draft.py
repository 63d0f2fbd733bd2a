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
from naglass_gui.formats import ColumnMapping, CurveMapping, Source, TableMapping, read_file
from naglass_gui.formats.layout import cells, layout
from naglass_gui.formats.mapping import Sign

Role = Literal["frequency", "z_real", "z_imag", "modulus", "phase", "time", "current", "voltage", "temperature", ""]
Kind = Literal["rectangular", "polar", "curve"]
ROLES: dict[Kind, tuple[Role, Role, Role]] = {
    "rectangular": ("frequency", "z_real", "z_imag"),
    "polar": ("frequency", "modulus", "phase"),
    "curve": ("time", "current", "voltage"),
}
"""What the three columns of a table are, by what it holds."""
Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapping that need not be complete: columns not chosen yet are None.

    `frequency`, `first` and `second` are the columns of the three `ROLES` of its kind; the rest as in ColumnMapping and
    CurveMapping.
    """

    frequency: int | None = None
    first: int | None = None
    second: int | None = None
    kind: Kind = "rectangular"
    sign: Sign = "majority"
    separator: str = "\t"
    decimal: str = "."
    skip: int = 0
    frequency_unit: str = "Hz"
    impedance_unit: str = "ohm"
    phase_unit: str = "deg"
    time_unit: str = "s"
    current_unit: str = "A"
    voltage_unit: str = "V"
    temperature: int | None = None
    temperature_unit: str = "degC"
    area: float | None = None
    repeat_every: int = 0
    sheet: str = ""

    @classmethod
    def of(cls, mapping: TableMapping) -> Draft:
        """The choices a mapping stands for."""
        if isinstance(mapping, CurveMapping):
            shared = {name: getattr(mapping, name) for name in _SHARED_BY_CURVES}
            return cls(mapping.time, mapping.current, mapping.voltage, "curve", **shared)
        kind: Kind = "polar" if mapping.polar else "rectangular"
        return cls(*mapping.columns, kind, **{name: getattr(mapping, name) for name in _SHARED})

    @classmethod
    def guess(cls, lines: Sequence[str], sheet: str = "") -> Draft:
        """Separator, decimal sign and first row of numbers as the table shows them; no columns."""
        found = layout(lines) or layout(lines, least=2)
        if found is None:
            return cls(sheet=sheet)
        return cls(separator=found.separator, decimal=found.decimal, skip=found.skip, sheet=sheet)

    @property
    def polar(self) -> bool:
        """Whether the table gives |Z| and phase."""
        return self.kind == "polar"

    @property
    def curve(self) -> bool:
        """Whether the table gives current over time."""
        return self.kind == "curve"

    def mapping(self) -> TableMapping:
        """The mapping. Raises LoadError with what is missing or contradicts itself."""
        words = {"z_real": "Z′", "z_imag": "Z″", "modulus": "|Z|"}
        chosen = dict(zip(ROLES[self.kind], (self.frequency, self.first, self.second), strict=True))
        for role, column in chosen.items():
            if column is None and role != "voltage":
                raise LoadError(f"Choose the column of {words.get(role, f'the {role}')}.")
        if self.curve:
            shared = {name: getattr(self, name) for name in _SHARED_BY_CURVES}
            return CurveMapping(**chosen, **shared)  # type: ignore[arg-type]
        if self.impedance_unit == "ohm cm^2" and self.area is None:
            raise LoadError("With Ω cm² the area of the electrodes is needed.")
        return ColumnMapping(**chosen, **{name: getattr(self, name) for name in _SHARED})  # type: ignore[arg-type]

    def role(self, column: int) -> Role:
        """What a column is taken as."""
        for role, chosen in zip(ROLES[self.kind], (self.frequency, self.first, self.second), strict=True):
            if column == chosen:
                return role
        return "temperature" if column == self.temperature else ""

    def with_role(self, column: int, role: Role) -> Draft:
        """The choices with a column taken as something else; what it was before becomes free, and so does the role."""
        names = ("frequency", "first", "second", "temperature")
        cleared = replace(self, **{name: None for name in names if getattr(self, name) == column})  # type: ignore[arg-type]
        if role == "":
            return cleared
        if role == "temperature":
            return replace(cleared.of_kind("rectangular") if cleared.curve else cleared, temperature=column)
        kind = self.kind if role in ROLES[self.kind] else next(k for k, roles in ROLES.items() if role in roles)
        place = ("frequency", "first", "second")[ROLES[kind].index(role)]
        return replace(cleared.of_kind(kind), **{place: column})  # type: ignore[arg-type]

    def of_kind(self, kind: Kind) -> Draft:
        """The choices for a table that gives something else: columns that it has not are free."""
        if kind == self.kind:
            return self
        if "curve" in (kind, self.kind):
            return replace(self, kind=kind, frequency=None, first=None, second=None, temperature=None)
        return replace(self, kind=kind, first=None, second=None)


_SHARED_BY_CURVES = ("separator", "decimal", "skip", "time_unit", "current_unit", "voltage_unit", "sheet")
_SHARED = (
    "sign", "separator", "decimal", "skip", "frequency_unit", "impedance_unit", "phase_unit", "area", "repeat_every", "sheet",
    "temperature", "temperature_unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What a mapping makes of the lines, and a sentence on that or on what is wrong.

    Attributes:
        sweeps: frequency in Hz and Z in ohm of each spectrum.
        curves: time in s and current in A of each run.
        sentence: to show.
        fault: whether the mapping cannot be used.
    """

    sweeps: tuple[tuple[Real, Complex], ...] = ()
    curves: tuple[tuple[Real, Real], ...] = ()
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
        source = Source.from_bytes(name, "\n".join(lines).encode())
        reading = read_file(source, mapping=mapping, complete_rows=True)
    except LoadError as fault:
        return Preview(sentence=fault.sentence.removeprefix(f"{name}: "), fault=True)
    columns = [{c.name: c.values for c in r.columns} for r in reading.readings]
    end = "" if whole else ", in the lines read so far"
    notices = [n.removeprefix(f"{name}: ") for r in reading.readings[:1] for n in r.notices]
    if draft.curve:
        curves = tuple((c["time"], c["current"]) for c in columns)
        counted = _counted(sum(len(t) for t, _ in curves), len(curves), "runs")
        span = format_value(float(max(t[-1] - t[0] for t, _ in curves)), significant=3)
        return Preview(curves=curves, sentence=" ".join([f"{counted} over {span} s{end}.", *notices]))
    sweeps = tuple((c["frequency"], c["z_real"] + 1j * c["z_imag"]) for c in columns)
    frequencies = np.concatenate([f for f, _ in sweeps])
    counted = _counted(len(frequencies), len(sweeps), "sweeps")
    span = f"{_hertz(float(frequencies.max()))} to {_hertz(float(frequencies.min()))}"
    return Preview(sweeps, sentence=" ".join([f"{counted}, {span}{end}.", *notices]))


def _counted(points: int, parts: int, word: str) -> str:
    return f"{points} points" + (f" in {parts} {word}" if parts > 1 else "")


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
    found = layout(lines) or layout(lines, least=2)
    if found is None:
        return ""
    told = [found.separator, found.decimal, str(found.width), *found.header]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:24]
