"""Damaged copies of each NMR format, 200 in CI: a sound reading or a LoadError within a time limit, nothing else."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import Source, read_file
from tests.faults.damage import COPIES, LIMIT_S, damaged, mutated, time_limit, try_copies
from tests.formats.nmr.catalogue import ASPIRIN, BA2P2O7, DNPLAB, SATREC, SIMPSON, SPECTROCHEMPY, TUTORIALS
from tests.formats.nmr.experiments import PROCS, experiment, parameter_file, parts_of, series
from tests.formats.nmr.test_jcamp_series import ntuples
from tests.formats.nmr.test_other_formats import JCAMP, csdm

FILES = {
    "JEOL .jdf": DNPLAB + "delta/50percCHCL3.jdf",
    "Tecmag .tnt": DNPLAB + "tnmr/1D.tnt",
    "NMRPipe decay": "jjhelmus__nmrglue/examples/coadd/coadd_1d_pipe/test-run01.fid",
    "NMRPipe spectrum": "jjhelmus__nmrglue/nmrglue/fileio/tests/data/nmrpipe_1d_freq.fid",
    "CSDM": "deepanshs__mrsimulator/examples/Na2SiO3_O17.csdf",
    "ssNake .json": "smeerten__ssnake/Tutorial/DataFiles/1D.json",
    "ssNake .mat": TUTORIALS + "CSAfitting/data/GlycineStatic.mat",
    "SIMPSON": SIMPSON + "quad_sidebands/test00/test00.fid",
    "JCAMP-DX NTUPLES": ASPIRIN + "1h.fid.dx",
    "JCAMP-DX XYDATA": "cheminfo__jcamp-data-test/data/nmr/varian/1h.jdx",
}
# Long texts take long to parse: a tenth of the copies, and all of them of small files of the same kinds.
LONG = ("JCAMP-DX NTUPLES", "JCAMP-DX XYDATA")
NTUPLES = """##TITLE= NTOC-4
##JCAMP-DX= 6.0
##DATA TYPE= NMR FID
##DATA CLASS= NTUPLES
##.OBSERVE FREQUENCY= 132.294
##.OBSERVE NUCLEUS= ^23Na
##NTUPLES= NMR FID
##SYMBOL=  X, R, I
##VAR_DIM= 12, 12, 12
##UNITS=   SECONDS, ARBITRARY UNITS, ARBITRARY UNITS
##FACTOR=  0.0001, 1, 1
##FIRST=   0, 1, 2
##LAST=    0.0011, 12, 13
##PAGE= N=1
##DATA TABLE= (X++(R..R)), XYDATA
0AJJJJJ
5FJJJJJJ
##PAGE= N=2
##DATA TABLE= (X++(I..I)), XYDATA
0 1 2 3 4 5 6
6 -1 -2 -3 -4 -5 -6
##END NTUPLES= NMR FID
##END=
"""
SMALL = {
    "JCAMP-DX, small": ("a.dx", JCAMP.format(unit="PPM") * 2),
    "JCAMP-DX NTUPLES, small": ("b.dx", NTUPLES),
    "JCAMP-DX series": ("c.dx", ntuples()),
    "CSDM, small": ("a.csdf", csdm()),
    "TopSpin text": (
        "a.txt",
        "# LEFT = 12.5 ppm. RIGHT = -7.5 ppm.\n# SIZE = 5 ( = number of points)\n1.0\n2.0\n9.0\n2\n1\n",
    ),
    "columns": ("b.txt", "shift (ppm)\treal\timag\n" + "".join(f"{x}\t{x * x}\t1\n" for x in range(40, -41, -2))),
}
EXPERIMENTS = {
    "Bruker 1D": BA2P2O7,
    "Bruker series": SPECTROCHEMPY + "relax/100",
    "Varian": SATREC,
}


@pytest.fixture(autouse=True, scope="module")
def imported() -> None:
    """The first import of nmrglue takes longer than a file may."""
    import nmrglue.fileio.jeol
    import nmrglue.fileio.tecmag  # noqa: F401


def check(source: Source) -> bool:
    """Whether it was read. Anything but a sound reading or a LoadError fails; a warning is as good as a fault."""
    try:
        with time_limit(LIMIT_S), warnings.catch_warnings():
            warnings.simplefilter("error")
            read = read_file(source)
    except LoadError as refusal:
        assert refusal.sentence.startswith(source.name)
        assert "\n" not in refusal.sentence
        return False
    for reading in read.readings:
        shape = next(c.values.shape for c in reading.columns if c.role == "signal")
        axes = [c.values for c in reading.columns if c.role == "axis"]
        assert tuple(len(axis) for axis in axes[::-1]) == shape
        assert all(np.isfinite(c.values).all() and c.values.dtype == np.float64 for c in reading.columns)
        steps = np.diff(axes[0])
        assert (steps > 0).all() or (steps < 0).all()
        assert all(isinstance(key, str) and isinstance(text, str) for key, text in reading.metadata)
    return True


@pytest.mark.parametrize("kind", FILES)
def test_damaged_files(kind: str, instrument_file: Callable[[str], Path]) -> None:
    file = instrument_file(f"nmr/{FILES[kind]}")
    data = file.read_bytes()
    copies = COPIES // 10 if kind in LONG else COPIES
    assert check(Source.from_bytes(file.name, data))
    try_copies(kind, lambda chance: check(Source.from_bytes(file.name, damaged(data, chance))), copies)


@pytest.mark.parametrize("kind", SMALL)
def test_damaged_small_files(kind: str) -> None:
    name, text = SMALL[kind]
    assert check(Source.from_bytes(name, text.encode()))
    try_copies(kind, lambda chance: check(Source.from_bytes(name, damaged(text.encode(), chance))))


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_damaged_experiments(kind: str, instrument_file: Callable[[str], Path]) -> None:
    hurt_experiments(kind, parts_of(instrument_file(f"nmr/{EXPERIMENTS[kind]}")), COPIES // 2)


@pytest.mark.parametrize(("kind", "whole"), [
    ("made 1D", experiment(pdata__1__procs=parameter_file(PROCS), **{"pdata__1__1r": bytes(2048)})),
    ("made series", series()),
])  # fmt: skip
def test_damaged_small_experiments(kind: str, whole: dict[str, bytes]) -> None:
    hurt_experiments(kind, whole, COPIES)


def hurt_experiments(kind: str, whole: dict[str, bytes], copies: int) -> None:
    """One or two files of the folder hurt, cut short or missing."""

    def hurt(chance: random.Random) -> bool:
        files = dict(whole)
        for name in chance.sample(sorted(files), chance.randint(1, 2)):
            match chance.randrange(4):
                case 0:
                    files[name] = files[name][: chance.randrange(len(files[name]) + 1)]
                case 1 if len(files) > 1:
                    del files[name]
                case _:
                    files[name] = mutated(files[name] or b"x", chance)
        try:
            return check(Source.of_parts("study/7", tuple(files.items())))
        except LoadError:  # the measured data are empty
            return False

    assert check(Source.of_parts("study/7", tuple(whole.items())))
    try_copies(kind, hurt, copies)
