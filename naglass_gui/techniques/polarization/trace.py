"""The part of a record that is fitted: current over the time since the step, its noise, and where the range changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.project import Region
from naglass_gui.techniques.polarization.noise import TO_DEVIATION, local_noise
from naglass_gui.techniques.polarization.record import FEWEST, Real, Record, Rows
from naglass_gui.techniques.polarization.steps import Step

WINDOW = 9
SPIKE = 8.0
"""Times the noise by which a point stands out of its neighbours before it is taken for a spike."""
STEADY_SHARE = 0.2
"""Of a step's length: its last part, which is taken for steady where nothing else is asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Current of one step, without the offset of the instrument; m points.

    Attributes:
        time: since the voltage was set, in s, above zero, shape (m,).
        current: in A, shape (m,).
        noise: standard deviation of each point in A, up to a common factor, shape (m,).
        rows: positions in the record, shape (m,).
        levels: shape (m, j): columns that are 1 where the current is read in another range than at the end.
        origin: the time of the record at which the voltage was set, in s.
        spikes: how many points were left out as spikes.
        scout: the decay that showed the levels, and its (ln of the times, beta): a fit of it starts there.
    """

    time: Real
    current: Real
    noise: Real
    rows: Rows
    levels: Real
    origin: float
    spikes: int = 0
    scout: tuple[str, Real] | None = None

    def __len__(self) -> int:
        return len(self.time)

    @property
    def length(self) -> float:
        """From the voltage step to the last point, in s."""
        return float(self.time[-1])

    def part(self, kept: NDArray[np.bool_]) -> Trace:
        """Some of the points; columns of ranges that are not among them go."""
        levels = self.levels[kept]
        levels = levels[:, (levels.any(axis=0)) & ~(levels.all(axis=0))]
        return replace(
            self,
            time=self.time[kept],
            current=self.current[kept],
            noise=self.noise[kept],
            rows=self.rows[kept],
            levels=levels,
        )

    def within(self, regions: Sequence[Region]) -> Trace:
        """The points inside the regions, which are in the time of the record; all of them without any."""
        if not regions:
            return self
        absolute = self.time + self.origin
        # The origin is added and taken away again: its rounding must not lose the end points.
        slack = 1e-9 * max(abs(self.origin), self.length)
        return self.part(np.any([(absolute >= r.low - slack) & (absolute <= r.high + slack) for r in regions], axis=0))

    def last(self, share: float) -> Trace:
        """The last part of the step by length, with 5 points at least."""
        kept = self.time >= self.length * (1.0 - share)
        kept[-FEWEST:] = True
        return self.part(kept)


def trace_of(record: Record, step: Step, offset: float) -> Trace:
    """One step of a record as it is fitted, before its jumps are known.

    Args:
        record: of the run.
        step: which of its steps.
        offset: current at zero bias in A, taken away.
    """
    rows = np.arange(step.first, step.last)
    time, current = record.time[step.rows] - step.start, record.current[step.rows] - offset
    kept = time > 0
    noise = local_noise(time, current)
    spikes = _spikes(current, noise)
    kept &= ~spikes
    levels = np.zeros((len(time), 0))
    if record.range is not None:
        ranges = record.range[step.rows]
        known, counts = np.unique(ranges[kept], return_counts=True)
        kept &= np.isin(ranges, known[counts >= FEWEST])
        last = ranges[kept][-1] if kept.any() else None
        others = [r for r, n in zip(known.tolist(), counts.tolist(), strict=True) if r != last and n >= FEWEST]
        levels = np.column_stack([np.zeros((len(time), 0)), *((ranges == r).astype(float) for r in others)])
    found = Trace(time, current, noise, rows, levels, step.start, int(spikes.sum()))
    return found.part(kept)


def _spikes(current: Real, noise: Real) -> NDArray[np.bool_]:
    """Points that stand out of the eight around them: what a change of range leaves. A rising or falling row has none."""
    m = len(current)
    if m < 2 * WINDOW:
        return np.zeros(m, dtype=bool)
    half = WINDOW // 2
    inner = slice(half, m - half)  # beside an end the window is lopsided: a steep fall would look like a spike
    windows = np.lib.stride_tricks.sliding_window_view(current, WINDOW)
    middle = np.median(windows, axis=1)
    scatter = TO_DEVIATION * np.median(np.abs(windows - middle[:, None]), axis=1)
    found = np.zeros(m, dtype=bool)
    found[inner] = np.abs(current[inner] - middle) > SPIKE * np.maximum(noise[inner], scatter)
    return found
