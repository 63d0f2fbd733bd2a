"""The few steps by which a file reaches the disk safely, the same on every platform."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import uuid4

_LONGEST_NAME = 190  # of the 255 bytes a name may have
# Windows refuses to replace a file that a virus scanner or sync client has open for a moment: 2.5 s in all.
_WAITS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)


def private_folder(folder: Path) -> Path:
    """The folder, made if need be so that only its owner can look into it. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def beside(target: Path, ending: str) -> Path:
    """A hidden file next to another, named after it: ".study.naglass" and the ending; long names are shortened."""
    name = os.fsencode(target.name)
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 9] + b"~" + hashlib.sha256(name).hexdigest()[:8].encode()
    return target.with_name(f".{name.decode(errors='ignore')}{ending}")


def replace(source: Path, target: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Put a file in another's place in one step, waiting on Windows for whoever holds it. Raises OSError."""
    for wait in _WAITS if sys.platform == "win32" else ():
        try:
            os.replace(source, target)
        except PermissionError:
            sleep(wait)
        else:
            return
    os.replace(source, target)


def sync_folder(folder: Path) -> bool:
    """Bring a folder's entries to the disk, so that a rename outlives a power cut.

    Returns:
        False where that cannot be done: on Windows (NTFS writes its journal in its own time) and some network drives.

    Raises:
        OSError: the disk failed.
    """
    if sys.platform == "win32":
        return False
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return False  # a folder one may write into, but not look into
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno in (errno.EINVAL, errno.ENOTSUP):
            return False
        raise
    finally:
        os.close(handle)
    return True


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that it is there in full, or as it was before, whatever happens. Raises OSError."""
    temporary = beside(path, f".{os.getpid()}.{uuid4().hex[:8]}.tmp")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def is_temporary(name: str) -> bool:
    """Whether a file name is one of `write_durably` or of a save."""
    return name.startswith(".") and name.endswith(".tmp")


@contextmanager
def exclusive(path: Path, patience: float = 10.0) -> Iterator[None]:
    """Hold the lock of a small file while others of this machine wait; the system frees it when a program dies.

    Args:
        path: the file, made if need be.
        patience: seconds to wait.

    Raises:
        TimeoutError: somebody else held it all the time.
        OSError: the file cannot be made.
    """
    private_folder(path.parent)
    with open(path, "a+b") as file:
        deadline = time.monotonic() + patience
        while not _try_lock(file):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{path} is locked by another program")
            time.sleep(0.01)
        # Closing frees it.
        yield


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
