"""Sentences and numbers the Arrhenius tab shows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from naglass_gui.core.project import Derived, Fit
from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.arrhenius import BASIS_WORDS, KB, Point, intervals, meyer_neldel, typed_branches
from naglass_gui.ui.arrhenius.drawn import Drawn

PLOT_HINT = (
    "click a point: leave it out or take it back · double-click: open its spectrum · right-click: heating or cooling · "
    "drag: move · wheel: zoom"
)
HEADING = "Arrhenius plots belong here"
TEACHING = "Fit impedance spectra at three or more temperatures and select them in the tree."


def energy(fit: Fit | None) -> str:
    """The one number: "Eₐ = 0.3200 ± 0.0011 eV"."""
    found = None if fit is None else fit.quantity("Ea")
    return "" if found is None else f"Eₐ = {format_value(found.value, found.stderr)} eV"


def lines(drawn: Drawn) -> list[str]:
    """What stands below it: intervals, sigma at 25 °C, prefactor, and of what it is."""
    fit = drawn.item.analysis.fit
    if fit is None:
        return []
    found = []
    held = intervals(drawn.plot)
    if "Ea" in held and all(map(math.isfinite, held["Ea"])):
        low, high = held["Ea"]
        found.append(f"95 %: {format_value(low, significant=4)} to {format_value(high, significant=4)} eV")
    sigma = fit.quantity("sigma_25")
    if sigma is not None:
        found.append(f"σ(25 °C) = {conductivity(sigma)}, {sigma.note.split(';')[0]}")
    prefactor = fit.quantity("A")
    if prefactor is not None:
        found.append(f"A = {format_value(prefactor.value, prefactor.stderr)} {_unit(prefactor.unit)}")
    whole = drawn.plot.total.whole
    weights = "weighted by the errors of the fits" if drawn.plot.total.weighted else "all points alike"
    found.append(f"{fit.model}, {fit.n_points} points, {weights if whole is None else 'all fitted at once'}")
    if whole is not None and whole.preferred:  # a note says it where it is not
        found.append(whole.verdict())
    for name, words in (("bulk", "bulk"), ("gb", "grain boundary"), ("heating", "heating"), ("cooling", "cooling")):
        part = fit.quantity(f"Ea_{name}")
        if part is not None:
            found.append(f"{words}: Eₐ = {format_value(part.value, part.stderr)} eV")
    basis = branch_words(drawn)
    return [*found, basis] if basis else found


def branch_words(drawn: Drawn) -> str:
    """From what heating and cooling are known; "" where there is only one."""
    if len({p.branch for p in drawn.points}) < 2:
        return ""
    typed = typed_branches(drawn.item.analysis)
    count = sum(p.source in typed for p in drawn.points)
    by_hand = f"{count} {'point' if count == 1 else 'points'} set by hand" if count else ""
    known = ", ".join(filter(None, (BASIS_WORDS[drawn.plot.basis], by_hand)))
    return f"Heating (circles) and cooling (triangles): {known}"


def conductivity(quantity: Derived) -> str:
    """A conductivity in mS/cm where that is a handy number."""
    if 1e-5 <= quantity.value < 1.0:
        error = None if quantity.stderr is None else 1e3 * quantity.stderr
        return f"{format_value(1e3 * quantity.value, error)} mS cm⁻¹"
    return f"{format_value(quantity.value, quantity.stderr)} S cm⁻¹"


def reading(point: Point, both: bool = False) -> str:
    """What a point says when the mouse is over it; `both`: whether heating and cooling are told apart."""
    error = None if point.error is None else point.error * point.resistance
    text = f"{point.name}: {point.celsius:.4g} °C   R = {format_value(point.resistance, error)} Ω".replace("-", "−")
    if point.conductivity is not None:
        text += f"   σ = {format_value(point.conductivity, significant=4)} S cm⁻¹"
    text += f" · {point.branch}" if both else ""
    return text + (" · left out" if point.excluded else "") + (" · its fit is stale" if point.stale else "")


def rule(drawn: Sequence[Drawn]) -> str:
    """What the samples together say of a Meyer-Neldel rule; "" where they are too few."""
    fits = [d.item.analysis.fit for d in drawn if d.item.analysis.fit is not None]
    kelvin = [p.kelvin for d in drawn for p in d.plot.total.fitted]
    found = meyer_neldel([f for f in fits if f is not None], float(np.mean(kelvin))) if kelvin else None
    if found is None:
        return ""
    energy = format_value(1e3 * found.energy, 1e3 * found.energy_error)
    said = f"Meyer–Neldel: ln A grows with Eₐ, E₀ = {energy} meV ({found.energy / KB:.0f} K)."
    return f"{said} {found.warning[:1].upper()}{found.warning[1:]}" if found.warning else said


def _unit(unit: str) -> str:
    return {"S K/cm": "S K cm⁻¹", "S K^0.5/cm": "S K^½ cm⁻¹", "S/cm": "S cm⁻¹"}.get(unit, unit)
