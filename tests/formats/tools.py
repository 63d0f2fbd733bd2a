"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.reading import FileReading, Reading
from naglass_gui.formats import Source, read_file


def read_text(text: str, name: str = "spectrum.txt", **choices: Any) -> FileReading:
    """What is read from a text under a name."""
    return read_file(Source.from_bytes(name, text.encode()), **choices)


def table(reading: Reading) -> NDArray[np.float64]:
    """The columns of a reading side by side: frequency, Z' and Z'', shape (n, 3)."""
    return np.column_stack([column.values for column in reading.columns])


def arc(n: int = 31, r: float = 1000.0, c: float = 1e-9, r0: float = 50.0) -> NDArray[np.float64]:
    """A plain R(RC) from 1 MHz downward, as rows of (f, Z', Z'')."""
    f = np.logspace(6, 1, n)
    z = r0 + r / (1 + 2j * np.pi * f * r * c)
    return np.column_stack([f, z.real, z.imag])


def rows(values: NDArray[np.float64], separator: str = ",", decimal: str = ".") -> str:
    """Numbers as lines of text."""
    lines = (separator.join(f"{v:.10g}".replace(".", decimal) for v in row) for row in values)
    return "\n".join(lines) + "\n"
