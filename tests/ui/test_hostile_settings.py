"""A settings file that somebody else wrote: it runs nothing, stops nothing, and is set aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from naglass_gui.ui.settings import Settings


class Runs:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (self._mark,)  # type: ignore[return-value]


@pytest.fixture
def pickled(tmp_path: Path) -> bytes:
    """A line with an object that touches `mark` when Qt reads it."""
    ini = QSettings(str(tmp_path / "made.ini"), QSettings.Format.IniFormat)
    ini.setValue("look/theme", Runs(tmp_path / "mark"))
    ini.sync()
    content = (tmp_path / "made.ini").read_bytes()
    assert b"@Variant" in content
    (tmp_path / "mark").unlink(missing_ok=True)
    return content


def test_qt_by_itself_would_run_it(tmp_path: Path, pickled: bytes) -> None:
    (tmp_path / "copy.ini").write_bytes(pickled)  # Qt keeps what it wrote itself
    QSettings(str(tmp_path / "copy.ini"), QSettings.Format.IniFormat).value("look/theme")
    assert (tmp_path / "mark").exists()


@pytest.mark.parametrize(
    "disguise",
    [
        lambda content: content,
        lambda content: content.replace(b"@Variant", b"\\x40Variant"),
        lambda content: content.replace(b"=@Variant", b'="\\"light\\"", @Variant'),
        lambda content: content.replace(b"=@Variant(", b'="@Variant(').rstrip() + b'"\n',
        lambda content: content.replace(b"=", b"=\\\n"),
        lambda content: content.replace(b"=@", b" = @"),
        lambda content: b"[look]\r" + content.split(b"\n")[1],
    ],
)
def test_no_object_is_made_from_it(tmp_path: Path, pickled: bytes, disguise: object) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "naglass.ini").write_bytes(disguise(pickled))  # type: ignore[operator]
    settings = Settings(folder)
    assert settings.theme == "system"
    settings.theme = "dark"
    settings.sync()
    assert Settings(folder).theme == "dark"
    assert not (tmp_path / "mark").exists()
    assert (folder / "naglass.ini.refused").exists()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 50_000, "NaN", "1e999", '"\\u0000"'])
def test_no_value_stops_the_start(tmp_path: Path, text: str) -> None:
    ini = QSettings(str(tmp_path / "naglass.ini"), QSettings.Format.IniFormat)
    for key in ("look/theme", "files/recent", "shortcuts", "window/geometry", "folders/open"):
        ini.setValue(key, text)
    ini.sync()
    settings = Settings(tmp_path)
    assert (settings.theme, settings.recent, settings.shortcuts) == ("system", (), {})
    assert settings.folder("open").is_dir()
    assert settings.state("geometry") == b""


def test_what_it_wrote_itself_it_reads_whatever_it_is(tmp_path: Path) -> None:
    values = [
        "",
        "a, b",
        'q"\\',
        "ü 漢\n\t;#@[x]=",
        "@Variant(x)",
        1.5,
        -2,
        True,
        None,
        ["a", "b"],
        {"k=v": "x"},
        [],
        "1" * 500,
    ]
    settings = Settings(tmp_path)
    for number, value in enumerate(values):
        settings.set(f"part {number}/a key; of = {number}", value)
    settings.sync()
    again = Settings(tmp_path)
    assert [again.get(f"part {n}/a key; of = {n}", value) for n, value in enumerate(values)] == values
    assert [again._ini.value(f"part {n}/a key; of = {n}") is not None for n in range(len(values))] == [True] * len(
        values
    )
    assert not (tmp_path / "naglass.ini.refused").exists()
