"""One fit of all temperatures: the truth where one law holds, and by AICc a refusal where it does not."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Condition, Mask
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.eis import fit_series
from naglass_gui.techniques.eis.law import Whole
from naglass_gui.techniques.eis.together import KB, Together, fit_together
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.arrhenius.series import PELLET, resistance
from tests.techniques.eis.spectra import inputs, synthetic

BAND = np.logspace(6, -1, 36)
CELSIUS = (-60, -50, -40, -30, -20)


def fitted(exponent_drift: float = 0.0) -> list[FitInputs]:
    """R(RQ)Q of a pellet with Ea 0.32 eV at five temperatures, the arc's n drifting by so much each step, fitted one by one."""
    series = []
    for k, celsius in enumerate(CELSIUS):
        values = {"R1": resistance(celsius, 4e-5), "Y1": 2e-10, "n1": 0.95 - exponent_drift * k, "Y2": 2e-6, "n2": 0.88}
        given = inputs(BAND, synthetic("(RQ)Q", values, BAND, 0.005, seed=k), "(RQ)Q", specimen=PELLET)
        temperature = (Condition("temperature", Quantity(float(celsius), None, "degC")),)
        series.append(replace(given, measurements=(replace(given.measurements[0], conditions=temperature),)))
    outcomes = fit_series(series)
    return [replace(i, analysis=o.analysis) for i, o in zip(series, outcomes, strict=True)]


@pytest.fixture(scope="module")
def found() -> Together:
    return fit_together(fitted())


def test_the_energy_is_found_within_its_error_and_aicc_prefers_the_law(found: Together) -> None:
    (energy,) = found.energies
    assert energy.name == "R1" and energy.stderr is not None
    assert abs(energy.value - 0.32) < 3 * energy.stderr and energy.stderr < 1e-3
    assert found.preferred and "describes all spectra" in found.words()
    assert {e.name: round(e.value, 2) for e in found.exponents} == {"n1": 0.95, "n2": 0.88}


def test_it_has_fewer_parameters_and_a_little_more_left(found: Together) -> None:
    # 5 x (R1 Y1 n1 Y2 n2) against a, E, n1, n2 and 5 x (Y1 Y2).
    whole = found.whole
    assert (whole.parameters_apart, whole.parameters, whole.n_points) == (25, 14, 180)
    assert whole.chi_square_apart < whole.chi_square < 1.1 * whole.chi_square_apart


def test_each_spectrum_gets_its_part_that_knows_the_whole(found: Together) -> None:
    assert [Whole.of(o.fit) for o in found.outcomes] == [found.whole] * 5
    law = found.whole.law("R1")
    assert law is not None and law.energy == found.energies[0].value and law.error == found.energies[0].stderr
    assert sum(o.fit.chi_square for o in found.outcomes) == pytest.approx(found.whole.chi_square)
    for celsius, outcome in zip(CELSIUS, found.outcomes, strict=True):
        kelvin = celsius + 273.15
        on_law = kelvin * math.exp(law.intercept + law.energy * (1 / (KB * kelvin) - law.beta))
        resistance = outcome.fit.parameter("R1")
        assert resistance.value == pytest.approx(on_law, rel=1e-9)
        single = outcome.analysis.fits[0].parameter("R1")
        assert resistance.stderr is not None and single.stderr is not None and resistance.stderr < single.stderr
        energy = outcome.fit.quantity("Ea_R1")
        assert energy is not None and (energy.value, energy.stderr) == (law.energy, law.error)
        assert outcome.fit.aicc == found.whole.aicc and outcome.fit.note.startswith("One fit of 5 temperatures: R1 on")
    assert len({o.fit.data_fingerprint for o in found.outcomes}) == 1
    assert {o.fit.parameter("n1").value for o in found.outcomes} == {found.exponents[0].value}


def test_what_was_changed_after_its_fit_is_refused() -> None:
    series = fitted()
    masked = replace(series[1].analysis, masked=(Mask(3),))
    with pytest.raises(InputError, match="changed after its fit"):
        fit_together([series[0], replace(series[1], analysis=masked), *series[2:]])


def test_exponents_that_drift_are_told_by_aicc() -> None:
    drifting = fit_together(fitted(exponent_drift=0.02))
    assert not drifting.preferred and "do not all follow" in drifting.words()


def test_what_cannot_be_fitted_together_is_refused_in_a_sentence() -> None:
    series = fitted()
    with pytest.raises(InputError, match="at least 3"):
        fit_together(series[:2])
    bare = replace(series[0], analysis=replace(series[0].analysis, fits=(), current=None))
    with pytest.raises(InputError, match="no fit yet"):
        fit_together([bare, *series[1:]])
    cold = replace(series[0], measurements=(replace(series[0].measurements[0], conditions=()),))
    with pytest.raises(InputError, match="no temperature"):
        fit_together([cold, *series[1:]])
    other = replace(series[0], analysis=replace(series[0].analysis, model="RQ"))
    with pytest.raises(InputError, match="one circuit"):
        fit_together([other, *series[1:]])
