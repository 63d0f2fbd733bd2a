"""The NMR spectra on screen with their lines, as plots and panels look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import ArrayStore
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id, Measurement, Project, new_id
from naglass_gui.techniques.nmr.noise import noise_level
from naglass_gui.techniques.nmr.spectrum import Spectrum as Measured
from naglass_gui.ui.tabs.chosen import Kept, subjects

TECHNIQUE = "nmr"
_PROCESSING = ("processing", "process", "nucleus", "larmor_frequency")
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
    """

    shift: Real
    intensity: Real
    scale: float
    larmor: float
    nucleus: str
    spin: float | None
    mas_rate: float | None

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
        analysis: its model; None where there is none.
        signal: the processed spectrum; None where it cannot be made.
        fault: why it cannot be made; its field says what is missing.
    """

    measurement: Measurement
    analysis: Analysis | None
    signal: Signal | None
    fault: InputError | None = None

    @property
    def id(self) -> Id:
        """Of its measurement."""
        return self.measurement.id


class Spectra:
    """Makes spectra from the project, and processes anew only those whose processing changed."""

    def __init__(self, store: ArrayStore) -> None:
        self._store = store
        self._signals = Kept(self._signal)

    def of(self, project: Project, ids: Sequence[Id]) -> tuple[Spectrum, ...]:
        """The NMR spectra among what is selected (measurements, analyses, samples), each once, in the tree's order."""
        chosen = subjects(project, ids, TECHNIQUE)
        signals = self._signals.of((s.measurement.id, (s.measurement, *_processing(s.analysis))) for s in chosen)
        return tuple(Spectrum(s.measurement, s.analysis, *made) for s, made in zip(chosen, signals, strict=True))

    def _signal(self, measurement: Measurement, *processing: Any) -> tuple[Signal | None, InputError | None]:
        options = tuple((n, v) for n, v in zip(_PROCESSING, processing, strict=True) if v is not None)
        analysis = Analysis(new_id(), measurement.name, TECHNIQUE, (measurement.id,), options=options)
        try:
            return signal_of(measurement, analysis, self._store), None
        except InputError as fault:
            return None, fault


def _processing(analysis: Analysis | None) -> tuple[Any, ...]:
    return tuple(analysis.option(name) if analysis is not None else None for name in _PROCESSING)


def signal_of(measurement: Measurement, analysis: Analysis, store: ArrayStore) -> Signal:
    """The processed spectrum, whatever of it is fitted. Raises InputError where it cannot be made."""
    whole = Analysis(analysis.id, analysis.name, TECHNIQUE, analysis.sources, options=analysis.options)
    return Signal.of(Measured.of(measurement, lambda name: store.get(measurement.channel(name).array), whole))
