"""Disordered sites: distributions of the quadrupolar tensor, and the central transition they make.

Czjzek (d = 5): p = sqrt(2/pi)/s^5 C_Q^4 eta (1 - eta^2/9) exp(-C_Q^2 (1 + eta^2/3)/(2 s^2)), C_Q >= 0; s as in ssNake and dmfit
(mrsimulator's sigma is half of it). Extended: a tensor (C_Q, eta) plus a Czjzek-distributed one of size
rho = epsilon |V| / sqrt(30), Le Caer & Bureau, J. Phys.: Condens. Matter 22 (2010) 065402.

The central transition goes with C_Q^2, so in logarithms of the reduced frequency a distribution of C_Q is a convolution; the
Czjzek line has one shape for all s and all spins.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

import numpy as np

from naglass_gui.techniques.nmr.lines import Line, Real
from naglass_gui.techniques.nmr.powder import Histogram, PowderGrid
from naglass_gui.techniques.nmr.quadrupolar import powder_shares, reduced_scale

ETAS: Real = (np.arange(25) + 0.5) / 25
"""Etas that stand for the distribution."""
BINS = 2048
_LOG_LOW, _LOG_STEP = math.log(1e-4), (math.log(64.0) - math.log(1e-4)) / BINS
_TENSORS = 8_000
_EPSILON_STEP = 1e-3


def czjzek_density(cq: Real, eta: Real, sigma: float) -> Real:
    """The Czjzek density of (C_Q, eta), per MHz.

    Args:
        cq: in MHz, at least 0; any shape.
        eta: 0 to 1; a shape that fits.
        sigma: width in MHz; the mean C_Q is 1.995 sigma.
    """
    exponent = -(cq**2) * (1.0 + eta**2 / 3.0) / (2.0 * sigma**2)
    density: Real = math.sqrt(2.0 / math.pi) / sigma**5 * cq**4 * eta * (1.0 - eta**2 / 9.0) * np.exp(exponent)
    return density


@cache
def _shapes() -> Real:
    """For each eta the reduced central transition over ln|u|, as a transform ready for convolution."""
    edges = np.exp(_LOG_LOW + _LOG_STEP * np.arange(BINS + 1))
    rows = [powder_shares(float(eta), -edges[::-1], 100)[::-1] for eta in ETAS]
    return np.asarray(np.fft.rfft(np.stack(rows), 2 * BINS, axis=1))


def _distributed(shares: Real) -> Histogram:
    """The reduced line of a distribution.

    Args:
        shares: how much lies at each eta of ETAS and each step of 2 ln q, q in reduced couplings, shape (25, b); the middle
            column is q = 1.
    """
    spectrum = (np.fft.rfft(shares, 2 * BINS, axis=1) * _shapes()).sum(axis=0)
    weights = np.fft.irfft(spectrum, 2 * BINS)
    # A column k of the shares moves ln|u| by (k - middle) steps.
    weights = np.roll(weights, -(shares.shape[1] // 2))[:BINS]
    places = -np.exp(_LOG_LOW + _LOG_STEP * (np.arange(BINS) + 0.5))
    kept = weights > 1e-12
    return Histogram(places[kept], weights[kept] / weights[kept].sum())


@cache
def czjzek_histogram() -> Histogram:
    """The one shape of every Czjzek line, reduced by K(C_Q = sigma)."""
    columns = np.arange(-(BINS // 2), BINS // 2)
    q = np.exp(0.5 * _LOG_STEP * columns)[None, :]
    shares = czjzek_density(q, ETAS[:, None], 1.0) * q
    shares[:, q[0] > 8.0] = 0.0
    return _distributed(shares / shares.sum())


@cache
def _random_tensors() -> Real:
    """Tensors of the five-dimensional normal distribution, each with its opposite, shape (2n, 5); always the same."""
    drawn = np.random.default_rng(20100205).normal(size=(_TENSORS, 5))
    return np.concatenate([drawn, -drawn])


@lru_cache(maxsize=64)
def extended_histogram(eta: float, epsilon: float) -> Histogram:
    """The shape of an extended Czjzek line, reduced by K of the mean tensor's C_Q.

    Args:
        eta: of the mean tensor.
        epsilon: the disorder, above 0; the distribution tends to Czjzek's as it grows.
    """
    q, etas = _principal(_disordered(eta, epsilon))
    column = np.clip(np.rint(2.0 * np.log(np.maximum(q, 1e-3)) / _LOG_STEP).astype(np.intp) + BINS // 2, 0, BINS - 1)
    place = np.clip(etas * len(ETAS) - 0.5, 0.0, len(ETAS) - 1.0)
    row = np.minimum(place.astype(np.intp), len(ETAS) - 2)
    upper = place - row
    size = len(ETAS) * BINS
    shares = np.bincount(row * BINS + column, 1.0 - upper, size) + np.bincount((row + 1) * BINS + column, upper, size)
    return _distributed(shares.reshape(len(ETAS), BINS) / len(q))


def _disordered(eta: float, epsilon: float) -> Real:
    """Mean tensor of V_zz = 1 plus disorder, as matrices (n, 3, 3)."""
    mean = np.diag([-0.5 * (1.0 - eta), -0.5 * (1.0 + eta), 1.0])
    rho = epsilon * math.sqrt(1.5 * (1.0 + eta**2 / 3.0)) / math.sqrt(30.0)
    u = rho * _random_tensors()
    root3 = math.sqrt(3.0)
    tensors = np.empty((len(u), 3, 3))
    # Czjzek's five real components; |V|^2 = 6 sum u^2.
    tensors[:, 0, 0], tensors[:, 1, 1], tensors[:, 2, 2] = (
        -u[:, 0] + root3 * u[:, 4],
        -u[:, 0] - root3 * u[:, 4],
        2 * u[:, 0],
    )
    for (row, column), component in {(0, 1): 3, (0, 2): 1, (1, 2): 2}.items():
        tensors[:, row, column] = tensors[:, column, row] = root3 * u[:, component]
    return np.asarray(tensors + mean)


def _principal(tensors: Real) -> tuple[Real, Real]:
    """|V_zz| and eta of symmetric traceless tensors, shape (n,) each."""
    # Roots of the cubic of a traceless matrix, by Viete: many times faster than a general diagonalisation.
    norm = np.sqrt(np.einsum("nij,nij->n", tensors, tensors) / 6.0)
    determinant = np.linalg.det(tensors)
    angle = np.arccos(np.clip(0.5 * determinant / np.maximum(norm, 1e-300) ** 3, -1.0, 1.0)) / 3.0
    values = 2.0 * norm[:, None] * np.cos(angle[:, None] - 2.0 * np.pi * np.arange(3) / 3.0)
    order = np.sort(np.abs(values), axis=1)
    return order[:, 2], np.clip((order[:, 1] - order[:, 0]) / np.maximum(order[:, 2], 1e-300), 0.0, 1.0)


def czjzek_mas(
    grid: PowderGrid, position: float, sigma: float, gauss: float, lorentz: float, spin: float, larmor: float
) -> Line:
    """The central transition of a Czjzek distribution, of unit area.

    Args:
        grid: where.
        position: isotropic shift in Hz.
        sigma: of the distribution, in MHz.
        gauss: Gaussian broadening in Hz.
        lorentz: Lorentzian broadening in Hz.
        spin: I, half-integer and at least 3/2.
        larmor: frequency in MHz.

    Returns:
        The line (m,) and its derivatives by (position in Hz, sigma in MHz, gauss in Hz, lorentz in Hz), shape (4, m).
    """
    scale = reduced_scale(sigma, spin, larmor)
    line = grid.line(czjzek_histogram(), position, scale, gauss, lorentz)
    by_sigma = line.by_scale * (2.0 * scale / sigma)
    return line.value, np.stack([line.by_position, by_sigma, line.by_gauss, line.by_lorentz])


def extended_czjzek_mas(
    grid: PowderGrid,
    position: float,
    tensor: tuple[float, float, float],
    widths: tuple[float, float],
    spin: float,
    larmor: float,
) -> Line:
    """The central transition of an extended Czjzek distribution, of unit area.

    Args:
        grid: where.
        position: isotropic shift in Hz.
        tensor: C_Q of the mean tensor in MHz, its eta, and the disorder epsilon.
        widths: Gaussian and Lorentzian broadening in Hz.
        spin: I, half-integer and at least 3/2.
        larmor: frequency in MHz.

    Returns:
        The line (m,) and its derivatives by (position in Hz, C_Q in MHz, eta, epsilon, gauss in Hz, lorentz in Hz), shape
        (6, m). Those by eta and epsilon are differences, as the distribution is one of drawn tensors.
    """
    cq, eta, epsilon = tensor
    scale = reduced_scale(cq, spin, larmor)
    line = grid.line(extended_histogram(eta, epsilon), position, scale, *widths)

    def value(eta: float, epsilon: float) -> Real:
        return grid.line(extended_histogram(eta, epsilon), position, scale, *widths).value

    low, high = max(eta - 5e-3, 0.0), min(eta + 5e-3, 1.0)
    by_eta = (value(high, epsilon) - value(low, epsilon)) / (high - low)
    step = max(_EPSILON_STEP, 0.01 * epsilon)
    by_epsilon = (value(eta, epsilon + step) - value(eta, max(epsilon - step, 0.5 * epsilon))) / (
        step + min(step, 0.5 * epsilon)
    )
    by_cq = line.by_scale * (2.0 * scale / cq)
    slopes = np.stack([line.by_position, by_cq, by_eta, by_epsilon, line.by_gauss, line.by_lorentz])
    return line.value, slopes
