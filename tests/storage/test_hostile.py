"""Hostile files are refused with one sentence, at once, and nothing outside them is opened."""

from __future__ import annotations

import ctypes
import os
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np
import pytest

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import ProjectError
from naglass_gui.storage import file_stamp, load_project, structure
from tests.storage import hostile
from tests.storage.hostile import KINDS

IN_OPEN = 0x20


class Watch:
    """Notices whether a file is opened, by whatever program or library (Linux: inotify)."""

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._handle = libc.inotify_init1(os.O_NONBLOCK)
        assert libc.inotify_add_watch(self._handle, os.fsencode(path), IN_OPEN) >= 0

    def seen(self) -> bool:
        try:
            return bool(os.read(self._handle, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._handle)


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    path = tmp_path / "canary.h5"
    with h5py.File(path, "w") as file:
        file["data"] = np.arange(8, dtype=np.uint8)
    return path


@pytest.fixture
def watch(canary: Path) -> Iterator[Watch]:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells which files are opened")
    watch = Watch(canary)
    yield watch
    watch.close()


def test_the_watch_sees_what_hdf5_opens(canary: Path, watch: Watch) -> None:
    assert not watch.seen()
    with h5py.File(canary):
        pass
    assert watch.seen()


def test_the_project_they_are_made_from_is_fine(tmp_path: Path) -> None:
    hostile.valid(tmp_path / "study.naglass")
    assert load_project(tmp_path / "study.naglass", MemoryStore()).damaged == ()


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_refused_at_once_and_nothing_outside_is_opened(
    kind: str, tmp_path: Path, canary: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A million links take seconds to make; the flood is as much above this limit as it would be above the true one.
    monkeypatch.setattr(structure, "MAX_LINKS", hostile.FLOOD - 1)
    path = tmp_path / "hostile.naglass"
    KINDS[kind](path, canary)
    before = canary.read_bytes()
    watch.seen()
    times = []
    tracemalloc.start()
    for _ in range(3):
        started = time.process_time()
        with pytest.raises(ProjectError) as refusal:
            load_project(path, MemoryStore())
        times.append(time.process_time() - started)
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not watch.seen()
    assert canary.read_bytes() == before
    assert refusal.value.sentence.startswith(("hostile.naglass ", str(path)))
    assert "\n" not in refusal.value.sentence
    assert min(times) < 0.1
    assert memory < 2**25


@pytest.mark.parametrize("kind", KINDS)
def test_looking_whether_it_changed_is_harmless_too(kind: str, tmp_path: Path, canary: Path, watch: Watch) -> None:
    path = tmp_path / "hostile.naglass"
    KINDS[kind](path, canary)
    watch.seen()
    try:
        stamp = file_stamp(path)
    except ProjectError:
        assert not path.is_file()
    else:
        assert stamp is not None
    assert not watch.seen()


def test_there_are_at_least_thirty_kinds() -> None:
    assert len(KINDS) >= 30


def test_filters_of_plug_ins_are_never_looked_for() -> None:
    """HDF5 reads the variable when it is loaded; "::" means: no plug-ins."""
    import naglass_gui.storage.hdf5  # noqa: F401

    assert os.environ["HDF5_PLUGIN_PRELOAD"] == "::"
