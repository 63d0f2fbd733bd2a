"""From conductivity to jumps: the rates that the conductivities of the same sample ask for, beside those of a motion."""

from __future__ import annotations

from dataclasses import dataclass

from naglass_gui.core.elements import molar_mass, parse_formula
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Project, Sample
from naglass_gui.techniques.bpp.law import jump_rate

AVOGADRO = 6.02214076e23
MOBILE = ("Na", "Li", "K", "Ag", "Rb", "Cs")


@dataclass(frozen=True, slots=True)
class Conductivity:
    """One conductivity of a sample: temperature in K, sigma and its standard error in S/cm; None where it is not known."""

    kelvin: float
    sigma: float
    error: float | None


@dataclass(frozen=True, slots=True)
class JumpRate:
    """The rate in 1/s that a conductivity asks for at a temperature in K, with its standard error."""

    kelvin: float
    rate: float
    error: float | None


def sample_of(project: Project, analysis: Analysis) -> Sample | None:
    """The one sample that everything behind an analysis was measured on; None where there are several."""
    made = {a.id: a for a in project.analyses}
    roots = {m for s in analysis.sources for m in (made[s].sources if s in made else (s,))}
    found = [sample for sample in project.samples if any(m.id in roots for m in sample.measurements)]
    return found[0] if len(found) == 1 else None


def conductivities(project: Project, sample: Sample) -> tuple[Conductivity, ...]:
    """Those of every fitted spectrum of a sample that has a temperature, by rising temperature."""
    measured = {m.id: m for m in sample.measurements}
    found = []
    for analysis in project.analyses:
        if analysis.technique != "eis" or analysis.fit is None or analysis.sources[0] not in measured:
            continue
        sigma = analysis.fit.quantity("sigma")
        temperature = measured[analysis.sources[0]].condition("temperature")
        if sigma is not None and temperature is not None and sigma.value > 0:
            found.append(Conductivity(temperature.quantity.to("K").value, sigma.value, sigma.stderr))
    return tuple(sorted(set(found), key=lambda c: (c.kelvin, c.sigma)))


def mobile_density(analysis: Analysis) -> float | None:
    """Mobile ions in 1/m^3 from the formula and density typed; None where one is missing. Raises InputError."""
    formula, density = analysis.option("view_formula"), analysis.option("view_density")
    if not formula or not density:
        return None
    atoms = parse_formula(str(formula))
    mobile = next((name for name in MOBILE if name in atoms), None)
    if mobile is None:
        raise InputError(f"{formula} holds no mobile ion known here (Li, Na, K, Rb, Cs, Ag).", field="Formula")
    return 1e6 * float(density) * AVOGADRO * atoms[mobile] / molar_mass(atoms)


def asked_rates(analysis: Analysis, found: tuple[Conductivity, ...]) -> tuple[JumpRate, ...]:
    """Nernst-Einstein with a Haven ratio of 1; () where formula, density or jump distance is not typed. Raises InputError."""
    density, jump = mobile_density(analysis), analysis.option("view_jump")
    if density is None or not jump:
        return ()
    rates = []
    for one in found:
        rate = jump_rate(100.0 * one.sigma, one.kelvin, density, float(jump))
        rates.append(JumpRate(one.kelvin, rate, None if one.error is None else rate * one.error / one.sigma))
    return tuple(rates)
