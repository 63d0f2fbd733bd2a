"""Impedance on paper: Nyquist plots with fit and circuit, Bode plots, residuals."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.project import Figure, Project
from naglass_gui.figures.circuit import draw_circuit
from naglass_gui.figures.eis_stack import NAMES, is_stack, name_curves, nyquist_heights, nyquist_top, phase_heights
from naglass_gui.figures.eis_views import draw_check, draw_view, view_columns
from naglass_gui.figures.palette import COMPONENTS, series_colour
from naglass_gui.figures.panels import free_place, grid_of_panels, hold_equal, label_last, letter, prefixed
from naglass_gui.figures.spectra import Spectrum, spectra
from naglass_gui.figures.style import FigureStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

UNITS = {"ohm": "Ω", "ohm cm": "Ω cm", "ohm cm^2": "Ω cm²"}
FIT_COLOUR = "#D1495B"
DATA_COLOUR = "#1F2933"


def draw_impedance(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw the panels a figure asks for.

    Options: `panels`, some of "nyquist", "bode", "residual", "admittance", "modulus", "permittivity" and "check" (see
    eis_views.py); `unit`, one of UNITS (specific units need the pellet's sizes); `circuit`, whether the circuit is drawn inside; `view`, "arc" (up to where the electrode spike begins),
    "all", or the largest Re Z shown; `layout`, "overlay" or "stack": Nyquist plots and phases of several spectra above one
    another; `legend`, in a stack the names at the curves.
    """
    options = dict(figure.options)
    shown = spectra(project, figure.sources, arrays, str(options.get("unit", "ohm")))
    panels = [str(p) for p in options.get("panels", ("nyquist",)) or ("nyquist",)]  # type: ignore[union-attr]
    places = grid_of_panels(canvas, panels, style)
    colours = _colours(shown)
    stacked = is_stack(figure)
    level = [0.0] * len(shown)
    reach = _reach(shown, options.get("view", "arc"))
    raised = nyquist_heights(shown, reach, style, len(panels)) if stacked else level
    phases = phase_heights(shown) if stacked else level
    for name, axes in places.items():
        match name:
            case "nyquist":
                _nyquist(axes[0], shown, colours, style, options.get("view", "arc"), raised)
            case "bode":
                _bode(axes[0], axes[1], shown, colours, style, phases)
            case "residual":
                _residual(axes[0], shown, colours, style)
            case "check":
                draw_check(axes[0], shown, colours, style)
            case _:
                draw_view(name, axes, shown, colours, style, _points)
    label_last([axis for name, axes in places.items() if name != "nyquist" for axis in axes], r"$f$ / Hz")
    first = places[panels[0]][0]
    named = bool(options.get("legend", len(shown) > 1))
    if named and not (stacked and "nyquist" in places):
        _legend(first, shown)
    if "nyquist" in places:
        canvas.draw_without_rendering()
        axis = places["nyquist"][0]
        hold_equal(canvas, axis)
        if named and stacked:
            left, right = axis.get_xlim()
            axis.set_xlim(left - NAMES * (right - left), right)
            hold_equal(canvas, axis)
            name_curves(axis, shown, raised, prefixed(reach)[0])
        if options.get("circuit", True) and len({s.model for s in shown}) == 1 and shown[0].model:
            x, y = _drawn_points(shown, raised, prefixed(reach)[0])
            place = free_place(axis, x, y, (0.56, 0.27))
            inset = axis.inset_axes(place)
            inset.set_axis_off()
            if place[1] > 1:  # above the frame, which gives way and keeps its scale
                canvas.draw_without_rendering()
                hold_equal(canvas, axis)
            draw_circuit(inset, shown[0].model, style)
    if style.panel_letters and len(places) > 1:
        for index, axes in enumerate(places.values()):
            letter(axes[0], index, style)


def impedance_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Every point and its fit as CSV, and what further panels show; the residual is in percent of the measured modulus."""
    options = dict(figure.options)
    unit = str(options.get("unit", "ohm"))
    shown = spectra(project, figure.sources, arrays, unit)
    further = view_columns([str(p) for p in options.get("panels") or ()], shown)  # type: ignore[union-attr]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = ("Re Z", "Im Z", "fit Re Z", "fit Im Z")
    writer.writerow(
        ["spectrum", "f / Hz", *(f"{n} / {unit}" for n in names), "residual Re / %", "residual Im / %", "fitted"]
        + list(further[0])
    )
    for s, columns in zip(shown, further, strict=True):
        for i, (f, z) in enumerate(zip(s.frequency, s.z, strict=True)):
            fit = s.fit_z[i] if s.fit_z.size else None
            left = 100 * (z - fit) / abs(z) if fit is not None else None
            numbers = [f, z.real, z.imag]
            fitted = ["", ""] if fit is None else [repr(float(fit.real)), repr(float(fit.imag))]
            residual = ["", ""] if left is None else [repr(float(left.real)), repr(float(left.imag))]
            row = [s.label, *(repr(float(x)) for x in numbers), *fitted, *residual, "yes" if s.included[i] else "no"]
            writer.writerow([*row, *(_number(column[i]) for column in columns.values())])
    return text.getvalue()


def _number(value: float) -> str:
    return repr(float(value)) if np.isfinite(value) else ""


def _colours(shown: Sequence[Spectrum]) -> list[str]:
    if len(shown) == 1:
        return [DATA_COLOUR]
    temperatures = [s.temperature for s in shown]
    known = [t for t in temperatures if t is not None]
    if len(known) == len(shown) and max(known) > min(known):
        low, span = min(known), max(known) - min(known)
        return [series_colour((t - low) / span) for t in known]
    return [COMPONENTS[i % len(COMPONENTS)] for i in range(len(shown))]


def _nyquist(
    axis: Axes,
    shown: Sequence[Spectrum],
    colours: Sequence[str],
    style: FigureStyle,
    view: object,
    heights: Sequence[float],
) -> None:
    reach = _reach(shown, view)
    scale, prefix = prefixed(reach)
    for s, colour, height in zip(shown, colours, heights, strict=True):
        _points(axis, s.z.real / scale, (height - s.z.imag) / scale, s.included, colour, style)
        fit = FIT_COLOUR if len(shown) == 1 else colour
        axis.plot(s.curve_z.real / scale, (height - s.curve_z.imag) / scale, color=fit, zorder=3)
    unit = prefix + UNITS[shown[0].unit]
    offset = " + offset" if any(heights) else ""
    axis.set_xlabel(rf"Re $Z$ / {unit}")
    axis.set_ylabel(rf"$-$Im $Z${offset} / {unit}")
    inside = np.concatenate([np.zeros(1), *(s.z for s in shown)])  # the origin: the window may hold no point
    inside = inside[np.abs(inside) <= 1.5 * reach] / scale
    reach /= scale
    axis.set_xlim(min(0.0, 1.05 * float(inside.real.min())) - 0.02 * reach, reach)
    # Only the lower end is set here: `hold_equal` gives the upper end the scale of the other axis.
    low = min(-0.03 * reach, 1.05 * float((-inside.imag).min()))
    top = 1.04 * nyquist_top(shown, heights, view == "all") / scale if any(heights) else low + 0.1 * reach
    axis.set_ylim(low, top)
    axis.locator_params(nbins=6)


def _reach(shown: Sequence[Spectrum], view: object) -> float:
    """The largest Re Z on the axis, in the spectra's unit."""
    everything = 1.05 * max(float(max(s.z.real.max(), (-s.z.imag).max())) for s in shown)
    widest = 1.05 * max(float(s.z.real.max()) for s in shown)
    if isinstance(view, int | float) and not isinstance(view, bool) and view > 0:
        return float(view)
    resistances = [s.resistance for s in shown if s.resistance]
    if view == "arc" and resistances and everything > 3 * max(resistances):
        return 1.9 * max(resistances)
    return max(widest, everything) if view == "all" else max(widest, 0.75 * everything)


def _bode(
    modulus: Axes,
    phase: Axes,
    shown: Sequence[Spectrum],
    colours: Sequence[str],
    style: FigureStyle,
    heights: Sequence[float],
) -> None:
    for s, colour, height in zip(shown, colours, heights, strict=True):
        fit = FIT_COLOUR if len(shown) == 1 else colour
        _points(modulus, s.frequency, np.abs(s.z), s.included, colour, style)
        _points(phase, s.frequency, height - np.angle(s.z, deg=True), s.included, colour, style)
        modulus.plot(s.curve_frequency, np.abs(s.curve_z), color=fit, zorder=3)
        phase.plot(s.curve_frequency, height - np.angle(s.curve_z, deg=True), color=fit, zorder=3)
    modulus.set_xscale("log")
    modulus.set_yscale("log")
    modulus.set_ylabel(rf"|$Z$| / {UNITS[shown[0].unit]}")
    phase.set_xscale("log")
    phase.set_ylabel(r"$-$phase + offset / °" if any(heights) else r"$-$phase / °")


def _residual(axis: Axes, shown: Sequence[Spectrum], colours: Sequence[str], style: FigureStyle) -> None:
    axis.axhline(0.0, color="#9AA5B1", linewidth=0.5)
    for s, colour in zip(shown, colours, strict=True):
        if not s.fit_z.size:
            continue
        left = 100 * (s.z - s.fit_z) / np.abs(s.z)
        real, imaginary = (COMPONENTS[0], COMPONENTS[1]) if len(shown) == 1 else (colour, colour)
        inside = s.included
        axis.plot(s.frequency[inside], left.real[inside], "o", color=real, markersize=style.marker, label="Re")
        axis.plot(s.frequency[inside], left.imag[inside], "v", color=imaginary, markersize=style.marker, label="Im")
    axis.set_xscale("log")
    axis.set_ylabel("residual / %")
    if len(shown) == 1 and shown[0].fit_z.size:
        axis.legend(
            loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, handletextpad=0.1, columnspacing=0.8, borderpad=0.1
        )


def _points(axis: Axes, x: Array, y: Array, included: Array, colour: str, style: FigureStyle) -> None:
    """Fitted points filled, points left out hollow."""
    size = style.marker
    axis.plot(x[included], y[included], "o", color=colour, markersize=size, markeredgewidth=0, zorder=2)
    left_out = ~included
    axis.plot(
        x[left_out],
        y[left_out],
        "o",
        color=colour,
        markerfacecolor="none",
        markersize=size,
        markeredgewidth=0.5,
        zorder=2,
    )


def _legend(axis: Axes, shown: Sequence[Spectrum]) -> None:
    for line, s in zip([x for x in axis.get_lines() if x.get_marker() == "o"][::2], shown, strict=False):
        line.set_label(s.label)
    axis.legend(loc="best", handletextpad=0.2)


def _drawn_points(shown: Sequence[Spectrum], heights: Sequence[float], scale: float) -> tuple[Array, Array]:
    """Everything the Nyquist panel draws, in its unit, so that the circuit is put where nothing is."""
    raised = [part - 1j * h for s, h in zip(shown, heights, strict=True) for part in (s.z, s.curve_z)]
    points: Array = np.concatenate(raised) / scale
    return points.real, -points.imag
