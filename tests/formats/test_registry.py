"""Plug-in readers: one that works joins in, one that does not is named and harms nothing."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from naglass_gui import formats
from naglass_gui.core.errors import LoadError
from naglass_gui.formats import Source, plugin_faults, read_file
from naglass_gui.formats.spectrum import Points, spectrum
from tests.formats.tools import arc, read_text, rows


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    formats._plugins.cache_clear()
    yield
    formats._plugins.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, **plugins: object) -> None:
    points = [
        SimpleNamespace(name=name, load=plugin if callable(plugin) else lambda plugin=plugin: plugin)
        for name, plugin in plugins.items()
    ]
    monkeypatch.setattr(formats, "entry_points", lambda group: points)


def broken() -> None:
    raise ImportError("its library is not installed")


def lab_reader(sniff: object) -> SimpleNamespace:
    def read(source: Source) -> tuple[object, ...]:
        return (spectrum(source, Points.of([(1, 1e3, 5.0, -1.0)])),)

    return SimpleNamespace(NAME="Our lab", VERSION="7", sniff=sniff, read=read)


def test_a_plugin_reads_its_own_format(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ours=lab_reader(lambda source: 1.0 if source.head.startswith("LAB") else 0.0))
    read = read_text("LAB 1\nfoo\n")
    assert (read.reader, read.reader_version) == ("Our lab", "7")
    assert read_text(rows(arc())).reader == "Columns of text"


def test_a_plugin_that_does_not_load_is_named_and_harms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, broken=broken, empty=SimpleNamespace(NAME="x"))
    assert plugin_faults() == (
        "The reader plug-in “broken” does not load. Update or remove it.",
        "The reader plug-in “empty” has no VERSION, so it is not used. Update or remove it.",
    )
    assert len(read_text(rows(arc())).readings) == 1


def test_a_plugin_that_fails_on_a_file_harms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ours=lab_reader(lambda source: 1 / 0))
    assert len(read_text(rows(arc())).readings) == 1


def test_a_reader_that_trips_is_one_sentence_with_details(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = lab_reader(lambda source: 2.0)
    reader.read = lambda source: [][0]
    install(monkeypatch, ours=reader)
    with pytest.raises(LoadError) as fault:
        read_file(Source.from_bytes("a.lab", b"LAB"))
    assert fault.value.sentence.startswith("a.lab: the file cannot be read")
    assert "IndexError" in fault.value.details


def test_the_entry_point_group_is_the_published_one() -> None:
    point = EntryPoint("gamry", "naglass_gui.formats.gamry", "naglass.readers")
    assert point.load().NAME == "Gamry DTA"
