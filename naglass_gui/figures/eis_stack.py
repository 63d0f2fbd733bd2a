"""Spectra of an impedance figure above one another: where each stands, and its name beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.project import Figure
from naglass_gui.figures.spectra import Spectrum
from naglass_gui.figures.style import MM_PER_INCH, FigureStyle
from naglass_gui.techniques.eis.stacking import Outline, frequency_outline, nyquist_outline, offsets

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMES = 0.15
"""Of the width, kept free at the left for the names."""
FRAME, LINE = 0.8, 1.5
"""Of a panel's width, what its frame takes; of the type size, what a name takes upwards."""


def is_stack(figure: Figure) -> bool:
    """Whether the spectra of a figure stand above one another: several, and asked so by `layout`."""
    return dict(figure.options).get("layout") == "stack" and len(figure.sources) > 1


def nyquist_heights(shown: Sequence[Spectrum], reach: float, style: FigureStyle, panels: int) -> list[float]:
    """By how much each spectrum is raised in the complex plane, in its unit.

    `reach`: the largest Re Z shown; of so many panels: names at the curves need room at that scale.
    """
    points = FRAME * style.width / MM_PER_INCH * 72 / (2 if style.columns == 2 and panels > 1 else 1)
    line = LINE * style.points * (1 + NAMES) * reach / points
    return _heights(shown, [nyquist_outline(s.frequency, s.z) for s in shown], line)


def phase_heights(shown: Sequence[Spectrum]) -> list[float]:
    """By how much each phase is raised, in degrees."""
    phases = [frequency_outline(np.log10(s.frequency), -np.angle(s.z, deg=True)) for s in shown]
    return _heights(shown, phases)


def nyquist_top(shown: Sequence[Spectrum], heights: Sequence[float], whole: bool) -> float:
    """How far up a stack reaches; the far ends of spikes may leave the plot where not the whole is wanted."""
    if whole:
        return max(h - float(s.z.imag.min()) for s, h in zip(shown, heights, strict=True))
    outlines = [nyquist_outline(s.frequency, s.z) for s in shown]
    return max(h + max(float(o.y.max(initial=0.0)), o.height) for o, h in zip(outlines, heights, strict=True))


def name_curves(axis: Axes, shown: Sequence[Spectrum], heights: Sequence[float], scale: float = 1.0) -> None:
    """Write the name of each spectrum at the left, on its base."""
    for s, height in zip(shown, heights, strict=True):
        axis.annotate(
            s.label,
            (0.0, height / scale),
            (3, 1),
            ("axes fraction", "data"),
            textcoords="offset points",
            va="bottom",
            zorder=5,
            annotation_clip=True,
        )


def _heights(shown: Sequence[Spectrum], outlines: Sequence[Outline], least: float = 0.0) -> list[float]:
    """The hottest at the top, else the first."""
    order = list(range(len(shown)))
    if len({s.temperature for s in shown}) > 1 and all(s.temperature is not None for s in shown):
        order.sort(key=lambda k: -(shown[k].temperature or 0.0))
    raised = dict(zip(order, offsets([outlines[k] for k in order], least), strict=True))
    return [raised[k] for k in range(len(shown))]
