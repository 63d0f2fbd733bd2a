"""Automatic phase by minimum entropy: ACME, L. Chen, Z. Weng, L. Goh, M. Garland, J. Magn. Reson. 158 (2002) 164."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from naglass_gui.techniques.nmr.processing_signal import Complex, Real

_POINTS = 4096
"""A spectrum of more points is averaged down to about so many; lines this narrow would not survive, so width decides."""
_PENALTY = 100.0
_P0_STARTS = np.arange(-180.0, 180.0, 20.0)
_P1_STARTS = (-180.0, -60.0, 0.0, 60.0, 180.0)
_KEPT_STARTS = 4


def automatic_phase(shift: Real, spectrum: Complex, *, first_order: bool = True) -> tuple[float, float, float]:
    """The phase that makes a spectrum's lines absorptive and positive.

    The entropy of the normalised derivative of the real part, with a penalty on what is negative, is brought to its least
    from a grid of starts. A series is phased by its spectrum of greatest norm.

    Args:
        shift: ppm, shape (n,).
        spectrum: complex, shape (n,) or (m, n).
        first_order: whether p1 is sought too.

    Returns:
        p0 and p1 in deg, and the pivot in ppm: the tallest line, where p0 alone holds.
    """
    if spectrum.ndim > 1:
        spectrum = spectrum[int(np.argmax(np.linalg.norm(spectrum, axis=-1)))]
    tallest = int(np.argmax(np.abs(spectrum)))
    n = len(shift)
    left = float(shift.max())
    x = (left - shift) / (abs(float(shift[-1] - shift[0])) / (n - 1) * n)
    scale = float(np.abs(spectrum[tallest]))
    if scale == 0:
        return 0.0, 0.0, float(shift[tallest])
    cut, place = _signal_part(spectrum / scale, x)
    place = place - x[tallest]

    def cost(phases: Real) -> float:
        p1 = phases[1] if len(phases) > 1 else 0.0
        real = (cut * np.exp(-1j * np.deg2rad(phases[0] + p1 * place))).real
        return _entropy(real)

    starts = [(p0, p1) for p0 in _P0_STARTS for p1 in (_P1_STARTS if first_order else (0.0,))]
    best = sorted(starts, key=lambda s: cost(np.array(s)))[:_KEPT_STARTS]
    found = [
        minimize(cost, start if first_order else start[:1], method="Nelder-Mead",
                 options={"xatol": 0.01, "fatol": 1e-9, "maxiter": 400})
        for start in best
    ]  # fmt: skip
    least = min(found, key=lambda result: float(result.fun))
    p0, p1 = float(least.x[0]), float(least.x[1]) if first_order else 0.0
    return (p0 + 180.0) % 360.0 - 180.0, p1, float(shift[tallest])


def _signal_part(spectrum: Complex, x: Real) -> tuple[Complex, Real]:
    """The spectrum averaged to a bearable number of points, but never over more than a line's width."""
    tall = np.abs(spectrum)
    width = max(int(np.count_nonzero(tall > 0.5)), 1)
    step = max(1, min(len(x) // _POINTS, width // 4))
    kept = len(x) // step * step
    if step == 1:
        return spectrum, x
    return spectrum[:kept].reshape(-1, step).mean(axis=1), x[:kept].reshape(-1, step).mean(axis=1)


def _entropy(real: Real) -> float:
    slope = np.abs(np.diff(real))
    share = slope / max(float(slope.sum()), 1e-300)
    share = share[share > 0]
    entropy = -float((share * np.log(share)).sum())
    # Counted from the baseline: with an offset under it, every point of a good spectrum could be negative.
    real = real - np.median(real)
    negative = real[real < 0]
    return entropy + _PENALTY * float((negative**2).sum()) / max(float((real**2).sum()), 1e-300)
