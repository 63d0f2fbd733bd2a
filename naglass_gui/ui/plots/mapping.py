"""From data to pixels of a plot and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

Real = NDArray[np.float64]
FAR = 1e7  # pixels; beyond it coordinates only cost precision in the painter


@dataclass(frozen=True, slots=True)
class Mapping:
    """An affine map of each axis, in pixels of the plot's frame whose top left corner is (0, 0).

    Attributes:
        x_scale: pixels a data unit, negative where the axis runs to the left.
        x_offset: pixel of x = 0.
        y_scale: pixels a data unit, negative as pixels count downwards.
        y_offset: pixel of y = 0.
        width: of the frame in pixels.
        height: of the frame in pixels.
    """

    x_scale: float
    x_offset: float
    y_scale: float
    y_offset: float
    width: float
    height: float

    @property
    def frame(self) -> QRectF:
        """The plot's frame in pixels."""
        return QRectF(0.0, 0.0, self.width, self.height)

    @property
    def x_range(self) -> tuple[float, float]:
        """The data at the frame's left and right edge, the smaller first."""
        ends = self.data_x(0.0), self.data_x(self.width)
        return min(ends), max(ends)

    @property
    def y_range(self) -> tuple[float, float]:
        """The data at the frame's bottom and top edge, the smaller first."""
        ends = self.data_y(0.0), self.data_y(self.height)
        return min(ends), max(ends)

    def x(self, values: Real) -> Real:
        """Pixels of many data on the x axis."""
        return _pixels(values, self.x_scale, self.x_offset)

    def y(self, values: Real) -> Real:
        """Pixels of many data on the y axis."""
        return _pixels(values, self.y_scale, self.y_offset)

    def pixel_x(self, value: float) -> float:
        """The pixel of one value on the x axis."""
        return min(max(value * self.x_scale + self.x_offset, -FAR), FAR)

    def pixel_y(self, value: float) -> float:
        """The pixel of one value on the y axis."""
        return min(max(value * self.y_scale + self.y_offset, -FAR), FAR)

    def point(self, x: float, y: float) -> QPointF:
        """The pixel of one point."""
        return QPointF(self.pixel_x(x), self.pixel_y(y))

    def data_x(self, pixel: float) -> float:
        """Data at a pixel of the x axis."""
        return (pixel - self.x_offset) / self.x_scale

    def data_y(self, pixel: float) -> float:
        """Data at a pixel of the y axis."""
        return (pixel - self.y_offset) / self.y_scale

    def data(self, pixel: QPointF) -> tuple[float, float]:
        """The point at a pixel."""
        return self.data_x(pixel.x()), self.data_y(pixel.y())

    def nearest(self, x: Real, y: Real, pixel: QPointF) -> tuple[int, float]:
        """Index of the point drawn nearest to a pixel, and its distance in pixels; (-1, inf) when there is none."""
        if not len(x):
            return -1, float("inf")
        squares = (self.x(x) - pixel.x()) ** 2 + (self.y(y) - pixel.y()) ** 2
        squares = np.where(np.isfinite(squares), squares, np.inf)
        index = int(np.argmin(squares))
        return index, float(np.sqrt(squares[index]))

    def inside(self, x: Real, y: Real, box: QRectF) -> NDArray[np.intp]:
        """Indices of the points drawn inside a rectangle of pixels."""
        px, py = self.x(x), self.y(y)
        within = (px >= box.left()) & (px <= box.right()) & (py >= box.top()) & (py <= box.bottom())
        return np.flatnonzero(within)


def _pixels(values: Real, scale: float, offset: float) -> Real:
    with np.errstate(over="ignore"):  # what is beyond all numbers is far away like everything beyond the frame
        pixels = values * scale + offset
    np.maximum(pixels, -FAR, out=pixels)
    np.minimum(pixels, FAR, out=pixels)
    return pixels
