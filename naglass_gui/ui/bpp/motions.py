"""What the BPP tab shows: T1 against temperature, behind fitted series or out of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import ArrayStore
from naglass_gui.core.errors import InputError
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import Analysis, Id, Measurement, Project, Sample
from naglass_gui.techniques.bpp.bridge import Conductivity, JumpRate, asked_rates, conductivities
from naglass_gui.techniques.bpp.law import correlation_time, relaxation_time, shortest
from naglass_gui.techniques.bpp.points import Point, fields, points_of_sources, points_of_table, spin_of
from naglass_gui.techniques.bpp.rates import Times, correlation_times
from naglass_gui.techniques.technique import Source
from naglass_gui.ui.tabs.chosen import Kept, subjects
from naglass_gui.ui.tabs.derived import Derivation

Real = NDArray[np.float64]
TECHNIQUE = "bpp"


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """T1 against temperature with the motion that is fitted.

    Attributes:
        id: of the derived analysis, or of the table's measurement.
        analysis: the fit's; None where a table has none.
        measurement: the table; None for what follows series.
        sources: the series; () for a table.
        sample: of what; None where it is of several.
        points: all of them, the ones left out included.
        stale: whether the fit belongs no longer to what is asked.
        spin: of the nucleus; None where it is not known, `fault` says so.
    """

    id: Id
    analysis: Analysis | None
    measurement: Measurement | None
    sources: tuple[Source, ...]
    sample: Sample | None
    points: tuple[Point, ...]
    stale: bool
    spin: float | None
    fault: str

    @property
    def values(self) -> dict[str, float]:
        """Parameters of the shown fit as they are now; none without a fit."""
        if self.analysis is None or self.analysis.fit is None:
            return {}
        found = {p.name: p.value for p in self.analysis.fit.parameters}
        return found | {p.name: p.value for p in self.analysis.parameters if p.name in found}

    @property
    def fields(self) -> tuple[float, ...]:
        """Larmor frequencies in Hz, one a magnet."""
        return fields(self.points)

    def field_of(self, point: Point) -> int:
        """Which magnet a point was measured in."""
        return int(np.argmin([abs(point.larmor - f) for f in self.fields]))

    def model(self, kelvin: Real, larmor: float) -> Real | None:
        """T1 in s of the fitted motion; None without a fit."""
        held, fit = self.values, self.analysis.fit if self.analysis is not None else None
        if fit is None or self.spin is None or not {"Ea", "tau0", "C_Q"} <= held.keys():
            return None
        pq = held["C_Q"] * float(np.sqrt(1.0 + held.get("eta", 0.0) ** 2 / 3.0))
        tau = correlation_time(kelvin, held["Ea"], held["tau0"])
        return relaxation_time(tau, np.asarray(larmor), pq, self.spin, fit.model, held.get("beta", 1.0))  # type: ignore[arg-type]

    def times(self, kelvin: Real) -> Times | None:
        """Correlation times with their band; None where the fit does not tell them."""
        fit = self.analysis.fit if self.analysis is not None else None
        return None if fit is None else correlation_times(fit, kelvin)

    def conductivities(self, project: Project) -> tuple[Conductivity, ...]:
        """Those of the same sample that have a temperature."""
        sample = self.sample
        now = next((s for s in project.samples if sample is not None and s.id == sample.id), None)
        return () if now is None else conductivities(project, now)

    def asked(self, project: Project) -> tuple[JumpRate, ...]:
        """The jump rates these ask for; () where something that it takes is missing or makes no sense."""
        if self.analysis is None:
            return ()
        try:
            return asked_rates(self.analysis, self.conductivities(project))
        except InputError:
            return ()  # the column says what is wrong

    def minimum(self, larmor: float) -> tuple[float, float] | None:
        """Temperature in K and T1 in s where it is shortest; None where the fit does not tell, or for a distribution."""
        fit = self.analysis.fit if self.analysis is not None else None
        quantity = None if fit is None else fit.quantity(f"T_min_{larmor / 1e6:.4g}MHz")
        if quantity is None or self.spin is None:
            return None
        pq = self.values["C_Q"] * float(np.sqrt(1.0 + self.values.get("eta", 0.0) ** 2 / 3.0))
        return quantity.value, shortest(larmor, pq, self.spin)[1]


class Motions:
    """Makes motions from the project, and makes anew only those whose parts changed."""

    def __init__(self, store: ArrayStore) -> None:
        self._store = store
        self._followed: Kept[Motion] = Kept(self._of_series)
        self._tables: Kept[Motion] = Kept(self._of_table)

    def of(self, derivations: Sequence[Derivation], project: Project, ids: Sequence[Id]) -> tuple[Motion, ...]:
        """Those derived analyses, and the tables among what is selected."""
        chosen = subjects(project, ids, TECHNIQUE)
        tables = {m.id for m in project.measurements() if m.technique == TECHNIQUE}
        return (
            *self._followed.of((d.id, (d,)) for d in derivations if tables.isdisjoint(d.analysis.sources)),
            *self._tables.of((s.measurement.id, (s.measurement, s.analysis, s.sample)) for s in chosen),
        )

    def _of_series(self, derivation: Derivation) -> Motion:
        analysis = derivation.analysis
        points = points_of_sources(derivation.sources, int(analysis.option("curve", 1)))
        spin, fault = _spin(lambda: spin_of(analysis, derivation.sources))
        samples = {s.sample.id: s.sample for s in derivation.sources if s.sample is not None}
        sample = next(iter(samples.values())) if len(samples) == 1 else None
        if not points:
            fault = "These series have no T₁ with a temperature and a Larmor frequency yet: fit them, and type what is missing."
        return Motion(
            analysis.id, analysis, None, derivation.sources, sample, points, derivation.stale, spin, fault
        )  # fmt: skip

    def _of_table(self, measurement: Measurement, analysis: Analysis | None, sample: Sample) -> Motion:
        columns = {c.name: np.asarray(self._store.get(c.array)) for c in measurement.channels}
        blank = analysis or Analysis("", measurement.name, TECHNIQUE, (measurement.id,))
        spin, fault = _spin(lambda: spin_of(blank))
        stale = analysis is not None and is_stale(analysis, (measurement,))
        return Motion(
            measurement.id, analysis, measurement, (), sample, points_of_table(columns, blank), stale, spin, fault
        )


def _spin(find: Callable[[], float]) -> tuple[float | None, str]:
    try:
        return find(), ""
    except InputError as fault:
        return None, fault.sentence
