"""Shares, ratios, the composition of the reference study, and the warnings on what shares are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from naglass_gui.core.project import Analysis, Derived, Fit, FitWarning
from naglass_gui.techniques.nmr import NMR, advice, formula
from naglass_gui.techniques.nmr.advice import current_warnings
from naglass_gui.techniques.nmr.satellites import centreband_fraction, saturation_factor
from naglass_gui.techniques.technique import FitOutcome
from tests.techniques.nmr.spectra import Made, fit, made
from tests.validate.sodium import CASES, LINES, Case

NTOC4, NTOC1, NTC4 = (CASES[name] for name in ("NTOC-4", "NTOC-1", "NTC-4"))


@pytest.fixture(scope="module")
def ntoc4() -> FitOutcome:
    return fit(NTOC4.spectrum(0), NTOC4.lines)


def derived(fit: Fit, name: str) -> Derived:
    found = fit.quantity(name)
    assert found is not None, name
    return found


def near(quantity: Derived, truth: float, errors: float = 4.0) -> bool:
    return quantity.stderr is not None and abs(quantity.value - truth) < errors * quantity.stderr


def with_options(outcome: FitOutcome, options: Mapping[str, object]) -> Analysis:
    return replace(outcome.analysis, options=tuple((dict(outcome.analysis.options) | dict(options)).items()))


def texts(analysis: Analysis) -> list[str]:
    return [warning.text for warning in advice(analysis)]


@pytest.mark.parametrize("case", [NTOC4, NTOC1, NTC4], ids=lambda case: case.name)
def test_the_samples_of_the_reference_study(case: Case) -> None:
    """Shares and widths of Chem. Sci. 2025, 16, 19857 come back within their errors, from the lines of the command line."""
    found = fit(case.spectrum(3), case.start).fit
    for number, share in enumerate(case.shares, 1):
        assert near(derived(found, f"share_{number}"), 100 * share / sum(case.shares))
    for number, width in enumerate(case.widths, 1):
        parameter = found.parameter(f"width_{number}")
        assert parameter.stderr is not None and abs(parameter.value - width) < 4 * parameter.stderr
    assert near(derived(found, "x"), case.x)


def test_the_composition_has_real_subscripts(ntoc4: FitOutcome) -> None:
    """paper.md: x = 0.0625, NTOC : NaCl = 8 : 1."""
    assert formula(0.0625) == "NaTaO₀.₀₆₃Cl₅.₈₇₅"
    x = derived(ntoc4.fit, "x")
    assert near(x, 0.0625) and "NaTaO₀.₀₆" in x.note
    assert near(derived(ntoc4.fit, "ratio_1_2"), 8.0)


def test_two_components_alone_give_another_x(ntoc4: FitOutcome) -> None:
    """The trap of the printed numbers: which lines count is chosen and said."""
    share = NMR.derive(with_options(ntoc4, {"derive_count_3": False}), ())
    first = next(d for d in share if d.name == "share_1")
    assert near(first, 100 * 38.4 / 43.2) and "Line 3 left out" in first.note
    assert not any(d.name == "share_3" for d in share)


def test_shares_add_up_and_their_errors_know_of_each_other(ntoc4: FitOutcome) -> None:
    shares = [derived(ntoc4.fit, f"share_{k}") for k in (1, 2, 3)]
    assert sum(s.value for s in shares) == pytest.approx(100.0)
    area = ntoc4.fit.parameter("area_1")
    assert area.stderr is not None and shares[0].stderr is not None
    # Were the areas independent and the total exact, the error would be larger.
    assert shares[0].stderr < 100 * area.stderr / sum(ntoc4.fit.parameter(f"area_{k}").value for k in (1, 2, 3))


def test_nuclei_come_from_the_role_or_are_typed(ntoc4: FitOutcome) -> None:
    assert "1 and 2 nuclei" in derived(ntoc4.fit, "ratio_1_3").note
    typed = {d.name: d for d in NMR.derive(NMR.with_nuclei(ntoc4.analysis, (1.0, 1.0, 1.0)), ())}
    assert typed["ratio_1_3"].value == pytest.approx(derived(ntoc4.fit, "ratio_1_3").value / 2)


def test_roles_come_from_names_and_from_shifts_of_sodium_only() -> None:
    spectrum = made("gauss@5:400Hz, gauss@30:400Hz", (1.0, 8.0), points=3000, window=(-40, 70))
    by_name = fit(spectrum, "NaCl=gauss@5:400Hz, NTOC-4=gauss@30:400Hz").fit
    assert near(derived(by_name, "x"), 1 / 16)
    other = Made(spectrum.shift, spectrum.intensity, dict(spectrum.metadata) | {"nucleus": "27Al"})
    assert fit(other, "gauss@5:400Hz, gauss@30:400Hz").fit.quantity("x") is None


def test_widths_without_the_apodization() -> None:
    spectrum = made("lorentz@0:400Hz, gauss@20:500Hz", (1.0, 1.0), points=3000, window=(-60, 60), window_name="em")
    metadata = dict(spectrum.metadata) | {"window": "em", "line_broadening": "50.0"}
    found = fit(Made(spectrum.shift, spectrum.intensity, metadata), "lorentz@0:400Hz, gauss@20:500Hz").fit
    assert derived(found, "natural_1").value == pytest.approx(350.0, rel=0.01)
    assert "50 Hz Lorentzian" in derived(found, "natural_1").note
    assert fit(spectrum, "lorentz@0:400Hz, gauss@20:500Hz").fit.quantity("natural_1") is None


# -- what shares are worth ---------------------------------------------------------------------------------------------


def test_a_clean_case_is_silent() -> None:
    """Long delay, short pulse, sites alike, less oxychloride than the mixture holds."""
    clean = NTOC1.spectrum(0, recycle_delay=30.0, mas_rate=25_000.0, pulse=0.5)
    outcome = fit(clean, NTOC1.lines, options={"derive_flip_angle": 12.0, "derive_cq_1": 0.0})
    known = with_options(outcome, {f"derive_t1_{k}": 2.0 for k in (1, 2, 3)})
    assert outcome.fit.warnings == () and texts(known) == []


def test_more_oxychloride_than_the_mixture_holds(ntoc4: FitOutcome) -> None:
    """paper.md: 1:1:1 holds one Ta to three Na, so NTOC cannot exceed 33.3 %; NTOC-4 shows 38.4 %."""
    (told,) = [w.text for w in ntoc4.fit.warnings]
    assert "38.4 % of the sodium" in told and "33.3 %" in told
    assert texts(with_options(ntoc4, {"derive_sodium_per_tantalum": 2.0})) == []


def test_warnings_follow_what_is_typed_after_the_fit(ntoc4: FitOutcome) -> None:
    """The mass balance of the fit goes with another mixture; those that speak of the fit itself stay."""
    white = FitWarning("note", "residuals", "lines")
    outcome = replace(
        ntoc4, analysis=replace(ntoc4.analysis, fits=(replace(ntoc4.fit, warnings=(white, *ntoc4.fit.warnings)),))
    )
    assert [w.remedy for w in current_warnings(outcome.analysis)] == ["lines", ""]
    assert current_warnings(with_options(outcome, {"derive_sodium_per_tantalum": 2.0})) == (white,)


def test_all_sodium_stands_against_the_tantalum(ntoc4: FitOutcome) -> None:
    """38.4 % of the sodium in the oxychloride: 2.604 Na for each Ta where the mixture holds 3; none without other sodium."""
    balance = derived(ntoc4.fit, "sodium_per_tantalum")
    assert near(balance, 100 / 38.4) and balance.note.endswith("the mixture holds 3")
    alone = with_options(ntoc4, {"derive_count_2": False, "derive_count_3": False})
    assert not any(d.name == "sodium_per_tantalum" for d in NMR.derive(alone, ()))


@pytest.mark.parametrize(
    ("t1", "says"), [(2.06, "4.9 T1"), (5.69, "1.8 T1"), (11.43, "0.87 T1"), (1.99, None), (0.0012, None)]
)
def test_a_recycle_delay_shorter_than_five_t1(t1: float, says: str | None) -> None:
    """paper.md: 10 s is 4.9 T1 of Na2O in NTOC-4, 1.8 of bulk Na2O, 0.87 of bulk NaCl."""
    outcome = fit(NTOC1.spectrum(0, recycle_delay=10.0), NTOC1.lines, options={"derive_t1_3": t1})
    found = [w for w in outcome.fit.warnings if "recycle delay" in w.text]
    assert bool(found) == (says is not None)
    if says is not None:
        assert says in found[0].text and found[0].remedy == "correct saturation"
        corrected = with_options(outcome, {"derive_corrections": ("saturation",)})
        assert texts(corrected) == []
        before, after = derived(outcome.fit, "ratio_1_3"), NMR.derive(corrected, ())
        factor = saturation_factor(10.0, t1)
        share = next(d for d in after if d.name == "ratio_1_3")
        assert share.value == pytest.approx(before.value / factor) and "corrected for saturation" in share.note


@pytest.mark.parametrize(
    ("options", "fires"),
    [
        ({"derive_flip_angle": 90.0}, True),
        ({"derive_flip_angle": 15.0}, False),
        ({"derive_pulse_90": 3.85}, True),
        ({"derive_pulse_90": 3.85 * 7}, False),
        ({}, False),
    ],
)
def test_a_flip_angle_above_15_degrees(options: dict[str, object], fires: bool) -> None:
    """The study's pi/2 pulse of 3.85 us."""
    outcome = fit(NTOC1.spectrum(0, pulse=3.85), NTOC1.lines, options=options)
    assert any("flip angle" in w.text for w in outcome.fit.warnings) is fires


def test_sites_of_spin_one_half_may_be_flipped_as_far_as_one_likes() -> None:
    spectrum = made("gauss@5:400Hz, gauss@30:400Hz", (1.0, 8.0), points=3000, window=(-40, 70), nucleus="31P")
    assert fit(spectrum, "gauss@5:400Hz, gauss@30:400Hz", options={"derive_flip_angle": 90.0}).fit.warnings == ()


def test_satellites_of_unlike_sites() -> None:
    """A glassy site of 1 MHz beside cubic NaCl and Na2O at 25 kHz: shares off by up to 2.4; corrected only when asked."""
    outcome = fit(NTOC1.spectrum(0, mas_rate=25_000.0), NTOC1.lines, options={"derive_cq_1": 1.0})
    (told,) = [w for w in outcome.fit.warnings if "centreband" in w.text]
    assert "factor of 2.4" in told.text and told.remedy == "correct satellites"
    assert near(derived(outcome.fit, "share_1"), NTOC1.shares[0])
    corrected = with_options(outcome, {"derive_corrections": ("satellites",)})
    ratio = next(d for d in NMR.derive(corrected, ()) if d.name == "ratio_1_2")
    assert ratio.value == pytest.approx(derived(outcome.fit, "ratio_1_2").value / centreband_fraction(1.0, 25_000.0))
    assert not any("centreband" in text for text in texts(corrected))


@pytest.mark.parametrize(("cq", "share"), [(0.0, 1.0), (0.05, 0.92), (0.1, 0.73), (0.2, 0.50)])
def test_how_much_a_centreband_shows(cq: float, share: float) -> None:
    """science.md, at 25 kHz and eta 0."""
    assert centreband_fraction(cq, 25_000.0) == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize("cq", [0.7, 1.0, 1.5, 2.5])
def test_a_large_coupling_shows_little_more_than_the_central_transition(cq: float) -> None:
    assert 0.40 <= centreband_fraction(cq, 25_000.0) <= 0.44


@pytest.mark.parametrize(("angle", "factor"), [(90.0, 1.582), (15.0, 1.020)])
def test_the_saturation_factor_at_one_t1(angle: float, factor: float) -> None:
    assert saturation_factor(1.0, 1.0, angle) == pytest.approx(factor, abs=5e-4)


def test_the_words_of_the_command_line_start_the_fit() -> None:
    assert LINES == "pv@-11.2:380Hz, pv@7:300Hz, pv@55:400Hz"
