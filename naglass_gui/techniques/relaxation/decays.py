"""How a magnetisation goes on its way: D(t) from 1 to 0, with its derivatives, for every law of relaxation.

A recovery is M(t) = M0 [1 - b D(t)], a decay M(t) = M0 D(t) + C; which it is, is a matter of `forms`. Each function takes
times in s and the law's own parameters, and gives D, shape (m,), and its derivatives by them, shape (m, k).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Course = tuple[Real, Real]
"""D, shape (m,), and its derivatives by the parameters, shape (m, k)."""


@dataclass(frozen=True, slots=True)
class OwnParameter:
    """A parameter of a law: its name, unit, the range that makes sense, and whether a fit starts with it free."""

    name: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    start: float = 1.0


def mono(time: Real, t1: float) -> Course:
    """exp(-t/T)."""
    course = np.exp(-time / t1)
    return course, (course * time / t1**2)[:, None]


def stretched(time: Real, t1: float, beta: float) -> Course:
    """exp(-(t/T)^beta) (Kohlrausch); mean time T/beta Gamma(1/beta)."""
    x = time / t1
    power = np.power(x, beta)
    course = np.exp(-power)
    with np.errstate(divide="ignore", invalid="ignore"):
        # x^beta ln x goes to 0 with x.
        logs = np.where(x > 0, power * np.log(x), 0.0)
    return course, np.column_stack([course * power * beta / t1, -course * logs])


def double(time: Real, t1: float, t1_slow: float, fast_share: float) -> Course:
    """Two exponentials, p exp(-t/Ta) + (1 - p) exp(-t/Tb)."""
    fast, slow = np.exp(-time / t1), np.exp(-time / t1_slow)
    course = fast_share * fast + (1.0 - fast_share) * slow
    slopes = [fast_share * fast * time / t1**2, (1.0 - fast_share) * slow * time / t1_slow**2, fast - slow]
    return course, np.column_stack(slopes)


def spin_three_halves(weights: tuple[float, float]) -> Callable[..., Course]:
    """The two-exponential course of a spin 3/2 relaxed by fluctuating field gradients alone.

    D = w1 exp(-R1 t) + w2 exp(-R2 t), with R1 at w0 and R2 at 2 w0 (Hubbard, J. Chem. Phys. 53 (1970) 985; Andrew & Tunstall,
    Proc. Phys. Soc. 78 (1961) 1). Its parameters are T1 of BPP, 1/T1 = (R1 + 4 R2)/5, and the ratio R1/R2, which goes
    from 1 (fast motion) to 4 (slow motion).

    Args:
        weights: w1 and w2, by what is inverted and what is observed.
    """
    first, second = weights

    def course(time: Real, t1: float, ratio: float) -> Course:
        r2 = 5.0 / (t1 * (ratio + 4.0))
        r1 = ratio * r2
        at_w0, at_2w0 = np.exp(-r1 * time), np.exp(-r2 * time)
        by_r1, by_r2 = -first * time * at_w0, -second * time * at_2w0
        # R2 = 5/(T1 (r + 4)), so dR2/dr = -R2/(r + 4) and dR1/dr = R2 + r dR2/dr = 4 R2/(r + 4).
        by_ratio = (by_r1 * 4.0 - by_r2) * r2 / (ratio + 4.0)
        by_t1 = -(by_r1 * r1 + by_r2 * r2) / t1
        return first * at_w0 + second * at_2w0, np.column_stack([by_t1, by_ratio])

    return course


NON_SELECTIVE_IZ = (0.2, 0.8)
NON_SELECTIVE_CENTRAL = (-1.0, 2.0)
SELECTIVE_CENTRAL = (0.5, 0.5)
"""Weights of R1 and R2: all of Iz, or the central transition, after an inversion of everything; the central transition after
an inversion of it alone. (M/M0 = 1 - 2 D where the inversion is complete.)"""

TIME = OwnParameter("T1", "s", 0.0)
