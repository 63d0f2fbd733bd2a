"""Coverage of the intervals of Ea, tau0 and C_Q: T1 at two fields, each seed with new noise of 3 %.

The interval is value +- t stderr with Student's t for the degrees of freedom, in Ea, ln tau0 and ln C_Q, in which the law is closest
to linear.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.fitting.student import student_95
from naglass_gui.techniques.bpp import law
from naglass_gui.techniques.bpp.motion_fit import Points, fit_motion

FIELDS = (79.39e6, 132.294e6)
KELVIN = np.arange(298.15, 400.0, 10.0)
EA, TAU0, CQ, NOISE = 0.30, 1e-13, 0.8e6, 0.03


@dataclass(frozen=True)
class Trial:
    """One seed: whether the intervals of Ea, tau0 and C_Q hold the truth."""

    seed: int
    inside: tuple[bool, bool, bool]


def points(seed: int) -> Points:
    """T1 at both fields."""
    temperature, larmor = np.tile(KELVIN, len(FIELDS)), np.repeat(FIELDS, len(KELVIN))
    t1 = law.relaxation_time(law.correlation_time(temperature, EA, TAU0), larmor, CQ, 1.5)
    scatter = np.exp(NOISE * np.random.default_rng([seed, 7]).standard_normal(len(t1)))
    return Points(temperature, t1 * scatter, larmor)


def trial(seed: int) -> Trial:
    """Fit one seed."""
    made = points(seed)
    fit = fit_motion(made, 1.5)
    reach = student_95(len(made.t1) - 3)
    missed = (fit.values[0] - EA, math.log(fit.values[1] / TAU0), math.log(fit.values[2] / CQ))
    errors = np.sqrt(np.diag(fit.logarithms))
    first, second, third = (bool(abs(m) <= reach * e) for m, e in zip(missed, errors, strict=True))
    return Trial(seed, (first, second, third))


def coverage(trials: Sequence[Trial]) -> tuple[float, ...]:
    """The share of seeds inside, of Ea, tau0 and C_Q."""
    return tuple(float(share) for share in np.mean([t.inside for t in trials], axis=0))
