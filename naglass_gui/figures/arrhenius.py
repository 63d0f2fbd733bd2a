"""Arrhenius plots on paper: points with error bars, lines with bands, a second axis in °C."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from naglass_gui.core.arrays import Array
from naglass_gui.core.doubt import doubt_of, marked
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Figure, Project
from naglass_gui.core.quantity import format_value
from naglass_gui.figures.palette import COMPONENTS
from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques import sources_of
from naglass_gui.techniques.arrhenius import ROLE_WORDS, ArrheniusPlot, Curve, Point, Role, plot_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

FIT_COLOUR = "#D1495B"
DATA_COLOUR = "#1F2933"
MARKERS = {"total": "o", "bulk": "s", "gb": "D"}
BAND = 0.16


def draw_arrhenius(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw the plots of all analyses of a figure in one frame.

    Options: `band`, whether the 95 % bands are drawn; `extrapolate`, whether the lines go on to 25 °C; `energies`, whether the
    legend tells Ea; `legend`.
    """
    options = dict(figure.options)
    shown = _shown(project, figure)
    axis = canvas.add_subplot()
    for number, (analysis, plot) in enumerate(shown):
        alone = len(shown) == 1
        line = FIT_COLOUR if alone else COMPONENTS[number % len(COMPONENTS)]
        points = DATA_COLOUR if alone else line
        label = analysis.name if not options.get("energies", True) else _with_energy(analysis)
        labels = _labels(analysis, plot, options) if alone else {"total": label}
        _draw(axis, plot, (points, line), labels, options)
    if len(shown) > 1:
        _name_roles(axis, shown)
    axis.set_yscale("log")
    axis.set_xlabel(r"1000 $T^{\,-1}$ / K$^{-1}$")
    axis.set_ylabel(_label(shown))
    zero = shown[0][1].settings.zero_celsius
    upper = axis.secondary_xaxis("top", functions=(partial(_celsius, zero=zero), partial(_inverse, zero=zero)))
    upper.set_xlabel(r"$t$ / °C")
    axis.tick_params(top=False)
    if options.get("legend", True):
        axis.legend()


def arrhenius_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Every point with its error and the value of its line as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["plot", "part", "branch", "spectrum", "t / °C", "T / K", "1000/T / 1/K", "R / ohm", "u(R) / ohm",
         "sigma / S/cm", "sigma T / S K/cm", "line: ln sigma", "fitted"]
    )  # fmt: skip
    for analysis, plot in _shown(project, figure):
        for curve in plot.curves:
            if curve.branch is None:
                for point in curve.points:
                    writer.writerow([analysis.name, ROLE_WORDS[curve.role], *_row(curve, point)])
    return text.getvalue()


def _row(curve: Curve, p: Point) -> list[str]:
    sigma = p.conductivity
    line = "" if curve.law is None else repr(float(curve.law.log_sigma(np.array([p.kelvin]))[0]))
    numbers = [p.celsius, p.kelvin, 1000.0 / p.kelvin, p.resistance]
    return [
        p.branch,
        p.name,
        *(repr(float(n)) for n in numbers),
        "" if p.error is None else repr(p.error * p.resistance),
        "" if sigma is None else repr(sigma),
        "" if sigma is None else repr(sigma * p.kelvin),
        line,
        "no" if p.excluded else "yes",
    ]


def _shown(project: Project, figure: Figure) -> list[tuple[Analysis, ArrheniusPlot]]:
    analyses = [project.analysis(id) for id in figure.sources]
    shown = [(a, plot_of(a, sources_of(project, a))) for a in analyses]
    if not any(plot.total.points for _, plot in shown):
        raise InputError("The figure shows nothing: no spectrum of it has a fitted resistance and a temperature.")
    return shown


def _labels(analysis: Analysis, plot: ArrheniusPlot, options: Mapping[str, object]) -> dict[str, str]:
    """What the legend calls each part of the only sample: by its role, where there are several."""
    roles = _roles(plot)
    names: dict[str, str] = {role: analysis.name if len(roles) == 1 else ROLE_WORDS[role] for role in roles}
    if not options.get("energies", True):
        return names
    return {
        role: _with_energy(analysis, name, "Ea" if len(roles) == 1 else f"Ea_{role}") for role, name in names.items()
    }


def _roles(plot: ArrheniusPlot) -> list[Role]:
    return [curve.role for curve in plot.curves if curve.branch is None and curve.points]


def _name_roles(axis: Axes, shown: Sequence[tuple[Analysis, ArrheniusPlot]]) -> None:
    """Of several samples the markers of bulk and grain boundary have an entry of their own, in no sample's colour."""
    for role in dict.fromkeys(role for _, plot in shown for role in _roles(plot) if role != "total"):
        axis.plot([], [], MARKERS[role], color="none", mec=DATA_COLOUR, label=ROLE_WORDS[role])


def _with_energy(analysis: Analysis, name: str = "", quantity: str = "Ea") -> str:
    name = name or analysis.name
    found = None if analysis.fit is None else analysis.fit.quantity(quantity)
    if found is None:
        return name
    return marked(f"{name}, {format_value(found.value, found.stderr)} eV", doubt_of(analysis.fit))


def _draw(
    axis: Axes, plot: ArrheniusPlot, colours: tuple[str, str], labels: Mapping[str, str], options: Mapping[str, object]
) -> None:
    both = plot.curve("total", "heating") is not None
    for curve in plot.curves:
        if curve.law is not None and not (both and curve.role == "total" and curve.branch is None):
            _draw_line(axis, plot, curve, colours[1], options)
        if curve.branch is None:
            _draw_points(axis, plot, curve, colours[0], labels.get(curve.role, ""))


def _draw_line(axis: Axes, plot: ArrheniusPlot, curve: Curve, colour: str, options: Mapping[str, object]) -> None:
    assert curve.law is not None
    ends = [float(curve.kelvin[0]), float(curve.kelvin[-1])]
    inside = _even(ends)
    main = curve.role == "total" and curve.branch is None
    beyond = _even([*ends, plot.settings.room]) if main and curve.sized and options.get("extrapolate", True) else inside
    if main:
        middle, low, high = curve.band(beyond)
        if options.get("band", True) and curve.law.freedom:
            axis.fill_between(
                1000 / beyond, _scaled(plot, beyond, low), _scaled(plot, beyond, high), color=colour, alpha=BAND, lw=0
            )
        axis.plot(1000 / beyond, _scaled(plot, beyond, middle), color=colour, ls=(0, (3, 2)), alpha=0.7)
    style = "-" if curve.role == "total" else (0, (1, 1))
    axis.plot(1000 / inside, _scaled(plot, inside, curve.law.log_sigma(inside)), color=colour, ls=style)


def _draw_points(axis: Axes, plot: ArrheniusPlot, curve: Curve, colour: str, label: str) -> None:
    for branch in ("heating", "cooling"):
        for out in (False, True):
            chosen = [p for p in curve.points if p.branch == branch and p.excluded == out]
            if not chosen:
                continue
            kelvin = np.array([p.kelvin for p in chosen])
            log = np.log([_constant(curve, p) / p.resistance for p in chosen])
            y = _scaled(plot, kelvin, log)
            bars = y * np.array([p.error or 0.0 for p in chosen])
            marker = "^" if branch == "cooling" else MARKERS[curve.role]
            axis.errorbar(
                1000 / kelvin, y, yerr=None if out else bars, fmt=marker, color=colour, capsize=0, elinewidth=0.7,
                mfc="none" if out else colour, label=label if not out and branch == chosen[0].branch else None,
            )  # fmt: skip
            label = ""


def _constant(curve: Curve, point: Point) -> float:
    return point.cell_constant if curve.sized and point.cell_constant is not None else 1.0


def _scaled(plot: ArrheniusPlot, kelvin: Array, log: Array) -> Array:
    return np.asarray(np.exp(log) * (kelvin if plot.settings.scale == "sigma T" else 1.0))


def _even(kelvin: Sequence[float]) -> Array:
    return np.asarray(1.0 / np.linspace(1.0 / max(kelvin), 1.0 / min(kelvin), 60))


def _celsius(x: ArrayLike, zero: float) -> Array:
    """From 1000/T in 1/K."""
    return np.asarray(1000.0 / np.maximum(np.asarray(x, dtype=float), 0.1) - zero)


def _inverse(celsius: ArrayLike, zero: float) -> Array:
    """To 1000/T in 1/K."""
    return np.asarray(1000.0 / np.maximum(np.asarray(celsius, dtype=float) + zero, 1.0))


def _label(shown: Sequence[tuple[Analysis, ArrheniusPlot]]) -> str:
    sized = all(plot.total.sized for _, plot in shown)
    if shown[0][1].settings.scale == "sigma T":
        return r"$\sigma T$ / S K cm$^{-1}$" if sized else r"$T/R$ / K Ω$^{-1}$"
    return r"$\sigma$ / S cm$^{-1}$" if sized else r"$1/R$ / Ω$^{-1}$"
