"""Requests that make no sense: one sentence each, naming what to correct."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.errors import FitError, InputError, NaGlassError
from naglass_gui.core.project import Mask, Region
from naglass_gui.techniques.eis import EIS
from tests.techniques.eis.spectra import fit, inputs, synthetic, with_parameter

BAND = np.logspace(6, -1, 60)
Z = synthetic("R(RQ)Q", {"R0": 120.0, "R1": 900.0, "Y1": 4e-8, "n1": 0.85, "Y2": 3e-5, "n2": 0.9}, BAND)


def spoiled(index: int, frequency: float | None = None, z: complex | None = None) -> tuple[np.ndarray, np.ndarray]:
    f, impedance = BAND.copy(), Z.copy()
    if frequency is not None:
        f[index] = frequency
    if z is not None:
        impedance[index] = z
    return f, impedance


@pytest.mark.parametrize(
    ("frequency", "z", "sentence"),
    [
        (0.0, None, "point 8 has a frequency that is not above zero"),
        (-5.0, None, "a frequency that is not above zero"),
        (np.nan, None, "a frequency that is not above zero"),
        (None, complex(np.nan, 1), "an impedance that is not a number"),
        (None, complex(1, np.inf), "an impedance that is not a number"),
        (None, 0j, "an impedance of zero"),
    ],
)
def test_points_that_cannot_be_fitted_are_named_and_can_be_masked(
    frequency: float | None, z: complex | None, sentence: str
) -> None:
    f, impedance = spoiled(7, frequency, z)
    with pytest.raises(InputError, match=sentence):
        fit(f, impedance, "R(RQ)Q")
    outcome = fit(f, impedance, "R(RQ)Q", masked=(Mask(7, "broken"),))
    assert outcome.fit.n_points == 59
    if frequency is not None:
        assert np.isnan(outcome.curves[1].values[7])


def test_no_more_points_than_parameters() -> None:
    with pytest.raises(FitError, match="6 free parameters but only 6 points"):
        fit(BAND[:6], Z[:6], "R(RQ)Q")
    assert fit(BAND[::8], Z[::8], "R(RQ)Q").fit.n_points == 8


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"regions": (Region("a", 1e8, 1e9),)}, "no point is left in the chosen region"),
        ({"regions": (Region("a", 10.0, 1.0),)}, "empty or reversed"),
        ({"options": (("weight", "best"),)}, "“best” is not a weighting"),
        ({"options": (("starts", 0),)}, "between 1 and 1000"),
        ({"options": (("starts", "many"),)}, "between 1 and 1000"),
        ({"model": "R(RX)"}, "“X”, which is not an element"),
        ({"model": "R(RQ"}, "without its closing bracket"),
        ({"model": ""}, "empty"),
    ],
)
def test_settings_that_make_no_sense(changes: dict[str, object], sentence: str) -> None:
    given = inputs(BAND, Z, "R(RQ)Q")
    with pytest.raises(InputError, match=sentence):
        EIS.fit(replace(given, analysis=replace(given.analysis, **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "changes", "sentence"),
    [
        ("R1", {"minimum": 10.0, "maximum": 5.0}, "bounds of R1 leave nothing"),
        ("R1", {"maximum": -5.0}, "bounds of R1 leave nothing"),
        ("R1", {"link": "2*R9"}, "there is no parameter R9"),
        ("R1", {"link": "R1 + R0"}, "in a circle"),
        ("R1", {"link": "2*("}, "ends too early"),
    ],
)
def test_constraints_that_make_no_sense(name: str, changes: dict[str, object], sentence: str) -> None:
    given = inputs(BAND, Z, "R(RQ)Q")
    with pytest.raises(InputError, match=sentence):
        EIS.fit(replace(given, analysis=with_parameter(given.analysis, name, **changes)))


def test_nothing_left_to_vary() -> None:
    given = inputs(BAND, Z, "RQ")
    fixed = tuple(replace(p, vary=False) for p in given.analysis.parameters)
    with pytest.raises(FitError, match="let at least one vary"):
        EIS.fit(replace(given, analysis=replace(given.analysis, parameters=fixed)))


def test_proportional_weights_need_both_parts() -> None:
    z = Z.copy()
    z[4] = 100 + 0j
    with pytest.raises(InputError, match="use modulus weights"):
        fit(BAND, z, "R(RQ)Q", options=(("weight", "proportional"),))


def test_a_link_without_a_value_is_told_not_crashed() -> None:
    given = inputs(BAND, Z, "R(RQ)Q")
    analysis = with_parameter(given.analysis, "R0", link="log(0*R1)")
    with pytest.raises(NaGlassError):
        EIS.fit(replace(given, analysis=analysis))
