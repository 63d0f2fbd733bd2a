"""DC polarization as columns: what a header says, what a person maps, and the traps of tables."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import CurveMapping, IncompleteRows, NeedsMapping, Source, propose, read_file
from naglass_gui.formats.curve_headings import CurveHeading, curve_heading
from naglass_gui.formats.stored_mapping import from_json, to_json
from tests.formats.test_direct_current import decay
from tests.formats.test_workbook import workbook
from tests.formats.tools import read_text, rows, table


@pytest.mark.parametrize(
    ("name", "role", "unit"),
    [
        ("time/s", "time", "s"),
        ("t (s)", "time", "s"),
        ("t", "time", ""),
        ("Time [min]", "time", "min"),
        ("Elapsed Time (s)", "time", "s"),
        ("Zeit / h", "time", "h"),
        ("Time/sec", "time", "s"),
        ("T (s)", "time", "s"),
        ("<I>/mA", "current", "mA"),
        ("I [µA]", "current", "uA"),
        ("Current (A)", "current", "A"),
        ("Im (nA)", "current", "nA"),
        ("current_A", "current", "A"),
        ("WE(1).Current (A)", "current", "A"),
        ("j (mA/cm2)", "other", "?"),
        ("I (mA cm-2)", "current", "?"),
        ("Ewe/V", "voltage", "V"),
        ("Vf (V vs. Ref.)", "voltage", "V"),
        ("U / mV", "voltage", "mV"),
        ("Temperature/°C", "temperature", "degC"),
        ("T (K)", "temperature", "K"),
        ("Temp [C]", "temperature", "degC"),
        ("T", "other", ""),
        ("Z' (ohm)", "other", ""),
        ("", "other", ""),
    ],
)
def test_names_of_columns(name: str, role: str, unit: str) -> None:
    found = curve_heading(name)
    assert found.role == role
    if role != "other":
        assert found == CurveHeading(role, unit)  # type: ignore[arg-type]


@given(st.text(max_size=300))
def test_any_name_has_a_role(name: str) -> None:
    assert curve_heading(name).role in ("time", "current", "voltage", "temperature", "other")


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("time/s,I/A,E/V", (1, 1, 1)),
        ("Time (min),Current (nA),Voltage (mV)", (1 / 60, 1e9, 1e3)),
        ("t [h],I [µA],U [V]", (1 / 3600, 1e6, 1)),
    ],
)
def test_a_header_that_names_its_units(header: str, scale: tuple[float, float, float]) -> None:
    (reading,) = read_text(header + "\n" + rows(decay() * scale), "decay.csv").readings
    assert reading.technique == "polarization"
    assert table(reading) == pytest.approx(decay(), rel=1e-8)
    assert reading.notices == ()


def test_columns_in_any_order_with_others_between() -> None:
    values = np.column_stack([decay()[:, 2], np.arange(20), decay()[:, 1], decay()[:, 0]])
    (reading,) = read_text("Ewe/V;step;I/A;time/s\n" + rows(values, ";", ","), "decay.csv").readings
    assert table(reading) == pytest.approx(decay())


def test_time_and_current_alone() -> None:
    (reading,) = read_text("t (s)\tI (A)\n" + rows(decay()[:, :2], "\t"), "decay.txt").readings
    assert [c.name for c in reading.columns] == ["time", "current"]
    assert table(reading) == pytest.approx(decay()[:, :2])


def test_a_unit_that_is_not_named_is_told() -> None:
    (reading,) = read_text("time,current,voltage\n" + rows(decay()), "decay.csv").readings
    assert reading.notices == ("The header names no unit of time and current: read as time in s, current in A.",)
    (reading,) = read_text("time,current,voltage\ns,A,V\n" + rows(decay()), "decay.csv").readings
    assert reading.notices == ()


def test_a_current_density_is_asked_about() -> None:
    with pytest.raises(NeedsMapping):
        read_text("time (s),I (mA/cm2),E (V)\n" + rows(decay()), "decay.csv")


def test_a_voltammogram_is_refused() -> None:
    sweep = np.concatenate([np.linspace(0, 1, 50), np.linspace(1, 0, 50)])
    values = np.column_stack([np.arange(100.0), np.sin(np.arange(100)) * 1e-6, sweep])
    with pytest.raises(LoadError, match="as in a voltammogram"):
        read_text("time/s,I/A,E/V\n" + rows(values), "cv.csv")


def test_several_steps_and_noise_are_no_voltammogram() -> None:
    chance = np.random.default_rng(1)
    values = decay(90)
    values[:, 2] = np.repeat([0.1, 0.2, 0.3], 30) + chance.normal(0, 1e-4, 90)
    (reading,) = read_text("time/s,I/A,E/V\n" + rows(values), "steps.csv").readings
    assert len(table(reading)) == 90


def test_an_empty_column_is_asked_about_and_its_rows_taken() -> None:
    lines = ("time/s,I/A,E/V\n" + rows(decay())).splitlines()
    lines[14:] = [",".join([line.split(",")[0], "", line.split(",")[2]]) for line in lines[14:]]
    text = "\n".join(lines)
    with pytest.raises(
        IncompleteRows, match=r"the current column is empty from row 14 on\. Load the 13 complete rows\?"
    ):
        read_text(text, "decay.csv")
    assert len(table(read_text(text, "decay.csv", complete_rows=True).readings[0])) == 13


def test_an_empty_last_column() -> None:
    lines = ("time/s,E/V,I/A\n" + rows(decay()[:, [0, 2, 1]])).splitlines()
    lines[14:] = [",".join(line.split(",")[:2]) + "," for line in lines[14:]]
    with pytest.raises(IncompleteRows, match="Load the 13 complete rows"):
        read_text("\n".join(lines), "decay.csv")


def test_a_last_row_cut_short() -> None:
    text = "time/s,I/A,E/V\n" + rows(decay())
    (reading,) = read_text(text.rstrip().rpartition(",")[0], "decay.csv").readings
    assert reading.notices == ("1 row left out at the end: incomplete, as after an aborted run.",)


def test_the_temperature_above_the_table() -> None:
    text = "Sample: NTOC-4\nTemperature (°C): 55\ntime/s,I/A,E/V\n" + rows(decay())
    (reading,) = read_text(text, "decay.csv").readings
    assert dict(reading.conditions)["temperature"].value == 55
    assert reading.condition_source == "header"


def test_a_person_s_mapping_is_kept_and_repeats_the_reading() -> None:
    mapping = CurveMapping(2, 0, 1, ",", skip=1, time_unit="min", current_unit="nA")
    text = "x,y,z\n" + rows(decay()[:, [1, 2, 0]] * [1e9, 1, 1 / 60])
    read = read_text(text, "decay.csv", mapping=mapping)
    assert table(read.readings[0]) == pytest.approx(decay())
    again = read_file(Source.from_bytes(read.file, text.encode(), read.options))
    assert np.array_equal(table(again.readings[0]), table(read.readings[0]))
    assert propose("t (s),I (A)\n" + rows(decay()[:, :2])) == CurveMapping(0, 1, separator=",", skip=1)


def test_a_workbook_with_a_spectrum_and_a_decay() -> None:
    from tests.formats.test_workbook import spectrum

    data = workbook(eis=spectrum(), dc=[["time/s", "I/A"], *decay()[:, :2].tolist()])
    read = read_file(Source.from_bytes("both.xlsx", data))
    assert [(r.technique, r.name, r.sweep) for r in read.readings] == [
        ("eis", "both, eis", 0),
        ("polarization", "both, dc", 1),
    ]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"time": 0, "current": 0}, "different columns"),
        ({"time": 0, "current": -1}, "outside the table"),
        ({"time": 0, "current": 1, "current_unit": "kA"}, "unit that is not known"),
        ({"time": 0, "current": 1, "separator": ",", "decimal": ","}, "both the separator"),
        ({"time": 0, "current": 1, "skip": -1}, "negative number"),
    ],
)
def test_mappings_that_make_no_sense(mapping: dict[str, object], words: str) -> None:
    with pytest.raises(LoadError, match=words):
        CurveMapping(**mapping)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"time": "0"}, {"voltage": 1.5}, {"frequency": 0}, {"sheet": None}, {"time": True}])
def test_a_stored_mapping_that_was_tampered_with(change: dict[str, object]) -> None:
    valid = json.loads(to_json((CurveMapping(0, 1),)))[0]
    assert from_json([valid]) == (CurveMapping(0, 1),)
    with pytest.raises(LoadError, match="damaged"):
        from_json([{**valid, **change}])


def test_columns_that_hold_no_numbers() -> None:
    with pytest.raises(LoadError):
        read_text("a,b\n1,2\n", mapping=CurveMapping(5, 6, separator=","))
