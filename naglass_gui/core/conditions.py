"""How the conditions of measurements are called on axes, in lists and in steps."""

from __future__ import annotations

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
