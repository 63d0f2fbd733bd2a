"""The check of impedance data on simulated cells: stable ones are found consistent, drifting ones are not.

Cells are drawn from seven families, 5 MHz to 0.1 Hz, ten points a decade, with 0, 0.1, 1 or 3 % noise in turn. A drifting one grows
by a fifth, evenly in time, while it is measured: three periods and a second a point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from naglass_gui.techniques.eis import Sweep
from naglass_gui.techniques.eis.check import check_data
from tests.techniques.eis.spectra import synthetic

SPECTRA = 1680
NOISE = (0.0, 1e-3, 1e-2, 3e-2)
QUIET = 0.01
"""More noise than this hides the drift."""
DRIFT = 0.2
LEAST_CONSISTENT, LEAST_FOUND = 0.995, 0.95
FREQUENCY = np.logspace(np.log10(5e6), -1, 78)
FAMILIES: dict[str, dict[str, tuple[float, float]]] = {
    "R(RQ)Q": {"R0": (1, 1e3), "R1": (1e2, 1e5), "Y1": (1e-10, 1e-6), "n1": (0.7, 1), "Y2": (1e-7, 1e-5), "n2": (0.7, 1)},
    "LRQ": {"L1": (1e-7, 2e-6), "R0": (5, 500), "Y1": (1e-6, 1e-4), "n1": (0.7, 1)},
    "R(RQ)(RQ)": {
        "R0": (1, 1e3), "R1": (1e2, 1e5), "Y1": (1e-10, 1e-8), "n1": (0.7, 1), "R2": (1e2, 1e5), "Y2": (1e-8, 1e-4), "n2": (0.7, 1),
    },
    "(RQ)(RQ)Q": {
        "R1": (1e2, 1e5), "Y1": (1e-11, 1e-9), "n1": (0.7, 1), "R2": (1e3, 1e6), "Y2": (1e-9, 1e-7), "n2": (0.7, 1),
        "Y3": (1e-7, 1e-5), "n3": (0.6, 1),
    },
    "R(RQ)W": {"R0": (1, 1e3), "R1": (1e2, 1e5), "Y1": (1e-10, 1e-6), "n1": (0.7, 1), "Y2": (1e-5, 1e-2)},
    "R(C[RWs])": {"R0": (1, 1e3), "C1": (1e-8, 1e-5), "R1": (10, 1e4), "R2": (10, 1e4), "t2": (1e-3, 10), "n2": (0.5, 0.5)},
    "R(RC)(RC)": {"R0": (1, 1e3), "R1": (1e2, 1e5), "C1": (1e-10, 1e-8), "R2": (1e2, 1e5), "C2": (1e-8, 1e-4)},
}  # fmt: skip
"""The range of each parameter: exponents evenly, all else evenly in the logarithm."""


@dataclass(frozen=True)
class Trial:
    """One seed: its noise, whether the stable cell was found consistent, and whether its drift was found."""

    noise: float
    consistent: bool
    found: bool


def trial(seed: int) -> Trial:
    """Draw a cell, and check it as it is and as it drifts."""
    generator = np.random.default_rng(seed)
    circuit = list(FAMILIES)[seed % len(FAMILIES)]
    noise = NOISE[seed // len(FAMILIES) % len(NOISE)]
    values = {
        name: float(generator.uniform(low, high))
        if name.startswith("n")
        else float(np.exp(generator.uniform(np.log(low), np.log(high))))
        for name, (low, high) in FAMILIES[circuit].items()
    }
    z = synthetic(circuit, values, FREQUENCY, noise=noise, seed=seed)
    passed = np.cumsum(3.0 / FREQUENCY + 1.0)
    return Trial(noise, _consistent(z), not _consistent(z * (1.0 + DRIFT * passed / passed[-1])))


def _consistent(z: np.ndarray) -> bool:
    return check_data(Sweep.of(FREQUENCY, z.real, z.imag)).consistent
