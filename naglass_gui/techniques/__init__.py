"""The techniques the program knows: science only, no window. A new one is a folder here and its line in `TECHNIQUES`.

Others bring theirs through the entry-point group `naglass.techniques`; one that fails to load is named in `plugin_faults()`.
"""

from __future__ import annotations

from naglass_gui.core.project import Analysis, Measurement, Project
from naglass_gui.techniques import plugins, settling
from naglass_gui.techniques.arrhenius import ARRHENIUS
from naglass_gui.techniques.bpp import BPP
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.nmr import NMR
from naglass_gui.techniques.polarization import POLARIZATION
from naglass_gui.techniques.polarization.transference import TRANSFERENCE
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.sources import Lineage
from naglass_gui.techniques.stability import STABILITY
from naglass_gui.techniques.technique import Accompanied, Source, Technique

TECHNIQUES: tuple[Technique, ...] = (EIS, ARRHENIUS, POLARIZATION, TRANSFERENCE, NMR, RELAXATION, BPP, STABILITY)
"""The techniques that come with the program, in the order of their tabs."""


def techniques() -> tuple[Technique, ...]:
    """Every technique there is, plug-ins last; the program's own names cannot be taken."""
    own = {technique.name for technique in TECHNIQUES}
    return (*TECHNIQUES, *(t for t in plugins.loaded() if t.name not in own))


def technique(name: str) -> Technique | None:
    """The technique of that name, or None where neither the program nor a plug-in brings it."""
    return next((t for t in techniques() if t.name == name), None)


def plugin_faults() -> tuple[str, ...]:
    """One sentence for the message strip for each plug-in that did not load."""
    return plugins.faults()


def settle(before: Project, after: Project) -> Project:
    """The project with derived quantities and derived analyses brought up to date after an edit; never raises."""
    return settling.settle(before, after, technique)


def sources_of(project: Project, analysis: Analysis) -> tuple[Source, ...]:
    """The analyses a derived one is made from, as they stand in a project; () for one made from data."""
    return Lineage.of(project, technique).sources(analysis)


def companions_of(project: Project, analysis: Analysis) -> tuple[Measurement, ...]:
    """Measurements beside its sources that an analysis needs; those that are gone are missing."""
    science = technique(analysis.technique)
    if not isinstance(science, Accompanied):
        return ()
    there = {m.id: m for m in project.measurements()}
    return tuple(there[id] for id in science.companions(analysis) if id in there)


def stale(project: Project, analysis: Analysis) -> bool:
    """Whether the shown fit of an analysis, derived or not, belongs no longer to what is asked."""
    return Lineage.of(project, technique).stale(analysis)


def fingerprint(project: Project, analysis: Analysis) -> str:
    """What the fingerprint of a fit of an analysis, derived or not, would be if it were made now."""
    return Lineage.of(project, technique).fingerprint(analysis)


__all__ = [
    "TECHNIQUES",
    "Source",
    "Technique",
    "companions_of",
    "fingerprint",
    "plugin_faults",
    "settle",
    "sources_of",
    "stale",
    "technique",
    "techniques",
]
