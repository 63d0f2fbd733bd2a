"""Temperatures in file names, titles and notes."""

from __future__ import annotations

import pytest

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
        "cell_5C",  # so is this
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
