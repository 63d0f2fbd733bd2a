"""What part of the data a plot shows first, and what "everything" is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.techniques.eis.default import Shape
from naglass_gui.ui.plots.view import Home

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
MARGIN = 0.04
ASIDE = 0.2  # share of the room to spare that stands left of tall, narrow data
LEGEND = 24.0  # pixels above a residual
NAME = 18.0  # pixels above the uppermost spectrum of a stack
SPIKE = 1.6  # how far, in sizes of the arcs, a spike must run before the first look leaves its end out


@dataclass(frozen=True, slots=True)
class Extent:
    """A rectangle of data: Re Z from `left` to `right`, -Im Z from `bottom` to `top`."""

    left: float
    right: float
    bottom: float
    top: float

    def united(self, other: Extent) -> Extent:
        """The rectangle around both."""
        return Extent(
            min(self.left, other.left), max(self.right, other.right), min(self.bottom, other.bottom), max(self.top, other.top)
        )  # fmt: skip

    def raised(self, by: float) -> Extent:
        """The same rectangle higher up."""
        return Extent(self.left, self.right, self.bottom + by, self.top + by)

    def scaled(self, by: float) -> Extent:
        """The rectangle in another unit."""
        return Extent(by * self.left, by * self.right, by * self.bottom, by * self.top)

    @property
    def aspect(self) -> float:
        """Width over height."""
        return (self.right - self.left) / max(self.top - self.bottom, 1e-300)


def whole(spectra: Sequence[Complex], heights: Sequence[float] = ()) -> Extent | None:
    """The extent of all points, with the origin where it is near; None without points.

    `heights`: by how much each spectrum is raised, where they are stacked.
    """
    extents = [_around(z[np.isfinite(z)]) if np.isfinite(z).any() else None for z in spectra]
    return united(extents, heights)


def arcs(frequency: Real, z: Complex) -> Extent | None:
    """The extent of the part that holds the resistance: without the end of a blocking spike.

    A spectrum without a visible arc is centred on where it meets the real axis.
    """
    if not (np.isfinite(z) & (frequency > 0) & (z != 0)).any():
        return None
    shape = Shape.of(frequency, z)
    x, y, foot = shape.z.real, -shape.z.imag, shape.valley
    height = float(y[: foot + 1].max(initial=0.0))
    size = max(abs(float(x[foot])), height)
    if not shape.spike or y[-1] < SPIKE * size or size <= 0:
        return _around(shape.z)
    right = float(x[foot]) * (1.45 if shape.arc else 2.0)
    return Extent(min(0.0, float(x[: foot + 1].min())), right, min(0.0, float(y[: foot + 1].min())), 1.3 * height)


def united(extents: Sequence[Extent | None], heights: Sequence[float] = ()) -> Extent | None:
    """The extent around several, those that there are; None without any. `heights`: as in `whole`."""
    total: Extent | None = None
    for k, extent in enumerate(extents):
        if extent is not None:
            raised = extent.raised(heights[k]) if heights else extent
            total = raised if total is None else total.united(raised)
    return total


def nyquist_home(extent: Extent, names: float = 0.0) -> Home:
    """A view of equal aspect on an extent, anchored at the origin's corner: nothing is wasted below the real axis.

    `names`: pixels kept free at the left, and a line's height at the top.
    """

    def home(width: float, height: float) -> tuple[float, float, float, float]:
        span_x, span_y = extent.right - extent.left, extent.top - extent.bottom
        across, upwards = max(width - names, 0.5 * width), height - (NAME if names else 0.0)
        unit = max(span_x * (1 + 2 * MARGIN) / across, span_y * (1 + 2 * MARGIN) / max(upwards, 0.5 * height), 1e-300)
        # Half a handle must fit below the real axis, whatever the zoom.
        bottom = extent.bottom - max(MARGIN * unit * height, 14.0 * unit)
        spare = unit * width - span_x
        left = extent.left - max(ASIDE * spare, min(MARGIN * unit * width, spare / 2), min(names * unit, spare))
        return left, left + unit * width, bottom, bottom + unit * height

    return home


def frequency_home(frequencies: Sequence[Real], values: Sequence[Real], log: bool, names: float = 0.0) -> Home:
    """All frequencies across (as decimal logarithms), all values upwards with a margin; so many pixels free at the left."""
    x = _finite(np.concatenate([np.log10(f[f > 0]) for f in frequencies]) if frequencies else np.empty(0))
    y = _finite(np.concatenate(values) if values else np.empty(0))
    left, right = (float(x.min()), float(x.max())) if len(x) else (0.0, 6.0)
    bottom, top = (float(y.min()), float(y.max())) if len(y) else (0.0, 1.0)
    least = 0.6 if log else max(abs(top), 1e-300) * 1e-3
    bottom, top = _widened(bottom, top, least)
    pad_x, pad_y = 0.03 * max(right - left, 0.5), 0.07 * (top - bottom)

    def home(width: float, height: float) -> tuple[float, float, float, float]:
        free = max(pad_x, (right - left) * names / max(width - names, 0.5 * width))
        return left - free, right + pad_x, bottom - pad_y, top + pad_y

    return home


def residual_home(frequencies: Sequence[Real], residuals: Sequence[Real], names: float = 0.0) -> Home:
    """All frequencies, and residuals symmetric about zero, at least one percent. `names`: as in `frequency_home`."""
    across = frequency_home(frequencies, [], False, names)
    y = _finite(np.abs(np.concatenate(residuals)) if residuals else np.empty(0))
    reach = 1.12 * max(float(y.max(initial=0.0)), 0.9)

    def home(width: float, height: float) -> tuple[float, float, float, float]:
        left, right, _, _ = across(width, height)
        # Room above for the legend, so that it covers no point.
        above = min(LEGEND / max(height, 2 * LEGEND), 0.4) * 2 * reach
        return left, right, -reach, reach + above

    return home


def _around(z: Complex) -> Extent:
    left, right = float(z.real.min()), float(z.real.max())
    if right > 0 and left < 0.6 * right:
        left = min(left, 0.0)
    return Extent(left, right, min(0.0, float(-z.imag.max())), max(0.0, float(-z.imag.min())))


def _finite(values: Real) -> Real:
    return values[np.isfinite(values)]


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    spare = max(0.0, least - (high - low)) / 2
    return low - spare, high + spare
