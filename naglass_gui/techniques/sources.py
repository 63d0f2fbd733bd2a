"""What a derived analysis is made from, as it stands in a project, and whether what it shows still belongs to that."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from naglass_gui.core.fingerprint import derived_fingerprint, fit_fingerprint, is_stale
from naglass_gui.core.lineage import excluded
from naglass_gui.core.project import Analysis, Condition, Derived, Fit, Id, Measurement, Project, Sample, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.technique import Live, Source, Technique

_log = logging.getLogger(__name__)

ByName = Callable[[str], Technique | None]


@dataclass(frozen=True, slots=True, eq=False)
class Home:
    """A measurement with its sample and specimen."""

    measurement: Measurement
    sample: Sample
    specimen: Specimen | None


def homes(project: Project) -> dict[Id, Home]:
    """Where each measurement belongs, by its id."""
    found: dict[Id, Home] = {}
    for sample in project.samples:
        held = {s.id: s for s in sample.specimens}
        for m in sample.measurements:
            found[m.id] = Home(m, sample, held.get(m.specimen) if m.specimen is not None else None)
    return found


class Lineage:
    """The analyses of a project by id with what they were measured on.

    Args:
        analyses: of the project by id; what is put there later is seen.
        homes: of its measurements.
        technique: the science of a technique by name.
    """

    def __init__(self, analyses: Mapping[Id, Analysis], homes: Mapping[Id, Home], technique: ByName) -> None:
        self.analyses = analyses
        self.homes = homes
        self._technique = technique

    @classmethod
    def of(cls, project: Project, technique: ByName) -> Lineage:
        """That of a whole project."""
        return cls({a.id: a for a in project.analyses}, homes(project), technique)

    def sources(self, analysis: Analysis) -> tuple[Source, ...]:
        """The analyses a derived one is made from, in its order; those that are gone are missing."""
        out = excluded(analysis)
        return tuple(self._source(self.analyses[s], s in out) for s in analysis.sources if s in self.analyses)

    def measured(self, analysis: Id) -> frozenset[Id]:
        """The measurements at the roots of an analysis."""
        found: set[Id] = set()
        seen: set[Id] = set()
        waiting = [analysis]
        while waiting:
            id = waiting.pop()
            if id in self.homes:
                found.add(id)
            elif id not in seen and id in self.analyses:
                seen.add(id)
                waiting += self.analyses[id].sources
        return frozenset(found)

    def stale(self, analysis: Analysis) -> bool:
        """Whether the shown fit of an analysis belongs no longer to what is asked."""
        if not any(s in self.analyses for s in analysis.sources):
            return is_stale(analysis, self._measurements(analysis))
        fit = analysis.fit
        return fit is not None and fit.fingerprint != self.fingerprint(analysis)

    def fingerprint(self, analysis: Analysis) -> str:
        """What the fingerprint of a fit made now would be."""
        if not any(s in self.analyses for s in analysis.sources):
            return fit_fingerprint(analysis, self._measurements(analysis))
        return derived_fingerprint(analysis, [self._content(s) for s in self.sources(analysis)])

    def _measurements(self, analysis: Analysis) -> tuple[Measurement, ...]:
        return tuple(self.homes[s].measurement for s in analysis.sources if s in self.homes)

    def _source(self, analysis: Analysis, out: bool) -> Source:
        roots = [self.homes[id] for id in self.measured(analysis.id)]
        direct = [self.homes[s] for s in analysis.sources if s in self.homes]
        samples = {home.sample.id: home.sample for home in roots}
        specimens = {home.specimen.id if home.specimen else "": home.specimen for home in roots}
        return Source(
            analysis=analysis,
            measurement=direct[0].measurement if len(direct) == 1 else None,
            specimen=next(iter(specimens.values())) if len(specimens) == 1 else None,
            sample=next(iter(samples.values())) if len(samples) == 1 else None,
            quantities=self._quantities(analysis, direct),
            stale=self.stale(analysis),
            excluded=out,
            shared=_shared_conditions([home.measurement for home in roots]),
        )

    def _quantities(self, analysis: Analysis, direct: Sequence[Home]) -> tuple[Derived, ...]:
        fit = analysis.fit
        if fit is None:
            return ()
        science = self._technique(analysis.technique)
        if not _moved(analysis, fit) or not isinstance(science, Live):
            return fit.derived
        # Whatever a plug-in does, the quantities of the fit remain.
        try:
            now = science.live(analysis, tuple(home.specimen for home in direct))
        except Exception:
            _log.exception("quantities of %s", analysis.name)
            return fit.derived
        return tuple(_with_error(quantity, fit) for quantity in now)

    @staticmethod
    def _content(source: Source) -> object:
        """What a derived analysis can depend on, in plain values."""
        specimen, sample = source.specimen, source.sample
        return [
            source.analysis.id,
            source.excluded,
            source.stale,
            [[d.name, d.value, d.stderr, d.unit] for d in source.quantities],
            [[c.name, _plain(c.quantity)] for c in source.conditions],
            [specimen.id, *(_plain(getattr(specimen, size)) for size in _SIZES)] if specimen is not None else [],
            [] if sample is None else [sample.id, sample.name],
        ]


def _shared_conditions(measurements: Sequence[Measurement]) -> tuple[Condition, ...]:
    """The conditions that are the same for all of these."""
    if not measurements:
        return ()
    first, *others = measurements
    return tuple(
        c for c in first.conditions if all((o := m.condition(c.name)) and o.quantity == c.quantity for m in others)
    )


def _plain(quantity: Quantity | None) -> list[object]:
    return [] if quantity is None else [quantity.value, quantity.stderr, quantity.unit]


_SIZES = ("thickness", "diameter", "area", "mass", "lead_resistance")


def _moved(analysis: Analysis, fit: Fit) -> bool:
    """Whether the values of the fit's own model were moved since."""
    fitted = {p.name: p.value for p in fit.parameters}
    shown = {p.name: p.value for p in (*analysis.parameters, *(p for c in analysis.components for p in c.parameters))}
    return shown.keys() == fitted.keys() and shown != fitted


def _with_error(quantity: Derived, fit: Fit) -> Derived:
    """A quantity of this moment with the relative error that it had in the fit."""
    known = fit.quantity(quantity.name)
    if known is None or known.stderr is None or known.value == 0:
        return quantity
    return replace(quantity, stderr=abs(quantity.value / known.value) * known.stderr)
