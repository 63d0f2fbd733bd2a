"""BioLogic .mpt and .mpr: each trap on a small file of its own."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import Source, read_file
from tests.formats.tools import arc, read_text, table

PEIS = "Potentio Electrochemical Impedance Spectroscopy"


def mpt(
    body: list[str],
    names: str = "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\tcycle number\t<Ewe>/V\t",
    technique: str = PEIS,
    extra: tuple[str, ...] = (),
    end: str = "\r\n",
) -> bytes:
    header = [
        "",
        technique,
        "",
        "User : ",
        "Electrode surface area : 0.001 cm²",
        *extra,
        "E (V)               0.0000",
        "",
    ]
    count = len(header) + 3
    lines = ["EC-Lab ASCII FILE", f"Nb header lines : {count}                          ", *header, names, *body]
    return (end.join(lines) + end).encode("latin-1")


def lines(points: NDArray[np.float64], cycle: int = 1, potential: float = 0.0) -> list[str]:
    return [f"{f:.7E}\t{re:.7E}\t{-im:.7E}\t{cycle:.15E}\t{potential:.7E}" for f, re, im in points]


def read(data: bytes, name: str = "run.mpt") -> list[tuple[str, NDArray[np.float64]]]:
    return [(r.name, table(r)) for r in read_file(Source.from_bytes(name, data)).readings]


def test_latin_1_with_windows_line_ends() -> None:
    ((name, values),) = read(mpt(lines(arc())))
    assert name == "run"
    assert values == pytest.approx(arc(), rel=1e-6)


def test_a_decimal_comma() -> None:
    data = mpt(lines(arc())).replace(b".", b",")
    assert read(data)[0][1] == pytest.approx(arc(), rel=1e-6)


def test_cycles_are_separate_and_named() -> None:
    found = read(mpt(lines(arc()) + lines(arc(r=2000), 2)))
    assert [name for name, _ in found] == ["run, cycle 1", "run, cycle 2"]
    assert found[1][1] == pytest.approx(arc(r=2000), rel=1e-6)


def test_steps_of_potential_are_separate_and_named() -> None:
    found = read(mpt(lines(arc(), 1, 0.1) + lines(arc(), 1, -0.2)))
    assert [name for name, _ in found] == ["run, 0.100 V", "run, −0.200 V"]


def test_loops_that_nothing_else_tells_apart_are_numbered() -> None:
    assert [name for name, _ in read(mpt(lines(arc()) * 3))][1] == "run, sweep 2 of 3"


def test_a_cycle_number_that_wavers_cuts_no_sweep() -> None:
    wavering = [line for i, p in enumerate(arc()) for line in lines(p[None, :], i % 2)]
    assert len(read(mpt(wavering))) == 1


def test_the_dc_record_before_a_sweep_is_left_out() -> None:
    idle = ["0.0\t0.0\t0.0\t1.0\t0.1"] * 4
    (reading,) = read_file(Source.from_bytes("run.mpt", mpt(idle + lines(arc())))).readings
    assert len(table(reading)) == len(arc())
    assert reading.notices == ("4 rows without any impedance (all zero) left out.",)


@pytest.mark.parametrize(
    ("technique", "names"),
    [
        ("Chronopotentiometry", "mode\ttime/s\tEwe/V\t<I>/mA"),
        ("Open Circuit Voltage", "mode\ttime/s\tEwe/V"),
        ("Cyclic Voltammetry", "mode\ttime/s\tcontrol/V\tEwe/V\t<I>/mA"),
    ],
)
def test_other_techniques_are_refused_by_name(technique: str, names: str) -> None:
    with pytest.raises(LoadError, match=f"{technique}.*neither an impedance spectrum nor a chronoamperometry"):
        read(mpt(["2\t1.0\t3.0\t1.0\t1.0"], names, technique))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(LoadError, match=r"the column -Im\(Z\)/Ohm is missing"):
        read(mpt(["1.0\t2.0"], "freq/Hz\tRe(Z)/Ohm"))


def test_a_wrong_count_of_header_lines() -> None:
    data = mpt(lines(arc())).replace(b"Nb header lines : ", b"Nb header lines : 9")
    assert read(data)[0][1] == pytest.approx(arc(), rel=1e-6)


def test_a_run_broken_off_within_a_row() -> None:
    data = mpt(lines(arc()))
    ((_, values),) = read(data[: data.rindex(b"E-") - 3] if b"E-" in data[-60:] else data[:-50])
    assert len(values) == len(arc()) - 1


@pytest.mark.parametrize("length", [30, 120])
def test_a_header_broken_off(length: int) -> None:
    with pytest.raises(LoadError, match="ends within its header"):
        read(mpt(lines(arc()))[:length])


def test_an_area_and_a_temperature_that_were_typed() -> None:
    extra = ("Electrode surface area : 0,503 cm²", "Comments : -25 °C, 360 MPa")
    data = mpt(lines(arc()), extra=extra).replace(
        b"Electrode surface area : 0.001 cm\xb2\r\n", b"Loaded Setting File : x\r\n"
    )
    (reading,) = read_file(Source.from_bytes("run_25C.mpt", data)).readings
    assert dict(reading.geometry)["area"].value == 0.503
    assert dict(reading.conditions)["temperature"].value == -25
    assert reading.condition_source == "header"


def test_the_thermometer_column() -> None:
    names = "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\tTemperature/°C\t"
    body = [f"{f:.7E}\t{re:.7E}\t{-im:.7E}\t3.5E+001" for f, re, im in arc()]
    (reading,) = read_file(Source.from_bytes("run.mpt", mpt(body, names))).readings
    assert dict(reading.conditions)["temperature"].value == 35


def test_all_columns_as_csv_without_a_header_block_are_one_sweep() -> None:
    names = (
        "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\t|Z|/Ohm\tPhase(Z)/deg\ttime/s\t<Ewe>/V\tcycle number\tRe(Zce)/Ohm\t-Im(Zce)/Ohm"
        "\tRe(Zwe-ce)/Ohm\t-Im(Zwe-ce)/Ohm\tRe(Y)/Ohm-1\tIm(Y)/Ohm-1\t|Y|/Ohm-1\tPhase(Y)/deg\tRe(C)/nF\tIm(C)/nF"
    )
    body = [f"{f}\t{re}\t{-im}" + "".join(f"\t{i + 0.5}" for i in range(15)) for f, re, im in arc()]
    for separator in "\t;,":
        text = "\n".join([names, *body]).replace("\t", separator)
        (reading,) = read_text(text, "all columns.csv").readings
        assert table(reading) == pytest.approx(arc())


# -- .mpr ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mpr(instrument_file: Callable[[str], Path]) -> bytes:
    return instrument_file("eis/yadg/tests/test_x_eclab/peis.mpr").read_bytes()


def data_module(data: bytes) -> int:
    """Where the data of the data module begin."""
    return data.index(b"VMP data  ") + 51


def test_an_unknown_column_is_named_with_the_export_that_helps(mpr: bytes) -> None:
    at = data_module(mpr) + 5 + 2 * 4  # the fifth column id
    changed = mpr[:at] + struct.pack("<H", 9999) + mpr[at + 2 :]
    with pytest.raises(LoadError, match=r"column 9999 of this \.mpr is not known.*\(\.mpt\)"):
        read(changed, "new.mpr")


def test_a_module_that_claims_more_than_the_file_has(mpr: bytes) -> None:
    at = mpr.index(b"VMP data  ") + 35
    changed = mpr[:at] + struct.pack("<I", 0x7FFFFFFF) + mpr[at + 4 :]
    with pytest.raises(LoadError, match="cut off"):
        read(changed, "bomb.mpr")


def test_more_points_announced_than_there_are(mpr: bytes) -> None:
    at = data_module(mpr)
    changed = mpr[:at] + struct.pack("<I", 0xFFFFFFF0) + mpr[at + 4 :]
    with pytest.raises(LoadError, match="damaged"):
        read(changed, "bomb.mpr")


def test_endless_empty_modules(mpr: bytes) -> None:
    empty = b"MODULE" + b"VMP x     " + b" " * 25 + struct.pack("<II", 0, 0) + b"01/01/20"
    with pytest.raises(LoadError, match="more parts than EC-Lab writes"):
        read(mpr[:52] + empty * 5000, "bomb.mpr")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_cut_mpr(mpr: bytes, share: float) -> None:
    with pytest.raises(LoadError, match="cut off|damaged"):
        read(mpr[: int(len(mpr) * share)], "cut.mpr")


def test_an_mpr_without_its_log_has_its_date_alone(mpr: bytes) -> None:
    (reading,) = read_file(Source.from_bytes("run.mpr", mpr[: mpr.rindex(b"MODULEVMP LOG")])).readings
    assert dict(reading.metadata)["measured"] == "2021-03-02"


def test_galvani_is_given_no_file_to_open(mpr: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    from galvani import BioLogic

    seen: list[object] = []

    def record(file: object) -> None:
        seen.append(file)
        raise ValueError

    monkeypatch.setattr(BioLogic, "MPRfile", record)
    with pytest.raises(LoadError):
        read(mpr, "run.mpr")
    assert isinstance(seen[0], io.BytesIO)
