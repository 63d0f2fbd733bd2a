"""What the steps of a processing chain hand on: the numbers, their axis, and what is known of both."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
FIELD = "processing"


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """A free induction decay or a spectrum on its way through the chain.

    Attributes:
        values: shape (..., n).
        axis: time in s, or shift in ppm; shape (n,).
        domain: which of the two.
        reference: frequency of 0 ppm in MHz; None where it is not known.
        carrier: shift of the middle of the spectrum in ppm.
        sweep_width: Hz.
        group_delay: points by which the digital filter delays the signal, as far as no step has removed it.
        has_imaginary: whether the imaginary part was measured; a spectrum's may not have been stored.
    """

    values: Complex
    axis: Real
    domain: Literal["time", "shift"]
    reference: float | None
    carrier: float
    sweep_width: float
    group_delay: float
    has_imaginary: bool = True

    @staticmethod
    def of(arrays: Mapping[str, Array], metadata: Mapping[str, str]) -> Signal:
        """The signal of a measurement. Raises InputError where it is no NMR measurement."""
        reference = _positive(metadata, "reference") or _positive(metadata, "larmor_frequency")
        carrier, delay = _number(metadata, "carrier") or 0.0, _number(metadata, "group_delay") or 0.0
        if "time" in arrays and "fid_real" in arrays and "fid_imag" in arrays:
            time = np.asarray(arrays["time"], dtype=np.float64)
            values = arrays["fid_real"] + 1j * arrays["fid_imag"]
            width = _positive(metadata, "sweep_width") or 1.0 / float(time[1] - time[0])
            return Signal(values, time, "time", reference, carrier, width, delay)
        if "shift" in arrays and "real" in arrays:
            shift = np.asarray(arrays["shift"], dtype=np.float64)
            whole = "imag" in arrays
            values = arrays["real"] + 1j * (arrays["imag"] if whole else np.zeros_like(arrays["real"]))
            step = abs(float(shift[-1] - shift[0])) / (len(shift) - 1)
            width = step * len(shift) * (reference or 1.0)
            return Signal(values, shift, "shift", reference, carrier, width, 0.0, whole)
        raise InputError(
            "This is no NMR measurement: it holds neither a free induction decay nor a spectrum.", field=FIELD
        )

    @property
    def points(self) -> int:
        """How many points each spectrum has."""
        return int(self.values.shape[-1])

    @property
    def from_left(self) -> Real:
        """Where each point of a spectrum lies, from 0 at its high-ppm edge to 1 a whole sweep width to the right; shape (n,)."""
        left, step = float(self.axis.max()), abs(float(self.axis[-1] - self.axis[0])) / (self.points - 1)
        return (left - self.axis) / (step * self.points)


def _number(metadata: Mapping[str, str], key: str) -> float | None:
    try:
        value = float(metadata.get(key, ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _positive(metadata: Mapping[str, str], key: str) -> float | None:
    value = _number(metadata, key)
    return value if value is not None and value > 0 else None
