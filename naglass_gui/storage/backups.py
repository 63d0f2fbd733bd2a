"""The three states before the last save, kept on the local disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Backup:
    """An earlier state of a project file; `path` opens like any project. `saved` is ISO 8601, size in bytes."""

    path: Path
    saved: str
    size: int
    generation: int


def list_backups(path: Path) -> tuple[Backup, ...]:
    """The kept earlier states of the project file at `path`, newest first."""
    raise NotImplementedError
