"""Coverage of the intervals of Ea and of sigma at 25 °C: the temperature series of the reference study, simulated.

Each seed draws new noise of 1 % on nine spectra (-25 to 55 °C, 0.1 Hz to 5 MHz, cable of 0.5 uH, 100 pF beside the pellet), and
new readings of its thickness and diameter, once for the series. Nothing is told to the fit: the series is fitted from nothing, with
the circuit that each spectrum needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.project import Condition, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import sources_of
from naglass_gui.techniques.arrhenius import intervals, plot_of
from naglass_gui.techniques.eis import fit_series
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.arrhenius.series import STUDY, of_outcomes, resistance
from tests.techniques.eis.spectra import inputs, synthetic

SIGMA_25, EA = 4.41e-3, 0.32
THICKNESS, DIAMETER = (0.80, 0.01), (8.00, 0.05)
"""True size and standard error of a reading, in mm."""
NOISE = 0.01
BAND = np.logspace(math.log10(5e6), -1.0, 47)
CABLE = {"L1": 0.5e-6, "C1": 100e-12, "Y2": 2e-6, "n2": 0.88}
"""The inductance in H, the parallel capacitance in F, and the spike."""


@dataclass(frozen=True)
class Trial:
    """One seed: Ea and sigma at 25 °C as found, their 95 % intervals, and the circuits that were chosen."""

    seed: int
    energy: float
    sigma: float
    energy_inside: bool
    sigma_inside: bool
    circuits: tuple[str, ...]


def spectra(seed: int) -> list[FitInputs]:
    """The nine spectra of one seed, the coldest first, as they are handed to the fit."""
    generator = np.random.default_rng([seed, 1])
    thickness = THICKNESS[0] + THICKNESS[1] * generator.normal()
    diameter = DIAMETER[0] + DIAMETER[1] * generator.normal()
    pellet = Specimen(
        "p", "p", thickness=Quantity(thickness, THICKNESS[1], "mm"), diameter=Quantity(diameter, DIAMETER[1], "mm")
    )
    found = []
    for k, celsius in enumerate(STUDY):
        values = {**CABLE, "R1": resistance(celsius, SIGMA_25, EA)}
        z = synthetic("L(RC)Q", values, BAND, NOISE, seed=100_000 * (k + 1) + seed)
        given = inputs(BAND, z, specimen=pellet, seed=seed)
        temperature = (Condition("temperature", Quantity(float(celsius), None, "degC")),)
        measurement = replace(given.measurements[0], name=f"{celsius} °C", conditions=temperature)
        found.append(replace(given, measurements=(measurement,)))
    return found


def trial(seed: int) -> Trial:
    """Simulate, fit the series, and look whether the intervals hold the truth. Without an interval it counts as a miss."""
    series = spectra(seed)
    outcomes = fit_series(series, switch=True)
    pellet = series[0].specimens[0]
    assert pellet is not None
    project = of_outcomes(outcomes, [s.measurements[0] for s in series], pellet)
    analysis = project.analysis("line")
    held = intervals(plot_of(analysis, sources_of(project, analysis)))
    fit = analysis.fit
    values = {d.name: d.value for d in fit.derived} if fit is not None else {}
    low, high = held.get("Ea", (math.inf, -math.inf))
    least, most = held.get("sigma_25", (math.inf, -math.inf))
    return Trial(
        seed,
        values.get("Ea", math.nan),
        values.get("sigma_25", math.nan),
        low <= EA <= high,
        least <= SIGMA_25 <= most,
        tuple(o.fit.model for o in outcomes),
    )


def coverage(trials: Iterable[Trial]) -> tuple[float, float]:
    """The shares of trials whose 95 % intervals of Ea, and of sigma at 25 °C, hold the truth."""
    held = list(trials)
    return sum(t.energy_inside for t in held) / len(held), sum(t.sigma_inside for t in held) / len(held)
