"""Voltage steps: where the voltage changes, which steps are zero bias, and which one is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Region
from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.polarization.record import FEWEST, Real, Record

SMALLEST_STEP = 1e-3
"""In V: smaller changes of the voltage are no step."""
ZERO_BIAS = 2e-3, 0.02
"""Below this many V, or this share of the highest voltage, a step is zero bias."""
SAME = 0.2
"""A voltage asked for must lie this near to that of a step, relative to it."""
NOISE_FACTOR = 10.0


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a record at one voltage.

    Attributes:
        first: position of its first point in the record.
        last: position after its last point.
        voltage: mean in V; None where the file has no voltage.
        start: the time in s at which the voltage was set, as near as the points tell.
        zero: whether no voltage is applied.
    """

    first: int
    last: int
    voltage: float | None
    start: float
    zero: bool

    @property
    def rows(self) -> slice:
        """Its points in the record."""
        return slice(self.first, self.last)

    def __len__(self) -> int:
        return self.last - self.first


def split(record: Record) -> tuple[Step, ...]:
    """The steps of a record in the order of time; single points between two voltages belong to none.

    Without a measured voltage, points before t = 0 are zero bias and the rest is one step.
    """
    if record.voltage is None:
        bounds = [0, int(np.searchsorted(record.time, 0.0)), len(record.time)]
        pairs = [(a, b) for a, b in zip(bounds, bounds[1:], strict=False) if b > a]
        return tuple(Step(a, b, None, _start(record.time, a), bool(record.time[b - 1] < 0)) for a, b in pairs)
    spans = _level_spans(record.voltage)
    means = [float(record.voltage[a:b].mean()) for a, b in spans]
    highest = max(abs(v) for v in means)
    # Where no voltage is higher than zero bias, the highest is what is applied, unless it is none at all.
    limit = max(min(max(ZERO_BIAS[0], ZERO_BIAS[1] * highest), 0.5 * highest), 0.1 * SMALLEST_STEP)
    return tuple(Step(a, b, v, _start(record.time, a), abs(v) < limit) for (a, b), v in zip(spans, means, strict=True))


def _level_spans(voltage: Real) -> list[tuple[int, int]]:
    """Where the voltage stays: spans of points, neighbours of one level joined."""
    changes = np.abs(np.diff(voltage))
    noise = 1.4826 * float(np.median(changes)) / np.sqrt(2.0) if len(changes) else 0.0
    limit = max(SMALLEST_STEP, NOISE_FACTOR * noise)
    bounds = [0, *(np.flatnonzero(changes > limit) + 1).tolist(), len(voltage)]
    spans = [(a, b) for a, b in zip(bounds, bounds[1:], strict=False)]
    # A potentiostat takes a sample or two to settle: a single point between two levels is on its way.
    settled = [span for k, span in enumerate(spans) if span[1] - span[0] > 1 or k in (0, len(spans) - 1)]
    joined: list[tuple[int, int]] = []
    for a, b in settled:
        if joined and abs(_mean(voltage, joined[-1]) - float(voltage[a:b].mean())) <= limit:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined


def _mean(voltage: Real, span: tuple[int, int]) -> float:
    return float(voltage[slice(*span)].mean())


def _start(time: Real, first: int) -> float:
    """When the step began: the point before it where one is near, else one sampling interval before its first point."""
    begin = float(time[first])
    following = time[first + 1 : first + 6]
    interval = float(np.median(np.diff(time[first : first + 6]))) if len(following) else 0.0
    if first > 0 and begin - float(time[first - 1]) <= 5.0 * interval:
        return float(time[first - 1])
    return 0.0 if 0.0 <= begin <= interval else begin - interval


def polarized(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps with a voltage and enough points to be fitted."""
    return tuple(step for step in steps if not step.zero and len(step) >= FEWEST)


def chosen(steps: Sequence[Step], time: Real, regions: Sequence[Region], voltage: float | None, name: str) -> Step:
    """The step that is fitted: the one that holds most of the regions, else the one at a voltage, else the longest.

    Args:
        steps: of the record.
        time: of the record in s.
        regions: in s.
        voltage: asked for, in V; None for any.
        name: of the measurement, for the sentence of a refusal.

    Raises:
        InputError: no step can be fitted, none lies near that voltage, or the regions hold none.
    """
    candidates = polarized(steps)
    if not candidates:
        raise InputError(f"{name} holds no voltage step of {FEWEST} points or more: there is nothing to fit.")
    if regions:
        inside = np.any([(time >= r.low) & (time <= r.high) for r in regions], axis=0)
        held = [int(inside[step.rows].sum()) for step in candidates]
        if not max(held):
            raise InputError(f"{name}: the region holds no point at a voltage; move it onto a step.", field="Region")
        return candidates[held.index(max(held))]
    if voltage is not None and any(step.voltage is not None for step in candidates):
        return _nearest(candidates, voltage, name)
    return max(candidates, key=lambda step: time[step.last - 1] - step.start)


def _nearest(candidates: Sequence[Step], voltage: float, name: str) -> Step:
    known = [step for step in candidates if step.voltage is not None]
    # Instruments differ in the sign they give a voltage; what is typed is how much was applied.
    near = min(known, key=lambda step: abs(abs(step.voltage or 0.0) - abs(voltage)))
    assert near.voltage is not None
    if abs(abs(near.voltage) - abs(voltage)) > max(SAME * abs(voltage), 5e-3):
        there = ", ".join(f"{format_value(step.voltage or 0.0, significant=4)} V" for step in known)
        raise InputError(
            f"{name} has no step near {format_value(voltage, significant=4)} V; it was measured at {there}.",
            field="Voltage",
        )
    return near
