"""What follows from a fitted circuit and a pellet: R_total, sigma, and each arc's capacitance, permittivity and frequency.

Errors are propagated linearly with the full covariance of the fit; the geometry's part is added for sigma and eps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Derived, Specimen
from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.eis.assignment import (
    FIXTURE_CAPACITANCE,
    FIXTURE_PERMITTIVITY,
    PLAUSIBLE_PERMITTIVITY,
    VACUUM_PERMITTIVITY,
    assignment_text,
)
from naglass_gui.techniques.eis.capacitance import SMALLEST_EXPONENT, Result, brug, hsu_mansfeld, spike, top_frequency
from naglass_gui.techniques.eis.circuit import Arc, Circuit, Leaf
from naglass_gui.techniques.eis.geometry import USUAL_CELL_CONSTANT, Geometry
from naglass_gui.techniques.eis.law import energies
from naglass_gui.techniques.eis.leads import Leads
from naglass_gui.techniques.eis.roles import Resistance, resistances
from naglass_gui.techniques.eis.syntax import parse_circuit
from naglass_gui.techniques.uncertainty import Slopes, Uncertainty

CAPACITANCE = "derive_capacitance"
CAPACITANCES = ("Hsu–Mansfeld", "Brug")
"""Values of that option: the formula for the capacitance of a resistance beside a CPE, the first one by default."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A circuit with values, as everything here looks at it."""

    circuit: Circuit
    values: Mapping[str, float]
    resistances: tuple[Resistance, ...]
    geometry: Geometry | None
    specimen: Specimen | None
    uncertainty: Uncertainty | None
    leads: Leads
    formula: str = CAPACITANCES[0]

    @classmethod
    def of(
        cls,
        circuit: Circuit,
        values: Mapping[str, float],
        chosen: Mapping[str, str],
        specimen: Specimen | None,
        uncertainty: Uncertainty | None,
        leads: Leads,
        formula: str,
    ) -> Picture:
        """The picture, with roles proposed where none was chosen."""
        geometry = Geometry.of(specimen)
        constant = USUAL_CELL_CONSTANT if geometry is None else geometry.cell_constant
        roles = resistances(circuit, values, chosen, constant)
        return cls(circuit, values, roles, geometry, specimen, uncertainty, leads, formula)

    def error(self, slopes: Slopes) -> float | None:
        """The standard error of a quantity, None where it is unknown."""
        return None if self.uncertainty is None else self.uncertainty.of(slopes)


def fitted_quantities(analysis: Analysis, specimen: Specimen | None) -> tuple[Derived, ...]:
    """Quantities that follow from the current fit; () without one or where the circuit cannot be read."""
    fit = analysis.fit
    if fit is None:
        return ()
    links = {p.name: p.link for p in analysis.parameters if p.link}
    values = {p.name: p.value for p in fit.parameters}
    return (*_quantities(fit.model, analysis, values, specimen, Uncertainty(fit, links)), *energies(fit))


def current_quantities(analysis: Analysis, specimen: Specimen | None) -> tuple[Derived, ...]:
    """The same from the values of this moment, as while a handle is dragged: no errors but the geometry's note."""
    values = {p.name: p.value for p in analysis.parameters}
    return _quantities(analysis.model, analysis, values, specimen, None)


def analysis_resistances(analysis: Analysis, specimen: Specimen | None) -> tuple[Resistance, ...]:
    """Every resistance of an analysis with its role, proposed or chosen; () where the circuit cannot be read."""
    values = {p.name: p.value for p in analysis.parameters}
    picture = _picture(analysis.model, analysis, values, specimen, None)
    return () if picture is None else picture.resistances


def arc_assignments(analysis: Analysis, specimen: Specimen | None) -> dict[int, str]:
    """What each arc likely is, by its number k in Rk: its role, and the phenomena its capacitance allows with limits."""
    values = {p.name: p.value for p in analysis.parameters}
    picture = _picture(analysis.model, analysis, values, specimen, None)
    if picture is None:
        return {}
    found: dict[int, str] = {}
    for arc in picture.circuit.all_arcs:
        held = next(r for r in picture.resistances if r.name == arc.resistance)
        if held.capacitance is not None:
            counted = "counts" if held.electrolyte else "does not count"
            likely = arc_assignment(picture, held.capacitance)
            found[arc.number] = f"{likely}; {counted} for σ as {held.role or 'unassigned'}"
    return found


def _picture(
    model: str,
    analysis: Analysis,
    values: Mapping[str, float],
    specimen: Specimen | None,
    uncertainty: Uncertainty | None,
) -> Picture | None:
    try:
        circuit = parse_circuit(model)
    except InputError:
        return None
    if any(name not in values for name in circuit.names):
        return None
    # After another circuit was chosen its roles say nothing of the names that an older fit used.
    same = [p.name for p in analysis.parameters] == list(circuit.names)
    chosen = {p.name: p.role for p in analysis.parameters} if same else {}
    formula = str(analysis.option(CAPACITANCE, CAPACITANCES[0]))
    return Picture.of(circuit, values, chosen, specimen, uncertainty, Leads.of(analysis), formula)


def _quantities(
    model: str,
    analysis: Analysis,
    values: Mapping[str, float],
    specimen: Specimen | None,
    uncertainty: Uncertainty | None,
) -> tuple[Derived, ...]:
    picture = _picture(model, analysis, values, specimen, uncertainty)
    if picture is None:
        return ()
    arcs = [quantity for arc in picture.circuit.all_arcs for quantity in _arc(picture, arc)]
    return (*_conductivity(picture), *arcs, *_spikes(picture))


# -- resistance and conductivity -----------------------------------------------------------------------------------


def _conductivity(picture: Picture) -> list[Derived]:
    counted = [r for r in picture.resistances if r.electrolyte]
    if not counted:
        return []
    lead, lead_error, lead_note = _lead(picture)
    value = sum(picture.values[r.name] for r in counted) - lead
    error = picture.error({r.name: 1.0 for r in counted})
    if error is not None:
        error = math.hypot(error, lead_error)
    words = " + ".join(f"{r.name} ({r.role})" for r in counted) + lead_note
    found = [Derived("R_total", value, error, "ohm", words)]
    parts = {role: [r for r in counted if r.role == role] for role in ("bulk", "grain boundary")}
    of_roles = _of_roles(picture, parts) if all(parts.values()) else []
    found += of_roles
    if picture.geometry is None or value <= 0:
        return found
    found.append(_sigma("sigma", value, error, picture.geometry, words))
    for part in (part for part in of_roles if part.value > 0):  # a resistance on its bound 0 has no conductivity
        name = part.name.replace("R_", "sigma_")
        found.append(_sigma(name, part.value, part.stderr, picture.geometry, part.note))
    return found


def _of_roles(picture: Picture, parts: Mapping[str, list[Resistance]]) -> list[Derived]:
    """The resistances of bulk and grain boundaries, each the sum of what has that role."""
    found = []
    for role, name in (("bulk", "R_bulk"), ("grain boundary", "R_gb")):
        names = [r.name for r in parts[role]]
        value, error = sum(picture.values[n] for n in names), picture.error(dict.fromkeys(names, 1.0))
        found.append(Derived(name, value, error, "ohm", " + ".join(names)))
    return found


def _lead(picture: Picture) -> tuple[float, float, str]:
    """The lead resistance still to subtract in ohm, its error, and the words for what becomes of the leads."""
    typed = picture.specimen.lead_resistance if picture.specimen is not None else None
    lead = None if typed is None else typed.to("ohm")
    error = 0.0 if lead is None else lead.stderr or 0.0
    words = ""
    if picture.leads.kind == "cell":
        words = f"; leads ({_cell_words(picture.specimen)}) subtracted from the data"
    elif picture.leads.kind == "short":
        words = "; a short circuit subtracted from the data"
    fitted = [r.name for r in picture.resistances if r.role == "lead"]
    if fitted:
        return 0.0, 0.0, f"{words}; {' and '.join(fitted)} (lead) left out"
    if picture.leads.kind == "none" and lead is not None:
        return lead.value, error, f"; lead resistance {lead} subtracted"
    return 0.0, error if picture.leads.kind == "cell" else 0.0, words


def _cell_words(specimen: Specimen | None) -> str:
    if specimen is None:
        return ""
    inductance = None if specimen.lead_inductance is None else specimen.lead_inductance.to("uH")
    return ", ".join(str(q) for q in (specimen.lead_resistance, inductance) if q is not None)


def _sigma(name: str, resistance: float, error: float | None, geometry: Geometry, words: str) -> Derived:
    """Sigma = L/(R A) in S/cm; (u/sigma)^2 = (uR/R)^2 + (u(L/A)/(L/A))^2."""
    value = geometry.cell_constant / resistance
    share = None if error is None else math.hypot(error / resistance, geometry.relative_error)
    note = f"L/(A R), R = {words}; the pellet's sizes add {100 * geometry.relative_error:.2g} %, common to its whole series"
    if not geometry.complete:
        note += "; a size has no uncertainty"
    return Derived(name, value, None if share is None else value * share, "S/cm", note)


# -- arcs and spikes -----------------------------------------------------------------------------------------------


def _arc(picture: Picture, arc: Arc) -> list[Derived]:
    """Capacitance, permittivity and top frequency of one arc."""
    own = _roles_of_names(arc)
    if not all(picture.values[name] > (SMALLEST_EXPONENT if name == own.get("n") else 0.0) for name in arc.names):
        return []
    capacitance, how, frequency = _arc_results(picture, arc)
    c_error = _scaled_error(picture, arc, capacitance)
    found = [
        Derived(
            f"C{arc.number}", capacitance.value, c_error, "F", f"{how}; {arc_assignment(picture, capacitance.value)}"
        )
    ]
    if picture.geometry is not None:
        role = next((r.role for r in picture.resistances if r.name == arc.resistance), "")
        found.append(_permittivity(arc, role, capacitance.value, c_error, picture.geometry))
    tau = format_value(1.0 / (2.0 * math.pi * frequency.value), significant=3)
    found.append(
        Derived(
            f"f{arc.number}", frequency.value, _scaled_error(picture, arc, frequency), "Hz", f"time constant {tau} s"
        )
    )
    return found


def _arc_results(picture: Picture, arc: Arc) -> tuple[Result, str, Result]:
    """Capacitance of an arc, how it was found, and its top frequency."""
    own = _roles_of_names(arc)
    r = picture.values[arc.resistance]
    if arc.kind == "Q":
        y, n = picture.values[own["Y"]], picture.values[own["n"]]
        return *_of_cpe(picture, r, y, n), top_frequency(r, y, n)
    if arc.kind == "C":
        c = picture.values[own["C"]]
        return Result(c, 0.0, 1.0), "capacitor", Result(1.0 / (2.0 * math.pi * r * c), -1.0, -1.0)
    t = picture.values[own["t"]]
    return Result(t / r, -1.0, 1.0), "t/R", Result(1.0 / (2.0 * math.pi * t), 0.0, -1.0)


def _of_cpe(picture: Picture, r: float, y: float, n: float) -> tuple[Result, str]:
    """The capacitance of R beside a CPE by the chosen formula, and its name with what the other one gives."""
    plain, ahead = hsu_mansfeld(r, y, n), _series_resistance(picture)
    if not ahead > 0:
        return plain, CAPACITANCES[0]
    spread, behind = brug(r, y, n, ahead), f"with Rs = {format_value(ahead, significant=4)} Ω"
    if picture.formula == CAPACITANCES[1]:
        return spread, f"Brug {behind}; Hsu–Mansfeld gives {format_value(plain.value, significant=3)} F"
    return plain, f"Hsu–Mansfeld; Brug {behind} gives {format_value(spread.value, significant=3)} F"


def _roles_of_names(arc: Arc) -> dict[str, str]:
    """The arc's parameter names by their letter."""
    return {name.rstrip("0123456789"): name for name in arc.names}


def _scaled_error(picture: Picture, arc: Arc, result: Result) -> float | None:
    """The standard error of a result that depends on (ln R, ln Y or ln C or ln t, n)."""
    own = _roles_of_names(arc)
    second = next(own[letter] for letter in ("Y", "C", "t") if letter in own)
    slopes = {
        arc.resistance: result.by_log_r * result.value / picture.values[arc.resistance],
        second: result.by_log_y * result.value / picture.values[second],
    }
    if "n" in own:
        slopes[own["n"]] = result.by_n * result.value
    if result.by_log_series:
        ahead = _series_names(picture)
        total = sum(picture.values[name] for name in ahead)
        slopes |= {name: result.by_log_series * result.value / total for name in ahead}
    return picture.error(slopes)


def _permittivity(arc: Arc, role: str, capacitance: float, error: float | None, geometry: Geometry) -> Derived:
    """eps_r = C L/(eps0 A), with a word on whether a sample can have it."""
    value = capacitance * geometry.cell_constant / VACUUM_PERMITTIVITY
    share = None if error is None else value * math.hypot(error / capacitance, geometry.relative_error)
    low, high = PLAUSIBLE_PERMITTIVITY
    if role == "electrode":
        note = "an apparent value: this arc belongs to the electrode"
    elif value > FIXTURE_PERMITTIVITY:
        thin = "of thin grain boundaries, or " if role == "grain boundary" else ""
        note = f"above {FIXTURE_PERMITTIVITY:g}: too large for a bulk; {thin}of the cable and fixture"
    elif low <= value <= high:
        note = f"plausible for a bulk ({low:g} to {high:g})"
    else:
        note = f"outside the {low:g} to {high:g} usual for a bulk"
    return Derived(f"eps{arc.number}", value, share, "", note)


def arc_assignment(picture: Picture, capacitance: float) -> str:
    """The likely assignment of an arc by its capacitance in F, with the limits, and what was assumed."""
    if picture.geometry is None:
        return f"{assignment_text(capacitance * USUAL_CELL_CONSTANT)}, for a pellet of L/A {USUAL_CELL_CONSTANT:g} cm⁻¹"
    specific = capacitance * picture.geometry.cell_constant
    likely = assignment_text(specific)
    if specific > FIXTURE_PERMITTIVITY * VACUUM_PERMITTIVITY and capacitance < FIXTURE_CAPACITANCE:
        return f"{likely} or the cable and fixture (ε above {FIXTURE_PERMITTIVITY:g})"
    return likely


def _series_resistance(picture: Picture) -> float:
    """The resistors in series with everything, in ohm."""
    return sum(picture.values[name] for name in _series_names(picture))


def _series_names(picture: Picture) -> list[str]:
    return [
        picture.circuit.names_at(path)[0]
        for path, node in picture.circuit.chain
        if isinstance(node, Leaf) and node.symbol == "R"
    ]


def _spikes(picture: Picture) -> list[Derived]:
    """The capacitance of each Q in series with everything, behind all resistances of the circuit."""
    chain = dict(picture.circuit.chain)
    ahead = [
        picture.circuit.names_at(p)[0] for p, node in chain.items() if isinstance(node, Leaf) and node.symbol == "R"
    ]
    ahead += [arc.resistance for arc in picture.circuit.all_arcs if arc.path in chain]
    resistance = sum(picture.values[name] for name in ahead)
    found: list[Derived] = []
    for path, node in chain.items():
        if not isinstance(node, Leaf) or node.symbol != "Q" or not resistance > 0:
            continue
        y_name, n_name = picture.circuit.names_at(path)
        y, n = picture.values[y_name], picture.values[n_name]
        if not (y > 0 and n > SMALLEST_EXPONENT):
            continue
        result = spike(resistance, y, n)
        slopes = {name: result.by_log_r * result.value / resistance for name in ahead}
        slopes |= {y_name: result.by_log_y * result.value / y, n_name: result.by_n * result.value}
        note = f"Brug, blocking spike behind Rs = {' + '.join(ahead)}: Y^(1/n) Rs^((1−n)/n)"
        number = picture.circuit.numbers[path]
        found.append(Derived(f"C{number}", result.value, picture.error(slopes), "F", note))
    return found
