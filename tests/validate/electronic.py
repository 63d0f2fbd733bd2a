"""Coverage of the interval of sigma_e: simulated DC decays through several current ranges, geometry redrawn each time.

The pellet is that of the reference study (NTOC-4, 6.72e-10 S/cm). Each seed draws new noise, a new zero of every current range, and
new readings of thickness and diameter; the fit starts with no guess and chooses its model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.project import Region, Specimen
from naglass_gui.core.quantity import Quantity
from tests.techniques.polarization.runs import SIGMA_E, STEADY, Instrument, Real, decay, fit, run

THICKNESS, DIAMETER = (0.80, 0.01), (8.00, 0.05)
"""True size and standard error of a reading, in mm."""
NORMAL_95 = 1.959964


def stretched(time: Real) -> Real:
    """A sluggish decay with one stretched exponential, in A."""
    return np.asarray(STEADY + 2e-8 * np.exp(-((time / 60.0) ** 0.6)))


@dataclass(frozen=True)
class Case:
    """A decay and how it is read; with a window the mean over it is taken, in s after the step."""

    name: str
    current: Callable[[Real], Real]
    instrument: Instrument
    window: tuple[float, float] | None = None


CASES = (
    Case("DC decay through three ranges", decay, Instrument(noise=0.01)),
    Case("the same, noise alike over 9 points", decay, Instrument(noise=0.02, correlation=0.8)),
    Case("a stretched DC decay", stretched, Instrument(noise=0.01)),
    Case("DC decay, mean over the last 20 min", decay, Instrument(noise=0.02, correlation=0.6), (3400.0, 5400.0)),
)


@dataclass(frozen=True)
class Trial:
    """One seed: by how many standard errors sigma_e and the steady current missed the truth."""

    seed: int
    sigma: float
    current: float

    @property
    def inside(self) -> bool:
        """Whether the 95 % interval of sigma_e holds the truth."""
        return abs(self.sigma) <= NORMAL_95


def trial(case: Case, seed: int) -> Trial:
    """Simulate, fit and compare. A quantity without a standard error counts as a miss."""
    columns = run(seed, current=case.current, length=5400.0, instrument=case.instrument)
    generator = np.random.default_rng([seed, 1])
    thickness = THICKNESS[0] + THICKNESS[1] * generator.normal()
    diameter = DIAMETER[0] + DIAMETER[1] * generator.normal()
    pellet = Specimen(
        "p", "p", thickness=Quantity(thickness, THICKNESS[1], "mm"), diameter=Quantity(diameter, DIAMETER[1], "mm")
    )
    start = float(columns["time"][39])
    regions = () if case.window is None else (Region("w", *(start + end for end in case.window)),)
    fitted = fit(columns, specimen=pellet, regions=regions).fit
    misses = []
    for name, truth in (("sigma_e", SIGMA_E), ("I_e", STEADY)):
        found = fitted.quantity(name)
        misses.append((found.value - truth) / found.stderr if found is not None and found.stderr else math.inf)
    return Trial(seed, *misses)


def coverage(trials: Iterable[Trial]) -> tuple[float, float]:
    """The shares of trials whose 95 % interval of sigma_e, and of the steady current, holds the truth."""
    held = list(trials)
    return (
        sum(t.inside for t in held) / len(held),
        sum(abs(t.current) <= NORMAL_95 for t in held) / len(held),
    )
