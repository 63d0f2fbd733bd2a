"""NMR on paper: a deconvolution with its lines and residual, or a stack of spectra with their fits."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.project import Analysis, Figure, Id, Measurement, Project, new_id
from naglass_gui.figures.palette import COMPONENTS
from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques.nmr.components import completed, number_of, with_values
from naglass_gui.techniques.nmr.fit import fitted_curves
from naglass_gui.techniques.nmr.joint import for_spectrum
from naglass_gui.techniques.nmr.noise import signal_span
from naglass_gui.techniques.nmr.processing_subtraction import Companion, companions
from naglass_gui.techniques.nmr.spectrum import Spectrum

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

DATA_COLOUR = "#1F2933"
FIT_COLOUR = "#D1495B"
RESIDUAL_COLOUR = "#5F6B7A"
FILL = 0.25
STEP = 1.15  # between two spectra of a stack, in heights
ROOM = 0.12  # between the lowest point of a spectrum and its residual, in heights


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One spectrum and its fit, intensities relative to the highest point, shifts rising.

    Attributes:
        label: its name.
        nucleus: "23Na", "" where it is not known.
        shift: in ppm, shape (m,).
        data: shape (m,).
        lines: (name, colour, curve) of each line that is not hidden; () without a fit.
        total: the fit, shape (m,); None without one.
        span: what is fitted, or else where the signals are, in ppm.
    """

    label: str
    nucleus: str
    shift: Array
    data: Array
    lines: tuple[tuple[str, str, Array], ...]
    total: Array | None
    span: tuple[float, float]


def draw_deconvolution(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw one spectrum with its lines, sum and residual, or several above each other.

    Options: `residual`, whether what the fit leaves is drawn below (on unless there are several); `names`, whether lines
    are named.
    """
    options = dict(figure.options)
    shown = spectra(project, figure.sources, arrays)
    axis = canvas.add_subplot()
    for place, spectrum in enumerate(shown):
        # The first selected stands at the top, as in the list.
        _draw(axis, spectrum, STEP * (len(shown) - 1 - place), style, bool(options.get("names", True)))
        if len(shown) > 1:
            base = STEP * (len(shown) - 1 - place)
            high = max(s.span[1] for s in shown)
            axis.annotate(spectrum.label, (high, base), (3, 4), textcoords="offset points", va="bottom", zorder=5)
    if options.get("residual", len(shown) == 1):
        for place, spectrum in enumerate(shown):
            _draw_residual(axis, spectrum, STEP * (len(shown) - 1 - place), style)
    axis.set_xlim(max(s.span[1] for s in shown), min(s.span[0] for s in shown))
    nuclei = {s.nucleus for s in shown}
    axis.set_xlabel(f"{_isotope(nuclei.pop()) if len(nuclei) == 1 else ''} shift / ppm".strip())
    axis.set_yticks([])
    axis.tick_params(top=False)
    for side in ("left", "right", "top"):
        axis.spines[side].set_visible(False)


def deconvolution_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Every point with its fit and lines as CSV, intensities relative to the highest point of each spectrum."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for spectrum in spectra(project, figure.sources, arrays):
        names = [name for name, _, _ in spectrum.lines]
        fitted = [] if spectrum.total is None else ["fit", "residual", *names]
        writer.writerow(["spectrum", "shift / ppm", "intensity", *fitted])
        columns = [spectrum.shift, spectrum.data]
        if spectrum.total is not None:
            columns += [spectrum.total, spectrum.data - spectrum.total, *(curve for _, _, curve in spectrum.lines)]
        for row in np.column_stack(columns).tolist():
            writer.writerow([spectrum.label, *(repr(value) for value in row)])
    return text.getvalue()


def spectra(project: Project, sources: Sequence[Id], arrays: Mapping[str, Array]) -> list[Shown]:
    """The spectra behind these measurements and analyses, all of a joint fit. Raises InputError for one that cannot be processed."""
    known = {a.id: a for a in project.analyses}
    found = []
    for source in sources:
        analysis = known.get(source) or _first_of(project, source)
        if analysis is None:
            found.append(_shown(project, project.measurement(source), None, arrays))
            continue
        if analysis.fit is not None and analysis.components:
            analysis = with_values(
                completed(analysis, len(analysis.sources)), {p.name: p.value for p in analysis.fit.parameters}
            )
        for place, id in enumerate(analysis.sources, 1):
            found.append(_shown(project, project.measurement(id), for_spectrum(analysis, place), arrays))
    return found


def _first_of(project: Project, measurement: Id) -> Analysis | None:
    """The analysis that shows a measurement: one of it alone, before a joint one."""
    made = [a for a in project.analyses_of(measurement) if a.technique == "nmr"]
    return next((a for a in made if len(a.sources) == 1), None)


def _shown(project: Project, measurement: Measurement, analysis: Analysis | None, arrays: Mapping[str, Array]) -> Shown:
    used = analysis or Analysis(new_id(), measurement.name, "nmr", (measurement.id,))
    whole = Analysis(used.id, used.name, "nmr", used.sources, options=used.options)
    needed = {id: project.measurement(id) for id in companions(used) if any(m.id == id for m in project.measurements())}
    company = {id: Companion.of(m, arrays) for id, m in needed.items()}
    spectrum = Spectrum.of(measurement, lambda name: arrays[measurement.channel(name).array.digest], whole, company)
    order = np.argsort(spectrum.shift, kind="stable")
    shift, data = spectrum.shift[order], spectrum.intensity[order]
    scale = float(np.abs(data).max()) or 1.0
    lines: list[tuple[str, str, Array]] = []
    total = None
    if used.fit is not None and used.components:
        curves = {c.name: np.asarray(c.values)[order] / scale for c in fitted_curves(used, (spectrum,))}
        total = curves["real"]
        for component in used.components:
            number = number_of(component)
            colour = component.colour or COMPONENTS[(number - 1) % len(COMPONENTS)]
            if not component.hidden:
                lines.append((component.name, colour, curves[f"line_{number}"]))
    if used.regions:
        span = (min(r.low for r in used.regions), max(r.high for r in used.regions))
    else:
        span = signal_span(shift, data) or (float(shift[0]), float(shift[-1]))
    nucleus = spectrum.nucleus.name if spectrum.nucleus else ""
    return Shown(measurement.name, nucleus, shift, data / scale, tuple(lines), total, span)


def _draw(axis: Axes, spectrum: Shown, base: float, style: FigureStyle, named: bool) -> None:
    seen = _in_sight(spectrum)
    shift = spectrum.shift[seen]
    axis.plot(shift, base + spectrum.data[seen], color=DATA_COLOUR, linewidth=0.8 * style.line, zorder=2)
    for name, colour, curve in spectrum.lines:
        axis.fill_between(shift, base, base + curve[seen], color=colour, alpha=FILL, linewidth=0, zorder=1)
        axis.plot(shift, base + curve[seen], color=colour, linewidth=0.7 * style.line, zorder=3)
        top = int(np.argmax(curve[seen]))
        if named and len(shift):
            height = max(float(spectrum.data[seen][top]), float(curve[seen][top]))
            axis.annotate(
                name,
                (shift[top], base + height),
                (0, 3),
                textcoords="offset points",
                ha="center",
                va="bottom",
                color=colour,
            )
    if spectrum.total is not None:
        axis.plot(shift, base + spectrum.total[seen], color=FIT_COLOUR, linewidth=style.line, zorder=4)


def _draw_residual(axis: Axes, spectrum: Shown, base: float, style: FigureStyle) -> None:
    if spectrum.total is None:
        return
    seen = _in_sight(spectrum)
    rest = (spectrum.data - spectrum.total)[seen]
    lowest = min(float(spectrum.data[seen].min()), 0.0)
    below = base + lowest - ROOM - float(rest.max())
    axis.plot(spectrum.shift[seen], below + rest, color=RESIDUAL_COLOUR, linewidth=0.6 * style.line, zorder=2)


def _in_sight(spectrum: Shown) -> Array:
    inside: Array = (spectrum.shift >= spectrum.span[0]) & (spectrum.shift <= spectrum.span[1])
    return inside if inside.any() else np.ones(len(spectrum.shift), dtype=bool)


def _isotope(name: str) -> str:
    match = re.fullmatch(r"(\d+)([A-Z][a-z]?)", name)
    return rf"$^{{{match[1]}}}${match[2]}" if match else ""
