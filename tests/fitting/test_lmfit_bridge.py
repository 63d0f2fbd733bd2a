"""Slower global methods and MCMC, through lmfit and emcee."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from naglass_gui.core.errors import Cancelled, FitError, InputError
from naglass_gui.fitting import complex_step_jacobian, least_squares
from naglass_gui.fitting.lmfit_bridge import METHODS, confidence_intervals, minimise, sample

Real = NDArray[np.float64]
TIME = np.linspace(0.0, 10.0, 60)
DATA = 2.0 * np.sin(2.3 * TIME + 0.4) + np.random.default_rng(3).normal(0.0, 0.05, 60)
wave = complex_step_jacobian(lambda p: p[0] * np.sin(p[1] * TIME + p[2]) - DATA)
LOW, HIGH = np.array([0.5, 1.0, -1.5]), np.array([4.0, 4.0, 1.5])
line = complex_step_jacobian(lambda p: p[0] + p[1] * TIME - (1.0 + 2.0 * TIME + 0.02 * DATA))


@pytest.mark.parametrize("method", ["differential_evolution", "dual_annealing"])
def test_a_global_method_finds_the_frequency_within_bounds(method: str) -> None:
    solution = minimise(wave, np.array([1.0, 3.7, 0.0]), method, lower=LOW, upper=HIGH, max_evaluations=3000)
    assert solution.converged
    assert solution.x[1] == pytest.approx(2.3, abs=0.01)
    assert np.isfinite(solution.stderr).all()


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_ends_at_the_optimum_nearby_and_repeats_bit_by_bit(method: str) -> None:
    def run() -> Real:
        return minimise(wave, np.array([1.8, 2.25, 0.6]), method, lower=LOW, upper=HIGH, seed=1, max_evaluations=800).x

    first = run()
    assert first[1] == pytest.approx(2.3, abs=0.01)
    assert first.tobytes() == run().tobytes()


def test_methods_that_need_bounds_say_so() -> None:
    with pytest.raises(FitError, match="needs a lower and an upper bound"):
        minimise(wave, np.ones(3), "differential_evolution")


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(InputError, match="no fit method"):
        minimise(wave, np.ones(3), "brute")


def test_a_search_can_be_cancelled() -> None:
    def cancel(share: float, words: str) -> None:
        if share > 0.01:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        minimise(wave, np.ones(3), "nelder", max_evaluations=1000, progress=cancel)


def test_intervals_need_determined_parameters() -> None:
    twin = complex_step_jacobian(lambda p: p[0] + p[1] - DATA)
    with pytest.raises(FitError, match="determined"):
        confidence_intervals(twin, least_squares(twin, np.zeros(2)))


def test_mcmc_of_a_straight_line_has_the_linear_errors() -> None:
    solution = least_squares(line, np.zeros(2))
    chain = sample(line, solution, steps=600, burn=150, seed=1)
    assert chain.samples.shape == (600 * 8, 2)
    assert 0.2 < chain.acceptance < 0.9
    assert chain.samples.mean(axis=0) == pytest.approx(solution.x, abs=0.2 * solution.stderr.max())
    # Student's t with 58 degrees of freedom is wider than the normal distribution by 2 %.
    assert chain.samples.std(axis=0) == pytest.approx(solution.stderr, rel=0.15)
    interval = chain.interval(1, 0.6827)
    assert interval.low < solution.x[1] < interval.high


def test_mcmc_repeats_with_its_seed_and_stays_inside_bounds() -> None:
    upper = np.array([np.inf, 2.0])
    solution = least_squares(line, np.zeros(2), upper=upper)
    one, two = (sample(line, solution, steps=50, burn=20, seed=3, upper=upper).samples for _ in range(2))
    assert one.tobytes() == two.tobytes()
    assert (one[:, 1] <= 2.0).all()


def test_the_engine_alone_imports_neither_lmfit_nor_scipy() -> None:
    """The window imports the engine's statistics before it shows."""
    code = "import sys, naglass_gui.fitting; print([m for m in ('lmfit', 'scipy', 'emcee') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
