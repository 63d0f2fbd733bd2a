"""What of a project a figure shows: light enough to hand to a child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from naglass_gui.core.arrays import Array, ArrayStore, gather
from naglass_gui.core.project import Figure, Id, Project, new_id
from naglass_gui.figures.render import KINDS
from naglass_gui.techniques import companions_of


def figures_of(project: Project) -> tuple[Figure, ...]:
    """The figures a project holds, and one of every fitted analysis that none of them shows."""
    shown = {(figure.kind, source) for figure in project.figures for source in figure.sources}
    made = [
        Figure(new_id(), analysis.name, analysis.technique, (analysis.id,))
        for analysis in project.analyses
        if analysis.fit is not None
        and analysis.technique in KINDS
        and shown.isdisjoint((analysis.technique, id) for id in (analysis.id, *analysis.sources))
    ]
    return (*project.figures, *made)


def figure_part(project: Project, sources: Sequence[Id]) -> Project:
    """The project with only what a figure of these measurements and analyses shows."""
    wanted = set(sources)
    made_from = {a.id: a.sources for a in project.analyses}
    measured, waiting = set[Id](), list(wanted)
    while waiting:
        id = waiting.pop()
        if id not in measured:
            measured.add(id)
            waiting += made_from.get(id, ())
    analyses = tuple(a for a in project.analyses if a.id in measured or wanted & set(a.sources))
    measured |= {s for a in analyses for s in a.sources} | {m.id for a in analyses for m in companions_of(project, a)}
    samples = []
    for sample in project.samples:
        measurements = tuple(m for m in sample.measurements if m.id in measured)
        if measurements:
            light = tuple(replace(m, provenance=replace(m.provenance, raw=None)) for m in measurements)
            samples.append(replace(sample, measurements=light))
    # Of the history only the fit that is shown.
    analyses = tuple(replace(a, fits=() if a.fit is None else (a.fit,)) for a in analyses)
    return replace(project, samples=tuple(samples), analyses=analyses, figures=())


def figure_arrays(part: Project, store: ArrayStore) -> dict[str, Array]:
    """What is drawn of it, by digest: the data, and the curves of the fits that are shown, where they are undamaged.

    Raises:
        KeyError: data are damaged.
    """
    curves = (c.array for a in part.analyses if a.fit is not None for c in a.fit.curves)
    data = (c.array for m in part.measurements() for c in m.channels)
    return gather(store, (*data, *(ref for ref in curves if ref in store)))
