"""The minimum of a quadratic in a box against scipy's bounded linear least squares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import lsq_linear

from naglass_gui.fitting.box import minimum_in_box


@given(seed=st.integers(0, 10_000), size=st.integers(1, 9), tightness=st.floats(0.01, 10.0))
@settings(max_examples=80, deadline=None)
def test_it_is_as_low_as_scipy_finds(seed: int, size: int, tightness: float) -> None:
    generator = np.random.default_rng(seed)
    matrix = generator.normal(size=(size + 3, size))
    target = generator.normal(size=size + 3)
    low, high = -tightness * generator.uniform(0, 1, size), tightness * generator.uniform(0, 1, size)
    free = np.linalg.lstsq(matrix, target, rcond=None)[0]
    found = minimum_in_box(np.linalg.inv(matrix.T @ matrix), free, low, high)
    best = lsq_linear(matrix, target, (low, high), method="bvls", tol=1e-14).x
    assert ((found >= low) & (found <= high)).all()
    assert np.sum((matrix @ found - target) ** 2) <= np.sum((matrix @ best - target) ** 2) + 1e-9


def test_what_is_held_lies_exactly_on_its_wall() -> None:
    found = minimum_in_box(np.eye(2), np.array([1e9, 0.1]), np.array([-1.0, -1.0]), np.array([0.3, 1.0]))
    assert found.tolist() == [0.3, 0.1]


def test_a_wall_that_pulls_is_let_go() -> None:
    """Both coordinates leave at first; once one is held, the other belongs inside."""
    inverse = np.array([[1.0, 0.9], [0.9, 1.0]])
    found = minimum_in_box(inverse, np.array([2.0, 1.2]), np.zeros(2), np.ones(2))
    assert found == pytest.approx([1.0, 0.3])


def test_a_matrix_that_rounding_made_singular_still_gives_a_feasible_point() -> None:
    inverse = np.full((3, 3), 1e30) + np.eye(3)
    found = minimum_in_box(inverse, np.array([5.0, -7.0, 9.0]), -np.ones(3), np.ones(3))
    assert (np.abs(found) <= 1.0).all()
