"""Spectral densities against their limits and against direct quadrature."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad

from naglass_gui.techniques.bpp.spectral_density import bloembergen, cole_davidson, stretched

OMEGA = np.array([2.0 * math.pi * 79.39e6])


@pytest.mark.parametrize("x", [1e-3, 0.1, 1.0, 10.0, 1e3])
def test_both_distributions_shrink_to_a_single_time(x: float) -> None:
    tau = x / OMEGA
    assert cole_davidson(OMEGA, tau, 1.0) == pytest.approx(bloembergen(OMEGA, tau), rel=1e-12)
    assert stretched(OMEGA, tau, 1.0) == pytest.approx(bloembergen(OMEGA, tau), rel=1e-6)


@pytest.mark.parametrize("beta", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("x", [0.3, 1.0, 30.0])
def test_the_stretched_density_is_the_cosine_transform_of_a_stretched_exponential(beta: float, x: float) -> None:
    direct = quad(
        lambda t: math.exp(-(t**beta)), 0, np.inf, weight="cos", wvar=x, limit=800, epsabs=1e-13, full_output=1
    )[0]
    assert stretched(np.array([x]), np.array([1.0]), beta)[0] == pytest.approx(direct, rel=1e-6)


@pytest.mark.parametrize("beta", [0.3, 0.6, 0.9])
def test_at_low_frequency_each_gives_its_mean_time(beta: float) -> None:
    low, tau = np.array([1e-6]), np.array([1.0])
    assert cole_davidson(low, tau, beta)[0] == pytest.approx(beta, rel=1e-4)
    assert stretched(low, tau, beta)[0] == pytest.approx(math.gamma(1.0 / beta) / beta, rel=1e-4)


def test_cole_davidson_is_the_imaginary_part_of_its_permittivity() -> None:
    x, beta = np.array([0.2, 1.0, 5.0]), 0.55
    assert cole_davidson(x, np.ones(3), beta) == pytest.approx(-((1.0 + 1j * x) ** -beta).imag / x, rel=1e-12)
