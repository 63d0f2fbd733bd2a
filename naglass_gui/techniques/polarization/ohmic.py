"""Whether the steady current is proportional to the voltage: a line through I_ss against U, its intercept and curvature."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SIGNIFICANT = 2.0
SMALL = 0.05
"""Of the largest current: a deviation below this matters to nobody, however significant."""


@dataclass(frozen=True, slots=True)
class Ohmic:
    """I_ss against U.

    Attributes:
        slope: in S, with its standard error.
        intercept: in A, with its standard error.
        curvature: second derivative's half in A/V^2, with its standard error; None below three voltages.
        verdict: a sentence.
        good: whether the current is proportional to the voltage within the errors, or nearly.
    """

    slope: tuple[float, float]
    intercept: tuple[float, float]
    curvature: tuple[float, float] | None
    verdict: str
    good: bool


def ohmic_check(
    voltages: Sequence[float], currents: Sequence[float], errors: Sequence[float], common: float = 0.0
) -> Ohmic | None:
    """The check; None below two different voltages.

    Args:
        voltages: in V.
        currents: steady-state currents in A.
        errors: their standard errors in A; points without one count as the least certain.
        common: an error in A that shifts all currents alike (the offset); it moves the intercept only.
    """
    u, i = np.asarray(voltages, dtype=float), np.asarray(currents, dtype=float)
    if len(np.unique(u)) < 2:
        return None
    known = np.asarray(errors, dtype=float)
    known = np.where(known > 0, known, known.max() if known.max() > 0 else 1.0)
    line, line_errors, chi_square = _polynomial(u, i, known, 1)
    freedom = len(u) - 2
    # Errors of single steps may be too small for how the points scatter about the line.
    widen = math.sqrt(max(chi_square / freedom, 1.0)) if freedom > 0 else 1.0
    slope = (line[1], line_errors[1] * widen)
    intercept = (line[0], math.hypot(line_errors[0] * widen, common))
    curvature = None
    if len(np.unique(u)) > 2:
        bent, bent_errors, _ = _polynomial(u, i, known, 2)
        curvature = (bent[2], bent_errors[2])
    largest, reach = float(np.abs(i).max()), float(np.abs(u).max())
    faults = []
    if _matters(intercept, 1.0, largest):
        faults.append("the line misses the origin: subtract an offset, or suspect a cell voltage of its own")
    if curvature is not None and _matters(curvature, reach**2, largest):
        faults.append("the current bends: use the lowest voltages, the sample may decompose at the highest")
    if faults:
        return Ohmic(slope, intercept, curvature, f"Not ohmic: {'; '.join(faults)}.", False)
    return Ohmic(slope, intercept, curvature, _agreement(len(u), curvature is not None), True)


def _matters(value: tuple[float, float], reach: float, largest: float) -> bool:
    """Whether a deviation is beyond its error and beyond 5 % of the largest current."""
    return abs(value[0]) > SIGNIFICANT * value[1] and abs(value[0]) * reach > SMALL * largest


def _agreement(count: int, bends: bool) -> str:
    if not bends:
        return "Two voltages: their line passes through the origin within 5 %; a third would show a bend."
    return f"Ohmic: the steady currents at {count} voltages are proportional to U, within their errors or 5 %."


def _polynomial(u: np.ndarray, i: np.ndarray, error: np.ndarray, degree: int) -> tuple[list[float], list[float], float]:
    """Coefficients from the lowest, their errors from those of the points, and the sum of squares."""
    scale = np.abs(u).max()
    columns = np.vander(u / scale, degree + 1, increasing=True) / error[:, None]
    best = np.linalg.lstsq(columns, i / error, rcond=None)[0]
    rest = i / error - columns @ best
    errors = np.sqrt(np.diag(np.linalg.pinv(columns.T @ columns)))
    powers = scale ** np.arange(degree + 1)
    return (best / powers).tolist(), (errors / powers).tolist(), float(rest @ rest)
