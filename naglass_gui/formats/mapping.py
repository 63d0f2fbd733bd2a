"""How the columns of a table are to be read: what a person chooses in the column mapper, or what the header says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.headings import FREQUENCY_UNITS, IMPEDANCE_UNITS, PHASE_UNITS

Sign = Literal["as written", "negated", "majority"]
SEPARATORS = {"\t": "tab", ",": "comma", ";": "semicolon", " ": "spaces"}
DECIMALS = {".": "point", ",": "comma"}
MAX_COLUMN = 16384


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column is what. Columns count from 0.

    Attributes:
        frequency: the column of the frequency, or of the angular frequency with the unit rad/s.
        z_real, z_imag: the columns of Z′ and Z″ (or of −Z″, see `sign`).
        modulus, phase: the columns of |Z| and phase, in place of Z′ and Z″.
        sign: "as written": the column holds Z″ (or the phase), negative for a capacitor; "negated": it holds −Z″;
            "majority": it holds −Z″ exactly when most of its values are positive.
        separator: one of `SEPARATORS`; " " stands for any number of spaces or tabs.
        decimal: one of `DECIMALS`.
        skip: lines before the first row of numbers.
        frequency_unit, impedance_unit, phase_unit: of `headings.FREQUENCY_UNITS`, `IMPEDANCE_UNITS`, `PHASE_UNITS`.
        temperature: the column of the temperature, None where the table has none.
        temperature_unit: "degC" or "K".
        area: the area in cm², where the impedance is in ohm cm².
        repeat_every: where spectra stand side by side, after how many columns the next one begins; 0 for one spectrum.
        sheet: the sheet of a workbook this is for; empty for every sheet.

    Raises:
        LoadError: no frequency, neither Z′ and Z″ nor |Z| and phase, or a unit or sign that is not known.
    """

    frequency: int
    z_real: int | None = None
    z_imag: int | None = None
    modulus: int | None = None
    phase: int | None = None
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
    temperature: int | None = None
    temperature_unit: str = "degC"

    def __post_init__(self) -> None:
        if not self.polar and (self.z_real is None or self.z_imag is None):
            raise LoadError("The columns of Z′ and Z″ (or of |Z| and the phase) must be chosen.")
        chosen = [self.frequency, *self.columns[1:], *(() if self.temperature is None else (self.temperature,))]
        if any(not 0 <= column < MAX_COLUMN for column in chosen):
            raise LoadError("A chosen column lies outside the table.")
        if len(set(chosen[:3])) < 3:
            raise LoadError("Frequency, Z′ and Z″ (or |Z| and the phase) must be three different columns.")
        known = (
            self.separator in SEPARATORS
            and self.decimal in DECIMALS
            and self.sign in get_args(Sign)
            and self.frequency_unit in FREQUENCY_UNITS
            and self.impedance_unit in IMPEDANCE_UNITS
            and self.phase_unit in PHASE_UNITS
            and self.temperature_unit in ("degC", "K")
        )
        if not known:
            raise LoadError("The column mapping names a unit or a sign that is not known.")
        if self.decimal == self.separator == ",":
            raise LoadError("A comma cannot be both the separator and the decimal sign.")
        if self.area is not None and not 0 < self.area < math.inf:
            raise LoadError("The area must be above zero.")
        if self.skip < 0 or not 0 <= self.repeat_every < MAX_COLUMN:
            raise LoadError("The column mapping skips a negative number of lines or columns.")

    @property
    def polar(self) -> bool:
        """Whether the table gives |Z| and phase."""
        return self.modulus is not None and self.phase is not None and self.z_real is None

    @property
    def columns(self) -> tuple[int, int, int]:
        """The columns of the frequency and of the two parts of Z."""
        first, second = (self.modulus, self.phase) if self.polar else (self.z_real, self.z_imag)
        assert first is not None and second is not None
        return self.frequency, first, second
