"""Figures that judge a fit, against values worked by hand or by other programs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from naglass_gui.fitting import (
    aicc,
    bic,
    correlation_matrix,
    durbin_watson,
    propagate,
    reduced_chi_square,
    runs_test,
)
from naglass_gui.fitting.statistics import correlation_time


def test_criteria_count_the_variance_as_a_parameter() -> None:
    # N = 20 real residuals, S = 5, three fitted parameters: k = 4.
    assert aicc(20, 5.0, 3) == pytest.approx(20 * math.log(0.25) + 8 + 2 * 4 * 5 / 15)
    assert bic(20, 5.0, 3) == pytest.approx(20 * math.log(0.25) + 4 * math.log(20))


def test_too_few_points_for_a_model_rule_it_out() -> None:
    assert aicc(5, 1.0, 3) == math.inf
    assert math.isnan(reduced_chi_square(3, 1.0, 3))
    assert reduced_chi_square(13, 2.0, 3) == pytest.approx(0.2)


@given(st.floats(1e-20, 1e20))
def test_differences_between_models_do_not_depend_on_the_unit(unit: float) -> None:
    plain = aicc(50, 3.0, 4) - aicc(50, 2.0, 6)
    assert aicc(50, 3.0 * unit, 4) - aicc(50, 2.0 * unit, 6) == pytest.approx(plain, abs=1e-6)


def test_a_perfect_model_is_preferred_to_any() -> None:
    assert aicc(10, 0.0, 2) == -math.inf


def test_runs_of_a_known_sequence() -> None:
    """Wald-Wolfowitz by hand: 10 plus, 10 minus in 2 runs: mean 11, variance 90/19."""
    residual = np.repeat([1.0, -1.0], 10)
    assert runs_test(residual) == pytest.approx(math.erfc((9 - 0.5) / math.sqrt(90 / 19) / math.sqrt(2)))


def test_runs_of_white_noise_are_rejected_as_often_as_promised() -> None:
    generator = np.random.default_rng(0)
    p = np.array([runs_test(generator.normal(size=100)) for _ in range(2000)])
    assert 0.02 < np.mean(p < 0.05) < 0.06
    assert np.mean(p < 0.001) < 0.004


@pytest.mark.parametrize("residual", [np.sin(np.linspace(0, 6, 60)), np.array([1.0, -1.0] * 30), np.ones(30)])
def test_structure_in_residuals_is_seen(residual: np.ndarray) -> None:
    assert runs_test(residual) < 1e-6


@pytest.mark.parametrize("residual", [np.zeros(50), np.array([1.0, -1.0, 1.0]), np.empty(0)])
def test_too_few_signs_tell_nothing(residual: np.ndarray) -> None:
    assert runs_test(residual) == 1.0


def test_durbin_watson() -> None:
    assert durbin_watson(np.array([1.0, 2.0, 4.0])) == pytest.approx((1 + 4) / 21)
    assert durbin_watson(np.random.default_rng(0).normal(size=5000)) == pytest.approx(2.0, abs=0.1)
    assert durbin_watson(np.zeros(4)) == 2.0


def test_correlations_of_undetermined_parameters_are_nan() -> None:
    covariance = np.array([[4.0, 1.0, np.nan], [1.0, 1.0, np.nan], [np.nan, np.nan, np.inf]])
    correlation = correlation_matrix(covariance)
    assert correlation[0, 1] == pytest.approx(0.5)
    assert np.isnan(correlation[0, 2])
    assert np.diag(correlation).tolist() == [1.0, 1.0, 1.0]


@given(seed=st.integers(0, 1000))
@settings(max_examples=30)
def test_propagation_of_a_linear_quantity_is_exact(seed: int) -> None:
    generator = np.random.default_rng(seed)
    root, gradient = generator.normal(size=(4, 4)), generator.normal(size=(2, 4))
    covariance = root @ root.T
    assert propagate(gradient, covariance) == pytest.approx(gradient @ covariance @ gradient.T)
    assert propagate(gradient[0], covariance) == pytest.approx(gradient[0] @ covariance @ gradient[0])


def test_an_undetermined_parameter_spoils_only_what_depends_on_it() -> None:
    covariance = np.array([[1.0, np.nan], [np.nan, np.inf]])
    result = propagate(np.array([[2.0, 0.0], [1.0, 1.0]]), covariance)
    assert result[0, 0] == 4.0
    assert not np.isfinite(result[1, 1])
    assert not np.isfinite(result[0, 1])


def test_p_values_follow_the_normal_distribution() -> None:
    residual = np.array([1.0, 1.0, -1.0, 1.0, -1.0, -1.0, 1.0, 1.0, 1.0, -1.0, -1.0, 1.0])
    plus, minus, runs = 7, 5, 7
    mean = 1 + 2 * plus * minus / 12
    variance = (mean - 1) * (mean - 2) / 11
    distance = max(abs(runs - mean) - 0.5, 0) / math.sqrt(variance)
    assert runs_test(residual) == pytest.approx(2 * stats.norm.sf(distance))


@pytest.mark.parametrize("kind", ["white", "alike", "creeping"])
def test_the_correlation_time_is_that_of_the_sum_lag_by_lag(kind: str) -> None:
    residual = np.random.default_rng(3).normal(size=700)
    if kind == "alike":
        residual = np.convolve(residual, 0.8 ** np.arange(30))
    elif kind == "creeping":
        residual = np.linspace(1.0, -1.0, 700) + 0.01 * residual
    centred = residual - residual.mean()
    expected = 1.0
    for lag in range(1, len(centred) // 4):
        correlation = float(centred[lag:] @ centred[:-lag]) / float(centred @ centred)
        if correlation < 2.0 / len(centred) ** 0.5:
            break
        expected += 2.0 * correlation
    assert correlation_time(residual) == pytest.approx(expected, rel=1e-12)
    assert (expected == 1.0) == (kind == "white")
