"""Stability on paper: a quantity against a condition, with error bars, law and band."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.conditions import condition_words
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Figure, Project
from naglass_gui.core.quantity import unit_symbol
from naglass_gui.figures.palette import COMPONENTS
from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques import sources_of
from naglass_gui.techniques.stability import Point, StabilityPlot, plot_of
from naglass_gui.techniques.stability.plot import ratio
from naglass_gui.techniques.stability.words import quantity_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

DATA_COLOUR, FIT_COLOUR = "#1F2933", "#D1495B"
# Symbols of quantities are italic, what is said of them below is not.
_PRINTED = {
    "σ": r"$\sigma$",
    "σₑ": r"$\sigma_\mathrm{e}$",
    "σ(25 °C)": r"$\sigma$(25 °C)",
    "Eₐ": r"$E_\mathrm{a}$",
    "R": "$R$",
    "x": "$x$",
}
BAND = 0.16
RATIO, WIDE_RATIO = 0.8, 0.45


def draw_stability(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw the plots of all analyses of a figure in one frame.

    Options: `band`, whether the 68 % bands of the laws are drawn; `legend`; `from_zero`, whether the axis begins at zero.
    """
    options = dict(figure.options)
    shown = _shown(project, figure)
    axis = canvas.add_subplot()
    first = shown[0][1]
    factor, unit = _handy([plot for _, plot in shown])
    for number, (analysis, plot) in enumerate(shown):
        alone = len(shown) == 1
        line = FIT_COLOUR if alone else COMPONENTS[number % len(COMPONENTS)]
        colours = (DATA_COLOUR if alone else line, line)
        _draw(axis, plot, colours, analysis.name, bool(options.get("band", True)), factor)
    axis.set_xlabel(_with_unit(condition_words(first.condition), first.condition_unit))
    axis.set_ylabel(axis_words(first, unit))
    if options.get("from_zero", False):
        axis.set_ylim(bottom=0.0)
    if options.get("legend", len(shown) > 1):
        axis.legend()


def stability_height(figure: Figure, width: float, columns: int) -> float:
    """Height in mm that suits a width."""
    return width * (WIDE_RATIO if columns == 2 else RATIO)


def axis_words(plot: StabilityPlot, unit: str) -> str:
    """What the upright axis shows: "σ / mS cm⁻¹", or relative to the first point."""
    name = quantity_words(plot.quantity)
    name = _PRINTED.get(name, name)
    return f"{name}, relative to the first" if plot.normalised else _with_unit(name, unit)


def _handy(plots: Sequence[StabilityPlot]) -> tuple[float, str]:
    """What shown values are multiplied by, and their unit then: conductivities in mS/cm where all of them read well so."""
    values = [p.value for plot in plots for p in plot.points]
    if any(plot.normalised for plot in plots):
        return 1.0, ""
    if all(plot.unit == "S/cm" for plot in plots) and all(1e-5 <= abs(value) < 1.0 for value in values):
        return 1e3, "mS/cm"
    return 1.0, plots[0].unit


def stability_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Every point with its errors and the value of its law as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    _, first = _shown(project, figure)[0]
    unit = f" / {first.unit}" if first.unit else ""
    writer.writerow(
        ["plot", "source", f"{first.condition} / {first.condition_unit}", f"{first.quantity}{unit}", f"u without geometry{unit}",
         f"u{unit}", "relative to the first", "u (relative)", f"law{unit}", "fitted"]
    )  # fmt: skip
    for analysis, plot in _shown(project, figure):
        for point in plot.points:
            law = "" if plot.law is None else repr(float(plot.law.at(np.array([point.x]))[0][0]))
            errors = ["" if e is None else repr(e) for e in (point.error, point.whole_error)]
            relative = _relative(plot, point)
            writer.writerow(
                [
                    analysis.name,
                    point.name,
                    repr(point.x),
                    repr(point.value),
                    *errors,
                    *relative,
                    law,
                    "no" if point.excluded else "yes",
                ]
            )
    return text.getvalue()


def _relative(plot: StabilityPlot, point: Point) -> list[str]:
    if not plot.fitted or not plot.fitted[0].value:
        return ["", ""]
    value, error = (1.0, 0.0) if point is plot.fitted[0] else ratio(point, plot.fitted[0])
    return [repr(value), "" if error is None else repr(error)]


def _shown(project: Project, figure: Figure) -> list[tuple[Analysis, StabilityPlot]]:
    analyses = [project.analysis(id) for id in figure.sources]
    shown = [(a, plot_of(a, sources_of(project, a))) for a in analyses]
    if not any(plot.points for _, plot in shown):
        raise InputError("The figure shows nothing: no source of it has the quantity and the condition.")
    return shown


def _draw(axis: Axes, plot: StabilityPlot, colours: tuple[str, str], label: str, band: bool, factor: float) -> None:
    points, line = colours
    x, values, errors = plot.curve()
    if len(x):
        if band and np.isfinite(errors).all():
            low, high = factor * (values - errors), factor * (values + errors)
            axis.fill_between(x, low, high, color=line, alpha=BAND, lw=0)
        axis.plot(x, factor * values, color=line)
    for out in (False, True):
        chosen = [p for p in plot.points if p.excluded == out]
        if not chosen:
            continue
        shown = factor * np.array([plot.shown(p) for p in chosen])
        axis.errorbar(
            [p.x for p in chosen],
            shown[:, 0],
            shown[:, 1],
            [p.x_error for p in chosen],
            fmt="o",
            color=points,
            mfc="white" if out else points,
            label=None if out else label,
        )


def _with_unit(name: str, unit: str) -> str:
    return f"{name} / {unit_symbol(unit)}" if unit else name
