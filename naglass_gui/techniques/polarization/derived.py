"""What follows from a steady current: conductance, electronic conductivity, the ohmic check; each with its error."""

from __future__ import annotations

import math
from dataclasses import dataclass

from naglass_gui.core.project import Analysis, Derived, Fit, Specimen
from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.eis.geometry import Geometry
from naglass_gui.techniques.polarization.drift import LIMIT
from naglass_gui.techniques.polarization.ohmic import Ohmic, ohmic_check
from naglass_gui.techniques.polarization.shares import Transference

UPPER_BOUND = "an upper bound only"


@dataclass(frozen=True, slots=True)
class Steady:
    """The steady state of a fit with everything its error holds.

    Attributes:
        current: in A, and its standard error: of the fit, the offset, the choice of the model and the instrument's floor together.
        voltage: in V, and its standard error; None where none is known.
        floor: half the width in A of what the instrument cannot tell, 0 where it is not known.
        known: whether the fit determines the current at all.
    """

    current: tuple[float, float]
    voltage: tuple[float, float] | None
    floor: float
    known: bool

    @property
    def conductance(self) -> tuple[float, float] | None:
        """I_ss / U in S, and its standard error."""
        if self.voltage is None or self.voltage[0] == 0.0:
            return None
        (i, di), (u, du) = self.current, self.voltage
        return i / u, math.hypot(di / u, i / u * du / u)

    @classmethod
    def of(cls, analysis: Analysis) -> Steady | None:
        """The steady state of the current fit; None without one."""
        fit = analysis.fit
        if fit is None:
            return None
        parameter = fit.parameter("I_ss")
        floor = floor_of(analysis, fit)
        # Within the floor every value is as likely as the others: its deviation is half the width over the root of three.
        parts = (
            parameter.stderr,
            fit.statistic("offset_stderr"),
            fit.statistic("model_spread"),
            floor / math.sqrt(3.0),
        )
        error = math.hypot(*(part or 0.0 for part in parts))
        known = parameter.stderr is not None or not parameter.vary
        return cls((parameter.value, error), voltage_of(analysis, fit), floor, known)


def floor_of(analysis: Analysis, fit: Fit) -> float:
    """Half the width in A that the instrument cannot tell: as typed, else half a digit where the noise does not cross digits."""
    typed = analysis.option("derive_floor")
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        return abs(float(typed))
    digit, noise = fit.statistic("resolution") or 0.0, fit.statistic("noise") or 0.0
    return 0.5 * digit if noise < 0.5 * digit else 0.0


def voltage_of(analysis: Analysis, fit: Fit) -> tuple[float, float] | None:
    """The voltage in V and its standard error: as typed, with the sign that was measured, else as measured."""
    typed, measured = pair(analysis.option("derive_voltage")), fit.statistic("U")
    if typed is not None:
        return typed if measured is None else (math.copysign(typed[0], measured), typed[1])
    return None if measured is None else (measured, fit.statistic("U_stderr") or 0.0)


def pair(option: object) -> tuple[float, float] | None:
    """An option that holds a value and its standard error (None for an unknown one); None where it holds neither."""
    if not isinstance(option, tuple | list) or len(option) != 2:
        return None
    value, error = option
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value), float(error) if isinstance(error, int | float) else 0.0


def is_upper_bound(fit: Fit) -> bool:
    """Whether the current still falls at the end, beyond the error of that figure: by more than 1 % a minute, or at all.

    A slower fall counts where no model reaches a steady state within the step.
    """
    drift, error = fit.statistic("drift"), fit.statistic("drift_stderr")
    if drift is None or error is None:
        return False
    return drift < (0.0 if fit.statistic("settled") == 0.0 else -LIMIT) and abs(drift) > 2.0 * error


def voltages(fit: Fit) -> tuple[list[float], list[float], list[float]]:
    """Voltages in V, steady currents in A and their standard errors of every step of a fit, in the order of time."""
    figures = dict(fit.statistics)
    found = sorted(int(name[2:]) for name in figures if name.startswith("U_") and name[2:].isdigit())
    return (
        [figures[f"U_{k}"] for k in found],
        [figures[f"I_{k}"] for k in found],
        [figures.get(f"I_{k}_stderr", 0.0) for k in found],
    )


def ohmic_of(fit: Fit) -> Ohmic | None:
    """The ohmic check of a fit; None with fewer than two voltages."""
    return ohmic_check(*voltages(fit), common=fit.statistic("offset_stderr") or 0.0)


def fitted_quantities(analysis: Analysis, specimen: Specimen | None) -> tuple[Derived, ...]:
    """sigma_e and what leads to it; () without a fit.

    sigma_e = I_ss L / (U A) between two ion-blocking electrodes (Hebb, J. Chem. Phys. 20 (1952) 185; Wagner,
    Z. Elektrochem. 60 (1956) 4); (u/sigma)^2 = (uI/I)^2 + (uU/U)^2 + (uL/L)^2 + (2 ud/d)^2.
    """
    fit, steady = analysis.fit, Steady.of(analysis)
    if fit is None or steady is None:
        return ()
    found = [
        _quantity("I_e", *steady.current, "A", "steady current, with the errors of offset and floor", steady.known)
    ]
    conductance = steady.conductance
    geometry = Geometry.of(specimen)
    if conductance is not None and steady.voltage is not None:
        found.append(_quantity("G_e", *conductance, "S", f"I_ss / {format_value(steady.voltage[0])} V", steady.known))
        if geometry is not None:
            note = "I_ss L / (U A)" + (f", {UPPER_BOUND}: the current still falls" if is_upper_bound(fit) else "")
            found.append(conductivity("sigma_e", conductance, geometry, note, steady.known))
            found += _transference(found[-1], pair(analysis.option("derive_sigma_ion")))
    check = ohmic_of(fit)
    if check is not None:
        found += _ohmic(check, geometry)
    return tuple(found)


def conductivity(
    name: str, conductance: tuple[float, float], geometry: Geometry, note: str, known: bool = True
) -> Derived:
    """A conductance in S as a conductivity in S/cm, with the error of the pellet's sizes."""
    value = conductance[0] * geometry.cell_constant
    error = math.hypot(conductance[1] * geometry.cell_constant, value * geometry.relative_error)
    return _quantity(name, value, error, "S/cm", note, known)


def _transference(electronic: Derived, ionic: tuple[float, float] | None) -> tuple[Derived, ...]:
    """With a typed ionic conductivity, whose error has nothing in common with this one."""
    if ionic is None or electronic.stderr is None or electronic.value <= 0:
        return ()
    error = math.hypot(electronic.stderr / electronic.value, ionic[1] / ionic[0])
    shares = Transference.of(electronic.value, ionic[0], error)
    note = f"with {format_value(1e3 * ionic[0], 1e3 * ionic[1])} mS/cm of the ions, as typed"
    return () if shares is None else shares.derived(note)


def _ohmic(check: Ohmic, geometry: Geometry | None) -> list[Derived]:
    found = [
        Derived("ohmic_slope", *check.slope, "S", "line through I_ss against U"),
        Derived("ohmic_intercept", *check.intercept, "A", "that line at U = 0"),
    ]
    if check.curvature is not None:
        found.append(Derived("ohmic_curvature", *check.curvature, "A/V^2", "quadratic term of I_ss against U"))
    if geometry is not None:
        found.append(conductivity("sigma_ohmic", check.slope, geometry, "slope of I_ss against U, times L / A"))
    return found


def _quantity(name: str, value: float, error: float, unit: str, note: str, known: bool) -> Derived:
    return Derived(name, value, error if known and error > 0 else None, unit, note)
