"""impedance.py 1.7.1: one fit of a circuit from given values, and its linear Kramers-Kronig test."""

from __future__ import annotations

import contextlib
import io
import time
from typing import Any

import numpy as np
from impedance.models.circuits import CustomCircuit
from impedance.validation import linKK


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


def kramers_kronig(frequency: list[float], real: list[float], imag: list[float]) -> dict[str, Any]:
    """The linear test with series C, both parts fitted; seconds, M, mu and the largest residual."""
    f, z = np.array(frequency), np.array(real) + 1j * np.array(imag)
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):  # it prints at every tenth element
        elements, mu, _, of_real, of_imag = linKK(f, z, c=0.85, max_M=100, fit_type="complex", add_cap=True)
    seconds = time.perf_counter() - began
    largest = max(np.abs(of_real).max(), np.abs(of_imag).max())
    return {"seconds": seconds, "elements": int(elements), "mu": float(mu), "largest": float(largest)}
