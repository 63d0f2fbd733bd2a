"""A temperature series: each sweep starts from its neighbour, checked by random starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.techniques.eis import fit_series
from tests.techniques.eis.spectra import inputs, read, synthetic

PUBLISHED = (7.332255e-3, 5.039831e-3, 2.615951e-3, 1.233031e-3, 1.213739e-3, 1.264299e-3, 1.731865e-3)
"""Chi-squared from 413 to 473 K in EISFitpython's Batch_EISfit_Report.txt."""


def test_seven_temperatures_end_at_their_published_optima(instrument_file: Callable[[str], Path]) -> None:
    series = []
    for celsius in range(140, 201, 10):
        file = f"eis/EISFitpython/EIS_Data/Example-3-4/s04147-{celsius}deg.txt"
        series.append(inputs(*read(instrument_file(file)), "(RQ)(RQ)Q"))
    shares: list[float] = []
    outcomes = fit_series(series, lambda share, words: shares.append(share))
    assert [o.fit.chi_square for o in outcomes] == pytest.approx(PUBLISHED, rel=1e-6)
    assert [o.fit.statistic("starts") for o in outcomes][1:] == [6.0] * 6
    resistances = np.array([o.fit.parameter("R2").value for o in outcomes])
    assert (np.diff(resistances) < 0).all()
    assert max(shares) <= 1.0


def test_a_jump_is_found_and_not_followed() -> None:
    """The second sweep has nothing to do with the first: its own optimum is found from random starts."""
    band = np.logspace(6, -1, 50)
    first = {"R0": 120.0, "R1": 900.0, "Y1": 4e-8, "n1": 0.85, "Y2": 3e-5, "n2": 0.9}
    second = {"R0": 5.0, "R1": 2e5, "Y1": 1e-10, "n1": 0.95, "Y2": 1e-7, "n2": 0.6}
    series = [inputs(band, synthetic("R(RQ)Q", v, band, noise=1e-3), "R(RQ)Q") for v in (first, second)]
    found = fit_series(series)[1].fit
    assert found.parameter("R1").value == pytest.approx(2e5, rel=0.01)


def test_fixed_values_are_not_taken_from_the_neighbour() -> None:
    band = np.logspace(6, -1, 50)
    values = {"R0": 120.0, "R1": 900.0, "Y1": 4e-8, "n1": 0.85, "Y2": 3e-5, "n2": 0.9}
    given = inputs(band, synthetic("R(RQ)Q", values, band, noise=1e-3), "R(RQ)Q")
    fixed = tuple(replace(p, vary=False, value=0.8) if p.name == "n1" else p for p in given.analysis.parameters)
    other = replace(given, analysis=replace(given.analysis, parameters=fixed))
    assert fit_series([given, other])[1].fit.parameter("n1").value == 0.8
