"""Readers that hang, crash or eat memory: on the command line each ends as one sentence, and the other files are read."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from naglass_gui import cli
from naglass_gui.commands import info
from naglass_gui.jobs import Jobs, work
from tests.test_cli import write_spectrum

PLUGIN = """
    import os, sys
    NAME, VERSION = "Misbehaving", "1"

    def sniff(source):
        return 5.0 if source.data.startswith(b"MISBEHAVE") else 0.0

    def read(source):
        match source.data.split()[1]:
            case b"hang":
                while True:
                    pass
            case b"crash":
                os.abort()
            case b"memory":
                bytearray(1 << 40)
            case b"leave":
                sys.exit(0)
            case b"stumble":
                {}["gain"]
            case b"print":
                print("chatter " * 100)
                print("chatter " * 100, file=sys.stderr)
                return ()
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a reader as plug-ins bring it, which children find as they find any other."""
    folder = tmp_path / "plugin"
    described = folder / "misbehaving-1.0.dist-info"
    described.mkdir(parents=True)
    (folder / "misbehaving.py").write_text(textwrap.dedent(PLUGIN))
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: misbehaving\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text("[naglass.readers]\nmisbehaving = misbehaving\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("NAGLASS_HOME", str(tmp_path / "home"))
    yield folder
    sys.modules.pop("misbehaving", None)


def test_every_way_to_misbehave_is_one_sentence(
    plugin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(work, "READING_LIMIT", 5.0)
    monkeypatch.setattr(
        info, "Jobs", lambda workers: Jobs(2, modules=("naglass_gui.formats", "naglass_gui.jobs.tasks"))
    )
    ways = ("hang", "crash", "memory", "leave", "stumble", "print")
    for way in ways:
        (tmp_path / f"{way}.dta").write_bytes(f"MISBEHAVE {way} ".encode())
    good = write_spectrum(tmp_path / "good.csv")
    code = cli.main(["info", *(str(tmp_path / f"{way}.dta") for way in ways), str(good), "--json"])
    said = capsys.readouterr()
    assert code == 1
    told = {line.partition(": ")[0]: line for line in said.err.splitlines()}
    assert list(told) == [f"{way}.dta" for way in ways if way != "print"]
    assert "stopped after 5 s without progress" in told["hang.dta"]
    assert "ended the reader's process" in told["crash.dta"]
    assert "damaged" in told["memory.dta"]
    assert "not foreseen" in told["leave.dta"]
    assert "damaged" in told["stumble.dta"]
    assert not any("Traceback" in line for line in told.values())
    listed = json.loads(said.out)
    assert [Path(entry["file"]).name for entry in listed] == ["print.dta", "good.csv"]
