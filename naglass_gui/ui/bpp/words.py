"""Texts of the BPP tab."""

from __future__ import annotations

import math

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Fit, Project
from naglass_gui.core.quantity import format_value, unit_symbol
from naglass_gui.techniques.bpp.bridge import asked_rates
from naglass_gui.ui.bpp.motions import Motion
from naglass_gui.ui.panels.prefixes import with_prefix

PLOT_HINT = "drag: move · wheel: zoom · click a point: leave it out · double-click: open the series behind it"
MOTION_WORDS = {"bpp": "One time (BPP)", "cole-davidson": "Cole–Davidson", "stretched": "Stretched"}
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
            value = f"{format_value(d.value, d.stderr, significant=3)} eV".replace(" ", "\u00a0")
            said.append(f"slope, {_SIDES[side]}, {field.replace('MHz', ' MHz')}: {bound}{value}")
    return said


def bridge(motion: Motion, project: Project) -> list[str]:
    """The jump rates that conductivities of the same sample ask for, beside 1/tau. One sentence where something is missing."""
    analysis = motion.analysis
    if analysis is None or motion.sample is None:
        return []
    known = motion.conductivities(project)
    if not known:
        return ["No conductivity with a temperature in this sample yet."]
    try:
        asked = asked_rates(analysis, known)
    except InputError as fault:
        return [fault.sentence]
    if not asked:
        return ["Type formula, density and jump distance."]
    said = []
    for one in asked[:MOST_TEMPERATURES]:
        text = f"{one.kelvin - 273.15:.0f} °C: σ asks for {_rate(one.rate)}".replace("-", "−")
        seen = motion.times(np.array([one.kelvin]))
        if seen is not None:
            rate = float(seen.rate[0])
            text += f", 1/τ = {_rate(rate)}: ratio {format_value(one.rate / rate, significant=2)}"
        said.append(text)
    if len(asked) > MOST_TEMPERATURES:
        said.append(f"… and {len(asked) - MOST_TEMPERATURES} more in the plot.")
    return [*said, "Nernst–Einstein with a Haven ratio of 1."]


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
