"""Whether T1 data tell tau0 and C_Q apart, and which combination they determine where they do not.

On the slow side of the minimum (w0 tau >> 1) T1 is proportional to tau0/P_Q^2, on the fast side to 1/(tau0 P_Q^2): only points
on both sides, or close to the minimum, separate the two.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from naglass_gui.techniques.bpp.motion_fit import MotionFit

MOST_LOG_TAU0 = 0.5
MOST_LOG_CQ = 0.25
"""Standard errors of ln tau0 and ln C_Q up to which they are told apart: half of tau0, and as much of P_Q^2."""
Side = Literal["slow", "fast", "both"]


@dataclass(frozen=True, slots=True)
class Separation:
    """What the data determine.

    Attributes:
        separate: whether tau0 and C_Q may be reported one by one.
        side: where the points lie.
        combination: "tau0/P_Q^2" (slow side, s^3) or "tau0*P_Q^2" (fast side, 1/s).
        value: of it.
        stderr: of it; None where not even it is determined.
        sentence: in words; where they are not separate it begins with what must not be used.
    """

    separate: bool
    side: Side
    combination: str
    value: float
    stderr: float | None
    sentence: str


def separation(fit: MotionFit) -> Separation:
    """Judge a fit in which both tau0 and C_Q were free; with one of them fixed they are separate by that choice."""
    values = dict(zip((p.name for p in fit.parameters), fit.values.tolist(), strict=True))
    slow, fast = bool((fit.omega_tau > 1.0).all()), bool((fit.omega_tau < 0.4).all())
    side: Side = "slow" if slow else "fast" if fast else "both"
    sign = 1.0 if np.median(fit.omega_tau) < 0.615795 else -1.0
    pq = values["C_Q"] * math.sqrt(1.0 + values["eta"] ** 2 / 3.0)
    value = values["tau0"] * pq ** (2.0 * sign)
    gradient = np.array([0.0, 1.0, 2.0 * sign])
    with np.errstate(invalid="ignore"):
        variance = float(gradient @ np.nan_to_num(fit.logarithms, posinf=np.inf, nan=np.nan) @ gradient)
        log_tau0, log_cq = (float(np.sqrt(fit.logarithms[k, k])) for k in (1, 2))
    known = math.isfinite(variance) and variance > 0
    stderr = value * math.sqrt(variance) if known else None
    name = "tau0*P_Q^2" if sign > 0 else "tau0/P_Q^2"
    fixed = not {"tau0", "C_Q"} <= set(fit.free)
    apart = fixed or (log_tau0 <= MOST_LOG_TAU0 and log_cq <= MOST_LOG_CQ)
    return Separation(apart, side, name, value, stderr, _sentence(apart, fixed, side, name))


def _sentence(apart: bool, fixed: bool, side: Side, name: str) -> str:
    if fixed:
        return "One of τ₀ and C_Q is fixed, so the other follows from it."
    if apart:
        return "The points determine τ₀ and C_Q one by one."
    shown = name.replace("tau0", "τ₀").replace("P_Q^2", "P_Q²").replace("*", " · ")
    where = {
        "slow": "All points lie on the slow side of the T₁ minimum",
        "fast": "All points lie on the fast side of the T₁ minimum",
        "both": "The points do not fix the T₁ minimum well enough",
    }[side]
    return (
        f"τ₀ and C_Q by themselves. {where}: only Ea and {shown} are determined. Hold C_Q, or measure across the minimum or "
        "at a second field."
    )
