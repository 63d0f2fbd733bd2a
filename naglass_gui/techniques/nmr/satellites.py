"""How much of a site's intensity its centreband holds: the rest lies in the spinning sidebands of the satellites."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

_ORIENTATIONS, _TIMES = 400, 1024


@lru_cache(maxsize=512)
def centreband_fraction(cq: float, mas_rate: float, spin: float = 1.5) -> float:
    """The share of a site's intensity in its centreband, all transitions excited alike, eta = 0.

    First order: a satellite m <-> m - 1 turns by phi(t) = (2m - 1) nuQ / (2 nu_r) [sin(2b)/sqrt(2) sin wt + sin^2(b)/4 sin 2wt],
    and its centreband is |<exp(i phi)>|^2 (Samoson & Lippmaa, Phys. Rev. B 28 (1983) 6567). Transitions are weighted
    I(I + 1) - m(m - 1): 3:4:3 for I = 3/2.

    Args:
        cq: in MHz.
        mas_rate: in Hz.
        spin: I, half-integer.
    """
    splitting = 3.0 * abs(cq) * 1e6 / (2.0 * spin * (2.0 * spin - 1.0))
    cosines, weights = np.polynomial.legendre.leggauss(_ORIENTATIONS)
    half = cosines > 0
    beta, weights = np.arccos(cosines[half])[:, None], weights[half]
    turn = 2.0 * np.pi * (np.arange(_TIMES) + 0.5) / _TIMES
    shape = np.sin(2.0 * beta) / math.sqrt(2.0) * np.sin(turn) + 0.25 * np.sin(beta) ** 2 * np.sin(2.0 * turn)
    total = shown = 0.0
    for step in range(round(2.0 * spin)):
        m = spin - step
        weight = spin * (spin + 1.0) - m * (m - 1.0)
        phase = (m - 0.5) * splitting / mas_rate * shape
        share = np.abs(np.exp(1j * phase).mean(axis=1)) ** 2
        total += weight
        shown += weight * float(weights @ share)
    return shown / total


def saturation_factor(recycle_delay: float, t1: float, flip_angle: float = 90.0) -> float:
    """By what a steady-state intensity is multiplied to be that of a rested sample: (1 - E cos a)/(1 - E), E = exp(-d1/T1).

    Args:
        recycle_delay: d1 in s.
        t1: in s.
        flip_angle: a, of the pulse, in degrees.
    """
    rest = math.exp(-recycle_delay / t1)
    return (1.0 - rest * math.cos(math.radians(flip_angle))) / (1.0 - rest)
