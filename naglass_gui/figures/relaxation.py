"""Relaxation on paper: recovery curves of a series, and T1 of its components as bars."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Figure, Measurement, Project
from naglass_gui.core.quantity import format_value
from naglass_gui.figures.palette import COMPONENTS
from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques.relaxation.overview import Component, components_of
from naglass_gui.techniques.relaxation.recovery import Recovery, grid_of, recovery_of
from naglass_gui.techniques.relaxation.slices import Slices, slices_from

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

MARKERS = ("o", "s", "D", "^", "v", "P")
RESIDUAL_SHARE = 3.0
SYMBOLS = {"T₁": "$T_1$", "T₂": "$T_2$", "T₁ρ": "$T_{1\\rho}$"}
BAR = 0.78  # of the room of a group


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One series with its curves."""

    name: str
    slices: Slices
    recovery: Recovery


def draw_relaxation(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw the recoveries of all series of a figure in one frame, over their M0.

    Options: `residual`, whether what the models leave is drawn below; `log_time`; `legend`.
    """
    options = dict(figure.options)
    shown = _shown(project, figure, arrays)
    log, residual = bool(options.get("log_time", True)), bool(options.get("residual", True))
    if residual:
        axis, below = canvas.subplots(2, 1, sharex=True, height_ratios=(RESIDUAL_SHARE, 1.0))
        below.set_ylabel("residual")
        below.axhline(0.0, color="#9AA5B1", lw=0.6 * style.line)
        lowest = below
    else:
        axis, below = canvas.add_subplot(), None
        lowest = axis
    several = len(shown) > 1
    for number, one in enumerate(shown):
        _draw(axis, below, one, MARKERS[number % len(MARKERS)], several, log)
    if below is not None:
        # Zero in the middle, and no point on the frame.
        most = 1.3 * float(np.abs(below.dataLim.intervaly).max()) if below.has_data() else 0.0
        below.set_ylim(-most or -1.0, most or 1.0)
    if log:
        axis.set_xscale("log")
    axis.set_ylabel("$M/M_0$")
    lowest.set_xlabel("delay / s")
    if options.get("legend", sum(len(one.recovery.curves) for one in shown) > 1):
        axis.legend()


def relaxation_figure_height(figure: Figure, width: float, columns: int) -> float:
    """Height in mm that suits a width."""
    tall = 0.95 if dict(figure.options).get("residual", True) else 0.78
    return width * (0.5 if columns == 2 else tall)


def recovery_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Every point with the value of its model as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["series", "curve", "slice", "delay / s", "M / M0", "model", "M0", "fitted"])
    for one in _shown(project, figure, arrays):
        for curve in one.recovery.curves:
            model = curve.model(one.slices.delay)
            for k in one.slices.order.tolist():
                at = "" if model is None else repr(float(model[k]))
                used = "yes" if one.slices.used[k] else "no"
                values = [repr(float(one.slices.delay[k])), repr(float(curve.values[k])), at, repr(curve.scale)]
                writer.writerow([one.name, curve.label, k + 1, *values, used])
    return text.getvalue()


def _draw(axis: Axes, below: Axes | None, one: Shown, marker: str, several: bool, log: bool) -> None:
    delay, used = one.slices.delay, one.slices.used
    grid = grid_of(delay, log)
    for curve in one.recovery.curves:
        if curve.hidden:
            continue
        label = f"{one.name}, {curve.label}" if several else curve.label
        axis.plot(delay[used], curve.values[used], marker, color=curve.colour, label=label)
        axis.plot(delay[~used], curve.values[~used], marker, color=curve.colour, mfc="none")
        drawn, at = curve.model(grid), curve.model(delay)
        if drawn is not None and at is not None:
            axis.plot(grid, drawn, color=curve.colour, zorder=1)
            if below is not None:
                below.plot(delay[used], (curve.values - at)[used], marker, color=curve.colour)


def _shown(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> list[Shown]:
    found = []
    for measurement, analysis in _pairs(project, figure):
        slices = slices_from(measurement, analysis, arrays)
        recovery = recovery_of(slices, analysis)
        if recovery.fault:
            raise InputError(recovery.fault)
        found.append(Shown(measurement.name, slices, recovery))
    if not any(one.recovery.curves for one in found):
        raise InputError("The figure shows nothing: fit the series first.")
    return found


def _pairs(project: Project, figure: Figure) -> list[tuple[Measurement, Analysis]]:
    """Series with their analyses; sources are the ones or the others."""
    measured = {m.id: m for m in project.measurements()}
    found: dict[str, tuple[Measurement, Analysis]] = {}
    for source in figure.sources:
        for analysis in project.analyses:
            mine = analysis.technique == "relaxation" and analysis.sources and analysis.sources[0] in measured
            if mine and source in (analysis.id, analysis.sources[0]):
                measurement = measured[analysis.sources[0]]
                found.setdefault(measurement.id, (measurement, analysis))
    return list(found.values())


# -- bars --------------------------------------------------------------------------------------------------------------


def draw_times(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw T1 of every component as bars, a group a series, on a logarithmic axis.

    Options: `values`, whether the numbers stand above the bars; `log_times`; `legend`.
    """
    options = dict(figure.options)
    groups, labels = _groups(project, figure)
    axis = canvas.add_subplot()
    log = bool(options.get("log_times", True))
    every = [c for _, components in groups for c in components]
    floor = 10.0 ** np.floor(np.log10(min(c.t1 for c in every)) - 0.3) if log else 0.0
    for place, (_, components) in enumerate(groups):
        width = BAR / max(len(components), 1)
        for k, c in enumerate(components):
            x = place + (k - (len(components) - 1) / 2) * width
            colour = COMPONENTS[labels.index(c.label) % len(COMPONENTS)]
            axis.bar(x, c.t1 - floor, 0.9 * width, bottom=floor, color=colour, zorder=2)
            if c.error:
                axis.errorbar(
                    x, c.t1, c.error, fmt="none", ecolor="#1F2933", elinewidth=0.8 * style.line, capsize=2, zorder=3
                )
            if options.get("values", True):
                said = _time(c.t1)
                axis.annotate(said, (x, c.t1 + (c.error or 0.0)), (0, 2), textcoords="offset points", ha="center")
    if log:
        axis.set_yscale("log")
        axis.set_ylim(floor, 3.0 * max(c.t1 for c in every))
    kinds = {c.symbol for c in every}
    axis.set_ylabel(f"{SYMBOLS[kinds.pop()]} / s" if len(kinds) == 1 else "relaxation time / s")
    axis.set_xticks(range(len(groups)), [name for name, _ in groups])
    axis.tick_params(axis="x", which="both", bottom=False, top=False)
    if options.get("legend", True):
        for k, name in enumerate(labels):
            axis.bar(0, 0, 0, bottom=floor or 1e-30, color=COMPONENTS[k % len(COMPONENTS)], label=name or "–")
        axis.legend(loc="upper left", ncols=min(len(labels), 3), bbox_to_anchor=(0.0, 1.12), borderaxespad=0.0)


def times_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """T1 of every component as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["sample", "series", "component", "T / degC", "larmor / MHz", "T1 / s", "u(T1) / s", "model"])
    for _, components in _groups(project, figure)[0]:
        for c in components:
            optional = ["" if v is None else repr(v) for v in (c.celsius, c.larmor)]
            error = "" if c.error is None else repr(c.error)
            writer.writerow([c.sample, c.series, c.label, *optional, repr(c.t1), error, c.model])
    return text.getvalue()


def _groups(project: Project, figure: Figure) -> tuple[list[tuple[str, list[Component]]], list[str]]:
    """Components by series, and every label once, in their order."""
    groups: dict[str, list[Component]] = {}
    labels: dict[str, None] = {}
    every: Sequence[Component] = components_of(project, figure.sources)
    for c in every:
        groups.setdefault(c.series, []).append(c)
        labels.setdefault(c.label)
    if not groups:
        raise InputError("The figure shows nothing: no series is fitted yet.")
    return list(groups.items()), list(labels)


def _time(seconds: float) -> str:
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1.0 or unit == "µs":
            return f"{format_value(seconds * factor, significant=3)} {unit}"
    return ""
