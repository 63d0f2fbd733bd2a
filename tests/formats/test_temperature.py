"""Temperatures in file names, titles and notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.formats.temperature import temperature_in
from tests.formats.tools import arc, read_text, rows


@pytest.mark.parametrize(
    ("text", "celsius"),
    [
        ("PEIS_TSeq7_-25C_#61", -25),
        ("s04147-140deg", 140),
        ("s05751_25deg, 26.02.2025, 15:11", 25),
        ("NTOC-4_25 °C_a", 25),
        ("NTOC-4 −15 °C", -15),
        ("NTOC-4--15C", -15),
        ("NTOC4_m25C", -25),
        ("NTOC4_minus25C", -25),
        ("-5C", -5),
        ("pellet (55degC)", 55),
        ("pellet_55deg_C", 55),
        ("25oC", 25),
        ("37.5C", 37.5),
        ("37,5 °C", 37.5),
        ("T=-25°C", -25),
        ("VT_-05C", -5),
        ("VT_-15degC_2", -15),
        ("pellet_25_C", 25),
        ("VT_m15C", -15),
        ("VT_0C", 0),
        ("VT_05C", 5),
        ("35degrees", 35),
        ("35DegC", 35),
        ("35 degree C", 35),
        ("cell_5C_25degC", 25),  # charged at 5C, measured at 25 °C
    ],
)
def test_a_temperature_is_found(text: str, celsius: float) -> None:
    quantity, doubt = temperature_in(text)
    assert quantity is not None
    assert (quantity.value, quantity.unit, doubt) == (celsius, "degC", "")


def test_kelvin() -> None:
    quantity, _ = temperature_in("Data_298.15K")
    assert quantity is not None
    assert (quantity.value, quantity.unit) == (298.15, "K")


@pytest.mark.parametrize(
    "text",
    [
        "PEIS_C01",  # a channel
        "HybridGEIS_0.01C_03_CP",  # a C rate
        "cell_3C rate",
        "cell_10C_rate",
        "rate_5C_discharge",
        "2C/5",
        "run_5CV",
        "25CV",
        "5Cl",
        "dummy_100K",  # a resistor
        "Circuit1_EIS_1",
        "PC06_100mg",
        "250514_POSCO",
        "-300C",  # below absolute zero
        "25Cu75",
        "",
    ],
)
def test_what_is_no_temperature(text: str) -> None:
    assert temperature_in(text) == (None, "")
    assert temperature_in(text, short=True) == (None, "")


def test_a_hyphen_that_could_be_a_minus_is_told() -> None:
    quantity, doubt = temperature_in("NTOC4-25C")
    assert quantity is not None
    assert quantity.value == 25
    assert "check the temperature" in doubt


def test_two_temperatures_are_none() -> None:
    quantity, doubt = temperature_in("annealed_150C_measured_25C")
    assert quantity is None
    assert "150" in doubt
    assert "25" in doubt


def test_a_guess_from_the_name_is_marked_as_one() -> None:
    (reading,) = read_text(rows(arc()), "NTOC-4_-25C.csv").readings
    assert dict(reading.conditions)["temperature"].value == -25
    assert reading.condition_source == "file name"


def test_a_name_that_contradicts_the_file_is_told() -> None:
    text = "ZPLOT2 ASCII\nBegin User Comments: 0\n-25 °C\nEnd User Comments: 0\nEnd Comments\n1e3\t0\t0\t0\t5\t-1\t0\t0\t0\n"
    (reading,) = read_text(text, "pellet_25C.z").readings
    assert dict(reading.conditions)["temperature"].value == -25
    assert reading.notices == ("The file says −25 °C, its name says 25 °C: check the temperature.",)
    assert read_text(text, "pellet_-24C.z").readings[0].notices == ()


def test_a_single_digit_counts_in_a_file_name_and_is_told() -> None:
    assert temperature_in("charged at 5C") == (None, "")
    (reading,) = read_text(rows(arc()), "VT_5C.csv").readings
    assert dict(reading.conditions)["temperature"].value == 5
    assert reading.condition_source == "file name"
    assert "“5C” was taken as 5 °C, not as a charging rate: check the temperature." in reading.notices


PREFIXES = st.sampled_from(["", "VT_", "NTOC-4_", "pellet 3 ", "2025-11-22_", "s04147_", "PEIS_TSeq7_"])
SUFFIXES = st.sampled_from(["", "_2", " heating", "_#61", "-b", ", 26.02.2025", "_C01", ".run"])
CELSIUS = st.sampled_from(["C", "degC", "deg", "_C", " °C", "°C", "deg_C", " degrees", "oC"])


@given(st.integers(10, 999), PREFIXES, SUFFIXES, CELSIUS)
def test_every_temperature_in_every_spelling(value: int, prefix: str, suffix: str, unit: str) -> None:
    quantity, doubt = temperature_in(f"{prefix}{value}{unit}{suffix}")
    assert (quantity and quantity.value, doubt) == (value, "")


@given(st.integers(1, 200), PREFIXES, SUFFIXES, CELSIUS, st.sampled_from(["-", "−", "m", "minus", "neg"]))
def test_below_zero(value: int, prefix: str, suffix: str, unit: str, minus: str) -> None:
    quantity, _ = temperature_in(f"{prefix}{minus}{value:02d}{unit}{suffix}")
    assert quantity is not None
    assert quantity.value == -value


@given(st.integers(150, 1500), PREFIXES, SUFFIXES, st.sampled_from(["K", "_K", " K"]))
def test_kelvin_in_every_spelling(value: int, prefix: str, suffix: str, unit: str) -> None:
    quantity, _ = temperature_in(f"{prefix}{value}{unit}{suffix}")
    assert quantity is not None
    assert (quantity.value, quantity.unit) == (value, "K")


@given(
    st.integers(0, 9999),
    st.sampled_from(["CV", "Cl", "Ca", "Cu", "C1", "CA", "KOH", "Kapton", "CP", "kC", "mC", "C rate"]),
)
def test_a_unit_that_goes_on_is_none(number: int, word: str) -> None:
    assert temperature_in(f"cell_{number}{word}_2", short=True) == (None, "")


@given(st.text(max_size=80))
def test_any_name_is_looked_through(name: str) -> None:
    quantity, doubt = temperature_in(name, short=True)
    assert quantity is None or -273.15 < quantity.to("degC").value <= 2000
    assert isinstance(doubt, str)
