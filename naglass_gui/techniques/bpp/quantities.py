"""What a fitted motion says: Ea, tau0 and C_Q where the data tell them apart, the combination where not, and bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from naglass_gui.core.project import Derived, FittedParameter
from naglass_gui.techniques.bpp.law import AT_MINIMUM, BOLTZMANN_EV, correlation_time, least_coupling
from naglass_gui.techniques.bpp.motion_fit import MotionFit, Points
from naglass_gui.techniques.bpp.separation import Separation
from naglass_gui.techniques.bpp.slopes import Slope

ROOM = 298.15


def quantities(
    fit: MotionFit, points: Points, spin: float, separated: Separation, lines: Sequence[Slope]
) -> tuple[Derived, ...]:
    """Every quantity with its error; `tau0` and `C_Q` are missing where only their combination is determined."""
    values = {p.name: p.value for p in fit.parameters}
    errors = {p.name: p.stderr for p in fit.parameters}
    found = [Derived("Ea", values["Ea"], errors["Ea"], "eV", _words(fit.motion))]
    if separated.separate:
        found.append(Derived("tau0", values["tau0"], errors["tau0"], "s", ""))
        found.append(Derived("C_Q", values["C_Q"] / 1e6, _scaled(errors["C_Q"], 1e-6), "MHz", f"η = {values['eta']:g}"))
        found += _times(fit, points)
    else:
        slow = separated.combination == "tau0/P_Q^2"
        name, unit = ("tau0_over_PQ2", "s^3") if slow else ("tau0_times_PQ2", "1/s")
        found.append(Derived(name, separated.value, separated.stderr, unit, separated.combination))
    if "beta" in values:
        found.append(Derived("beta", values["beta"], errors["beta"], "", "width of the distribution of times"))
    shortest = int(np.argmin(points.t1))
    bound = least_coupling(float(points.t1[shortest]), float(points.larmor[shortest]), spin)
    found.append(Derived("P_Q_least", bound / 1e6, None, "MHz", "from the shortest T1"))
    for line in lines:
        name = f"slope_{line.side}_{line.larmor / 1e6:.4g}MHz"
        note = f"{line.count} points; " + ("a lower bound of Ea" if line.bound else "far from the minimum")
        found.append(Derived(name, line.energy, line.stderr, "eV", note))
    return tuple(found)


def reported(parameters: Sequence[FittedParameter], separated: Separation) -> tuple[FittedParameter, ...]:
    """The parameters as a fit keeps them: tau0 and C_Q have no error where they are not told apart."""
    if separated.separate:
        return tuple(parameters)
    return tuple(
        FittedParameter(p.name, p.value, None if p.name in ("tau0", "C_Q") else p.stderr, p.unit, p.vary, p.at_bound)
        for p in parameters
    )


def _times(fit: MotionFit, points: Points) -> list[Derived]:
    """The correlation time and jump rate at 25 degC, and the temperature of each field's T1 minimum."""
    values = {p.name: p.value for p in fit.parameters}
    tau = float(correlation_time(np.array([ROOM]), values["Ea"], values["tau0"])[0])
    gradient = np.array([1.0 / (BOLTZMANN_EV * ROOM), 1.0, 0.0])
    variance = float(gradient @ np.nan_to_num(fit.logarithms, posinf=np.inf) @ gradient)
    relative = math.sqrt(variance) if 0 <= variance < math.inf else None
    found = [
        Derived("tau_25", tau, _scaled(relative, tau), "s", "correlation time at 25 °C"),
        Derived("jump_rate_25", 1.0 / tau, _scaled(relative, 1.0 / tau), "1/s", "1/τ at 25 °C"),
    ]
    for larmor in np.unique(points.larmor):
        logarithm = math.log(AT_MINIMUM / (2.0 * math.pi * float(larmor)) / values["tau0"])
        if logarithm > 0 and fit.motion == "bpp":
            kelvin = values["Ea"] / (BOLTZMANN_EV * logarithm)
            found.append(Derived(f"T_min_{larmor / 1e6:.4g}MHz", kelvin, None, "K", "where T1 is shortest"))
    return found


def _scaled(error: float | None, factor: float) -> float | None:
    return None if error is None else error * factor


def _words(motion: str) -> str:
    return {
        "bpp": "one correlation time (BPP)",
        "cole-davidson": "Cole–Davidson distribution",
        "stretched": "stretched correlation",
    }[motion]
