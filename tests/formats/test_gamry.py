"""Gamry .DTA: each trap on a small file of its own."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.gamry import sniff
from naglass_gui.formats.source import Source
from tests.formats.tools import arc, read_text, table

NAMES = "\tPt\tTime\tFreq\tZreal\tZimag\tZsig\tZmod\tZphz\tIdc\tVdc\tIERange"
UNITS = "\t#\ts\tHz\tohm\tohm\tV\tohm\t°\tA\tV\t#"


def row(i: int, f: float, re: float, im: float) -> str:
    return f"\t{i}\t{i}\t{f:.8g}\t{re:.8g}\t{im:.8g}\t1\t{np.hypot(re, im):.8g}\t-1\t1E-006\t-0.34\t9"


def curve(points: np.ndarray, tag: str = "ZCURVE") -> list[str]:
    return [f"{tag}\tTABLE", NAMES, UNITS, *(row(i, *p) for i, p in enumerate(points))]


def dta(*blocks: list[str], tag: str = "EISPOT", header: tuple[str, ...] = ()) -> str:
    return "\n".join(["EXPLAIN", f"TAG\t{tag}", *header, *(line for block in blocks for line in block)]) + "\n"


@pytest.mark.parametrize("tag", ["EISPOT", "GALVEIS", "HYBRIDEIS", "OPTIEIS"])
def test_any_kind_of_impedance_run(tag: str) -> None:
    (reading,) = read_text(dta(curve(arc()), tag=tag), "run.DTA").readings
    assert table(reading) == pytest.approx(arc(), rel=1e-7)


def test_a_decimal_comma_reads_as_the_point() -> None:
    plain = dta(curve(arc()))
    assert table(read_text(plain.replace(".", ",")).readings[0]) == pytest.approx(table(read_text(plain).readings[0]))


def test_the_table_ends_at_the_next_tag() -> None:
    later = ["DCCALDATE\tLABEL\t1/1/2022\tDC Calibration Date", "\t99\t99\t1\t1\t-1\t1\t1\t1\t1\t1\t1"]
    (reading,) = read_text(dta(curve(arc()), later)).readings
    assert len(table(reading)) == len(arc())


def test_ocvcurve_before_zcurve_is_not_the_spectrum() -> None:
    names = "\tPt\tT\tVf\tVm\tAch\tOver\tTemp"
    ocv = ["OCVCURVE\tTABLE\t2", names, "\t#\ts\tV\tV\tV\tbits\tdeg C", "\t0\t0.2\t1\t1\t1\t....\t-327.67"]
    (reading,) = read_text(dta(ocv, curve(arc()))).readings
    assert len(table(reading)) == len(arc())
    assert reading.conditions == ()


@pytest.mark.parametrize("tag", ["CURVEABORTED", "EXPERIMENTABORTED"])
def test_an_aborted_run_keeps_its_complete_points_and_says_so(tag: str) -> None:
    cut = curve(arc()[:5])
    cut[-1] = cut[-1][:28]  # within a number
    (reading,) = read_text(dta(cut, [f"{tag}\tTOGGLE\tT\tExperiment Aborted"])).readings
    assert len(table(reading)) == 4
    assert reading.notices == (
        "1 row left out at the end: incomplete, as after an aborted run.",
        "The run was aborted; 4 points are complete.",
    )


def test_every_zcurve_is_a_sweep_of_its_own() -> None:
    read = read_text(dta(curve(arc(), "ZCURVE1"), curve(arc(r=2000), "ZCURVE2")), "loops.DTA")
    assert [r.name for r in read.readings] == ["loops, sweep 1 of 2", "loops, sweep 2 of 2"]
    assert table(read.readings[1]) == pytest.approx(arc(r=2000), rel=1e-7)


def test_drift_corrected_values_are_used_and_told() -> None:
    names = NAMES + "\tZrealDrCor\tZimagDrCor"
    lines = [row(i, f, 2 * re, 2 * im) + f"\t{re:.8g}\t{im:.8g}" for i, (f, re, im) in enumerate(arc())]
    (reading,) = read_text(dta(["ZCURVE\tTABLE", names, UNITS, *lines])).readings
    assert table(reading) == pytest.approx(arc(), rel=1e-7)
    assert "drift-corrected" in reading.notices[0]


def test_area_and_temperature_of_the_header() -> None:
    header = (
        "TITLE\tLABEL\tPotentiostatic EIS\tTest &Identifier",
        "NOTES\tNOTES\t2\t&Notes...",
        "\tNTOC-4 pellet 1",
        "\tT = -25 °C",
        "AREA\tQUANT\t5.02655E-001\t&Area (cm^2)",
    )
    (reading,) = read_text(dta(curve(arc()), header=header), "run_25C.DTA").readings
    ((name, area),) = reading.geometry
    assert (name, area.value, area.unit) == ("area", 0.502655, "cm^2")
    assert dict(reading.conditions)["temperature"].value == -25
    assert reading.condition_source == "header"
    assert dict(reading.metadata)["notes"] == "NTOC-4 pellet 1\nT = -25 °C"


@pytest.mark.parametrize(("temp", "expected"), [("24.8", 24.8), ("-327.67", None), ("-273.15", None)])
def test_the_thermometer_of_the_instrument(temp: str, expected: float | None) -> None:
    lines = [row(i, *p) + f"\t{temp}" for i, p in enumerate(arc())]
    (reading,) = read_text(dta(["ZCURVE\tTABLE", NAMES + "\tTemp", UNITS + "\tdeg C", *lines])).readings
    found = dict(reading.conditions).get("temperature")
    assert (found and found.value) == (expected and pytest.approx(expected))


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("CV", "a cyclic voltammogram, neither an impedance spectrum nor a chronoamperometry"),
        ("CORPOT", "an open-circuit potential"),
        ("SQWV", r"\(SQWV\) holds no impedance table"),
        ("EISPOT", "ends before its impedance table"),
    ],
)
def test_other_runs_are_refused_by_name(tag: str, words: str) -> None:
    table = ["CURVE1\tTABLE\t1", "\tPt\tT\tVf\tIm", "\t#\ts\tV\tA", "\t0\t0\t1\t1E-9"]
    with pytest.raises(LoadError, match=words):
        read_text(dta(table, tag=tag), "cv.DTA")


def test_a_run_that_ends_before_its_first_point() -> None:
    with pytest.raises(LoadError, match="ends before its first impedance point"):
        read_text(dta(["ZCURVE\tTABLE", NAMES, UNITS]))


def test_a_table_without_its_columns() -> None:
    with pytest.raises(LoadError, match="the table ZCURVE has no column Zimag"):
        read_text(dta(["ZCURVE\tTABLE", "\tPt\tFreq\tZreal", "\t#\tHz\tohm", "\t0\t1\t1"]))


def test_windows_line_ends_and_a_byte_mark() -> None:
    (reading,) = read_text("\ufeff" + dta(curve(arc())).replace("\n", "\r\n")).readings
    assert len(table(reading)) == len(arc())


def test_a_text_that_only_begins_alike() -> None:
    assert sniff(Source.from_bytes("notes.txt", b"EXPLAIN this\nTAG\tx\n")) == 0
