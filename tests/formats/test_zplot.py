"""ZPlot and ZView .z: with and without comments."""

from __future__ import annotations

import pytest

from naglass_gui.core.errors import LoadError
from tests.formats.tools import arc, read_text, table


def body(separator: str = "\t") -> str:
    lines = ([f"{f:.6E}", "1E-2", "0", "1.5", f"{re:.8E}", f"{im:.8E}", "0", "0", "3"] for f, re, im in arc())
    return "\n".join(separator.join(line) for line in lines) + "\n"


HEADER = """ZPLOT2 ASCII
  Measured Data, ZPlot:       3.2c
  Date:                       10-12-2018
  Time:                       12:32:21
  Begin User Comments:        0
  NTOC-4, -25 °C
  End User Comments:          0
  Begin Information:          Cell Information
    Surface Area:             {area}
  End Information:            Cell Information
  Data Points:                {count}
  Freq(Hz)\tAmpl\tBias\tTime(Sec)\tZ'(a)\tZ''(b)\tGD\tErr\tRange
End Comments
"""


def test_with_comments() -> None:
    (reading,) = read_text(HEADER.format(area=1, count=31) + body(), "pellet.z").readings
    assert table(reading) == pytest.approx(arc(), rel=1e-6)
    assert dict(reading.metadata)["comments"] == "NTOC-4, -25 °C"
    assert dict(reading.metadata)["measured"] == "10-12-2018 12:32:21"
    assert dict(reading.conditions)["temperature"].value == -25
    assert reading.geometry == ()
    assert reading.notices == ()


@pytest.mark.parametrize("separator", ["\t", "  ", ", "])
def test_without_comments(separator: str) -> None:
    (reading,) = read_text(body(separator), "pellet.z").readings
    assert table(reading) == pytest.approx(arc(), rel=1e-6)


def test_an_area_that_was_typed() -> None:
    (reading,) = read_text(HEADER.format(area=0.5027, count=31) + body(), "pellet.z").readings
    assert dict(reading.geometry)["area"].value == 0.5027


def test_points_that_are_missing_are_told() -> None:
    (reading,) = read_text(HEADER.format(area=1, count=56) + body(), "pellet.z").readings
    assert reading.notices == ("The header announces 56 points; the file holds 31.",)


def test_two_sweeps_in_one_file() -> None:
    read = read_text(HEADER.format(area=1, count=62) + body() * 2, "pellet.z")
    assert [len(table(r)) for r in read.readings] == [31, 31]


def test_a_header_with_nothing_after_it() -> None:
    with pytest.raises(LoadError, match="ends before its first impedance point"):
        read_text(HEADER.format(area=1, count=0), "pellet.z")
