"""A user's own element: computed like the built-in one it imitates, refused with a sentence where it cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.eis import impedance, parse_circuit
from tests.techniques.eis.spectra import fit, synthetic

FREQUENCY = np.logspace(0, 6, 60)


@pytest.mark.parametrize(
    ("formula", "twin", "values"),
    [
        ("U{R/(1 + (i*w*t)**n)}", "Z", [2e3, 1e-4, 0.85]),
        ("U{1/(Y*s**n)}", "Q", [1e-6, 0.8]),
        ("U{s*L}", "L", [1e-6]),
        ("U{R/sqrt(1 + j*w*t)}", "G", [1e3, 1e-3, 1.0]),
    ],
)
def test_a_formula_is_the_element_it_writes_out(formula: str, twin: str, values: list[float]) -> None:
    own, built_in = parse_circuit(formula), parse_circuit(twin)
    ours = impedance(own, FREQUENCY, values[: len(own.names)])
    assert ours == pytest.approx(impedance(built_in, FREQUENCY, values), rel=1e-12)


def test_a_formula_can_be_fitted_without_a_guess() -> None:
    """In place of the ZARC it spells out: the same data give back the values they were made from."""
    truth = {"R0": 50.0, "R1": 2e3, "t1": 1e-4, "n1": 0.85}
    z = synthetic("RZ", truth, FREQUENCY)
    outcome = fit(FREQUENCY, z, "RU{R/(1 + (i*w*t)**n)}")
    assert {p.name: p.value for p in outcome.fit.parameters} == pytest.approx(truth, rel=1e-6)


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("U{abs(R)}", "no meaning for an impedance"),
        ("U{R1*2}", "without its number"),
        ("U{}", "without its formula"),
        ("U{__import__}", "__import__"),
        ("U{R.real}", "not understood"),
        ("U{R+}", "ends too early"),
        ("U{open(R)}", "no function open"),
    ],
)
def test_what_cannot_be_computed_is_refused(formula: str, sentence: str) -> None:
    if sentence == "__import__":
        # A plain name is harmless: it is a parameter like any other.
        assert parse_circuit(formula).names == ("__import__1",)
        return
    with pytest.raises(InputError, match=sentence):
        parse_circuit(formula)
