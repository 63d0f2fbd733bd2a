"""Novocontrol text: pellet and temperature of the header, temperature columns, other quantities."""

from __future__ import annotations

import pytest

from naglass_gui.core.errors import LoadError
from tests.formats.tools import arc, read_text, rows, table

HEADER = """{title}
Diameter[mm]: 1.300e+01  Thickness[mm]: 7.500e-01  Spacer Capacity[pF]: 0.000e+00  Edge Correction On  Electrode Thickness[mm]: 4.00e+00
Fixed value(s) :  {fixed}AC Volt  [Vrms]=7.1000e-03  
     Freq.[Hz]\t      Zs'[{unit}]\t     Zs''[{unit}]
"""


def text(title: str = "NTOC-4", fixed: str = "", unit: str = "ohm") -> str:
    return HEADER.format(title=title, fixed=fixed, unit=unit) + rows(arc(), "\t ")


def test_pellet_of_the_header() -> None:
    (reading,) = read_text(text()).readings
    assert table(reading) == pytest.approx(arc())
    assert {name: q.value for name, q in reading.geometry} == {"diameter": 13.0, "thickness": 0.75}
    assert dict(reading.metadata)["Electrode Thickness"] == "4 mm"
    assert reading.conditions == ()


@pytest.mark.parametrize(
    ("title", "fixed", "value", "unit"),
    [
        ("NTOC-4", "Temp. [°C]=-2.50e+01  ", -25, "degC"),
        ("NTOC-4", "Temp. [K]=2.9815e+02  ", 298.15, "K"),
        ("NTOC-4_140deg", "", 140, "degC"),
        ("NTOC-4_140deg", "Temp. [°C]=1.395e+02  ", 139.5, "degC"),
    ],
)
def test_temperature_of_the_header(title: str, fixed: str, value: float, unit: str) -> None:
    (reading,) = read_text(text(title, fixed), "run_99C.txt").readings
    temperature = dict(reading.conditions)["temperature"]
    assert (temperature.value, temperature.unit, reading.condition_source) == (value, unit, "header")


def test_a_column_of_temperatures_makes_a_sweep_of_each() -> None:
    lines = [f"{f}\t{t}\t{re}\t{im}" for t in (25.0, 35.1) for f, re, im in arc()]
    read = read_text("NTOC-4\nFreq. [Hz]\tTemp. [°C]\tZs' [Ohms]\tZs'' [Ohms]\n" + "\n".join(lines) + "\n")
    assert [dict(r.conditions)["temperature"].value for r in read.readings] == pytest.approx([25.0, 35.1])
    assert [len(table(r)) for r in read.readings] == [31, 31]


def test_kiloohm() -> None:
    (reading,) = read_text(text(unit="kOhm")).readings
    assert table(reading)[:, 1] == pytest.approx(1000 * arc()[:, 1])


def test_other_quantities_are_refused_with_the_export_that_helps() -> None:
    with pytest.raises(LoadError, match="holds no frequency, Z′ and Z″. Export these three columns"):
        read_text("NTOC-4\nFreq. [Hz]\tEps'\tEps''\n1e6\t5\t0.1\n1e5\t6\t0.1\n1e4\t7\t0.1\n")


def test_a_row_without_a_number_inside() -> None:
    damaged = text().splitlines()
    damaged[10] = "1e4\t****\t-5"
    with pytest.raises(LoadError, match="line 11 has no complete"):
        read_text("\n".join(damaged))
