"""Distributions of relaxation times: against the analytic one of depressed arcs, on real spectra, and what is made of their peaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.fingerprint import fit_fingerprint
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.eis.drt import Distribution, Relaxation
from naglass_gui.techniques.eis.drt_peaks import peaks, starting_circuit
from naglass_gui.techniques.eis.drt_strength import RULES, DrtSettings, distribution
from naglass_gui.techniques.eis.sweep import Sweep
from tests.techniques.eis.spectra import inputs, read, synthetic

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]

FREQUENCY = np.logspace(6.7, -1, 70)
TWO_ARCS = ((500.0, 1e-6, 0.85), (800.0, 1e-2, 0.80))


def arc(number: int, resistance: float, tau: float, n: float) -> dict[str, float]:
    """Parameters of an (RQ) with a time constant in s."""
    return {f"R{number}": resistance, f"Y{number}": tau**n / resistance, f"n{number}": n}


def two_arcs(noise: float = 0.002, seed: int = 0, circuit: str = "R(RQ)(RQ)", **more: float) -> Complex:
    values = {"R0": 50.0, **arc(1, *TWO_ARCS[0]), **arc(2, *TWO_ARCS[1]), **more}
    return synthetic(circuit, values, FREQUENCY, noise, seed)


def analytic(tau: Real, resistance: float, middle: float, n: float) -> Real:
    """gamma of an (RQ): Cole & Cole, J. Chem. Phys. 9 (1941) 341; Fuoss & Kirkwood, J. Am. Chem. Soc. 63 (1941) 385."""
    fall = (1.0 - n) * np.pi
    return resistance / (2 * np.pi) * np.sin(fall) / (np.cosh(n * np.log(tau / middle)) - np.cos(fall))


def of(z: Complex, frequency: Real = FREQUENCY, **settings: object) -> Distribution:
    chosen = DrtSettings(**settings)  # type: ignore[arg-type]
    return distribution(Relaxation(Sweep.of(frequency, z.real, z.imag), chosen.offered), chosen)


# -- the distribution ----------------------------------------------------------------------------------------------------


def test_two_depressed_arcs_give_their_analytic_distribution() -> None:
    found = of(two_arcs())
    true = sum(analytic(found.tau, *each) for each in TWO_ARCS)
    band = (found.tau > found.band[0]) & (found.tau < found.band[1])
    assert np.linalg.norm((found.gamma - true)[band]) < 0.15 * np.linalg.norm(true[band])
    assert found.columns["resistance"] == pytest.approx(50, abs=5)


@pytest.mark.parametrize("seed", range(3))
def test_peaks_give_resistance_time_and_capacitance_of_the_arcs(seed: int) -> None:
    largest = sorted(peaks(of(two_arcs(seed=seed))), key=lambda peak: peak.resistance)[-2:]
    found = sorted(largest, key=lambda peak: peak.tau)
    for peak, (resistance, tau, n) in zip(found, TWO_ARCS, strict=True):
        assert peak.resistance == pytest.approx(resistance, rel=0.04)
        assert peak.tau == pytest.approx(tau, rel=0.25)
        assert peak.capacitance == pytest.approx(peak.tau / peak.resistance)
        assert peak.frequency == pytest.approx(1 / (2 * np.pi * peak.tau))
        assert peak.exponent == pytest.approx(n, abs=0.06)


@pytest.mark.parametrize("rule", RULES)
def test_either_rule_finds_a_strength_that_shows_the_truth(rule: str) -> None:
    """The median over noise: for one spectrum in ten cross-validation takes noise for structure."""
    wrong = []
    for seed in range(7):
        found = of(two_arcs(seed=seed), strength=rule)
        true = sum(analytic(found.tau, *each) for each in TWO_ARCS)
        wrong.append(np.linalg.norm(found.gamma - true) / np.linalg.norm(true))
    assert np.median(wrong) < 0.2


def test_the_whole_resistance_comes_through() -> None:
    """R0 and the integral of gamma are the limit of Z at low frequency."""
    found = of(two_arcs())
    whole = found.columns["resistance"] + found.step * found.gamma.sum()
    assert whole == pytest.approx(50 + 500 + 800, rel=0.01)


def test_its_impedance_at_the_fitted_frequencies_is_the_fitted_one() -> None:
    found = of(two_arcs(circuit="LR(RQ)(RQ)Q", L1=1e-6, Y3=1e-4, n3=0.95))
    assert found.impedance(found.frequency) == pytest.approx(found.fitted, rel=1e-9)


def test_without_the_blocking_column_a_spike_is_no_distribution() -> None:
    z = synthetic("R(RC)C", {"R0": 50, "R1": 500, "C1": 2e-9, "C2": 1e-5}, FREQUENCY, 0.002)
    # A needle between two points of the grid is described to a quarter of a percent.
    assert of(z).chi_square < 1.5e-3
    assert 1 / of(z).columns["blocking"] == pytest.approx(1e-5, rel=0.01)
    assert of(z, blocking="off").chi_square > 10 * of(z).chi_square
    assert "blocking" not in of(z, blocking="off").columns


def test_columns_that_the_data_do_not_need_are_left_out() -> None:
    """Two arcs and R0, no cable and no spike."""
    for seed in range(5):
        assert set(of(two_arcs(seed=seed)).columns) == {"resistance"}
    assert set(of(two_arcs(), resistance="off").columns) <= {"inductance"}


def test_the_band_is_that_of_the_values_above_zero() -> None:
    found = of(two_arcs(0.01))
    assert (found.error[found.gamma == 0] == 0).all()
    assert (found.error[found.gamma > 0] > 0).all()
    assert found.scatter == pytest.approx(0.01, rel=0.15)


def test_more_noise_is_smoothed_more_and_for_one_strength_banded_wider() -> None:
    assert of(two_arcs(0.02)).strength > of(two_arcs(0.002)).strength
    quiet, loud = of(two_arcs(0.002), strength=0.05), of(two_arcs(0.02), strength=0.05)
    assert np.median(loud.error[loud.gamma > 0]) > 3 * np.median(quiet.error[quiet.gamma > 0])


def test_arcs_of_very_different_size_are_smoothed_alike() -> None:
    z = synthetic("(RQ)(RQ)", {**arc(1, 1e3, 1e-6, 0.9), **arc(2, 1e7, 1e-1, 0.9)}, FREQUENCY, 0.003)
    small, large = (peak for peak in peaks(of(z)) if peak.inside)
    assert small.resistance == pytest.approx(1e3, rel=0.1)
    assert large.resistance == pytest.approx(1e7, rel=0.1)


def test_a_stray_point_left_out_by_a_mask_has_no_say() -> None:
    z = two_arcs()
    spoilt = z.copy()
    spoilt[30] *= 3
    used = np.ones(len(z), dtype=bool)
    used[30] = False
    masked = distribution(Relaxation(Sweep(FREQUENCY, spoilt, used)), DrtSettings())
    assert masked.chi_square == pytest.approx(of(z).chi_square, rel=0.1)


# -- how it is asked for ---------------------------------------------------------------------------------------------------


def test_a_strength_may_be_set() -> None:
    rough, smooth = of(two_arcs(), strength=1e-3), of(two_arcs(), strength=1.0)
    assert (rough.strength, smooth.strength) == (1e-3, 1.0)
    assert rough.chi_square < smooth.chi_square
    assert rough.freedom > smooth.freedom


def test_a_strength_out_of_range_is_refused() -> None:
    with pytest.raises(InputError, match="between 0.0001 and 5, not 7"):
        of(two_arcs(), strength=7.0)


def test_too_few_points_are_refused() -> None:
    with pytest.raises(FitError, match="at least 8 points"):
        of(two_arcs()[:7], FREQUENCY[:7])
    with pytest.raises(FitError, match="different frequencies"):
        of(np.full(20, 5 - 1j), np.full(20, 100.0))


def test_settings_are_options_of_the_analysis_that_leave_its_fit_alone() -> None:
    task = inputs(FREQUENCY, two_arcs())
    options = (("view_drt_strength", 0.02), ("view_drt_blocking", "off"), ("view_drt_inductance", "nonsense"))
    changed = replace(task.analysis, options=(*task.analysis.options, *options))
    assert DrtSettings.of(changed) == DrtSettings(strength=0.02, blocking="off")
    assert DrtSettings.of(changed).offered == ("resistance", "inductance")
    assert DrtSettings.of(task.analysis) == DrtSettings()
    assert fit_fingerprint(changed, task.measurements) == fit_fingerprint(task.analysis, task.measurements)


# -- real spectra --------------------------------------------------------------------------------------------------------

REAL = {
    # name: file, whether only the capacitive half counts, the lowest sum |dZ|^2/|Z|^2 of pyimpspec 5's TR-NNLS
    "LPSCl": ("hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C.mpr", False, 0.01255),
    "VT": ("EISFitpython/EIS_Data/Example-3-4/s04147-140deg.txt", False, 0.003467),
    "example": ("impedance.py/data/exampleData.csv", True, 0.0004421),
}


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("rule", RULES)
def test_real_spectra_are_described_better_than_by_tr_nnls(
    name: str, rule: str, instrument_file: Callable[[str], Path]
) -> None:
    """`make bench` prints both. The peer's figure counts one part of Z only, ours both."""
    file, half, peer = REAL[name]
    frequency, z = read(instrument_file(f"eis/{file}"))
    kept = z.imag < 0 if half else np.ones(len(z), dtype=bool)
    assert of(z[kept], frequency[kept], strength=rule).chi_square < 0.5 * peer


# -- from peaks to a circuit -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("circuit", "values", "suggested"),
    [
        ("R(RQ)(RQ)", {"R0": 50, **arc(1, *TWO_ARCS[0]), **arc(2, *TWO_ARCS[1])}, "R(RQ)(RQ)"),
        ("R(RQ)Q", {"R0": 50, **arc(1, *TWO_ARCS[0]), "Y2": 3e-5, "n2": 0.9}, "R(RQ)Q"),
        ("LRQ", {"L1": 5e-7, "R0": 150, "Y1": 3e-6, "n1": 0.9}, "LRQ"),
        ("R(RC)", {"R0": 10, "R1": 100, "C1": 1e-6}, "R(RQ)"),
    ],
)
def test_peaks_become_a_circuit_with_values_near_the_true_ones(
    circuit: str, values: dict[str, float], suggested: str
) -> None:
    start = starting_circuit(of(synthetic(circuit, values, FREQUENCY, 0.003)))
    assert start.text == suggested
    for name, value in values.items():
        if name[0] in "RLn" and name in start.values:
            assert start.values[name] == pytest.approx(value, rel=0.15)


def test_a_fit_from_the_peaks_reaches_the_optimum(instrument_file: Callable[[str], Path]) -> None:
    """LPSCl at -25 C: R(RQ)Q has its optimum at 0.025005."""
    frequency, z = read(instrument_file(f"eis/{REAL['LPSCl'][0]}"))
    start = starting_circuit(of(z, frequency))
    assert start.text in ("R(RQ)Q", "LR(RQ)Q")
    task = inputs(frequency, z, "R(RQ)Q", start="current")
    begun = tuple(replace(p, value=start.values[p.name]) for p in task.analysis.parameters)
    fit = EIS.fit(replace(task, analysis=replace(task.analysis, parameters=begun))).fit
    assert fit.chi_square == pytest.approx(0.025005, rel=1e-3)
