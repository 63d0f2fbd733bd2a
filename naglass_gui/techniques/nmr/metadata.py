"""What a file says of a measurement, as numbers; and what a person says instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Measurement
from naglass_gui.core.quantity import parse_number


def number_in(metadata: Mapping[str, str], name: str) -> float | None:
    """A finite number of the metadata by name, None without."""
    text = metadata.get(name)
    if text is None:
        return None
    try:
        return parse_number(text.split()[0] if text.split() else "")
    except InputError:
        return None


def with_frequency(measurement: Measurement, frequency: float) -> Measurement:
    """The measurement with another frequency of 0 ppm in MHz than its file says; the file's figure is kept beside it."""
    known = dict(measurement.metadata)
    name = "reference" if "reference" in known else "larmor_frequency"
    if name in known:
        known.setdefault(f"{name} in the file", known[name])
    known[name] = repr(float(frequency))
    return replace(measurement, metadata=tuple(known.items()))
