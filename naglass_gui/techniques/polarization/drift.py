"""Whether the current has settled: how much it still changes at the end of a step."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from naglass_gui.fitting.statistics import correlation_time
from naglass_gui.techniques.polarization.record import Real
from naglass_gui.techniques.polarization.trace import Trace

LAST = 0.10
"""Share of the step's length over which drift is looked at."""
LIMIT = 0.01
"""Per minute: a current that drifts more is no steady state."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Relative change of the current a minute at the end of a step, negative where it falls, with its standard error."""

    value: float
    stderr: float


def drift_of(trace: Trace, levelled: Real, steady: float) -> Drift | None:
    """The drift of the last tenth of a step, relative to a steady-state current in A; None where that is zero.

    Args:
        trace: the whole step up to where it is fitted.
        levelled: its current in A without the shifts of the ranges, shape (m,).
        steady: what the change is compared with, in A.
    """
    last = trace.time >= trace.length * (1.0 - LAST)
    last[-5:] = True
    time, current, noise = trace.time[last], levelled[last], trace.noise[last]
    if steady == 0.0 or len(time) < 3 or time[-1] == time[0]:
        return None
    columns = np.column_stack([np.ones(len(time)), (time - time.mean()) / 60.0]) / noise[:, None]
    best = np.linalg.lstsq(columns, current / noise, rcond=None)[0]
    rest = current / noise - columns @ best
    variance = float(rest @ rest) / (len(time) - 2) * correlation_time(rest)
    error = math.sqrt(variance * float(np.linalg.inv(columns.T @ columns)[1, 1]))
    return Drift(float(best[1]) / abs(steady) * math.copysign(1.0, float(best[0])), error / abs(steady))
