"""Names with real subscripts."""

from __future__ import annotations

import pytest

from naglass_gui.core.symbols import stem_and_index, symbol, symbols_in


@pytest.mark.parametrize(
    ("name", "written"),
    [("R1", "R₁"), ("Y12", "Y₁₂"), ("A_1", "A₁"), ("I_ss", "Iₛₛ"), ("t_ion", "tᵢₒₙ"), ("C_Q", "C_Q"), ("beta", "beta"),
     ("position_1", "position_1"), ("R", "R"), ("lnA", "lnA"), ("Ea", "Ea"), ("", "")],
)  # fmt: skip
def test_a_name_is_written_with_a_real_subscript(name: str, written: str) -> None:
    assert symbol(name) == written


def test_a_subscript_without_a_character_of_its_own_is_known_all_the_same() -> None:
    assert stem_and_index("C_Q") == ("C", "Q") and stem_and_index("width") == ("width", "")


def test_a_numbered_t1_has_both_numbers_below() -> None:
    assert stem_and_index("T1_2") == ("T", "1,2") and stem_and_index("M0_1") == ("M", "0,1")
    assert symbol("T1_2") == "T1_2"  # there is no low comma


def test_names_within_a_sentence_are_found() -> None:
    assert symbols_in("R0 + R1 = 1.5 kΩ, EIS1 of T2.csv") == "R₀ + R₁ = 1.5 kΩ, EIS1 of T2.csv"
    assert symbols_in("I = I_ss + A_1 exp(−t/t_1)") == "I = Iₛₛ + A₁ exp(−t/t₁)"
