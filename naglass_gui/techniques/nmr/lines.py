"""Line shapes of unit area over a frequency axis in Hz, with their derivatives.

Each function gives the line, shape (m,) in 1/Hz, and its derivatives by its parameters in the order of the arguments, shape
(k, m). Widths are full widths at half maximum in Hz.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Line = tuple[Real, Real]
"""A line (m,) and its derivatives by its parameters (k, m)."""

LN2 = math.log(2.0)
_GAUSS_HEIGHT = 2.0 * math.sqrt(LN2 / math.pi)
_LORENTZ_HEIGHT = 2.0 / math.pi
_FAR = 1e6


def gaussian(axis: Real, position: float, width: float) -> Line:
    """A Gaussian: height 2 sqrt(ln 2 / pi) / width. Derivatives by (position, width)."""
    t = (axis - position) * (2.0 / width)
    value = (_GAUSS_HEIGHT / width) * np.exp(-LN2 * t * t)
    slopes = np.empty((2, len(axis)))
    by_t = value * t
    by_t *= -2.0 * LN2
    return value, _placed(value, by_t, t, width, slopes)


def lorentzian(axis: Real, position: float, width: float) -> Line:
    """A Lorentzian: height 2 / (pi width). Derivatives by (position, width)."""
    t = (axis - position) * (2.0 / width)
    value = (_LORENTZ_HEIGHT / width) / (1.0 + t * t)
    slopes = np.empty((2, len(axis)))
    # d/dt of 1/(1 + t^2) is -2t/(1 + t^2)^2, and value / height is 1/(1 + t^2).
    by_t = value * value
    by_t *= t
    by_t *= -math.pi * width
    return value, _placed(value, by_t, t, width, slopes)


def pseudo_voigt(axis: Real, position: float, width: float, mixing: float) -> Line:
    """A sum of a Lorentzian and a Gaussian of one width. Derivatives by (position, width, mixing).

    Args:
        axis: in Hz, shape (m,).
        position: of the middle, in Hz.
        width: of both, in Hz.
        mixing: the Lorentzian's share of the area, 0 to 1 (lmfit's convention; a share of the height is another number).
    """
    t = (axis - position) * (2.0 / width)
    square = t * t
    lorentz = (_LORENTZ_HEIGHT / width) / (1.0 + square)
    square *= -LN2
    gauss = np.exp(square, out=square)
    gauss *= _GAUSS_HEIGHT / width
    slopes = np.empty((3, len(axis)))
    np.subtract(lorentz, gauss, out=slopes[2])
    value = mixing * slopes[2]
    value += gauss
    by_t = lorentz * lorentz
    by_t *= -mixing * math.pi * width
    gauss *= 2.0 * LN2 * (1.0 - mixing)
    by_t -= gauss
    by_t *= t
    _placed(value, by_t, t, width, slopes)
    return value, slopes


def _placed(value: Real, by_t: Real, t: Real, width: float, slopes: Real) -> Real:
    """Derivatives by position and width of a line that is a function of t = 2 (axis - position) / width, over width."""
    np.multiply(by_t, -2.0 / width, out=slopes[0])
    by_t *= t
    by_t += value
    np.multiply(by_t, -1.0 / width, out=slopes[1])
    return slopes


def voigt(axis: Real, position: float, gauss: float, lorentz: float) -> Line:
    """A Gaussian broadened by a Lorentzian, by the Faddeeva function. Derivatives by (position, gauss, lorentz).

    Args:
        axis: in Hz, shape (m,).
        position: of the middle, in Hz.
        gauss: width of the Gaussian part in Hz, above 0.
        lorentz: width of the Lorentzian part in Hz, 0 or more.
    """
    from scipy.special import wofz

    inverse = 2.0 * math.sqrt(LN2) / gauss
    offset = (axis - position) + 0.5j * lorentz
    z = inverse * offset
    w = wofz(z)
    slope = -2.0 * z * w + 2.0j / math.sqrt(math.pi)
    far = z.real**2 + z.imag**2 > _FAR
    if far.any():
        # There the two terms cancel; the next terms of the asymptotic series are what is left.
        square = z[far] ** 2
        slope[far] = -1j / (math.sqrt(math.pi) * square) * (1.0 + 1.5 / square)
    height = inverse / math.sqrt(math.pi)
    value = height * w.real
    slopes = np.empty((3, len(axis)))
    np.multiply(slope.real, -height * inverse, out=slopes[0])
    by_inverse = value / inverse + height * (slope * offset).real
    np.multiply(by_inverse, -inverse / gauss, out=slopes[1])
    np.multiply(slope.imag, -0.5 * height * inverse, out=slopes[2])
    return value, slopes


# -- widths, heights, areas --------------------------------------------------------------------------------------------


def height_of(area: float, width: float, mixing: float) -> float:
    """The height of a pseudo-Voigt of this area; its unit is the area's divided by Hz."""
    return area / width * (mixing * _LORENTZ_HEIGHT + (1.0 - mixing) * _GAUSS_HEIGHT)


def area_of(height: float, width: float, mixing: float) -> float:
    """The area of a pseudo-Voigt of this height: pi H w / 2 for a Lorentzian, H w sqrt(pi / ln 2) / 2 for a Gaussian."""
    return height * width / (mixing * _LORENTZ_HEIGHT + (1.0 - mixing) * _GAUSS_HEIGHT)


def mixing_from_heights(share: float) -> float:
    """The Lorentzian's share of the area where `share` is its share of the height, as other programs give it."""
    lorentz, gauss = share / _LORENTZ_HEIGHT, (1.0 - share) / _GAUSS_HEIGHT
    return lorentz / (lorentz + gauss)


def voigt_width(gauss: float, lorentz: float) -> float:
    """The full width of a Voigt line to 0.02 %: 0.5346 fL + sqrt(0.2166 fL^2 + fG^2) (Olivero & Longbothum 1977)."""
    return 0.5346 * lorentz + math.sqrt(0.2166 * lorentz**2 + gauss**2)


def voigt_parts(width: float, mixing: float) -> tuple[float, float]:
    """Gaussian and Lorentzian widths of the Voigt line that a pseudo-Voigt of this width and mixing stands for.

    Thompson, Cox & Hastings, J. Appl. Cryst. 20 (1987) 79.
    """
    lorentz = width * (0.72928 * mixing + 0.19289 * mixing**2 + 0.07783 * mixing**3)
    square = 1.0 - 0.74417 * mixing - 0.24781 * mixing**2 - 0.00810 * mixing**3
    return width * math.sqrt(max(square, 0.0)), lorentz


def natural_width(gauss: float, lorentz: float, gauss_broadening: float, lorentz_broadening: float) -> float | None:
    """The width without the broadening of the apodization: Lorentz linearly, Gauss in quadrature.

    Args:
        gauss: Gaussian part of the line in Hz.
        lorentz: Lorentzian part in Hz.
        gauss_broadening: of the apodization in Hz, at least 0.
        lorentz_broadening: of the apodization in Hz; negative where a Lorentz-to-Gauss window narrowed the line.

    Returns:
        The width in Hz; None where the line is narrower than the apodization alone would make it.
    """
    rest, square = lorentz - lorentz_broadening, gauss**2 - gauss_broadening**2
    if rest < 0.0 or square < 0.0 or rest + square == 0.0:
        return None
    return voigt_width(math.sqrt(square), rest)


def hertz(shift: Real, larmor: float) -> Real:
    """Offsets in Hz of shifts in ppm, for a Larmor frequency in MHz (of 0 ppm)."""
    return shift * larmor


def shift(offset: Real, larmor: float) -> Real:
    """Shifts in ppm of offsets in Hz, for a Larmor frequency in MHz (of 0 ppm)."""
    return offset / larmor
