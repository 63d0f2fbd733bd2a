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
from naglass_gui.techniques.nmr.joint import for_spectrum
from naglass_gui.techniques.nmr.noise import noise_level
from naglass_gui.techniques.nmr.processing_steps import SLOW
from naglass_gui.techniques.nmr.spectrum import Spectrum as Measured
from naglass_gui.techniques.nmr.spectrum import chain_of, spectrum_of, steps_of
from naglass_gui.ui.services import JobRunner
from naglass_gui.ui.tabs.chosen import Kept, subjects

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
    """

    shift: Real
    intensity: Real
    scale: float
    larmor: float
    nucleus: str
    spin: float | None
    mas_rate: float | None
    rows: NDArray[np.intp]

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

    What takes long (automatic phase and baseline, very large data) is done by a child; only the newest wish is kept.

    Args:
        store: holds the numbers.
        jobs: the children.
        arrived: called when a child has made a spectrum that was asked for.
    """

    def __init__(self, store: ArrayStore, jobs: JobRunner, arrived: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._jobs = jobs
        self._arrived = arrived
        self._made = Kept(self._make)
        self._last: dict[Id, Made] = {}
        self._ready: dict[Id, tuple[Parts, Made]] = {}
        self._asked: dict[Id, Parts] = {}
        self._busy: set[Id] = set()
        self._gathering = False

    def of(self, project: Project, ids: Sequence[Id]) -> tuple[Spectrum, ...]:
        """The NMR spectra among what is selected (measurements, analyses, samples), each once, in the tree's order.

        A joint analysis that is selected shows all of its spectra.
        """
        pairs = _pairs(project, ids)
        self._gathering = True
        try:
            made = self._made.of((m.id, _parts(project, m, a)) for m, a in pairs)
        finally:
            self._gathering = False
        measured = {m.id: m for m in project.measurements()}
        return tuple(
            Spectrum(
                m,
                a,
                *signal,
                waiting=m.id in self._busy,
                stale=_is_stale(a, measured),
                specimen=project.specimen_of(m.id),
            )
            for (m, a), signal in zip(pairs, made, strict=True)
        )

    def _make(self, measurement: Measurement, *processing: Any) -> Made:
        parts = (measurement, *processing)
        analysis, companions = _as_analysis(measurement, *processing)
        ready = self._ready.pop(measurement.id, None)
        if ready is not None and _same(ready[0], parts):
            made = ready[1]
        elif _slow(measurement, analysis):
            self._ask(measurement, parts)
            # A child that answers at once has answered by now.
            done = self._ready.pop(measurement.id, None)
            return done[1] if done is not None else self._last.get(measurement.id, (None, None))
        else:
            self._asked.pop(measurement.id, None)
            made = self._here(measurement, analysis, companions)
        self._last[measurement.id] = made
        return made

    def _here(self, measurement: Measurement, analysis: Analysis, companions: tuple[Measurement, ...]) -> Made:
        try:
            return signal_of(measurement, analysis, self._store, companions), None
        except InputError as fault:
            return None, fault

    # -- by a child ------------------------------------------------------------------------------------------------

    def _ask(self, measurement: Measurement, parts: Parts) -> None:
        """Let a child make it, after the one it is at; a wish that waited is forgotten."""
        id = measurement.id
        self._asked[id] = parts
        if id in self._busy:
            return
        analysis, companions = _as_analysis(*parts)
        arrays = gather(self._store, (c.array for m in (measurement, *companions) for c in m.channels))
        self._busy.add(id)
        self._jobs.call(
            f"Process {measurement.name}",
            spectrum_of,
            (measurement, analysis, arrays, companions),
            lambda measured: self._take(measurement, parts, (Signal.of(measured), None)),
            lambda error: self._take(measurement, parts, (None, _fault(error))),
        )

    def _take(self, measurement: Measurement, parts: Parts, made: Made) -> None:
        id = measurement.id
        self._busy.discard(id)
        wanted = self._asked.pop(id, None)
        if wanted is not None and not _same(wanted, parts):
            self._ask(measurement, wanted)
        elif wanted is not None:
            self._ready[id], self._last[id] = (parts, made), made
        if not self._gathering:
            self._made.forget(id)
            self._arrived()


Parts = tuple[Any, ...]
Made = tuple[Signal | None, InputError | None]


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


def _same(one: Parts, two: Parts) -> bool:
    return len(one) == len(two) and all(a is b for a, b in zip(one, two, strict=True))


def _fault(error: Exception) -> InputError:
    if isinstance(error, InputError):
        return error
    return InputError(error.sentence if isinstance(error, NaGlassError) else str(error))


def signal_of(
    measurement: Measurement, analysis: Analysis, store: ArrayStore, companions: Sequence[Measurement] = ()
) -> Signal:
    """The processed spectrum, whatever of it is fitted. Raises InputError where it cannot be made."""
    arrays = gather(store, (c.array for m in (measurement, *companions) for c in m.channels))
    return Signal.of(spectrum_of(measurement, analysis, arrays, companions))
