"""Every real impedance or DC file opens as its sweeps and points, or is refused in words that name the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import NeedsMapping, Source, read_file
from tests.formats.catalogue import ECLAB, FILES, LPSCL, Opens, Refused
from tests.formats.tools import table

InstrumentFile = Callable[[str], Path]


def test_every_file_of_the_folder_has_its_row(instrument_file: InstrumentFile) -> None:
    folder = instrument_file("eis")
    present = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert present == set(FILES), "a file without a row in catalogue.py, or a row without its file"


@pytest.mark.parametrize("path", [p for p, expected in FILES.items() if isinstance(expected, Opens)])
def test_a_real_file_opens_as_the_right_sweeps_and_points(instrument_file: InstrumentFile, path: str) -> None:
    expected = FILES[path]
    assert isinstance(expected, Opens)
    file = instrument_file(f"eis/{path}")
    read = read_file(file)
    assert tuple(len(table(r)) for r in read.readings) == expected.points
    assert [r.sweep for r in read.readings] == list(range(len(expected.points)))
    assert table(read.readings[0])[0, :3] == pytest.approx(expected.first, rel=2e-7)
    assert table(read.readings[-1])[-1, :3] == pytest.approx(expected.last, rel=2e-7)
    assert {r.technique for r in read.readings} == {expected.technique}
    assert len({r.name for r in read.readings}) == len(read.readings)
    data = file.read_bytes()
    assert (read.file, read.size, read.sha256, read.raw) == (
        file.name,
        len(data),
        hashlib.sha256(data).hexdigest(),
        data,
    )


@pytest.mark.parametrize("path", [p for p, expected in FILES.items() if isinstance(expected, Refused)])
def test_any_other_file_is_refused_in_a_sentence_that_names_the_reason(
    instrument_file: InstrumentFile, path: str
) -> None:
    expected = FILES[path]
    assert isinstance(expected, Refused)
    file = instrument_file(f"eis/{path}")
    with pytest.raises(LoadError) as refusal:
        read_file(file)
    assert not isinstance(refusal.value, NeedsMapping)
    assert expected.words in refusal.value.sentence
    assert refusal.value.sentence.startswith(file.name)
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize("path", [p for p, expected in FILES.items() if isinstance(expected, Opens)])
def test_the_name_of_a_file_decides_nothing(instrument_file: InstrumentFile, path: str) -> None:
    data = instrument_file(f"eis/{path}").read_bytes()
    expected = FILES[path]
    assert isinstance(expected, Opens)
    renamed = read_file(Source.from_bytes("spectrum.dat", data))
    assert tuple(len(table(r)) for r in renamed.readings) == expected.points


@pytest.mark.parametrize("path", [p for p, expected in FILES.items() if isinstance(expected, Opens)])
def test_stored_bytes_and_options_are_read_as_before(instrument_file: InstrumentFile, path: str) -> None:
    first = read_file(instrument_file(f"eis/{path}"))
    assert first.raw is not None
    again = read_file(Source.from_bytes(first.file, first.raw, first.options))
    assert again.reader == first.reader
    assert again.options == first.options
    for one, other in zip(first.readings, again.readings, strict=True):
        assert np.array_equal(table(one), table(other))
        assert (one.name, one.notices, one.conditions) == (other.name, other.notices, other.conditions)


@pytest.mark.parametrize("stem", [ECLAB + "peis", ECLAB + "peis.issue_149", ECLAB + "ca.issue_149", LPSCL])
def test_an_mpr_agrees_with_its_text_export(instrument_file: InstrumentFile, stem: str) -> None:
    binary = read_file(instrument_file(f"eis/{stem}.mpr"))
    text = read_file(instrument_file(f"eis/{stem}{'.txt' if stem == LPSCL else '.mpt'}"))
    assert [r.name for r in binary.readings] == [r.name for r in text.readings]
    for one, other in zip(binary.readings, text.readings, strict=True):
        np.testing.assert_allclose(table(one), table(other), rtol=3e-7)


def test_a_decimal_comma_reads_as_the_same_numbers(instrument_file: InstrumentFile) -> None:
    plain = read_file(instrument_file("eis/pyimpspec/tests/case-multiple-spectra.csv"))
    for name in ("data-comma-decimal-separator.csv", "data.dta"):
        comma = read_file(instrument_file(f"eis/pyimpspec/tests/{name}"))
        np.testing.assert_allclose(table(comma.readings[0]), table(plain.readings[0]), rtol=1e-12)


def test_the_four_headers_of_the_workbook_mean_the_same(instrument_file: InstrumentFile) -> None:
    read = read_file(instrument_file("eis/pyimpspec/tests/data.xlsx"))
    assert [r.name for r in read.readings] == [f"data, header-variant-{i}" for i in (1, 2, 3, 4)]
    for reading in read.readings[1:]:
        np.testing.assert_allclose(table(reading), table(read.readings[0]), rtol=1e-12)


def test_pellet_and_temperature_of_a_novocontrol_header(instrument_file: InstrumentFile) -> None:
    (reading,) = read_file(instrument_file("eis/EISFitpython/EIS_Data/Example-2/Example2a.txt")).readings
    sizes = dict(reading.geometry)
    assert (sizes["diameter"].value, sizes["diameter"].unit) == (13.0, "mm")
    assert (sizes["thickness"].value, sizes["thickness"].unit) == (0.75, "mm")
    assert dict(reading.conditions)["temperature"].value == 25.0
    assert reading.condition_source == "header"
    assert dict(reading.metadata)["AC Volt"] == "0.0071 Vrms"


@pytest.mark.parametrize("celsius", [140, 150, 160, 170, 180, 190, 200])
def test_the_hyphen_of_a_temperature_series_is_no_minus(instrument_file: InstrumentFile, celsius: int) -> None:
    file = instrument_file(f"eis/EISFitpython/EIS_Data/Example-3-4/s04147-{celsius}deg.txt")
    (reading,) = read_file(file).readings
    assert dict(reading.conditions)["temperature"].value == celsius


def test_a_minus_in_a_file_name_is_a_minus(instrument_file: InstrumentFile) -> None:
    (reading,) = read_file(instrument_file(f"eis/{LPSCL}.mpr")).readings
    assert dict(reading.conditions)["temperature"].value == -25
    assert reading.condition_source == "file name"


def test_header_fields_are_kept(instrument_file: InstrumentFile) -> None:
    gamry = dict(read_file(instrument_file("eis/impedance.py/data/exampleDataGamry.DTA")).readings[0].metadata)
    assert gamry["measured"] == "4/23/2018 16:43:15"
    assert gamry["Potentiostat"] == "REF3000-34128"
    assert gamry["AC Voltage (mV rms)"] == "10"
    assert gamry["DC Voltage (V)"] == "-0.05 vs. open circuit"
    assert gamry["notes"] == "-50mV +5.66X10^-4 D8"
    eclab = dict(read_file(instrument_file(f"eis/{LPSCL}.txt")).readings[0].metadata)
    assert eclab["technique"] == "Potentio Electrochemical Impedance Spectroscopy"
    assert eclab["measured"] == "05/15/2025 01:18:45.867"
    assert eclab["Va (mV)"] == "14.1"
    binary = dict(read_file(instrument_file(f"eis/{LPSCL}.mpr")).readings[0].metadata)
    assert binary["measured"] == "2025-05-15 01:18:45.867000"
    zplot = dict(read_file(instrument_file("eis/impedance.py/data/exampleDataZPlot.z")).readings[0].metadata)
    assert zplot["measured"] == "10-12-2018 11:04:34"
    assert zplot["Potential-AC"] == "10"


@pytest.mark.parametrize("path", ["impedance.py/data/exampleDataGamry.DTA", f"{LPSCL}.txt", ECLAB + "peis.mpt"])
def test_a_default_electrode_area_is_not_taken_for_the_pellet(instrument_file: InstrumentFile, path: str) -> None:
    assert read_file(instrument_file(f"eis/{path}")).readings[0].geometry == ()
