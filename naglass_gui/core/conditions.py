"""How the conditions of measurements are called on axes, in lists and in steps, and which are hard to believe."""

from __future__ import annotations

from naglass_gui.core.errors import InputError
from naglass_gui.core.quantity import Quantity, dimension, parse_quantity

KNOWN: dict[str, tuple[str, str]] = {
    "temperature": ("temperature", "degC"),
    "time": ("time", "d"),
    "annealing_temperature": ("temperature", "degC"),
    "annealing_time": ("time", "h"),
    "milling_time": ("time", "h"),
    "pressure": ("pressure", "MPa"),
}
"""What the usual conditions measure, and the unit of a bare number."""
FREE = ("time", "temperature", "number", "pressure", "length", "mass", "voltage", "share", "frequency")
"""What a condition of another name may measure."""
HOTTEST_PROBE_K = 523.15
"""What most probes of NMR bear at the most; few go beyond, and a controller without a sensor shows the end of its scale."""

_WORDS = {
    "temperature": "temperature",
    "time": "storage time",
    "day": "time",
    "annealing_temperature": "annealing temperature",
    "annealing_time": "annealing time",
    "milling_time": "milling time",
    "pressure": "pressure in the cell",
}


def condition_words(name: str) -> str:
    """A condition in words: "annealing temperature"."""
    return _WORDS.get(name, name.replace("_", " "))


def unlikely_temperature(technique: str, temperature: Quantity) -> str:
    """What speaks against a temperature that a file's header gives, as half a sentence; "" where nothing does."""
    kelvin = temperature.to("K").value
    if technique not in ("nmr", "relaxation") or not kelvin > HOTTEST_PROBE_K:
        return ""
    celsius = temperature.to("degC").value
    return f"{celsius:.0f} °C is more than most NMR probes bear, and what a controller without a sensor may show: please check"


def condition_key(words: str) -> str:
    """The name under which a condition is kept that a person calls so."""
    known = next((name for name in KNOWN if words.strip() == condition_words(name)), "")
    return known or words.strip().replace(" ", "_")


def typed_condition(name: str, text: str, unit: str) -> Quantity | None:
    """A condition as typed, in its own unit where none is given; None for an empty text.

    Args:
        name: of the condition.
        text: what was typed.
        unit: of the other points, which a bare number means too.

    Raises:
        InputError: it is no value of such a condition.
    """
    if not text.strip():
        return None
    field = name.replace("_", " ").capitalize()
    if name in KNOWN:
        measures, usual = KNOWN[name]
        return parse_quantity(text, measures, unit or usual, field)
    if unit:
        return parse_quantity(text, dimension(unit), unit, field)
    for measures in FREE:
        try:
            return parse_quantity(text, measures, "", field)
        except InputError:
            continue
    return parse_quantity(text, "number", "", field)
