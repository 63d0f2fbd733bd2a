"""lmfit's composite models: pseudo-Voigt lines, with or without a straight line."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from lmfit.models import LinearModel, PseudoVoigtModel


def fit(axis: list[float], data: list[float], start: list[list[float]], straight: bool) -> dict[str, Any]:
    """Fit from (position, width, share, area) of each line; seconds, sum of squares, calls of the model."""
    x, y = np.array(axis), np.array(data)
    model: Any = LinearModel(prefix="b_") if straight else None
    guess = {"b_slope": 0.0, "b_intercept": 0.0} if straight else {}
    for k, (position, width, share, area) in enumerate(start):
        line = PseudoVoigtModel(prefix=f"l{k}_")
        model = line if model is None else model + line
        guess |= {f"l{k}_center": position, f"l{k}_sigma": width / 2, f"l{k}_fraction": share, f"l{k}_amplitude": area}
    began = time.perf_counter()
    result = model.fit(y, x=x, **guess)
    return {"seconds": time.perf_counter() - began, "cost": float(result.chisqr), "evaluations": int(result.nfev)}
