"""One fit: regions, masks, weights, fixed and linked parameters, the order of arcs, errors and statistics."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.errors import Cancelled
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import Mask, Region
from naglass_gui.techniques.eis import EIS, CircuitModel, parse_circuit
from naglass_gui.techniques.technique import FitOutcome
from tests.techniques.eis.spectra import fit, inputs, synthetic, with_parameter

BAND = np.logspace(6, -1, 60)
TRUTH = {"R0": 120.0, "R1": 900.0, "Y1": 4e-8, "n1": 0.85, "Y2": 3e-5, "n2": 0.9}
NOISY = synthetic("R(RQ)Q", TRUTH, BAND, noise=0.005, seed=1)
TWO = {"R1": 1e4, "Y1": 1e-9, "n1": 0.9, "R2": 4e4, "Y2": 2e-7, "n2": 0.85, "Y3": 1e-5, "n3": 0.8}


def values(outcome: FitOutcome) -> dict[str, float]:
    return {p.name: p.value for p in outcome.fit.parameters}


def test_clean_data_give_back_what_they_were_made_from() -> None:
    outcome = fit(BAND, synthetic("R(RQ)Q", TRUTH, BAND), "R(RQ)Q")
    assert values(outcome) == pytest.approx(TRUTH, rel=1e-8)
    assert outcome.fit.chi_square < 1e-20 and outcome.fit.n_points == 60


def test_the_curve_covers_every_frequency_masked_ones_too() -> None:
    given = inputs(BAND, NOISY, "R(RQ)Q", masked=(Mask(3, "spike"),))
    outcome = EIS.fit(given)
    frequency, real, imaginary = outcome.curves
    assert (frequency.name, real.name, imaginary.name) == ("frequency", "z_real", "z_imag")
    model = CircuitModel(parse_circuit("R(RQ)Q"), BAND).impedance(list(values(outcome).values()))
    assert np.array_equal(frequency.values, BAND) and real.values + 1j * imaginary.values == pytest.approx(model)


def test_masked_points_and_points_outside_the_regions_do_not_count() -> None:
    spoiled = NOISY.copy()
    spoiled[[5, 40]] *= 3
    masked = fit(BAND, spoiled, "R(RQ)Q", masked=(Mask(5), Mask(40)))
    assert masked.fit.n_points == 58 and values(masked) == pytest.approx(TRUTH, rel=0.05)
    two = fit(BAND, NOISY, "R(RQ)Q", regions=(Region("a", 1e3, 1e7), Region("b", 0.05, 10.0)))
    inside = int(np.count_nonzero((BAND >= 1e3) | (BAND <= 10.0)))
    assert two.fit.n_points == inside < 60


def test_a_region_set_on_a_point_keeps_it() -> None:
    low, high = float(BAND[20]), float(BAND[10])
    assert fit(BAND, NOISY, "RQ", regions=(Region("a", low, high),)).fit.n_points == 11


@pytest.mark.parametrize("weight", ["modulus", "unit", "proportional"])
def test_chi_square_is_the_weighted_sum_of_squares(weight: str) -> None:
    """Modulus weights are those of the measured Z."""
    outcome = fit(BAND, NOISY, "R(RQ)Q", options=(("weight", weight), ("starts", 10)))
    model = CircuitModel(parse_circuit("R(RQ)Q"), BAND).impedance(list(values(outcome).values()))
    delta = NOISY - model
    by_hand = {
        "modulus": np.sum(np.abs(delta) ** 2 / np.abs(NOISY) ** 2),
        "unit": np.sum(np.abs(delta) ** 2),
        "proportional": np.sum((delta.real / NOISY.real) ** 2 + (delta.imag / NOISY.imag) ** 2),
    }[weight]
    assert outcome.fit.chi_square == pytest.approx(by_hand, rel=1e-10)


def test_statistics_follow_their_definitions() -> None:
    """AICc with k the fitted parameters and the variance, N two a point; s^2 with parameters only."""
    found = fit(BAND, NOISY, "R(RQ)Q").fit
    n, p, s = 120, 6, found.chi_square
    k = p + 1
    assert found.aicc == pytest.approx(n * math.log(s / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1))
    assert found.statistic("bic") == pytest.approx(n * math.log(s / n) + k * math.log(n))
    assert found.statistic("reduced_chi_square") == pytest.approx(s / (n - p))
    assert found.statistic("degrees_of_freedom") == n - p
    assert 0.001 < (found.statistic("runs_p") or 0) <= 1 and 1 < (found.statistic("durbin_watson") or 0) < 3
    assert found.statistic("starts") == 30


def test_the_covariance_is_that_of_the_parameters_in_their_units() -> None:
    """s^2 (J^T J)^-1 with J by differences of the residuals in R, Y, n themselves."""
    outcome = fit(BAND, NOISY, "R(RQ)Q")
    best = np.array(list(values(outcome).values()))
    model = CircuitModel(parse_circuit("R(RQ)Q"), BAND)
    columns = []
    for k in range(6):
        step = np.zeros(6)
        step[k] = 1e-6 * best[k]
        difference = (model.impedance(list(best + step)) - model.impedance(list(best - step))) / (2 * step[k])
        columns.append(np.concatenate([difference.real, difference.imag] / np.abs(NOISY)))
    jacobian = np.stack(columns, axis=1)
    scale = np.linalg.norm(jacobian, axis=0)
    variance = outcome.fit.chi_square / (120 - 6)
    expected = variance * np.linalg.inv((jacobian / scale).T @ (jacobian / scale)) / np.outer(scale, scale)
    assert np.array(outcome.fit.covariance) == pytest.approx(expected, rel=1e-4)
    assert [p.stderr for p in outcome.fit.parameters] == pytest.approx(np.sqrt(np.diag(expected)), rel=1e-4)
    assert outcome.fit.free == tuple(TRUTH)


def test_a_fixed_parameter_stays_and_has_no_error() -> None:
    given = inputs(BAND, NOISY, "R(RQ)Q")
    analysis = with_parameter(given.analysis, "n1", vary=False, value=0.85)
    found = EIS.fit(replace(given, analysis=analysis)).fit
    n1 = found.parameter("n1")
    assert (n1.value, n1.stderr, n1.vary) == (0.85, None, False) and "n1" not in found.free
    assert found.parameter("R1").value == pytest.approx(900, rel=0.02)


def test_a_linked_parameter_follows_with_its_error() -> None:
    z = synthetic("R(RQ)Q", TRUTH | {"R0": 90.0}, BAND, noise=0.003, seed=2)
    given = inputs(BAND, z, "R(RQ)Q")
    analysis = with_parameter(given.analysis, "R0", link="0.1*R1")
    outcome = EIS.fit(replace(given, analysis=analysis))
    r0, r1 = outcome.fit.parameter("R0"), outcome.fit.parameter("R1")
    assert r0.value == pytest.approx(0.1 * r1.value, rel=1e-12) and r1.value == pytest.approx(900, rel=0.02)
    assert r0.stderr == pytest.approx(0.1 * (r1.stderr or 0), rel=1e-9) and not r0.vary
    total = outcome.fit.quantity("R_total")
    assert total is not None and total.stderr == pytest.approx(1.1 * (r1.stderr or 0), rel=1e-9)


def test_bounds_hold_and_are_reported() -> None:
    given = inputs(BAND, NOISY, "R(RQ)Q")
    analysis = with_parameter(given.analysis, "R1", maximum=700.0)
    found = EIS.fit(replace(given, analysis=analysis)).fit
    r1 = found.parameter("R1")
    assert r1.value == pytest.approx(700.0) and r1.at_bound and r1.stderr is None
    assert any(w.rank == "reject" and w.remedy == "widen R1" for w in found.warnings)


@pytest.mark.parametrize("seed", range(6))
def test_arcs_come_in_the_order_of_their_frequencies(seed: int) -> None:
    """(RQ)(RQ) and its mirror image are one fit: the faster arc is always the first."""
    z = synthetic("(RQ)(RQ)Q", TWO, BAND, noise=0.002, seed=3)
    found = fit(BAND, z, "(RQ)(RQ)Q", seed=seed).fit
    assert {p.name: p.value for p in found.parameters} == pytest.approx(TWO, rel=0.05)
    assert (found.quantity("f1") or found).value > (found.quantity("f2") or found).value  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "constraint", [{"vary": False, "value": 4e4}, {"minimum": 2e4}, {"role": "grain boundary"}], ids=str
)
def test_arcs_with_a_meaning_keep_their_labels(constraint: dict[str, object]) -> None:
    """A person who fixed, bounded or named the first arc as the slow one finds it there."""
    z = synthetic("(RQ)(RQ)Q", TWO, BAND, noise=0.002, seed=3)
    start = {"R1": 4e4, "Y1": 2e-7, "n1": 0.85, "R2": 1e4, "Y2": 1e-9, "n2": 0.9, "Y3": 1e-5, "n3": 0.8}
    given = inputs(BAND, z, "(RQ)(RQ)Q", start="current")
    analysis = replace(
        given.analysis, parameters=tuple(replace(p, value=start[p.name]) for p in given.analysis.parameters)
    )
    analysis = with_parameter(analysis, "R1", **constraint)
    found = EIS.fit(replace(given, analysis=analysis)).fit
    assert found.parameter("R1").value == pytest.approx(4e4, rel=0.05)
    relabelled = EIS.fit(replace(given, analysis=with_parameter(analysis, "R1", vary=True, minimum=None, role=""))).fit
    assert relabelled.parameter("R1").value == pytest.approx(1e4, rel=0.05)


def test_relabelling_moves_errors_and_covariance_along() -> None:
    z = synthetic("(RQ)(RQ)Q", TWO, BAND, noise=0.002, seed=3)
    fits = [fit(BAND, z, "(RQ)(RQ)Q", seed=seed).fit for seed in range(4)]
    for other in fits[1:]:
        assert [p.stderr for p in other.parameters] == pytest.approx([p.stderr for p in fits[0].parameters], rel=1e-4)
        for p, variance in zip(other.parameters, np.diag(other.covariance), strict=True):
            assert p.stderr == pytest.approx(math.sqrt(variance), rel=1e-9)


def test_a_fit_is_fresh_until_something_it_depends_on_changes() -> None:
    given = inputs(BAND, NOISY, "R(RQ)Q")
    outcome = EIS.fit(given)
    assert not is_stale(outcome.analysis, given.measurements)
    masked = replace(outcome.analysis, masked=(Mask(2),))
    assert is_stale(masked, given.measurements)
    assert outcome.analysis.fit is outcome.analysis.fits[-1] and outcome.fit == outcome.analysis.fit


def test_the_order_of_the_points_in_the_file_does_not_matter() -> None:
    turned = fit(BAND[::-1].copy(), NOISY[::-1].copy(), "R(RQ)Q").fit
    straight = fit(BAND, NOISY, "R(RQ)Q").fit
    assert [p.value for p in turned.parameters] == pytest.approx([p.value for p in straight.parameters], rel=1e-9)


def test_points_above_the_axis_are_kept() -> None:
    z = synthetic("LR(RQ)Q", TRUTH | {"L1": 5e-5}, BAND, noise=0.002, seed=5)
    assert (z.imag > 0).any()
    found = fit(BAND, z, "LR(RQ)Q").fit
    assert found.n_points == 60 and found.parameter("L1").value == pytest.approx(5e-5, rel=0.02)


def test_progress_is_told_and_can_stop_the_fit() -> None:
    shares: list[float] = []

    def watch(share: float, words: str) -> None:
        shares.append(share)
        assert words
        if share > 0.4:
            raise Cancelled("The fit was cancelled.")

    with pytest.raises(Cancelled):
        EIS.fit(inputs(BAND, NOISY, "R(RQ)Q"), watch)
    assert len(shares) > 1 and max(shares[:-1]) <= 0.4
