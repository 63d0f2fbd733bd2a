"""Non-negative quadratic problems, against scipy's active-set method and the conditions of the optimum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls

from naglass_gui.core.errors import FitError
from naglass_gui.fitting import inverse, nonnegative


@given(st.integers(0, 10_000), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_it_finds_what_lawson_and_hansons_method_finds(seed: int, size: int) -> None:
    generator = np.random.default_rng(seed)
    matrix, target = generator.normal(size=(2 * size, size)), generator.normal(size=2 * size)
    x, free = nonnegative(matrix.T @ matrix, matrix.T @ target)
    assert x == pytest.approx(nnls(matrix, target)[0], abs=1e-9)
    assert (x[~free] == 0).all()


def test_a_start_nearby_gives_the_same_answer() -> None:
    generator = np.random.default_rng(1)
    matrix, target = generator.normal(size=(60, 30)), generator.normal(size=60)
    gram, pull = matrix.T @ matrix, matrix.T @ target
    _, free = nonnegative(gram + 0.5 * np.eye(30), pull)
    assert nonnegative(gram, pull, free)[0] == pytest.approx(nonnegative(gram, pull)[0], abs=1e-12)


def test_the_conditions_of_the_optimum_hold_where_columns_are_nearly_alike() -> None:
    """Columns of a Laplace kernel: alike to fifteen digits, told apart by a small ridge alone."""
    t, rates = np.linspace(0.01, 5, 80)[:, None], np.logspace(-2, 2, 100)[None, :]
    matrix = np.exp(-t * rates)
    target = matrix[:, 30] + 0.5 * matrix[:, 70] + np.random.default_rng(2).normal(0, 1e-3, 80)
    gram = matrix.T @ matrix + 1e-8 * np.eye(100)
    x, free = nonnegative(gram, matrix.T @ target)
    slope = gram @ x - matrix.T @ target
    assert (x >= 0).all()
    assert slope[free] == pytest.approx(0, abs=1e-9)
    assert (slope[~free] > -1e-9).all()


def test_the_inverse_is_that_of_the_free_part() -> None:
    generator = np.random.default_rng(3)
    matrix = generator.normal(size=(20, 6))
    gram, free = matrix.T @ matrix, np.array([True, False, True, True, False, True])
    assert inverse(gram, free) == pytest.approx(np.linalg.inv(gram[np.ix_(free, free)]))


def test_a_problem_with_no_unique_answer_is_refused() -> None:
    with pytest.raises(FitError, match="no unique answer"):
        nonnegative(-np.eye(3), np.ones(3))
