"""What Kramers-Kronig and Z-HIT say of a spectrum, in sentences with their numbers and what to do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.eis.band import Complex, Real
from naglass_gui.techniques.eis.kramers_kronig import KramersKronig

Kind = Literal["consistent", "low end", "high end", "pattern", "outliers", "inductance", "noise"]
Rank = Literal["good", "note", "warning"]
Bools = NDArray[np.bool_]

TOLERATED = 0.01
"""A Kramers-Kronig residual below this share of |Z| is never held against the data."""
DRIFT = 0.04
"""Z-HIT itself errs by up to this share of |Z| at the lowest half decade of cells that do not drift (840 simulated ones)."""
STANDS_OUT = 3.0
"""Residuals above so many times the noise are more than noise; of single points, twice as many."""
NOISY = 0.01
"""Noise above this share of |Z| is told."""
INDUCTIVE = 0.05
"""An inductance that makes this share of |Z| at the highest frequency, and more than noise could, is told."""
LARGEST_CABLE = 1e-4
"""A larger inductance in H is none of a cable."""
FEWEST = 3
"""Points that make an end of the band."""
MAINS = (50.0, 60.0)
"""Frequencies of the mains in Hz."""
HARMONICS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the check found.

    Attributes:
        kind: what it is about.
        rank: "good", "note" (to know) or "warning" (to act on).
        text: one or two sentences with their numbers.
        figures: the numbers by name; shares of |Z| where the name has no unit.
        points: positions in the file that leaving out would mend it; () where nothing can be left out.
        remedy: what leaving them out is called, e.g. "Mask 5 points below 0.3 Hz".
    """

    kind: Kind
    rank: Rank
    text: str
    figures: tuple[tuple[str, float], ...] = ()
    points: tuple[int, ...] = ()
    remedy: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is judged, from the highest frequency to the lowest.

    Attributes:
        index: positions in the file, shape (m,).
        test: the Kramers-Kronig test of these points.
        zhit: Z-HIT's residual of |Z|, shape (m,).
        noise: standard deviation of the scatter of one part, as a share of |Z|.
    """

    index: NDArray[np.intp]
    test: KramersKronig
    zhit: Real
    noise: float

    @property
    def frequency(self) -> Real:
        """In Hz, shape (m,)."""
        return self.test.frequency

    @property
    def size(self) -> Real:
        """Of each Kramers-Kronig residual the larger part, as a share of |Z|, shape (m,)."""
        residual = self.test.residual
        sizes: Real = np.maximum(np.abs(residual.real), np.abs(residual.imag))
        return sizes

    @property
    def limit(self) -> float:
        """Residuals up to this share of |Z| are noise, or too small to matter."""
        return max(TOLERATED, STANDS_OUT * self.noise)

    @property
    def drift_limit(self) -> float:
        """Up to this share of |Z|, Z-HIT's mean deviation at an end may be its own error, or that of noise it sums up."""
        return math.hypot(DRIFT, STANDS_OUT * self.noise)

    def end(self, decades: float, *, low: bool) -> slice:
        """The points of the lowest or highest decades; at least three, at most a third of all."""
        distance = np.log10(self.frequency / self.frequency[-1] if low else self.frequency[0] / self.frequency)
        count = min(max(int((distance < decades).sum()), FEWEST), max(len(distance) // 3, 1))
        return slice(len(distance) - count, None) if low else slice(0, count)

    def places(self, points: Sequence[int]) -> tuple[int, ...]:
        """Positions in the file of points counted from the highest frequency."""
        return tuple(sorted(int(self.index[k]) for k in points))


def noise_of(test: KramersKronig) -> float:
    """The scatter of one part of Z as a share of |Z|.

    From second differences of the residuals, which no smooth deviation reaches; by their median, so that no outlier does.
    """
    residual = test.residual
    bends = np.concatenate([np.diff(residual.real, 2), np.diff(residual.imag, 2)])
    return float(np.median(np.abs(bends))) / (0.6745 * math.sqrt(6.0))


def rms(residual: Complex) -> float:
    """Of real and imaginary parts together, root mean square."""
    return math.sqrt(float(np.mean(np.abs(residual) ** 2)) / 2.0) if len(residual) else 0.0


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """Everything found: warnings, or that the data are consistent, then notes."""
    ends = [*_low_end(evidence), *_high_end(evidence)]
    warnings = [*ends, *_outliers(evidence, {p for finding in ends for p in finding.points})]
    verdict = warnings or _pattern(evidence) or [_consistent(evidence)]
    return (*verdict, *_inductance(evidence), *_noisy(evidence))


def _consistent(evidence: Evidence) -> Finding:
    test = evidence.test
    whole, largest, zhit = rms(test.residual), test.largest, float(np.abs(evidence.zhit).max())
    where = evidence.frequency[int(np.argmax(evidence.size))]
    text = (
        f"Consistent with a linear, stable system to {percent(whole)}: the largest Kramers–Kronig residual is "
        f"{percent(largest)}, at {hertz(where)}, and |Z| follows from the phase within {percent(zhit)} (Z-HIT)."
    )
    return Finding("consistent", "good", text, (("rms", whole), ("largest", largest), ("zhit", zhit)))


def _low_end(evidence: Evidence) -> list[Finding]:
    """Drift: the modulus leaves what the phase says, or the residuals grow."""
    decade, half = evidence.end(1.0, low=True), evidence.end(0.5, low=True)
    away = float(np.mean(evidence.zhit[half]))
    drifts, inconsistent = abs(away) > evidence.drift_limit, _grown(evidence, decade)
    if not (drifts or inconsistent):
        return []
    by_phase = (np.abs(evidence.zhit) > evidence.drift_limit / 2) & drifts
    by_model = (evidence.size > evidence.limit) & inconsistent
    count = _run((by_phase | by_model)[::-1])
    total = len(evidence.index)
    edge = _between(evidence.frequency, total - count)
    largest = float(evidence.size[decade].max())
    said = []
    if drifts:
        side = "above" if away > 0 else "below"
        said.append(f"|Z| lies {percent(abs(away))} {side} what its phase gives at the lowest frequencies (Z-HIT)")
    if inconsistent:
        said.append(f"the Kramers–Kronig residuals rise to {percent(largest)}")
    text = (
        f"Drift below {hertz(edge)}: {' and '.join(said)}. The cell changed during the sweep, or the amplitude was too large "
        "for it. Measure again when it has settled, or leave these points out."
    )
    figures = (("zhit", away), ("largest", largest), ("edge_Hz", edge))
    points = evidence.places(range(total - count, total))
    return [Finding("low end", "warning", text, figures, points, _mask(count, f"below {hertz(edge)}"))]


def _high_end(evidence: Evidence) -> list[Finding]:
    decade = evidence.end(1.0, low=False)
    if not _grown(evidence, decade):
        return []
    count = _run(evidence.size > evidence.limit)
    edge, largest = _between(evidence.frequency, count), float(evidence.size[decade].max())
    text = (
        f"Above {hertz(edge)} the Kramers–Kronig residuals rise to {percent(largest)}, which no inductance explains: cables, "
        "or the limits of the instrument. Subtract a short circuit, or leave these points out."
    )
    figures = (("largest", largest), ("edge_Hz", edge))
    points = evidence.places(range(count))
    return [Finding("high end", "warning", text, figures, points, _mask(count, f"above {hertz(edge)}"))]


def _outliers(evidence: Evidence, known: set[int]) -> list[Finding]:
    """Single points that stand out from their neighbours and are not in `known`."""
    limit = max(TOLERATED, 2.0 * STANDS_OUT * evidence.noise)
    alone = np.flatnonzero(evidence.size - _around(evidence.size) > limit)
    points = [int(k) for k in alone if int(evidence.index[k]) not in known]
    if not points:
        return []
    points.sort(key=lambda k: -evidence.size[k])
    told = ", ".join(f"{hertz(evidence.frequency[k])} ({percent(evidence.size[k])})" for k in points[:3])
    more = f" and {len(points) - 3} more" if len(points) > 3 else ""
    stand = "One point stands" if len(points) == 1 else f"{len(points)} points stand"
    text = f"{stand} out from the neighbours: {told}{more}."
    if any(_of_the_mains(float(evidence.frequency[k])) for k in points):
        text += " Pick-up of the mains lies at 50 or 60 Hz and their multiples."
    figures = (("largest", float(evidence.size[points[0]])),)
    return [Finding("outliers", "warning", text, figures, evidence.places(points), _mask(len(points), ""))]


def _pattern(evidence: Evidence) -> list[Finding]:
    whole = rms(evidence.test.residual)
    if not whole > evidence.limit:
        return []
    text = (
        f"The Kramers–Kronig residuals follow a pattern over the whole band ({percent(whole)} rms, {percent(evidence.noise)} "
        "of it noise): the cell changed during the sweep, or does not answer linearly. Measure again when it has settled, "
        "with a smaller amplitude."
    )
    return [Finding("pattern", "warning", text, (("rms", whole),))]


def _inductance(evidence: Evidence) -> list[Finding]:
    """Cables at the high end: no fault of the data, but something the model must know of."""
    z, omega = evidence.test.z, 2.0 * math.pi * evidence.frequency
    above = _leading(z.imag > 0)
    inductance = float(z.imag[0] / omega[0]) if above else evidence.test.inductance
    share = float(omega[0] * inductance / abs(z[0]))
    if not (share > INDUCTIVE + 2.0 * STANDS_OUT * evidence.noise and inductance < LARGEST_CABLE):
        return []
    text = (
        f"At {hertz(evidence.frequency[0])} an inductance of about {_henry(inductance)} makes {percent(share)} of |Z|"
    )
    if above:
        text += f"; {above} {'point lies' if above == 1 else 'points lie'} above the axis"
    text += ". Put an L into the circuit, or subtract the leads."
    figures = (("inductance_H", inductance), ("share", share))
    return [Finding("inductance", "note", text, figures)]


def _noisy(evidence: Evidence) -> list[Finding]:
    if not evidence.noise > NOISY:
        return []
    text = f"The noise is {percent(evidence.noise)} of |Z|; a larger amplitude, longer averaging or a better shield lowers it."
    return [Finding("noise", "note", text, (("noise", evidence.noise),))]


# -- parts of the band -------------------------------------------------------------------------------------------


def _grown(evidence: Evidence, part: slice) -> bool:
    """Whether the residuals of an end are more than noise, and larger than elsewhere."""
    residual = evidence.test.residual
    inside = np.zeros(len(residual), dtype=bool)
    inside[part] = True
    return rms(residual[inside]) > max(evidence.limit, 1.5 * rms(residual[~inside]))


def _run(bad: Bools) -> int:
    """How many points from an end on belong to a bad stretch: two good ones in a row end it. At least one, at most half."""
    count, good = 1, 0
    for k, flag in enumerate(bad[: len(bad) // 2]):
        good = 0 if flag else good + 1
        if good == 2:
            break
        count = k + 1 if flag else count
    return count


def _leading(flags: Bools) -> int:
    """How many are true from the start on."""
    wrong = np.flatnonzero(~flags)
    return int(wrong[0]) if len(wrong) else len(flags)


def _between(frequency: Real, count: int) -> float:
    """A frequency in Hz of two figures that divides the first `count` points from the others, as near as can be."""
    upper, lower = float(frequency[count - 1]), float(frequency[count])
    middle = math.sqrt(upper * lower)
    rounded = float(f"{middle:.1e}")
    return rounded if lower < rounded < upper else middle


def _around(size: Real) -> Real:
    """The median of the two neighbours on each side of each point, shape (m,)."""
    padded = np.pad(size, 2, mode="reflect")
    last = len(size)
    near = np.stack([padded[:last], padded[1 : last + 1], padded[3 : last + 3], padded[4 : last + 4]])
    around: Real = np.median(near, axis=0)
    return around


def _of_the_mains(frequency: float) -> bool:
    return any(abs(frequency / (mains * k) - 1.0) < 0.04 for mains in MAINS for k in HARMONICS)


# -- words -------------------------------------------------------------------------------------------------------


def percent(share: float) -> str:
    """A share as percent with two figures: "0.22 %"."""
    value = 100.0 * share
    return f"{value:.0f} %" if value >= 9.95 else f"{value:.1f} %" if value >= 0.995 else f"{value:.2g} %"


def hertz(frequency: float) -> str:
    """A frequency with two figures: "0.35 Hz", "1.2 MHz"."""
    for factor, unit in ((1e6, "MHz"), (1e3, "kHz")):
        if frequency >= 0.995 * factor:
            return f"{format_value(frequency / factor, significant=2)} {unit}"
    return f"{frequency:.2g} Hz"


def _henry(inductance: float) -> str:
    return f"{1e6 * inductance:.2g} µH" if inductance >= 1e-7 else f"{1e9 * inductance:.2g} nH"


def _mask(count: int, where: str) -> str:
    return f"Mask {count} {'point' if count == 1 else 'points'} {where}".rstrip()
