"""Meyer-Neldel: whether ln A grows with Ea across samples, beyond what errors of the two would feign.

Within one fit ln A and Ea are strongly correlated, with the slope 1/(kB T) of the mean temperature: samples that differ by
nothing but noise fall on a perfect line of that slope (W. Meyer and H. Neldel, Z. tech. Phys. 18 (1937) 588; the warning:
A. Cornish-Bowden, J. Biosci. 27 (2002) 121).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.project import Fit
from naglass_gui.techniques.arrhenius.laws import KB, Real

FEWEST = 3
SEPARATE = 3.0
"""Ea must spread by this many times its mean error before a line through the samples means anything."""
COINCIDENT = 2.0
"""An isokinetic temperature within this many standard errors of the measured range is suspect."""


@dataclass(frozen=True, slots=True)
class MeyerNeldel:
    """ln A = ln A0 + Ea/E0 across samples.

    Attributes:
        energy: E0 in eV, inverse of the slope, with its standard error.
        energy_error: of it.
        intercept: ln A0.
        temperature: E0/kB in K, at which all samples would conduct alike.
        correlation: mean correlation of ln A and Ea within one fit.
        warning: what speaks against reading anything from it; "" for nothing.
    """

    energy: float
    energy_error: float
    intercept: float
    temperature: float
    correlation: float
    warning: str


def meyer_neldel(fits: Sequence[Fit], mean_kelvin: float) -> MeyerNeldel | None:
    """The line through (Ea, ln A) of several samples; None for fewer than `FEWEST`, or where ln A does not grow.

    Args:
        fits: Arrhenius fits of different samples; VTF fits are passed over.
        mean_kelvin: the mean temperature of all points.
    """
    known = [f for f in fits if f.free == ("lnA", "Ea") and f.covariance]
    if len(known) < FEWEST:
        return None
    log_a = np.array([f.parameter("lnA").value for f in known])
    ea = np.array([f.parameter("Ea").value for f in known])
    covariances = np.array([f.covariance for f in known])
    slope, intercept, error = _line(ea, log_a)
    if not slope > 0:
        return None
    within = np.array([c[0, 1] / math.sqrt(c[0, 0] * c[1, 1]) for c in covariances if c[0, 0] > 0 and c[1, 1] > 0])
    energy, energy_error = 1.0 / slope, error / slope**2
    spread = float(np.std(ea, ddof=1))
    typical = float(np.sqrt(np.mean(covariances[:, 1, 1])))
    correlation = float(within.mean()) if len(within) else math.nan
    warning = _warning(energy, energy_error, spread, typical, mean_kelvin, correlation)
    return MeyerNeldel(energy, energy_error, intercept, energy / KB, correlation, warning)


def _line(x: Real, y: Real) -> tuple[float, float, float]:
    dx = x - x.mean()
    squares = float(dx @ dx)
    if squares == 0:
        return 0.0, 0.0, 0.0
    slope = float(dx @ y) / squares
    intercept = float(y.mean()) - slope * float(x.mean())
    left = y - intercept - slope * x
    freedom = len(x) - 2
    return slope, intercept, math.sqrt(float(left @ left) / max(freedom, 1) / squares)


def _warning(
    energy: float, energy_error: float, spread: float, typical: float, mean_kelvin: float, correlation: float
) -> str:
    start = f"ln A and Ea of one fit are correlated by {correlation:.3f}, with the slope 1/kT of the mean temperature: "
    if spread < SEPARATE * typical:
        return start + "the Ea of these samples differ by too little to tell a Meyer–Neldel rule from that."
    if abs(energy - KB * mean_kelvin) < COINCIDENT * max(energy_error, 0.02 * energy):
        return start + f"the line found has that very slope (E₀/k = {energy / KB:.0f} K), so it may be no rule at all."
    return ""
