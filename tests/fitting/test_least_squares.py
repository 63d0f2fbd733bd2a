"""Least squares inside bounds: optimum, errors, what is undetermined, and how a fit ends early."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import least_squares as scipy_least_squares

from naglass_gui.core.errors import Cancelled, FitError
from naglass_gui.fitting import Residual, complex_step_jacobian, least_squares

Real = NDArray[np.float64]
TIME = np.linspace(0.0, 5.0, 60)
NOISE = np.random.default_rng(7).normal(0.0, 0.01, 60)


def decay(data: Real) -> Residual:
    """A exp(-t/T) + B against data."""
    return complex_step_jacobian(lambda p: p[0] * np.exp(-TIME / p[1]) + p[2] - data)


DATA = 3.0 * np.exp(-TIME / 1.3) + 0.2 + NOISE


def test_the_optimum_and_its_errors_agree_with_scipy() -> None:
    solution = least_squares(decay(DATA), np.array([1.0, 0.5, 0.0]))
    reference = scipy_least_squares(
        lambda p: p[0] * np.exp(-TIME / p[1]) + p[2] - DATA, [3.0, 1.3, 0.2], xtol=1e-15, ftol=1e-15, gtol=1e-15
    )
    assert solution.converged
    assert solution.x == pytest.approx(reference.x, rel=1e-7)
    covariance = np.linalg.inv(solution.jacobian.T @ solution.jacobian) * solution.cost / (60 - 3)
    assert solution.covariance == pytest.approx(covariance, rel=1e-9)
    assert solution.stderr == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-9)
    assert solution.correlation[0, 1] == pytest.approx(covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]))


def test_absolute_sigmas_leave_the_scatter_out_of_the_covariance() -> None:
    relative = least_squares(decay(DATA), np.array([1.0, 0.5, 0.0]))
    absolute = least_squares(decay(DATA), np.array([1.0, 0.5, 0.0]), absolute_sigma=True)
    assert relative.covariance == pytest.approx(absolute.covariance * relative.cost / 57)


@given(
    scale=st.lists(st.floats(-8.0, 8.0), min_size=3, max_size=3),
    weight=st.floats(-6.0, 6.0),
)
@settings(max_examples=25, deadline=None)
def test_units_of_parameters_and_data_do_not_matter(scale: list[float], weight: float) -> None:
    """Picofarads or farads: the same fit, and errors that scale along."""
    units, size = 10.0 ** np.array(scale), 10.0**weight
    plain = decay(DATA)

    def scaled(x: Real) -> tuple[Real, Real]:
        r, jacobian = plain(x / units)
        return size * r, size * jacobian / units

    start = np.array([2.0, 1.0, 0.1])
    here, there = least_squares(plain, start), least_squares(scaled, start * units)
    assert there.converged
    assert there.x / units == pytest.approx(here.x, rel=1e-9)
    assert there.stderr / units == pytest.approx(here.stderr, rel=1e-7)


def test_a_bound_holds_its_parameter_and_the_rest_reach_the_constrained_optimum() -> None:
    solution = least_squares(decay(DATA), np.array([1.0, 0.5, 0.5]), lower=np.array([0.0, 0.0, 0.21]))
    assert solution.x[2] == 0.21
    assert solution.at_bound.tolist() == [False, False, True]
    assert np.isnan(solution.stderr[2])
    assert not solution.covariance[2].any()
    held = complex_step_jacobian(lambda p: p[0] * np.exp(-TIME / p[1]) + 0.21 - DATA)
    alone = least_squares(held, np.array([1.0, 0.5]))
    assert solution.x[:2] == pytest.approx(alone.x, rel=1e-9)
    # The held parameter still counts as fitted in s^2.
    assert solution.stderr[:2] == pytest.approx(alone.stderr * np.sqrt(58 / 57), rel=1e-6)


@given(seed=st.integers(0, 10_000), size=st.integers(1, 7))
@settings(max_examples=60, deadline=None)
def test_a_linear_problem_in_a_box_ends_where_no_feasible_direction_descends(seed: int, size: int) -> None:
    generator = np.random.default_rng(seed)
    matrix = generator.normal(size=(size + 4, size)) * 10.0 ** generator.uniform(-3, 3, size)
    if size > 1:
        matrix[:, 0] += matrix[:, -1] * 0.99
    target = generator.normal(size=size + 4)
    low, high = -generator.uniform(0, 1, size), generator.uniform(0, 1, size)
    solution = least_squares(lambda x: (matrix @ x - target, matrix), np.zeros(size), lower=low, upper=high)
    gradient = solution.residual @ matrix / np.linalg.norm(matrix, axis=0)
    inside = (solution.x > low) & (solution.x < high)
    assert solution.converged
    assert ((solution.x >= low) & (solution.x <= high)).all()
    assert np.abs(gradient[inside]).max(initial=0.0) < 1e-7
    assert (gradient[solution.x == low] > -1e-7).all()
    assert (gradient[solution.x == high] < 1e-7).all()


def test_a_start_outside_the_bounds_is_moved_inside() -> None:
    solution = least_squares(decay(DATA), np.array([100.0, 0.5, 0.0]), lower=0.0, upper=np.array([4.0, 3.0, 1.0]))
    assert solution.converged
    assert solution.x == pytest.approx([3.0, 1.3, 0.2], rel=0.05)


def test_bounds_that_cross_are_refused() -> None:
    with pytest.raises(FitError, match="lower bound"):
        least_squares(decay(DATA), np.ones(3), lower=1.0, upper=0.0)


def test_parameters_that_replace_each_other_are_undetermined_and_the_rest_keep_their_errors() -> None:
    """Two resistors in series: only their sum is known."""

    def residual(p: Real) -> tuple[Real, Real]:
        ones = np.ones_like(TIME)
        return p[0] + p[1] + p[2] * TIME - DATA, np.stack([ones, ones, TIME], axis=1)

    solution = least_squares(residual, np.array([1.0, 2.0, 0.0]))
    line = np.stack([np.ones_like(TIME), TIME], axis=1)
    best = np.linalg.lstsq(line, DATA, rcond=None)
    assert solution.converged
    assert solution.cost == pytest.approx(best[1][0], rel=1e-9)
    assert np.isinf(solution.stderr[:2]).all()
    assert np.isnan(solution.covariance[0, 1])
    slope_error = np.sqrt(best[1][0] / (60 - 3) * np.linalg.inv(line.T @ line)[1, 1])
    assert solution.stderr[2] == pytest.approx(slope_error, rel=1e-9)
    assert solution.determined.tolist() == [False, False, True]


def test_a_parameter_without_influence_is_undetermined() -> None:
    solution = least_squares(
        lambda p: (p[0] - DATA, np.stack([np.ones(60), np.zeros(60)], axis=1)), np.array([1.0, 5.0])
    )
    assert solution.x[1] == 5.0
    assert np.isinf(solution.stderr[1])
    assert solution.stderr[0] > 0


def test_fewer_points_than_parameters_leave_everything_undetermined() -> None:
    matrix = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]])
    solution = least_squares(lambda x: (matrix @ x - 1.0, matrix), np.zeros(3))
    assert solution.cost == pytest.approx(0.0, abs=1e-20)
    assert not solution.determined.any()


def test_as_many_points_as_parameters_give_values_without_errors() -> None:
    matrix = np.array([[2.0, 1.0], [0.0, 3.0]])
    solution = least_squares(lambda x: (matrix @ x - np.array([4.0, 3.0]), matrix), np.zeros(2))
    assert solution.x == pytest.approx([1.5, 1.0])
    assert not solution.determined.any()


def test_steps_into_overflow_are_refused() -> None:
    """The first full step of ln-parameters would overflow; the fit goes round."""
    data = np.exp(5.0 * TIME)

    def residual(p: Real) -> tuple[Real, Real]:
        curve = np.exp(p[0]) * np.exp(np.exp(p[1]) * TIME)
        return curve / data - 1.0, np.stack([curve / data, curve / data * np.exp(p[1]) * TIME], axis=1)

    solution = least_squares(residual, np.array([-3.0, 3.0]))
    assert solution.converged
    assert solution.x == pytest.approx([0.0, np.log(5.0)], abs=1e-7)


def test_a_start_without_a_finite_value_is_refused_in_a_sentence() -> None:
    with pytest.raises(FitError, match="no finite value at the starting parameters"):
        least_squares(lambda p: (np.log(p), np.diag(1.0 / p)), np.array([-1.0]))


def test_nothing_to_fit_is_a_solution() -> None:
    solution = least_squares(lambda p: (DATA, np.empty((60, 0))), np.empty(0))
    assert solution.converged
    assert solution.cost == pytest.approx(float(DATA @ DATA))
    assert solution.covariance.shape == (0, 0)


def test_calls_that_run_out_leave_the_best_so_far_and_say_so() -> None:
    solution = least_squares(decay(DATA), np.array([1.0, 0.05, 0.0]), max_evaluations=3)
    assert not solution.converged
    assert "not converged after" in solution.message


def test_progress_rises_and_cancels() -> None:
    shares: list[float] = []

    def watch(share: float, words: str) -> None:
        shares.append(share)
        assert "sum of squares" in words
        if len(shares) == 4:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        least_squares(decay(DATA), np.array([1.0, 0.1, 2.0]), progress=watch)
    assert len(shares) == 4
    assert all(0.0 <= share <= 1.0 for share in shares)


def test_a_step_limit_is_kept() -> None:
    visited: list[Real] = []
    plain = decay(DATA)

    def residual(x: Real) -> tuple[Real, Real]:
        visited.append(x.copy())
        return plain(x)

    least_squares(residual, np.array([1.0, 0.5, 0.0]), step_limit=np.array([0.2, 1.0, 1.0]))
    assert np.abs(np.diff([x[0] for x in visited])).max() <= 0.4 + 1e-12
    assert np.abs(visited[1][0] - visited[0][0]) <= 0.2 + 1e-12


def test_the_same_fit_twice_is_the_same_bit_by_bit() -> None:
    one, two = (least_squares(decay(DATA), np.array([1.0, 0.5, 0.0])) for _ in range(2))
    assert one.x.tobytes() == two.x.tobytes()
    assert one.covariance.tobytes() == two.covariance.tobytes()


def test_a_curved_valley_is_followed_to_its_end() -> None:
    """Rosenbrock's function as least squares: minimum at (1, 1)."""
    solution = least_squares(
        lambda x: (np.array([10.0 * (x[1] - x[0] ** 2), 1.0 - x[0]]), np.array([[-20.0 * x[0], 10.0], [-1.0, 0.0]])),
        np.array([-1.2, 1.0]),
    )
    assert solution.converged
    assert solution.x == pytest.approx([1.0, 1.0], abs=1e-12)
    assert solution.evaluations < 60
