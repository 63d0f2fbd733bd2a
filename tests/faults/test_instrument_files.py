"""Mutated or truncated copies of each format, 200 in CI: a reading or a LoadError within a time limit, nothing else."""

from __future__ import annotations

import io
import os
import random
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import Source, read_file
from tests.formats.catalogue import ECLAB, LPSCL
from tests.formats.test_workbook import spectrum, workbook
from tests.formats.tools import arc, rows, table

# `make faults` asks for the full number.
COPIES = 10_000 if os.environ.get("NAGLASS_FAULTS") == "full" else 200
LIMIT_S = 5.0

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
NASTY = (
    b"nan",
    b"inf",
    b"-1e999",
    b"1e-999",
    b"0",
    b"-0",
    b"\x00",
    b"\xff\xfe",
    b"\t",
    b",",
    b"\n",
    b"1_0",
    b"9" * 400,
)


class TooLong(BaseException):
    """Passes through every `except Exception`."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooLong

    old = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A copy with one to four kinds of damage."""
    copy = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(copy) + 1)
        length = chance.choice((1, 2, 7, 60, 500))
        kind = chance.randrange(7)
        if kind == 0:
            del copy[max(at, 1) :]
        elif kind == 1:
            copy[at : at + length] = chance.randbytes(length)
        elif kind == 2:
            del copy[at : at + length]
        elif kind == 3:
            copy[at:at] = copy[at : at + length]
        elif kind == 4:
            copy[at : at + chance.randrange(8)] = chance.choice(NASTY)
        elif kind == 5 and copy:
            copy[at % len(copy)] ^= 1 << chance.randrange(8)
        else:
            copy[at:at] = chance.choice(NASTY) * chance.choice((1, 3, 200))
    return bytes(copy) or b"\0"


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
        assert np.isfinite(values).all()
        assert reading.technique != "eis" or (values[:, 0] > 0).all()
    return True


@pytest.mark.parametrize("kind", FILES)
def test_mutated_copies(kind: str, instrument_file: Callable[[str], Path]) -> None:
    file = instrument_file(f"eis/{FILES[kind]}")
    data = file.read_bytes()
    chance = random.Random(f"{kind} 1")
    outcomes = [check(file.name, mutated(data, chance)) for _ in range(COPIES)]
    assert not all(outcomes), "no mutation did any harm: the mutations are too mild"


@pytest.mark.parametrize("kind", FILES)
def test_truncated_copies(kind: str, instrument_file: Callable[[str], Path]) -> None:
    file = instrument_file(f"eis/{FILES[kind]}")
    data = file.read_bytes()
    chance = random.Random(f"{kind} 2")
    for _ in range(COPIES // 2):
        check(file.name, data[: chance.randrange(1, len(data))])


def test_mutated_workbooks() -> None:
    data = workbook(Sheet1=spectrum()[:12])
    chance = random.Random("xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for i in range(COPIES):
        if i % 2:
            check("a.xlsx", mutated(data, chance))
            continue
        hurt = chance.choice(sorted(members))
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, mutated(content, chance) if name == hurt else content)
        check("a.xlsx", file.getvalue())


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
    begin = time.perf_counter()
    check("endless_25C.txt", text.encode())
    assert time.perf_counter() - begin < LIMIT_S
