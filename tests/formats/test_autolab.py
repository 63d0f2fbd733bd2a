"""Autolab's three formats: NOVA's text, FRA's .P00 and .dfr, each trap on a small file of its own."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from tests.formats.tools import arc, read_text, rows, table

P00_HEADER = " f/Hz       \t Z'/Ohm     \t -Z''/Ohm   \t time/s    \t Edc/V     \t Idc/A     \t"


def nova(points: np.ndarray, count: int | None = None, notes: str = "") -> str:
    lines = [f"{f:.10g},0,0,0,{re:.10g},{im:.10g},0,0,0" for f, re, im in points]
    head = [
        '"Z60W Data File: Version 1.1"',
        f'"{notes}"',
        '""',
        "0,2,0,1,0.1,10000",
        str(len(points) if count is None else count),
    ]
    names = "\"  Freq (Hz)    Ampl     Bias   Time(Sec)   Z'(a)    Z''(b)    GD   Err   Range\""
    return "\n".join([*head, names, *lines]) + "\n"


def p00(points: np.ndarray, count: int | None = None) -> str:
    lines = [f" {f:.10e}\t {re:.10e}\t {-im:.10e}\t 1.0\t 0.3\t 1e-7\t" for f, re, im in points]
    head = [
        "Procedure : NTOC-4",
        "22.11.2018 10:00:00 - 22.11.2018 10:20:00 i(init)= 183.1nA - i(end)= 7.88nA",
        "pellet 3, -15 °C",
        "t =  736.4 s",
        P00_HEADER,
        f" {len(points) if count is None else count} ",
    ]
    return "\n".join([*head, *lines]) + "\n"


def dfr(points: np.ndarray, count: int | None = None) -> str:
    lines = [f" {value:.12g}" for f, re, im in points for value in (f, re, -im, 0, 0, 0, 0, 0, 0)]
    head = ["VERSION8.0", f" {len(points) if count is None else count}", " 1"]
    return "\n".join([*head, *lines, " 1.0", "13.07.2022 22:32:00", " 2.0"]) + "\n"


@pytest.mark.parametrize("make", [nova, p00, dfr])
def test_z_imag_has_its_sign(make: object) -> None:
    (reading,) = read_text(make(arc()), "run.txt").readings  # type: ignore[operator]
    assert table(reading) == pytest.approx(arc(), rel=1e-8)
    assert reading.notices == ()


@pytest.mark.parametrize("make", [nova, p00])
def test_a_count_that_does_not_fit_is_told(make: object) -> None:
    (reading,) = read_text(make(arc(), 40), "run.txt").readings  # type: ignore[operator]
    assert reading.notices == ("The header announces 40 points; the file holds 31.",)


@pytest.mark.parametrize("make", [nova, p00, dfr])
def test_two_sweeps_are_two_measurements(make: object) -> None:
    both = np.vstack([arc(), arc(r=2000)])
    read = read_text(make(both), "loops.txt")  # type: ignore[operator]
    assert [r.name for r in read.readings] == ["loops, sweep 1 of 2", "loops, sweep 2 of 2"]
    assert table(read.readings[1]) == pytest.approx(arc(r=2000), rel=1e-8)


def test_a_temperature_in_the_notes() -> None:
    for text in (nova(arc(), notes="NTOC-4 at -15 °C"), p00(arc())):
        (reading,) = read_text(text, "run.txt").readings
        assert dict(reading.conditions)["temperature"].value == -15
        assert reading.condition_source == "header"


def test_the_lines_above_a_p00_are_kept() -> None:
    fields = dict(read_text(p00(arc()), "run.P00").readings[0].metadata)
    assert fields["title"] == "NTOC-4"
    assert fields["measured"] == "22.11.2018 10:00:00 to 22.11.2018 10:20:00"
    assert fields["duration"] == "736.4 s"


def test_a_decimal_comma_in_a_p00() -> None:
    (reading,) = read_text(p00(arc()).replace("e+", "E+").replace(".", ","), "run.P00").readings
    assert table(reading) == pytest.approx(arc(), rel=1e-8)


@pytest.mark.parametrize("lines_of_the_last_point", [1, 2, 4])
def test_a_dfr_that_breaks_off_keeps_its_complete_points(lines_of_the_last_point: int) -> None:
    lines = dfr(arc()).splitlines()[: 3 + 9 * 10 + lines_of_the_last_point]
    (reading,) = read_text("\n".join(lines), "run.dfr").readings
    assert table(reading) == pytest.approx(arc()[:10], rel=1e-8)
    assert reading.notices[0] == "The file breaks off: it announces 31 points."


def test_a_dfr_that_announces_absurdly_many_points() -> None:
    (reading,) = read_text(dfr(arc()[:5], 999_999).split(" 1.0\n")[0], "run.dfr").readings
    assert len(table(reading)) == 5


@pytest.mark.parametrize(
    "text", ["VERSION8.0\n 29\n 1\n", nova(arc()).split("\n1000000,")[0], p00(arc()).split("\n 1.")[0]]
)
def test_a_run_that_ends_before_its_first_point(text: str) -> None:
    with pytest.raises(LoadError, match="ends before its first impedance point"):
        read_text(text, "run.txt")


def test_a_nova_file_cut_within_its_header() -> None:
    with pytest.raises(LoadError, match="ends within its header"):
        read_text('"Z60W Data File: Version 1.1"\n""\n', "run.txt")


def test_nine_columns_without_nova_s_first_line_are_not_taken_for_it() -> None:
    with pytest.raises(LoadError):
        read_text(rows(np.ones((5, 9))), "run.txt")
