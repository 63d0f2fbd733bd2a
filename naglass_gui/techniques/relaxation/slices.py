"""The spectra of a series with their delays, processed alike: one chain, one phase for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.nuclei import Nucleus
from naglass_gui.core.project import Analysis, Measurement
from naglass_gui.techniques.nmr.noise import noise_level
from naglass_gui.techniques.nmr.processing import Steps, process
from naglass_gui.techniques.nmr.processing_phase import automatic_phase
from naglass_gui.techniques.nmr.spectrum import larmor_in, nucleus_of, steps_of
from naglass_gui.techniques.relaxation.decays import Real

Values = Callable[[str], Array]
SIGNALS = ("fid_real", "fid_imag", "real", "imag")
MOST_SLICES = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Slices:
    """A series as it is analysed.

    Attributes:
        name: of the measurement.
        shift: in ppm, rising, shape (n,).
        intensity: real parts, shape (m, n), in the file's order.
        delay: in s, shape (m,), in the file's order.
        used: which slices count, shape (m,).
        larmor: frequency of 0 ppm in MHz; None where it is not known.
        nucleus: what was measured; None where nothing says so.
        metadata: of the measurement.
    """

    name: str
    shift: Real
    intensity: Real
    delay: Real
    used: NDArray[np.bool_]
    larmor: float | None
    nucleus: Nucleus | None
    metadata: Mapping[str, str]

    @classmethod
    def of(cls, measurement: Measurement, values: Values, analysis: Analysis) -> Slices:
        """The series of a measurement with the delays, processing and masks of an analysis (a mask names a slice).

        Raises:
            InputError: no series in the measurement, delays that are missing or make no sense, or a chain that does not.
        """
        names = {channel.name for channel in measurement.channels}
        arrays = {name: values(name) for name in names}
        signals = [arrays[name] for name in SIGNALS if name in arrays]
        if not signals or signals[0].ndim != 2:
            raise InputError(f"{measurement.name} holds a single spectrum, not a series over delays.")
        delay = delays_of(measurement, arrays, analysis, len(signals[0]))
        metadata = dict(measurement.metadata)
        chain = with_one_phase(arrays, metadata, steps_of(measurement, analysis), int(np.argmax(delay)))
        shift, spectra = process(arrays, metadata, chain)
        rising = np.argsort(shift, kind="stable")
        used = np.ones(len(delay), dtype=bool)
        used[[mask.index for mask in analysis.masked if 0 <= mask.index < len(delay)]] = False
        return cls(
            measurement.name,
            np.asarray(shift[rising], dtype=float),
            np.ascontiguousarray(spectra.real[:, rising], dtype=float),
            delay,
            used,
            larmor_in(metadata) or _typed_larmor(analysis),
            nucleus_of(metadata, analysis),
            metadata,
        )

    @property
    def longest(self) -> int:
        """The slice of the longest delay: the one a recovery ends with."""
        return int(np.argmax(self.delay))

    @property
    def order(self) -> NDArray[np.intp]:
        """The slices by rising delay."""
        return np.argsort(self.delay, kind="stable")

    @property
    def noise(self) -> float:
        """Standard deviation of a point, from the slice of the longest delay."""
        return noise_level(self.intensity[self.longest]).deviation


def delays_of(measurement: Measurement, arrays: Mapping[str, Array], analysis: Analysis, count: int) -> Real:
    """The delay of each slice in s: as typed in the option `delays`, or else as the file has them. Raises InputError."""
    typed = analysis.option("delays")
    if typed is None and "delay" not in arrays:
        raise InputError(
            f"{measurement.name}: the file does not give the delays of its {count} spectra; type or paste them.",
            field="Delays",
        )
    delay = np.array(arrays["delay"] if typed is None else typed, dtype=float)
    if len(delay) != count:
        raise InputError(f"{measurement.name} has {count} spectra but {len(delay)} delays are given.", field="Delays")
    if not (np.isfinite(delay) & (delay >= 0)).all() or not (delay > 0).any():
        raise InputError(f"{measurement.name}: delays must be numbers of seconds from 0 on.", field="Delays")
    return delay


def with_one_phase(arrays: Mapping[str, Array], metadata: Mapping[str, str], chain: Steps, longest: int) -> Steps:
    """The chain with every automatic phase replaced by the one of the slice with the longest delay.

    The strongest slice of an inversion recovery may be the inverted one, and its own phase would turn the whole series over.
    """
    for place, step in enumerate(chain):
        if step and step[0] == "auto_phase":
            one = {name: a[longest] if name in SIGNALS else a for name, a in arrays.items()}
            shift, spectrum = process(one, metadata, chain[:place])
            found = automatic_phase(shift, spectrum, first_order=step[1:] != ("p0",))
            chain = (*chain[:place], ("phase", *found), *chain[place + 1 :])
    return chain


def _typed_larmor(analysis: Analysis) -> float | None:
    typed = analysis.option("larmor_frequency")
    return float(typed) if isinstance(typed, int | float) and not isinstance(typed, bool) and typed > 0 else None


def slices_from(measurement: Measurement, analysis: Analysis, arrays: Mapping[str, Array]) -> Slices:
    """The series from its arrays by digest, for jobs. Raises InputError as `Slices.of`."""
    return Slices.of(measurement, lambda name: arrays[measurement.channel(name).array.digest], analysis)
