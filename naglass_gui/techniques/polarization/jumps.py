"""Changes of the current range that the file does not tell: the whole curve is shifted from one point to the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from naglass_gui.techniques.polarization.models import BY_NAME
from naglass_gui.techniques.polarization.record import FEWEST, Real
from naglass_gui.techniques.polarization.search import search
from naglass_gui.techniques.polarization.trace import Trace

SCALES = (5, 15, 45, 135)
"""Points on each side whose means are compared: steep jumps show with few, small ones with many."""
THRESHOLD = 7.0
"""Times the usual scatter of such a difference."""
MOST = 12
SCOUT = "exp3"


def with_jumps(trace: Trace, scout: str = SCOUT) -> Trace:
    """The trace with a column for each jump of the current from one point to the next.

    What is left of a flexible decay is looked through: where the means on both sides of a place differ by more than 7 times as
    much as they do elsewhere, the range has changed. The scatter is that of the differences themselves, so noise that is alike
    over many points makes no jumps. A file that tells its ranges is believed, and not searched.

    Args:
        trace: one step.
        scout: the name of that decay.
    """
    if (trace.levels.shape[1] and trace.scout is None) or len(trace) < 4 * SCALES[0]:
        return trace
    model = BY_NAME[scout]
    places: list[int] = []
    start: Real | None = None
    while True:
        levelled = replace(trace, levels=_columns(len(trace), places))
        end = search(model, levelled, start)
        place = _largest(end.residual, places) if len(places) < MOST else None
        if place is None:
            return replace(levelled, scout=(scout, end.nonlinear))
        places.append(place)
        start = end.nonlinear


def _columns(m: int, places: list[int]) -> Real:
    """1 before each jump, shape (m, jumps), in the order of time."""
    return np.column_stack([np.zeros((m, 0)), *((np.arange(m) < place).astype(float) for place in sorted(places))])


def _largest(residual: Real, known: list[int]) -> int | None:
    """Where the residual jumps most: the first point after it. None where it does not."""
    m = len(residual)
    sums = np.concatenate([[0.0], np.cumsum(residual)])
    best, found = THRESHOLD, None
    for scale in SCALES:
        if 4 * scale > m:
            break
        middle = np.arange(scale, m - scale + 1)
        difference = np.abs(sums[middle + scale] - 2.0 * sums[middle] + sums[middle - scale]) / scale
        usual = 1.4826 * float(np.median(difference))
        if usual == 0.0:
            continue
        score = difference / usual
        near = np.min(np.abs(middle[:, None] - np.array(known)[None, :]), axis=1) if known else np.full(len(middle), m)
        score[near < FEWEST] = 0.0
        place = int(np.argmax(score))
        if score[place] > best:
            best, found = float(score[place]), int(middle[place])
    return found
