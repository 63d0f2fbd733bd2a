"""The noise of a spectrum: how large it is, and over how many points it is alike (zero-filling and apodization make it so)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
WEAKEST = 0.02
"""Of the highest point; weaker ones do not widen a first look."""


def signal_span(shift: Real, data: Real) -> tuple[float, float] | None:
    """Where the signals of a spectrum lie, with some room around them; None where nothing stands out.

    Args:
        shift: in ppm, rising, shape (m,).
        data: intensities, shape (m,).
    """
    highest = float(np.abs(data).max()) if len(data) else 0.0
    loud = np.flatnonzero(np.abs(data) > max(SIGNAL * noise_level(data).deviation, WEAKEST * highest))
    if not len(loud):
        return None
    low, high = float(shift[loud[0]]), float(shift[loud[-1]])
    room = max(0.35 * (high - low), 20.0 * float(shift[-1] - shift[0]) / len(shift))
    return max(low - room, float(shift[0])), min(high + room, float(shift[-1]))
