"""Texts of the BPP tab."""

from __future__ import annotations

import math

import numpy as np

from naglass_gui.core.elements import molar_mass, parse_formula
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Fit, Project
from naglass_gui.core.quantity import format_value, unit_symbol
from naglass_gui.techniques.bpp.law import correlation_time, jump_rate
from naglass_gui.ui.bpp.motions import Motion
from naglass_gui.ui.panels.prefixes import with_prefix

PLOT_HINT = "drag: move · wheel: zoom · click a point: leave it out · double-click: open the series behind it"
MOTION_WORDS = {"bpp": "One time (BPP)", "cole-davidson": "Cole–Davidson", "stretched": "Stretched"}
AVOGADRO = 6.02214076e23
MOST_TEMPERATURES = 4
_SIDES = {"cold": "cold side", "hot": "hot side"}


def energy(fit: Fit | None) -> str:
    """The big number."""
    found = None if fit is None else fit.quantity("Ea")
    return "" if found is None else f"Ea = {format_value(found.value, found.stderr, significant=3)} eV"


def lines(motion: Motion) -> list[str]:
    """What stands below it."""
    fit = motion.analysis.fit if motion.analysis is not None else None
    if fit is None:
        return []
    found = {d.name: d for d in fit.derived}
    said = []
    if "tau0" in found:
        said.append(f"τ₀ = {with_prefix(found['tau0'].value, found['tau0'].stderr, 's')}")
        cq, held = found["C_Q"], not fit.parameter("C_Q").vary
        said.append(f"C_Q = {format_value(cq.value, cq.stderr, significant=3)} MHz{' (held)' if held else ''}")
    for name, symbol in (("tau0_over_PQ2", "τ₀/P_Q²"), ("tau0_times_PQ2", "τ₀ P_Q²")):
        if name in found:
            d = found[name]
            said.append(
                f"{symbol} = {format_value(d.value, d.stderr, significant=3)} {unit_symbol(d.unit).replace('^3', '³')}"
            )
    if "beta" in found:
        said.append(f"β = {format_value(found['beta'].value, found['beta'].stderr)}")
    if "P_Q_least" in found:
        said.append(f"P_Q ≥ {format_value(found['P_Q_least'].value, significant=3)} MHz, from the shortest T₁")
    if "tau_25" in found:
        tau = found["tau_25"]
        said.append(f"τ = {with_prefix(tau.value, tau.stderr, 's')} at 25 °C")
    for name, d in found.items():
        if name.startswith("T_min_"):
            said.append(
                f"T₁ is shortest at {d.value - 273.15:.0f} °C ({name[6:].replace('MHz', ' MHz')})".replace("-", "−")
            )
        if name.startswith("slope_"):
            _, side, field = name.split("_", 2)
            bound = "lower bound " if "lower bound" in d.note else ""
            value = format_value(d.value, d.stderr, significant=3)
            said.append(f"slope, {_SIDES[side]}, {field.replace('MHz', ' MHz')}: {bound}{value} eV")
    return said


def bridge(motion: Motion, project: Project) -> list[str]:
    """The jump rates that conductivities of the same sample ask for, beside 1/tau. One sentence where something is missing."""
    analysis = motion.analysis
    if analysis is None or motion.sample is None:
        return []
    known = _conductivities(motion, project)
    if not known:
        return ["No conductivity with a temperature in this sample yet."]
    try:
        density, jump = mobile_density(analysis), analysis.option("view_jump")
    except InputError as fault:
        return [fault.sentence]
    if density is None or not jump:
        return ["Type formula, density and jump distance."]
    said = []
    for kelvin, sigma in known[:MOST_TEMPERATURES]:
        rate = jump_rate(100.0 * sigma, kelvin, density, float(jump))
        text = f"{kelvin - 273.15:.0f} °C: σ asks for {_rate(rate)}".replace("-", "−")
        held = motion.values
        if "tau0" in held and analysis.fit is not None and analysis.fit.quantity("tau0") is not None:
            tau = float(correlation_time(np.array([kelvin]), held["Ea"], held["tau0"])[0])
            text += f", 1/τ = {_rate(1.0 / tau)}"
        said.append(text)
    return [*said, "Nernst–Einstein with a Haven ratio of 1."]


def mobile_density(analysis: object) -> float | None:
    """Mobile ions in 1/m^3 from the formula and density typed; None where one is missing. Raises InputError."""
    formula = analysis.option("view_formula")  # type: ignore[attr-defined]
    density = analysis.option("view_density")  # type: ignore[attr-defined]
    if not formula or not density:
        return None
    atoms = parse_formula(str(formula))
    mobile = next((name for name in ("Na", "Li", "K", "Ag", "Rb", "Cs") if name in atoms), None)
    if mobile is None:
        raise InputError(f"{formula} holds no mobile ion known here (Li, Na, K, Rb, Cs, Ag).", field="Formula")
    return 1e6 * float(density) * AVOGADRO * atoms[mobile] / molar_mass(atoms)


def _conductivities(motion: Motion, project: Project) -> list[tuple[float, float]]:
    """Temperature in K and conductivity in S/cm of every spectrum of the sample, the ones closest to the points first."""
    if motion.sample is None:
        return []
    sample = next((s for s in project.samples if s.id == motion.sample.id), motion.sample)
    measured = {m.id: m for m in sample.measurements}
    found = []
    for analysis in project.analyses:
        if analysis.technique != "eis" or analysis.fit is None or analysis.sources[0] not in measured:
            continue
        sigma = analysis.fit.quantity("sigma")
        condition = measured[analysis.sources[0]].condition("temperature")
        if sigma is not None and condition is not None and sigma.value > 0:
            found.append((condition.quantity.to("K").value, sigma.value))
    return sorted(set(found))


def _rate(value: float) -> str:
    if not (math.isfinite(value) and value > 0):
        return "–"
    return f"{format_value(value, significant=2)} s⁻¹"


def note(motion: Motion) -> str:
    """The line below the plot."""
    out = sum(p.excluded for p in motion.points)
    said = [f"{len(motion.points)} points"]
    if out:
        said.append(f"{out} left out (hollow)")
    if any(p.error for p in motion.points):
        said.append("bars: errors of T₁")
    return " · ".join(said)
