"""A column of temperatures beside a spectrum: where it cuts the table, and the temperature of each part."""

from __future__ import annotations

import numpy as np

from naglass_gui.core.quantity import Quantity
from naglass_gui.formats.spectrum import Real, sweeps

ABSOLUTE_ZERO_C = -273.15
_SAME_TEMPERATURE_K = 1.0
_FEWEST_POINTS = 3


def celsius(values: Real, unit: str) -> Real | None:
    """Temperatures in °C from a column in "degC" or "K"; None where any is missing or below absolute zero."""
    shifted = values + ABSOLUTE_ZERO_C if unit == "K" else values
    # Without a thermometer instruments fill the column with zeros.
    sound = len(values) > 0 and np.isfinite(shifted).all() and (shifted > ABSOLUTE_ZERO_C).all() and values.any()
    return shifted if sound else None


def sweeps_by_temperature(frequency: Real, thermometer: Real | None) -> list[slice]:
    """The sweeps of a table, cut where the temperature steps by over 1 K and where the frequency turns back.

    Args:
        frequency: in Hz, shape (n,).
        thermometer: in °C at each point, shape (n,), or None.
    """
    if thermometer is None:
        return sweeps(frequency)
    steps = np.flatnonzero(np.abs(np.diff(thermometer)) > _SAME_TEMPERATURE_K) + 1
    edges = [0, *(int(i) for i in steps), len(frequency)]
    # A temperature that drifts from point to point is no series of temperatures.
    if min(b - a for a, b in zip(edges, edges[1:], strict=False)) < _FEWEST_POINTS:
        return sweeps(frequency)
    return [
        slice(a + part.start, a + part.stop)
        for a, b in zip(edges, edges[1:], strict=False)
        for part in sweeps(frequency[a:b])
    ]


def mean_temperature(thermometer: Real | None, part: slice) -> Quantity | None:
    """The mean of one sweep in °C, or None without a thermometer."""
    return None if thermometer is None else Quantity(round(float(thermometer[part].mean()), 6), None, "degC")
