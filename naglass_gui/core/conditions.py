"""How the conditions of measurements are called on axes, in lists and in steps, and which are hard to believe."""

from __future__ import annotations

from naglass_gui.core.quantity import Quantity

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
