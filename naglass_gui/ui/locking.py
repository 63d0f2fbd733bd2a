"""Who has a project open, and what the person wants to do about it."""

from __future__ import annotations

from pathlib import Path

from naglass_gui.core.errors import NaGlassError
from naglass_gui.storage import LockOwner, ProjectLock, acquire_lock, break_lock
from naglass_gui.ui.services import Ask
from naglass_gui.ui.times import spoken

_STATE = {
    True: "It is still running.",
    False: "That program no longer runs, so nobody else is at work on the project.",
    None: "Whether that program still runs cannot be seen from here.",
}


class GivenUp(Exception):
    """The person does not want to open the project after all."""


def lock_for(path: Path, ask: Ask) -> ProjectLock | None:
    """The lock of a project; None where it can only be read.

    Raises:
        GivenUp: it is open elsewhere, and the person let it be.
    """
    try:
        lock = acquire_lock(path)
    except NaGlassError:
        return None  # the folder lets nobody write: read-only is all there is
    while isinstance(lock, LockOwner):
        if not _taken_over(path, lock, ask):
            return None
        lock = break_lock(path, lock)
    return lock


def _taken_over(path: Path, owner: LockOwner, ask: Ask) -> bool:
    """Whether the person takes the lock over; otherwise the project is opened read-only."""
    buttons = ["Open read-only", "Cancel"] if owner.alive else ["Open read-only", "Take it over", "Cancel"]
    answer = ask.choose(
        "Open elsewhere",
        f"{path.name} {_how(owner)}{_whose(owner)}.",
        buttons,
        default=1 if owner.alive is False else 0,
        informative=_STATE[owner.alive],
    )
    if answer < 0 or buttons[answer] == "Cancel":
        raise GivenUp
    return answer == 1


def _how(owner: LockOwner) -> str:
    return "was left open by a NaGlass that has ended" if owner.alive is False else "is open in another NaGlass"


def _whose(owner: LockOwner) -> str:
    who = " on ".join(part for part in (owner.user, owner.host) if part)
    return f": {who}, {'started' if owner.alive is False else 'running since'} {spoken(owner.started)}" if who else ""
