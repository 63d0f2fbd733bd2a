"""Fits of simulated decays: what goes in comes out, with errors that hold, and doubts that are said."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Region, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.polarization import BY_NAME, POLARIZATION, canonical, ohmic_check, verdict
from naglass_gui.techniques.polarization.models import MODELS
from tests.techniques.polarization.runs import PELLET, SIGMA_E, STEADY, VOLTAGE, Instrument, decay, fit, inputs, run


def test_the_electronic_conductivity_of_the_study_comes_back() -> None:
    """NTOC-4: 6.72e-10 S/cm; 0.42 nA at 0.1 V, through three ranges of the instrument."""
    found = fit(run(0)).fit
    sigma = found.quantity("sigma_e")
    assert sigma is not None and sigma.stderr is not None
    assert abs(sigma.value - SIGMA_E) < 2 * sigma.stderr
    assert sigma.stderr / sigma.value == pytest.approx(math.hypot(0.01 / 0.8, 2 * 0.05 / 8.0), rel=0.05)
    assert sigma.unit == "S/cm" and found.model == "exp2"
    assert [found.parameter(name).value for name in ("t_1", "t_2")] == pytest.approx([40.0, 400.0], rel=0.05)
    assert verdict(found)[0]


@pytest.mark.parametrize("tells", [True, False])
def test_range_changes_survive_told_or_not(tells: bool) -> None:
    found = fit(run(4, instrument=Instrument(tells=tells, zero=0.02, spike=0.3), points=1200)).fit
    steady = found.quantity("I_e")
    assert steady is not None and steady.stderr is not None
    assert abs(steady.value - STEADY) < 3 * steady.stderr
    assert (found.statistic("jumps") or 0) >= 1


MADE = {
    "constant": lambda t: STEADY + 0 * t,
    "exp1": lambda t: STEADY + 2e-9 * np.exp(-t / 300),
    "exp2": lambda t: STEADY + 5e-9 * np.exp(-t / 30) + 1e-9 * np.exp(-t / 400),
    "exp3": lambda t: STEADY + 9e-9 * np.exp(-t / 10) + 4e-9 * np.exp(-t / 80) + 1e-9 * np.exp(-t / 600),
    "stretched": lambda t: STEADY + 5e-9 * np.exp(-((t / 200) ** 0.6)),
    "cottrell": lambda t: STEADY + 2e-9 * t**-0.5,
    "cottrell-exp": lambda t: STEADY + 2e-8 * t**-0.5 * np.exp(-t / 500),
}


@pytest.mark.parametrize("model", [m.name for m in MODELS])
def test_each_model_finds_itself_and_its_steady_state(model: str) -> None:
    columns = run(2, current=MADE[model], instrument=Instrument(noise=0.002, zero=0.0))
    alone = fit(columns, model).fit
    steady = alone.quantity("I_e")  # with the error of the zero bias, which is subtracted
    assert steady is not None and steady.stderr is not None
    assert steady.value == pytest.approx(STEADY, abs=3.0 * steady.stderr)
    chosen = fit(columns).fit
    assert chosen.model == model
    scores = {name[5:]: value for name, value in chosen.statistics if name.startswith("aicc_")}
    assert len(scores) >= 5 and scores[model] <= min(scores.values()) + 2.0


def test_a_current_that_still_falls_is_called_an_upper_bound() -> None:
    found = fit(run(0, current=lambda t: STEADY + 4e-9 * np.exp(-t / 1500), length=1800.0)).fit
    sigma = found.quantity("sigma_e")
    assert sigma is not None and "upper bound" in sigma.note
    assert any("Upper bound only" in w.text for w in found.warnings)
    assert not verdict(found)[0]


def test_a_creeping_current_has_no_steady_state_to_be_read() -> None:
    """A time longer than the run: the mean of the end is taken, and called an upper bound."""
    found = fit(run(0, current=lambda t: STEADY + 4e-9 * np.exp(-t / 6000), length=1200.0)).fit
    assert found.model == "constant" and found.statistic("settled") == 0.0
    assert "upper bound" in (found.quantity("sigma_e") or pytest.fail("none")).note
    asked = fit(run(0, current=lambda t: STEADY + 4e-9 * np.exp(-t / 6000), length=1200.0), "exp1").fit
    assert [w.rank for w in asked.warnings][0] == "reject"


def test_a_rising_current_is_no_steady_state_and_no_bound() -> None:
    found = fit(run(0, current=lambda t: STEADY * (1 + t / 1200), length=1200.0), "constant").fit
    assert verdict(found)[1].startswith("Not steady")
    assert "upper bound" not in (found.quantity("sigma_e") or pytest.fail("none")).note


def test_a_region_alone_asks_for_the_mean_over_it() -> None:
    columns = run(0)
    start = float(columns["time"][39])
    region = Region("r", start + 2400.0, start + 3600.0)
    found = fit(columns, regions=(region,)).fit
    inside = (columns["time"] >= region.low) & (columns["time"] <= region.high)
    assert found.model == "constant" and found.n_points == inside.sum()
    offset = found.statistic("offset") or 0.0
    assert found.parameter("I_ss").value == pytest.approx(columns["current"][inside].mean() - offset, rel=1e-9)


def test_correlated_noise_widens_the_error_and_is_said() -> None:
    white, alike = (fit(run(1, instrument=Instrument(noise=0.02, correlation=c)), "constant").fit for c in (0.0, 0.85))
    errors = [f.parameter("I_ss").stderr or 0.0 for f in (white, alike)]
    assert errors[1] > 2.0 * errors[0]
    assert any("alike over about" in w.text for w in alike.warnings)
    assert not any("alike" in w.text for w in white.warnings)


def test_the_floor_of_the_instrument_enters_the_error_and_the_verdict() -> None:
    columns = run(0)
    found = fit(columns, options=(("reference", "zero bias"), ("derive_floor", 2e-9))).fit
    steady = found.quantity("I_e")
    assert steady is not None and steady.stderr == pytest.approx(2e-9 / math.sqrt(3), rel=1e-2)
    assert any("stand out of the instrument" in w.text for w in found.warnings)


def test_a_typed_voltage_stands_instead_of_the_measured_one_and_needs_no_new_fit() -> None:
    outcome = fit(run(0))
    typed = replace(outcome.analysis, options=(*outcome.analysis.options, ("derive_voltage", (0.2, 0.001))))
    before, after = (
        {d.name: d for d in POLARIZATION.derive(analysis, (PELLET,))} for analysis in (outcome.analysis, typed)
    )
    assert after["sigma_e"].value == pytest.approx(before["sigma_e"].value / 2, rel=1e-3)
    assert POLARIZATION.derive(typed, (None,))[-1].name == "G_e"


def test_without_a_voltage_in_the_file_there_is_a_current_and_a_word() -> None:
    columns = run(0, before=0)
    del columns["voltage"]
    found = fit(columns).fit
    assert found.quantity("sigma_e") is None and found.quantity("I_e") is not None
    assert {"voltage", ""} <= {w.remedy for w in found.warnings}
    typed = fit(columns, options=(("derive_voltage", (VOLTAGE, 0.0)),)).fit
    assert (typed.quantity("sigma_e") or pytest.fail("none")).value == pytest.approx(SIGMA_E, rel=0.05)


def test_several_voltages_are_checked_for_ohms_law() -> None:
    found = fit(run(0, voltages=(0.1, 0.2, 0.3), points=300, instrument=Instrument(zero=0.0))).fit
    slope, sigma = found.quantity("ohmic_slope"), found.quantity("sigma_ohmic")
    assert slope is not None and slope.value == pytest.approx(STEADY / VOLTAGE, rel=0.02)
    assert sigma is not None and sigma.value == pytest.approx(SIGMA_E, rel=0.03)
    assert not any("ohmic" in w.text.lower() for w in found.warnings)


def test_the_ohmic_check_tells_a_bend_from_an_intercept() -> None:
    volts, errors = [0.1, 0.2, 0.3, 0.4], [1e-12] * 4
    straight = ohmic_check(volts, [4e-9 * u for u in volts], errors)
    bent = ohmic_check(volts, [4e-9 * u + 8e-9 * u**3 for u in volts], errors)
    shifted = ohmic_check(volts, [4e-9 * u + 3e-10 for u in volts], errors)
    assert straight is not None and straight.good
    assert bent is not None and "bends" in bent.verdict
    assert shifted is not None and "misses the origin" in shifted.verdict and "bends" not in shifted.verdict
    assert shifted.intercept[0] == pytest.approx(3e-10, rel=1e-3)
    assert ohmic_check([0.1], [1e-9], [1e-12]) is None


def test_a_fixed_time_stays_and_a_bound_is_told() -> None:
    given = inputs(run(0), "exp2")
    held = tuple(replace(p, value=50.0, vary=False) if p.name == "t_1" else p for p in given.analysis.parameters)
    found = POLARIZATION.fit(replace(given, analysis=replace(given.analysis, parameters=held))).fit
    assert found.parameter("t_1").value == 50.0 and "t_1" not in found.free
    walled = tuple(replace(p, maximum=1e-10) if p.name == "I_ss" else p for p in given.analysis.parameters)
    found = POLARIZATION.fit(replace(given, analysis=replace(given.analysis, parameters=walled))).fit
    assert found.parameter("I_ss").at_bound and found.warnings[0].rank == "reject"


def test_models_are_understood_as_people_type_them() -> None:
    assert [canonical(text) for text in ("2 exp", "Exponential", "stretched", "", "mean")] == [
        "exp2", "exp1", "stretched", "auto", "constant",
    ]  # fmt: skip
    with pytest.raises(InputError, match="no model of a polarization"):
        canonical("R(RQ)Q")


def test_a_model_that_is_chosen_keeps_what_was_set_and_takes_the_fitted_values() -> None:
    analysis = fit(run(0)).analysis
    own = POLARIZATION.with_model(analysis, "exp2")
    assert own.parameters[0].value == pytest.approx(STEADY, rel=0.05)
    held = replace(own, parameters=tuple(replace(p, vary=p.name != "t_1") for p in own.parameters))
    other = POLARIZATION.with_model(held, "exp3")
    assert [p.name for p in other.parameters if not p.vary] == ["t_1"]


def test_too_few_points_are_refused_with_a_sentence() -> None:
    with pytest.raises(InputError, match="4 points that can be used; 5 are needed"):
        fit({"time": np.arange(4.0), "current": np.ones(4)})
    with pytest.raises(FitError, match="7 free parameters but only 6 points"):
        fit({"time": np.arange(1.0, 7.0), "current": np.ones(6)}, "exp3")
    with pytest.raises(InputError, match="no voltage step"):
        fit({"time": np.arange(9.0), "current": np.ones(9), "voltage": np.zeros(9)})


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_the_scale_of_the_current_does_not_matter(factor: float) -> None:
    columns = run(5)
    plain = fit(columns).fit
    scaled = fit(columns | {"current": columns["current"] * factor}).fit
    assert scaled.model == plain.model
    ratio = scaled.parameter("I_ss").value / plain.parameter("I_ss").value
    assert ratio == pytest.approx(factor, rel=1e-6)


@pytest.mark.parametrize("model", [m.name for m in MODELS if m.nonlinear])
def test_slopes_of_the_models_are_those_of_differences(model: str) -> None:
    decay_model, time = BY_NAME[model], np.geomspace(1.0, 1e4, 30)
    x = np.log([20.0, 300.0, 4000.0][: len(decay_model.times)])
    x = np.append(x, 0.6) if decay_model.stretched else x
    columns, slopes = decay_model.curves(time, x)
    amplitudes = np.arange(1.0, columns.shape[1] + 1.0)
    analytic = slopes.chain(len(x), amplitudes) @ slopes.values
    for k in range(len(x)):
        step = np.zeros(len(x))
        step[k] = 1e-6
        numerical = (decay_model.curves(time, x + step)[0] - decay_model.curves(time, x - step)[0]) / 2e-6
        assert analytic[k] == pytest.approx(numerical @ amplitudes, abs=1e-7)
    assert len(decay_model.linear) == columns.shape[1]


def test_geometry_that_is_missing_is_asked_for() -> None:
    thin = Specimen("p", "p", thickness=Quantity(0.8, 0.01, "mm"))
    found = fit(run(0), specimen=thin).fit
    assert found.quantity("G_e") is not None and found.quantity("sigma_e") is None
    assert any(w.remedy == "pellet" for w in found.warnings)


def test_the_curve_is_what_the_instrument_would_show() -> None:
    columns = run(0)
    outcome = fit(columns)
    time, curve = (c.values for c in outcome.curves)
    assert len(curve) == len(columns["time"]) and np.isnan(curve[:40]).all()
    assert np.array_equal(time, columns["time"])
    late = slice(-100, None)
    assert np.abs(curve[late] - columns["current"][late]).max() < 5 * 0.003 * 1e-9


def test_decays_start_with_the_step_and_not_with_the_record() -> None:
    """A file that counts its time from somewhere else gives the same times."""
    columns = run(0, before=0)
    later = columns | {"time": columns["time"] + 1e5}
    one, other = (fit(c, "exp2").fit.parameter("A_1").value for c in (columns, later))
    assert one == pytest.approx(other, rel=1e-6) == pytest.approx(3e-8, rel=0.1)


def test_parameters_carry_units() -> None:
    assert {p.name: p.unit for p in BY_NAME["cottrell-exp"].parameters()} == {"I_ss": "A", "B": "A s^0.5", "t_1": "s"}
    assert isinstance(BY_NAME["exp1"].parameters()[0], Parameter) and decay(np.array([1e9]))[0] == STEADY
