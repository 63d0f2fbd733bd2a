"""Pseudo-Voigt spectra for tests and benchmarks, with analytic derivatives; the mixing is an area fraction as in lmfit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.fitting import Slopes

Real = NDArray[np.float64]
ROOT_LN2 = math.sqrt(math.log(2.0))


@dataclass(frozen=True)
class PseudoVoigts:
    """Lines of unit area over an axis, nonlinear in (position, width at half height, Lorentz share) each.

    `straight` adds a constant and a slope as two more basis functions.
    """

    axis: Real
    lines: int
    straight: bool = False

    def __call__(self, x: Real) -> tuple[Real, Slopes]:
        """The basis (m, lines + 2 if straight), and its derivatives by (position, width, share) of each line."""
        m, n = len(self.axis), self.lines
        rows = np.empty((n + 2 * self.straight, m))
        slopes = np.empty((3 * n, m))
        for k in range(n):
            rows[k] = _line(self.axis, *x[3 * k : 3 * k + 3].tolist(), slopes[3 * k : 3 * k + 3])
        if self.straight:
            rows[n] = 1.0
            rows[n + 1] = self.axis
        return rows.T, Slopes(slopes, np.arange(3 * n), np.repeat(np.arange(n), 3))


def _line(axis: Real, position: float, width: float, share: float, slopes: Real) -> Real:
    """One line of unit area; fills its three derivatives."""
    u = (axis - position) * (2.0 / width)
    square = u * u
    lorentz = (2.0 / (math.pi * width)) / (1.0 + square)
    gauss = (2.0 * ROOT_LN2 / (math.sqrt(math.pi) * width)) * np.exp(-math.log(2.0) * square)
    np.subtract(lorentz, gauss, out=slopes[2])
    # d lorentz / du = -2u lorentz / (1 + u^2), and lorentz pi width / 2 = 1 / (1 + u^2).
    by_u = lorentz * lorentz * (-share * math.pi * width) - gauss * (2.0 * math.log(2.0) * (1.0 - share))
    by_u *= u
    np.multiply(by_u, -2.0 / width, out=slopes[0])
    value = share * lorentz + (1.0 - share) * gauss
    slopes[1] = (by_u * u + value) * (-1.0 / width)
    return value


@dataclass(frozen=True)
class Case:
    """A made spectrum: axis, data, true parameters (position, width, share, area a line), and a start."""

    axis: Real
    data: Real
    truth: Real
    start: Real


def spectrum(points: int, lines: int, seed: int = 0, noise: float = 0.5, straight: bool = False) -> Case:
    """Overlapping lines over 100 ppm with white noise, and a start some tenths of a width off."""
    generator = np.random.default_rng(seed)
    axis = np.linspace(-50.0, 50.0, points)
    position = np.linspace(-32.0, 32.0, lines) + generator.uniform(-2.0, 2.0, lines)
    width = generator.uniform(5.0, 10.0, lines)
    share = generator.uniform(0.2, 0.8, lines)
    area = generator.uniform(200.0, 1000.0, lines)
    truth = np.stack([position, width, share, area], axis=1)
    x = truth[:, :3].ravel()
    columns, _ = PseudoVoigts(axis, lines)(x)
    data = columns @ area + generator.normal(0.0, noise, points) + (3.0 + 0.02 * axis if straight else 0.0)
    start = truth.copy()
    start[:, 0] += generator.uniform(-0.3, 0.3, lines) * width
    start[:, 1] *= generator.uniform(0.7, 1.4, lines)
    start[:, 2] = 0.5
    start[:, 3] *= generator.uniform(0.7, 1.4, lines)
    return Case(axis, data, truth, start)
