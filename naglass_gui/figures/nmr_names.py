"""Names of lines on paper: above their tops; where lines are close, side by side in a row above them, each with a line down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.text import Annotation

GAP = 2.0  # between names and from the spectrum, in points
ABOVE = 3.0  # from the top of a line to its name, in points
PASSES = 3
LEADER = 8.0  # from a row of names to the tallest top below, in points


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """The name of a line as it was drawn, and the spectrum it must not stand on: shift and height, shape (m, 2)."""

    text: Annotation
    axis: Axes
    spectrum: Array


@dataclass(slots=True)
class _Box:
    """Where a name stands, in pixels; `wanted` is above its top, `drawn` the spectrum."""

    name: Name
    wanted: float
    bottom: float
    width: float
    height: float
    drawn: Array

    def highest(self, left: float, right: float) -> float:
        """The highest point of the spectrum between two places."""
        beside = self.drawn[(self.drawn[:, 0] >= left) & (self.drawn[:, 0] <= right), 1]
        return float(beside.max(initial=-np.inf))

    @property
    def covers(self) -> bool:
        """Whether it would stand on the spectrum."""
        return self.highest(self.wanted - self.width / 2, self.wanted + self.width / 2) > self.bottom


def part_names(canvas: Canvas, names: Sequence[Name]) -> None:
    """Move names that would stand on each other or on the spectrum. The layout of the figure must be complete."""
    point = canvas.dpi / 72.0
    for _ in range(PASSES if names else 0):
        canvas.draw_without_rendering()  # from here on it is known how wide they are; names that are moved need more room
        moved = False
        for spectrum in {id(name.spectrum): name.spectrum for name in names}.values():
            boxes = sorted((_box(n, point) for n in names if n.spectrum is spectrum), key=lambda box: box.wanted)
            for row in _rows(boxes, GAP * point):
                if len(row) > 1 or row[0].covers:
                    _place(row, point)
                    moved = True
        if not moved:
            return


def _box(name: Name, point: float) -> _Box:
    from matplotlib.text import Text

    extent = Text.get_window_extent(name.text)  # without its leader
    drawn = name.axis.transData.transform(name.spectrum)
    x, y = name.axis.transData.transform(name.text.xy)
    return _Box(name, float(x), float(y) + ABOVE * point, extent.width, extent.height, drawn)


def _rows(boxes: list[_Box], gap: float) -> list[list[_Box]]:
    """Neighbours that are in each other's way; rows that grow into each other become one."""
    rows = [[box] for box in boxes]
    while True:
        for one, other in pairwise(rows):
            if _in_the_way(one, other, gap):
                rows[rows.index(one)] = one + other
                rows.remove(other)
                break
        else:
            return rows


def _in_the_way(one: list[_Box], other: list[_Box], gap: float) -> bool:
    if _left(one, gap) + _width(one, gap) + gap <= _left(other, gap):
        return False
    alone = len(one) == len(other) == 1
    apart = abs(one[0].bottom - other[0].bottom) >= max(one[0].height, other[0].height)
    return not (alone and apart and not one[0].covers and not other[0].covers)


def _width(row: list[_Box], gap: float) -> float:
    return sum(box.width for box in row) + gap * (len(row) - 1)


def _left(row: list[_Box], gap: float) -> float:
    return float(np.mean([box.wanted for box in row])) - _width(row, gap) / 2


def _place(row: list[_Box], point: float) -> None:
    gap = GAP * point
    frame = row[0].name.axis.get_window_extent()
    left = max(min(_left(row, gap), frame.x1 - _width(row, gap)), frame.x0)
    below = max(row[0].highest(left, left + _width(row, gap)), *(box.bottom for box in row))
    level = below + (LEADER if len(row) > 1 else GAP) * point
    for box in row:
        middle = left + box.width / 2
        box.name.text.xyann = ((middle - box.wanted) / point, ABOVE + (level - box.bottom) / point)
        if box.name.text.arrow_patch is not None:
            box.name.text.arrow_patch.set_alpha(1.0)
        left += box.width + gap
