"""What the T1 tab shows of a measurement: its spectra over the delay, and what is fitted to them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from naglass_gui.core.arrays import ArrayStore, gather
from naglass_gui.core.errors import InputError, NaGlassError
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import Analysis, Id, Measurement, Project, Sample, Specimen
from naglass_gui.techniques.nmr.processing_steps import SLOW
from naglass_gui.techniques.nmr.spectrum import steps_of
from naglass_gui.techniques.relaxation.slices import Slices, slices_from
from naglass_gui.ui.services import JobRunner
from naglass_gui.ui.tabs.chosen import subjects
from naglass_gui.ui.tabs.making import Making, Parts, Work

TECHNIQUE = "relaxation"
MOST_POINTS = 2**20
"""Larger series are processed by a child."""
OPTIONS = ("processing", "process", "nucleus", "larmor_frequency", "delays")
"""Options that the spectra depend on."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A series with its analysis.

    Attributes:
        measurement, analysis, specimen, sample: its parts.
        slices: the spectra as they are analysed; None where they cannot be made, or not yet.
        fault: why; its field says what is missing.
        waiting: whether a child is still making them.
        stale: whether the fit belongs no longer to what is asked.
    """

    measurement: Measurement
    analysis: Analysis | None
    specimen: Specimen | None
    sample: Sample
    slices: Slices | None
    fault: InputError | None
    waiting: bool
    stale: bool

    @property
    def id(self) -> Id:
        """That of the measurement."""
        return self.measurement.id


Made = tuple[Slices | None, InputError | None]


class SeriesMaker:
    """Makes series from the project, and processes anew only those whose processing or delays changed.

    Args:
        store: holds the numbers.
        jobs: the children, for what takes long.
        arrived: called when a child has made what was asked for.
    """

    def __init__(self, store: ArrayStore, jobs: JobRunner, arrived: Callable[[], None]) -> None:
        self._making = Making(_Processing(store), jobs, arrived)

    def of(self, project: Project, ids: Sequence[Id]) -> tuple[Series, ...]:
        """The series among what is selected, in the tree's order."""
        chosen = subjects(project, ids, TECHNIQUE)
        made = self._making.of((s.measurement.id, _parts(s.measurement, s.analysis)) for s in chosen)
        return tuple(
            Series(
                s.measurement, s.analysis, s.specimen, s.sample, _masked(slices, s.analysis), fault,
                s.measurement.id in self._making.busy, s.analysis is not None and is_stale(s.analysis, (s.measurement,)),
            )
            for s, (slices, fault) in zip(chosen, made, strict=True)
        )  # fmt: skip


class _Processing:
    nothing: Made = (None, None)

    def __init__(self, store: ArrayStore) -> None:
        self._store = store

    def slow(self, parts: Parts) -> bool:
        measurement = parts[0]
        size = max((math.prod(c.array.shape) for c in measurement.channels), default=0)
        chain = steps_of(measurement, _as_analysis(*parts))
        return size > MOST_POINTS or any(step[0] in SLOW for step in chain if step)

    def here(self, parts: Parts) -> Made:
        try:
            return slices_of(parts[0], _as_analysis(*parts), self._store), None
        except InputError as fault:
            return None, fault

    def work(self, parts: Parts) -> Work:
        measurement = parts[0]
        arrays = gather(self._store, (c.array for c in measurement.channels))
        return f"Process {measurement.name}", slices_from, (measurement, _as_analysis(*parts), arrays)

    def done(self, result: Slices) -> Made:
        return result, None

    def failed(self, error: Exception) -> Made:
        if isinstance(error, InputError):
            return None, error
        return None, InputError(error.sentence if isinstance(error, NaGlassError) else str(error))


def slices_of(measurement: Measurement, analysis: Analysis, store: ArrayStore) -> Slices:
    """The spectra of a series, in this process. Raises InputError where they cannot be made."""
    return slices_from(measurement, analysis, gather(store, (c.array for c in measurement.channels)))


def _parts(measurement: Measurement, analysis: Analysis | None) -> Parts:
    return measurement, *(None if analysis is None else analysis.option(name) for name in OPTIONS)


def _as_analysis(measurement: Measurement, *options: Any) -> Analysis:
    held = tuple((n, v) for n, v in zip(OPTIONS, options, strict=True) if v is not None)
    return Analysis("", measurement.name, TECHNIQUE, (measurement.id,), options=held)


def _masked(slices: Slices | None, analysis: Analysis | None) -> Slices | None:
    """With the slices that the analysis leaves out."""
    if slices is None or analysis is None or not analysis.masked:
        return slices
    used = np.ones(len(slices.delay), dtype=bool)
    used[[mask.index for mask in analysis.masked if 0 <= mask.index < len(used)]] = False
    return replace(slices, used=used)
