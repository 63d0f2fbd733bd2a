"""Derivatives for models that have none of their own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naglass_gui.fitting import complex_step_jacobian, numerical_jacobian

TIME = np.linspace(0.1, 3.0, 20)


def exact(p: np.ndarray) -> np.ndarray:
    decay = np.exp(-TIME / p[1])
    return np.stack([decay, p[0] * decay * TIME / p[1] ** 2], axis=1)


@given(st.floats(-1e6, 1e6), st.floats(0.05, 50.0))
@settings(max_examples=50)
def test_the_complex_step_is_exact_to_rounding(amplitude: float, tau: float) -> None:
    x = np.array([amplitude, tau])
    r, jacobian = complex_step_jacobian(lambda p: p[0] * np.exp(-TIME / p[1]))(x)
    assert r == pytest.approx(amplitude * np.exp(-TIME / tau), rel=1e-14)
    # A step of 1e-20 of an amplitude near the smallest float has few bits left.
    assert jacobian == pytest.approx(exact(x), rel=1e-13, abs=1e-240)


@given(st.floats(1e-9, 1e9), st.floats(0.05, 50.0))
@settings(max_examples=50)
def test_differences_are_good_to_nine_digits_at_any_size(amplitude: float, tau: float) -> None:
    x = np.array([amplitude, tau])
    _, jacobian = numerical_jacobian(lambda p: p[0] * np.exp(-TIME / p[1]))(x)
    reference = exact(x)
    assert (np.abs(jacobian - reference).max(axis=0) <= 1e-9 * np.abs(reference).max(axis=0)).all()


def test_a_parameter_at_zero_takes_its_typical_size() -> None:
    _, jacobian = numerical_jacobian(lambda p: np.sin(1e6 * p[0] * TIME), scale=np.array([1e-6]))(np.zeros(1))
    assert jacobian[:, 0] == pytest.approx(1e6 * TIME, rel=1e-9)
