"""impedance.py 1.7.1: one fit of a circuit from given values."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from impedance.models.circuits import CustomCircuit


def fit(
    circuit: str, start: list[float], frequency: list[float], real: list[float], imag: list[float]
) -> dict[str, Any]:
    """Fit with modulus weights; seconds, and the sum of |dZ|^2/|Z|^2 reached."""
    f, z = np.array(frequency), np.array(real) + 1j * np.array(imag)
    began = time.perf_counter()
    model = CustomCircuit(circuit, initial_guess=start).fit(f, z, weight_by_modulus=True)
    seconds = time.perf_counter() - began
    left = (model.predict(f) - z) / np.abs(z)
    return {"seconds": seconds, "chi_square": float(np.sum(np.abs(left) ** 2))}
