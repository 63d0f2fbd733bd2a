"""Every real NMR file and experiment opens as what it is, or is refused in words that name the reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats import Source, experiments_in, read_file
from tests.formats.nmr.catalogue import FILES, Opens, Refused

InstrumentFile = Callable[[str], Path]
OPENED = [path for path, expected in FILES.items() if isinstance(expected, Opens)]
REFUSED = [path for path, expected in FILES.items() if isinstance(expected, Refused)]


def signal(reading: Reading) -> Reading:
    return next(c.values for c in reading.columns if c.role == "signal")


def test_every_file_and_experiment_of_the_folder_has_its_row(instrument_file: InstrumentFile) -> None:
    folder = instrument_file("nmr")
    assert {found.relative_to(folder).as_posix() for found in experiments_in(folder)} == set(FILES)


@pytest.mark.parametrize("path", OPENED)
def test_a_real_data_set_opens_as_what_it_is(instrument_file: InstrumentFile, path: str) -> None:
    expected = FILES[path]
    assert isinstance(expected, Opens)
    read = read_file(instrument_file(f"nmr/{path}"))
    assert read.reader == expected.reader
    assert tuple(signal(r).shape for r in read.readings) == expected.shapes
    assert [r.sweep for r in read.readings] == list(range(len(read.readings)))
    assert len({r.name for r in read.readings}) == len(read.readings)
    axis = read.readings[0].columns[0]
    assert axis.name in ("time", "shift") and axis.role == "axis"
    assert (axis.values[0], axis.values[-1]) == pytest.approx(expected.axis, rel=1e-5, abs=1e-4)
    for reading in read.readings:
        metadata = dict(reading.metadata)
        assert metadata.get("nucleus") == expected.nucleus
        megahertz = metadata.get("larmor_frequency")
        assert (None if megahertz is None else float(megahertz)) == (
            None if expected.megahertz is None else pytest.approx(expected.megahertz, rel=1e-7)
        )
        assert {c.values.shape for c in reading.columns if c.role == "signal"} == {signal(reading).shape}
        assert [len(c.values) for c in reading.columns if c.role == "axis"] == list(signal(reading).shape[::-1])
    notices = [notice for r in read.readings for notice in r.notices]
    assert all(any(words in notice for notice in notices) for words in expected.notices)
    assert all(any(words in notice for words in expected.notices) for notice in notices), notices


@pytest.mark.parametrize("path", REFUSED)
def test_any_other_file_is_refused_in_a_sentence(instrument_file: InstrumentFile, path: str) -> None:
    expected = FILES[path]
    assert isinstance(expected, Refused)
    file = instrument_file(f"nmr/{path}")
    with pytest.raises(LoadError) as refusal:
        read_file(file)
    assert expected.words in refusal.value.sentence
    assert refusal.value.sentence.startswith(file.name)
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize("path", OPENED)
def test_stored_bytes_are_read_as_before(instrument_file: InstrumentFile, path: str) -> None:
    first = read_file(instrument_file(f"nmr/{path}"))
    assert first.raw is not None
    again = read_file(Source.from_bytes(first.file, first.raw, first.options))
    assert (again.reader, again.file, again.sha256, again.size) == (first.reader, first.file, first.sha256, first.size)
    assert again.raw == first.raw
    for one, other in zip(first.readings, again.readings, strict=True):
        assert (one.name, one.metadata, one.notices) == (other.name, other.metadata, other.notices)
        assert all(np.array_equal(a.values, b.values) for a, b in zip(one.columns, other.columns, strict=True))


def test_whatever_file_of_an_experiment_is_taken_it_is_the_experiment(instrument_file: InstrumentFile) -> None:
    """fid, acqus, 1r and the like stand for their experiment; logs and shims are refused as what they are."""
    opened = 0
    for path in OPENED:
        folder = instrument_file(f"nmr/{path}")
        for file in folder.rglob("*") if folder.is_dir() else ():
            if not file.is_file():
                continue
            try:
                assert len(read_file(file).readings) == len(FILES[path].shapes)  # type: ignore[union-attr]
                opened += 1
            except LoadError as refusal:
                assert refusal.sentence.startswith(file.name)
    assert opened > 60
