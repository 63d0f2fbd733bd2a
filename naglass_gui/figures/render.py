"""From a figure's description to the bytes of a file. The same description and numbers give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Figure, Project
from naglass_gui.figures.arrhenius import arrhenius_table, draw_arrhenius
from naglass_gui.figures.bpp import bpp_table, draw_bpp
from naglass_gui.figures.eis import draw_impedance, impedance_table
from naglass_gui.figures.eis_stack import is_stack
from naglass_gui.figures.nmr import deconvolution_table, draw_deconvolution, height_of
from naglass_gui.figures.polarization import draw_polarization, polarization_height, polarization_table
from naglass_gui.figures.relaxation import (
    draw_relaxation,
    draw_times,
    recovery_table,
    relaxation_figure_height,
    times_table,
)
from naglass_gui.figures.relaxation_times import draw_relaxation_times, relaxation_height, relaxation_table
from naglass_gui.figures.stability import draw_stability, stability_height, stability_table
from naglass_gui.figures.style import MM_PER_INCH, FigureStyle, Format
from naglass_gui.figures.transference import draw_transference, transference_height, transference_table

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

Arrays = Mapping[str, Array]
Draw = Callable[["Canvas", Project, Figure, Arrays, FigureStyle], None]
Table = Callable[[Project, Figure, Arrays], str]

# One line a kind of figure: how it is drawn, and the table of its numbers.
KINDS: dict[str, tuple[Draw, Table]] = {
    "eis": (draw_impedance, impedance_table),
    "drt": (draw_relaxation_times, relaxation_table),
    "arrhenius": (draw_arrhenius, arrhenius_table),
    "polarization": (draw_polarization, polarization_table),
    "transference": (draw_transference, transference_table),
    "nmr": (draw_deconvolution, deconvolution_table),
    "stability": (draw_stability, stability_table),
    "relaxation": (draw_relaxation, recovery_table),
    "t1": (draw_times, times_table),
    "bpp": (draw_bpp, bpp_table),
}


def style_of(figure: Figure) -> FigureStyle:
    """The style among a figure's options; what it does not say stays at the default."""
    known = {f.name for f in fields(FigureStyle)}
    return FigureStyle(**{name: value for name, value in figure.options if name in known})  # type: ignore[arg-type]


def render(project: Project, figure: Figure, arrays: Arrays, format: Format = "svg", dpi: int = 600) -> bytes:
    """The figure as a file's bytes.

    Args:
        project: the numbers it shows.
        figure: its description.
        arrays: the arrays of its sources and of their fits, by digest.
        format: svg, pdf, png or tiff.
        dpi: resolution of png and tiff.

    Raises:
        InputError: a kind of figure that is not known, or one without sources.
    """
    import matplotlib
    from matplotlib.figure import Figure as Canvas

    draw, _ = _kind(figure)
    style = style_of(figure)
    with matplotlib.rc_context(style.rc()):  # type: ignore[arg-type]
        # Only its own canvas, never pyplot: no window, no state that outlives the call.
        canvas = Canvas(figsize=(style.width / MM_PER_INCH, _height(figure, style) / MM_PER_INCH), layout="constrained")
        draw(canvas, project, figure, arrays, style)
        return _save(canvas, format, dpi)


def data_table(project: Project, figure: Figure, arrays: Arrays) -> str:
    """The numbers behind a figure as CSV, at full precision. Raises InputError as `render` does."""
    return _kind(figure)[1](project, figure, arrays)


def _kind(figure: Figure) -> tuple[Draw, Table]:
    if figure.kind not in KINDS:
        raise InputError(f"There is no figure of the kind “{figure.kind}”.")
    if not figure.sources:
        raise InputError("The figure shows nothing: select a measurement first.")
    return KINDS[figure.kind]


def _height(figure: Figure, style: FigureStyle) -> float:
    """In mm: as asked, else what the panels need side by side or stacked."""
    if style.height:
        return style.height
    if figure.kind == "nmr":
        return height_of(figure, style.width, style.columns)
    if figure.kind == "arrhenius":
        return 0.9 * style.width if style.columns == 1 else 0.5 * style.width
    if figure.kind == "polarization":
        return polarization_height(figure, style.width, style.columns)
    if figure.kind == "drt":
        return relaxation_height(style.width / style.columns)
    if figure.kind == "stability":
        return stability_height(figure, style.width, style.columns)
    if figure.kind == "transference":
        return transference_height(figure, style.width, style.columns)
    if figure.kind == "relaxation":
        return relaxation_figure_height(figure, style.width, style.columns)
    if figure.kind in ("bpp", "t1"):
        below = 1.5 if dict(figure.options).get("rates") else 1.0
        return below * style.width * (0.88 if style.columns == 1 else 0.45)
    panels: Any = dict(figure.options).get("panels", ("nyquist",))
    if style.columns == 2:
        return style.width * (0.5 if len(panels) == 1 else 0.36 + 0.06 * len(panels))
    first = 1.15 if is_stack(figure) and "nyquist" in panels else 0.82
    return style.width * (first + 0.62 * (len(panels) - 1))


def _save(canvas: Canvas, format: Format, dpi: int) -> bytes:
    buffer = io.BytesIO()
    match format:
        case "svg":
            canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": "NaGlass"})
        case "pdf":
            canvas.savefig(
                buffer, format="pdf", metadata={"CreationDate": None, "Creator": "NaGlass", "Producer": None}
            )
        case "png":
            canvas.savefig(buffer, format="png", dpi=dpi, metadata={"Software": "NaGlass"})
        case "tiff":
            # Journals want flat RGB with the resolution written in the file.
            from PIL import Image

            canvas.savefig(buffer, format="png", dpi=dpi)
            flat = Image.open(buffer).convert("RGB")
            buffer = io.BytesIO()
            flat.save(buffer, format="TIFF", compression="tiff_lzw", dpi=(dpi, dpi))
        case _:
            raise InputError(f"Figures are saved as svg, pdf, png or tiff, not as “{format}”.")
    return buffer.getvalue()
