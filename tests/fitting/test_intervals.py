"""Intervals beyond the linear error."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from naglass_gui.core.errors import Cancelled, FitError
from naglass_gui.fitting import Solution, bootstrap, complex_step_jacobian, least_squares, profile
from naglass_gui.fitting.lmfit_bridge import confidence_intervals

Real = NDArray[np.float64]
TIME = np.linspace(0.0, 5.0, 40)
NOISE = np.random.default_rng(5).normal(0.0, 0.15, 40)
decay = complex_step_jacobian(lambda p: p[0] * np.exp(-TIME / p[1]) + p[2] - (3.0 * np.exp(-TIME / 1.3) + 0.2 + NOISE))
line = complex_step_jacobian(lambda p: p[0] + p[1] * TIME - (1.0 + 2.0 * TIME + NOISE))


@pytest.fixture(scope="module")
def fitted() -> Solution:
    return least_squares(decay, np.array([1.0, 0.5, 0.0]))


def test_of_a_straight_line_the_profile_is_student_s_interval() -> None:
    solution = least_squares(line, np.zeros(2))
    for index in (0, 1):
        found = profile(line, solution, index)
        for interval in found.intervals:
            half = stats.t.ppf(0.5 + interval.level / 2, 38) * solution.stderr[index]
            assert interval.high - solution.x[index] == pytest.approx(half, rel=1e-5)
            assert solution.x[index] - interval.low == pytest.approx(half, rel=1e-5)


def test_with_absolute_sigmas_it_is_the_normal_interval() -> None:
    solution = least_squares(line, np.zeros(2), absolute_sigma=True)
    found = profile(line, solution, 1, levels=(0.95,), absolute_sigma=True)
    assert found.intervals[0].high - solution.x[1] == pytest.approx(1.959964 * solution.stderr[1], rel=1e-5)


def test_of_a_curved_model_it_agrees_with_lmfit(fitted: Solution) -> None:
    reference = confidence_intervals(decay, fitted)
    for index in range(3):
        ours = profile(decay, fitted, index)
        for mine, theirs in zip(ours.intervals, reference[index], strict=True):
            assert mine.low == pytest.approx(theirs.low, abs=0.01 * fitted.stderr[index])
            assert mine.high == pytest.approx(theirs.high, abs=0.01 * fitted.stderr[index])
        assert ours.better is None
        assert (np.diff(ours.values) > 0).all()
        assert ours.costs.min() == fitted.cost


def test_a_side_that_a_bound_closes_or_the_data_leave_open_is_infinite() -> None:
    """exp(-t/T) seen at early times only: T has no upper end."""
    early = np.linspace(0.0, 0.3, 12)
    data = 3.0 * np.exp(-early / 3.0) + np.random.default_rng(1).normal(0.0, 0.15, 12)
    model = complex_step_jacobian(lambda p: p[0] * np.exp(-early * p[1]) - data)
    solution = least_squares(model, np.array([3.0, 0.3]), lower=0.0)
    found = profile(model, solution, 1, lower=0.0)
    assert found.intervals[2].low == -np.inf
    assert np.isfinite(found.intervals[0].high)


def test_a_lower_minimum_met_on_the_way_is_told() -> None:
    wells = complex_step_jacobian(lambda p: np.array([p[0] ** 2 - 1.0, 0.3 * (p[0] + 1.0), 0.3 + 0.0 * p[0]]))
    local = least_squares(wells, np.array([1.2]))
    assert local.x[0] == pytest.approx(0.953, abs=0.001)
    found = profile(wells, local, 0)
    assert found.better is not None
    assert found.better[0] < 0.0


def test_without_scatter_there_is_no_interval() -> None:
    solution = least_squares(complex_step_jacobian(lambda p: p - np.array([1.0, 2.0])), np.zeros(2))
    with pytest.raises(FitError, match="no scatter"):
        profile(line, solution, 0)
    with pytest.raises(FitError, match="no scatter"):
        bootstrap(line, solution)


def test_the_bootstrap_finds_the_linear_error_of_a_straight_line() -> None:
    solution = least_squares(line, np.zeros(2))
    drawn = bootstrap(line, solution, count=400, seed=2)
    assert drawn.failed == 0
    assert drawn.samples.shape == (400, 2)
    assert drawn.stderr == pytest.approx(solution.stderr, rel=0.12)
    interval = drawn.interval(1, 0.95)
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * solution.stderr[1], rel=0.2)


def test_the_bootstrap_repeats_with_its_seed(fitted: Solution) -> None:
    one, two, other = (bootstrap(decay, fitted, count=20, seed=seed).samples for seed in (4, 4, 5))
    assert one.tobytes() == two.tobytes()
    assert one.tobytes() != other.tobytes()


def test_real_and_imaginary_parts_are_dealt_together(fitted: Solution) -> None:
    assert bootstrap(decay, fitted, count=20, together=2).samples.shape == (20, 3)
    with pytest.raises(FitError, match="groups of 3"):
        bootstrap(decay, fitted, count=20, together=3)


def test_both_can_be_cancelled(fitted: Solution) -> None:
    def cancel(share: float, words: str) -> None:
        raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        profile(decay, fitted, 0, progress=cancel)
    with pytest.raises(Cancelled):
        bootstrap(decay, fitted, progress=cancel)
