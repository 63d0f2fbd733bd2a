"""The NMR spectra on screen with their lines, as plots and panels look at them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import ArrayStore, gather
from naglass_gui.core.errors import InputError, NaGlassError
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import Analysis, Id, Measurement, Project, Specimen, new_id
from naglass_gui.techniques import companions_of
from naglass_gui.techniques.nmr.components import completed
from naglass_gui.techniques.nmr.fit import figures_of
from naglass_gui.techniques.nmr.joint import for_spectrum
from naglass_gui.techniques.nmr.noise import noise_level
from naglass_gui.techniques.nmr.processing_steps import SLOW
from naglass_gui.techniques.nmr.spectrum import Spectrum as Measured
from naglass_gui.techniques.nmr.spectrum import chain_of, spectrum_of, steps_of
from naglass_gui.ui.services import JobRunner
from naglass_gui.ui.tabs.chosen import subjects
from naglass_gui.ui.tabs.making import Making, Parts, Work

TECHNIQUE = "nmr"
MOST_POINTS = 2**19
"""Larger data are processed by a child."""
Real = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Signal:
    """A processed spectrum.

    Attributes:
        shift: in ppm, rising, shape (m,).
        intensity: relative to the highest of the spectrum, shape (m,).
        scale: by what intensities were divided.
        larmor: frequency of 0 ppm in MHz.
        nucleus: "23Na"; "" where nothing says so.
        spin: of the nucleus.
        mas_rate: in Hz; None where the file does not say.
        rows: where each point stands in the processed spectrum as it is fitted, shape (m,).
        figures: what is known of it and quantities depend on, as a fit keeps it.
    """

    shift: Real
    intensity: Real
    scale: float
    larmor: float
    nucleus: str
    spin: float | None
    mas_rate: float | None
    rows: NDArray[np.intp]
    figures: Mapping[str, float]

    @classmethod
    def of(cls, measured: Measured) -> Signal:
        """From a spectrum as it is fitted."""
        order = np.argsort(measured.shift, kind="stable")
        intensity = measured.intensity[order]
        scale = float(np.abs(intensity).max()) or 1.0
        return cls(
            shift=measured.shift[order],
            intensity=intensity / scale,
            scale=scale,
            larmor=measured.larmor,
            nucleus=measured.nucleus.name if measured.nucleus else "",
            spin=measured.spin,
            mas_rate=measured.number("mas_rate"),
            rows=order,
            figures=figures_of(measured),
        )

    @cached_property
    def noise(self) -> float:
        """Standard deviation of a point, relative to the highest; 0 where there is none."""
        return noise_level(self.intensity).deviation


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """A measurement with what is fitted to it.

    Attributes:
        measurement: as it was read.
        analysis: its model; None where there is none. A joint one has the parameters of all its spectra.
        signal: the processed spectrum; None where it cannot be made, or not yet.
        fault: why it cannot be made; its field says what is missing.
        waiting: whether a child process is still making it; until then the signal is an earlier one.
        stale: whether the fit that is shown belongs no longer to what is asked.
        specimen: the rotor filling; None where there is none.
    """

    measurement: Measurement
    analysis: Analysis | None
    signal: Signal | None
    fault: InputError | None = None
    waiting: bool = False
    stale: bool = False
    specimen: Specimen | None = None

    @property
    def id(self) -> Id:
        """Of its measurement."""
        return self.measurement.id

    @property
    def place(self) -> int:
        """Which spectrum of its analysis it is, from 1."""
        sources = self.analysis.sources if self.analysis is not None else ()
        return sources.index(self.measurement.id) + 1 if self.measurement.id in sources else 1

    @property
    def joint(self) -> bool:
        """Whether several spectra are fitted together."""
        return self.analysis is not None and len(self.analysis.sources) > 1

    @property
    def alone(self) -> Analysis | None:
        """The analysis as that of this spectrum alone, with plain names of parameters."""
        if self.analysis is None or not self.joint:
            return self.analysis
        return for_spectrum(completed(self.analysis, len(self.analysis.sources)), self.place)


class Spectra:
    """Makes spectra from the project, and processes anew only those whose processing changed.

    What takes long (automatic phase and baseline, very large data) is done by a child.

    Args:
        store: holds the numbers.
        jobs: the children.
        arrived: called when a child has made a spectrum that was asked for.
    """

    def __init__(self, store: ArrayStore, jobs: JobRunner, arrived: Callable[[], None] = lambda: None) -> None:
        self._making = Making(_Processing(store), jobs, arrived)

    def of(self, project: Project, ids: Sequence[Id]) -> tuple[Spectrum, ...]:
        """The NMR spectra among what is selected (measurements, analyses, samples), each once, in the tree's order.

        A joint analysis that is selected shows all of its spectra.
        """
        pairs = _pairs(project, ids)
        made = self._making.of((m.id, _parts(project, m, a)) for m, a in pairs)
        measured = {m.id: m for m in project.measurements()}
        return tuple(
            Spectrum(
                m,
                a,
                *signal,
                waiting=m.id in self._making.busy,
                stale=_is_stale(a, measured),
                specimen=project.specimen_of(m.id),
            )
            for (m, a), signal in zip(pairs, made, strict=True)
        )


Made = tuple[Signal | None, InputError | None]


class _Processing:
    """How a signal is made."""

    nothing: Made = (None, None)

    def __init__(self, store: ArrayStore) -> None:
        self._store = store

    def slow(self, parts: Parts) -> bool:
        return _slow(parts[0], _as_analysis(*parts)[0])

    def here(self, parts: Parts) -> Made:
        analysis, companions = _as_analysis(*parts)
        try:
            return signal_of(parts[0], analysis, self._store, companions), None
        except InputError as fault:
            return None, fault

    def work(self, parts: Parts) -> Work:
        measurement, (analysis, companions) = parts[0], _as_analysis(*parts)
        arrays = gather(self._store, (c.array for m in (measurement, *companions) for c in m.channels))
        return f"Process {measurement.name}", spectrum_of, (measurement, analysis, arrays, companions)

    def done(self, result: Measured) -> Made:
        return Signal.of(result), None

    def failed(self, error: Exception) -> Made:
        return None, fault_of(error)


def _pairs(project: Project, ids: Sequence[Id]) -> list[tuple[Measurement, Analysis | None]]:
    """What is shown, with its analysis: spectra of joint analyses, then single ones."""
    wanted = set(ids)
    measured = {m.id: m for m in project.measurements()}
    found: dict[Id, tuple[Measurement, Analysis | None]] = {}
    for analysis in project.analyses:
        if analysis.technique == TECHNIQUE and analysis.id in wanted and len(analysis.sources) > 1:
            wanted.discard(analysis.id)
            for source in analysis.sources:
                if source in measured:
                    found.setdefault(source, (measured[source], analysis))
    for subject in subjects(project, sorted(wanted), TECHNIQUE):
        found.setdefault(subject.measurement.id, (subject.measurement, subject.analysis))
    return list(found.values())


def _is_stale(analysis: Analysis | None, measured: Mapping[Id, Measurement]) -> bool:
    return analysis is not None and is_stale(analysis, tuple(measured[id] for id in analysis.sources if id in measured))


def _parts(project: Project, measurement: Measurement, analysis: Analysis | None) -> Parts:
    """What a processed spectrum depends on."""
    if analysis is None:
        return measurement, None, None, None, None
    place = analysis.sources.index(measurement.id) + 1 if measurement.id in analysis.sources else 1
    options = (analysis.option("process"), analysis.option("nucleus"), analysis.option("larmor_frequency"))
    return measurement, chain_of(analysis, place), *options, *companions_of(project, analysis)


def _as_analysis(
    measurement: Measurement, chain: Any, process: Any, nucleus: Any, larmor: Any, *companions: Measurement
) -> tuple[Analysis, tuple[Measurement, ...]]:
    named = (("processing", chain), ("process", process), ("nucleus", nucleus), ("larmor_frequency", larmor))
    options = tuple((name, value) for name, value in named if value is not None)
    return Analysis(new_id(), measurement.name, TECHNIQUE, (measurement.id,), options=options), companions


def _slow(measurement: Measurement, analysis: Analysis) -> bool:
    """Whether a spectrum cannot be made between two frames."""
    size = max((math.prod(c.array.shape) for c in measurement.channels), default=0)
    return size > MOST_POINTS or any(step[0] in SLOW for step in steps_of(measurement, analysis) if step)


def fault_of(error: Exception) -> InputError:
    """What a child failed with, as what a person is told."""
    if isinstance(error, InputError):
        return error
    return InputError(error.sentence if isinstance(error, NaGlassError) else str(error))


def signal_of(
    measurement: Measurement, analysis: Analysis, store: ArrayStore, companions: Sequence[Measurement] = ()
) -> Signal:
    """The processed spectrum, whatever of it is fitted. Raises InputError where it cannot be made."""
    arrays = gather(store, (c.array for m in (measurement, *companions) for c in m.channels))
    return Signal.of(spectrum_of(measurement, analysis, arrays, companions))
