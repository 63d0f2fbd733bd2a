"""Coverage of the intervals of T1 of overlapping lines: three components in one inversion recovery, each seed with new noise.

The interval is value +- t stderr with Student's t for the degrees of freedom of the recovery curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.nuclei import nucleus_named
from naglass_gui.core.project import Analysis, Region
from naglass_gui.fitting.student import student_95
from naglass_gui.techniques.nmr.components import own_values
from naglass_gui.techniques.nmr.shapes import SHAPES, Frame
from naglass_gui.techniques.nmr.text import parse_lines
from naglass_gui.techniques.relaxation.curve_fit import fit_curve
from naglass_gui.techniques.relaxation.forms import FORMS
from naglass_gui.techniques.relaxation.joint_lines import fit_together
from naglass_gui.techniques.relaxation.slices import Slices

LINES = "NTOC=lorentz@-11.2:380Hz, NaCl=lorentz@-5.5:476Hz, Na2O=gauss@10:1852Hz"
AREAS, TIMES = (38.4, 12.0, 56.8), (1.2e-3, 0.24, 2.06)
LARMOR, EFFICIENCY, NOISE = 132.294, 0.92, 0.01
DELAYS = np.geomspace(1e-4, 20.0, 16)
SHIFT = np.linspace(-40.0, 40.0, 320)


@dataclass(frozen=True)
class Trial:
    """One seed: whether the interval of T1 of each line holds the truth."""

    seed: int
    inside: tuple[bool, bool, bool]


@cache
def clean() -> NDArray[np.float64]:
    """The slices without noise, shape (16, 320), the highest point 1."""
    frame = Frame(SHIFT, LARMOR, 1.5)
    unit = np.array([SHAPES[c.kind].compute(frame, list(own_values(c).values())[:-1])[0] for c in parse_lines(LINES)])
    amounts = np.array(
        [a * (1.0 - (1.0 + EFFICIENCY) * np.exp(-DELAYS / t)) for a, t in zip(AREAS, TIMES, strict=True)]
    )
    data: NDArray[np.float64] = amounts.T @ unit
    return data / np.abs(data).max()


def trial(seed: int) -> Trial:
    """Fit one seed."""
    data = clean() + NOISE * np.random.default_rng([seed, 11]).standard_normal((len(DELAYS), len(SHIFT)))
    used = np.ones(len(DELAYS), dtype=bool)
    slices = Slices("made", SHIFT, data, DELAYS, used, LARMOR, nucleus_named("23Na"), {})
    analysis = Analysis("a", "made", "relaxation", ("m",), regions=(Region("r", -40.0, 40.0),))
    analysis = replace(analysis, components=parse_lines(LINES))
    curves = fit_together(slices, analysis, analysis.components).curves
    inside = []
    for curve, true in zip(curves, TIMES, strict=True):
        found = next(
            p
            for p in fit_curve(curve.delay, curve.values, FORMS["inversion"], sigma=curve.sigma).parameters
            if p.name == "T1"
        )
        assert found.stderr is not None
        inside.append(bool(abs(found.value - true) <= student_95(len(DELAYS) - 3) * found.stderr))
    first, second, third = inside
    return Trial(seed, (first, second, third))


def coverage(trials: Sequence[Trial]) -> tuple[float, ...]:
    """The share of seeds inside, of each line."""
    return tuple(float(share) for share in np.mean([t.inside for t in trials], axis=0))
