"""The laws of a thermally activated conductivity, fitted in logarithms.

Arrhenius: sigma T = A exp(-Ea/kB T), or sigma = A exp(-Ea/kB T). Vogel-Tammann-Fulcher: sigma = A T^-1/2 exp(-B/(T - T0))
(Vogel, Phys. Z. 22 (1921) 645; Fulcher, J. Am. Ceram. Soc. 8 (1925) 339; Tammann & Hesse, Z. anorg. allg. Chem. 156 (1926) 245).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.fitting.statistics import aicc
from naglass_gui.techniques.eis.law import ResistanceLaw, Whole

Real = NDArray[np.float64]
Scale = Literal["sigma T", "sigma"]
KB = 8.617333262e-5
"""Boltzmann's constant in eV/K (CODATA 2018)."""
FEWEST = 3
"""Fewer points than this make no law."""
FEWEST_VTF = 6
"""AICc has no value for three parameters and fewer points."""
NEAREST = 1.0
"""T0 stays this many kelvins below the lowest temperature."""
ROUNDS = 4
"""Of the effective variance: weights need the slope, and the slope the weights."""


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """What is fitted, shape (n,) each.

    Attributes:
        kelvin: T.
        log: ln of the conductivity in S/cm, or of 1/R in 1/ohm where sizes are missing.
        error: standard error of `log` without what is common to a pellet, or of equal size for an unweighted fit.
        kelvin_error: standard error of T.
        common: relative error of the geometry of each point's pellet.
        pellet: a number for each pellet; errors of one pellet move together.
        absolute: whether the errors are taken as they are, and not scaled by the scatter about the law.
    """

    kelvin: Real
    log: Real
    error: Real
    kelvin_error: Real
    common: Real
    pellet: NDArray[np.intp]
    absolute: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A fitted law.

    Attributes:
        kind: which.
        scale: of what the Arrhenius law is; of VTF always "sigma".
        values: (ln A, Ea in eV) or (ln A, B in K, T0 in K).
        own: covariance from the points themselves.
        common: covariance from the geometry.
        chi_square: weighted sum of squares.
        freedom: degrees of freedom.
        aicc: for comparing laws of the same points.
        residual: of ln sigma, point by point.
        weighted: the same in standard errors.
    """

    kind: Literal["arrhenius", "vtf"]
    scale: Scale
    values: Real
    own: Real
    common: Real
    chi_square: float
    freedom: int
    aicc: float
    residual: Real
    weighted: Real

    def log_sigma(self, kelvin: Real) -> Real:
        """Ln sigma at temperatures, shape (m,)."""
        return _model(self.kind, self.scale, self.values, np.asarray(kelvin, dtype=float))

    def gradient(self, kelvin: Real) -> Real:
        """Derivatives of ln sigma by the values, shape (m, k)."""
        return _slopes(self.kind, self.values, np.asarray(kelvin, dtype=float))

    def log_error(self, kelvin: Real, *, geometry: bool = True) -> Real:
        """Standard error of ln sigma at temperatures, with or without the geometry."""
        rows = self.gradient(kelvin)
        covariance = self.own + self.common if geometry else self.own
        variance: Real = np.einsum("mi,ij,mj->m", rows, covariance, rows)
        return np.sqrt(np.maximum(variance, 0.0))

    def activation(self, kelvin: float) -> tuple[float, float]:
        """Ea in eV with its error: of the law, or for VTF the slope of ln(sigma T) at a temperature."""
        if self.kind == "arrhenius":
            return float(self.values[1]), math.sqrt(max(float((self.own + self.common)[1, 1]), 0.0))
        _, b, t0 = self.values
        gap = kelvin - t0
        value = KB * (kelvin / 2.0 + b * (kelvin / gap) ** 2)
        slope = np.array([0.0, KB * (kelvin / gap) ** 2, 2.0 * KB * b * (kelvin / gap) ** 2 / gap])
        return float(value), math.sqrt(max(float(slope @ (self.own + self.common) @ slope), 0.0))


def arrhenius(data: Data, scale: Scale = "sigma T") -> Law:
    """The straight line through ln(sigma T), or ln sigma, against 1/T. At least `FEWEST` points of two temperatures."""
    design = np.stack([np.ones(len(data.kelvin)), -1.0 / (KB * data.kelvin)], axis=1)
    target = data.log + (np.log(data.kelvin) if scale == "sigma T" else 0.0)
    ea = 0.3
    for _ in range(ROUNDS if data.kelvin_error.any() else 1):
        # Effective variance: T moves the abscissa and, as a factor of sigma T, the ordinate.
        by_kelvin = (
            1.0 / data.kelvin if scale == "sigma T" else 0.0
        ) - ea / KB / data.kelvin / data.kelvin  # no square: it overflows
        error = np.hypot(data.error, by_kelvin * data.kelvin_error)
        values = _solve(design, target, error)
        ea = float(values[1])
    return _law("arrhenius", scale, values, design, target - design @ values, error, data)


def of_one_fit(data: Data, laws: Sequence[ResistanceLaw], whole: Whole) -> Law:
    """The law of sigma T that all spectra were fitted with at once, with the errors of that fit.

    The points lie on it; where the resistance is a sum of several with a law each, it is the line through their sum.
    """
    beta = 1.0 / (KB * data.kelvin)
    design, target = np.stack([np.ones(len(beta)), -beta], axis=1), data.log + np.log(data.kelvin)
    parts = np.array([np.exp(law.intercept + law.energy * (beta - law.beta)) for law in laws])
    places = [2 * whole.laws.index(law) for law in laws]
    slopes = np.zeros((len(beta), len(whole.covariance)))
    for law, place, share in zip(laws, places, parts / parts.sum(axis=0), strict=True):
        slopes[:, place], slopes[:, place + 1] = -share, -share * (beta - law.beta)
    solve = np.linalg.pinv(design)
    values = solve @ target
    own = solve @ slopes @ np.array(whole.covariance) @ slopes.T @ solve.T
    common = np.zeros((2, 2))
    common[0, 0] = float(np.mean(data.common)) ** 2
    residual = target - design @ values
    freedom = round(2 * whole.n_points - whole.parameters)
    return Law("arrhenius", "sigma T", values, own, common, 0.0, freedom, whole.aicc, residual, residual / data.error)


def vtf(data: Data) -> Law | None:
    """The curved law; None for fewer than `FEWEST_VTF` points, or where the points ask for no T0 above 0 K."""
    if len(data.kelvin) < FEWEST_VTF or len(np.unique(data.kelvin)) < 4:
        return None
    target = data.log + 0.5 * np.log(data.kelvin)
    t0 = _best_t0(data, target)
    if t0 is None:
        return None
    design = _curved(data.kelvin, t0)
    values = _solve(design, target, _curved_error(data, target, t0))
    b = float(values[1])
    if b <= 0:
        return None
    error = _curved_error(data, target, t0)
    slopes = np.column_stack([design, -b / (data.kelvin - t0) / (data.kelvin - t0)])
    return _law("vtf", "sigma", np.array([values[0], b, t0]), slopes, target - design @ values, error, data)


def _curved(kelvin: Real, t0: float) -> Real:
    return np.stack([np.ones(len(kelvin)), -1.0 / (kelvin - t0)], axis=1)


def _curved_error(data: Data, target: Real, t0: float) -> Real:
    if not data.kelvin_error.any():
        return data.error
    b = float(_solve(_curved(data.kelvin, t0), target, data.error)[1])
    by_kelvin = 0.5 / data.kelvin - b / (data.kelvin - t0) / (data.kelvin - t0)
    return np.hypot(data.error, by_kelvin * data.kelvin_error)


def _best_t0(data: Data, target: Real) -> float | None:
    """The T0 of the lowest sum of squares between 0 K and the lowest temperature; None where it lies at an end."""
    highest = float(data.kelvin.min()) - NEAREST
    grid = np.linspace(0.0, highest, 81)
    for _ in range(4):
        costs = _curved_costs(data, target, grid)
        best = int(np.argmin(costs))
        if best in (0, len(grid) - 1) and grid[best] in (0.0, highest):
            return None
        grid = np.linspace(grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)], 41)
    return float(grid[int(np.argmin(_curved_costs(data, target, grid)))])


def _curved_costs(data: Data, target: Real, t0: Real) -> Real:
    """Weighted sums of squares for many T0, shape (g,)."""
    weight = 1.0 / data.error**2
    x = -1.0 / (data.kelvin[None, :] - t0[:, None])
    total = weight.sum()
    mean_x, mean_y = (x @ weight) / total, float(target @ weight) / total
    dx, dy = x - mean_x[:, None], target - mean_y
    slope = (dx @ (weight * dy)) / np.maximum((dx**2) @ weight, 1e-300)
    left = dy[None, :] - slope[:, None] * dx
    costs: Real = (left**2) @ weight
    return costs


def _solve(design: Real, target: Real, error: Real) -> Real:
    weight = error.min() / error  # none above 1, however small the errors
    solved: Real = np.linalg.lstsq(design * weight[:, None], target * weight, rcond=None)[0]
    return solved


def _law(
    kind: Literal["arrhenius", "vtf"], scale: Scale, values: Real, slopes: Real, residual: Real, error: Real, data: Data
) -> Law:
    """The law with its covariances: s^2 (J^T W J)^-1 from the points, and the geometry handed on through the same fit."""
    n, k = slopes.shape
    rows = slopes / error[:, None]
    norms = np.sqrt((rows**2).sum(axis=0))
    inner = np.linalg.pinv((rows / norms).T @ (rows / norms)) / np.outer(norms, norms)
    weighted = residual / error
    chi_square = float(weighted @ weighted)
    own = inner * (1.0 if data.absolute else chi_square / (n - k) if n > k else math.inf)
    taken = inner @ (rows / error[:, None]).T
    common = np.zeros((k, k))
    for pellet in np.unique(data.pellet):
        moved = taken @ np.where(data.pellet == pellet, data.common, 0.0)
        common += np.outer(moved, moved)
    return Law(kind, scale, values, own, common, chi_square, n - k, aicc(n, chi_square, k), residual, weighted)


def _model(kind: str, scale: Scale, values: Real, kelvin: Real) -> Real:
    if kind == "arrhenius":
        log = values[0] - values[1] / (KB * kelvin) - (np.log(kelvin) if scale == "sigma T" else 0.0)
    else:
        log = values[0] - values[1] / (kelvin - values[2]) - 0.5 * np.log(kelvin)
    return np.asarray(log, dtype=float)


def _slopes(kind: str, values: Real, kelvin: Real) -> Real:
    one = np.ones(len(kelvin))
    if kind == "arrhenius":
        return np.stack([one, -1.0 / (KB * kelvin)], axis=1)
    gap = kelvin - values[2]
    return np.stack([one, -1.0 / gap, -values[1] / gap / gap], axis=1)
