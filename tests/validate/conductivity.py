"""Coverage of the interval of sigma: how often the truth lies inside value +- 1.96 stderr.

Each seed draws new noise on a spectrum of a known pellet, and new readings of its thickness and diameter; the fit starts
with no guess. The noise is large enough for the resistance to matter beside the geometry.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.project import Specimen
from naglass_gui.core.quantity import Quantity
from tests.techniques.eis.spectra import fit, synthetic

THICKNESS, DIAMETER = (0.80, 0.01), (8.00, 0.05)
"""True size and standard error of a reading, in mm."""
NORMAL_95 = 1.959964


@dataclass(frozen=True)
class Case:
    """A pellet at one temperature: circuit, true values, which resistances conduct, relative noise, and the band."""

    name: str
    circuit: str
    values: Mapping[str, float]
    electrolyte: tuple[str, ...]
    noise: float
    band: tuple[float, float, int]

    @property
    def resistance(self) -> float:
        """The true resistance of the pellet in ohm."""
        return sum(self.values[name] for name in self.electrolyte)


COLD = Case(
    "a pellet at −25 °C, R(RQ)Q",
    "R(RQ)Q",
    {"R0": 170.0, "R1": 1300.0, "Y1": 2.6e-9, "n1": 0.80, "Y2": 1.8e-7, "n2": 0.89},
    ("R0", "R1"),
    0.04,
    (5e6, 0.1, 40),
)
WARM = Case(
    "a glass at 25 °C, LRQ",
    "LRQ",
    {"L1": 6e-7, "R0": 36.0, "Y1": 2e-6, "n1": 0.88},
    ("R0",),
    0.04,
    (5e6, 0.1, 40),
)
TWO_ARCS = Case(
    "bulk and grain boundary, (RQ)(RQ)Q",
    "(RQ)(RQ)Q",
    {"R1": 1e4, "Y1": 1e-10, "n1": 0.92, "R2": 4e4, "Y2": 2e-8, "n2": 0.88, "Y3": 1e-5, "n3": 0.8},
    ("R1", "R2"),
    0.02,
    (1e6, 0.1, 50),
)
CASES = (COLD, WARM, TWO_ARCS)


@dataclass(frozen=True)
class Trial:
    """One seed: by how many standard errors sigma and R_total missed the truth."""

    seed: int
    sigma: float
    resistance: float

    @property
    def inside(self) -> bool:
        """Whether the 95 % interval of sigma holds the truth."""
        return abs(self.sigma) <= NORMAL_95


def trial(case: Case, seed: int) -> Trial:
    """Simulate, fit and compare. A quantity without a standard error counts as a miss."""
    high, low, points = case.band
    frequency = np.logspace(math.log10(high), math.log10(low), points)
    z = synthetic(case.circuit, case.values, frequency, case.noise, seed)
    generator = np.random.default_rng([seed, 1])
    thickness = THICKNESS[0] + THICKNESS[1] * generator.normal()
    diameter = DIAMETER[0] + DIAMETER[1] * generator.normal()
    pellet = Specimen(
        "p", "p", thickness=Quantity(thickness, THICKNESS[1], "mm"), diameter=Quantity(diameter, DIAMETER[1], "mm")
    )
    fitted = fit(frequency, z, case.circuit, specimen=pellet, seed=seed).fit
    truth = THICKNESS[0] / 10 / (math.pi * (DIAMETER[0] / 10) ** 2 / 4 * case.resistance)
    misses = []
    for name, value in (("sigma", truth), ("R_total", case.resistance)):
        found = fitted.quantity(name)
        misses.append((found.value - value) / found.stderr if found is not None and found.stderr else math.inf)
    return Trial(seed, *misses)


def coverage(trials: Iterable[Trial]) -> tuple[float, float]:
    """The shares of trials whose 95 % interval of sigma, and of R_total, holds the truth."""
    held = list(trials)
    return (
        sum(t.inside for t in held) / len(held),
        sum(abs(t.resistance) <= NORMAL_95 for t in held) / len(held),
    )
