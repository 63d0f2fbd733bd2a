"""The three states before the last save, kept on the local disk."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from naglass_gui.storage.disk import private_folder, sync_folder, write_durably
from naglass_gui.storage.folders import data_folder, path_key

KEPT = 3
_NAME = re.compile(r"(\d{6,})-g(\d+)\.naglass")


@dataclass(frozen=True, slots=True)
class Backup:
    """An earlier state of a project file; `path` opens like any project. `saved` is ISO 8601, size in bytes."""

    path: Path
    saved: str
    size: int
    generation: int


def list_backups(path: Path) -> tuple[Backup, ...]:
    """The kept earlier states of the project file at `path`, newest first."""
    found = []
    for _, generation, file in reversed(_kept(backup_folder(path))):
        with suppress(FileNotFoundError):
            status = file.stat()
            saved = datetime.fromtimestamp(status.st_mtime, UTC).isoformat(timespec="seconds")
            found.append(Backup(file, saved, status.st_size, generation))
    return tuple(found)


def backup_folder(path: Path) -> Path:
    """Where the backups of the file at `path` are; symbolic links are followed."""
    return data_folder() / "backups" / path_key(path)


def keep_backup(path: Path, generation: int) -> None:
    """Keep the file that is about to be replaced, and let the oldest backup go.

    A state that is kept already (an earlier save got no further) is not kept twice.

    Raises:
        OSError: it cannot be kept.
    """
    folder = private_folder(backup_folder(path))
    kept = _kept(folder)
    if kept and _same(kept[-1][2], path):
        return
    number = kept[-1][0] + 1 if kept else 1
    if not kept:
        write_durably(folder / "origin.txt", os.fsencode(os.path.realpath(path)))
    _link_or_copy(path, folder / f"{number:06d}-g{generation}.naglass")
    sync_folder(folder)
    for _, _, old in kept[: len(kept) + 1 - KEPT]:
        with suppress(OSError):  # somebody looks at it; it goes at the next save
            old.unlink()


def _kept(folder: Path) -> list[tuple[int, int, Path]]:
    """(number, generation, path) of each backup, oldest first."""
    matches = [(_NAME.fullmatch(file.name), file) for file in (folder.iterdir() if folder.is_dir() else ())]
    return sorted((int(match[1]), int(match[2]), file) for match, file in matches if match)


def _same(kept: Path, path: Path) -> bool:
    one, other = kept.stat(), path.stat()
    return os.path.samestat(one, other) or (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _link_or_copy(path: Path, kept: Path) -> None:
    """A second name costs nothing: the save makes a new file and leaves this one's bytes alone."""
    with suppress(OSError):  # another disk, or a file system without links: copied below
        os.link(path, kept)
        return
    temporary = kept.with_name(f".{kept.name}.tmp")
    shutil.copy2(path, temporary)
    with open(temporary, "r+b") as file:
        os.fsync(file.fileno())
    os.replace(temporary, kept)
