"""Transference numbers on paper: the conductivity of ions and electrons of each sample on one axis, with the share between them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Derived, Figure, Project
from naglass_gui.core.quantity import format_value
from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques import sources_of
from naglass_gui.techniques.polarization.derived import is_upper_bound
from naglass_gui.techniques.polarization.transference import conductivities

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

ION_COLOUR, ELECTRON_COLOUR = "#0B6E99", "#D1495B"
LINE_COLOUR = "#8A99A6"
FRAME_MM, ROW_MM = 16.0, 11.0


@dataclass(frozen=True, slots=True)
class Shown:
    """One transference number: its sample, both conductivities in S/cm, both shares, and whether that of the electrons is a bound."""

    label: str
    ions: Derived
    electrons: Derived
    t_ion: Derived
    t_e: Derived
    bound: bool


def draw_transference(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw a row for each sample; an electronic conductivity that is an upper bound points to lower ones. Options: `shares`."""
    shown = _shown(project, figure)
    axis = canvas.add_subplot()
    for row, one in enumerate(shown):
        ends = (one.electrons.value, one.ions.value)
        axis.plot(ends, (row, row), color=LINE_COLOUR, lw=0.7 * style.line, zorder=1)
        if dict(figure.options).get("shares", True):
            middle = (ends[0] * ends[1]) ** 0.5
            axis.annotate(_share(one), (middle, row), (0, -4), textcoords="offset points", ha="center", va="top")
        if one.bound:
            arrow = {"arrowstyle": "<|-", "color": ELECTRON_COLOUR, "lw": style.line, "shrinkA": 0, "shrinkB": 0}
            axis.annotate("", (ends[0], row), (-16, 0), textcoords="offset points", arrowprops=arrow)
    _draw(axis, [one.electrons for one in shown], ELECTRON_COLOUR, "s", "electrons")
    _draw(axis, [one.ions for one in shown], ION_COLOUR, "o", "ions")
    axis.set_xscale("log")
    axis.margins(x=0.15)
    axis.set_yticks(range(len(shown)), [one.label for one in shown])
    axis.set_ylim(len(shown) - 0.3, -0.8)
    axis.tick_params(axis="y", length=0)
    axis.set_xlabel(r"$\sigma$ / S cm$^{-1}$")


def transference_height(figure: Figure, width: float, columns: int) -> float:
    """Height in mm: of the axis, and of a row for each sample."""
    return FRAME_MM + ROW_MM * max(2, len(figure.sources))


def transference_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Both conductivities and both shares of each sample, with their standard errors, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    named = ("sigma_ion / S/cm", "sigma_e / S/cm", "t_ion", "t_e")
    writer.writerow(
        ["sample", *(word for name in named for word in (name, f"u({name.partition(' ')[0]})")), "sigma_e is"]
    )
    for one in _shown(project, figure):
        numbers = [
            n
            for q in (one.ions, one.electrons, one.t_ion, one.t_e)
            for n in (repr(q.value), "" if q.stderr is None else repr(q.stderr))
        ]
        writer.writerow([one.label, *numbers, "an upper bound" if one.bound else "measured"])
    return text.getvalue()


def _draw(axis: Axes, values: Sequence[Derived], colour: str, marker: str, name: str) -> None:
    """One conductivity of every row, named above the first."""
    errors = [q.stderr or 0.0 for q in values]
    axis.errorbar([q.value for q in values], range(len(values)), xerr=errors, fmt=marker, color=colour, zorder=2)
    place = (values[0].value, 0)
    axis.annotate(name, place, (0, 4), textcoords="offset points", ha="center", va="bottom", color=colour)


def _share(one: Shown) -> str:
    """The share that keeps its digits: where nearly everything is ions, that of the electrons. A bound has no error."""
    name, share, sign = ("e", one.t_e, r"\leq") if one.t_e.value < 0.01 else ("ion", one.t_ion, r"\geq")
    number = format_value(share.value, significant=3) if one.bound else format_value(share.value, share.stderr)
    return rf"$t_\mathrm{{{name}}} {sign if one.bound else '='}$ {number}"


def _shown(project: Project, figure: Figure) -> list[Shown]:
    found = []
    for id in figure.sources:
        analysis = project.analysis(id)
        sources = sources_of(project, analysis)
        pair = conductivities(sources)
        if pair is None or analysis.fit is None:
            continue
        (polarization, electronic), (_, ionic) = pair
        t_ion, t_e = analysis.fit.quantity("t_ion"), analysis.fit.quantity("t_e")
        if t_ion is None or t_e is None:
            continue
        name = analysis.name if polarization.sample is None else polarization.sample.name
        bound = polarization.analysis.fit is not None and is_upper_bound(polarization.analysis.fit)
        found.append(Shown(name, ionic, electronic, t_ion, t_e, bound))
    if not found:
        raise InputError("The figure shows nothing: no source of it has both conductivities.")
    return found
