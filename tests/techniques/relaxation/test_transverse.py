"""T2 of echoes and T1rho under a spin lock by the same means: their names, sentences and models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.project import Fit
from naglass_gui.techniques.bpp.points import points_of_sources
from naglass_gui.techniques.intervals import intervals
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.relaxation.forms import FORMS
from naglass_gui.techniques.technique import FitInputs, Source
from tests.techniques.relaxation.series import decays

DELAYS = np.geomspace(2e-4, 0.1, 14)


def fitted(inputs: FitInputs, model: str = "") -> FitInputs:
    analysis = RELAXATION.with_model(inputs.analysis, model) if model else inputs.analysis
    return replace(inputs, analysis=RELAXATION.fit(replace(inputs, analysis=analysis)).analysis)


def fit_of(inputs: FitInputs) -> Fit:
    assert inputs.analysis.fit is not None
    return inputs.analysis.fit


def test_echoes_give_t2_without_being_told() -> None:
    inputs = decays((9e-3,), DELAYS)
    assert inputs.analysis.model == "decay"
    fit = fit_of(fitted(inputs))
    time, rate = fit.quantity("T2_1"), fit.quantity("rate_1")
    assert time is not None
    assert time.stderr is not None
    assert abs(time.value - 9e-3) < 4 * time.stderr
    assert time.note.endswith("Decay (T₂)")
    assert rate is not None
    assert rate.note == "1/T2"
    assert fit.quantity("T1_1") is None


def test_under_a_spin_lock_it_is_t1rho_and_its_other_models_too() -> None:
    inputs = decays((9e-3,), DELAYS)
    locked = fitted(inputs, "t1rho")
    assert fit_of(locked).quantity("T1rho_1") is not None
    assert {n for n, _ in fit_of(locked).statistics if n.startswith("aicc_")} == {
        "aicc_t1rho_1", "aicc_t1rho-stretched_1", "aicc_t1rho-double_1"
    }  # fmt: skip
    stretched = fitted(locked, "stretched")
    assert stretched.analysis.model == "t1rho-stretched"
    assert fit_of(stretched).quantity("T1rho_mean_1") is not None


def test_every_decay_is_written_with_its_own_time() -> None:
    for form in FORMS.values():
        if form.kind in ("decay", "lock"):
            assert form.symbol in form.formula
            assert "T₁)" not in form.formula
            assert form.symbol in form.title


@pytest.mark.parametrize(("model", "time"), [("decay", "T2"), ("t1rho", "T1rho")])
def test_sentences_name_the_time_that_was_measured(model: str, time: str) -> None:
    short = fit_of(fitted(decays((50e-3,), DELAYS[:12] / 4), model))
    assert any(f"{time}, so what is left at the end is guessed" in w.text for w in short.warnings)
    late = fit_of(fitted(decays((1e-3,), np.linspace(2e-3, 9e-3, 12), noise=1e-4), model))
    assert any(f"{time} is an upper bound" in w.text for w in late.warnings)
    assert not any(" T1:" in w.text or "5 T1." in w.text for w in (*short.warnings, *late.warnings))


def test_two_windows_have_intervals_and_are_no_points_of_t1() -> None:
    inputs = fitted(decays((9e-3,), DELAYS))
    assert {i.parameter for i in intervals(RELAXATION, inputs, "profile").intervals} == {"M0_1", "C_1", "T1_1"}
    source = Source(inputs.analysis, inputs.measurements[0], quantities=fit_of(inputs).derived)
    assert points_of_sources((source,)) == ()
