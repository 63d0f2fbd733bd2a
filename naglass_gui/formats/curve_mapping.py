"""How the columns of a DC table are to be read: current over time, with or without the voltage."""

from __future__ import annotations

from dataclasses import dataclass

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.curve_headings import CURRENT_UNITS, TIME_UNITS, VOLTAGE_UNITS
from naglass_gui.formats.mapping import DECIMALS, MAX_COLUMN, SEPARATORS


@dataclass(frozen=True, slots=True)
class CurveMapping:
    """Which column of a DC polarization is what. Columns count from 0.

    Attributes:
        time, current: their columns.
        voltage: its column; None where the table has none.
        separator, decimal, skip, sheet: as in `mapping.ColumnMapping`.
        time_unit, current_unit, voltage_unit: of `curve_headings.TIME_UNITS`, `CURRENT_UNITS`, `VOLTAGE_UNITS`.

    Raises:
        LoadError: two quantities in one column, or a unit that is not known.
    """

    time: int
    current: int
    voltage: int | None = None
    separator: str = "\t"
    decimal: str = "."
    skip: int = 0
    time_unit: str = "s"
    current_unit: str = "A"
    voltage_unit: str = "V"
    sheet: str = ""

    def __post_init__(self) -> None:
        if any(not 0 <= column < MAX_COLUMN for column in self.columns):
            raise LoadError("A chosen column lies outside the table.")
        if len(set(self.columns)) < len(self.columns):
            raise LoadError("Time, current and voltage must be different columns.")
        known = (
            self.separator in SEPARATORS
            and self.decimal in DECIMALS
            and self.time_unit in TIME_UNITS
            and self.current_unit in CURRENT_UNITS
            and self.voltage_unit in VOLTAGE_UNITS
        )
        if not known:
            raise LoadError("The column mapping names a unit that is not known.")
        if self.decimal == self.separator == ",":
            raise LoadError("A comma cannot be both the separator and the decimal sign.")
        if self.skip < 0:
            raise LoadError("The column mapping skips a negative number of lines.")

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns of time and current, and of the voltage where it has one."""
        return (self.time, self.current) if self.voltage is None else (self.time, self.current, self.voltage)
