"""NMR spectra with their fits as figures and tables print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.doubt import Doubt, doubt_of
from naglass_gui.core.project import Analysis, Id, Measurement, Project, new_id
from naglass_gui.figures.palette import COMPONENTS
from naglass_gui.techniques.nmr.components import completed, number_of, with_values
from naglass_gui.techniques.nmr.fit import fitted_curves
from naglass_gui.techniques.nmr.joint import for_spectrum
from naglass_gui.techniques.nmr.noise import signal_span
from naglass_gui.techniques.nmr.processing_subtraction import Companion, companions
from naglass_gui.techniques.nmr.roles import parent_of
from naglass_gui.techniques.nmr.spectrum import Spectrum


@dataclass(frozen=True, slots=True, eq=False)
class DrawnLine:
    """One line of a spectrum.

    Attributes:
        name: as the person called it; "" for a sideband, which is drawn like its line.
        colour: of it.
        curve: relative to the highest point of the spectrum, shape (m,).
        share: in %; None where it is not counted.
        doubt: what is doubtful about it.
    """

    name: str
    colour: str
    curve: Array
    share: float | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One spectrum and its fit, intensities relative to the highest point, shifts rising.

    Attributes:
        label: its name.
        nucleus: "23Na", "" where it is not known.
        shift: in ppm, shape (m,).
        data: shape (m,).
        lines: those that are not hidden; () without a fit.
        total: the fit, shape (m,); None without one.
        span: what is fitted, or else where the signals are, in ppm.
    """

    label: str
    nucleus: str
    shift: Array
    data: Array
    lines: tuple[DrawnLine, ...]
    total: Array | None
    span: tuple[float, float]


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
            found.append(_shown(project, project.measurement(id), for_spectrum(analysis, place), arrays, place))
    return found


def _first_of(project: Project, measurement: Id) -> Analysis | None:
    """The analysis that shows a measurement: one of it alone, before a joint one."""
    made = [a for a in project.analyses_of(measurement) if a.technique == "nmr"]
    return next((a for a in made if len(a.sources) == 1), None)


def _shown(
    project: Project,
    measurement: Measurement,
    analysis: Analysis | None,
    arrays: Mapping[str, Array],
    place: int = 1,
) -> Shown:
    used = analysis or Analysis(new_id(), measurement.name, "nmr", (measurement.id,))
    whole = Analysis(used.id, used.name, "nmr", used.sources, options=used.options)
    needed = {m.id: m for m in project.measurements() if m.id in companions(used)}
    company = {id: Companion.of(m, arrays) for id, m in needed.items()}
    spectrum = Spectrum.of(measurement, lambda name: arrays[measurement.channel(name).array.digest], whole, company)
    order = np.argsort(spectrum.shift, kind="stable")
    shift, data = spectrum.shift[order], spectrum.intensity[order]
    scale = float(np.abs(data).max()) or 1.0
    lines: tuple[DrawnLine, ...] = ()
    total = None
    if used.fit is not None and used.components:
        curves = {c.name: np.asarray(c.values)[order] / scale for c in fitted_curves(used, (spectrum,))}
        total, lines = curves["real"], _lines(used, curves, place)
    if used.regions:
        span = (min(r.low for r in used.regions), max(r.high for r in used.regions))
    else:
        span = signal_span(shift, data) or (float(shift[0]), float(shift[-1]))
    nucleus = spectrum.nucleus.name if spectrum.nucleus else ""
    return Shown(measurement.name, nucleus, shift, data / scale, lines, total, span)


def _lines(analysis: Analysis, curves: Mapping[str, Array], place: int) -> tuple[DrawnLine, ...]:
    assert analysis.fit is not None
    by_number = {number_of(c): c for c in analysis.components}
    found = []
    for number, line in by_number.items():
        whole = parent_of(analysis, number)
        head = by_number.get(whole, line)
        if line.hidden:
            continue
        share = analysis.fit.quantity(f"share_{number}" + (f"_s{place}" if place > 1 else ""))
        found.append(
            DrawnLine(
                line.name if head is line else "",
                head.colour or COMPONENTS[(number_of(head) - 1) % len(COMPONENTS)],
                curves[f"line_{number}"],
                None if share is None else share.value,
                doubt_of(analysis.fit),
            )
        )
    return tuple(found)
