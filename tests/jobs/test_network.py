"""Files on network drives are copied before they are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from naglass_gui.core.errors import Cancelled, LoadError
from naglass_gui.jobs import JobError, tasks, work
from naglass_gui.jobs.network import local_copy, mounts, on_network

MOUNTED = [
    ("/", "ext4,rw"),
    ("/people", "ext4,rw"),
    ("/people/kim/share", "cifs,rw"),
    ("/people/kim/share/local", "ext4,rw"),
    ("/mnt/lab", "fuse.sshfs,rw"),
    ("/media/z", "NTFS,rw,remote"),
]


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/people/kim/lpscl.mpr", False),
        ("/people/kim/share/lpscl.mpr", True),
        ("/people/kim/shared/lpscl.mpr", False),
        ("/people/kim/share/local/lpscl.mpr", False),
        ("/mnt/lab/2026/lpscl.mpr", True),
        ("/media/z/lpscl.mpr", True),
        ("/media/zz/lpscl.mpr", False),
    ],
)
def test_the_innermost_mount_decides(path: str, network: bool) -> None:
    assert on_network(Path(path), lambda: MOUNTED) is network


def test_this_machines_mounts_are_understood(tmp_path: Path) -> None:
    assert any(where == "/" for where, _ in mounts()) or os.name == "nt"
    assert on_network(tmp_path) in (True, False)


def test_a_copy_keeps_name_and_bytes_and_tells_its_progress(tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    (tmp_path / "here").mkdir()
    original = tmp_path / "drive" / "lpscl größer.mpr"
    original.write_bytes(bytes(range(256)) * 10_000)
    heard: list[float] = []
    copy = local_copy(original, tmp_path / "here", lambda share, words: heard.append(share))
    assert copy == tmp_path / "here" / original.name
    assert copy.read_bytes() == original.read_bytes()
    assert heard[-1] == 1.0 and heard == sorted(heard) and len(heard) == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_what_is_no_plain_file_is_left_for_the_reader_to_refuse(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.dta")
    (tmp_path / "here").mkdir()
    for path in (tmp_path, tmp_path / "pipe.dta"):
        assert local_copy(path, tmp_path / "here", lambda share, words: None) == path


def test_a_reading_from_a_network_drive_names_the_original(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pellet.csv"
    path.write_text("freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm\n" + "\n".join(f"{10**n},{100 + n},{-n - 1}" for n in range(7)))
    monkeypatch.setattr(tasks, "on_network", lambda path: True)
    heard: list[str] = []
    reading = tasks.read(path, progress=lambda share, words: heard.append(words))
    assert (reading.file, len(reading.readings[0].columns[0].values)) == ("pellet.csv", 7)
    assert heard == ["copying from the network drive"]
    with pytest.raises(LoadError, match=r"missing\.csv: the file cannot be copied from the network drive"):
        tasks.read(tmp_path / "missing.csv")


def test_every_way_a_reader_can_end_names_the_file() -> None:
    path = Path("somewhere/lpscl.mpr")
    errors = [
        JobError.out_of_time("Reading", 20),
        JobError.out_of_memory("Reading", 4),
        JobError.ended("Reading"),
        JobError.unexpected("Reading", "Traceback"),
        JobError.no_start("Reading"),
        Cancelled("Reading was cancelled."),
    ]
    sentences = [work.load_error(path, error).sentence for error in errors]
    assert all(sentence.startswith("lpscl.mpr: ") and sentence.endswith((".", "?")) for sentence in sentences)
    assert len(set(sentences)) == len(errors)
    told = LoadError("lpscl.mpr: the file is empty.")
    assert work.load_error(path, told) is told
