"""A value with its unit and uncertainty: read as people type it, written as papers print it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from naglass_gui.core.errors import InputError

# Each unit as (dimension, factor to the dimension's first unit, offset).
_UNITS: dict[str, tuple[str, float, float]] = {
    "mm": ("length", 1.0, 0.0),
    "cm": ("length", 10.0, 0.0),
    "m": ("length", 1e3, 0.0),
    "um": ("length", 1e-3, 0.0),
    "nm": ("length", 1e-6, 0.0),
    "in": ("length", 25.4, 0.0),
    "cm^2": ("area", 1.0, 0.0),
    "mm^2": ("area", 0.01, 0.0),
    "m^2": ("area", 1e4, 0.0),
    "mg": ("mass", 1.0, 0.0),
    "g": ("mass", 1e3, 0.0),
    "kg": ("mass", 1e6, 0.0),
    "MPa": ("pressure", 1.0, 0.0),
    "GPa": ("pressure", 1e3, 0.0),
    "kPa": ("pressure", 1e-3, 0.0),
    "Pa": ("pressure", 1e-6, 0.0),
    "bar": ("pressure", 0.1, 0.0),
    "degC": ("temperature", 1.0, 0.0),
    "K": ("temperature", 1.0, -273.15),
    "ohm": ("resistance", 1.0, 0.0),
    "kohm": ("resistance", 1e3, 0.0),
    "Mohm": ("resistance", 1e6, 0.0),
    "s": ("time", 1.0, 0.0),
    "ms": ("time", 1e-3, 0.0),
    "us": ("time", 1e-6, 0.0),
    "min": ("time", 60.0, 0.0),
    "h": ("time", 3600.0, 0.0),
    "d": ("time", 86400.0, 0.0),
    "V": ("voltage", 1.0, 0.0),
    "mV": ("voltage", 1e-3, 0.0),
    "A": ("current", 1.0, 0.0),
    "mA": ("current", 1e-3, 0.0),
    "uA": ("current", 1e-6, 0.0),
    "nA": ("current", 1e-9, 0.0),
    "pA": ("current", 1e-12, 0.0),
    "Hz": ("frequency", 1.0, 0.0),
    "kHz": ("frequency", 1e3, 0.0),
    "MHz": ("frequency", 1e6, 0.0),
    "S/cm": ("conductivity", 1.0, 0.0),
    "mS/cm": ("conductivity", 1e-3, 0.0),
    "uS/cm": ("conductivity", 1e-6, 0.0),
    "S/m": ("conductivity", 1e-2, 0.0),
    "F": ("capacitance", 1.0, 0.0),
    "H": ("inductance", 1.0, 0.0),
    "mH": ("inductance", 1e-3, 0.0),
    "uH": ("inductance", 1e-6, 0.0),
    "nH": ("inductance", 1e-9, 0.0),
    "%": ("share", 0.01, 0.0),
    "": ("number", 1.0, 0.0),
}
_SPELLINGS = {
    "µA": "uA", "μA": "uA", "µS/cm": "uS/cm", "μS/cm": "uS/cm",
    "µm": "um", "μm": "um", "mm2": "mm^2", "mm²": "mm^2", "cm2": "cm^2", "cm²": "cm^2", "m2": "m^2", "m²": "m^2",
    "°C": "degC", "C": "degC", "deg C": "degC", "degc": "degC", "c": "degC", "k": "K", "Ω": "ohm", "Ohm": "ohm",
    "kΩ": "kohm", "MΩ": "Mohm", "µs": "us", "μs": "us", "min.": "min", "day": "d", "days": "d", "inch": "in",
    "ºC": "degC", "Kelvin": "K", "sec": "s", "hz": "Hz", "khz": "kHz", "mhz": "MHz",
    "µH": "uH", "μH": "uH",
}  # fmt: skip
_PRINTED = {
    "ohm": "Ω", "kohm": "kΩ", "Mohm": "MΩ", "degC": "°C", "um": "µm", "us": "µs", "uH": "µH", "cm^2": "cm²", "mm^2": "mm²",
    "m^2": "m²", "S/cm": "S cm⁻¹", "mS/cm": "mS cm⁻¹", "S s^n": "S sⁿ", "S s^0.5": "S s^½", "F/cm": "F cm⁻¹",
    "uA": "µA", "uS/cm": "µS cm⁻¹", "S/m": "S m⁻¹", "A s^0.5": "A s^½", "A/V^2": "A V⁻²", "ohm cm": "Ω cm", "ohm cm^2": "Ω cm²",
}  # fmt: skip
_USUAL = {"length": "mm", "area": "cm^2", "mass": "mg"}
"""Units that lengths and masses of specimens have, for a sentence; nothing is taken to be in them."""
LARGEST = 1e100
"""No typed number is larger."""
_NUMBER = r"[+\-−]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+\-−]?\d+)?"
_QUANTITY = re.compile(
    rf"\s*(?P<value>{_NUMBER})\s*(?:(?:\+/?-|±)\s*(?P<error>{_NUMBER})|\((?P<digits>\d+)\))?\s*(?P<unit>[^\d\s.,+\-−±()].*?)?\s*"
)
_SUPERSCRIPT = str.maketrans("+-−0123456789", "⁺⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def unit_symbol(unit: str) -> str:
    """The unit as it is printed: "S/cm" gives "S cm⁻¹"."""
    return _PRINTED.get(unit, unit)


def canonical_unit(text: str) -> str:
    """The unit's one spelling here. Raises InputError for a unit that is not known."""
    text = text.strip()
    unit = text if text in _UNITS else _SPELLINGS.get(text, text)
    if unit not in _UNITS:
        raise InputError(f"“{text}” is not a unit known here.")
    return unit


def dimension(unit: str) -> str:
    """What the unit measures: "length", "area", "temperature"..."""
    return _UNITS[canonical_unit(unit)][0]


def parse_number(text: str) -> float:
    """A number typed with a point or a decimal comma. Raises InputError when it is not one, or beyond all that is measured."""
    cleaned = text.strip().replace("−", "-")
    if not re.fullmatch(_NUMBER, cleaned):
        raise InputError(f"“{text.strip()}” is not a number.")
    number = float(cleaned.replace(",", "."))
    # Squares and products of what is typed stay numbers.
    if abs(number) > LARGEST:
        raise InputError(f"“{text.strip()}” is larger than anything that is measured.")
    return number


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value, its standard error (None where it is not known) and its unit."""

    value: float
    stderr: float | None = None
    unit: str = ""

    def to(self, unit: str) -> Quantity:
        """The same quantity in another unit of its dimension. Raises InputError for another dimension."""
        kind, factor, offset = _UNITS[canonical_unit(self.unit)]
        other, other_factor, other_offset = _UNITS[canonical_unit(unit)]
        if kind != other:
            raise InputError(f"“{unit_symbol(self.unit)}” cannot be turned into “{unit_symbol(unit)}”.")
        if canonical_unit(self.unit) == canonical_unit(unit):
            return Quantity(self.value, self.stderr, canonical_unit(unit))
        value = (self.value * factor + offset - other_offset) / other_factor
        error = None if self.stderr is None else self.stderr * factor / other_factor
        return Quantity(value, error, canonical_unit(unit))

    def __str__(self) -> str:
        # Without an error the typed digits are all that is known: no zeros are added.
        text = _minus(f"{self.value:.10g}") if self.stderr is None else format_value(self.value, self.stderr)
        unit = unit_symbol(self.unit)
        return f"{text} {unit}" if unit else text


def parse_quantity(text: str, measures: str, default_unit: str = "", field: str = "") -> Quantity:
    """A quantity as typed: "0.80 +- 0.01 mm", "0,80 ± 0,01 mm", "0.80(1) mm".

    Args:
        text: what was typed.
        measures: the dimension it must have ("length", "temperature"...).
        default_unit: the unit of a bare number; without one a bare number is refused.
        field: the name used in the sentence of a refusal ("Thickness").

    Raises:
        InputError: not a number, no unit where one is needed, a unit of another dimension, a negative error.
    """
    name = field or "The value"
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise InputError(f"{name} “{text.strip()}” is not a number with a unit, like 0.80 ± 0.01 mm.", field=field)
    try:
        value = parse_number(match["value"])
        error = parse_number(match["error"]) if match["error"] else None
        if match["digits"]:
            places = re.search(r"[.,](\d*)", match["value"])
            error = int(match["digits"]) * 10.0 ** -(len(places[1]) if places else 0)
        if match["unit"] is None and not default_unit and measures != "number":
            usual = _USUAL.get(measures, "")
            example = f", as in {text.strip()} {unit_symbol(usual)}" if usual else ""
            raise InputError(f"{name} “{text.strip()}” needs a unit{example}.")
        unit = canonical_unit(match["unit"] or default_unit)
    except InputError as fault:
        raise InputError(fault.sentence, field=field) from fault
    if _UNITS[unit][0] != measures:
        raise InputError(f"{name} “{text.strip()}” must be a {measures}.", field=field)
    if error is not None and error < 0:
        raise InputError(f"{name} “{text.strip()}”: the uncertainty cannot be negative.", field=field)
    return Quantity(value, error, unit)


def positive(quantity: Quantity, field: str) -> Quantity:
    """The quantity, when it is above zero. Raises InputError otherwise."""
    if not quantity.value > 0:
        raise InputError(f"{field} must be above zero, not {quantity}.", field=field)
    return quantity


def above_absolute_zero(temperature: Quantity, field: str = "Temperature") -> Quantity:
    """The temperature, when it is not below 0 K. Raises InputError otherwise."""
    if not temperature.to("K").value > 0:
        raise InputError(f"{field} {temperature} is below absolute zero.", field=field)
    return temperature


def format_value(value: float, stderr: float | None = None, digits: int = 2, significant: int = 5) -> str:
    """A value with its uncertainty to `digits` significant figures of it, e.g. "(2.120 ± 0.060) × 10⁻⁹".

    Without an uncertainty `significant` figures are shown. The minus is U+2212; powers of ten are real superscripts.
    """
    if not math.isfinite(value):
        return "–" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    if stderr is None or not math.isfinite(stderr) or stderr <= 0:
        return _minus(_plain_or_power(value, significant))
    exponent = math.floor(math.log10(abs(value))) if value else math.floor(math.log10(stderr))
    exponent = max(exponent, math.floor(math.log10(stderr)))
    if -4 < exponent < 5:
        places = _places(stderr, digits)
        return _minus(f"{_rounded(value, places)} ± {_rounded(stderr, places)}")
    scale = 10.0**exponent
    places = _places(stderr / scale, digits)
    body = f"{_rounded(value / scale, places)} ± {_rounded(stderr / scale, places)}"
    return _minus(f"({body}) × 10{str(exponent).translate(_SUPERSCRIPT)}")


def _places(stderr: float, digits: int) -> int:
    places = digits - 1 - math.floor(math.log10(stderr))
    # 0.0996 to two figures is 0.10: one place fewer.
    if round(stderr, places) >= 10.0 ** (digits - places):
        places -= 1
    return places


def _rounded(value: float, places: int) -> str:
    return f"{round(value, places):.{max(places, 0)}f}"


def _plain_or_power(value: float, significant: int) -> str:
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if -4 < exponent < max(significant, 6):
        return f"{value:.{max(significant - 1 - exponent, 0)}f}" if exponent < significant else f"{value:.0f}"
    mantissa, power = f"{value:.{significant - 1}e}".split("e")
    return f"{mantissa} × 10{str(int(power)).translate(_SUPERSCRIPT)}"


def _minus(text: str) -> str:
    return text.replace("-", "−")
