"""One writer a project: a small file beside it says which program on which machine has it open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LockOwner:
    """Who has a project open.

    Attributes:
        user, host, pid: the account, the machine, the process.
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

    def release(self) -> None:
        """Give the project free. Does nothing when the lock was broken meanwhile."""
        raise NotImplementedError

    def held(self) -> bool:
        """Whether the lock is still ours (nobody broke it)."""
        raise NotImplementedError


def acquire_lock(path: Path) -> ProjectLock | LockOwner:
    """Take the lock of the project at `path`, or learn whose it is.

    Raises:
        ProjectError: the folder does not let us write (open the project read-only).
    """
    raise NotImplementedError


def break_lock(path: Path, owner: LockOwner) -> ProjectLock | LockOwner:
    """Take the lock over from `owner`, after the person was shown whose it is.

    Returns:
        The lock, or its new owner when somebody else was quicker.
    """
    raise NotImplementedError
