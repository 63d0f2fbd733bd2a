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
