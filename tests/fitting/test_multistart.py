"""The best of many starts, on a sum of squares with many minima."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from naglass_gui.core.errors import Cancelled, FitError
from naglass_gui.fitting import complex_step_jacobian, multistart

Real = NDArray[np.float64]
TIME = np.linspace(0.0, 10.0, 80)
DATA = 2.0 * np.sin(2.3 * TIME + 0.4) + np.random.default_rng(3).normal(0.0, 0.05, 80)
wave = complex_step_jacobian(lambda p: p[0] * np.sin(p[1] * TIME + p[2]) - DATA)


def draw(generator: np.random.Generator) -> Real:
    return generator.uniform([0.5, 0.2, -3.0], [4.0, 5.0, 3.0])


def test_it_finds_the_frequency_from_nowhere() -> None:
    solution = multistart(wave, draw, count=40)
    assert solution.converged
    assert abs(solution.x[0]) == pytest.approx(2.0, abs=0.05)
    assert abs(solution.x[1]) == pytest.approx(2.3, abs=0.01)
    assert solution.starts is not None
    assert solution.starts.tried == 40
    assert 1 <= solution.starts.reached < 40
    assert len(solution.starts.optima) > 1
    assert solution.starts.optima[0] == pytest.approx(solution.cost)
    assert list(solution.starts.optima) == sorted(solution.starts.optima)


def test_every_seed_gives_the_same_optimum_and_each_its_own_bits() -> None:
    results = {seed: multistart(wave, draw, count=40, seed=seed) for seed in range(5)}
    assert {round(result.cost, 8) for result in results.values()} == {round(results[0].cost, 8)}
    again = multistart(wave, draw, count=40, seed=3)
    assert again.x.tobytes() == results[3].x.tobytes()
    assert again.evaluations == results[3].evaluations


def test_it_stops_when_enough_starts_agree() -> None:
    bounds = {"lower": np.array([0.0, 2.0, -1.0]), "upper": np.array([5.0, 2.6, 1.0])}
    solution = multistart(wave, draw, count=100, enough=4, **bounds)
    assert solution.starts is not None
    assert 8 <= solution.starts.tried < 20
    assert solution.starts.reached >= 4


def test_without_noise_the_starts_at_the_optimum_are_counted_too() -> None:
    exact = complex_step_jacobian(lambda p: p[0] * np.exp(-TIME / p[1]) - 2.0 * np.exp(-TIME / 3.0))
    solution = multistart(exact, lambda generator: generator.uniform(1.0, 5.0, 2), count=12)
    assert solution.starts is not None
    assert solution.starts.reached == 12
    assert len(solution.starts.optima) == 1


def test_a_start_that_crawls_is_given_up() -> None:
    """Rosenbrock's valley from afar takes hundreds of steps; three starts beside the minimum set the pace."""
    calls = 0

    def valley(x: Real) -> tuple[Real, Real]:
        nonlocal calls
        calls += 1
        r = np.array([1e3 * (x[1] - x[0] ** 2), 1.0 - x[0], 0.1])
        return r, np.array([[-2e3 * x[0], 1e3], [-1.0, 0.0], [0.0, 0.0]])

    near = [np.array([1.0 + d, 1.0]) for d in (0.01, -0.01, 0.02)]
    multistart(valley, [*near, np.array([-20.0, 400.0])], max_evaluations=1000)
    assert calls < 80


def test_given_starts_are_taken_as_they_are() -> None:
    solution = multistart(wave, [np.array([1.0, 2.2, 0.0]), np.array([1.0, 4.4, 0.0])])
    assert solution.starts is not None
    assert solution.starts.tried == 2
    assert solution.x[1] == pytest.approx(2.3, abs=0.01)


def test_starts_without_a_finite_value_are_counted() -> None:
    root = complex_step_jacobian(lambda p: np.sqrt(p[0]) * TIME - TIME)
    solution = multistart(root, [np.array([-1.0]), np.array([4.0])])
    assert solution.starts is not None
    assert solution.starts.failed == 1
    assert solution.x[0] == pytest.approx(1.0)


@pytest.mark.parametrize(("starts", "words"), [([], "no starting parameters"), ([np.array([-1.0])], "any of the")])
def test_a_search_that_cannot_begin_says_why(starts: list[Real], words: str) -> None:
    root = complex_step_jacobian(lambda p: np.sqrt(p[0]) * TIME - TIME)
    with pytest.raises(FitError, match=words):
        multistart(root, starts)


def test_progress_covers_the_whole_search_and_cancels() -> None:
    shares: list[float] = []

    def watch(share: float, words: str) -> None:
        shares.append(share)
        assert words.startswith("start ")
        if share > 0.5:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        multistart(wave, draw, count=10, progress=watch)
    assert max(shares) < 0.61


def test_starts_that_lag_behind_are_given_up_and_the_optimum_is_found_all_the_same() -> None:
    patient = multistart(wave, draw, count=40)
    brief = multistart(wave, draw, count=40, sprint=8)
    assert brief.cost == pytest.approx(patient.cost, rel=1e-10)
    assert brief.evaluations < 0.8 * patient.evaluations


def test_a_start_that_comes_near_a_known_minimum_counts_as_having_reached_it() -> None:
    """From within three standard errors the way to the bottom is known; it is not walked again."""
    best = multistart(wave, draw, count=40)
    spread = np.sqrt(np.diag(best.covariance))
    twice = multistart(wave, [best.x, best.x + 2.0 * spread, best.x - 2.0 * spread])
    assert twice.starts is not None and twice.starts.reached == 3
    assert twice.evaluations < 12 and twice.cost == pytest.approx(best.cost, rel=1e-12)
