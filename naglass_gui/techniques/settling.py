"""After an edit: quantities follow the fit, the specimen and the roles they come from; derived analyses follow their sources."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np

from naglass_gui.core.project import Analysis, Derived, Id, Project, Specimen
from naglass_gui.techniques.sources import ByName, Home, Lineage, homes
from naglass_gui.techniques.technique import Adjusting, Following, Technique

_log = logging.getLogger(__name__)

Specimens = tuple[Specimen | None, ...]
Homes = Mapping[Id, Home]


# What goes beyond all numbers is infinite or none, and told as unknown.
@np.errstate(all="ignore")
def settle(before: Project, after: Project, technique: ByName) -> Project:
    """The project with everything that follows from an edit: quantities of every current fit, then derived analyses.

    `Fit.derived` is computed again where what it depends on has changed. An analysis that is made from others follows them, in
    the order of the graph, unless it is pinned. Parts are compared by identity, which edits keep for whatever they do not
    touch, so nothing is computed for an unchanged analysis. A technique that fails leaves its results as they were, and the
    log says so.

    Args:
        before: the project before the edit.
        after: the project after it.
        technique: the science of a technique by name, None where there is none.
    """
    if before.analyses is after.analyses and before.samples is after.samples:
        return after
    edit = _Edit(before, after, technique)
    analyses = _followed(edit, tuple(_settled(edit, analysis) for analysis in after.analyses))
    changed = any(a is not b for a, b in zip(analyses, after.analyses, strict=True))
    return replace(after, analyses=analyses) if changed else after


class _Edit:
    """What an edit changed. Homes are looked up only when something asks for them: most drags touch one analysis."""

    def __init__(self, before: Project, after: Project, technique: ByName) -> None:
        self._before = before
        self._after = after
        self.technique = technique
        self.old = {analysis.id: analysis for analysis in before.analyses}
        self.same_samples = before.samples is after.samples

    @cached_property
    def now(self) -> Homes:
        """Where each measurement belongs after the edit."""
        return homes(self._after)

    @cached_property
    def then(self) -> Homes:
        """Where each belonged before it."""
        return self.now if self.same_samples else homes(self._before)

    def specimens(self, analysis: Analysis) -> Specimens:
        """What the sources of an analysis were measured on."""
        return tuple(_specimen(self.now, source) for source in analysis.sources)


def _specimen(where: Homes, measurement: Id) -> Specimen | None:
    home = where.get(measurement)
    return None if home is None else home.specimen


# -- quantities of fits --------------------------------------------------------------------------------------------


def _settled(edit: _Edit, analysis: Analysis) -> Analysis:
    """An analysis with its options and the quantities of its current fit as they follow now."""
    old = edit.old.get(analysis.id)
    analysis = _adjusted(edit, old, analysis)
    if edit.same_samples and (old is analysis or analysis.fit is None):
        return analysis
    if analysis.fit is None or (_same_specimens(edit, analysis) and (old is analysis or _same(old, analysis))):
        return analysis
    return _rederived(analysis, edit.specimens(analysis), edit.technique)


def _adjusted(edit: _Edit, old: Analysis | None, analysis: Analysis) -> Analysis:
    if old is not None and old.options is analysis.options and _same_specimens(edit, analysis):
        return analysis
    science = edit.technique(analysis.technique)
    if not isinstance(science, Adjusting):
        return analysis
    # As below: an edit must never fail because of what follows from it.
    try:
        return science.adjusted(analysis, edit.specimens(analysis))
    except Exception:
        _log.exception("options of %s", analysis.name)
        return analysis


def _same_specimens(edit: _Edit, analysis: Analysis) -> bool:
    if edit.same_samples:
        return True
    return all(_specimen(edit.then, source) is _specimen(edit.now, source) for source in analysis.sources)


def _same(old: Analysis | None, new: Analysis) -> bool:
    """Whether nothing in an analysis that its derived quantities depend on has changed."""
    if old is None or old.fit is not new.fit or old.sources != new.sources or old.options != new.options:
        return False
    if old.components is not new.components and old.components != new.components:
        return False
    return [(p.name, p.role, p.link) for p in old.parameters] == [(p.name, p.role, p.link) for p in new.parameters]


def _rederived(analysis: Analysis, specimens: Specimens, technique: ByName) -> Analysis:
    science, fit = technique(analysis.technique), analysis.fit
    if science is None or fit is None or isinstance(science, Following):
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
    except ArithmeticError:
        _log.warning("%s: its numbers are beyond what can be computed with", analysis.name)
        return ()  # rather than what followed from other numbers
    except Exception:
        _log.exception("derived quantities of %s", analysis.name)
        return None


# -- derived analyses ----------------------------------------------------------------------------------------------


def _followed(edit: _Edit, analyses: tuple[Analysis, ...]) -> tuple[Analysis, ...]:
    """The analyses with every derived one made anew whose sources, or what these were measured on, have changed."""
    by_id = {analysis.id: analysis for analysis in analyses}
    order = in_graph_order(by_id)
    if not order:
        return analyses
    changed = {a.id for a in analyses if edit.old.get(a.id) is not a} | (edit.old.keys() - by_id.keys())
    if not changed and edit.same_samples:
        return analyses
    lineage: Lineage | None = None
    for id in order:
        analysis = by_id[id]
        if id not in changed and changed.isdisjoint(analysis.sources) and edit.same_samples:
            continue
        science = edit.technique(analysis.technique)
        if not isinstance(science, Following) or (analysis.pinned and analysis.fit is not None):
            continue
        lineage = lineage or Lineage(by_id, edit.now, edit.technique)
        if id not in changed and changed.isdisjoint(analysis.sources) and _measured_alike(edit, lineage, id):
            continue
        by_id[id] = _follow(science, analysis, lineage)
        if by_id[id] is not analysis:
            changed.add(id)
    return tuple(by_id[a.id] for a in analyses)


def in_graph_order(analyses: Mapping[Id, Analysis]) -> list[Id]:
    """The derived analyses, each after those it is made from; what is made from itself in a circle is left out."""
    ids = analyses.keys()
    derived = {id: a for id, a in analyses.items() if not ids.isdisjoint(a.sources)}
    ordered: dict[Id, None] = {}
    while True:
        ready = [
            id
            for id, a in derived.items()
            if id not in ordered and all(s in ordered or s not in derived for s in a.sources)
        ]
        if not ready:
            return list(ordered)
        ordered.update(dict.fromkeys(ready))


def _measured_alike(edit: _Edit, lineage: Lineage, analysis: Id) -> bool:
    """Whether the measurements at the roots of a derived analysis, and their samples, are as they were."""
    return all(_alike(edit.then.get(m), edit.now.get(m)) for m in lineage.measured(analysis))


def _alike(then: Home | None, now: Home | None) -> bool:
    if then is None or now is None:
        return then is now
    return then.measurement is now.measurement and then.specimen is now.specimen and _named_alike(then, now)


def _named_alike(then: Home, now: Home) -> bool:
    return (then.sample.id, then.sample.name) == (now.sample.id, now.sample.name)


def _follow(science: Following, analysis: Analysis, lineage: Lineage) -> Analysis:
    # As above: an edit must never fail because of what follows from it.
    try:
        made = science.follow(analysis, lineage.sources(analysis))
    except ArithmeticError:
        _log.warning("%s: its numbers are beyond what can be computed with", analysis.name)
        return replace(analysis, fits=(), current=None)  # as above
    except Exception:
        _log.exception("%s", analysis.name)
        return analysis
    fit = made.fit
    if fit is not None:
        was, mark = analysis.fit, lineage.fingerprint(made)
        # What was asked for later belongs to the fit as long as the same is asked of the same.
        kept = was.uncertainties if was is not None and was.fingerprint == mark else ()
        fit = replace(fit, fingerprint=mark, uncertainties=kept)
        if was is not None and replace(fit, created=was.created) == was:
            fit = was
        made = replace(made, fits=(fit,), current=fit.id)
    return analysis if made == analysis else made
