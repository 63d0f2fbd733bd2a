"""pyimpspec 5: fit with no guess, all methods and weights tried (its AUTO)."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pyimpspec


def fit(circuit: str, frequency: list[float], real: list[float], imag: list[float]) -> dict[str, Any]:
    """Fit with method and weight "auto"; seconds, and the sum of |dZ|^2/|Z|^2 reached."""
    f, z = np.array(frequency), np.array(real) + 1j * np.array(imag)
    data = pyimpspec.DataSet(frequencies=f, impedances=z)
    model = pyimpspec.parse_cdc(circuit)
    began = time.perf_counter()
    result = pyimpspec.fit_circuit(model, data, method="auto", weight="auto")
    seconds = time.perf_counter() - began
    left = (result.circuit.get_impedances(f) - z) / np.abs(z)
    return {"seconds": seconds, "chi_square": float(np.sum(np.abs(left) ** 2))}
