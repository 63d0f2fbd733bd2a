"""Real spectra: the reference optima without any guess, and published values to their printed digits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from naglass_gui.core.project import Specimen
from naglass_gui.core.quantity import Quantity
from tests.techniques.eis.spectra import PELLET, Complex, Real, fit, inputs, read
from tests.validate.optima import BATTERY, GAMRY, LPSCL, REFERENCES, Reference

Find = Callable[[str], Path]
SERIES = "eis/EISFitpython/EIS_Data/Example-3-4/s04147-{}deg.txt"
SEEDS = range(5)
"""20 in `make validate`."""


def lpscl(find: Find) -> tuple[Real, Complex]:
    return LPSCL.spectrum(find(LPSCL.file))


def battery(find: Find) -> tuple[Real, Complex]:
    return BATTERY.spectrum(find(BATTERY.file))


def gamry(find: Find) -> tuple[Real, Complex]:
    return GAMRY.spectrum(find(GAMRY.file))


def series(find: Find, celsius: int) -> tuple[Real, Complex]:
    return read(find(SERIES.format(celsius)))


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda r: r.name)
def test_every_seed_finds_the_reference_optimum(reference: Reference, instrument_file: Find) -> None:
    """Sum |dZ|^2/|Z|^2 of the design's reference optima, to its printed digits, from 30 random starts each."""
    frequency, z = reference.spectrum(instrument_file(reference.file))
    assert len(frequency) == reference.points
    for seed in SEEDS:
        found = fit(frequency, z, reference.circuit, seed=seed).fit
        assert found.chi_square == pytest.approx(reference.optimum, rel=reference.digits), f"seed {seed}"
        assert found.n_points == reference.points and found.seed == seed


def test_the_cold_pellet_has_its_reference_values(instrument_file: Find) -> None:
    """Li6PS5Cl at -25 C between blocking electrodes: R0 170.5, R1 1297, n1 0.785, n2 0.892."""
    fitted = fit(*lpscl(instrument_file), "R(RQ)Q", specimen=PELLET).fit
    values = {p.name: p.value for p in fitted.parameters}
    expected = {"R0": 170.5, "R1": 1297, "Y1": 2.62e-9, "n1": 0.785, "Y2": 1.80e-7, "n2": 0.892}
    assert values == pytest.approx(expected, rel=3e-3)
    assert not [w for w in fitted.warnings if w.rank == "reject"]
    sigma = fitted.quantity("sigma")
    assert sigma is not None
    assert sigma.value == pytest.approx(0.08 / (0.50265 * (values["R0"] + values["R1"])), rel=1e-4)


def test_an_undetermined_resistance_is_flagged(instrument_file: Find) -> None:
    """The Gamry file needs no R0: it goes to 0, has no error, and the model is rejected for it."""
    fitted = fit(*gamry(instrument_file), "R(RQ)(RQ)").fit
    r0 = fitted.parameter("R0")
    assert r0.at_bound and r0.stderr is None and r0.value < 0.01
    rejected = [w for w in fitted.warnings if w.rank == "reject"]
    assert [w.remedy for w in rejected] == ["remove R0"]
    assert "R0 ran to its limit" in rejected[0].text
    without = fit(*gamry(instrument_file), "(RQ)(RQ)").fit
    assert without.aicc < fitted.aicc and not [w for w in without.warnings if w.rank == "reject"]


def test_the_published_fit_at_413_k_to_its_printed_digits(instrument_file: Find) -> None:
    """EISFitpython's Batch_EISfit_Report.txt, (R1|Q1)+(R2|Q2)+Q3: values, errors and chi-squared."""
    fitted = fit(*series(instrument_file, 140), "(RQ)(RQ)Q").fit
    published = {
        "R1": (1.462e5, 1.250e4), "Y1": (6.515e-11, 1.168e-11), "n1": (8.382e-1, 1.390e-2),
        "R2": (2.012e6, 1.658e4), "Y2": (1.546e-10, 9.142e-12), "n2": (7.872e-1, 6.688e-3),
        "Y3": (1.382e-6, 1.951e-8), "n3": (5.442e-1, 7.100e-3),
    }  # fmt: skip
    for name, (value, error) in published.items():
        parameter = fitted.parameter(name)
        assert f"{parameter.value:.3e}" == f"{value:.3e}", name
        assert parameter.stderr == pytest.approx(error, rel=2e-3), name
    assert f"{fitted.chi_square:.6e}" == "7.332255e-03"
    assert f"{fitted.statistic('reduced_chi_square'):.4e}" == "9.6477e-05"
    assert fitted.statistic("degrees_of_freedom") == 76
    capacitances = [fitted.quantity("C1"), fitted.quantity("C2")]
    assert [f"{c.value:.3e}" for c in capacitances if c] == ["6.996e-12", "1.741e-11"]


def test_the_published_series_of_effective_capacitances(instrument_file: Find) -> None:
    """EISFitpython's Effective_Capacitance_Values.txt, bulk and grain boundary from 413 to 473 K."""
    bulk = [6.996e-12, 6.847e-12, 6.640e-12, 6.397e-12, 6.062e-12, 5.787e-12, 5.756e-12]
    boundary = [1.741e-11, 1.778e-11, 1.777e-11, 1.775e-11, 1.788e-11, 1.780e-11, 1.877e-11]
    for celsius, first, second in zip(range(140, 201, 10), bulk, boundary, strict=True):
        fitted = fit(*series(instrument_file, celsius), "(RQ)(RQ)Q").fit
        for name, value in (("C1", first), ("C2", second)):
            found = fitted.quantity(name)
            assert found is not None and found.value == pytest.approx(value, rel=1e-3), (celsius, name)


def test_the_published_conductivities_at_413_k(instrument_file: Find) -> None:
    """EISFitpython's Arrhenius_Analysis_Report.txt: 8 mm wide, 2.1 mm thick."""
    pellet = Specimen("p", "p", thickness=Quantity(0.21, None, "cm"), diameter=Quantity(0.8, None, "cm"))
    fitted = fit(*series(instrument_file, 140), "(RQ)(RQ)Q", specimen=pellet).fit
    for name, value in (("sigma_bulk", 2.857e-6), ("sigma_gb", 2.076e-7), ("sigma", 1.936e-7)):
        found = fitted.quantity(name)
        assert found is not None and f"{found.value:.3e}" == f"{value:.3e}", name


def test_a_refit_from_the_optimum_stays_there(instrument_file: Find) -> None:
    frequency, z = lpscl(instrument_file)
    first = fit(frequency, z, "R(RQ)Q")
    given = inputs(frequency, z, "R(RQ)Q", start="current", parameters=first.analysis.parameters)
    again = fit(frequency, z, "R(RQ)Q", start="current", parameters=first.analysis.parameters)
    assert given.analysis.parameters == first.analysis.parameters
    assert again.fit.chi_square == pytest.approx(first.fit.chi_square, rel=1e-12)
    assert [p.value for p in again.fit.parameters] == pytest.approx([p.value for p in first.fit.parameters], rel=1e-7)
    assert [p.stderr for p in again.fit.parameters] == pytest.approx([p.stderr for p in first.fit.parameters], rel=1e-5)
    assert again.fit.statistic("starts") is None


def test_the_same_seed_gives_the_same_fit_bit_by_bit(instrument_file: Find) -> None:
    frequency, z = battery(instrument_file)
    fits = [fit(frequency, z, "R(RQ)(RQ)W", seed=7).fit for _ in range(2)]
    assert fits[0].parameters == fits[1].parameters and fits[0].covariance == fits[1].covariance
