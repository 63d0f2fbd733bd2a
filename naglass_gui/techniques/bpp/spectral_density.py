"""Spectral densities of a motion with correlation time tau: J(w), normalised so that one time alone gives tau/(1 + w^2 tau^2)."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


def bloembergen(omega: Real, tau: Real) -> Real:
    """tau/(1 + w^2 tau^2), one exponential correlation (Bloembergen, Purcell & Pound, Phys. Rev. 73 (1948) 679).

    Args:
        omega: angular frequency in rad/s.
        tau: correlation time in s, of a shape that goes with omega's.
    """
    result: Real = tau / (1.0 + (omega * tau) ** 2)
    return result


def cole_davidson(omega: Real, tau: Real, beta: float) -> Real:
    """sin(beta atan(w tau)) / [w (1 + w^2 tau^2)^(beta/2)] (Davidson & Cole, J. Chem. Phys. 19 (1951) 1484).

    tau is the longest time; the mean is beta tau. beta = 1 is `bloembergen`.
    """
    x = omega * tau
    result: Real = np.sin(beta * np.arctan(x)) / (omega * (1.0 + x * x) ** (beta / 2.0))
    return result


Slopes = tuple[Real, Real, Real]
"""J in s, its derivative by ln tau, and that by beta; all of the shape of the frequencies and times together."""
_STEP = 1e-4


def bloembergen_slopes(omega: Real, tau: Real, beta: float = 1.0) -> Slopes:
    """`bloembergen` with its derivatives; it has no beta."""
    x2 = (omega * tau) ** 2
    value = tau / (1.0 + x2)
    return value, value * (1.0 - x2) / (1.0 + x2), np.zeros_like(value)


def cole_davidson_slopes(omega: Real, tau: Real, beta: float) -> Slopes:
    """`cole_davidson` with its derivatives."""
    x = omega * tau
    angle = np.arctan(x)
    value = cole_davidson(omega, tau, beta)
    cotangent = 1.0 / np.tan(beta * angle)
    by_beta = value * (angle * cotangent - 0.5 * np.log1p(x * x))
    return value, value * beta * x / (1.0 + x * x) * (cotangent - x), by_beta


def stretched_slopes(omega: Real, tau: Real, beta: float) -> Slopes:
    """`stretched` with its derivatives, by differences: right to 1e-7 of J."""
    low, high = max(beta - _STEP, 1e-3), min(beta + _STEP, 1.0)
    above, below = (stretched(omega, tau * math.exp(step), beta) for step in (_STEP, -_STEP))
    by_beta = (stretched(omega, tau, high) - stretched(omega, tau, low)) / (high - low)
    return stretched(omega, tau, beta), (above - below) / (2.0 * _STEP), by_beta


_ANGLE = math.pi / 4.0
_NODES = 160


@lru_cache(maxsize=1)
def _nodes() -> tuple[Real, Real]:
    """Nodes and weights for an integral from 0 to infinity over something that ends near 1 (double exponential)."""
    s = np.linspace(-4.0, 3.6, _NODES)
    half = math.pi / 2.0
    x = np.exp(half * np.sinh(s))
    return x, x * half * np.cosh(s) * (s[1] - s[0])


def stretched(omega: Real, tau: Real, beta: float) -> Real:
    """Integral from 0 of exp(-(t/tau)^beta) cos(w t) dt (Kohlrausch, Williams & Watts).

    The path is turned to t = r exp(i pi/4), where both factors fall as fast as they turn, whatever beta and w tau are.
    Right to 1e-6 for beta of 0.2 or more and w tau from 0 to 1e4.
    """
    shape = np.broadcast_shapes(np.shape(omega), np.shape(tau))
    w, t = (np.broadcast_to(np.asarray(part, dtype=float), shape).ravel() for part in (omega, tau))
    nodes, weights = _nodes()
    # A scale at which both factors end.
    scale = 1.0 / (w + 1.0 / t)
    r = nodes[None, :] * scale[:, None]
    turn = complex(math.cos(_ANGLE), math.sin(_ANGLE))
    with np.errstate(under="ignore", over="ignore"):
        exponent = -np.power(r / t[:, None], beta) * turn**beta + 1j * w[:, None] * r * turn
        integrand = np.where(exponent.real > -700.0, np.exp(exponent), 0.0) * turn
    result: Real = (integrand.real @ weights * scale).reshape(shape)
    return result
