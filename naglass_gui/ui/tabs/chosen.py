"""What is selected in the tree, as a tab of one technique understands it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from naglass_gui.core.project import Analysis, Id, Measurement, Project, Sample, Specimen


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A measurement with what belongs to it.

    Attributes:
        measurement: what was measured.
        analysis: what is fitted to it: the one that was chosen itself, else its first; None where there is none.
        specimen: what it was measured on, None where nobody said.
        sample: of what material.
    """

    measurement: Measurement
    analysis: Analysis | None
    specimen: Specimen | None
    sample: Sample


def subjects(project: Project, ids: Sequence[Id], technique: str) -> tuple[Subject, ...]:
    """The measurements of a technique among what is selected, each once, in the tree's order.

    Args:
        project: what is shown.
        ids: measurements, analyses (their measurement is meant) and samples (all of their measurements).
        technique: its name in projects.
    """
    wanted = set(ids)
    chosen: dict[Id, Analysis] = {}
    first: dict[Id, Analysis] = {}
    for analysis in project.analyses:
        if analysis.technique == technique and analysis.sources:
            first.setdefault(analysis.sources[0], analysis)
            if analysis.id in wanted:
                wanted.add(analysis.sources[0])
                chosen[analysis.sources[0]] = analysis
    analyses = first | chosen
    found = []
    for sample in project.samples:
        specimens = {s.id: s for s in sample.specimens}
        for m in sample.measurements:
            if m.technique == technique and (m.id in wanted or sample.id in wanted):
                specimen = specimens.get(m.specimen) if m.specimen is not None else None
                found.append(Subject(m, analyses.get(m.id), specimen, sample))
    return tuple(found)


class Kept[Item]:
    """Makes what a tab shows from parts of the document, and makes anew only what had a part replaced.

    Args:
        make: from the parts to the item.
    """

    def __init__(self, make: Callable[..., Item]) -> None:
        self._make = make
        self._held: dict[Id, tuple[tuple[Any, ...], Item]] = {}

    def of(self, wanted: Iterable[tuple[Id, tuple[Any, ...]]]) -> tuple[Item, ...]:
        """The item of each id with its parts, in their order. What is not asked for is forgotten."""
        self._held = {id: (parts, self._item(id, parts)) for id, parts in wanted}
        return tuple(item for _, item in self._held.values())

    def forget(self, id: Id) -> None:
        """Let it be made anew when it is asked for next."""
        self._held.pop(id, None)

    def _item(self, id: Id, parts: tuple[Any, ...]) -> Item:
        held = self._held.get(id)
        if held and len(held[0]) == len(parts) and all(a is b for a, b in zip(held[0], parts, strict=True)):
            return held[1]
        return self._make(*parts)
