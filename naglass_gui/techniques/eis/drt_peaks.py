"""Peaks of a distribution of relaxation times, and the circuit with starting values that they suggest."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from naglass_gui.techniques.eis.band import Real
from naglass_gui.techniques.eis.drt import Distribution

VALLEY = 0.05
"""Two maxima are two peaks where the valley between them is lower than the smaller one by this share of it, and by its error."""
SIGNIFICANT = 3.0
"""A peak counts when its R exceeds so many standard deviations."""
OUT_OF_NOISE, FAINTEST = 5.0, 5e-3
"""Nor does a peak count whose R is less than so many times the scatter of Z at its frequency, or this share of |Z|."""
RIPPLE, REACH = 0.15, math.log(100.0)
"""Nor one lower than this share of another within two decades: smoothing makes such ripples at the foot of a peak."""
SLOPE = 0.5
"""Behind the last peak the impedance must rise at least so steeply, as f^-0.5, to be a spike."""


@dataclass(frozen=True, slots=True)
class Peak:
    """One peak of a distribution.

    Attributes:
        tau: where it is highest, in s.
        resistance: the integral of gamma over it, in ohm.
        error: standard deviation of the resistance in ohm, for the lambda used.
        height: of gamma in ohm.
        low: where it begins, in s.
        high: where it ends, in s.
        inside: whether its frequency was measured.
    """

    tau: float
    resistance: float
    error: float
    height: float
    low: float
    high: float
    inside: bool

    @property
    def frequency(self) -> float:
        """1/(2 pi tau) in Hz."""
        return 1.0 / (2.0 * math.pi * self.tau)

    @property
    def capacitance(self) -> float:
        """tau/R in F."""
        return self.tau / self.resistance

    @property
    def exponent(self) -> float:
        """N of the depressed arc that has this height and area: gamma_max = R/(2 pi) tan(n pi/2); between 0.5 and 1."""
        n = 2.0 / math.pi * math.atan(2.0 * math.pi * self.height / self.resistance)
        return min(max(n, 0.5), 1.0)


def peaks(distribution: Distribution) -> tuple[Peak, ...]:
    """The peaks that the data determine, from the shortest relaxation time to the longest.

    A rise towards the end of the grid is no peak: it belongs to what lies beyond the band, a spike or the flank of an arc.
    """
    gamma, tau = distribution.gamma, distribution.tau
    found = [_peak(distribution, *limits) for limits in _hills(gamma, distribution.error)]
    size = np.log(np.abs(distribution.impedance(1.0 / (2.0 * np.pi * tau))))
    faintest = max(OUT_OF_NOISE * distribution.scatter, FAINTEST)
    return tuple(
        peak
        for peak in found
        if not any(peak.height < RIPPLE * p.height and abs(math.log(peak.tau / p.tau)) < REACH for p in found)
        and peak.resistance > SIGNIFICANT * peak.error
        and peak.resistance > faintest * math.exp(np.interp(math.log(peak.tau), np.log(tau), size))
    )


def _hills(gamma: Real, error: Real) -> list[tuple[int, int, int]]:
    """Beginning, top and end (indices) of every maximum inside the grid that stands out from its valleys."""
    inner = np.flatnonzero((gamma[1:-1] > gamma[:-2]) & (gamma[1:-1] >= gamma[2:])) + 1
    tops = [int(top) for top in inner]
    # The ends of the grid bound the first and the last hill, and swallow what is a mere shoulder of a rise towards them.
    places = [0, *tops, len(gamma) - 1]
    while True:
        valleys = [a + int(np.argmin(gamma[a : b + 1])) for a, b in zip(places[:-1], places[1:], strict=True)]
        shallow = [k for k in range(1, len(places) - 1) if _shallow(gamma, error, places, valleys, k)]
        if not shallow:
            break
        places.remove(min((places[k] for k in shallow), key=lambda place: gamma[place]))
    return [(valleys[k - 1], places[k], valleys[k]) for k in range(1, len(places) - 1)]


def _shallow(gamma: Real, error: Real, places: list[int], valleys: list[int], k: int) -> bool:
    """Whether a maximum hardly stands out from the deeper way to a higher place on either side."""
    top = gamma[places[k]]
    higher = [valleys[k - 1 + side] for side in (0, 1) if gamma[places[k - 1 + 2 * side]] >= top]
    lowest = max((float(gamma[valley]) for valley in higher), default=0.0)
    return bool(top - lowest < max(VALLEY * top, float(error[places[k]])))


def _peak(distribution: Distribution, low: int, top: int, high: int) -> Peak:
    gamma, step = distribution.gamma, distribution.step
    # A valley that is not zero is shared by both sides.
    share = np.zeros(len(gamma))
    share[low : high + 1] = step
    share[[low, high]] = 0.5 * step
    place, height = _vertex(gamma, top)
    first, last = distribution.band
    tau = float(distribution.tau[0] * math.exp(place * step))
    return Peak(
        tau=tau,
        resistance=float(share @ gamma),
        error=math.sqrt(max(float(share @ distribution.covariance @ share), 0.0)),
        height=height,
        low=float(distribution.tau[low]),
        high=float(distribution.tau[high]),
        inside=first <= tau <= last,
    )


def _vertex(gamma: Real, top: int) -> tuple[float, float]:
    """Place (in steps) and height of the parabola through the highest point and its neighbours."""
    left, middle, right = (float(value) for value in gamma[top - 1 : top + 2])
    bend = left - 2.0 * middle + right
    shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return top + shift, middle - 0.25 * (left - right) * shift


@dataclass(frozen=True, slots=True)
class StartingCircuit:
    """A circuit in Boukamp's form and starting values by parameter name."""

    text: str
    values: dict[str, float]


def starting_circuit(distribution: Distribution) -> StartingCircuit:
    """The circuit that the peaks suggest: L and R0 where they were found, (RQ) for each peak in the band, Q for a spike.

    What relaxes above the band counts as R0, what relaxes below it as the spike, where the impedance still rises there.
    """
    arcs = [peak for peak in peaks(distribution) if peak.inside]
    first = distribution.band[0]
    text, values = "", {}
    inductance = distribution.columns.get("inductance", 0.0)
    if inductance > 0:
        text, values["L1"] = text + "L", inductance
    early = distribution.tau < (arcs[0].low if arcs else first)
    series = distribution.columns.get("resistance", 0.0) + distribution.step * float(distribution.gamma[early].sum())
    if series > 0 or not arcs:
        text, values["R0"] = text + "R", max(series, 1e-3 * float(np.abs(distribution.measured).min()))
    for number, peak in enumerate(arcs, 1):
        n = peak.exponent
        text += "(RQ)"
        values |= {f"R{number}": peak.resistance, f"Y{number}": peak.tau**n / peak.resistance, f"n{number}": n}
    spike = _spike(distribution, arcs, values)
    if spike is not None:
        admittance, exponent = spike
        text += "Q"
        values |= {f"Y{len(arcs) + 1}": admittance, f"n{len(arcs) + 1}": exponent}
    return StartingCircuit(text, values)


def _spike(distribution: Distribution, arcs: list[Peak], values: dict[str, float]) -> tuple[float, float] | None:
    """Y and n of what rises at the low end of the band beyond the resistances, None where nothing does."""
    before = sum(value for name, value in values.items() if name.startswith("R"))
    last = distribution.frequency.argsort()[: max(len(distribution.frequency) // 10, 3)]
    frequency, rest = distribution.frequency[last], distribution.fitted[last] - before
    if not (rest.imag < 0).all():
        return None
    omega, size = 2.0 * np.pi * frequency, np.abs(rest)
    slope = -float(np.polyfit(np.log(omega), np.log(size), 1)[0])
    if slope < SLOPE or size[0] < 0.05 * abs(distribution.fitted[last[0]]):
        return None
    n = min(slope, 1.0)
    return float(omega[0] ** -n / size[0]), n
