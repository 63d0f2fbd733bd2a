"""The points of one impedance sweep, and which of them are fitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis
from naglass_gui.techniques.eis.band import Complex, Real
from naglass_gui.techniques.eis.leads import Leads, ShortCircuit, without_leads
from naglass_gui.techniques.technique import FitInputs

Weight = Literal["modulus", "unit", "proportional"]
WEIGHTS: tuple[Weight, ...] = ("modulus", "unit", "proportional")


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """Impedance against frequency, in the file's order.

    Attributes:
        frequency: in Hz, shape (m,).
        z: impedance in ohm, shape (m,); capacitive points have a negative imaginary part.
        used: which points are fitted, shape (m,).
    """

    frequency: Real
    z: Complex
    used: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        frequency: Real,
        real: Real,
        imaginary: Real,
        analysis: Analysis | None = None,
        short: ShortCircuit | None = None,
    ) -> Sweep:
        """The sweep of three columns, with the regions (in Hz) and masks of an analysis, and without its leads.

        Args:
            frequency: in Hz, shape (m,).
            real: Re Z in ohm, shape (m,).
            imaginary: Im Z in ohm with its sign, shape (m,).
            analysis: what is asked of it.
            short: the measurement that the analysis subtracts, where it does.

        Raises:
            InputError: an empty region, or a short circuit that is not there or does not fit.
        """
        frequency = np.asarray(frequency, dtype=float)
        z = np.empty(len(frequency), dtype=complex)
        z.real, z.imag = real, imaginary
        z = without_leads(frequency, z, Leads.of(analysis), short)
        used = np.ones(len(frequency), dtype=bool)
        if analysis is not None:
            used = _in_regions(frequency, analysis)
            masked = [mask.index for mask in analysis.masked if 0 <= mask.index < len(used)]
            used[masked] = False
        return cls(frequency, z, used)

    @classmethod
    def of_inputs(cls, inputs: FitInputs) -> Sweep:
        """The sweep that a fit is asked for, without its leads. Raises InputError as `of`."""
        short = ShortCircuit.needed(inputs.analysis, inputs.companions, lambda ref: inputs.arrays[ref.digest])
        frequency, real, imaginary = (inputs.column(name) for name in ("frequency", "z_real", "z_imag"))
        return cls.of(frequency, real, imaginary, inputs.analysis, short)

    @property
    def fitted(self) -> Sweep:
        """Only the points that are fitted, from the highest frequency to the lowest."""
        order = np.flatnonzero(self.used)
        order = order[np.argsort(-self.frequency[order], kind="stable")]
        return Sweep(self.frequency[order], self.z[order], np.ones(len(order), dtype=bool))

    @property
    def sensible(self) -> NDArray[np.bool_]:
        """Which points a model can be compared with: frequency above zero, Z finite and not zero."""
        with np.errstate(invalid="ignore"):
            good: NDArray[np.bool_] = np.isfinite(self.frequency) & (self.frequency > 0)
        sensible: NDArray[np.bool_] = good & np.isfinite(self.z) & (self.z != 0)
        return sensible

    def check(self, name: str) -> None:
        """Refuse what cannot be fitted.

        Raises:
            InputError: no point left, or a fitted point with a frequency not above zero, a missing Z or Z = 0.
        """
        if not self.used.any():
            raise InputError(
                f"{name}: no point is left in the chosen region; widen the region or unmask points.", field="Region"
            )
        with np.errstate(invalid="ignore"):
            faults = {
                "a frequency that is not above zero": ~(np.isfinite(self.frequency) & (self.frequency > 0)),
                "an impedance that is not a number": ~np.isfinite(self.z),
                "an impedance of zero": self.z == 0,
            }
        for what, where in faults.items():
            rows = np.flatnonzero(where & self.used)
            if rows.size:
                raise InputError(f"{name}: {_points(rows)} {what}; mask it or correct the file.", field="Points")


def _in_regions(frequency: Real, analysis: Analysis) -> NDArray[np.bool_]:
    used = np.zeros(len(frequency), dtype=bool) if analysis.regions else np.ones(len(frequency), dtype=bool)
    for region in analysis.regions:
        if not region.low < region.high:
            raise InputError(
                f"The region from {region.low:g} to {region.high:g} Hz is empty or reversed.", field="Region"
            )
        # A region set on a point keeps it, whatever the last digit of its frequency.
        used |= (frequency >= region.low * (1 - 1e-9)) & (frequency <= region.high * (1 + 1e-9))
    return used


def _points(rows: NDArray[np.intp]) -> str:
    shown = ", ".join(str(row + 1) for row in rows[:3])
    if rows.size == 1:
        return f"point {shown} has"
    return f"points {shown}{' and others' if rows.size > 3 else ''} have"


def weights(z: Complex, weight: str) -> tuple[Real, Real]:
    """Weights of the real and imaginary residuals.

    Args:
        z: measured impedance in ohm, shape (m,).
        weight: "modulus" (1/|Z|, of the measured Z, as the fitted one biases), "unit" (1) or "proportional"
            (1/|Re Z| and 1/|Im Z|).

    Raises:
        InputError: another weight, or a proportional one where a part of Z is zero.
    """
    if weight == "modulus":
        modulus = 1.0 / np.abs(z)
        return modulus, modulus
    if weight == "unit":
        return np.ones(len(z)), np.ones(len(z))
    if weight == "proportional":
        if (z.real == 0).any() or (z.imag == 0).any():
            raise InputError(
                "Proportional weights need Re Z and Im Z different from zero at every point; use modulus weights.",
                field="Weights",
            )
        return 1.0 / np.abs(z.real), 1.0 / np.abs(z.imag)
    raise InputError(f"“{weight}” is not a weighting known here; use modulus, unit or proportional.", field="Weights")
