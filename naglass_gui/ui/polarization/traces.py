"""What the DC polarization tab shows of a measurement: the run at a glance, and its fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import ArrayStore, gather
from naglass_gui.core.errors import InputError
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import Analysis, Derived, Id, Measurement, Project, Region, Sample, Specimen
from naglass_gui.techniques.polarization.models import BY_NAME
from naglass_gui.techniques.polarization.overview import Overview
from naglass_gui.ui.tabs.chosen import Kept, subjects

TECHNIQUE = "polarization"
Real = NDArray[np.float64]
NONE = np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A run with its analysis.

    Attributes:
        measurement, analysis, specimen, sample: its parts.
        overview: its steps; None where it makes no sense, `fault` says why.
        fitted: current of the shown fit at every point of the record, without the offset; empty without a fit.
        stale: whether the fit belongs no longer to what is asked.
    """

    measurement: Measurement
    analysis: Analysis | None
    specimen: Specimen | None
    sample: Sample
    overview: Overview | None
    fault: str
    fitted: Real
    stale: bool

    @property
    def id(self) -> Id:
        """That of the measurement."""
        return self.measurement.id

    @property
    def time(self) -> Real:
        """Since the voltage of the fitted step was set, in s."""
        return NONE if self.overview is None else self.overview.record.time - self.overview.step.start

    @property
    def current(self) -> Real:
        """Without the offset, in A."""
        return NONE if self.overview is None else self.overview.current

    @property
    def regions(self) -> tuple[Region, ...]:
        """What is fitted, in s since the step; the last fifth of the step stands for the steady state where nothing is asked.

        They are numbered, so that the edge of one that is dragged stays while it becomes the person's own.
        """
        if self.overview is None or self.analysis is None:
            return ()
        start = self.overview.step.start
        if self.analysis.regions:
            return tuple(Region(f"{k}", r.low - start, r.high - start) for k, r in enumerate(self.analysis.regions))
        if not self.takes_mean:
            return ()
        low, high = self.overview.default_region
        return (Region("0", low - start, high - start),)

    @property
    def takes_mean(self) -> bool:
        """Whether the steady state is the mean over a region."""
        if self.analysis is None:
            return False
        fit = self.analysis.fit
        model = self.analysis.model
        return model == "constant" or (model == "auto" and fit is not None and fit.model == "constant")

    @property
    def quantities(self) -> tuple[Derived, ...]:
        """Those of the fit; while a region is dragged those of the mean over it."""
        if self.analysis is None or self.overview is None:
            return ()
        if self.stale and self.takes_mean:
            return self.overview.quantities(self.analysis, self.specimen)
        return self.analysis.fit.derived if self.analysis.fit is not None else ()

    @property
    def formula(self) -> str:
        """The model of the fit, as it is printed."""
        fit = None if self.analysis is None else self.analysis.fit
        return "" if fit is None or fit.model not in BY_NAME else BY_NAME[fit.model].formula


class Traces:
    """Makes traces from the project, and makes anew only those whose parts changed."""

    def __init__(self, store: ArrayStore) -> None:
        self._store = store
        self._made = Kept(self._trace)

    def of(self, project: Project, ids: Sequence[Id]) -> tuple[Trace, ...]:
        """The runs among what is selected, in the tree's order."""
        chosen = subjects(project, ids, TECHNIQUE)
        return self._made.of((s.measurement.id, (s.measurement, s.analysis, s.specimen, s.sample)) for s in chosen)

    def _trace(
        self, measurement: Measurement, analysis: Analysis | None, specimen: Specimen | None, sample: Sample
    ) -> Trace:
        arrays = gather(self._store, (c.array for c in measurement.channels))
        columns = {c.name: arrays[c.array.digest] for c in measurement.channels}
        blank = analysis or Analysis("", measurement.name, TECHNIQUE, (measurement.id,))
        try:
            overview, fault = Overview.of(measurement, columns, blank), ""
        except InputError as error:
            overview, fault = None, error.sentence
        fitted = NONE
        if overview is not None and analysis is not None and analysis.fit is not None and analysis.fit.curves:
            curve = next(c for c in analysis.fit.curves if c.name == "current")
            fitted = np.asarray(self._store.get(curve.array))[overview.record.rows] - overview.offset.value
        stale = analysis is not None and is_stale(analysis, (measurement,))
        return Trace(measurement, analysis, specimen, sample, overview, fault, fitted, stale)
