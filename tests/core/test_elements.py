"""Formulas as people type them, and their masses."""

from __future__ import annotations

import pytest

from naglass_gui.core.elements import ATOMIC_WEIGHTS, molar_mass, parse_formula
from naglass_gui.core.errors import InputError


@pytest.mark.parametrize(
    ("text", "atoms"),
    [
        ("NaCl", {"Na": 1, "Cl": 1}),
        ("NaTaO0.063Cl5.875", {"Na": 1, "Ta": 1, "O": 0.063, "Cl": 5.875}),
        ("NaTaO₀.₀₆₃Cl₅.₈₇₅", {"Na": 1, "Ta": 1, "O": 0.063, "Cl": 5.875}),
        ("Na2O + NaCl + TaCl5", {"Na": 3, "O": 1, "Cl": 6, "Ta": 1}),
        ("Na2O-NaTaCl6", {"Na": 3, "O": 1, "Ta": 1, "Cl": 6}),
        ("2 NaCl·0.5Na2O", {"Na": 3, "Cl": 2, "O": 0.5}),
        ("Na3(B(H)4)2", {"Na": 3, "B": 2, "H": 8}),
    ],
)
def test_a_formula_is_its_atoms(text: str, atoms: dict[str, float]) -> None:
    assert parse_formula(text) == pytest.approx(atoms)


def test_the_mass_of_table_salt_and_of_the_glass() -> None:
    assert molar_mass(parse_formula("NaCl")) == pytest.approx(58.44, abs=0.01)
    assert molar_mass(parse_formula("NaTaCl6")) == pytest.approx(416.64, abs=0.01)
    assert len(ATOMIC_WEIGHTS) == 83 and ATOMIC_WEIGHTS["Ta"] == 180.95


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Type a formula"),
        ("Xq2O", "there is no element Xq"),
        ("Na(Cl", "a parenthesis is not closed"),
        ("NaCl)", "not understood"),
        ("Na++Cl", "is not a formula"),
        ("nacl", "is not a formula"),
        ("Na2.3.4", "is not understood|belongs to nothing"),
    ],
)
def test_what_is_no_formula_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        parse_formula(text)
