"""The verdict on a spectrum: what is wrong is found at its place, and nothing is found where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.eis import impedance, parse_circuit
from naglass_gui.techniques.eis.check import DataCheck, check_data
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.techniques.eis.verdict import Finding, hertz, percent
from tests.techniques.eis.spectra import Complex, Real, read, synthetic
from tests.validate.checks import trial

FREQUENCY = np.logspace(np.log10(5e6), -1, 78)
PELLET = {"R0": 170.0, "R1": 1300.0, "Y1": 1.7e-9, "n1": 0.82, "Y2": 1.8e-7, "n2": 0.89}


def checked(z: Complex, frequency: Real = FREQUENCY) -> DataCheck:
    return check_data(Sweep.of(frequency, z.real, z.imag))


def found(check: DataCheck, kind: str) -> Finding:
    return next(finding for finding in check.findings if finding.kind == kind)


def drifting(share: float) -> Complex:
    """The pellet with the Y of its spike growing by a share while it is measured: three periods and a second a point."""
    passed = np.cumsum(3 / FREQUENCY + 1)
    circuit = parse_circuit("R(RQ)Q")
    rows = [
        impedance(circuit, FREQUENCY[k : k + 1], list((PELLET | {"Y2": PELLET["Y2"] * (1 + share * t)}).values()))[0]
        for k, t in enumerate(passed / passed[-1])
    ]
    return np.array(rows) * (1 + 2e-3 * np.random.default_rng(0).normal(size=(2, len(rows))).T @ np.array([1, 1j]))


CELLS = {
    "R(RQ)Q": tuple(PELLET.values()),
    "LRQ": (5e-7, 20.0, 1e-5, 0.9),
    "R(RQ)(RQ)": (100.0, 1e3, 1e-8, 0.85, 2e3, 1e-4, 0.85),
    "R(RC)(RC)": (100.0, 1e3, 1e-8, 2e3, 1e-5),
    "R(RQ)W": (10.0, 1e4, 1e-9, 0.9, 1e-4),
    "R(C[RWs])": (50.0, 1e-6, 300.0, 2e3, 1.0, 0.5),
}


@pytest.mark.parametrize("circuit", CELLS)
@pytest.mark.parametrize("noise", [0.0, 1e-3, 1e-2, 3e-2])
def test_stable_cells_are_called_consistent(circuit: str, noise: float) -> None:
    names = parse_circuit(circuit).names
    for seed in range(3):
        values = dict(zip(names, CELLS[circuit], strict=True))
        check = checked(synthetic(circuit, values, FREQUENCY, noise=noise, seed=seed))
        assert check.consistent and check.points == ()
        assert check.noise == pytest.approx(noise, rel=0.4, abs=2e-4)
        kinds = {finding.kind for finding in check.findings}
        assert ("noise" in kinds) == (noise > 0.015) or noise == 1e-2
        assert "inductance" not in kinds or circuit == "LRQ"


@pytest.mark.parametrize("noise", [0, 1, 2, 3])
def test_random_cells_are_told_from_those_that_drift(noise: int) -> None:
    """One of each of seven families here, 1,680 cells in `make validate`; 3 % noise hides a drift of a fifth."""
    for seed in range(7 * noise, 7 * noise + 7):
        found = trial(seed)
        assert found.consistent and (found.found or noise == 3), f"seed {seed}"


def test_drift_is_found_at_low_frequency_and_masking_mends_it() -> None:
    check = checked(drifting(0.3))
    finding = found(check, "low end")
    assert finding.rank == "warning" and "Z-HIT" in finding.text and "Drift below" in finding.text
    assert finding.remedy == f"Mask {len(finding.points)} points below {hertz(dict(finding.figures)['edge_Hz'])}"
    assert check.points == tuple(range(78 - len(finding.points), 78))
    assert dict(finding.figures)["zhit"] < -0.1
    kept = np.setdiff1d(np.arange(78), check.points)
    assert checked(drifting(0.3)[kept], FREQUENCY[kept]).consistent


def test_an_instrument_s_limit_is_found_at_high_frequency() -> None:
    """A gain that is 5 % too large above 1 MHz."""
    z = synthetic("R(RQ)Q", PELLET, FREQUENCY, noise=2e-3) * np.where(FREQUENCY > 1e6, 1.05, 1.0)
    check = checked(z)
    finding = found(check, "high end")
    assert finding.text.startswith("Above") and not check.consistent
    assert 5 <= len(finding.points) <= 12 and finding.points[0] == 0


def test_a_single_stray_point_is_named_with_the_mains() -> None:
    z = synthetic("R(RQ)Q", PELLET, FREQUENCY, noise=1e-3)
    place = int(np.argmin(np.abs(FREQUENCY - 50)))
    z[place] *= 1.05
    finding = found(checked(z), "outliers")
    assert finding.points == (place,) and finding.remedy == "Mask 1 point"
    assert finding.text.startswith("One point stands out from the neighbours: 50 Hz (") and "mains" in finding.text


def test_cables_are_told_with_their_inductance() -> None:
    z = synthetic("LRQ", {"L1": 5e-7, "R0": 20.0, "Y1": 1e-5, "n1": 0.9}, FREQUENCY, noise=1e-3)
    check = checked(z)
    finding = found(check, "inductance")
    assert check.consistent and finding.rank == "note"
    assert dict(finding.figures)["inductance_H"] == pytest.approx(5e-7, rel=0.01)
    assert "0.5 µH" in finding.text and "above the axis" in finding.text


def test_only_fitted_points_are_checked_and_named_by_their_place_in_the_file(
    instrument_file: Callable[[str], Path],
) -> None:
    """The Gamry example drifts at low frequency; its file begins with the highest one."""
    frequency, z = read(instrument_file("eis/impedance.py/data/exampleDataGamry.DTA"))
    sweep = Sweep.of(frequency, z.real, z.imag)
    check = check_data(sweep)
    assert not check.consistent and max(check.points) == 71
    used = sweep.used.copy()
    used[list(check.points)] = False
    again = check_data(Sweep(frequency, z, used))
    assert again.rms < 0.5 * check.rms and set(again.index) == set(range(72)) - set(check.points)
    with pytest.raises(InputError, match="no point is left"):
        check_data(Sweep(frequency, z, np.zeros(72, bool)))


def test_numbers_are_told_with_two_figures() -> None:
    assert [percent(x) for x in (0.0022, 0.00996, 0.0123, 0.35)] == ["0.22 %", "1.0 %", "1.2 %", "35 %"]
    assert [hertz(x) for x in (0.35, 50.1, 1.26e3, 5e6)] == ["0.35 Hz", "50 Hz", "1.3 kHz", "5.0 MHz"]
