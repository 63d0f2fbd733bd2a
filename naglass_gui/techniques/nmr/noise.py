"""The noise of a spectrum: how large it is, and over how many points it is alike (zero-filling and apodization make it so)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.fitting.statistics import correlation_time as correlation_time
from naglass_gui.techniques.nmr.lines import Real

_BLOCKS = 16


@dataclass(frozen=True, slots=True)
class Noise:
    """Standard deviation of a point, and how many points stand for one independent one."""

    deviation: float
    correlation: float


def noise_level(data: Real) -> Noise:
    """The noise where the spectrum is quietest: of 16 pieces, the quieter ones count.

    Args:
        data: intensities along the axis, shape (m,).
    """
    pieces = [piece - _straight(piece) for piece in np.array_split(data, min(_BLOCKS, max(len(data) // 8, 1)))]
    deviations = [float(np.sqrt(np.mean(piece**2) * len(piece) / max(len(piece) - 2, 1))) for piece in pieces]
    quiet = sorted(range(len(pieces)), key=deviations.__getitem__)[: max(len(pieces) // 4, 1)]
    deviation = float(np.median([deviations[k] for k in quiet]))
    return Noise(deviation, float(np.median([correlation_time(pieces[k]) for k in quiet])))


def _straight(piece: Real) -> Real:
    x = np.linspace(-1.0, 1.0, len(piece))
    slope = float(x @ piece) / max(float(x @ x), 1e-300)
    line: Real = piece.mean() + slope * x
    return line


SIGNAL = 12.0
"""Times the noise from which something is a signal, when looking for where signals are."""
LOCAL = 6.0
"""Times the scatter of its neighbourhood: interference is a patch of larger noise, in which no point stands out."""
WEAKEST = 0.02
"""Of the highest point; weaker ones do not widen a first look."""
NEIGHBOURS = 32
"""Points in a stretch whose scatter is told apart from that of others."""
FOOT, FEW = 4.0, 8
"""Times the noise at which a line ends, in the mean of a few points."""
EDGE = 0.02
"""Of the spectrum at either end, where the receiver's filter folds and bends what it passes."""
GLITCH = 3
"""Points up to which something in the very middle is the receiver's offset and no line."""


def signal_span(shift: Real, data: Real) -> tuple[float, float] | None:
    """Where the signals of a spectrum lie, with some room around them; None where nothing stands out.

    Patches of interference, the spike of the receiver's offset in the middle and what the filter leaves at the edges count
    only where there is nothing else.

    Args:
        shift: in ppm, rising, shape (m,).
        data: intensities, shape (m,).
    """
    highest = float(np.abs(data).max()) if len(data) else 0.0
    noise = noise_level(data)
    loud = np.flatnonzero(np.abs(data) > max(SIGNAL * noise.deviation, WEAKEST * highest))
    if not len(loud):
        return None
    apart = max(round(noise.correlation), 1)
    first, last = _to_feet(data, _genuine(data, loud, apart), max(FOOT * noise.deviation, WEAKEST * highest))
    low, high = float(shift[first]), float(shift[last])
    room = max(0.35 * (high - low), 64.0 * float(shift[-1] - shift[0]) / len(shift))
    return max(low - room, float(shift[0])), min(high + room, float(shift[-1]))


def _genuine(data: Real, loud: NDArray[np.intp], apart: int) -> NDArray[np.intp]:
    """Of the points that are loud those that look like lines; each rule holds only where it leaves any.

    Args:
        data: intensities, shape (m,).
        loud: places of the points that are loud, rising.
        apart: points that lie so far apart scatter independently.
    """
    count = len(data)
    scatter = _scatter(data, apart)
    groups = np.split(loud, np.flatnonzero(np.diff(loud) > 2 * apart) + 1)
    lines = [g for g in groups if not (len(g) <= GLITCH * apart and abs(float(g.mean()) - count / 2) <= 2 * apart)]
    middle = np.concatenate(lines) if lines else loud
    inner = middle[(middle >= EDGE * count) & (middle < (1.0 - EDGE) * count)]
    inner = inner if len(inner) else middle
    # A line counts as a whole when any point of it stands out: its flanks are steep.
    whole = np.split(inner, np.flatnonzero(np.diff(inner) > 2 * apart) + 1)
    standing = [g for g in whole if (np.abs(data[g]) > LOCAL * scatter[g]).any()]
    return np.concatenate(standing) if standing else inner


def _to_feet(data: Real, loud: NDArray[np.intp], level: float) -> tuple[int, int]:
    """The first and last of these points, moved outwards as long as the mean of a few around lies above a level, but not far."""
    size = min(FEW, len(data))
    quiet = np.flatnonzero(np.convolve(np.abs(data), np.full(size, 1.0 / size), "same") < level)
    before, after = quiet[quiet < loud[0]], quiet[quiet > loud[-1]]
    far = int(loud[-1] - loud[0]) // 4 + 8 * FEW
    first = max(int(before[-1]) if len(before) else 0, int(loud[0]) - far)
    return first, min(int(after[0]) if len(after) else len(data) - 1, int(loud[-1]) + far)


def _scatter(data: Real, apart: int) -> Real:
    """How much the points around each one scatter, shape (m,): by their differences, to which a smooth line adds nothing."""
    steps = np.abs(data[apart:] - data[:-apart]) if len(data) > apart else np.zeros(1)
    size = NEIGHBOURS * apart
    whole = len(steps) - len(steps) % size
    medians = np.median(steps[:whole].reshape(-1, size), axis=1)
    if whole < len(steps):
        medians = np.append(medians, np.median(steps[whole:]))
    typical = medians / (0.6745 * math.sqrt(2.0))
    found: Real = typical[np.minimum(np.arange(len(data)) // size, len(typical) - 1)]
    return found
