"""What a file holds, as plain JSON: for `naglass info` and for anyone who asks from a script."""

from __future__ import annotations

from typing import Any

import numpy as np

from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import FileReading, Reading


def describe(file: FileReading) -> dict[str, Any]:
    """A reading in plain JSON types: the file, how it was read, and every sweep in it.

    The range of a sweep is [lowest, highest] of its axis, in `unit`.
    """
    return {
        "file": file.file,
        "size": file.size,
        "sha256": file.sha256,
        "reader": file.reader,
        "reader_version": file.reader_version,
        "options": dict(file.options),
        "sweeps": [_sweep(reading) for reading in file.readings],
    }


def _sweep(reading: Reading) -> dict[str, Any]:
    axis = next((column for column in reading.columns if column.role == "axis"), reading.columns[0])
    return {
        "name": reading.name,
        "technique": reading.technique,
        "n_points": len(axis.values),
        "range": [float(np.min(axis.values)), float(np.max(axis.values))] if len(axis.values) else None,
        "unit": axis.unit,
        "conditions": [
            {"name": name, **_quantity(quantity), "source": reading.condition_source}
            for name, quantity in reading.conditions
        ],
        "geometry": [{"name": name, **_quantity(quantity)} for name, quantity in reading.geometry],
        "metadata": dict(reading.metadata),
        "notices": list(reading.notices),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {"value": quantity.value, "stderr": quantity.stderr, "unit": quantity.unit}
