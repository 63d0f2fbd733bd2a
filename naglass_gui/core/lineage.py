"""What analyses are made from: edits of the sources of a derived analysis, one made from other analyses.

`Analysis.masked` of a derived analysis holds the positions of its sources that are left out. Every edit here carries a
mask along with its source, so that it stays on that source in whatever order the sources come.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id, Mask, Project, evolve


def derived(project: Project) -> tuple[Analysis, ...]:
    """The analyses that are made from other analyses."""
    ids = {a.id for a in project.analyses}
    return tuple(a for a in project.analyses if not ids.isdisjoint(a.sources))


def ancestors(project: Project, analysis: Id) -> tuple[Analysis, ...]:
    """The analyses an analysis is made from, and those that these are made from, in the project's order."""
    ids = set(_ancestry(project, analysis)) - {analysis}
    return tuple(a for a in project.analyses if a.id in ids)


def excluded(analysis: Analysis) -> frozenset[Id]:
    """The sources of a derived analysis that are left out."""
    return frozenset(analysis.sources[m.index] for m in analysis.masked if m.index < len(analysis.sources))


def set_sources(project: Project, analysis: Id, sources: Iterable[Id]) -> Project:
    """The project with a derived analysis made from these analyses, in this order; each once.

    Raises:
        KeyError: a source that is no analysis of the project.
        InputError: no source, or one that is itself made from this analysis.
    """
    chosen = tuple(dict.fromkeys(sources))
    held = project.analysis(analysis)
    if not chosen:
        raise InputError(f"{held.name} must be made from at least one analysis; remove it instead.", field="Sources")
    for source in chosen:
        if analysis in _ancestry(project, source):
            name = project.analysis(source).name
            raise InputError(f"{held.name} cannot be made from {name}, which is itself made from it.", field="Sources")
    return evolve(project, ("analyses", analysis), lambda old: with_sources(old, chosen))


def add_sources(project: Project, analysis: Id, sources: Iterable[Id]) -> Project:
    """The project with more sources at the end of a derived analysis. Raises as `set_sources`."""
    return set_sources(project, analysis, (*project.analysis(analysis).sources, *sources))


def remove_sources(project: Project, analysis: Id, sources: Iterable[Id]) -> Project:
    """The project with a derived analysis made from fewer sources. Raises as `set_sources`."""
    gone = set(sources)
    return set_sources(project, analysis, (s for s in project.analysis(analysis).sources if s not in gone))


def exclude_sources(
    project: Project, analysis: Id, sources: Iterable[Id], excluded: bool = True, reason: str = ""
) -> Project:
    """The project with sources of a derived analysis left out, or taken back in; they stay visible."""
    chosen = set(sources)

    def change(old: Analysis) -> Analysis:
        places = {k for k, source in enumerate(old.sources) if source in chosen}
        kept = tuple(m for m in old.masked if m.index not in places)
        added = tuple(Mask(k, reason) for k in places) if excluded else ()
        masked = tuple(sorted((*kept, *added), key=lambda m: m.index))
        return old if masked == old.masked else replace(old, masked=masked)

    return evolve(project, ("analyses", analysis), change)


def toggle_excluded(project: Project, analysis: Id, sources: Iterable[Id], reason: str = "") -> Project:
    """The project with these sources left out, or taken back in when all of them were out."""
    chosen = set(sources)
    return exclude_sources(project, analysis, chosen, not chosen <= excluded(project.analysis(analysis)), reason)


def set_pinned(project: Project, analysis: Id, pinned: bool) -> Project:
    """The project with a derived analysis held as it is (`pinned`), or following its sources again."""
    return evolve(
        project, ("analyses", analysis), lambda old: old if old.pinned == pinned else replace(old, pinned=pinned)
    )


def with_sources(analysis: Analysis, sources: tuple[Id, ...]) -> Analysis:
    """The analysis made from these; a mask goes with its source, and falls with it."""
    if sources == analysis.sources:
        return analysis
    places = {source: k for k, source in enumerate(sources)}
    held = [(places.get(analysis.sources[m.index]), m) for m in analysis.masked if m.index < len(analysis.sources)]
    masked = tuple(Mask(place, m.reason) for place, m in held if place is not None)
    return replace(analysis, sources=sources, masked=tuple(sorted(masked, key=lambda m: m.index)))


def without(project: Project, gone: Collection[Id]) -> tuple[Analysis, ...]:
    """The analyses that stay when measurements and analyses of these ids go.

    One made from data falls with any of its data; one made from other analyses goes on with the sources that stay, and falls
    with the last of them.
    """
    gone = set(gone)
    lasting = {a.id for a in derived(project)}
    while True:
        left = [a for a in project.analyses if a.id not in gone]
        fallen = {a.id for a in left if (all if a.id in lasting else any)(s in gone for s in a.sources)}
        if not fallen:
            break
        gone |= fallen
    return tuple(with_sources(a, tuple(s for s in a.sources if s not in gone)) for a in left)


def _ancestry(project: Project, analysis: Id) -> set[Id]:
    """An analysis with everything it is made from, directly or not."""
    made_from = {a.id: a.sources for a in project.analyses}
    if analysis not in made_from:
        raise KeyError(analysis)
    found: set[Id] = set()
    waiting = [analysis]
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting += made_from.get(id, ())
    return found
