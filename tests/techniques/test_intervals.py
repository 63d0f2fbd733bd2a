"""Profile likelihood, bootstrap and MCMC through one mechanism, for every technique that offers its problem."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.errors import Cancelled, FitError
from naglass_gui.core.project import Region, Uncertainty
from naglass_gui.techniques.bpp import BPP
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.intervals import METHODS, intervals
from naglass_gui.techniques.nmr import NMR
from naglass_gui.techniques.nmr.text import parse_lines
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.bpp import test_technique as motions
from tests.techniques.eis import spectra as sweeps
from tests.techniques.nmr import spectra as lines
from tests.techniques.relaxation import series as recoveries

FREQUENCY = np.logspace(6, 0, 49)
TRUTH = {"R0": 120.0, "R1": 1000.0, "Y1": 2e-9, "n1": 0.85, "Y2": 3e-7, "n2": 0.9}


def pellet(seed: int = 3) -> FitInputs:
    """R(RQ)Q with 0.5 % noise, fitted."""
    inputs = sweeps.inputs(FREQUENCY, sweeps.synthetic("R(RQ)Q", TRUTH, FREQUENCY, 5e-3, seed), "R(RQ)Q")
    return replace(inputs, analysis=EIS.fit(inputs).analysis)


def within(found: Uncertainty, level: float) -> dict[str, tuple[float, float]]:
    return {i.parameter: (i.low, i.high) for i in found.intervals if i.level == level}  # type: ignore[misc]


@pytest.mark.parametrize(("method", "closeness"), [("profile", 0.1), ("bootstrap", 0.25), ("mcmc", 0.25)])
def test_where_the_model_is_nearly_straight_all_agree_with_the_linear_error(method: str, closeness: float) -> None:
    inputs = pellet()
    fit = inputs.analysis.fit
    assert fit is not None
    found = intervals(EIS, inputs, method)  # type: ignore[arg-type]
    assert {i.parameter for i in found.intervals} == set(fit.free)
    for name, (low, high) in within(found, 0.6827).items():
        parameter = fit.parameter(name)
        assert low < parameter.value < high
        assert (high - low) / 2 == pytest.approx(parameter.stderr, rel=closeness)
    for name, (low, high) in within(found, 0.95).items():
        inner = within(found, 0.6827)[name]
        assert low < inner[0] and inner[1] < high


def test_an_error_that_is_not_symmetric_is_shown_as_such() -> None:
    """Only the flank of the arc is in the band: its resistance is open upwards."""
    frequency = np.logspace(6, 4.6, 25)
    z = sweeps.synthetic("(RQ)", {"R1": 1e6, "Y1": 2e-10, "n1": 0.9}, frequency, 1e-2, seed=1)
    inputs = sweeps.inputs(frequency, z, "(RQ)")
    inputs = replace(inputs, analysis=EIS.fit(inputs).analysis)
    fit = inputs.analysis.fit
    assert fit is not None
    low, high = within(intervals(EIS, inputs, "profile"), 0.95)["R1"]
    value = fit.parameter("R1").value
    assert high is None or high - value > 1.2 * (value - low)


def test_an_nmr_spectrum_goes_the_same_way() -> None:
    text = "pv@-11.2:400Hz, pv@7:300Hz"
    inputs = lines.inputs(lines.made(text, (1.0, 0.6), noise=0.01, points=1024, window=(-60.0, 60.0)), text)
    inputs = replace(inputs, analysis=NMR.fit(inputs).analysis)
    fit = inputs.analysis.fit
    assert fit is not None
    found = intervals(NMR, inputs, "profile")
    assert set(within(found, 0.95)) == set(fit.free)
    for name, (low, high) in within(found, 0.6827).items():
        stderr = fit.parameter(name).stderr
        if stderr is not None and fit.parameter(name).value > 0 and name.startswith(("position", "area")):
            assert (high - low) / 2 == pytest.approx(stderr, rel=0.1)


def series(way: str) -> FitInputs:
    """A series of two lines with T1 of 2 ms and 0.2 s, fitted."""
    inputs = recoveries.made(
        "lorentz@-11:400Hz, lorentz@20:500Hz", (1.0, 0.6), (2e-3, 0.2), np.geomspace(1e-4, 3.0, 12)
    )
    regions = (Region("r", -25.0, 0.0), Region("s", 10.0, 30.0))
    lines_of = parse_lines("lorentz@-11.3:380Hz, lorentz@20:500Hz") if way == "lines" else ()
    analysis = replace(inputs.analysis, regions=() if lines_of else regions, components=lines_of)
    inputs = replace(inputs, analysis=analysis.with_option("way", way))
    return replace(inputs, analysis=RELAXATION.fit(inputs).analysis)


@pytest.mark.parametrize("way", ["windows", "lines"])
def test_every_recovery_has_intervals_by_its_own_scatter(way: str) -> None:
    inputs = series(way)
    fit = inputs.analysis.fit
    assert fit is not None
    found = intervals(RELAXATION, inputs, "profile")
    assert set(within(found, 0.95)) == {f"{own}_{k}" for own in ("M0", "a", "T1") for k in (1, 2)}
    # 9 degrees of freedom each: Student's t of 68.27 % is 1.059.
    for name, (low, high) in within(found, 0.6827).items():
        stderr = fit.parameter(name).stderr
        assert stderr is not None
        assert (high - low) / 2 == pytest.approx(1.059 * stderr, rel=0.03)
    assert ("linear errors stand" in found.note) == (way == "lines")
    resampled = intervals(RELAXATION, inputs, "bootstrap", 60)
    assert set(within(resampled, 0.95)) == set(within(found, 0.95))


def test_a_motion_at_two_fields_has_intervals_of_all_three() -> None:
    analysis = BPP.follow(motions.analysis_of(motions.BOTH), motions.BOTH)
    fit = analysis.fit
    assert fit is not None
    inputs = FitInputs(analysis, (), (), {}, sources=motions.BOTH)
    for name, (low, high) in within(intervals(BPP, inputs, "profile"), 0.6827).items():
        p = fit.parameter(name)
        assert p.stderr is not None
        assert low < p.value < high
        assert (high - low) / 2 == pytest.approx(p.stderr, rel=0.05)


@pytest.mark.parametrize("method", ["profile", "bootstrap"])
def test_what_a_motion_does_not_tell_apart_has_no_interval_either(method: str) -> None:
    cold = motions.series(79.39, np.arange(230.0, 285.0, 5.0))
    inputs = FitInputs(BPP.follow(motions.analysis_of(cold), cold), (), (), {}, sources=cold)
    found = intervals(BPP, inputs, method, 50)  # type: ignore[arg-type]
    assert set(within(found, 0.95)) == {"Ea"}
    assert "do not tell τ₀ and C_Q apart" in found.note


def test_it_repeats_with_its_seed() -> None:
    inputs = pellet()
    first, second = (intervals(EIS, inputs, "bootstrap", 60) for _ in range(2))
    assert first.intervals == second.intervals
    assert intervals(EIS, replace(inputs, seed=1), "bootstrap", 60).intervals != first.intervals


def test_a_short_chain_says_so() -> None:
    assert "short" in intervals(EIS, pellet(), "mcmc", 50).note


@pytest.mark.parametrize("method", METHODS)
def test_it_can_be_cancelled(method: str) -> None:
    def stop(share: float, words: str) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        intervals(EIS, pellet(), method, progress=stop)  # type: ignore[arg-type]


def test_what_makes_no_sense_is_refused() -> None:
    inputs = pellet()
    with pytest.raises(FitError, match="fit first"):
        intervals(EIS, replace(inputs, analysis=replace(inputs.analysis, current=None)), "profile")
    with pytest.raises(FitError, match="50 to 20000"):
        intervals(EIS, inputs, "bootstrap", 3)
