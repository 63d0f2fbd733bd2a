"""pyimpspec 5: distribution of relaxation times by TR-NNLS, with its own ways to find lambda."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pyimpspec
from pyimpspec.analysis.drt.tr_nnls import calculate_drt_tr_nnls

# What its `lambda_value` below zero asks for.
RULES = {"own": -1.0, "l-curve": -2.0}


def drt(mode: str, rule: str, frequency: list[float], real: list[float], imag: list[float]) -> dict[str, Any]:
    """From the "real" or the "imaginary" part; seconds, and the sum of |dZ|^2/|Z|^2 of that part, as it reports it."""
    f, z = np.array(frequency), np.array(real) + 1j * np.array(imag)
    data = pyimpspec.DataSet(frequencies=f, impedances=z)
    began = time.perf_counter()
    result = calculate_drt_tr_nnls(data, mode=mode, lambda_value=RULES[rule])
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "chi_square": float(result.pseudo_chisqr), "strength": float(result.lambda_value)}
