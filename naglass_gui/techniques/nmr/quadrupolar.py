"""The central transition of a half-integer spin under fast magic-angle spinning, to second order.

    nu = nu_iso - K (A x^4 + B x^2 + C),   K = (nuQ^2 / (6 nu0)) [I(I + 1) - 3/4],   nuQ = 3 C_Q / (2I(2I - 1))

with x = cos(theta) uniform in 0 to 1 and c = cos(2 phi), phi uniform. In units of K the shape depends on eta alone, so it is
kept as one histogram for each of a row of etas, and interpolated between them. Amoureux, Fernandez & Frydman, J. Chem. Phys.
259 (1996); formula and check values against mrsimulator in the tests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from naglass_gui.techniques.nmr.lines import Line, Real
from naglass_gui.techniques.nmr.powder import Histogram, PowderGrid

ETA_STEP = 0.01
ORIENTATIONS = 256
BINS = 512
LOWEST = -0.5834
"""The least reduced frequency of any eta in 0 to 1; the largest is 0."""


def reduced_scale(cq: float, spin: float, larmor: float) -> float:
    """K in Hz: what one unit of the reduced frequency is.

    Args:
        cq: quadrupolar coupling constant in MHz.
        spin: I, half-integer and at least 3/2.
        larmor: frequency in MHz.
    """
    splitting = 3.0 * cq / (2.0 * spin * (2.0 * spin - 1.0))
    return 1e6 * splitting**2 / (6.0 * larmor) * (spin * (spin + 1.0) - 0.75)


def induced_shift(cq: float, eta: float, spin: float, larmor: float) -> float:
    """The quadrupole-induced shift of the centre of gravity in Hz; for I = 3/2 it is -(1/40) P_Q^2 / nu0."""
    return -0.2 * reduced_scale(cq, spin, larmor) * (1.0 + eta**2 / 3.0)


def powder_shares(eta: float, edges: Real, orientations: int = ORIENTATIONS) -> Real:
    """Which share of a powder lies between edges of the reduced frequency -(A y^2 + B y + C), y = x^2; shape (b,).

    Exact in theta, as the polynomial is inverted; an average over phi.

    Args:
        eta: asymmetry of the tensor.
        edges: rising reduced frequencies, shape (b + 1,).
        orientations: values of phi.
    """
    c = eta * np.cos(np.pi * (np.arange(orientations) + 0.5) / orientations)[:, None]
    a = 21 / 16 - 7 / 8 * c + 7 / 48 * c**2
    b = -9 / 8 + eta**2 / 12 + c - 7 / 24 * c**2
    rest = 5 / 16 - c / 8 + 7 / 48 * c**2
    # Above an edge e: A y^2 + B y + C + e < 0, an interval of y around the vertex, as A > 0.
    root = np.sqrt(np.maximum(b**2 - 4.0 * a * (rest + edges), 0.0))
    first, last = np.clip((-b - root) / (2.0 * a), 0.0, 1.0), np.clip((-b + root) / (2.0 * a), 0.0, 1.0)
    below = 1.0 - (np.sqrt(last) - np.sqrt(first)).mean(axis=0)
    shares: Real = np.diff(below)
    return shares


_EDGES = np.linspace(LOWEST, 0.0, BINS + 1)
_CENTRES: Real = 0.5 * (_EDGES[1:] + _EDGES[:-1])


@lru_cache(maxsize=256)
def _node(index: int) -> Real:
    """The histogram at eta = index * ETA_STEP."""
    return powder_shares(index * ETA_STEP, _EDGES)


@lru_cache(maxsize=256)
def reduced_histogram(eta: float) -> tuple[Histogram, Real]:
    """The reduced shape at this eta, and the derivative of its weights by eta, shape (b,).

    Interpolated between four neighbours by Catmull and Rom's cubics, so that both are continuous.
    """
    place = eta / ETA_STEP
    index = min(max(math.floor(place), 0), round(1.0 / ETA_STEP) - 1)
    t = place - index
    nodes = [_node(index + k) for k in (-1, 0, 1, 2)]
    weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3)
    slopes = (-1 + 4 * t - 3 * t**2, -10 * t + 9 * t**2, 1 + 8 * t - 9 * t**2, -2 * t + 3 * t**2)
    value = sum((0.5 * w * node for w, node in zip(weights, nodes, strict=True)), np.zeros(BINS))
    slope = sum((0.5 / ETA_STEP * w * node for w, node in zip(slopes, nodes, strict=True)), np.zeros(BINS))
    return Histogram(_CENTRES, value), slope


@dataclass(frozen=True, slots=True)
class Site:
    """A quadrupolar site: isotropic shift in Hz, C_Q in MHz, eta, and the widths of its broadening in Hz."""

    position: float
    cq: float
    eta: float
    gauss: float
    lorentz: float


def second_order_mas(grid: PowderGrid, site: Site, spin: float, larmor: float) -> Line:
    """The broadened central transition of a powder, of unit area.

    Args:
        grid: where.
        site: its parameters.
        spin: I, half-integer and at least 3/2.
        larmor: frequency in MHz.

    Returns:
        The line (m,) and its derivatives by (position in Hz, C_Q in MHz, eta, gauss in Hz, lorentz in Hz), shape (5, m).
    """
    histogram, by_eta = reduced_histogram(site.eta)
    scale = reduced_scale(site.cq, spin, larmor)
    line = grid.line(histogram, site.position, scale, site.gauss, site.lorentz, (by_eta,))
    by_cq = line.by_scale * (2.0 * scale / site.cq)
    return line.value, np.stack([line.by_position, by_cq, line.extra[0], line.by_gauss, line.by_lorentz])


def with_quadrupole(spin: float) -> bool:
    """Whether a spin has a central transition with second-order broadening: half-integer and above 1/2."""
    twice = round(2.0 * spin)
    return twice >= 3 and twice % 2 == 1 and math.isclose(twice, 2.0 * spin)
