"""One NMR spectrum as it is fitted: shift, intensity, and what its measurement says of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.nuclei import Nucleus, nucleus_named
from naglass_gui.core.project import Analysis, Id, Measurement
from naglass_gui.techniques.nmr.lines import Real
from naglass_gui.techniques.nmr.metadata import number_in
from naglass_gui.techniques.nmr.processing import Steps, default_steps, line_broadening, process
from naglass_gui.techniques.nmr.processing_subtraction import Companion, Company, Taken
from naglass_gui.techniques.nmr.receiver import receiver_factor

Values = Callable[[str], Array]
"""The numbers of a channel by its name."""


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """A spectrum with what it is measured with.

    Attributes:
        name: of the measurement.
        shift: in ppm, shape (m,), rising or falling.
        intensity: real part, shape (m,).
        used: which points are fitted, shape (m,).
        larmor: frequency of 0 ppm in MHz.
        nucleus: what was measured; None where nothing says so.
        metadata: of the measurement.
        broadening: what the apodization adds to every line, (Lorentzian, Gaussian) full widths in Hz.
        gain: the receiver's, as a factor; None where the file does not give it as one.
    """

    name: str
    shift: Real
    intensity: Real
    used: NDArray[np.bool_]
    larmor: float
    nucleus: Nucleus | None
    metadata: Mapping[str, str]
    broadening: tuple[float, float] = (0.0, 0.0)
    gain: float | None = None

    @classmethod
    def of(
        cls,
        measurement: Measurement,
        values: Values,
        analysis: Analysis,
        companions: Mapping[Id, Companion] | None = None,
    ) -> Spectrum:
        """The spectrum of a measurement with the regions (in ppm), masks and options of an analysis.

        Args:
            measurement: what holds it.
            values: its numbers.
            analysis: how it is processed, and what of it is fitted.
            companions: measurements that the processing subtracts, by id.

        Raises:
            InputError: no spectrum in the measurement, no point left, a fitted point that is not a number, or no Larmor
                frequency.
        """
        metadata = dict(measurement.metadata)
        chain = steps_of(measurement, analysis)
        shift, intensity = _processed(measurement, values, chain, Company(Taken.of(measurement), companions or {}))
        used = _used(shift, analysis)
        if not used.any():
            raise InputError(
                f"{measurement.name}: no point is left in the chosen region; widen the region or unmask points.",
                field="Region",
            )
        if not (np.isfinite(shift[used]).all() and np.isfinite(intensity[used]).all()):
            raise InputError(
                f"{measurement.name}: a fitted point is not a number; mask it or correct the file.", field="Points"
            )
        return cls(
            measurement.name,
            shift,
            intensity,
            used,
            _larmor(measurement.name, metadata, analysis),
            nucleus_of(metadata, analysis),
            metadata,
            _broadening(measurement, chain),
            receiver_factor(measurement),
        )

    @property
    def spin(self) -> float | None:
        """The spin of the nucleus, None where it is unknown."""
        return None if self.nucleus is None else float(self.nucleus.spin)

    @property
    def sweep_width(self) -> float:
        """In Hz: as the file has it, or else what the points span."""
        known = self.number("sweep_width")
        if known is not None and known > 0:
            return known
        count = len(self.shift)
        return abs(float(self.shift[-1] - self.shift[0])) * self.larmor * count / max(count - 1, 1)

    def number(self, name: str) -> float | None:
        """A number of the metadata; None where there is none, or it is none."""
        return number_in(self.metadata, name)


def spectrum_of(
    measurement: Measurement, analysis: Analysis, arrays: Mapping[str, Array], companions: Sequence[Measurement] = ()
) -> Spectrum:
    """The processed spectrum, whatever of it is fitted; for a child process. Raises InputError where it cannot be made."""
    whole = Analysis(analysis.id, analysis.name, analysis.technique, analysis.sources, options=analysis.options)
    columns = {c.name: arrays[c.array.digest] for c in measurement.channels}
    return Spectrum.of(measurement, columns.__getitem__, whole, {m.id: Companion.of(m, arrays) for m in companions})


def nucleus_of(metadata: Mapping[str, str], analysis: Analysis) -> Nucleus | None:
    """What was measured: as set in the analysis, or else as the file says."""
    chosen = analysis.option("nucleus")
    return nucleus_named(chosen if isinstance(chosen, str) and chosen else metadata.get("nucleus", ""))


def steps_of(measurement: Measurement, analysis: Analysis) -> Steps:
    """The processing chain of a measurement: as set in the analysis, or else the one it starts with.

    The option `processing` holds a chain, `processing_s2` that of the second spectrum of a joint fit; the option `process` says
    whether stored phases are used ("stored") or not ("auto").
    """
    place = analysis.sources.index(measurement.id) + 1 if measurement.id in analysis.sources else 1
    chain = chain_of(analysis, place)
    if chain is not None:
        return chain
    raw = any(channel.name == "time" for channel in measurement.channels)
    return default_steps(
        dict(measurement.metadata), raw=raw, phase="auto" if analysis.option("process") == "auto" else "stored"
    )


def chain_of(analysis: Analysis, spectrum: int) -> Steps | None:
    """The processing that is set for a spectrum of an analysis, from 1; None where none is."""
    chain = analysis.option(chain_name(spectrum), analysis.option("processing"))
    return None if chain is None else tuple(chain)


def chain_name(spectrum: int) -> str:
    """The option that holds the processing of a spectrum, from 1: "processing", "processing_s2"."""
    return "processing" if spectrum == 1 else f"processing_s{spectrum}"


def _broadening(measurement: Measurement, chain: Steps) -> tuple[float, float]:
    """Of the chain, and of what the spectrometer did before it stored a spectrum."""
    lorentz, gauss = line_broadening(chain)
    if any(channel.name == "shift" for channel in measurement.channels):
        stored, earlier = line_broadening(default_steps(dict(measurement.metadata), raw=True))
        lorentz, gauss = lorentz + stored, math.hypot(gauss, earlier)
    return lorentz, gauss


def _processed(measurement: Measurement, values: Values, steps: Steps, company: Company) -> tuple[Real, Real]:
    arrays = {channel.name: values(channel.name) for channel in measurement.channels}
    if any(channel.role == "axis" and channel.name not in ("time", "shift") for channel in measurement.channels):
        raise InputError(f"{measurement.name} holds a series of spectra, not one; choose a single spectrum to fit.")
    if not steps and arrays.keys() >= {"shift", "real"} and arrays["real"].ndim == 1:
        # Taken as it is, points that are no numbers included: these may be masked.
        return np.asarray(arrays["shift"], dtype=float), np.ascontiguousarray(arrays["real"], dtype=float)
    try:
        shift, spectrum = process(arrays, dict(measurement.metadata), steps, company)
    except KeyError as missing:
        raise InputError(f"{measurement.name} holds no NMR signal: the column {missing} is missing.") from missing
    if spectrum.ndim != 1:
        raise InputError(f"{measurement.name} holds a series of spectra, not one; choose a single spectrum to fit.")
    return np.asarray(shift, dtype=float), np.ascontiguousarray(spectrum.real, dtype=float)


def _used(shift: Real, analysis: Analysis) -> NDArray[np.bool_]:
    used = np.zeros(len(shift), dtype=bool) if analysis.regions else np.ones(len(shift), dtype=bool)
    for region in analysis.regions:
        if not region.low < region.high:
            raise InputError(
                f"The region from {region.low:g} to {region.high:g} ppm is empty or reversed.", field="Region"
            )
        used |= (shift >= region.low) & (shift <= region.high)
    masked = [mask.index for mask in analysis.masked if 0 <= mask.index < len(used)]
    used[masked] = False
    return used


def larmor_in(metadata: Mapping[str, str]) -> float | None:
    """The frequency of 0 ppm in MHz as the file has it; None where it says none."""
    for source in ("reference", "larmor_frequency"):
        value = number_in(metadata, source)
        if value is not None and value > 0:
            return value
    return None


def _larmor(name: str, metadata: Mapping[str, str], analysis: Analysis) -> float:
    """The frequency of 0 ppm in MHz: as the file has it, or else as typed."""
    found = larmor_in(metadata)
    if found is not None:
        return found
    typed = analysis.option("larmor_frequency")
    if isinstance(typed, int | float) and math.isfinite(typed) and typed > 0:
        return float(typed)
    raise InputError(
        f"{name}: the file does not give the Larmor frequency, which turns ppm into Hz; type it in MHz.",
        field="Larmor frequency",
    )
