"""One writer a project; the second one learns whose it is."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from naglass_gui.core.errors import ProjectError
from naglass_gui.storage import LockOwner, ProjectLock, acquire_lock, break_lock
from naglass_gui.storage.lock import _lock_file

TAKE = """
import sys
from pathlib import Path
from naglass_gui.storage import acquire_lock
print(type(acquire_lock(Path(sys.argv[1]))).__name__, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.naglass"


def other_program(path: Path) -> subprocess.Popen[str]:
    """Another program that has taken the lock."""
    child = subprocess.Popen(
        [sys.executable, "-c", TAKE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "ProjectLock"
    return child


def end(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


def test_the_second_opener_learns_whose_it_is(path: Path) -> None:
    child = other_program(path)
    owner = acquire_lock(path)
    assert isinstance(owner, LockOwner)
    assert (owner.pid, owner.host, owner.alive) == (child.pid, platform.node(), True)
    assert owner.started[:2] == "20"
    end(child)
    stale = acquire_lock(path)
    assert isinstance(stale, LockOwner)
    assert stale.alive is False


def test_a_released_lock_is_free(path: Path) -> None:
    lock = acquire_lock(path)
    assert isinstance(lock, ProjectLock)
    assert lock.held()
    lock.release()
    assert not lock.held()
    assert list(path.parent.glob(".*")) == []
    assert isinstance(acquire_lock(path), ProjectLock)


def test_a_stale_lock_can_be_broken_after_showing_whose_it_was(path: Path) -> None:
    child = other_program(path)
    end(child)
    owner = acquire_lock(path)
    assert isinstance(owner, LockOwner)
    lock = break_lock(path, owner)
    assert isinstance(lock, ProjectLock)
    assert lock.held()
    assert [file.name for file in path.parent.glob(".*")] == [".study.naglass.lock"]


def test_who_breaks_second_does_not_break_the_first_breakers_lock(path: Path) -> None:
    child = other_program(path)
    end(child)
    stale = acquire_lock(path)
    assert isinstance(stale, LockOwner)
    first = break_lock(path, stale)
    second = break_lock(path, stale)
    assert isinstance(first, ProjectLock)
    assert isinstance(second, LockOwner)
    assert second.pid == os.getpid()
    assert first.held()


def test_a_broken_lock_is_no_longer_held_and_its_release_harms_nobody(path: Path) -> None:
    mine = acquire_lock(path)
    theirs = acquire_lock(path)
    assert isinstance(mine, ProjectLock) and isinstance(theirs, LockOwner)
    taken = break_lock(path, theirs)
    assert isinstance(taken, ProjectLock)
    assert not mine.held()
    mine.release()
    assert taken.held()


def test_a_process_number_used_again_is_not_the_owner(path: Path) -> None:
    lock = acquire_lock(path)
    assert isinstance(lock, ProjectLock)
    file = _lock_file(path)
    card = json.loads(file.read_text())
    file.write_text(json.dumps({**card, "started": card["started"] - 1000}))
    owner = acquire_lock(path)
    assert isinstance(owner, LockOwner)
    assert owner.alive is False


def test_a_lock_of_another_machine_may_be_alive(path: Path) -> None:
    _lock_file(path).write_text(
        json.dumps({"host": "nmr-console", "pid": 12, "started": 1.7e9, "user": "mina", "token": "x"})
    )
    owner = acquire_lock(path)
    assert isinstance(owner, LockOwner)
    assert (owner.user, owner.host, owner.alive) == ("mina", "nmr-console", None)


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b"[" * 5000, b'{"host": 3, "pid": "x", "started": null}'])
def test_a_lock_that_cannot_be_read_still_counts_and_can_be_broken(path: Path, content: bytes) -> None:
    _lock_file(path).write_bytes(content)
    owner = acquire_lock(path)
    assert isinstance(owner, LockOwner)
    assert owner.alive is None
    assert isinstance(break_lock(path, owner), ProjectLock)


def test_a_link_and_its_target_share_one_lock(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"")
    link = tmp_path / "link.naglass"
    link.symlink_to(path)
    assert isinstance(acquire_lock(path), ProjectLock)
    assert isinstance(acquire_lock(link), LockOwner)


def test_a_folder_that_cannot_be_written_is_told(path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be written to .* opens read-only"):
        acquire_lock(path.parent / "gone" / "study.naglass")


def test_of_many_programs_exactly_one_gets_the_lock(path: Path) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", TAKE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    answers = [child.stdout.readline().strip() for child in children if child.stdout is not None]
    for child in children:
        end(child)
    assert sorted(answers) == ["LockOwner"] * 3 + ["ProjectLock"]
