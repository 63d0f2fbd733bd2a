"""Fits of recovery curves: no guess, honest errors, settled labels."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.errors import FitError
from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.relaxation.curve_fit import fit_curve, ordered
from naglass_gui.techniques.relaxation.forms import FORMS

DELAYS = np.geomspace(1e-3, 10.0, 24)
TRUE = {"M0": 5.0, "a": 0.9, "f": 0.99, "W": 0.95, "K": 1.0, "C": 0.2, "T1": 0.05, "T1_slow": 1.3, "p": 0.4}
TRUE |= {"beta": 0.7, "ratio": 2.0}


def made(name: str, noise: float, seed: int = 0) -> np.ndarray:
    form = FORMS[name]
    clean = form.curve(DELAYS, [TRUE[n] for n in form.names])[0]
    return clean + noise * np.random.default_rng(seed).standard_normal(len(DELAYS))


@pytest.mark.parametrize("name", FORMS)
def test_clean_data_give_back_what_they_were_made_from(name: str) -> None:
    fit = ordered(fit_curve(DELAYS, made(name, 0.0), FORMS[name], wait=TRUE["K"]))
    assert fit.values == pytest.approx([TRUE[n] for n in fit.form.names], rel=2e-4)


def test_errors_cover_the_truth_as_often_as_they_say() -> None:
    inside = 0
    for seed in range(200):
        fit = fit_curve(DELAYS, made("inversion", 0.05, seed), FORMS["inversion"])
        t1 = fit.parameters[2]
        assert t1.stderr is not None
        inside += abs(t1.value - TRUE["T1"]) < 2.08 * t1.stderr  # Student's t, 21 degrees of freedom
    assert 183 <= inside <= 198


def test_the_order_of_the_delays_does_not_matter() -> None:
    data, shuffled = made("stretched", 0.02), np.random.default_rng(3).permutation(len(DELAYS))
    one = fit_curve(DELAYS, data, FORMS["stretched"])
    other = fit_curve(DELAYS[shuffled], data[shuffled], FORMS["stretched"])
    assert other.values == pytest.approx(one.values, rel=1e-6)


def test_the_right_model_has_the_lowest_aicc() -> None:
    data = made("biexponential", 0.02)
    fits = {name: fit_curve(DELAYS, data, FORMS[name]).aicc for name in ("inversion", "stretched", "biexponential")}
    assert min(fits, key=fits.__getitem__) == "biexponential"


def test_the_faster_of_two_times_comes_first() -> None:
    swapped = (Parameter("T1", 1.3, "s"), Parameter("T1_slow", 0.05, "s"))
    fit = ordered(fit_curve(DELAYS, made("biexponential", 0.01), FORMS["biexponential"], parameters=swapped))
    values = dict(zip(fit.form.names, fit.values, strict=True))
    assert values["T1"] < values["T1_slow"]
    assert values["p"] == pytest.approx(0.4, abs=0.05)


def test_a_fixed_parameter_stays() -> None:
    fixed = (Parameter("a", 1.0, "", vary=False),)
    fit = fit_curve(DELAYS, made("inversion", 0.05), FORMS["inversion"], parameters=fixed)
    assert fit.parameters[1].value == 1.0
    assert fit.parameters[1].stderr is None
    assert fit.free == ("M0", "T1")


def test_too_few_points_are_refused_in_a_sentence() -> None:
    with pytest.raises(FitError, match="3 free parameters but the curve only 3 points"):
        fit_curve(DELAYS[:3], made("inversion", 0.0)[:3], FORMS["inversion"])
