"""Conductivity, capacitances, permittivity and roles against hand calculation."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naglass_gui.core.fingerprint import fit_fingerprint
from naglass_gui.core.project import Analysis, Derived, Fit, Measurement, Provenance, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.eis import (
    EIS,
    Geometry,
    analysis_resistances,
    arc_assignments,
    current_quantities,
    parameters_of,
    parse_circuit,
    relative_geometry_error,
)
from naglass_gui.techniques.eis.assignment import assignment_text, assignments
from naglass_gui.techniques.eis.capacitance import brug, hsu_mansfeld, spike, top_frequency
from naglass_gui.techniques.technique import FitOutcome
from tests.techniques.eis.spectra import PELLET, fit, synthetic, with_parameter

BAND = np.logspace(6.8, -1, 80)
COLD = {"R0": 170.5, "R1": 1297.0, "Y1": 2.62e-9, "n1": 0.785, "Y2": 1.80e-7, "n2": 0.892}
AREA = math.pi * 0.8**2 / 4
LENGTH = 0.08


@pytest.fixture(scope="module")
def cold() -> FitOutcome:
    return fit(BAND, synthetic("R(RQ)Q", COLD, BAND, noise=0.003, seed=5), "R(RQ)Q", specimen=PELLET)


def quantity(outcome: FitOutcome | tuple[Derived, ...], name: str) -> Derived:
    derived = outcome.fit.derived if isinstance(outcome, FitOutcome) else outcome
    return next(d for d in derived if d.name == name)


def covariance_of(fitted: Fit, first: str, second: str) -> float:
    return fitted.covariance[fitted.free.index(first)][fitted.free.index(second)]


def test_sigma_and_its_error_by_hand(cold: FitOutcome) -> None:
    """sigma = L/(A (R0 + R1)); (u/sigma)^2 = (uL/L)^2 + (uR/R)^2 + (2 ud/d)^2, uR with the covariance of both."""
    r = cold.fit.parameter("R0").value + cold.fit.parameter("R1").value
    variance = sum(covariance_of(cold.fit, a, b) for a in ("R0", "R1") for b in ("R0", "R1"))
    total, sigma = quantity(cold, "R_total"), quantity(cold, "sigma")
    assert total.value == pytest.approx(r) and total.stderr == pytest.approx(math.sqrt(variance))
    assert sigma.value == pytest.approx(LENGTH / (AREA * r)) and sigma.unit == "S/cm"
    relative = math.sqrt((0.01 / 0.80) ** 2 + variance / r**2 + (2 * 0.05 / 8.00) ** 2)
    assert sigma.stderr == pytest.approx(sigma.value * relative)
    # R0 and R1 are anticorrelated: adding their errors as if they were not would overstate it by far.
    assert math.sqrt(variance) < 0.8 * math.hypot(
        cold.fit.parameter("R0").stderr or 0, cold.fit.parameter("R1").stderr or 0
    )
    assert "R0 (bulk) + R1 (bulk)" in sigma.note and "1.8 %" in sigma.note


def test_an_area_goes_before_a_diameter() -> None:
    specimen = Specimen(
        "p", "p", thickness=Quantity(1, 0.01, "mm"), diameter=Quantity(8, 0.1, "mm"), area=Quantity(0.5, 0.01, "cm^2")
    )
    geometry = Geometry.of(specimen)
    assert geometry is not None and geometry.cell_constant == pytest.approx(0.2)
    assert geometry.relative_error == pytest.approx(math.hypot(0.01, 0.02))
    assert relative_geometry_error(PELLET) == pytest.approx(math.hypot(0.0125, 0.0125))
    assert relative_geometry_error(Specimen("p", "p")) is None
    assert (
        Geometry.of(Specimen("p", "p", thickness=Quantity(0.0, None, "mm"), diameter=Quantity(8, None, "mm"))) is None
    )


def test_a_typed_lead_resistance_is_subtracted(cold: FitOutcome) -> None:
    wired = replace(PELLET, lead_resistance=Quantity(2.0, 0.3, "ohm"))
    derived = EIS.derive(cold.analysis, (wired,))
    before, after = quantity(cold, "R_total"), quantity(derived, "R_total")
    assert after.value == pytest.approx(before.value - 2.0)
    assert after.stderr == pytest.approx(math.hypot(before.stderr or 0, 0.3))
    assert "lead resistance 2.00 ± 0.30 Ω subtracted" in quantity(derived, "sigma").note


def test_a_resistance_named_lead_is_left_out(cold: FitOutcome) -> None:
    analysis = with_parameter(cold.analysis, "R0", role="lead")
    derived = EIS.derive(analysis, (replace(PELLET, lead_resistance=Quantity(2.0, 0.3, "ohm")),))
    assert quantity(derived, "R_total").value == pytest.approx(cold.fit.parameter("R1").value)
    assert "R0 (lead) left out" in quantity(derived, "R_total").note


def test_without_sizes_there_is_a_resistance_and_no_conductivity(cold: FitOutcome) -> None:
    names = [d.name for d in EIS.derive(cold.analysis, (None,))]
    assert names == ["R_total", "C1", "f1", "C2"]
    assert [d.name for d in cold.fit.derived] == ["R_total", "sigma", "C1", "eps1", "f1", "C2"]
    assert EIS.derive(replace(cold.analysis, current=None), (PELLET,)) == ()


def test_capacitances_by_hand(cold: FitOutcome) -> None:
    r, y, n = (cold.fit.parameter(name).value for name in ("R1", "Y1", "n1"))
    c, eps, f = (quantity(cold, name) for name in ("C1", "eps1", "f1"))
    assert c.value == pytest.approx(y ** (1 / n) * r ** ((1 - n) / n))
    assert eps.value == pytest.approx(c.value * LENGTH / (8.8541878128e-14 * AREA))
    assert f.value == pytest.approx((r * y) ** (-1 / n) / (2 * math.pi))
    assert c.value == pytest.approx(1 / (2 * math.pi * f.value * r))
    r0 = cold.fit.parameter("R0").value
    assert "Hsu–Mansfeld; Brug with Rs = 167.3 Ω gives 4.55 × 10⁻¹¹ F" in c.note
    assert brug(r, y, n, r0).value == pytest.approx(y ** (1 / n) * (1 / r0 + 1 / r) ** ((n - 1) / n))
    spike_y, spike_n = cold.fit.parameter("Y2").value, cold.fit.parameter("n2").value
    assert quantity(cold, "C2").value == pytest.approx(spike_y ** (1 / spike_n) * (r0 + r) ** ((1 - spike_n) / spike_n))


def test_the_capacitance_of_brug_is_chosen_without_a_new_fit(cold: FitOutcome) -> None:
    """Rs = R0; its error is propagated through R0, R1, Y1 and n1 with their covariance."""
    plain = quantity(cold, "C1")
    chosen = replace(cold.analysis, options=(*cold.analysis.options, ("derive_capacitance", "Brug")))
    c = next(d for d in EIS.derive(chosen, (PELLET,)) if d.name == "C1")
    values = {p.name: p.value for p in cold.fit.parameters}
    assert c.value == pytest.approx(brug(values["R1"], values["Y1"], values["n1"], values["R0"]).value)
    assert c.note.startswith("Brug with Rs = 167.3 Ω; Hsu–Mansfeld gives") and plain.note.startswith(
        "Hsu–Mansfeld; Brug"
    )
    assert c.stderr is not None and plain.stderr is not None and 0.05 * c.value > c.stderr > 0
    measured = (Measurement("m", "m", "eis", (), Provenance("f", 1, "", "test", "1")),)
    assert fit_fingerprint(chosen, measured) == fit_fingerprint(cold.analysis, measured)
    slopes = []
    for name in ("R1", "Y1", "n1", "R0"):
        up, down = (dict(values) | {name: values[name] * (1 + sign * 1e-6)} for sign in (1, -1))
        pair = [brug(v["R1"], v["Y1"], v["n1"], v["R0"]).value for v in (up, down)]
        slopes.append((pair[0] - pair[1]) / (2e-6 * values[name]))
    places = [cold.fit.free.index(name) for name in ("R1", "Y1", "n1", "R0")]
    covariance = np.array(cold.fit.covariance)[np.ix_(places, places)]
    assert c.stderr == pytest.approx(math.sqrt(np.array(slopes) @ covariance @ np.array(slopes)), rel=1e-4)


@pytest.mark.parametrize("function", [hsu_mansfeld, spike, top_frequency])
def test_derivatives_of_capacitance_and_frequency(function: object) -> None:
    r, y, n = 1297.0, 2.62e-9, 0.785
    result = function(r, y, n)  # type: ignore[operator]
    h = 1e-6

    def log_slope(up: tuple[float, float, float], down: tuple[float, float, float]) -> float:
        return (math.log(function(*up).value) - math.log(function(*down).value)) / (2 * h)  # type: ignore[operator]

    e = math.exp(h)
    assert result.by_log_r == pytest.approx(log_slope((r * e, y, n), (r / e, y, n)), rel=1e-6)
    assert result.by_log_y == pytest.approx(log_slope((r, y * e, n), (r, y / e, n)), rel=1e-6)
    assert result.by_n == pytest.approx(log_slope((r, y, n + h), (r, y, n - h)), rel=1e-6)


def test_errors_of_capacitances_agree_with_repeated_measurements() -> None:
    """Over 60 noisy copies the scatter of C1 and f1 is what one fit says of its error."""
    found: dict[str, list[tuple[float, float]]] = {"C1": [], "f1": [], "C2": []}
    for seed in range(60):
        z = synthetic("R(RQ)Q", COLD, BAND, noise=0.003, seed=seed)
        outcome = fit(BAND, z, "R(RQ)Q", options=(("starts", 3),), seed=seed)
        for name, pairs in found.items():
            derived = quantity(outcome, name)
            pairs.append((derived.value, derived.stderr or math.nan))
    for name, pairs in found.items():
        values, errors = np.array(pairs).T
        assert np.std(values, ddof=1) == pytest.approx(np.median(errors), rel=0.3), name


def test_an_ideal_arc_and_a_zarc_have_their_capacitance() -> None:
    z = synthetic("R(RC)", {"R0": 50.0, "R1": 1e3, "C1": 2e-9}, BAND, noise=1e-4)
    for circuit, name in (("R(RC)", "C1"), ("RZ", "C1"), ("RH", "C1")):
        assert quantity(fit(BAND, z, circuit), name).value == pytest.approx(2e-9, rel=5e-3), circuit


@pytest.mark.parametrize(
    ("capacitance", "names"),
    [
        (1e-12, ["bulk"]),
        (2e-11, ["minor second phase", "grain boundary"]),
        (1e-10, ["grain boundary"]),
        (5e-9, ["grain boundary", "surface layer"]),
        (1e-6, ["sample–electrode interface"]),
        (1e-4, ["electrochemical reaction"]),
        (1e-15, ["bulk"]),
        (1.0, ["electrochemical reaction"]),
    ],
)
def test_assignments_of_irvine_sinclair_and_west(capacitance: float, names: list[str]) -> None:
    """Where two fit, both are shown, each with its limits."""
    assert [p.name for p in assignments(capacitance)] == names
    assert all(name in assignment_text(capacitance) for name in names) and "F cm⁻¹" in assignment_text(capacitance)


def test_a_capacitance_too_large_for_the_sample_names_the_fixture(cold: FitOutcome) -> None:
    """100 pF beside a pellet of 0.16/cm is a permittivity of 180: no glass has it."""
    assert quantity(cold, "eps1").value > 100 and "cable and fixture" in quantity(cold, "eps1").note
    thin = fit(
        BAND,
        synthetic("(RQ)Q", COLD | {"R1": 1e6, "Y1": 6e-12, "n1": 0.99}, BAND, noise=1e-3),
        "(RQ)Q",
        specimen=PELLET,
    )
    assert 5 < quantity(thin, "eps1").value < 30 and "plausible for a bulk" in quantity(thin, "eps1").note


@pytest.mark.parametrize(
    ("circuit", "values", "roles"),
    [
        ("LRQ", {"L1": 1e-6, "R0": 36, "Y1": 1e-6, "n1": 0.9}, {"R0": "bulk"}),
        ("R(RQ)Q", COLD, {"R0": "bulk", "R1": "bulk"}),
        ("(RQ)(RQ)Q", {"R1": 1.4e5, "Y1": 6.5e-11, "n1": 0.84, "R2": 2e6, "Y2": 1.5e-10, "n2": 0.79, "Y3": 1e-6, "n3": 0.5},
         {"R1": "bulk", "R2": "grain boundary"}),
        ("R(RQ)(RQ)", {"R0": 10, "R1": 4e3, "Y1": 2.8e-9, "n1": 0.87, "R2": 2e4, "Y2": 2e-4, "n2": 0.7},
         {"R0": "bulk", "R1": "bulk", "R2": "electrode"}),
        ("R(Q[RW])", {"R0": 10, "Y1": 1e-5, "n1": 0.9, "R1": 100, "Y2": 1e-3}, {"R0": "bulk", "R1": "electrode"}),
        ("RWo", {"R0": 10, "R1": 100, "t1": 1, "n1": 0.5}, {"R0": "bulk", "R1": "electrode"}),
        ("R(LR)", {"R0": 10, "L1": 1e-3, "R1": 5}, {"R0": "bulk", "R1": ""}),
    ],
)  # fmt: skip
def test_roles_are_proposed_from_the_capacitance(circuit: str, values: dict[str, float], roles: dict[str, str]) -> None:
    z = synthetic(circuit, values, BAND)
    analysis = fit(BAND, z, circuit, options=(("starts", 1),)).analysis
    analysis = replace(analysis, parameters=tuple(replace(p, value=values[p.name]) for p in analysis.parameters))
    found = analysis_resistances(analysis, PELLET)
    assert {r.name: r.role for r in found} == roles and all(r.proposed for r in found)


def test_a_chosen_role_stays_and_a_label_gives_one(cold: FitOutcome) -> None:
    analysis = with_parameter(cold.analysis, "R1", role="electrode")
    r1 = next(r for r in analysis_resistances(analysis, PELLET) if r.name == "R1")
    assert r1.role == "electrode" and not r1.proposed and not r1.electrolyte
    labelled = EIS.with_model(cold.analysis, "R{lead}(R{gb}Q)Q")
    assert labelled.model == "R{lead}(R{gb}Q)Q"
    fresh = EIS.with_model(replace(cold.analysis, parameters=()), "R{lead}(R{gb}Q)Q")
    assert [p.role for p in fresh.parameters if p.unit == "ohm"] == ["lead", "grain boundary"]


def test_the_window_is_told_what_each_arc_likely_is(cold: FitOutcome) -> None:
    words = arc_assignments(cold.analysis, PELLET)
    assert words == {
        1: "minor second phase (10⁻¹¹ F cm⁻¹) or grain boundary (10⁻¹¹ to 10⁻⁸ F cm⁻¹) or the cable and fixture "
        "(ε above 100); counts for σ as bulk"
    }
    assert "for a pellet of L/A 0.16 cm⁻¹" in arc_assignments(cold.analysis, None)[1]


def test_live_quantities_follow_the_values_of_the_moment(cold: FitOutcome) -> None:
    moved = with_parameter(cold.analysis, "R1", value=2 * cold.fit.parameter("R1").value)
    sigma = quantity(current_quantities(moved, PELLET), "sigma")
    assert sigma.value < quantity(cold, "sigma").value and sigma.stderr is None
    assert quantity(EIS.derive(moved, (PELLET,)), "sigma") == quantity(cold, "sigma")


@given(
    st.sampled_from(
        ["R(RQ)Q", "LRQ", "(RQ)(RQ)Q", "R(RC)W", "RZHQ", "(C[R(RQ)Q])", "R(Q[RW])", "RDLrWo", "RU{R/(1+s*t)}"]
    ),
    st.lists(st.floats(0, 1), min_size=14, max_size=14),
)
@settings(max_examples=200, deadline=None)
def test_no_values_of_the_parameters_break_the_quantities(circuit: str, shares: list[float]) -> None:
    """Anything a fit or a drag can leave gives finite numbers, or none."""
    tree = parse_circuit(circuit)
    values = {}
    for item, share in zip(tree.parameters, shares, strict=False):
        low, high = (math.log(item.spec.lower), math.log(item.spec.upper)) if item.spec.logarithmic else (0.0, 1.0)
        value = low + share * (high - low)
        values[item.name] = math.exp(value) if item.spec.logarithmic else value
    analysis = Analysis("a", "a", "eis", (), model=circuit, parameters=parameters_of(tree, values=values))
    for derived in current_quantities(analysis, PELLET):
        assert math.isfinite(derived.value) and derived.note
    assert len(analysis_resistances(analysis, PELLET)) == sum(item.spec.unit == "ohm" for item in tree.parameters)


def test_bulk_and_grain_boundary_have_conductivities_of_their_own() -> None:
    values = {"R1": 1.4e5, "Y1": 6.5e-11, "n1": 0.84, "R2": 2e6, "Y2": 1.5e-10, "n2": 0.79, "Y3": 1e-6, "n3": 0.5}
    outcome = fit(BAND, synthetic("(RQ)(RQ)Q", values, BAND, noise=1e-3), "(RQ)(RQ)Q", specimen=PELLET)
    for name, part in (("sigma_bulk", "R1"), ("sigma_gb", "R2")):
        assert quantity(outcome, name).value == pytest.approx(LENGTH / (AREA * outcome.fit.parameter(part).value))


def test_a_grain_boundary_on_its_bound_0_takes_nothing_else_with_it() -> None:
    values = {"R1": 1.4e5, "Y1": 6.5e-11, "n1": 0.84, "R2": 0.0, "Y2": 1.5e-10, "n2": 0.79, "Y3": 1e-6, "n3": 0.5}
    parameters = parameters_of(parse_circuit("(RQ)(RQ)Q"), values=values)
    roles = {"R1": "bulk", "R2": "grain boundary"}
    analysis = Analysis(
        "a",
        "a",
        "eis",
        (),
        model="(RQ)(RQ)Q",
        parameters=tuple(replace(p, role=roles.get(p.name, p.role)) for p in parameters),
    )
    found = {d.name: d.value for d in current_quantities(analysis, PELLET)}
    assert found["sigma"] == found["sigma_bulk"] == pytest.approx(LENGTH / (AREA * 1.4e5))
    assert found["R_gb"] == 0.0 and "sigma_gb" not in found


def test_a_size_without_an_uncertainty_is_told() -> None:
    bare = Specimen("p", "p", thickness=Quantity(0.8, None, "mm"), diameter=Quantity(8, 0.05, "mm"))
    outcome = fit(BAND, synthetic("R(RQ)Q", COLD, BAND, noise=0.003), "R(RQ)Q", specimen=bare)
    assert "a size has no uncertainty" in quantity(outcome, "sigma").note


def test_a_fixture_beside_the_whole_circuit_hides_nothing() -> None:
    """With C beside everything, R0, the arcs and the spike are what they are without it; arcs keep their order."""
    values = {"C3": 1e-11, "R0": 300.0, "R1": 1e4, "Y1": 1e-9, "n1": 0.9, "R2": 4e4, "Y2": 2e-8, "n2": 0.85, "Y4": 1e-5,
              "n4": 0.8}  # fmt: skip
    z = synthetic("(C[R(RQ)(RQ)Q])", values, BAND, noise=5e-4, seed=1)
    fitted = [fit(BAND, z, "(C[R(RQ)(RQ)Q])", specimen=PELLET, seed=seed).fit for seed in range(3)]
    for found in fitted:
        assert {p.name for p in found.parameters} == set(values)
        assert found.parameter("R2").value == pytest.approx(4e4, rel=0.02)
        total = found.quantity("R_total")
        assert total is not None and total.value == pytest.approx(5.03e4, rel=0.01)
        assert [d.name for d in found.derived if d.name.startswith("C")] == ["C1", "C2", "C4"]
