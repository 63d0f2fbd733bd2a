"""Subtract another measurement: the empty rotor with its probe background, or any blank measured alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.nuclei import nucleus_named
from naglass_gui.core.project import Analysis, Id, Measurement
from naglass_gui.techniques.nmr.metadata import number_in
from naglass_gui.techniques.nmr.processing_signal import Complex, Real, Signal
from naglass_gui.techniques.nmr.receiver import receiver_factor

SUBTRACT = "subtract"
"""Name of the step; its values are the id of a measurement and the factor, None for the one that scans and gain give."""
SAME_FIELD = 1e-3
SAME_PULSE = 0.02
_OWN_OF_A_SPECTRUM = ("reference",)


@dataclass(frozen=True, slots=True)
class Taken:
    """How a measurement was taken, as far as its file tells.

    Attributes:
        name: of the measurement.
        nucleus: "23Na"; "" where it is not known.
        exposure: scans times receiver gain; None where either is not known.
        pulse: length of the exciting pulse in us.
    """

    name: str = "the spectrum"
    nucleus: str = ""
    exposure: float | None = None
    pulse: float | None = None

    @classmethod
    def of(cls, measurement: Measurement) -> Taken:
        """From what a measurement's file says."""
        metadata = dict(measurement.metadata)
        scans, gain = number_in(metadata, "scans"), receiver_factor(measurement)
        known = nucleus_named(metadata.get("nucleus", ""))
        exposure = scans * gain if scans and gain else None
        return cls(measurement.name, known.name if known else "", exposure, number_in(metadata, "pulse"))


@dataclass(frozen=True, slots=True, eq=False)
class Companion:
    """A measurement that another one's processing needs: how it was taken, its columns by name, its metadata."""

    taken: Taken
    arrays: Mapping[str, Array]
    metadata: Mapping[str, str]

    @classmethod
    def of(cls, measurement: Measurement, arrays: Mapping[str, Array]) -> Companion:
        """From a measurement and all arrays by digest. Raises KeyError for one that is missing."""
        columns = {c.name: arrays[c.array.digest] for c in measurement.channels}
        return cls(Taken.of(measurement), columns, dict(measurement.metadata))

    @property
    def raw(self) -> bool:
        """Whether it holds a free induction decay."""
        return "time" in self.arrays


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """What a chain of steps may need beside the measurement that it processes.

    Attributes:
        own: how that measurement was taken.
        others: measurements by id.
    """

    own: Taken = Taken()
    others: Mapping[Id, Companion] = field(default_factory=dict)

    def companion(self, id: object) -> Companion:
        """The measurement of that id. Raises InputError where it is not there."""
        found = self.others.get(id) if isinstance(id, str) else None
        if found is None:
            raise InputError("The spectrum that is subtracted is no longer in the project: take the step away.")
        return found


def companions(analysis: Analysis) -> tuple[Id, ...]:
    """Ids of the measurements that the processing of an analysis subtracts."""
    chains = [
        value for name, value in analysis.options if name.startswith("processing") and isinstance(value, tuple | list)
    ]
    steps = [step for chain in chains for step in chain if isinstance(step, tuple | list)]
    named = [step[1] for step in steps if len(step) > 1 and step[0] == SUBTRACT]
    return tuple(dict.fromkeys(id for id in named if isinstance(id, str)))


def for_the_companion(
    steps: tuple[tuple[object, ...], ...], raw: bool, companion: Companion
) -> list[tuple[object, ...]]:
    """What is done to a companion before it is subtracted: the same as to the measurement up to there.

    Args:
        steps: of the measurement, before the subtraction.
        raw: whether the measurement is a free induction decay. A companion that is a spectrum then is taken as it is but for
            the reference.
        companion: what is subtracted.
    """
    from naglass_gui.techniques.nmr.processing import default_steps

    before = [step for step in steps if step[0] != SUBTRACT]
    if raw and not companion.raw:
        return [step for step in before if step[0] in _OWN_OF_A_SPECTRUM]
    own: list[tuple[object, ...]] = []
    if companion.raw and not raw:
        own += default_steps(companion.metadata, raw=True)
    return own + before


def subtracted(signal: Signal, own: Taken, blank: Signal, taken: Taken, factor: float | None) -> Signal:
    """The spectrum less a blank, which is interpolated to its points by cubic splines.

    Args:
        signal: a spectrum.
        own: how it was taken.
        blank: what is subtracted.
        taken: how that was taken.
        factor: by which the blank is multiplied; None for the ratio of scans times receiver gain times sweep width.

    Raises:
        InputError: another nucleus or field, a blank that does not reach as far, or a factor that is not known.
    """
    _check_alike(signal, own, blank, taken)
    if factor is None:
        factor = exposure_ratio(own, taken) * signal.sweep_width / blank.sweep_width
    values = signal.values - factor * _at(signal.axis, blank)
    return replace(signal, values=values, has_imaginary=signal.has_imaginary and blank.has_imaginary)


def exposure_ratio(own: Taken, blank: Taken) -> float:
    """Scans times receiver gain of a spectrum over those of its blank.

    Raises:
        InputError: a file does not give them, or the pulses were not alike.
    """
    if own.exposure is None or blank.exposure is None:
        lacking = own if own.exposure is None else blank
        raise InputError(
            f"{lacking.name} does not tell scans and receiver gain as factors: type the factor to subtract with."
        )
    if own.pulse and blank.pulse and abs(own.pulse - blank.pulse) > SAME_PULSE * own.pulse:
        raise InputError(
            f"{blank.name} was taken with a pulse of {blank.pulse:g} µs, {own.name} with {own.pulse:g} µs: type the factor to "
            "subtract with."
        )
    return own.exposure / blank.exposure


def _check_alike(signal: Signal, own: Taken, blank: Signal, taken: Taken) -> None:
    if own.nucleus and taken.nucleus and own.nucleus != taken.nucleus:
        raise InputError(f"{taken.name} is a spectrum of {taken.nucleus}, not of {own.nucleus}: choose another one.")
    ours, theirs = signal.reference, blank.reference
    if ours and theirs and abs(ours - theirs) > SAME_FIELD * ours:
        raise InputError(
            f"{taken.name} was measured at {theirs:.6g} MHz, {own.name} at {ours:.6g} MHz: choose one of the same field."
        )
    low, high = float(blank.axis.min()), float(blank.axis.max())
    step = (high - low) / max(blank.points - 1, 1)
    if signal.axis.min() < low - step or signal.axis.max() > high + step:
        ends = f"{low:.4g} to {high:.4g}".replace("-", "−")
        raise InputError(f"{taken.name} reaches only from {ends} ppm: measure it with the same sweep width.")
    if blank.values.ndim != 1:
        raise InputError(f"{taken.name} holds a series of spectra, not one: choose a single spectrum.")


def _at(axis: Real, blank: Signal) -> Complex:
    if axis.shape == blank.axis.shape and np.array_equal(axis, blank.axis):
        return blank.values
    from scipy.interpolate import CubicSpline

    order = np.argsort(blank.axis, kind="stable")
    inside = np.clip(axis, blank.axis[order[0]], blank.axis[order[-1]])
    values: Complex = CubicSpline(blank.axis[order], blank.values[order])(inside)
    return values
