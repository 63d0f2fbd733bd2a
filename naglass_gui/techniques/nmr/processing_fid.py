"""Steps before the Fourier transform: they weigh, cut and lengthen the free induction decay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.nmr.processing_signal import Signal

_MAX_NUMBERS = 2**26
_MIN_POINTS = 4
_TAIL = 8
"""The offset is taken from the last so many-th part, where the signal has died away."""


def dc_offset(signal: Signal, degree: int) -> Signal:
    """Remove the offset of the receiver, or a line through its drift, as seen in the last eighth of the decay.

    Args:
        signal: in time.
        degree: 0 for a constant; 1 for a line through the last quarter, where a drift shows.
    """
    n = signal.points
    tail = slice(-max(n // (_TAIL if degree == 0 else _TAIL // 2), 2), None)
    if degree == 0:
        return replace(signal, values=signal.values - signal.values[..., tail].mean(axis=-1, keepdims=True))
    place = np.arange(n, dtype=np.float64)[tail]
    centred = place - place.mean()
    ends = signal.values[..., tail]
    slope = (ends * centred).sum(axis=-1, keepdims=True) / (centred**2).sum()
    line = ends.mean(axis=-1, keepdims=True) + slope * (np.arange(n) - place.mean())
    return replace(signal, values=signal.values - line)


def left_shift(signal: Signal, points: int) -> Signal:
    """Drop the first points: what rings after the pulse, or an echo's rising half."""
    if signal.points - points < _MIN_POINTS:
        raise InputError(f"Shifting left by {points} points leaves none of the {signal.points}.")
    values = signal.values[..., points:]
    return replace(
        signal, values=values, axis=signal.axis[: values.shape[-1]], group_delay=max(signal.group_delay - points, 0.0)
    )


def truncate(signal: Signal, points: int) -> Signal:
    """Keep the first points; where there are fewer, keep all."""
    return replace(signal, values=signal.values[..., :points], axis=signal.axis[:points])


def zero_fill(signal: Signal, points: int) -> Signal:
    """Lengthen with zeros to so many points; data that are longer stay as they are."""
    missing = points - signal.points
    if missing <= 0:
        return signal
    if points * (signal.values.size // signal.points) > _MAX_NUMBERS:
        raise InputError(f"{points} points for each spectrum of the series are too many to hold in memory.")
    values = np.concatenate([signal.values, np.zeros((*signal.values.shape[:-1], missing))], axis=-1)
    return replace(signal, values=values, axis=np.arange(points) / signal.sweep_width)


def exponential(signal: Signal, broadening: float) -> Signal:
    """Multiply with exp(-pi lb t): every line becomes wider by lb (Hz), with a Lorentzian."""
    return _weighed(signal, -np.pi * broadening * signal.axis)


def gaussian(signal: Signal, broadening: float) -> Signal:
    """Multiply with exp(-(pi w t)^2 / (4 ln 2)): convolution with a Gaussian of full width w (Hz) at half maximum."""
    return _weighed(signal, -((np.pi * broadening * signal.axis) ** 2) / (4 * np.log(2)))


def lorentz_to_gauss(signal: Signal, broadening: float, maximum: float) -> Signal:
    """Multiply with exp(-pi lb t + pi lb t^2 / (2 gb T)), T the acquisition time: as GM of TopSpin, lb below zero.

    Args:
        signal: in time.
        broadening: lb in Hz, not above zero.
        maximum: gb, where the weight is greatest, as a share of T.
    """
    total = signal.points / signal.sweep_width
    time = signal.axis
    return _weighed(signal, -np.pi * broadening * time + np.pi * broadening * time**2 / (2 * maximum * total))


def sine_bell(signal: Signal, shift: float, power: int) -> Signal:
    """Multiply with sin(pi/ssb + pi (1 - 1/ssb) t/T), or its square: as SINE and QSINE of TopSpin.

    Args:
        signal: in time.
        shift: ssb; below 2 stands for a bell that begins at zero, 2 for a cosine.
        power: 1 or 2.
    """
    begin = 0.0 if shift < 2 else np.pi / shift
    part = np.arange(signal.points) / signal.points
    return replace(signal, values=signal.values * np.sin(begin + (np.pi - begin) * part) ** power)


def _weighed(signal: Signal, exponent: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Signal:
    if float(exponent.max()) > 300:
        raise InputError("This apodization multiplies the end of the decay by more than 1e130: use less.")
    return replace(signal, values=signal.values * np.exp(exponent))
