"""A source refuses what is no readable file, in a sentence, and never hangs on it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import Source, read_file, source
from tests.formats.tools import arc, rows, table


def refusal(path: Path) -> str:
    with pytest.raises(LoadError) as fault:
        read_file(path)
    return fault.value.sentence


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.DTA") == "gone.DTA: there is no such file. Was it moved or renamed?"


def test_a_folder(tmp_path: Path) -> None:
    assert "this is a folder" in refusal(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    assert refusal(tmp_path / "empty.csv") == "empty.csv: the file is empty."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFOs")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "a device or a pipe" in refusal(tmp_path / "pipe.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev")
def test_a_device_is_refused() -> None:
    assert "a device or a pipe" in refusal(Path("/dev/zero"))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "locked.csv"
    file.write_text("1,2,3\n")
    file.chmod(0)
    assert "may not be read" in refusal(file)


def test_a_name_with_a_zero_byte() -> None:
    assert "cannot be read from where it lies" in refusal(Path("a\0b.csv"))


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as opened:
        opened.truncate(201 * 1024**2)  # sparse: it takes no space
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("opened"))
    assert "over 200 MB" in refusal(file)


def test_a_file_of_20_mb_keeps_no_raw_bytes() -> None:
    text = rows(arc()).encode()
    padded = text + b"#" * (20 * 1024**2 - len(text))
    assert read_file(Source.from_bytes("padded.csv", padded)).raw is None
    assert read_file(Source.from_bytes("plain.csv", text)).raw == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "latin-1"], ids=lambda e: str(e))
def test_encodings_of_a_text(encoding: str) -> None:
    text = "Frequenz (Hz);Z' (Ω);Z'' (Ω)\n" if encoding != "latin-1" else "Frequenz (Hz);Z' (ohm);Z'' (ohm);Phase (°)\n"
    text += rows(arc() if encoding != "latin-1" else arc()[:, [0, 1, 2, 2]], ";", ",")
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    (reading,) = read_file(Source.from_bytes("Spektrum.txt", data)).readings
    assert table(reading) == pytest.approx(arc(), rel=1e-9)


def test_the_head_may_end_within_a_character() -> None:
    text = ("# " + "µ" * 40_000 + "\n" + "f,Z',Z''\n" + rows(arc())).encode()
    assert text[source.HEAD_BYTES - 1 : source.HEAD_BYTES + 1] == "µ".encode()[::-1] or text[source.HEAD_BYTES] > 127
    assert "µ" in Source.from_bytes("a.csv", text).head
    assert len(read_file(Source.from_bytes("a.csv", text)).readings) == 1


def test_names_are_made_safe_to_show() -> None:
    name = Source.from_bytes("bad\n\x1b[31mname\udcff.csv", b"x").name
    assert name.isprintable()
    name.encode("utf-8")
    assert len(Source.from_bytes("a" * 1000, b"x").name) == 255


def test_unknown_binary_is_refused_with_what_is_read() -> None:
    with pytest.raises(LoadError, match="Export it as Gamry .DTA, BioLogic .mpt"):
        read_file(Source.from_bytes("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4))


def test_endless_lines_are_refused_at_once() -> None:
    with pytest.raises(LoadError, match="over 500000 lines"):
        read_file(Source.from_bytes("blank.csv", rows(arc()).encode() + b"\n" * 600_000))


def test_a_damaged_option_is_told() -> None:
    file = Source.from_bytes("a.csv", rows(arc()).encode(), (("columns", "[{"),))
    with pytest.raises(LoadError, match="stored import option “columns” is damaged"):
        read_file(file)
