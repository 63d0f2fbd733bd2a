"""The Fourier transform and the steps after it: digital filter, phase, reference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.nmr.processing_phase import automatic_phase
from naglass_gui.techniques.nmr.processing_signal import Signal


def fourier_transform(signal: Signal) -> Signal:
    """The spectrum, with high shift at the left; for an even number of points its left edge is +sweep width/2.

    TopSpin's own order and edge. Raises InputError where the frequency of 0 ppm is not known.
    """
    if signal.reference is None:
        raise InputError(
            "The file gives no Larmor frequency, so there is no shift axis: type the frequency of the nucleus."
        )
    n = signal.points
    # From the highest frequency downward; the lowest of an even number, -n/2, is also +n/2.
    order = (n // 2 - np.arange(n)) % n
    values = np.fft.fft(signal.values, axis=-1)[..., order]
    hertz = (n // 2 - np.arange(n)) * (signal.sweep_width / n)
    shift = np.asarray(signal.carrier + hertz / signal.reference, dtype=np.float64)
    return replace(signal, values=values, axis=shift, domain="shift")


def group_delay(signal: Signal, points: float | None) -> Signal:
    """Undo the delay of the digital filter: a first-order phase of 360 deg a point across the spectrum, from its left edge.

    Counted from the left edge, as TopSpin does, so that its phases PHC0 and PHC1 hold as they are stored.

    Args:
        signal: a spectrum.
        points: the delay, may be a fraction; None for the one the file gives.
    """
    delay = signal.group_delay if points is None else points
    turned = signal.values * np.exp(-2j * np.pi * delay * signal.from_left)
    return replace(signal, values=turned, group_delay=0.0)


def phase(signal: Signal, p0: float, p1: float, pivot: float | None) -> Signal:
    """Multiply with exp(-i (p0 + p1 (x - x_pivot))), x running from 0 at the left edge to 1 at the right: TopSpin's signs.

    Args:
        signal: a spectrum.
        p0: deg.
        p1: deg over the whole width.
        pivot: the shift in ppm that p1 leaves alone; None for the left edge.

    Raises:
        InputError: the imaginary part was not stored.
    """
    if not signal.has_imaginary:
        raise InputError(
            "The file holds the real part of this spectrum only, so it cannot be phased: process its raw data."
        )
    x = signal.from_left
    at_pivot = 0.0 if pivot is None else _place(signal, pivot)
    return replace(signal, values=signal.values * np.exp(-1j * np.deg2rad(p0 + p1 * (x - at_pivot))))


def auto_phase(signal: Signal, orders: str) -> Signal:
    """Phase by least entropy (`automatic_phase`); a series by its strongest spectrum."""
    if not signal.has_imaginary:
        return phase(signal, 0.0, 0.0, None)
    p0, p1, pivot = automatic_phase(signal.axis, signal.values, first_order=orders != "p0")
    return phase(signal, p0, p1, pivot)


def magnitude(signal: Signal) -> Signal:
    """The modulus; its lines are wider and their areas are not in proportion to the numbers of nuclei."""
    return replace(signal, values=np.abs(signal.values).astype(np.complex128))


def referenced(signal: Signal, added: float) -> Signal:
    """Move the axis: `added` is the true shift of a line less the shift it was shown at, in ppm."""
    return replace(signal, axis=signal.axis + added)


def _place(signal: Signal, shift: float) -> float:
    left, step = float(signal.axis.max()), abs(float(signal.axis[-1] - signal.axis[0])) / (signal.points - 1)
    return (left - shift) / (step * signal.points)
