"""After an edit: derived quantities follow the specimen, the roles and the fit they come from."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from naglass_gui.core.project import Analysis, Derived, Id, Project, Specimen
from naglass_gui.techniques.technique import Technique

_log = logging.getLogger(__name__)

Specimens = tuple[Specimen | None, ...]


def settle(before: Project, after: Project, technique: Callable[[str], Technique | None]) -> Project:
    """The project with `Fit.derived` of every current fit computed again where what it depends on has changed.

    Parts are compared by identity, which edits keep for whatever they do not touch, so nothing is computed for an
    unchanged analysis. A technique that fails leaves its quantities as they were, and the log says so.

    Args:
        before: the project before the edit.
        after: the project after it.
        technique: the science of a technique by name, None where there is none.
    """
    if before.analyses is after.analyses and before.samples is after.samples:
        return after
    old = {analysis.id: analysis for analysis in before.analyses}
    then, now = _specimens(before), _specimens(after)
    analyses = tuple(
        analysis
        if analysis.fit is None or _same(old.get(analysis.id), analysis, then, now)
        else _rederived(analysis, tuple(now.get(source) for source in analysis.sources), technique)
        for analysis in after.analyses
    )
    changed = any(a is not b for a, b in zip(analyses, after.analyses, strict=True))
    return replace(after, analyses=analyses) if changed else after


def _specimens(project: Project) -> dict[Id, Specimen]:
    """What each measurement was made on, by the measurement's id."""
    held = {s.id: s for sample in project.samples for s in sample.specimens}
    return {m.id: held[m.specimen] for m in project.measurements() if m.specimen in held}


def _same(old: Analysis | None, new: Analysis, then: dict[Id, Specimen], now: dict[Id, Specimen]) -> bool:
    """Whether nothing that the derived quantities depend on has changed."""
    if any(then.get(source) is not now.get(source) for source in new.sources):
        return False
    if old is new:
        return True
    if old is None or old.fit is not new.fit or old.sources != new.sources or old.options != new.options:
        return False
    if old.components is not new.components and old.components != new.components:
        return False
    return [(p.name, p.role, p.link) for p in old.parameters] == [(p.name, p.role, p.link) for p in new.parameters]


def _rederived(analysis: Analysis, specimens: Specimens, technique: Callable[[str], Technique | None]) -> Analysis:
    science, fit = technique(analysis.technique), analysis.fit
    if science is None or fit is None:
        return analysis
    derived = _derived(science, analysis, specimens)
    if derived is None or derived == fit.derived:
        return analysis
    changed = replace(fit, derived=derived)
    return replace(analysis, fits=tuple(changed if f is fit else f for f in analysis.fits))


def _derived(science: Technique, analysis: Analysis, specimens: Specimens) -> tuple[Derived, ...] | None:
    # An edit must never fail because of what follows from it, whatever a plug-in does.
    try:
        return science.derive(analysis, specimens)
    except Exception:
        _log.exception("derived quantities of %s", analysis.name)
        return None
