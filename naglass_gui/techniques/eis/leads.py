"""What cables and contacts add to an impedance, and how it is taken off: a recipe on the analysis, never on the data.

The option "processing_leads" of an analysis holds it: ("cell", R, L) with the resistance in ohm and the inductance in H typed
for the cell, or ("short", id) with a measurement of the short-circuited cell. Z = Zmeasured - R - i w L, or - Zshort.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import Array, ArrayRef
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id, Measurement, Project, Specimen, evolve
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.eis.band import Complex, Real

OPTION = "processing_leads"
FEWEST_POINTS = 2


@dataclass(frozen=True, slots=True)
class Leads:
    """What is subtracted before anything else is done with the data.

    Attributes:
        kind: "none", "cell" (typed resistance and inductance) or "short" (a measurement).
        resistance: typed, in ohm.
        inductance: typed, in H.
        short: id of the measurement of the short circuit.
    """

    kind: Literal["none", "cell", "short"] = "none"
    resistance: float = 0.0
    inductance: float = 0.0
    short: Id = ""

    @classmethod
    def of(cls, analysis: Analysis | None) -> Leads:
        """Those of an analysis; none where its option makes no sense, as for a short circuit that would subtract itself."""
        if analysis is None:
            return cls()
        match analysis.option(OPTION):
            case ("cell", float() | int() as resistance, float() | int() as inductance):
                return cls("cell", float(resistance), float(inductance))
            case ("short", str() as short) if short not in analysis.sources:
                return cls("short", short=short)
        return cls()

    @classmethod
    def of_cell(cls, specimen: Specimen | None) -> Leads:
        """What is typed for a specimen's cell."""
        resistance = specimen.lead_resistance if specimen is not None else None
        inductance = specimen.lead_inductance if specimen is not None else None
        return cls("cell", _plain(resistance, "ohm"), _plain(inductance, "H"))


def _plain(quantity: Quantity | None, unit: str) -> float:
    return 0.0 if quantity is None else quantity.to(unit).value


@dataclass(frozen=True, slots=True, eq=False)
class ShortCircuit:
    """A measured short circuit: interpolated in ln f between its points, held at its ends.

    Attributes:
        name: of the measurement.
        frequency: in Hz, rising, shape (k,).
        z: in ohm, shape (k,).
    """

    name: str
    frequency: Real
    z: Complex

    @classmethod
    def of(cls, name: str, frequency: Real, real: Real, imaginary: Real) -> ShortCircuit:
        """From the columns of a measurement. Raises InputError where fewer than two of its points make sense."""
        z = np.asarray(real, dtype=float) + 1j * np.asarray(imaginary, dtype=float)
        with np.errstate(invalid="ignore"):
            good = np.isfinite(frequency) & (np.asarray(frequency) > 0) & np.isfinite(z)
        # Of several points at one frequency the first is taken.
        rising, first = np.unique(np.asarray(frequency, dtype=float)[good], return_index=True)
        if len(rising) < FEWEST_POINTS:
            raise InputError(f"{name} has fewer than two points, so it cannot be subtracted as a short circuit.")
        return cls(name, rising, z[good][first])

    @classmethod
    def needed(
        cls, analysis: Analysis | None, measurements: Iterable[Measurement], values: Callable[[ArrayRef], Array]
    ) -> ShortCircuit | None:
        """The short circuit that an analysis subtracts, out of these measurements; None where it needs none or it is gone.

        Args:
            analysis: what names it.
            measurements: where it is looked for, e.g. the companions of a fit.
            values: the numbers of an array.

        Raises:
            InputError: fewer than two of its points make sense.
        """
        wanted = Leads.of(analysis).short
        found = next((m for m in measurements if m.id == wanted), None) if wanted else None
        if found is None:
            return None
        columns = (values(found.channel(name).array) for name in ("frequency", "z_real", "z_imag"))
        return cls.of(found.name, *columns)

    def at(self, frequency: Real) -> Complex:
        """Z in ohm at frequencies in Hz above zero, shape (m,).

        Real part and inductance Im Z/w are interpolated, which is exact for R and L in series; outside the measured band
        they stay what they are at its end.
        """
        x, own = np.log(frequency), np.log(self.frequency)
        inductance = np.interp(x, own, self.z.imag / self.frequency)
        z: Complex = np.interp(x, own, self.z.real) + 1j * frequency * inductance
        return z

    def outside(self, frequency: Real) -> NDArray[np.bool_]:
        """Which frequencies in Hz it was not measured at, shape (m,); its own ends belong to it."""
        low, high = self.frequency[0] * (1 - 1e-6), self.frequency[-1] * (1 + 1e-6)
        beyond: NDArray[np.bool_] = (frequency < low) | (frequency > high)
        return beyond


def without_leads(frequency: Real, z: Complex, leads: Leads, short: ShortCircuit | None = None) -> Complex:
    """Z in ohm without the leads, shape (m,); points without a frequency above zero stay as they are.

    Raises:
        InputError: the short circuit is not there, or was measured at other frequencies altogether.
    """
    if leads.kind == "none":
        return z
    with np.errstate(invalid="ignore"):
        good = np.isfinite(frequency) & (frequency > 0)
    if leads.kind == "cell":
        taken: Complex = np.asarray(leads.resistance + 2j * np.pi * frequency * leads.inductance, dtype=complex)
        return np.where(good, z - taken, z)
    if short is None:
        raise InputError(
            "The short circuit that is subtracted is no longer in the project; choose another one, or subtract nothing.",
            field="Leads",
        )
    if good.any() and short.outside(frequency[good]).all():
        raise InputError(
            f"{short.name} was measured from {short.frequency[0]:g} to {short.frequency[-1]:g} Hz, where this spectrum has no "
            "point: choose another short circuit.",
            field="Leads",
        )
    corrected = np.array(z, dtype=complex)
    corrected[good] -= short.at(frequency[good])
    return corrected


def lead_notes(frequency: Real, corrected: Complex, short: ShortCircuit) -> tuple[str, ...]:
    """What is doubtful about the subtraction of a short circuit, as sentences; () where nothing is.

    Args:
        frequency: of the spectrum in Hz, above zero, shape (m,).
        corrected: its impedance in ohm after the subtraction, shape (m,).
        short: what was subtracted.
    """
    found = []
    for beyond, side, end in (
        (frequency > short.frequency[-1] * (1 + 1e-6), "above", short.frequency[-1]),
        (frequency < short.frequency[0] * (1 - 1e-6), "below", short.frequency[0]),
    ):
        count = int(beyond.sum())
        if count:
            found.append(
                f"{_points(count)} {side} {end:g} Hz, where {short.name} was not measured: its resistance and inductance "
                "at that end are used there."
            )
    negative = int((corrected.real < 0).sum())
    if negative:
        found.append(
            f"Without {short.name} the real part is negative at {negative} {'point' if negative == 1 else 'points'}: is it "
            "a short circuit of this cell?"
        )
    return tuple(found)


def _points(count: int) -> str:
    return "1 point lies" if count == 1 else f"{count} points lie"


# -- edits ---------------------------------------------------------------------------------------------------------


def keep_leads(project: Project, analyses: Iterable[Id]) -> Project:
    """The project with nothing subtracted from the data of these analyses."""
    return _changed(project, analyses, lambda old: _with(old, None))


def subtract_cell(project: Project, analyses: Iterable[Id]) -> Project:
    """The project with the typed resistance and inductance of each analysis' cell subtracted from its data.

    Raises:
        InputError: neither is typed for a cell.
    """
    for id in analyses:
        analysis = project.analysis(id)
        leads = Leads.of_cell(project.specimen_of(analysis.sources[0]))
        if not (leads.resistance or leads.inductance):
            raise InputError(
                f"{analysis.name}: type the resistance or the inductance of its leads first.", field="Lead inductance"
            )
        project = _changed(project, (id,), partial(_with, leads=leads))
    return project


def subtract_short(project: Project, analyses: Iterable[Id], short: Id) -> Project:
    """The project with a measured short circuit subtracted from the data of these analyses.

    Raises:
        KeyError: the measurement is gone.
        InputError: it is no impedance, or one of the analyses is its own.
    """
    measurement = project.measurement(short)
    if measurement.technique != "eis":
        raise InputError(f"{measurement.name} is no impedance, so it cannot be subtracted.", field="Leads")
    chosen = tuple(analyses)
    if any(short in project.analysis(id).sources for id in chosen):
        raise InputError(f"{measurement.name} cannot be subtracted from itself.", field="Leads")
    return _changed(project, chosen, partial(_with, leads=Leads("short", short=short)))


def adjusted(analysis: Analysis, specimen: Specimen | None) -> Analysis:
    """The analysis with what its cell has now, where that is subtracted; the same object where nothing changed."""
    leads = Leads.of(analysis)
    now = Leads.of_cell(specimen)
    return _with(analysis, now) if leads.kind == "cell" and leads != now else analysis


def _with(analysis: Analysis, leads: Leads | None) -> Analysis:
    match leads:
        case None | Leads(kind="none"):
            return analysis.without_options(OPTION)
        case Leads(kind="cell"):
            return analysis.with_option(OPTION, ("cell", leads.resistance, leads.inductance))
        case _:
            return analysis.with_option(OPTION, ("short", leads.short))


def _changed(project: Project, analyses: Iterable[Id], change: Callable[[Analysis], Analysis]) -> Project:
    for id in analyses:
        project = evolve(project, ("analyses", id), change)
    return project
