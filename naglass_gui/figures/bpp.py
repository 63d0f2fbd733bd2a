"""T1 against temperature on paper: points of every field, the motion fitted to them, its minimum."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Figure, Project
from naglass_gui.figures.palette import COMPONENTS
from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques import sources_of
from naglass_gui.techniques.bpp.bridge import JumpRate, asked_rates, conductivities, sample_of
from naglass_gui.techniques.bpp.law import correlation_time, relaxation_time
from naglass_gui.techniques.bpp.points import Point, fields, points_of_sources, points_of_table
from naglass_gui.techniques.bpp.rates import correlation_times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

DATA, RATE = "#1F2933", "#D1495B"
MARKERS = ("o", "s", "D", "^", "v", "P")
ZERO_CELSIUS = 273.15
GRID = 160
BEYOND = 0.1
RATIOS = (3.0, 2.0)
HEADS = (
    "plot", "source", "T / K", "larmor / MHz", "T1 / s", "u(T1) / s", "model / s", "fitted", "tau / s", "u(tau) / s", "1/tau / s-1",
    "u(1/tau) / s-1", "rate of sigma / s-1", "u(rate of sigma) / s-1",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One plot with its points, and the jump rates that the conductivities of its sample ask for."""

    analysis: Analysis
    points: tuple[Point, ...]
    asked: tuple[JumpRate, ...] = ()

    def model(self, kelvin: Array, larmor: float) -> Array | None:
        """T1 in s of the fit; None without one."""
        fit = self.analysis.fit
        if fit is None:
            return None
        held = {p.name: p.value for p in fit.parameters}
        spin = fit.statistic("spin") or 1.5
        pq = held["C_Q"] * float(np.sqrt(1.0 + held.get("eta", 0.0) ** 2 / 3.0))
        tau = correlation_time(np.asarray(kelvin, dtype=float), held["Ea"], held["tau0"])
        return relaxation_time(tau, np.asarray(larmor), pq, spin, fit.model, held.get("beta", 1.0))  # type: ignore[arg-type]


def draw_bpp(canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle) -> None:
    """Draw T1 against 1000/T, or against the temperature, with the fitted motion; a colour a field, a marker a plot.

    Options: `inverse`, whether against 1000/T; `celsius`, whether a scale in degrees Celsius stands above; `minimum`; `rates`,
    whether the jump rates stand below, with those that the conductivities of the same samples ask for; `legend`.
    """
    options = dict(figure.options)
    shown = _shown(project, figure, arrays)
    inverse = bool(options.get("inverse", True))
    below: Axes | None = None
    if options.get("rates", False):
        axis, below = canvas.subplots(2, 1, sharex=True, height_ratios=RATIOS)
    else:
        axis = canvas.add_subplot()
    every = fields([p for one in shown for p in one.points])
    for number, one in enumerate(shown):
        for k, larmor in enumerate(every):
            colour = COMPONENTS[k % len(COMPONENTS)]
            _draw(axis, one, larmor, colour, MARKERS[number % len(MARKERS)], inverse, len(shown) > 1)
        if options.get("minimum", True):
            _mark(axis, one, inverse)
    axis.set_yscale("log")
    axis.set_ylabel("$T_1$ / s")
    if below is not None:
        for number, one in enumerate(shown):
            draw_rates(below, one, number if len(shown) > 1 else None, inverse)
        finish_rates(below)
    (below or axis).set_xlabel("1000 $T^{-1}$ / K$^{-1}$" if inverse else "$T$ / °C")
    if inverse and options.get("celsius", True):
        _add_celsius(axis)
    if options.get("legend", len(every) > 1 or len(shown) > 1):
        axis.legend()


def bpp_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Every point with the value of the fitted motion as CSV, its correlation time and jump rate; then those of conductivities."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADS)
    for one in _shown(project, figure, arrays):
        for p in one.points:
            model = one.model(np.array([p.kelvin]), p.larmor)
            at = "" if model is None else repr(float(model[0]))
            error = "" if p.error is None else repr(float(p.error))
            numbers = [*(repr(float(v)) for v in (p.kelvin, p.larmor / 1e6, p.t1)), error, at]
            writer.writerow(
                [one.analysis.name, p.name, *numbers, "no" if p.excluded else "yes", *_rates_at(one, p.kelvin)]
            )
        for asked in one.asked:
            error = "" if asked.error is None else repr(float(asked.error))
            writer.writerow(
                [one.analysis.name, "conductivity", repr(float(asked.kelvin)), *[""] * 5, *_rates_at(one, asked.kelvin),
                 repr(float(asked.rate)), error]
            )  # fmt: skip
    return text.getvalue()


def _rates_at(one: Shown, kelvin: float) -> list[str]:
    """Correlation time and jump rate with their standard errors; empty where the fit does not tell them."""
    fit = one.analysis.fit
    times = None if fit is None else correlation_times(fit, np.array([kelvin]))
    if times is None:
        return [""] * 4
    tau, relative = float(times.tau[0]), float(times.relative[0])
    return [repr(v) for v in (tau, tau * relative, 1.0 / tau, relative / tau)]


def _shown(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> list[Shown]:
    measured = {m.id: m for m in project.measurements()}
    found: dict[str, Shown] = {}
    for source in figure.sources:
        for analysis in project.analyses:
            if analysis.technique != "bpp" or (source != analysis.id and source not in analysis.sources):
                continue
            table = measured.get(analysis.sources[0]) if analysis.sources else None
            if table is not None and table.technique == "bpp":
                columns = {c.name: arrays[c.array.digest] for c in table.channels}
                points = points_of_table(columns, analysis)
            else:
                points = points_of_sources(sources_of(project, analysis), int(analysis.option("curve", 1)))
            if points:
                found.setdefault(analysis.id, Shown(analysis, points, _asked(project, analysis)))
    if not found:
        raise InputError("The figure shows nothing: there is no T1 with a temperature and a Larmor frequency.")
    return list(found.values())


def _asked(project: Project, analysis: Analysis) -> tuple[JumpRate, ...]:
    sample = sample_of(project, analysis)
    try:
        return () if sample is None else asked_rates(analysis, conductivities(project, sample))
    except InputError:
        return ()  # a formula without a mobile ion asks for no rates


def _draw(axis: Axes, one: Shown, larmor: float, colour: str, marker: str, inverse: bool, several: bool) -> None:
    mine = [p for p in one.points if abs(p.larmor / larmor - 1.0) < 0.01]
    if not mine:
        return
    label = f"{larmor / 1e6:.5g} MHz" + (f", {one.analysis.name}" if several else "")
    for out in (False, True):
        chosen = [p for p in mine if p.excluded == out]
        if not chosen:
            continue
        x = _across(np.array([p.kelvin for p in chosen]), inverse)
        t1 = np.array([p.t1 for p in chosen])
        error = np.array([p.error or 0.0 for p in chosen])
        axis.errorbar(
            x, t1, np.where(error > 0, error, np.nan), fmt=marker, color=colour, mfc="none" if out else colour,
            label=None if out else label, elinewidth=0.6, zorder=3,
        )  # fmt: skip
    kelvin = np.array([p.kelvin for p in one.points])
    low, high = 1.0 / kelvin.max(), 1.0 / kelvin.min()
    room = BEYOND * (high - low)
    grid = 1.0 / np.linspace(low - room, high + room, GRID)
    curve = one.model(grid, larmor)
    if curve is not None:
        axis.plot(_across(grid, inverse), curve, color=colour, zorder=2)


def _mark(axis: Axes, one: Shown, inverse: bool) -> None:
    fit = one.analysis.fit
    kelvin = [p.kelvin for p in one.points]
    for larmor in fields(one.points):
        least = None if fit is None else fit.quantity(f"T_min_{larmor / 1e6:.4g}MHz")
        if least is None or not min(kelvin) <= least.value <= max(kelvin):
            continue
        height = one.model(np.array([least.value]), larmor)
        if height is not None:
            axis.plot(_across(np.array([least.value]), inverse), height, "_", color="#1F2933", markersize=9, zorder=4)


def draw_rates(axis: Axes, one: Shown, number: int | None, inverse: bool) -> None:
    """1/tau with its band of 95 %, and as squares the rates that conductivities ask for; a colour a plot where `number` tells one."""
    colour = RATE if number is None else COMPONENTS[number % len(COMPONENTS)]
    kelvin = np.array([*(p.kelvin for p in one.points), *(a.kelvin for a in one.asked)])
    low, high = 1.0 / kelvin.max(), 1.0 / kelvin.min()
    room = BEYOND * (high - low)
    grid = 1.0 / np.linspace(low - room, high + room, GRID)
    times = None if one.analysis.fit is None else correlation_times(one.analysis.fit, grid)
    if times is not None:
        x = _across(grid, inverse)
        axis.fill_between(x, times.rate / times.factor, times.rate * times.factor, color=colour, alpha=0.25, lw=0)
        axis.plot(x, times.rate, color=colour, label="$1/\\tau$ from $T_1$" if not number else None)
    if one.asked:
        rate = np.array([a.rate for a in one.asked])
        error = np.array([a.error or np.nan for a in one.asked])
        shade = DATA if number is None else colour
        label = "from $\\sigma$" if not number else None
        at = _across(np.array([a.kelvin for a in one.asked]), inverse)
        axis.errorbar(at, rate, error, fmt="s", color=shade, elinewidth=0.6, zorder=3, label=label)


def finish_rates(axis: Axes) -> None:
    """The axis below."""
    axis.set_yscale("log")
    axis.set_ylabel("$1/\\tau$ / s$^{-1}$")
    if axis.get_legend_handles_labels()[0]:
        axis.legend()


def _add_celsius(axis: Axes) -> None:
    """The temperature in degrees Celsius along the upper edge."""
    low, high = axis.get_xlim()
    above = axis.twiny()
    axis.tick_params(top=False)
    coldest, hottest = 1000.0 / high - ZERO_CELSIUS, 1000.0 / low - ZERO_CELSIUS
    step = next((s for s in (10, 20, 25, 50, 100) if (hottest - coldest) / s <= 6), 200)
    marks = np.arange(np.ceil(coldest / step) * step, hottest, step)
    above.set_xlim(low, high)
    above.set_xticks(1000.0 / (marks + ZERO_CELSIUS), [f"{m:.0f}".replace("-", "−") for m in marks + 0.0])
    above.set_xlabel("$T$ / °C")


def _across(kelvin: Array, inverse: bool) -> Array:
    return np.asarray(1000.0 / kelvin if inverse else kelvin - ZERO_CELSIUS)
