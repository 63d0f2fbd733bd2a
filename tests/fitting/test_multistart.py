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
