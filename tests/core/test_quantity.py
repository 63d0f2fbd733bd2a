"""Values as people type them and as papers print them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.core.errors import InputError
from naglass_gui.core.quantity import (
    Quantity,
    above_absolute_zero,
    format_value,
    parse_number,
    parse_quantity,
    positive,
)


@pytest.mark.parametrize(
    ("typed", "value", "stderr", "unit"),
    [
        ("0.80+-0.01 mm", 0.80, 0.01, "mm"),
        ("0.80 ± 0.01 mm", 0.80, 0.01, "mm"),
        ("0,80 +/- 0,01 mm", 0.80, 0.01, "mm"),
        ("0.80(1) mm", 0.80, 0.01, "mm"),
        ("800 µm", 800.0, None, "um"),
        ("8e-1 mm", 0.8, None, "mm"),
        (".8 cm", 0.8, None, "cm"),
    ],
)
def test_lengths_are_read_as_they_are_typed(typed, value, stderr, unit):
    assert parse_quantity(typed, "length") == Quantity(value, stderr, unit)


@pytest.mark.parametrize("typed", ["-25 °C", "−25 C", "-25 degC", "248.15 K"])
def test_temperatures_have_one_meaning(typed):
    assert parse_quantity(typed, "temperature").to("degC").value == pytest.approx(-25)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Thickness “” is not a number with a unit, like 0.80 ± 0.01 mm."),
        ("thick", "Thickness “thick” is not a number with a unit, like 0.80 ± 0.01 mm."),
        ("0.8", "Thickness “0.8” needs a unit, as in 0.8 mm."),
        ("0.8 kg", "Thickness “0.8 kg” must be a length."),
        ("0.8 furlong", "“furlong” is not a unit known here."),
        ("0.8 ± -0.1 mm", "Thickness “0.8 ± -0.1 mm”: the uncertainty cannot be negative."),
        ("1e999 mm", "“1e999” is larger than anything that is measured."),
        ("1e300 mm", "“1e300” is larger than anything that is measured."),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence_that_names_the_field(typed, sentence):
    with pytest.raises(InputError) as refused:
        parse_quantity(typed, "length", field="Thickness")
    assert refused.value.sentence == sentence
    assert refused.value.field == "Thickness"


def test_a_bare_number_takes_the_unit_of_its_field():
    assert parse_quantity("25", "temperature", default_unit="degC") == Quantity(25.0, None, "degC")


def test_sizes_must_be_above_zero_and_temperatures_above_absolute_zero():
    with pytest.raises(InputError, match="Diameter must be above zero, not 0 mm"):
        positive(Quantity(0.0, None, "mm"), "Diameter")
    with pytest.raises(InputError, match="below absolute zero"):
        above_absolute_zero(Quantity(-300.0, None, "degC"))


@pytest.mark.parametrize(
    ("value", "stderr", "printed"),
    [
        (298.412, 0.913, "298.41 ± 0.91"),
        (2.12e-9, 6.1e-11, "(2.120 ± 0.061) × 10⁻⁹"),
        (1297.2, 0.0996, "1297.20 ± 0.10"),  # rounding the error up takes one place away
        (5.32e-4, 1.1e-5, "(5.32 ± 0.11) × 10⁻⁴"),
        (-0.5, 0.2, "−0.50 ± 0.20"),
        (146200.0, 12600.0, "(1.46 ± 0.13) × 10⁵"),
        (170.5, None, "170.50"),
        (0.0, None, "0"),
        (math.nan, None, "–"),
    ],
)
def test_values_are_printed_with_two_digits_of_their_error(value, stderr, printed):
    assert format_value(value, stderr) == printed


@given(st.floats(-1e12, 1e12, allow_subnormal=False), st.floats(1e-9, 1e9))
def test_a_printed_value_is_within_its_last_digit(value, stderr):
    text = format_value(value, stderr).replace("−", "-").strip("(")
    power = 0
    if "× 10" in text:
        text, exponent = text.split(") × 10")
        power = int(exponent.translate(str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")))
    shown, error = (float(part) * 10.0**power for part in text.split(" ± "))
    assert abs(shown - value) <= 0.06 * stderr + 1e-9 * abs(value)
    assert error == pytest.approx(stderr, rel=0.06)


@given(st.floats(-1e6, 1e6))
def test_units_change_back_and_forth(value):
    there = Quantity(value, 0.5, "degC").to("K")
    back = there.to("degC")
    assert back.value == pytest.approx(value, abs=1e-9)
    assert back.stderr == 0.5


def test_numbers_accept_a_decimal_comma_and_a_real_minus():
    assert parse_number("−1,5e−3") == -1.5e-3
    with pytest.raises(InputError):
        parse_number("1.5.2")
