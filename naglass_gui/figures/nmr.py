"""NMR on paper: spectra stacked with their fits, or each deconvoluted, with its lines and what they leave."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.doubt import marked
from naglass_gui.core.elements import parse_formula
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Figure, Project
from naglass_gui.core.quantity import format_value
from naglass_gui.figures.nmr_names import ABOVE, Name, part_names
from naglass_gui.figures.nmr_spectra import DrawnLine, Shown, spectra
from naglass_gui.figures.style import FigureStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.text import Annotation

DATA_COLOUR = "#1F2933"
FIT_COLOUR = "#D1495B"
RESIDUAL_COLOUR = "#5F6B7A"
FILL = 0.25
LAYOUTS = ("stack", "deconvolution")
"""Above each other on one axis; or each on its own, with what the fit leaves in a strip below."""
PLAIN_STEP, NAMED_STEP, SHARES_STEP = 1.12, 1.34, 1.5  # between two spectra of a stack, in heights; names need room
RESIDUAL_SHARE = 5.0  # a spectrum is so many times as high as the strip of its residual
FOOT = 0.003  # below this share of the highest point a line is not drawn: many would colour the ground


@dataclass(frozen=True, slots=True)
class Look:
    """What is drawn besides data and fit: names of lines, their shares, residuals."""

    names: bool
    shares: bool
    residual: bool


def layout_of(figure: Figure, count: int) -> str:
    """How so many spectra are laid out: as chosen, else one by itself and several above each other."""
    chosen = dict(figure.options).get("layout")
    return str(chosen) if chosen in LAYOUTS else LAYOUTS[count == 1]


def height_of(figure: Figure, width: float, columns: int) -> float:
    """The height in mm that a figure of NMR spectra needs at this width."""
    count = max(len(figure.sources), 1)
    narrow = width if columns == 1 else 0.6 * width
    each = 0.55 if layout_of(figure, count) == "deconvolution" else 0.26
    return narrow * (0.8 if count == 1 else min(0.3 + each * count, 2.4))


def draw_deconvolution(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw spectra with their fits.

    Options: `layout`, see LAYOUTS; `names`, whether lines are named; `shares`, whether their shares stand beside the names;
    `residual`, whether what the fit leaves is drawn (in a deconvolution, where it is not switched off).
    """
    options = dict(figure.options)
    shown = spectra(project, figure.sources, arrays)
    layout = layout_of(figure, len(shown))
    look = Look(
        bool(options.get("names", True)),
        bool(options.get("shares", False)),
        bool(options.get("residual", layout == "deconvolution")),
    )
    span = (max(s.span[1] for s in shown), min(s.span[0] for s in shown))
    names: list[Name] = []
    if layout == "stack":
        lowest = _stack(canvas, shown, style, look, span, names)
    else:
        lowest = _apart(canvas, shown, style, look, names)
    for axis in canvas.axes:
        axis.set_xlim(*span)
        axis.set_yticks([])
        axis.tick_params(top=False)
        for side in ("left", "right", "top"):
            axis.spines[side].set_visible(False)
        if axis is not lowest:
            axis.spines["bottom"].set_visible(False)
            axis.tick_params(bottom=False, labelbottom=False)
    nuclei = {s.nucleus for s in shown}
    lowest.set_xlabel(f"{_isotope(nuclei.pop()) if len(nuclei) == 1 else ''} shift / ppm".strip())
    part_names(canvas, names)


def deconvolution_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Every point with its fit and lines as CSV, intensities relative to the highest point of each spectrum."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for spectrum in spectra(project, figure.sources, arrays):
        names = [line.name or "sideband" for line in spectrum.lines]
        fitted = [] if spectrum.total is None else ["fit", "residual", *names]
        writer.writerow(["spectrum", "shift / ppm", "intensity", *fitted])
        columns = [spectrum.shift, spectrum.data]
        if spectrum.total is not None:
            columns += [spectrum.total, spectrum.data - spectrum.total, *(line.curve for line in spectrum.lines)]
        for row in np.column_stack(columns).tolist():
            writer.writerow([spectrum.label, *(repr(value) for value in row)])
    return text.getvalue()


# -- layouts -----------------------------------------------------------------------------------------------------------


def _stack(
    canvas: Canvas,
    shown: Sequence[Shown],
    style: FigureStyle,
    look: Look,
    span: tuple[float, float],
    names: list[Name],
) -> Axes:
    """All on one axis, the first selected at the top, as in the list; a name stands once, where it comes first."""
    axis = canvas.add_subplot()
    named: set[str] = set()
    base = 0.0
    for spectrum in shown:
        fresh = {line.name for line in spectrum.lines} - named if look.names else set()
        # Room above it for its names, and for those below the name of the spectrum itself.
        base -= SHARES_STEP if look.shares else NAMED_STEP if fresh else PLAIN_STEP
        wanted = {line.name for line in spectrum.lines} if look.shares else fresh
        names += _draw(axis, spectrum, base, style, look if wanted else Look(False, False, False), wanted)
        named |= fresh
        if look.residual and spectrum.total is not None:
            _draw_rest(axis, spectrum, base - 0.06, style)
        if len(shown) > 1:
            axis.annotate(spectrum.label, (span[0], base), (3, 4), textcoords="offset points", va="bottom", zorder=5)
    axis.margins(y=0.02)
    return axis


def _apart(canvas: Canvas, shown: Sequence[Shown], style: FigureStyle, look: Look, names: list[Name]) -> Axes:
    """Each spectrum on axes of its own, its residual below it on the same scale."""
    ratios = [
        r
        for s in shown
        for r in ((RESIDUAL_SHARE, 1.0) if look.residual and s.total is not None else (RESIDUAL_SHARE,))
    ]
    axes = list(np.ravel(canvas.subplots(len(ratios), 1, sharex=True, height_ratios=ratios)))
    place = 0
    for spectrum in shown:
        axis = axes[place]
        names += _draw(axis, spectrum, 0.0, style, look, {line.name for line in spectrum.lines})
        if len(shown) > 1:
            axis.annotate(spectrum.label, (0.0, 0.98), (3, 0), "axes fraction", "offset points", va="top", zorder=5)
        place += 1
        if look.residual and spectrum.total is not None:
            _draw_rest(axes[place], spectrum, 0.0, style)
            _scale_alike(axis, axes[place])
            place += 1
    if look.residual and shown[-1].total is not None:
        over = axes[-1].get_yaxis_transform()
        axes[-1].annotate(
            "residual", (0.0, 0.0), (3, 3), over, textcoords="offset points", va="bottom", color=RESIDUAL_COLOUR
        )
    lowest: Axes = axes[-1]
    return lowest


def _scale_alike(above: Axes, below: Axes) -> None:
    """Let the strip of a residual show as many heights a millimetre as its spectrum, unless the rest is larger than that."""
    low, high = above.get_ylim()
    room = (high - low) / RESIDUAL_SHARE / 2.0
    most = max(abs(end) for end in below.get_ylim())
    below.set_ylim(-max(room, most), max(room, most))


# -- one spectrum ------------------------------------------------------------------------------------------------------


def _draw(axis: Axes, spectrum: Shown, base: float, style: FigureStyle, look: Look, wanted: set[str]) -> list[Name]:
    """Draw it with its lines and their names, which are returned."""
    seen = _in_sight(spectrum)
    shift = spectrum.shift[seen]
    axis.plot(shift, base + spectrum.data[seen], color=DATA_COLOUR, linewidth=1.1 * style.line, zorder=2)
    for line in spectrum.lines:
        curve = line.curve[seen]
        curve = np.where(np.abs(curve) > FOOT, curve, np.nan)
        axis.fill_between(shift, base, base + curve, color=line.colour, alpha=FILL, linewidth=0, zorder=1)
        # Above the fit, which runs along narrow lines and would hide their colour.
        axis.plot(shift, base + curve, color=line.colour, linewidth=0.7 * style.line, zorder=4)
    if spectrum.total is not None:
        axis.plot(shift, base + spectrum.total[seen], color=FIT_COLOUR, linewidth=0.6 * style.line, zorder=3)
    named = [line for line in spectrum.lines if look.names and line.name and line.name in wanted]
    texts = [_name(axis, spectrum, line, base, look, seen) for line in named]
    points = np.column_stack([shift, base + spectrum.data[seen]])
    return [Name(text, axis, points) for text in texts if text is not None]


def _name(axis: Axes, spectrum: Shown, line: DrawnLine, base: float, look: Look, seen: Array) -> Annotation | None:
    curve = line.curve[seen]
    if not len(curve) or np.abs(curve).max() <= FOOT:
        return None
    top = int(np.argmax(np.abs(curve)))
    height = max(float(spectrum.data[seen][top]), float(curve[top]))
    said = _formula(line.name)
    if look.shares and line.share is not None:
        # Printed without its error, which may be too small.
        doubt = None if line.doubt is not None and line.doubt.error_alone else line.doubt
        said += "\n" + marked(f"{format_value(line.share, significant=3)} %", doubt)
    return axis.annotate(
        said,
        (float(spectrum.shift[seen][top]), base + height),
        (0.0, ABOVE),
        textcoords="offset points",
        ha="center",
        va="bottom",
        color=line.colour,
        linespacing=1.1,
        zorder=6,
        # The line to its top is shown where the name is moved.
        arrowprops={
            "arrowstyle": "-",
            "linewidth": 0.5,
            "color": line.colour,
            "shrinkA": 0.0,
            "shrinkB": 1.5,
            "alpha": 0.0,
        },
    )


def _draw_rest(axis: Axes, spectrum: Shown, base: float, style: FigureStyle) -> None:
    assert spectrum.total is not None
    seen = _in_sight(spectrum)
    rest = (spectrum.data - spectrum.total)[seen]
    axis.plot(spectrum.shift[seen], base + rest, color=RESIDUAL_COLOUR, linewidth=0.5 * style.line, zorder=2)


def _in_sight(spectrum: Shown) -> Array:
    inside: Array = (spectrum.shift >= spectrum.span[0]) & (spectrum.shift <= spectrum.span[1])
    return inside if inside.any() else np.ones(len(spectrum.shift), dtype=bool)


def _isotope(name: str) -> str:
    match = re.fullmatch(r"(\d+)([A-Z][a-z]?)", name)
    return rf"$^{{{match[1]}}}${match[2]}" if match else ""


def _formula(name: str) -> str:
    """A name with the numbers of a formula as subscripts: Na2O, but not NTOC-4 or Line 2."""
    try:
        known = re.fullmatch(r"[A-Za-z0-9.()]+", name) and parse_formula(name)
    except InputError:
        known = None
    return re.sub(r"(?<=[A-Za-z)])(\d+(?:\.\d+)?)", r"$_{\1}$", name) if known else name
