"""Samples of another project taken into this one, with everything made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from naglass_gui.core.project import Analysis, Id, Project, Sample, new_id


def adopt_samples(project: Project, other: Project, samples: Iterable[Id]) -> Project:
    """The project with copies of another project's samples: specimens, measurements, and the analyses made only from them.

    Everything gets a fresh id, so that the same sample can be adopted twice. The arrays must be in this project's store.

    Raises:
        KeyError: the other project has no sample of an id.
    """
    chosen = [other.sample(id) for id in samples]
    names: dict[Id, Id] = {}
    for sample in chosen:
        ids = (sample.id, *(s.id for s in sample.specimens), *(m.id for m in sample.measurements))
        names |= {id: new_id() for id in ids}
    analyses = _analyses_within(other, names)
    names |= {a.id: new_id() for a in analyses}
    return replace(
        project,
        samples=(*project.samples, *(_renamed_sample(s, names) for s in chosen)),
        analyses=(*project.analyses, *(_renamed_analysis(a, names) for a in analyses)),
    )


def _analyses_within(other: Project, names: Mapping[Id, Id]) -> list[Analysis]:
    """The analyses whose every source is taken along, sources before what is made from them."""
    taken: list[Analysis] = []
    known = set(names)
    waiting = list(other.analyses)
    while True:
        ready = [a for a in waiting if all(source in known for source in a.sources)]
        if not ready:
            return taken
        taken += ready
        known |= {a.id for a in ready}
        waiting = [a for a in waiting if a.id not in known]


def _renamed_sample(sample: Sample, names: Mapping[Id, Id]) -> Sample:
    return replace(
        sample,
        id=names[sample.id],
        specimens=tuple(replace(s, id=names[s.id]) for s in sample.specimens),
        measurements=tuple(
            replace(m, id=names[m.id], specimen=names.get(m.specimen) if m.specimen else None)
            for m in sample.measurements
        ),
    )


def _renamed_analysis(analysis: Analysis, names: Mapping[Id, Id]) -> Analysis:
    return replace(analysis, id=names[analysis.id], sources=tuple(names[s] for s in analysis.sources))
