"""One writer a project: a small file beside it says which program on which machine has it open."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from naglass_gui.core.errors import ProjectError
from naglass_gui.storage.disk import beside, exclusive
from naglass_gui.storage.folders import guard_file
from naglass_gui.storage.sessions import read_program, this_program

_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class LockOwner:
    """Who has a project open.

    Attributes:
        user, host, pid: the account, the machine, the process; empty where the lock file is not readable.
        started: when that program was started, ISO 8601.
        alive: whether it still runs; None where that cannot be known (another machine).
        token: names this very lock, for `break_lock`.
    """

    user: str
    host: str
    pid: int
    started: str
    alive: bool | None
    token: str


class ProjectLock:
    """A held lock; release it when the project is closed."""

    def __init__(self, file: Path, token: str) -> None:
        self._file = file
        self._token = token

    def release(self) -> None:
        """Give the project free. Does nothing when the lock was broken meanwhile."""
        if self.held():
            with suppress(OSError):  # the next opener finds a lock of a program that does not run
                self._file.unlink()

    def held(self) -> bool:
        """Whether the lock is still ours (nobody broke it)."""
        owner = _owner(self._file)
        return owner is not None and owner.token == self._token


def acquire_lock(path: Path) -> ProjectLock | LockOwner:
    """Take the lock of the project at `path`, or learn whose it is.

    Raises:
        ProjectError: the folder does not let us write (open the project read-only).
    """
    file = _lock_file(path)
    with _alone(path), _refusals(file):
        return _take(file)


def break_lock(path: Path, owner: LockOwner) -> ProjectLock | LockOwner:
    """Take the lock over from `owner`, after the person was shown whose it is.

    Returns:
        The lock, or its new owner when somebody else was quicker.

    Raises:
        ProjectError: the folder does not let us write.
    """
    file = _lock_file(path)
    aside = file.with_name(f"{file.name}.{uuid4().hex[:8]}")
    with _alone(path), _refusals(file):
        if _moved(file, aside):
            broken = _owner(aside)
            if broken is None or broken.token == owner.token:
                aside.unlink()
            else:
                # Another machine broke it first; its lock goes back.
                _put(aside, file)
        return _take(file)


def _lock_file(path: Path) -> Path:
    return beside(Path(os.path.realpath(path)), ".lock")


def _take(file: Path) -> ProjectLock | LockOwner:
    program = this_program()
    content = json.dumps({**asdict(program), "user": _user(), "token": uuid4().hex}).encode()
    made = file.with_name(f"{file.name}.{uuid4().hex[:8]}")
    made.write_bytes(content)
    if _put(made, file):
        return ProjectLock(file, _token(content))
    owner = _owner(file)
    return _take(file) if owner is None else owner


def _moved(file: Path, aside: Path) -> bool:
    try:
        os.rename(file, aside)
    except FileNotFoundError:
        return False
    return True


def _put(made: Path, file: Path) -> bool:
    """Give a file the lock's name if no other has it; whole, so that nobody reads half a lock."""
    try:
        os.link(made, file)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        try:
            with open(file, "xb") as copy:
                copy.write(made.read_bytes())
        except FileExistsError:
            return False
    finally:
        made.unlink()
    return True


def _owner(file: Path) -> LockOwner | None:
    """Whose lock this file is; None where there is none."""
    try:
        status = file.lstat()
        content = file.read_bytes() if stat.S_ISREG(status.st_mode) and status.st_size <= _LONGEST else b""
    except FileNotFoundError:
        return None
    except OSError:
        content = b""
    try:
        card = json.loads(content)
    except (ValueError, RecursionError):
        card = None
    program = read_program(card)
    if program is None:
        return LockOwner("", "", 0, "", None, _token(content))
    started = datetime.fromtimestamp(program.started, UTC).isoformat(timespec="seconds")
    return LockOwner(str(card.get("user", "")), program.host, program.pid, started, program.alive(), _token(content))


def _token(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


def _alone(path: Path) -> ExitStack:
    """Programs of this machine take and break locks one after the other, where the app-data folder allows it."""
    stack = ExitStack()
    with suppress(OSError):
        stack.enter_context(exclusive(guard_file(path)))
    return stack


@contextmanager
def _refusals(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise ProjectError(
            f"The folder {file.parent} cannot be written to ({fault.strerror or fault}), so the project opens read-only. "
            "Save it elsewhere to change it.",
            repr(fault),
        ) from fault
