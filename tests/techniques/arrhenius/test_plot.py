"""Ea, prefactor and sigma at 25 °C: exact on exact data, honest on noisy ones; roles, branches, several pellets."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.core.edits import set_condition, set_option, set_specimen
from naglass_gui.core.errors import InputError
from naglass_gui.core.lineage import exclude_sources, set_sources
from naglass_gui.core.project import Analysis, Derived, Measurement, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle, sources_of
from naglass_gui.techniques.arrhenius import ARRHENIUS, KB, missing, plot_of
from naglass_gui.techniques.arrhenius.branches import turned as branches
from naglass_gui.techniques.arrhenius.laws import Data, arrhenius
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.arrhenius.series import (
    PELLET,
    STUDY,
    line,
    project_of,
    quantity,
    resistance,
    spectrum,
    study,
    value,
)


def test_exact_data_give_the_study_s_numbers() -> None:
    project = study()
    assert value(project, "Ea") == pytest.approx(0.32, rel=1e-9)
    assert value(project, "sigma_25") == pytest.approx(4.41e-3, rel=1e-9)
    assert value(project, "A") == pytest.approx(4.41e-3 * 298.15 * math.exp(0.32 / KB / 298.15), rel=1e-8)
    assert line(project).n_points == 9 and line(project).model == "Arrhenius, σT"
    assert line(project).quantity("Ea_total") is None  # of one role only the plain names are told


def test_ln_sigma_gives_about_kt_less() -> None:
    hot = project_of([spectrum(t, resistance(t)) for t in range(140, 201, 10)], quantity="sigma", law="arrhenius")
    assert value(hot, "Ea") == pytest.approx(0.32 - KB * 443, abs=1e-3)
    assert line(hot).model == "Arrhenius, σ" and quantity(hot, "A").unit == "S/cm"
    assert "slope of ln(σ) against 1/T" in quantity(hot, "Ea").note


def test_the_geometry_moves_the_prefactor_and_not_the_energy() -> None:
    sure, unsure = study(0.01), study(0.01)
    unsure = settle(unsure, set_specimen(unsure, "pellet", thickness=Quantity(0.80, 0.08, "mm")))
    assert quantity(unsure, "Ea") == quantity(sure, "Ea")
    share = {p: (quantity(p, "sigma_25").stderr or 0) / value(p, "sigma_25") for p in (sure, unsure)}
    assert share[unsure] == pytest.approx(math.hypot(0.1, 2 * 0.05 / 8), rel=0.01)
    assert (quantity(unsure, "A").stderr or 0) > (quantity(sure, "A").stderr or 0)
    thick = settle(sure, set_specimen(sure, "pellet", thickness=Quantity(1.60, 0.01, "mm")))
    assert value(thick, "Ea") == pytest.approx(value(sure, "Ea"), rel=1e-12)
    assert value(thick, "sigma_25") == pytest.approx(2 * value(sure, "sigma_25"))


def test_precise_points_weigh_more_unless_all_shall_weigh_alike() -> None:
    spectra = [spectrum(t, resistance(t), 0.001) for t in STUDY[:-1]] + [spectrum(55, 1.3 * resistance(55), 0.5)]
    weighted = project_of(spectra)
    assert value(weighted, "Ea") == pytest.approx(0.32, abs=1e-4)
    alike = settle(weighted, set_option(weighted, "line", "weight", "none"))
    assert abs(value(alike, "Ea") - 0.32) > 5e-3
    assert "unweighted" in quantity(alike, "Ea").note


def test_stated_errors_are_not_scaled_by_the_scatter() -> None:
    stated, scaled = study(0.05, errors="stated"), study(0.05)
    ratio = (quantity(scaled, "Ea").stderr or 0) / (quantity(stated, "Ea").stderr or 0)
    assert ratio == pytest.approx(math.sqrt(line(scaled).statistic("reduced_chi_square") or 0), rel=1e-9)
    assert ratio > 4  # a scatter of 5 % where the fits said 0.5 %


def test_the_error_of_the_temperature_enters_by_effective_variance() -> None:
    """d ln(sigma T)/dT = Ea/kT^2 - 1/T is 0.038 1/K at 25 °C: 1 K counts like 4 % of the resistance."""
    data = Data(
        np.array([288.15, 298.15, 308.15]),
        -np.log([resistance(t) for t in (15, 25, 35)]),
        np.full(3, 1e-9),
        np.full(3, 1.0),
        np.zeros(3),
        np.zeros(3, int),
        absolute=True,
    )
    law = arrhenius(data)
    expected = 0.32 / KB / 298.15**2 - 1 / 298.15
    assert law.log_error(np.array([298.15]))[0] == pytest.approx(expected / math.sqrt(3), rel=0.02)
    project = study(0.002, errors="stated", temperature_error=0.5)
    assert (quantity(project, "Ea").stderr or 0) > 3 * (quantity(study(0.002, errors="stated"), "Ea").stderr or 0)


def test_an_excluded_point_stays_visible_and_does_not_count() -> None:
    spectra = [spectrum(t, resistance(t)) for t in STUDY[:-1]] + [spectrum(55, 3 * resistance(55))]
    project = project_of(spectra)
    off = value(project, "Ea")
    out = settle(project, exclude_sources(project, "line", [spectra[-1][1].id]))
    assert abs(off - 0.32) > 0.02 and value(out, "Ea") == pytest.approx(0.32) and line(out).n_points == 8
    analysis = out.analysis("line")
    curve = plot_of(analysis, sources_of(out, analysis)).total
    assert len(curve.points) == 9 and [p.excluded for p in curve.points].count(True) == 1


def test_without_sizes_there_is_an_energy_and_nothing_else() -> None:
    bare = project_of([spectrum(t, resistance(t)) for t in STUDY], pellets=(Specimen("pellet", "pellet"),))
    assert [d.name for d in line(bare).derived] == ["Ea"] and value(bare, "Ea") == pytest.approx(0.32)
    assert any("No sizes of the pellet" in w.text for w in line(bare).warnings)


def test_two_pellets_share_a_line_and_keep_their_own_geometry_errors() -> None:
    other = replace(PELLET, id="second", thickness=Quantity(1.6, 0.02, "mm"))
    spectra = [
        spectrum(t, resistance(t) * (2 if k % 2 else 1), pellet="second" if k % 2 else "pellet")
        for k, t in enumerate(STUDY)
    ]
    both = project_of(spectra, pellets=(PELLET, other))
    assert value(both, "Ea") == pytest.approx(0.32, rel=1e-9)
    # Two geometries that may each be off tilt the line a little, and halve the error of sigma by averaging.
    assert 0 < (quantity(both, "Ea").stderr or 0) < 0.02
    alone = (quantity(study(), "sigma_25").stderr or 0) / value(study(), "sigma_25")
    assert (quantity(both, "sigma_25").stderr or 0) / value(both, "sigma_25") < 0.8 * alone


def test_bulk_and_grain_boundary_have_lines_of_their_own() -> None:
    def two(celsius: float) -> tuple[Measurement, Analysis]:
        measurement, analysis = spectrum(celsius, 1.0)
        bulk, gb = resistance(celsius, 1e-3, 0.30), resistance(celsius, 1e-4, 0.45)
        parts = (("R_total", bulk + gb), ("R_bulk", bulk), ("R_gb", gb))
        fit = analysis.fit
        assert fit is not None
        fit = replace(fit, derived=tuple(Derived(n, v, 0.01 * v, "ohm") for n, v in parts))
        return measurement, replace(analysis, fits=(fit,))

    project = project_of([two(t) for t in STUDY])
    assert value(project, "Ea_bulk") == pytest.approx(0.30) and value(project, "Ea_gb") == pytest.approx(0.45)
    assert value(project, "Ea") == value(project, "Ea_total") and 0.40 < value(project, "Ea") < 0.45
    assert value(project, "sigma_25_bulk") == pytest.approx(1e-3)


def test_branches_are_told_by_where_the_temperature_turns() -> None:
    assert branches([300, 310, 320, 310, 300]) == ["heating"] * 3 + ["cooling"] * 2
    assert branches([300, 300.5, 299.8, 310]) == ["heating"] * 4
    assert branches([350, 340, 330]) == ["cooling"] * 3
    assert branches([]) == []


def test_a_sample_that_changes_on_heating_is_told_by_its_branches() -> None:
    up = [spectrum(t, resistance(t, 4e-3, 0.40)) for t in range(25, 86, 10)]
    down = [spectrum(t, resistance(t, 4e-3, 0.30)) for t in range(75, 24, -10)]
    project = project_of([*up, *down])
    assert value(project, "Ea_heating") == pytest.approx(0.40) and value(project, "Ea_cooling") == pytest.approx(0.30)
    assert any("did the sample change on the way" in w.text for w in line(project).warnings)


def test_a_curved_plot_is_vtf_and_a_straight_one_never() -> None:
    kelvin = np.array(STUDY) + 273.15
    ohm = np.sqrt(kelvin) * np.exp(900.0 / (kelvin - 180.0))
    rng = np.random.default_rng(1)
    curved = project_of([spectrum(t, float(r) * (1 + 0.003 * rng.normal())) for t, r in zip(STUDY, ohm, strict=True)])
    assert line(curved).model == "VTF"
    found = {p.name: p for p in line(curved).parameters}
    for name, truth in (("B", 900.0), ("T0", 180.0)):
        assert abs(found[name].value - truth) < 3 * (found[name].stderr or 0), name
    slope = KB * (298.15 / 2 + 900 * 298.15**2 / 118.15**2)
    assert abs(value(curved, "Ea") - slope) < 3 * (quantity(curved, "Ea").stderr or 0)
    assert any("curved" in w.text for w in line(curved).warnings)
    straight = settle(curved, set_option(curved, "line", "law", "arrhenius"))
    assert line(straight).model == "Arrhenius, σT"
    assert any(w.remedy == "vtf" for w in line(straight).warnings)
    assert sum(line(study(0.01, seed)).model == "VTF" for seed in range(40)) <= 2


def test_the_band_holds_95_percent() -> None:
    inside = []
    for seed in range(200):
        project = study(0.02, seed, weight="none")
        analysis = project.analysis("line")
        curve = plot_of(analysis, sources_of(project, analysis)).total
        _, low, high = curve.band(np.array([298.15]))
        inside.append(low[0] <= math.log(4.41e-3) <= high[0])
    assert 0.91 <= np.mean(inside) <= 0.985


@given(st.permutations(range(9)))
def test_the_order_of_the_sources_does_not_matter(order: list[int]) -> None:
    project = study(0.02, seed=3)
    sources = project.analysis("line").sources
    shuffled = settle(project, set_sources(project, "line", [sources[k] for k in order]))
    assert value(shuffled, "Ea") == pytest.approx(value(project, "Ea"), rel=1e-12)


def test_a_typed_temperature_is_followed() -> None:
    project = study(0.0)
    first = next(project.measurements()).id
    wrong = settle(project, set_condition(project, [first], "temperature", Quantity(0.0, None, "degC")))
    assert abs(value(wrong, "Ea") - 0.32) > 0.01
    kelvin = settle(wrong, set_condition(wrong, [first], "temperature", Quantity(248.15, None, "K")))
    assert value(kelvin, "Ea") == pytest.approx(0.32)


# -- what is missing, what is doubtful -----------------------------------------------------------------------------


def test_two_points_make_no_line_and_the_sentence_says_so() -> None:
    project = project_of([spectrum(t, resistance(t)) for t in (25, 35)])
    analysis = project.analysis("line")
    assert analysis.fit is None
    sources = sources_of(project, analysis)
    assert "at least 3 temperatures" in missing(analysis, sources, plot_of(analysis, sources))


def test_one_temperature_three_times_makes_no_line() -> None:
    project = project_of([spectrum(25, resistance(25)) for _ in range(3)])
    analysis = project.analysis("line")
    sources = sources_of(project, analysis)
    assert analysis.fit is None and "one temperature" in missing(analysis, sources, plot_of(analysis, sources))


def test_three_points_are_fitted_with_a_word_on_their_error() -> None:
    project = project_of([spectrum(t, resistance(t)) for t in (15, 25, 45)])
    (warning,) = [w for w in line(project).warnings if "degree of freedom" in w.text]
    assert warning.rank == "note" and "12.7 standard errors" in warning.text


def test_what_has_no_temperature_is_named_and_left_out() -> None:
    project = study()
    first = next(project.measurements())
    bare = settle(project, set_condition(project, [first.id], "temperature", None))
    assert line(bare).n_points == 8
    assert any("−25" in w.text or "-25" in w.text and "no temperature" in w.text for w in line(bare).warnings)


def test_temperatures_on_the_wrong_spectra_are_rejected() -> None:
    project = project_of([spectrum(t, resistance(-t)) for t in (-20, 0, 20, 40)])
    assert line(project).warnings[0].rank == "reject" and "falls with temperature" in line(project).warnings[0].text


def test_a_jump_between_two_temperatures_is_told_with_its_place() -> None:
    spectra = [spectrum(t, resistance(t) * (0.5 if t > 20 else 1)) for t in STUDY]
    texts = [w.text for w in line(project_of(spectra)).warnings]
    assert any("jumps by 0.69 between 15 °C and 25 °C" in text for text in texts), texts


def test_one_point_off_the_line_is_told_with_its_temperature() -> None:
    spectra = [spectrum(t, resistance(t) * (2 if t == 15 else 1)) for t in STUDY]
    (warning,) = [w for w in line(project_of(spectra)).warnings if "off" in w.remedy or w.remedy.startswith("open")]
    assert "15 °C lies 0.69 below the line of the others" in warning.text


def test_a_point_without_an_error_makes_all_weigh_alike_and_is_named() -> None:
    spectra = [spectrum(t, resistance(t), None if t == 15 else 0.01) for t in STUDY]
    fit = line(project_of(spectra))
    assert any("at 15 °C has no error" in w.text for w in fit.warnings)
    assert "unweighted" in fit.derived[0].note


def test_a_far_extrapolation_is_said() -> None:
    project = project_of([spectrum(t, resistance(t)) for t in range(140, 201, 10)])
    assert any("extrapolated over 115 K" in w.text for w in line(project).warnings)
    assert "extrapolated over 115 K" in quantity(project, "sigma_25").note


def test_options_that_make_no_sense_count_as_the_defaults() -> None:
    odd = study(0.0, zero=-5.0, temperature_error=1e9, quantity=7, law="cubic")
    assert value(odd, "Ea") == pytest.approx(0.32)


def test_it_starts_from_no_measurement_and_knows_its_laws() -> None:
    measurement, analysis = spectrum(25, 36.0)
    with pytest.raises(InputError, match="made from fitted spectra"):
        ARRHENIUS.new_analysis(measurement, {})
    assert ARRHENIUS.with_model(analysis, "vtf").option("law") == "vtf"
    with pytest.raises(InputError, match="no law known"):
        ARRHENIUS.with_model(analysis, "cubic")


def test_verify_repeats_the_fit() -> None:
    project = study(0.01)
    analysis = project.analysis("line")
    again = ARRHENIUS.fit(FitInputs(analysis, (), (), {}, sources=sources_of(project, analysis)))
    assert replace(again.fit, created="", fingerprint="") == replace(line(project), created="", fingerprint="")
    assert ARRHENIUS.derive(analysis, ()) == line(project).derived


@pytest.mark.parametrize("celsius", [1e300, -273.149999])
def test_a_temperature_beyond_all_sense_breaks_nothing(celsius: float) -> None:
    odd = project_of([*(spectrum(t, resistance(t)) for t in STUDY), spectrum(celsius, 1.0)])
    assert line(odd).n_points == len(STUDY) + 1
