"""Fits of lines: the truth within the errors, links, bounds, regions, several spectra, the search, refusals."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.edits import add_fit, remove_component, set_option
from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.fingerprint import fit_fingerprint, is_stale
from naglass_gui.core.project import Fit, Mask, Project, Region, Sample
from naglass_gui.techniques import settle
from naglass_gui.techniques.nmr import NMR, all_parameters, completed, with_sidebands
from naglass_gui.techniques.nmr.problem import Deconvolution
from tests.techniques.nmr.spectra import Made, fit, inputs, made, with_changes

TWO = "pv@-10:400Hz:mixing=0.4, pv@7:500Hz:mixing=0.6"


@pytest.fixture(scope="module")
def two() -> Made:
    """Two pseudo-Voigts, 2:1."""
    return made(TWO, (2.0, 1.0), points=4000, window=(-60, 60))


def within(fit: Fit, name: str, truth: float, errors: float = 4.0) -> bool:
    parameter = fit.parameter(name)
    assert parameter.stderr is not None
    return abs(parameter.value - truth) < errors * parameter.stderr


def test_the_truth_lies_within_the_errors(two: Made) -> None:
    found = fit(two, "pv@-11:300Hz, pv@8:300Hz").fit
    truth = {"position_1": -10, "width_1": 400, "mixing_1": 0.4, "position_2": 7, "width_2": 500, "mixing_2": 0.6}
    assert all(within(found, name, value) for name, value in truth.items())
    share = found.quantity("share_1")
    assert share is not None and share.stderr is not None and abs(share.value - 200 / 3) < 4 * share.stderr
    assert found.warnings == () and found.n_points == 4000
    assert found.statistic("rms_percent") == pytest.approx(0.3, abs=0.02)


def test_the_curves_belong_to_the_data_and_add_up(two: Made) -> None:
    outcome = fit(two, TWO, regions=(Region("r", -30.0, 30.0),))
    curves = {c.name: c.values for c in outcome.curves}
    assert curves["shift"] == pytest.approx(two.shift)
    assert curves["real"] == pytest.approx(curves["line_1"] + curves["line_2"] + curves["baseline"])
    inside = np.abs(two.shift) <= 30
    assert outcome.fit.n_points == int(inside.sum())
    assert float(np.sum((curves["real"] - two.intensity)[inside] ** 2)) == pytest.approx(outcome.fit.chi_square)


def test_masked_points_do_not_count(two: Made) -> None:
    spoiled = two.intensity.copy()
    spoiled[1000:1003] = 50.0
    clean = fit(Made(two.shift, spoiled, two.metadata), TWO, masked=tuple(Mask(k) for k in (1000, 1001, 1002)))
    assert clean.fit.n_points == 3997 and clean.fit.warnings == ()


def test_links_between_widths_and_areas_hold_exactly(two: Made) -> None:
    found = fit(
        two, TWO, links={"width_2": "1.25 * width_1", "area_2": "area_1 / 2", "position_2": "position_1 + 17"}
    ).fit
    value = {p.name: p.value for p in found.parameters}
    assert value["width_2"] == pytest.approx(1.25 * value["width_1"])
    assert value["area_2"] == pytest.approx(value["area_1"] / 2)
    assert within(found, "width_2", 500.0) and within(found, "position_2", 7.0)
    error, first = found.parameter("area_2").stderr, found.parameter("area_1").stderr
    assert error is not None and first is not None and error == pytest.approx(first / 2)
    share = found.quantity("share_1")
    assert share is not None and share.value == pytest.approx(200 / 3)


def test_a_held_area_is_kept(two: Made) -> None:
    free = fit(two, TWO).fit
    held = fit(two, TWO, changes={"area_2": {"value": 1.1 * free.parameter("area_2").value, "vary": False}}).fit
    assert held.parameter("area_2").value == 1.1 * free.parameter("area_2").value
    assert held.parameter("area_2").stderr is None and "area_2" not in held.free
    assert held.chi_square > 1.5 * free.chi_square


def test_a_width_that_follows_an_area_is_fitted_with_everything_together(two: Made) -> None:
    """Not linear any more; the two ways agree where both are possible."""
    given = inputs(two, TWO, links={"width_2": "500 * area_2 / area_2"})
    both = NMR.fit(given).fit
    apart = fit(two, TWO, changes={"width_2": {"value": 500.0, "vary": False}}).fit
    assert both.chi_square == pytest.approx(apart.chi_square, rel=1e-9)
    assert both.parameter("area_1").value == pytest.approx(apart.parameter("area_1").value, rel=1e-6)
    assert both.parameter("area_1").stderr == pytest.approx(apart.parameter("area_1").stderr, rel=1e-4)


def test_a_typed_bound_is_held_and_told(two: Made) -> None:
    found = fit(two, TWO, changes={"width_1": {"maximum": 350.0}}).fit
    assert found.parameter("width_1").value == 350.0 and found.parameter("width_1").at_bound
    assert any(w.rank == "reject" and w.remedy == "widen width_1" for w in found.warnings)


def test_areas_may_be_signed_or_not() -> None:
    dip = made("gauss@-10:400Hz, gauss@10:400Hz", (3.0, -1.0), points=3000, window=(-60, 60))
    lines = "gauss@-10:400Hz, gauss@10:400Hz"
    positive, signed = fit(dip, lines).fit, fit(dip, lines, options={"amplitudes": "signed"}).fit
    assert positive.parameter("area_2").value == 0.0 and positive.parameter("area_2").at_bound
    assert any("would be negative" in w.text for w in positive.warnings)
    ratio = signed.quantity("ratio_1_2")
    assert ratio is not None and ratio.value == pytest.approx(-3.0, rel=0.02)


@pytest.mark.parametrize(("baseline", "terms"), [("none", 0), ("constant", 1), ("cubic", 4)])
def test_the_baseline_is_in_the_model(two: Made, baseline: str, terms: int) -> None:
    x = two.shift / 60.0
    bent = two.intensity + (0.2 - 0.1 * x + 0.05 * x**3 if terms == 4 else 0.3 * (terms == 1))
    found = fit(Made(two.shift, bent, two.metadata), TWO, options={"baseline": baseline}).fit
    assert [p.name for p in found.parameters if p.name.startswith("baseline")] == [
        f"baseline_{k}" for k in range(terms)
    ]
    assert within(found, "width_1", 400.0) and found.warnings == ()


def test_zero_filling_is_told_by_how_much_errors_are_too_small() -> None:
    """Zero-filled to four times its points: the first doubling brings what the imaginary part knew, the second nothing."""
    clean = made(TWO, (2.0, 1.0), noise=0.0, points=2048, window=(-60, 60))
    noise = np.random.default_rng(1).normal(0.0, 1.0, 512) + 1j * np.random.default_rng(2).normal(0.0, 1.0, 512)
    smooth = np.fft.fft(noise, 2048).real
    spectrum = Made(clean.shift, clean.intensity + 0.003 * smooth / smooth.std(), clean.metadata)
    found = fit(spectrum, TWO).fit
    told = next(w.text for w in found.warnings if "follow a pattern" in w.text)
    assert float(told.rsplit("about ", 1)[1].rstrip(".")) == pytest.approx(2**0.5, abs=0.15)


# -- several spectra ---------------------------------------------------------------------------------------------------


def test_a_joint_fit_shares_positions_and_widths() -> None:
    spectra = [made(TWO, areas, seed=k, points=2000, window=(-60, 60)) for k, areas in enumerate([(2, 1), (1, 3)])]
    found = fit(spectra, "pv@-11:300Hz, pv@8:300Hz").fit
    alone = fit(spectra[0], "pv@-11:300Hz, pv@8:300Hz").fit
    assert [p.name for p in found.parameters if p.name.startswith(("area", "width"))] == [
        "width_1", "area_1", "area_1_s2", "width_2", "area_2", "area_2_s2",
    ]  # fmt: skip
    second = found.quantity("share_1_s2")
    assert second is not None and second.stderr is not None and abs(second.value - 25.0) < 4 * second.stderr
    mine, theirs = found.parameter("width_2").stderr, alone.parameter("width_2").stderr
    assert mine is not None and theirs is not None and mine < 0.7 * theirs


def test_widths_may_stay_apart() -> None:
    wide = "pv@-10:600Hz:mixing=0.4, pv@7:800Hz:mixing=0.6"
    spectra = [made(lines, (2.0, 1.0), points=2000, window=(-60, 60)) for lines in (TWO, wide)]
    found = fit(spectra, TWO, options={"shared": "positions"}).fit
    assert within(found, "width_1", 400.0) and within(found, "width_1_s2", 600.0)
    assert "position_1_s2" not in found.free


def test_links_between_areas_hold_in_every_spectrum() -> None:
    spectra = [made(TWO, (2.0, 1.0), seed=k, points=2000, window=(-60, 60)) for k in (0, 1)]
    found = fit(spectra, TWO, links={"area_2": "0.5 * area_1"}).fit
    for suffix in ("", "_s2"):
        assert found.parameter(f"area_2{suffix}").value == pytest.approx(0.5 * found.parameter(f"area_1{suffix}").value)


# -- sidebands ---------------------------------------------------------------------------------------------------------


def test_sidebands_follow_their_line_and_count_with_it() -> None:
    rate, larmor = 10_000.0, 132.294
    away = rate / larmor
    lines = f"lorentz@0:400Hz, lorentz@{away}:400Hz, lorentz@{-away}:400Hz, gauss@20:500Hz"
    spectrum = made(lines, (2.0, 0.5, 0.4, 1.0), points=6000, window=(-120, 120))
    given = inputs(spectrum, "lorentz@1:300Hz, gauss@21:400Hz")
    first = given.analysis.components[0].id
    analysis = with_sidebands(given.analysis, first, (1, -1), rate, larmor)
    assert [c.name for c in analysis.components] == ["Line 1", "Line 2", "Line 1 +1", "Line 1 −1"]
    found = NMR.fit(replace(given, analysis=analysis)).fit
    position = found.parameter("position_1").value
    assert found.parameter("position_3").value == pytest.approx(position + away)
    assert found.parameter("width_4").value == found.parameter("width_1").value
    share = found.quantity("share_1")
    assert share is not None and share.value == pytest.approx(100 * 2.9 / 3.9, abs=0.5)
    assert found.quantity("share_3") is None


# -- no start ----------------------------------------------------------------------------------------------------------


def test_lines_are_found_without_a_start() -> None:
    lines = "lorentz@-11.18:380Hz, gauss@7:476Hz, gauss@55:1852Hz"
    found = fit(made(lines, (38.4, 4.8, 56.8))).fit
    positions = sorted(p.value for p in found.parameters if p.name.startswith("position"))
    assert positions == pytest.approx([-11.18, 7.0, 55.0], abs=0.1)


def test_noise_alone_has_no_lines() -> None:
    shift = np.linspace(50, -50, 2000)
    noise = Made(shift, np.random.default_rng(0).normal(size=2000), {"reference": "100.0", "nucleus": "23Na"})
    with pytest.raises(FitError, match="no line stands out"):
        fit(noise)


def test_one_clean_line_stays_one() -> None:
    found = fit(made("pv@3:500Hz:mixing=0.5", (1.0,), points=3000, window=(-60, 60))).fit
    assert found.model == "pv"


def test_lines_that_were_found_enter_the_project_and_the_fit_is_not_stale(two: Made) -> None:
    given = inputs(two)
    sample = Sample("s", "s", (), tuple(replace(m, specimen=None) for m in given.measurements))
    project = Project("p", samples=(sample,), analyses=(given.analysis,))
    outcome = NMR.fit(given)
    project = add_fit(project, given.analysis.id, outcome.fit, outcome.analysis)
    analysis = project.analyses[0]
    assert len(analysis.components) == 2 and len(analysis.parameters) == 1
    assert not is_stale(analysis, given.measurements)
    assert outcome.fit.fingerprint == fit_fingerprint(analysis, given.measurements)
    again = NMR.fit(replace(given, analysis=analysis, start="current")).fit
    assert again.chi_square == pytest.approx(outcome.fit.chi_square, rel=1e-9)
    # Nuclei change what follows from the fit, at once, and leave it fresh.
    changed = settle(project, set_option(project, analysis.id, "derive_nuclei_1", 2.0))
    before, after = (p.analyses[0].fit.quantity("ratio_1_2") for p in (project, changed))  # type: ignore[union-attr]
    assert before is not None and after is not None and after.value == pytest.approx(before.value / 2)
    assert not is_stale(changed.analyses[0], given.measurements)


def test_a_line_that_leaves_takes_its_links_along(two: Made) -> None:
    given = inputs(two, TWO, links={"width_2": "width_1"})
    project = Project("p", samples=(Sample("s", "s", (), given.measurements),), analyses=(given.analysis,))
    project = remove_component(project, given.analysis.id, given.analysis.components[0].id)
    (line,) = project.analyses[0].components
    assert [p.name for p in line.parameters][0] == "position_2" and all(p.link == "" for p in line.parameters)


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "changes", "sentence"),
    [
        (TWO, {"regions": (Region("r", 100.0, 200.0),)}, "no point is left"),
        (TWO, {"regions": (Region("r", 0.0, 0.1),)}, "free parameters but only"),
        (TWO, {"options": {"baseline": "wavy"}}, "no baseline"),
        (TWO, {"options": {"shared": "nothing"}}, "no way to share"),
        (TWO, {"options": {"amplitudes": "big"}}, "no choice of amplitudes"),
        (TWO, {"links": {"width_2": "width_9"}}, "no parameter width_9"),
        (TWO, {"links": {"width_2": "width_1", "width_1": "width_2"}}, "circle"),
        (TWO, {"changes": {"width_1": {"minimum": 1e9}}}, "leave nothing between"),
        (
            "gauss@0!:300Hz!",
            {"options": {"baseline": "none"}, "changes": {"area_1": {"vary": False}}},
            "fixed or linked",
        ),
    ],
)
def test_what_cannot_be_fitted_is_refused_in_a_sentence(
    two: Made, lines: str, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises((InputError, FitError), match=sentence):
        fit(two, lines, **changes)


def test_what_the_file_does_not_tell_is_asked_for(two: Made) -> None:
    bare = Made(two.shift, two.intensity, {})
    with pytest.raises(InputError, match="Larmor frequency"):
        fit(bare, TWO)
    assert fit(bare, TWO, options={"larmor_frequency": 132.294}).fit.n_points == 4000
    with pytest.raises(InputError, match="which nucleus"):
        fit(bare, "ct@0:100Hz", options={"larmor_frequency": 132.294})
    spoiled = two.intensity.copy()
    spoiled[5] = math.nan
    with pytest.raises(InputError, match="not a number"):
        fit(Made(two.shift, spoiled, two.metadata), TWO)


def test_only_what_is_linear_is_projected(two: Made) -> None:
    from naglass_gui.techniques.nmr.fit import Setting, spectra_of

    for links, separable in (
        ({"area_2": "area_1 + 3"}, True),
        ({"area_2": "area_1 * area_1"}, False),
        ({"width_1": "area_1"}, False),
    ):
        given = inputs(two, TWO, links=links)
        setting = Setting.of(given.analysis, spectra_of(given))
        assert isinstance(setting.problem, Deconvolution) and setting.problem.separable is separable


def test_parameters_are_named_by_line_and_spectrum(two: Made) -> None:
    analysis = completed(inputs(two, "gauss@0:300Hz, ct@1:50Hz").analysis, 2)
    assert [p.name for p in all_parameters(analysis)] == [
        "position_1", "width_1", "area_1", "area_1_s2", "position_2", "cq_2", "eta_2", "gauss_2", "lorentz_2", "area_2",
        "area_2_s2", "baseline_0", "baseline_0_s2",
    ]  # fmt: skip
    assert with_changes(analysis, {"width_1": {"value": 5.0}}).components[0].parameters[1].value == 5.0
