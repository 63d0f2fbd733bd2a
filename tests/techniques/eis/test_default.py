"""The circuit a fresh spectrum starts from, on every kind of real file and on a glass from cold to warm."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.techniques.eis import Shape, default_circuit, impedance, parse_circuit
from tests.techniques.eis.spectra import PELLET, fit, inputs, read, synthetic

Find = Callable[[str], Path]
BAND = np.logspace(math.log10(5e6), -1, 78)  # Gamry 600+, as in the reference study


@pytest.mark.parametrize(
    ("file", "circuit"),
    [
        ("hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C.mpr", "R(RQ)Q"),
        ("EISFitpython/EIS_Data/Example-3-4/s04147-140deg.txt", "(RQ)Q"),
        ("EISFitpython/EIS_Data/Example-3-4/s04147-200deg.txt", "R(RQ)Q"),
        ("EISFitpython/EIS_Data/Example-2/Example2a.txt", "(RQ)Q"),
        ("EISFitpython/EIS_Data/Example_header.txt", "R(RQ)Q"),
        ("EISFitpython/EIS_Data/CSV_Example.csv", "(RQ)Q"),
        ("PyEIS/Tutorials/data/ex1.mpt", "R(RQ)Q"),
        ("impedance.py/data/exampleData.csv", "LR(RQ)Q"),
        ("impedance.py/data/exampleDataGamry.DTA", "(RQ)Q"),
        ("impedance.py/data/Circuit1_EIS_1.z", "LR(RQ)"),
        ("impedance.py/data/Circuit2_EIS_1.z", "R(RQ)"),
        ("pyDRTtools/EIS data/csv files/data_1.csv", "LR(RQ)Q"),
        ("yadg/tests/test_x_eclab/peis.issue_149.mpt", "R(RQ)"),
    ],
)
def test_real_files_start_from_a_circuit_that_suits_them(file: str, circuit: str, instrument_file: Find) -> None:
    """An arc: R(RQ)Q; no spike after it: no Q; its flank still steep at the top: no R0; points above the axis: an L."""
    frequency, z = read(instrument_file(f"eis/{file}"))
    given = inputs(frequency, z)
    assert given.analysis.model == circuit
    assert given.analysis.fit is None and given.analysis.sources == ("sweep",)


def glass(kelvin: float, capacitance: float) -> tuple[float, dict[str, float]]:
    """A glass of 4.41 mS/cm and 0.32 eV in the 8 mm cell: R about 36 ohm at 25 C, cables of 0.5 uH."""
    resistance = 36.0 * kelvin / 298.15 * math.exp(0.32 / 8.617333e-5 * (1 / kelvin - 1 / 298.15))
    return resistance, {"L1": 5e-7, "R0": 0.4, "R1": resistance, "Y1": capacitance, "n1": 0.97, "Y2": 2e-6, "n2": 0.88}


@pytest.mark.parametrize("capacitance", [1e-10, 8e-12], ids=["100 pF fixture", "geometric"])
@pytest.mark.parametrize("kelvin", [248.15, 263.15, 298.15, 328.15])
def test_a_glass_gives_its_resistance_at_every_temperature(kelvin: float, capacitance: float) -> None:
    """The arc lies in the band only when cold and with a large fixture capacitance; R_total means the same throughout."""
    resistance, truth = glass(kelvin, capacitance)
    z = synthetic("LR(RQ)Q", truth, BAND, noise=0.003, seed=4)
    outcome = fit(BAND, z, specimen=PELLET)
    total = outcome.fit.quantity("R_total")
    assert total is not None and total.value == pytest.approx(resistance + 0.4, rel=0.01)
    if kelvin > 290:
        assert outcome.fit.model == "LRQ" and not outcome.fit.warnings


def test_without_sign_of_cables_there_is_no_inductance() -> None:
    values = {"R0": 2e4, "Y1": 1e-7, "n1": 0.9}
    frequency = np.logspace(5, -1, 50)
    assert default_circuit(Shape.of(frequency, synthetic("RQ", values, frequency, 0.01))) == "RQ"


@pytest.mark.parametrize("circuit", ["R(RQ)Q", "LRQ", "(RQ)(RQ)Q", "R(RQ)", "R(Q[RWo])"])
def test_rough_values_lie_near_the_data_before_any_fit(circuit: str) -> None:
    """The handles of a curve can be grasped before F5: the model is of the size of the data everywhere."""
    truth = {"L1": 1e-6, "R0": 80.0, "R1": 900.0, "Y1": 2e-9, "n1": 0.9, "Y2": 3e-6, "n2": 0.85, "R2": 400.0,
             "Y3": 1e-5, "n3": 0.8, "t2": 0.1}  # fmt: skip
    z = synthetic("R(RQ)Q", truth, BAND)
    given = inputs(BAND, z)
    assert given.analysis.model == "R(RQ)Q"
    rough = impedance(parse_circuit("R(RQ)Q"), BAND, [p.value for p in given.analysis.parameters])
    assert np.median(np.abs(rough - z) / np.abs(z)) < 0.25
    other = inputs(BAND, z, circuit).analysis
    assert all(p.value > 0 and math.isfinite(p.value) for p in other.parameters)


@pytest.mark.parametrize("points", [1, 2, 3])
def test_a_sweep_of_few_points_still_gets_a_circuit(points: int) -> None:
    frequency = np.array([1e5, 1e3, 10.0])[:points]
    z = np.array([100 - 10j, 200 - 300j, 400 - 3000j])[:points]
    assert parse_circuit(inputs(frequency, z).analysis.model).names


def test_a_sweep_without_one_sensible_point_gets_the_usual_circuit() -> None:
    frequency, z = np.array([0.0, -1.0, np.nan]), np.array([1 + 1j, 2 + 0j, 3 + 0j])
    assert inputs(frequency, z).analysis.model == "R(RQ)Q"
