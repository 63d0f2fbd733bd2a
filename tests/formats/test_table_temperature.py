"""Temperatures in tables of spectra: a column, or the lines above."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.formats import Source, read_file
from naglass_gui.formats.temperature import header_temperature
from tests.formats.test_workbook import workbook
from tests.formats.tools import arc, read_text, rows, table

NAMES = "f (Hz),Z' (ohm),Z'' (ohm),"


def series(*celsius: float, zigzag: bool = True) -> np.ndarray:
    parts = [np.column_stack([arc(), np.full(31, t)]) for t in celsius]
    return np.vstack([p if k % 2 == 0 or not zigzag else p[::-1] for k, p in enumerate(parts)])


def temperatures(text: str, name: str = "series.csv") -> list[float]:
    return [dict(r.conditions)["temperature"].value for r in read_text(text, name).readings]


@pytest.mark.parametrize("zigzag", [False, True])
def test_each_temperature_is_a_measurement_of_its_own(zigzag: bool) -> None:
    text = NAMES + "Temperature (°C)\n" + rows(series(-25, 5, 35, zigzag=zigzag))
    assert temperatures(text) == pytest.approx([-25, 5, 35])
    read = read_text(text).readings
    assert [len(table(r)) for r in read] == [31, 31, 31]
    assert {r.condition_source for r in read} == {"header"}


def test_kelvin_becomes_celsius() -> None:
    assert temperatures(NAMES + "T / K\n" + rows(series(298.15))) == pytest.approx([25])


def test_one_sweep_over_several_temperatures_is_cut_where_it_steps() -> None:
    values = arc()
    text = NAMES + "Temp [C]\n" + rows(np.column_stack([values, np.repeat([25.0, 35.0], [16, 15])]))
    assert temperatures(text) == pytest.approx([25, 35])


def test_a_temperature_that_drifts_is_averaged() -> None:
    text = NAMES + "Temp [C]\n" + rows(np.column_stack([arc(), np.linspace(24, 26, 31)]))
    assert temperatures(text) == pytest.approx([25])


@pytest.mark.parametrize("value", ["0", "", "-300", "nan"])
def test_without_a_thermometer_the_column_says_nothing(value: str) -> None:
    text = NAMES + "Temp [C]\n" + "\n".join(f"{line},{value}" for line in rows(arc()).splitlines())
    (reading,) = read_text(text).readings
    assert reading.conditions == ()


def test_a_column_goes_before_the_name_of_the_file() -> None:
    text = NAMES + "Temp [C]\n" + rows(series(25))
    (reading,) = read_text(text, "NTOC-4_55C.csv").readings
    assert dict(reading.conditions)["temperature"].value == 25
    assert reading.notices == ("The file says 25 °C, its name says 55 °C: check the temperature.",)


def test_spectra_side_by_side_have_each_their_column() -> None:
    names = (NAMES + "T (°C),") * 2
    text = names.rstrip(",") + "\n" + rows(np.hstack([series(25), series(35)]))
    assert temperatures(text) == pytest.approx([25, 35])


def test_a_workbook_s_column() -> None:
    values = [["f/Hz", "Z'", "Z''", "T/°C"], *series(-15, 25).tolist()]
    read = read_file(Source.from_bytes("series.xlsx", workbook(Sheet1=values)))
    assert [dict(r.conditions)["temperature"].value for r in read.readings] == pytest.approx([-15, 25])


@pytest.mark.parametrize(
    ("line", "value", "unit"),
    [
        ("Temperature: 25 °C", 25, "degC"),
        ("# T = -15.5 °C", -15.5, "degC"),
        ("Temperature (K): 298.15", 298.15, "K"),
        ("Temp [C],35", 35, "degC"),
        ("temperature\t55 C", 55, "degC"),
        ("measured at -25°C", -25, "degC"),
    ],
)
def test_a_line_above_the_table(line: str, value: float, unit: str) -> None:
    found = header_temperature([line])
    assert found is not None
    assert (found.value, found.unit) == (value, unit)
    text = f"NTOC-4\n{line}\n{NAMES.rstrip(',')}\n" + rows(arc())
    (reading,) = read_text(text, "cell.csv").readings
    assert dict(reading.conditions)["temperature"].value == value
    assert reading.condition_source == "header"


@pytest.mark.parametrize("line", ["Temperature: 25", "T: 3", "Temperature (C):", "START: 12", "Time: 298 s", ""])
def test_what_names_no_temperature(line: str) -> None:
    assert header_temperature([line]) is None
