"""Arranging panels on paper: places, letters, equal scales, prefixes, free corners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.figures.style import FigureStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.gridspec import SubplotSpec

_ROWS = {
    "nyquist": (1.0,),
    "bode": (0.5, 0.5),
    "residual": (0.45,),
    "admittance": (0.5, 0.5),
    "modulus": (0.5, 0.5),
    "permittivity": (0.5, 0.5),
    "check": (0.45,),
}


def grid_of_panels(canvas: Canvas, panels: Sequence[str], style: FigureStyle) -> dict[str, list[Axes]]:
    """The axes of each panel: stacked in one column, or the first beside the others in two.

    Panels that share the frequency are aligned and share its axis.
    """
    places: dict[str, list[Axes]] = {}
    if style.columns == 2 and len(panels) > 1:
        grid = canvas.add_gridspec(1, 2)
        places.update(_stack(canvas, grid[0], panels[:1]))
        places.update(_stack(canvas, grid[1], panels[1:]))
    else:
        places.update(_stack(canvas, canvas.add_gridspec(1, 1)[0], panels))
    return places


def _stack(canvas: Canvas, place: SubplotSpec, panels: Sequence[str]) -> dict[str, list[Axes]]:
    heights = [height for name in panels for height in _ROWS[name]]
    grid = place.subgridspec(len(heights), 1, height_ratios=heights)
    result: dict[str, list[Axes]] = {}
    shared: Axes | None = None
    row = 0
    for name in panels:
        result[name] = []
        for _ in _ROWS[name]:
            axis = canvas.add_subplot(grid[row], sharex=shared if name != "nyquist" else None)
            if name != "nyquist":
                shared = axis
            result[name].append(axis)
            row += 1
    return result


def letter(axis: Axes, index: int, style: FigureStyle) -> None:
    """The panel's letter, bold, above the left end of its frame."""
    text = f"{chr(ord('a') + index)}"
    axis.set_title(text, loc="left", fontweight="bold", fontsize=style.points + 1, pad=3)


def label_last(stack: Sequence[Axes], label: str) -> None:
    """Label the shared axis once, below the last of the panels stacked on it."""
    for axis in stack[:-1]:
        axis.tick_params(labelbottom=False)
    if stack:
        stack[-1].set_xlabel(label)


def hold_equal(canvas: Canvas, axis: Axes) -> None:
    """Give both axes one scale by widening one of them, keeping the lower left corner where it is."""
    box = axis.get_window_extent()
    (left, right), (low, high) = axis.get_xlim(), axis.get_ylim()
    per_pixel = max((right - left) / box.width, (high - low) / box.height)
    axis.set_xlim(left, left + per_pixel * box.width)
    axis.set_ylim(low, low + per_pixel * box.height)


def prefixed(largest: float) -> tuple[float, str]:
    """The factor and SI prefix that bring a number to between 1 and 1000: (1e3, "k") for 25,000."""
    for factor, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, "")):
        if largest >= 2 * factor:
            return factor, prefix
    return (1.0, "") if largest >= 0.1 else (1e-3, "m")


def free_place(axis: Axes, x: Array, y: Array, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Where an inset hides nothing: left, bottom, width and height in shares of the axes.

    Args:
        axis: its limits and legend are final.
        x: what is drawn, in data units, shape (m,).
        y: the same, shape (m,).
        size: wanted; down to 70 % of it is tried. Where no corner is free the place is above the frame.
    """
    inside = axis.transAxes.inverted().transform(axis.transData.transform(np.column_stack([x, y])))
    inside = np.vstack([_between(inside), _legend_points(axis)])
    margin = 0.03
    for scale in (1.0, 0.85, 0.7):
        width, height = scale * size[0], scale * size[1]
        for bottom in (1 - height - margin, (1 - height) / 2):
            for left in (1 - width - margin, margin, (1 - width) / 2):
                if not np.any(
                    (inside[:, 0] > left)
                    & (inside[:, 0] < left + width)
                    & (inside[:, 1] > bottom)
                    & (inside[:, 1] < bottom + height)
                ):
                    return left, bottom, width, height
    return (1 - size[0]) / 2, 1.02, size[0], 0.8 * size[1]


def _between(points: Array) -> Array:
    """The points and nine between each two, so that a steep line is not looked through."""
    shares = np.linspace(0.0, 1.0, 10, endpoint=False)[:, None, None]
    return (points[:-1] * (1 - shares) + points[1:] * shares).reshape(-1, 2)


def _legend_points(axis: Axes) -> Array:
    legend = axis.get_legend()
    if legend is None:
        return np.empty((0, 2))
    (left, low), (right, high) = axis.transAxes.inverted().transform(legend.get_window_extent())
    across, up = np.meshgrid(np.linspace(left, right, 20), np.linspace(low, high, 20))
    return np.column_stack([across.ravel(), up.ravel()])
