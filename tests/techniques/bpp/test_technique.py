"""T1 against temperature as an analysis: from fitted series that it follows, and what it refuses to tell apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Condition, Derived, Fit, Mask, Measurement, Provenance
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.bpp import BPP, law
from naglass_gui.techniques.technique import Source, followed

EA, TAU0, CQ = 0.30, 1e-13, 0.8e6


def source(kelvin: float, megahertz: float, t1: float, *, error: float = 0.02, excluded: bool = False) -> Source:
    """A fitted series at one temperature."""
    name = f"{megahertz:g} MHz, {kelvin:g} K"
    fit = Fit("f" + name, "", "inversion", 0.0, 16, 0.0, (), derived=(Derived("T1_1", t1, error * t1, "s"),))
    options = (("nucleus", "23Na"), ("larmor_frequency", megahertz))
    analysis = Analysis(name, name, "relaxation", ("m" + name,), options=options, fits=(fit,), current=fit.id)
    at = Condition("temperature", Quantity(kelvin, None, "K"))
    measurement = Measurement("m" + name, name, "relaxation", (), Provenance("", 0, "", "", ""), conditions=(at,))
    return Source(analysis, measurement, quantities=fit.derived, excluded=excluded)


def series(megahertz: float, kelvins: np.ndarray, seed: int = 0) -> tuple[Source, ...]:
    larmor = np.full(len(kelvins), megahertz * 1e6)
    t1 = law.relaxation_time(law.correlation_time(kelvins, EA, TAU0), larmor, CQ, 1.5)
    t1 = t1 * np.exp(0.02 * np.random.default_rng(seed).standard_normal(len(t1)))
    return tuple(source(float(k), megahertz, float(t)) for k, t in zip(kelvins, t1, strict=True))


def analysis_of(sources: tuple[Source, ...]) -> Analysis:
    return BPP.of_sources("BPP", [s.analysis.id for s in sources])


BOTH = (*series(79.39, np.arange(298.15, 400.0, 10.0)), *series(132.294, np.arange(298.15, 400.0, 10.0), 1))


def test_two_fields_give_energy_time_and_coupling() -> None:
    fit = BPP.follow(analysis_of(BOTH), BOTH).fit
    assert fit is not None
    for name, true in (("Ea", EA), ("tau0", TAU0), ("C_Q", CQ / 1e6)):
        found = fit.quantity(name)
        assert found is not None
        assert found.stderr is not None
        assert abs(found.value - true) < 3 * found.stderr
    assert fit.statistic("fields") == 2
    assert not [w for w in fit.warnings if w.rank == "reject"]
    minimum = fit.quantity("T_min_79.39MHz")
    assert minimum is not None
    assert 340 < minimum.value < 400


def test_the_slow_side_alone_refuses_to_tell_tau0_from_c_q() -> None:
    cold = series(79.39, np.arange(230.0, 285.0, 5.0))
    fit = BPP.follow(analysis_of(cold), cold).fit
    assert fit is not None
    assert fit.quantity("tau0") is None
    assert fit.quantity("C_Q") is None
    assert fit.quantity("tau0_over_PQ2") is not None
    assert fit.parameter("C_Q").stderr is None
    assert any(w.rank == "reject" and "only Ea and τ₀/P_Q² are determined" in w.text for w in fit.warnings)
    slope = fit.quantity("slope_cold_79.39MHz")
    assert slope is not None
    assert "lower bound" in slope.note


def test_with_c_q_fixed_tau0_follows() -> None:
    cold = series(79.39, np.arange(230.0, 285.0, 5.0))
    fixed = replace(analysis_of(cold), parameters=(Parameter("C_Q", CQ, "Hz", vary=False),))
    fit = BPP.follow(fixed, cold).fit
    assert fit is not None
    tau0 = fit.quantity("tau0")
    assert tau0 is not None
    assert tau0.stderr is not None
    assert abs(np.log(tau0.value / TAU0)) < 3 * tau0.stderr / tau0.value


def test_a_monotonic_t1_close_to_the_minimum_has_a_slope_below_the_activation_energy() -> None:
    """25 to 85 degC at 73.39 MHz: every T1 falls, and the bare slope is 0.212 eV against 0.30."""
    kelvin = np.arange(298.15, 359.0, 5.0)
    t1 = law.relaxation_time(law.correlation_time(kelvin, EA, TAU0), np.full(len(kelvin), 73.39e6), CQ, 1.5)
    sources = tuple(source(float(k), 73.39, float(t)) for k, t in zip(kelvin, t1, strict=True))
    assert (np.diff(t1) < 0).all()
    fit = BPP.follow(analysis_of(sources), sources).fit
    assert fit is not None
    slope, energy = fit.quantity("slope_cold_73.39MHz"), fit.quantity("Ea")
    assert slope is not None
    assert slope.value == pytest.approx(0.212, abs=0.002)
    assert "lower bound" in slope.note
    assert energy is not None
    assert energy.value == pytest.approx(EA, abs=1e-3)


def test_an_excluded_source_does_not_count_and_the_fit_keeps_its_id() -> None:
    spoiled = (*BOTH[:5], replace(BOTH[5], quantities=(Derived("T1_1", 1.0, 0.02, "s"),)), *BOTH[6:])
    first = BPP.follow(analysis_of(spoiled), spoiled)
    out = (*spoiled[:5], replace(spoiled[5], excluded=True), *spoiled[6:])
    again = BPP.follow(first, out)
    assert first.fit is not None
    assert again.fit is not None
    assert again.fit.id == first.fit.id
    assert again.fit.n_points == len(BOTH) - 1
    energy = again.fit.quantity("Ea")
    assert energy is not None
    assert energy.value == pytest.approx(EA, abs=0.02)


def test_following_is_fast_once_there_is_a_fit() -> None:
    first = BPP.follow(analysis_of(BOTH), BOTH)
    assert first.fit is not None
    again = BPP.follow(first, BOTH)
    assert again.fit is not None
    assert again.fit.chi_square == pytest.approx(first.fit.chi_square, rel=1e-9)


def test_too_few_points_give_no_fit_and_a_sentence_when_asked() -> None:
    few = BOTH[:3]
    followed_analysis = BPP.follow(analysis_of(few), few)
    assert followed_analysis.fit is None
    from naglass_gui.techniques.technique import FitInputs

    with pytest.raises(FitError, match="too few sources"):
        followed(BPP, FitInputs(analysis_of(few), (), (), {}, sources=few))
    with pytest.raises(FitError, match="want more than 3 values of T1"):
        BPP.fit(FitInputs(analysis_of(few), (), (), {}, sources=few))


def test_a_nucleus_without_a_quadrupole_is_refused() -> None:
    from naglass_gui.techniques.technique import FitInputs

    silicon = replace(analysis_of(BOTH), options=(("nucleus", "29Si"),))
    with pytest.raises(InputError, match="29Si has no quadrupole moment"):
        BPP.fit(FitInputs(silicon, (), (), {}, sources=BOTH))
    with pytest.raises(InputError, match="no motion known here"):
        BPP.with_model(silicon, "arrhenius")


def test_a_table_of_t1_is_fitted_the_same_way() -> None:
    from naglass_gui.core.arrays import MemoryStore, gather
    from naglass_gui.core.project import Channel
    from naglass_gui.techniques.technique import FitInputs

    kelvin = np.array([s.condition("temperature").to("K").value for s in BOTH])  # type: ignore[union-attr]
    t1 = np.array([s.quantities[0].value for s in BOTH])
    larmor = np.array([79.39e6] * (len(BOTH) // 2) + [132.294e6] * (len(BOTH) // 2))
    store = MemoryStore()
    columns = (("temperature", "K", kelvin), ("t1", "s", t1), ("larmor", "Hz", larmor))
    channels = tuple(Channel(n, u, store.put(v)) for n, u, v in columns)
    table = Measurement("m", "table", "bpp", channels, Provenance("", 0, "", "", ""))
    arrays = gather(store, (c.array for c in channels))
    analysis = BPP.new_analysis(table, arrays)
    analysis = replace(analysis, options=(*analysis.options, ("spin", 1.5)), masked=(Mask(0),))
    fit = BPP.fit(FitInputs(analysis, (table,), (None,), arrays)).fit
    assert fit.n_points == len(BOTH) - 1
    energy = fit.quantity("Ea")
    assert energy is not None
    assert energy.value == pytest.approx(EA, abs=0.02)
