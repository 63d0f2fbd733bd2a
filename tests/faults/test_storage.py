"""Project files, autosave and recovery under faults. Each test prints its figure and its seed."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.edits import rename_project
from naglass_gui.core.errors import ProjectError
from naglass_gui.storage import (
    DiskStore,
    Session,
    backups,
    disk,
    file_stamp,
    load_project,
    output,
    recovery,
    save,
    save_project,
)
from tests.faults import rounds, seed
from tests.storage.studies import a_study

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NAGLASS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def program(module: str, *arguments: object) -> dict[str, Any]:
    """What a test program found."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{module}", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{module} ended with {done.returncode}:\n{done.stderr[-3000:]}"
    found: dict[str, Any] = json.loads(done.stdout)
    print(f"{module} {arguments[0]}: {found}, seed {seed()}")
    return found


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are tried where programs can be forked")


@needs_fork
def test_kills_during_save_lose_and_mix_nothing(tmp_path: Path) -> None:
    found = program("victims", "save", tmp_path, count := rounds(100, 5000), seed())
    assert (found["lost"], found["mixed"], found["bad backups"]) == (0, 0, 0)
    assert found["in the middle"] > count // 5
    assert found["leftovers"] <= 2


@needs_fork
def test_kills_during_autosave_lose_nothing_that_was_confirmed(tmp_path: Path) -> None:
    found = program("victims", "autosave", tmp_path, rounds(50, 1000), seed())
    assert (found["lost"], found["mixed"]) == (0, 0)
    assert found["autosaves"] > 0


@needs_fork
def test_kills_during_recovery_leave_it_recoverable(tmp_path: Path) -> None:
    found = program("victims", "recovery", tmp_path, rounds(25, 1000), seed())
    assert found["lost"] == 0


@needs_fork
def test_kills_during_migration_leave_the_old_file_or_the_new(tmp_path: Path) -> None:
    found = program("victims", "migration", tmp_path, rounds(50, 1000), seed())
    assert found["lost"] == 0
    assert found["migrated"] > 0


@needs_fork
def test_two_programs_on_one_project_overwrite_nothing_silently(tmp_path: Path) -> None:
    found = program("victims", "two", tmp_path, rounds(50, 1000), seed())
    assert (found["silently overwritten"], found["twice"]) == (0, 0)
    assert found["conflicts told"] > 0


def test_flipped_bytes_are_never_silently_wrong(tmp_path: Path) -> None:
    found = program("flips", tmp_path, rounds(2000, 100_000), seed())
    assert found["silently wrong or other faults"] == []
    assert found["refused"] > 0 and found["marked damaged"] > 0


# -- full disks and write errors ---------------------------------------------------------------------------------------


class Failing:
    """Stands in for one function: fails at its n-th call, and from then on if the fault stays."""

    def __init__(self, function: Any, fault: OSError, at: int) -> None:
        self._function = function
        self._fault = fault
        self._left = at

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            raise self._fault
        return self._function(*arguments, **keywords)


def fault(code: int) -> OSError:
    return OSError(code, os.strerror(code))


class Study:
    """A saved project that is about to be saved again."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "study.naglass"
        self.store = MemoryStore()
        self.project = a_study(self.store, spectra=1, points=300)
        self.stamp = save_project(self.project, self.store, self.path, expected=None)
        self.before = self.path.read_bytes()

    def save_newer(self) -> None:
        newer = rename_project(self.project, "newer")
        save_project(newer, self.store, self.path, expected=self.stamp)

    def check_untouched(self, refusal: ProjectError, code: int) -> None:
        assert self.path.read_bytes() == self.before
        assert file_stamp(self.path) == self.stamp
        assert sorted(file.name for file in self.path.parent.iterdir() if file.suffix) == ["study.naglass"]
        assert refusal.sentence.startswith("study.naglass could not be saved, and the file on the disk is as it was")
        assert "Error" not in refusal.sentence and "\n" not in refusal.sentence
        if code == errno.ENOSPC:
            assert "its disk is full" in refusal.sentence


@pytest.fixture
def study(tmp_path: Path) -> Study:
    folder = tmp_path / "work"
    folder.mkdir()
    return Study(folder)


def count_writes(study: Study, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often a save writes."""
    count = 0

    class Counting(output.Output):
        def write(self, data: Any) -> int:
            nonlocal count
            count += 1
            return super().write(data)

    with monkeypatch.context() as patch:
        patch.setattr(save, "Output", Counting)
        study.stamp = save_project(study.project, study.store, study.path, expected=study.stamp)
        study.before = study.path.read_bytes()
    return count


def test_an_error_at_any_write_leaves_the_old_file(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """ENOSPC or EIO at one write and all after it; half of them after a part of the bytes got through."""
    rng = random.Random(seed())
    writes = count_writes(study, monkeypatch)
    points = rounds(40, 990)
    tried = sorted(rng.sample(range(writes), points) if points <= writes else rng.choices(range(writes), k=points))
    for at in tried:
        code = rng.choice([errno.ENOSPC, errno.EIO, errno.EDQUOT])
        partly = rng.random() < 0.5

        class Full(output.Output):
            def __init__(self, path: Path, at: int = at, code: int = code, partly: bool = partly) -> None:
                super().__init__(path)
                self._file = FailingFile(self._file, at, fault(code), partly)  # type: ignore[assignment]

        with monkeypatch.context() as patch:
            patch.setattr(save, "Output", Full)
            with pytest.raises(ProjectError) as refusal:
                study.save_newer()
        study.check_untouched(refusal.value, code)
    study.save_newer()
    assert load_project(study.path, MemoryStore()).project.name == "newer"
    print(f"write errors: {len(tried)} of {writes} writes tried, the old file intact after each, seed {seed()}")


class FailingFile:
    """A file whose disk fails at the n-th write, perhaps after a part of it, and stays so."""

    def __init__(self, file: Any, at: int, error: OSError, partly: bool) -> None:
        self._file = file
        self._left = at
        self._error = error
        self._partly = partly

    def write(self, data: memoryview) -> int:
        self._left -= 1
        if self._left == -1 and self._partly and len(data) > 1:
            return int(self._file.write(data[: len(data) // 2]))
        if self._left < 0:
            raise self._error
        return int(self._file.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("step", ["output.os.fsync", "output.open", "save.replace", "save.os.chmod"])
def test_an_error_at_any_other_step_leaves_the_old_file(
    study: Study, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    module, _, name = step.partition(".")
    owner = {"output": output, "save": save}[module]
    for part in name.split(".")[:-1]:
        owner = getattr(owner, part)
    name = name.split(".")[-1]
    real = getattr(owner, name, open)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, Failing(real, fault(code), 0), raising=False)
        with pytest.raises(ProjectError) as refusal:
            study.save_newer()
    study.check_untouched(refusal.value, code)


def test_a_failing_backup_does_not_fail_the_save(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_link_or_copy", Failing(None, fault(errno.ENOSPC), 0))
    stamp = save_project(rename_project(study.project, "newer"), study.store, study.path, expected=study.stamp)
    assert "could not be kept as a backup: No space left on device" in stamp.notices[0]
    assert load_project(study.path, MemoryStore()).project.name == "newer"


def test_a_folder_that_is_not_confirmed_is_not_reported_as_saved(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save, "sync_folder", Failing(None, fault(errno.EIO), 0))
    with pytest.raises(ProjectError, match="its disk did not confirm it"):
        study.save_newer()


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """The kernel refuses to let a file grow beyond `size` bytes."""
    import resource

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
def test_a_limit_of_the_kernel_at_any_size_leaves_the_old_file(study: Study) -> None:
    rng = random.Random(seed())
    points = rounds(10, 100)
    for _ in range(points):
        size = rng.randrange(len(study.before))
        with file_size_limit(size), pytest.raises(ProjectError) as refusal:
            study.save_newer()
        study.check_untouched(refusal.value, errno.EFBIG)
    print(f"file size limits: {points} tried, the old file intact after each, seed {seed()}")


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="a small disk can be mounted by root only"
)
def test_a_disk_that_is_really_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = tmp_path / "disk"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", small], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        study = Study(small)
        with pytest.raises(ProjectError, match="needs .* MB free"):
            for _ in range(5):
                fill(small)
                study.save_newer()
        monkeypatch.setattr(save, "_check_space", lambda target, size: None)
        with pytest.raises(ProjectError) as refusal:
            study.save_newer()
        (small / "filling").unlink()
        study.check_untouched(refusal.value, errno.ENOSPC)
    finally:
        subprocess.run(["umount", small], check=True)


def fill(folder: Path) -> None:
    with open(folder / "filling", "wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(4096))
            except OSError:
                return


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("step", ["fsync", "replace", "open"])
def test_an_error_in_autosave_leaves_the_copy_before(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    store, session = DiskStore(), Session()
    project = a_study(store, spectra=1)
    session.write("doc", project, store, path=None, saved_at="", edits=1)
    (file,) = (home / "data" / "sessions").glob("*/*.recovery")
    before = file.read_bytes()
    owner = disk.os if step != "open" else disk
    with monkeypatch.context() as patch:
        patch.setattr(owner, step, Failing(None, fault(code), 0), raising=False)
        with pytest.raises(ProjectError, match=r"The recovery copy cannot be written|cannot be brought to the disk"):
            session.write("doc", rename_project(project, "newer"), store, path=None, saved_at="", edits=2)
    assert file.read_bytes() == before
    assert recovery._entry(file).readable
    assert [path for path in file.parent.iterdir() if path.suffix == ".tmp"] == []
    session.write("doc", rename_project(project, "newer"), store, path=None, saved_at="", edits=2)
    assert recovery._entry(file).name == "newer"
