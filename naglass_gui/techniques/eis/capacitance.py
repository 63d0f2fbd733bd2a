"""Effective capacitances and top frequencies of arcs and spikes, with their derivatives for error propagation.

Each function gives a value and its derivatives by ln R, ln Y and n (or what the element has).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SMALLEST_EXPONENT = 0.05
"""Below this n a CPE is a resistor, and no capacitance or frequency can be told from it."""


@dataclass(frozen=True, slots=True)
class Result:
    """A positive quantity and the derivatives of its logarithm by (ln R, ln Y, n), and by ln Rs of a resistance in series."""

    value: float
    by_log_r: float = 0.0
    by_log_y: float = 0.0
    by_n: float = 0.0
    by_log_series: float = 0.0


def _exp(x: float) -> float:
    """A positive number that can be divided by: the exponential, short of overflow and of zero."""
    return math.exp(min(max(x, -600.0), 600.0))


def hsu_mansfeld(r: float, y: float, n: float) -> Result:
    """C = Y^(1/n) R^((1 - n)/n) in F of R beside a CPE. Hsu & Mansfeld, Corrosion 57 (2001) 747."""
    log_r, log_y = math.log(r), math.log(y)
    value = _exp((log_y + (1.0 - n) * log_r) / n)
    return Result(value, (1.0 - n) / n, 1.0 / n, -(log_y + log_r) / n**2)


def brug(r: float, y: float, n: float, series: float) -> Result:
    """C = Y^(1/n) (1/Rs + 1/R)^((n - 1)/n) in F: time constants spread along the surface, with Rs in series.

    Brug et al., J. Electroanal. Chem. 176 (1984) 275.
    """
    conductance = 1.0 / series + 1.0 / r
    log_y, log_g = math.log(y), math.log(conductance)
    value = _exp((log_y + (n - 1.0) * log_g) / n)
    weight = (1.0 - n) / n / conductance
    return Result(value, weight / r, 1.0 / n, (log_g - log_y) / n**2, weight / series)


def spike(series: float, y: float, n: float) -> Result:
    """C = Y^(1/n) Rs^((1 - n)/n) in F of a blocking electrode behind Rs: Brug's formula with R to infinity.

    The derivative that is called by ln R is the one by ln Rs.
    """
    return hsu_mansfeld(series, y, n)


def top_frequency(r: float, y: float, n: float) -> Result:
    """Frequency in Hz where the arc of R beside a CPE is highest: w0 = (R Y)^(-1/n)."""
    log_ry = math.log(r) + math.log(y)
    return Result(_exp(-log_ry / n) / (2.0 * math.pi), -1.0 / n, -1.0 / n, log_ry / n**2)
