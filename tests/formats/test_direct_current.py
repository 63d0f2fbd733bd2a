"""DC polarization from Gamry and BioLogic files: each trap on a small file of its own."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import IncompleteRows, Source, read_file
from tests.formats.tools import read_text, table

NAMES = "\tPt\tT\tVf\tIm\tIERange\tOver"
UNITS = "\t#\ts\tV vs. Ref.\tA\t#\tbits"
STEPS = ("VSTEP1\tPOTEN\t1.00000E-001\tF\tStep 1 Voltage (V)", "TSTEP1\tQUANT\t3.60000E+003\tStep 1 Time (s)")


def decay(n: int = 20) -> np.ndarray:
    """Time in s, current in A, voltage in V."""
    t = 30.0 * np.arange(n)
    return np.column_stack([t, 1e-9 + 1e-8 * np.exp(-t / 100), np.full(n, 0.1)])


def lines(values: np.ndarray, ranges: list[int] | None = None, over: str = "...........") -> list[str]:
    return [
        f"\t{k}\t{t:g}\t{v:.5E}\t{i:.5E}\t{(ranges or [6] * len(values))[k]}\t{over}"
        for k, (t, i, v) in enumerate(values)
    ]


def chronoa(rows: list[str], count: int | None = None, header: tuple[str, ...] = STEPS) -> str:
    start = f"CURVE\tTABLE\t{len(rows) if count is None else count}"
    return (
        "\n".join(["EXPLAIN", "TAG\tCHRONOA", "TITLE\tLABEL\tNTOC-4, 25 °C\tTest", *header, start, NAMES, UNITS, *rows])
        + "\n"
    )


def test_a_gamry_decay() -> None:
    (reading,) = read_text(chronoa(lines(decay())), "decay.DTA").readings
    assert reading.technique == "polarization"
    assert [(c.name, c.unit, c.role) for c in reading.columns] == [
        ("time", "s", "axis"), ("current", "A", "signal"), ("voltage", "V", "signal"), ("range", "", "signal"),
    ]  # fmt: skip
    assert table(reading)[:, :3] == pytest.approx(decay(), rel=1e-5)
    assert reading.notices == ()
    assert dict(reading.metadata)["VSTEP1"] == "0.1 V vs. reference"
    assert dict(reading.metadata)["TSTEP1"] == "3600 s"
    assert dict(reading.conditions)["temperature"].value == 25


def test_a_german_decimal_comma() -> None:
    (reading,) = read_text(chronoa(lines(decay())).replace(".", ","), "decay.DTA").readings
    assert table(reading)[:, :3] == pytest.approx(decay(), rel=1e-5)


def test_changes_of_the_current_range_survive_and_are_told() -> None:
    ranges = [7] * 4 + [6] * 5 + [5] * 11
    (reading,) = read_text(chronoa(lines(decay(), ranges)), "decay.DTA").readings
    assert len(table(reading)) == 20
    assert table(reading)[:, 3].tolist() == ranges
    assert dict(reading.metadata)["current range changes"] == "120 s (7 to 6), 270 s (6 to 5)"


def test_steps_of_the_voltage_stay_in_one_measurement() -> None:
    values = decay()
    values[10:, 2] = 0.2
    (reading,) = read_text(chronoa(lines(values)), "steps.DTA").readings
    assert set(np.round(table(reading)[:, 2], 3)) == {0.1, 0.2}


def test_overloads_and_a_short_table_are_told() -> None:
    (reading,) = read_text(chronoa(lines(decay(), over="......i...."), 500), "decay.DTA").readings
    assert reading.notices == (
        "20 points were measured in overload.",
        "The header announces 500 points; the file holds 20.",
    )


def test_the_open_circuit_before_the_steps_is_not_the_decay() -> None:
    ocv = ["OCVCURVE\tTABLE\t1", "\tPt\tT\tVf\tVm", "\t#\ts\tV\tV", "\t0\t0.5\t1\t1"]
    (reading,) = read_text(chronoa(lines(decay()), header=(*STEPS, *ocv)), "decay.DTA").readings
    assert len(table(reading)) == 20


def test_a_row_cut_short_is_left_out_and_told() -> None:
    (reading,) = read_text(chronoa(lines(decay()))[:-30], "decay.DTA").readings
    assert len(table(reading)) == 19
    assert "1 row left out at the end: incomplete, as after an aborted run." in reading.notices


@pytest.fixture
def no_current() -> str:
    """The current column is empty from row 14 on."""
    rows = lines(decay())
    for k in range(13, 20):
        cells = rows[k].split("\t")
        rows[k] = "\t".join([*cells[:4], "", *cells[5:]])
    return chronoa(rows)


def test_an_empty_column_is_asked_about(no_current: str) -> None:
    with pytest.raises(IncompleteRows) as question:
        read_text(no_current, "chronoa_de.DTA")
    assert (
        question.value.sentence
        == "chronoa_de.DTA: the current column is empty from row 14 on. Load the 13 complete rows?"
    )
    assert question.value.complete == 13
    again = pickle.loads(pickle.dumps(question.value))
    assert (again.sentence, again.complete) == (question.value.sentence, 13)


def test_the_complete_rows_are_loaded_when_asked_for_and_read_again_alike(no_current: str) -> None:
    read = read_text(no_current, "chronoa_de.DTA", complete_rows=True)
    assert len(table(read.readings[0])) == 13
    assert read.readings[0].notices == (
        "The current column is empty from row 14 on: the 13 complete rows were loaded.",
    )
    assert read.raw is not None
    again = read_file(Source.from_bytes(read.file, read.raw, read.options))
    assert np.array_equal(table(again.readings[0]), table(read.readings[0]))
    assert read_text(chronoa(lines(decay())), "whole.DTA", complete_rows=True).options == ()


def test_a_hole_inside_the_table_is_refused(no_current: str) -> None:
    rows = lines(decay())
    cells = rows[4].split("\t")
    rows[4] = "\t".join([*cells[:4], "", *cells[5:]])
    with pytest.raises(LoadError, match="row 5 has no current, but complete rows follow it"):
        read_text(chronoa(rows), "hole.DTA")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (chronoa([]), "ends before its first point"),
        (chronoa(lines(decay())).replace("\tIm\t", "\tIx\t"), "has no column Im"),
        ("EXPLAIN\nTAG\tCHRONOA\n", "ends before its first point"),
    ],
)
def test_what_is_no_decay(text: str, words: str) -> None:
    with pytest.raises(LoadError, match=words):
        read_text(text, "decay.DTA")


# -- BioLogic ------------------------------------------------------------------------------------------------------


def mpt(
    values: np.ndarray,
    loops: tuple[str, ...] = (),
    names: str = "mode\ttime/s\tEwe/V\t<I>/mA\tI Range",
    comma: bool = False,
) -> bytes:
    header = [
        "",
        "Chronoamperometry / Chronocoulometry",
        "",
        "Electrode surface area : 0.503 cm²",
        "Ei (V)              0.100               ",
        *loops,
        "",
    ]
    body = [f"2\t{t:.6E}\t{v:.6E}\t{1e3 * i:.6E}\t{41 if k else 42}" for k, (t, i, v) in enumerate(values)]
    text = "\r\n".join(["EC-Lab ASCII FILE", f"Nb header lines : {len(header) + 3}", *header, names, *body]) + "\r\n"
    return (text.replace(".", ",") if comma else text).encode("latin-1")


@pytest.mark.parametrize("comma", [False, True])
def test_an_mpt_decay_in_amperes(comma: bool) -> None:
    (reading,) = read_file(Source.from_bytes("ca.mpt", mpt(decay(), comma=comma))).readings
    assert reading.technique == "polarization"
    assert table(reading)[:, :3] == pytest.approx(decay(), rel=1e-6)
    assert dict(reading.metadata)["Ei (V)"] == ("0,100" if comma else "0.100")
    assert dict(reading.metadata)["current range changes"] == "30 s (42 to 41)"
    assert dict(reading.geometry)["area"].value == 0.503


def test_loops_of_the_header_are_separate() -> None:
    loops = ("Number of loops : 2", "Loop 0 from point number 0 to 7", "Loop 1 from point number 8 to 19")
    read = read_file(Source.from_bytes("ca.mpt", mpt(decay(), loops)))
    assert [(r.name, len(table(r))) for r in read.readings] == [("ca, loop 1 of 2", 8), ("ca, loop 2 of 2", 12)]


def test_a_file_that_ends_within_its_loops() -> None:
    loops = (
        "Loop 0 from point number 0 to 7",
        "Loop 1 from point number 8 to 99",
        "Loop 2 from point number 100 to 199",
    )
    read = read_file(Source.from_bytes("ca.mpt", mpt(decay(), loops)))
    assert [len(table(r)) for r in read.readings] == [8, 12]


def test_time_that_starts_again_begins_a_run() -> None:
    read = read_file(Source.from_bytes("ca.mpt", mpt(np.vstack([decay(), decay(10)]))))
    assert [(r.name, len(table(r))) for r in read.readings] == [("ca, run 1 of 2", 20), ("ca, run 2 of 2", 10)]


def test_an_mpt_without_current() -> None:
    with pytest.raises(LoadError, match="the column <I>/mA is missing"):
        read_file(Source.from_bytes("ca.mpt", mpt(decay(), names="mode\ttime/s\tEwe/V\tx\tI Range")))


def test_dates_in_place_of_seconds() -> None:
    data = mpt(decay()).replace(b"E+0", b"/2024 11:00 ")
    with pytest.raises(LoadError, match="its time column holds no numbers"):
        read_file(Source.from_bytes("ca.mpt", data))


def test_real_loops_have_their_range_change(instrument_file: Callable[[str], Path]) -> None:
    readings = read_file(instrument_file("eis/yadg/tests/test_x_eclab/ca.issue_149.mpr")).readings
    assert [r.name for r in readings][1] == "ca.issue_149, loop 2 of 4"
    assert dict(readings[1].metadata)["current range changes"] == "222.071 s (42 to 41)"
