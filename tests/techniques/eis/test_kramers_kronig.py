"""The linear Kramers-Kronig test: the same figures as impedance.py, and data that its mu criterion stops at too early."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import FitError
from naglass_gui.techniques.eis.kramers_kronig import kramers_kronig
from tests.techniques.eis.spectra import read, synthetic

Find = Callable[[str], Path]

REFERENCE = (
    ("hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C.mpr", False, 24, 0.849355, 0.0123795),
    ("EISFitpython/EIS_Data/Example-3-4/s04147-140deg.txt", False, 27, 0.789377, 0.00807649),
    ("impedance.py/data/exampleData.csv", True, 24, 0.770919, 0.00334326),
    ("impedance.py/data/exampleDataGamry.DTA", False, 19, 0.830224, 0.105564),
)
"""File, only the points below the axis, M, mu and largest residual by impedance.py 1.7.1 (NumPy 1.26):
linKK(f, Z, c=0.85, max_M=100, fit_type="complex", add_cap=True)."""


@pytest.mark.parametrize(("file", "half", "elements", "mu", "largest"), REFERENCE, ids=["LPSCl", "VT", "csv", "Gamry"])
def test_the_same_figures_as_impedance_py(
    file: str, half: bool, elements: int, mu: float, largest: float, instrument_file: Find
) -> None:
    frequency, z = read(instrument_file(f"eis/{file}"))
    kept = z.imag < 0 if half else np.ones(len(z), bool)
    test = kramers_kronig(frequency[kept], z[kept])
    assert test.elements == elements and test.settled
    assert test.mu == pytest.approx(mu, abs=1e-6)
    assert test.largest == pytest.approx(largest, rel=1e-5)


FREQUENCY = np.logspace(6, -2, 81)
STEEP = {"R0": 100.0, "R1": 1e3, "C1": 1e-8, "R2": 2e3, "C2": 1e-4}


def test_steep_arcs_are_resolved_to_the_noise() -> None:
    """At 6 elements mu falls below 0.85 for the first time, with residuals of tens of percent: that is no reason to stop."""
    z = synthetic("R(RC)(RC)", STEEP, FREQUENCY, noise=2e-3)
    test = kramers_kronig(FREQUENCY, z)
    assert test.elements > 15 and test.mu <= 0.85
    assert np.sqrt(np.mean(np.abs(test.residual) ** 2) / 2) < 2.2e-3


def test_what_is_in_series_is_found() -> None:
    """R, L and C of a cell whose arcs lie in the band; tau of the first element is 1/w of the highest frequency."""
    frequency = np.logspace(7, -1, 81)
    z = synthetic("LRQ", {"L1": 5e-7, "R0": 20.0, "Y1": 1e-5, "n1": 1.0}, frequency)
    test = kramers_kronig(frequency, z)
    assert test.inductance == pytest.approx(5e-7, rel=1e-3)
    assert test.elastance == pytest.approx(1e5, rel=1e-2)
    assert test.largest < 1e-4


def test_the_order_of_the_points_does_not_matter() -> None:
    z = synthetic("R(RC)(RC)", STEEP, FREQUENCY, noise=2e-3)
    shuffled = np.random.default_rng(3).permutation(len(z))
    test, again = kramers_kronig(FREQUENCY, z), kramers_kronig(FREQUENCY[shuffled], z[shuffled])
    assert again.elements == test.elements and again.mu == pytest.approx(test.mu, rel=1e-6)
    assert np.allclose(again.residual, test.residual[shuffled], atol=1e-9)


def test_what_cannot_be_tested_is_refused() -> None:
    z = synthetic("R(RC)(RC)", STEEP, FREQUENCY)
    with pytest.raises(FitError, match="7 points are too few"):
        kramers_kronig(FREQUENCY[:7], z[:7])
    with pytest.raises(FitError, match="too narrow a band"):
        kramers_kronig(np.full(10, 50.0), z[:10])
    test = kramers_kronig(FREQUENCY[:8], z[:8])
    assert test.elements <= 8 and test.largest < 5e-3
