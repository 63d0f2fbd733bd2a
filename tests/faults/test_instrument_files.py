"""Damaged copies of each format, 200 in CI: a sound reading or a LoadError within a time limit, nothing else."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import Source, read_file
from tests.faults.damage import LIMIT_S, damaged, mutated, time_limit, try_copies
from tests.formats.catalogue import ECLAB, LPSCL
from tests.formats.test_workbook import spectrum, workbook
from tests.formats.tools import arc, rows, table

FILES = {
    "Gamry .DTA": "gamry-parser/tests/eispot_data.dta",
    "Gamry .DTA, decimal comma": "pyimpspec/tests/data.dta",
    "BioLogic .mpt": "pyimpspec/tests/data.mpt",
    "BioLogic .mpr": ECLAB + "peis.mpr",
    "BioLogic .mpr, loops": ECLAB + "peis.issue_149.mpr",
    "Gamry .DTA, chronoamperometry": "gamry-parser/tests/chronoa_data.dta",
    "BioLogic .mpt, chronoamperometry": ECLAB + "ca.issue_149.mpt",
    "BioLogic .mpr, chronoamperometry": ECLAB + "ca.issue_149.mpr",
    "ZPlot .z": "impedance.py/data/exampleDataZPlot.z",
    "Novocontrol": "EISFitpython/EIS_Data/Example-2/Example2a.txt",
    "Autolab text": "impedance.py/data/exampleDataAutolab.txt",
    "Autolab .P00": "pyimpspec/tests/data.P00",
    "Autolab .dfr": "pyimpspec/tests/data.dfr",
    "CH Instruments": "impedance.py/data/exampleDataCHInstruments.txt",
    "Elins .i2b": "pyimpspec/tests/data.i2b",
    "Ivium .ids": "pyimpspec/tests/data.ids",
    "PARSTAT": "impedance.py/data/exampleDataParstat.txt",
    "PowerSuite": "impedance.py/data/exampleDataPowersuite.txt",
    "RelaxIS": LPSCL + "_RelaxIS.txt",
    "Zahner .ism": "Zahner-Analysis-Python/Examples/BasicIntroduction/rc-data.ism",
    "csv": "pyimpspec/tests/case-multiple-spectra.csv",
    "csv, decimal comma": "pyimpspec/tests/data-comma-decimal-separator.csv",
}
SMALL = {
    "table of T1": (
        "t1.csv",
        "T_C,T1_s,T1_err_s,larmor_MHz\n" + "".join(f"{t},{1 + t / 100},0.01,132.3\n" for t in range(40)),
    ),
    "table of a DC run": (
        "dc.csv",
        "t (s),I (A),U (V)\n" + "".join(f"{t},{1e-6 + 1e-5 / (t + 1)},0.01\n" for t in range(60)),
    ),
}


def check(name: str, data: bytes) -> bool:
    """Whether it was read. Anything but a sound reading or a LoadError fails."""
    try:
        with time_limit(LIMIT_S):
            read = read_file(Source.from_bytes(name, data))
    except LoadError as refusal:
        assert refusal.sentence.startswith(name)
        assert "\n" not in refusal.sentence
        return False
    for reading in read.readings:
        values = table(reading)
        assert len(values)
        # An error may be unknown, and is then not a number.
        known = [i for i, column in enumerate(reading.columns) if not column.name.endswith("_error")]
        assert np.isfinite(values[:, known]).all()
        assert reading.technique != "eis" or (values[:, 0] > 0).all()
    return True


@pytest.mark.parametrize("kind", FILES)
def test_damaged_copies(kind: str, instrument_file: Callable[[str], Path]) -> None:
    file = instrument_file(f"eis/{FILES[kind]}")
    data = file.read_bytes()
    assert check(file.name, data)
    try_copies(kind, lambda chance: check(file.name, damaged(data, chance)))


@pytest.mark.parametrize("kind", SMALL)
def test_damaged_small_files(kind: str) -> None:
    name, text = SMALL[kind]
    assert check(name, text.encode())
    try_copies(kind, lambda chance: check(name, damaged(text.encode(), chance)))


def test_damaged_workbooks() -> None:
    """Half of them as they are stored, half within what is packed."""
    data = workbook(Sheet1=spectrum()[:12])
    assert check("a.xlsx", data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}

    def hurt(chance: random.Random) -> bytes:
        if chance.random() < 0.5:
            return damaged(data, chance)
        file, member = io.BytesIO(), chance.choice(sorted(members))
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, mutated(content, chance) if name == member else content)
        return file.getvalue()

    try_copies("Excel .xlsx", lambda chance: check("a.xlsx", hurt(chance)))


@pytest.mark.parametrize("filler", ["\n", " ", "\t", "1 ", "1,", "A", '"', "\r", "25C ", "A[", " :", "1 2 3\n", "9"])
@pytest.mark.parametrize(
    "head",
    [
        "",
        "EXPLAIN\nTAG\tEISPOT\n",
        "EXPLAIN\nTAG\tCHRONOA\nCURVE\tTABLE\n\tPt\tT\tVf\tIm\n",
        "EC-Lab ASCII FILE\nNb header lines : 3\n",
        "f,Z',Z''\n",
        "t (s),I (A)\n",
        "Temperature (°C): ",
        "A.C. Impedance\n",
        "RelaxIS 3.0 Spectrum export\nData: Frequency\tData: Z'\tData: Z''\n",
        "\nPeaks=false\nCorrosion=false\nSolarcell=false\nMethod=Impedance\nprimary_data\n3\n",
        "VERSION8.0\n 999999\n 1\n",
    ],
)
def test_no_text_takes_long(head: str, filler: str) -> None:
    text = head + filler * (200_000 // len(filler)) + "\n" + rows(arc())
    begin = time.process_time()
    check("endless_25C.txt", text.encode())
    assert time.process_time() - begin < LIMIT_S
