"""Straight lines through ln T1 against 1/kT on either side of the shortest T1: bounds of the activation energy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.techniques.bpp.law import BOLTZMANN_EV, Real
from naglass_gui.techniques.bpp.motion_fit import Points

Side = Literal["cold", "hot"]
SIDES: tuple[Side, ...] = ("cold", "hot")
FAR = 5.0
"""Omega tau from which a local slope is the activation energy to 5 %; the fast side is as far at 1/FAR."""


@dataclass(frozen=True, slots=True)
class Slope:
    """A straight line through the points of one field on one side.

    Attributes:
        larmor: of these points, in Hz.
        side: "cold" or "hot" of the shortest T1.
        energy: size of the slope in eV.
        stderr: of it; None for two points.
        count: points.
        bound: whether it is only a lower bound of Ea: some point lies within a factor FAR of w0 tau = 1.
    """

    larmor: float
    side: Side
    energy: float
    stderr: float | None
    count: int
    bound: bool


def slopes(points: Points, omega_tau: Real | None) -> tuple[Slope, ...]:
    """The slopes of every field and side that has at least three points.

    Args:
        points: T1 against temperature.
        omega_tau: w0 tau at each, from a fit of the motion; None where there is none, and every slope is a bound.
    """
    found: list[Slope] = []
    for larmor in np.unique(points.larmor):
        rows = np.flatnonzero(points.larmor == larmor)
        turn = points.temperature[rows[int(np.argmin(points.t1[rows]))]]
        for side in SIDES:
            there = rows[(points.temperature[rows] <= turn) if side == "cold" else (points.temperature[rows] >= turn)]
            if len(there) >= 3:
                found.append(_slope(points, there, float(larmor), side, omega_tau))
    return tuple(found)


def _slope(points: Points, rows: NDArray[np.intp], larmor: float, side: Side, omega_tau: Real | None) -> Slope:
    x = 1.0 / (BOLTZMANN_EV * points.temperature[rows])
    y = np.log(points.t1[rows])
    centred = x - x.mean()
    size = float(centred @ centred)
    slope = float(centred @ y) / size if size > 0 else 0.0
    rest = y - y.mean() - slope * centred
    freedom = len(rows) - 2
    stderr = math.sqrt(float(rest @ rest) / freedom / size) if freedom > 0 and size > 0 else None
    near = omega_tau is None or bool(((omega_tau[rows] < FAR) & (omega_tau[rows] > 1.0 / FAR)).any())
    return Slope(larmor, side, abs(slope), stderr, len(rows), near)
