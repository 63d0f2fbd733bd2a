"""Series from raw data to T1: published values, the study's three components, and what is said of doubtful ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.project import Analysis, Mask, Region
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.relaxation.curve_fit import fit_curve
from naglass_gui.techniques.relaxation.fit import slices_of
from naglass_gui.techniques.relaxation.forms import FORMS
from tests.techniques.relaxation.series import made, read

Find = Callable[[str], Path]
STUDY = "pv@-11.18:380Hz:mixing=0.9, pv@7:476Hz, pv@55:1852Hz"
DELAYS = np.geomspace(1e-4, 30.0, 20)


def with_options(analysis: Analysis, **options: object) -> Analysis:
    kept = tuple((n, v) for n, v in analysis.options if n not in options)
    return replace(analysis, options=(*kept, *options.items()))  # type: ignore[arg-type]


def t1(fit, number: int = 1) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    found = fit.quantity(f"T1_{number}")
    assert found.stderr is not None
    return found.value, found.stderr


def test_the_saturation_recovery_of_ssnakes_tutorial(instrument_file: Find) -> None:
    """Its text says around 0.3 s; a fit of three parameters 0.3014(30) s with f = 0.992."""
    inputs = read(instrument_file("nmr/smeerten__ssnake/Tutorial/DataFiles/satrec2D.fid"))
    assert inputs.analysis.model == "saturation"
    fit = RELAXATION.fit(inputs).fit
    value, error = t1(fit)
    assert value == pytest.approx(0.3014, abs=0.0030)
    assert error == pytest.approx(0.0030, abs=0.001)
    efficiency = fit.quantity("efficiency_1")
    assert efficiency is not None
    assert efficiency.value == pytest.approx(0.992, abs=0.003)
    assert fit.warnings == ()


def test_the_integrals_of_topspin_give_its_t1(instrument_file: Find) -> None:
    """29Si: mono-exponential 2.324(39) s; stretched 2.251 s, beta 0.963 with f fixed; 2.18(10) s, 0.94 with f free."""
    base = "nmr/spectrochempy__spectrochempy_data/testdata/nmrdata/bruker/tests/nmr/relax/100/pdata/1/t1t2.dx"
    pairs = [line.split(",") for line in instrument_file(base).read_text("latin-1").splitlines() if line[:1].isdigit()]
    time, integral = np.array(pairs, dtype=float).T
    mono = fit_curve(time, integral, FORMS["saturation"]).parameters[2]
    assert mono.value == pytest.approx(2.324, abs=0.001)
    assert mono.stderr == pytest.approx(0.039, abs=0.001)
    free = {p.name: p for p in fit_curve(time, integral, FORMS["stretched"]).parameters}
    assert free["T1"].value == pytest.approx(2.18, abs=0.01)
    assert free["T1"].stderr == pytest.approx(0.10, abs=0.01)
    assert free["beta"].value == pytest.approx(0.94, abs=0.01)


def test_the_raw_series_of_the_same_agrees(instrument_file: Find) -> None:
    inputs = read(instrument_file("nmr/spectrochempy__spectrochempy_data/testdata/nmrdata/bruker/tests/nmr/relax/100"))
    value, error = t1(RELAXATION.fit(inputs).fit)
    assert abs(value - 2.324) < 0.039 + error


def test_an_incomplete_inversion_with_the_window_that_belongs_to_it(instrument_file: Find) -> None:
    """DNPLab 304: +-50 Hz, 5 Hz broadening, real part phased on the tallest point: 2.25(4) s, 1 + a = 1.80."""
    inputs = read(instrument_file("nmr/DNPLab__DNPLab/data/topspin/304"))
    chain = (("em", 5.0), ("zero_fill", 16384), ("ft",), ("group_delay",), ("phase", 67.0, 0.0, None))
    analysis = with_options(inputs.analysis, processing=chain)
    slices = slices_of(replace(inputs, analysis=analysis))
    centre = float(slices.shift[np.argmax(slices.intensity[slices.longest])])
    reach = 50.0 / 14.83
    analysis = replace(analysis, regions=(Region("r", centre - reach, centre + reach),))
    fit = RELAXATION.fit(replace(inputs, analysis=analysis)).fit
    value, error = t1(fit)
    assert value == pytest.approx(2.25, abs=0.04)
    assert error == pytest.approx(0.04, abs=0.01)
    efficiency = fit.quantity("efficiency_1")
    assert efficiency is not None
    assert 1.0 + efficiency.value == pytest.approx(1.80, abs=0.01)


def test_three_components_of_one_overlapping_series() -> None:
    """NTOC-4: 1.2 ms, 0.24 s and 2.06 s from one series, lines fitted to all slices together."""
    inputs = made(STUDY, (38.4, 4.80, 56.8), (1.2e-3, 0.24, 2.06), DELAYS)
    analysis = with_options(RELAXATION.with_model(inputs.analysis, STUDY), baseline="none")
    outcome = RELAXATION.fit(replace(inputs, analysis=replace(analysis, model="inversion")))
    for number, true in enumerate((1.2e-3, 0.24, 2.06), start=1):
        value, error = t1(outcome.fit, number)
        assert abs(value - true) < 3.0 * error
        assert error < 0.02 * true
    assert len(outcome.analysis.components) == 3
    assert outcome.fit.statistic("rms_percent") == pytest.approx(0.3, abs=0.05)


def test_lines_are_found_where_none_are_given() -> None:
    inputs = made(STUDY, (38.4, 4.80, 56.8), (1.2e-3, 0.24, 2.06), DELAYS)
    outcome = RELAXATION.fit(replace(inputs, analysis=with_options(inputs.analysis, way="lines")))
    times = sorted(t1(outcome.fit, number)[0] for number in range(1, len(outcome.analysis.components) + 1))
    assert times == pytest.approx([1.2e-3, 0.24, 2.06], rel=0.03)


def test_windows_give_a_curve_each_in_their_order() -> None:
    inputs = made(STUDY, (38.4, 4.80, 56.8), (1.2e-3, 0.24, 2.06), DELAYS)
    assert inputs.analysis.model == "inversion"
    regions = (Region("a", 40.0, 70.0), Region("b", -14.0, -8.0))
    fit = RELAXATION.fit(replace(inputs, analysis=replace(inputs.analysis, regions=regions))).fit
    assert t1(fit, 1)[0] == pytest.approx(2.06, rel=0.05)
    assert fit.quantity("T1_2") is not None
    assert fit.quantity("T1_3") is None


def test_a_slice_that_is_left_out_does_not_count() -> None:
    inputs = made("pv@0:500Hz", (10.0,), (0.3,), DELAYS)
    array = next(iter(a for a in inputs.arrays.values() if a.ndim == 2))
    spoiled = {
        d: (np.where(np.arange(20)[:, None] == 7, 5 * a, a) if a is array else a) for d, a in inputs.arrays.items()
    }
    masked = replace(inputs.analysis, masked=(Mask(7, "arced"),))
    good = RELAXATION.fit(replace(inputs, arrays=spoiled, analysis=masked)).fit
    bad = RELAXATION.fit(replace(inputs, arrays=spoiled)).fit
    assert t1(good)[0] == pytest.approx(0.3, rel=0.02)
    assert bad.chi_square > 100 * good.chi_square


def test_delays_in_any_order_are_sorted() -> None:
    shuffled = DELAYS[np.random.default_rng(1).permutation(20)]
    outcome = RELAXATION.fit(made("pv@0:500Hz", (10.0,), (0.3,), shuffled))
    assert t1(outcome.fit)[0] == pytest.approx(0.3, rel=0.02)
    delay = next(c.values for c in outcome.curves if c.name == "delay")
    assert (np.diff(delay) > 0).all()


def test_a_mono_exponential_of_sodium_says_what_it_may_hide() -> None:
    fit = RELAXATION.fit(made("pv@0:500Hz", (10.0,), (0.3,), DELAYS)).fit
    assert any("3.15 × (central transition seen)" in w.text for w in fit.warnings)


def test_a_series_that_ends_too_early_says_so() -> None:
    fit = RELAXATION.fit(made("pv@0:500Hz", (10.0,), (0.3,), np.geomspace(1e-3, 0.5, 16))).fit
    assert any("the longest delay is only 1.7 T1" in w.text for w in fit.warnings)


def test_delays_that_are_not_in_the_file_are_typed() -> None:
    inputs = made("pv@0:500Hz", (10.0,), (0.3,), DELAYS)
    measurement = inputs.measurements[0]
    without = replace(measurement, channels=tuple(c for c in measurement.channels if c.name != "delay"))
    with pytest.raises(InputError, match="does not give the delays of its 20 spectra"):
        RELAXATION.fit(replace(inputs, measurements=(without,)))
    typed = with_options(inputs.analysis, delays=tuple(DELAYS.tolist()))
    fit = RELAXATION.fit(replace(inputs, measurements=(without,), analysis=typed)).fit
    assert t1(fit)[0] == pytest.approx(0.3, rel=0.02)


def test_requests_that_make_no_sense_are_refused_in_a_sentence() -> None:
    inputs = made("pv@0:500Hz", (10.0,), (0.3,), DELAYS)
    with pytest.raises(InputError, match="no model of a recovery"):
        RELAXATION.with_model(inputs.analysis, "gauss")
    with pytest.raises(InputError, match="holds no signal; the spectra reach from −150 to 200|holds no signal"):
        RELAXATION.fit(replace(inputs, analysis=replace(inputs.analysis, regions=(Region("r", 900.0, 901.0),))))
    few = replace(inputs.analysis, masked=tuple(Mask(k) for k in range(18)))
    with pytest.raises(FitError, match="3 free parameters but the curve only 2 points"):
        RELAXATION.fit(replace(inputs, analysis=few))
