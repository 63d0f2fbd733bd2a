"""The local array store: a folder of arrays named by their content."""

from __future__ import annotations

import logging
import mmap
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from uuid import uuid4
from weakref import WeakValueDictionary

import numpy as np

from naglass_gui.core.arrays import Array, ArrayRef, reference
from naglass_gui.core.errors import ProjectError
from naglass_gui.storage.array_names import byte_count
from naglass_gui.storage.consistency import DIGEST, DTYPES
from naglass_gui.storage.disk import is_temporary, private_folder, replace, sync_folder
from naglass_gui.storage.folders import data_folder
from naglass_gui.storage.sessions import named_digests, oldest_start

_log = logging.getLogger(__name__)

# Below this an array is read whole: a mapped one costs a file handle as long as it is shown (macOS allows 256).
_MAPPED_FROM = 2**20
_YOUNG = 3600.0
_DAY = 86400.0


class DiskStore:
    """Arrays in a content-addressed folder of the app-data folder; read-only, large ones memory-mapped. Goes to child processes.

    A file's time of change is the time of last use. When the store outgrows its limit, the least recently used arrays go,
    but never what a recovery file names, nor what was used since the oldest running program was started (its open
    projects and their undo history), nor in the last hour.

    Args:
        home: the app-data folder (default: `data_folder()`); arrays live in `home/arrays`.
        limit: bytes above which the least recently used arrays go.
    """

    def __init__(self, home: Path | None = None, limit: int = 4 * 2**30) -> None:
        self.home = data_folder() if home is None else home
        self.limit = limit
        self._folder = self.home / "arrays"
        self._held: WeakValueDictionary[str, Array] = WeakValueDictionary()
        self._checked: set[ArrayRef] = set()
        self._synced: set[str] = set()
        self._size: int | None = None

    def __reduce__(self) -> tuple[type[DiskStore], tuple[Path, int]]:
        return type(self), (self.home, self.limit)

    def put(self, array: Array) -> ArrayRef:
        """Keep an array and return its name.

        Raises:
            ProjectError: the disk does not take it.
            TypeError: not an array of plain numbers.
        """
        ref = reference(array)
        if ref.dtype not in DTYPES:
            raise TypeError(f"an array of {ref.dtype} cannot be stored")
        if ref in self and self._is_sound(ref):
            return ref
        try:
            self._write(ref, np.ascontiguousarray(array, dtype=ref.dtype))
        except OSError as fault:
            raise ProjectError(
                f"The data could not be kept in {self._folder}: {fault.strerror or fault}. Free some space there.",
                repr(fault),
            ) from fault
        self._grow(array.nbytes)
        return ref

    def get(self, ref: ArrayRef) -> Array:
        """The array of that name, read-only.

        Raises:
            KeyError: it is not held, or no longer what its name says.
            ProjectError: the disk does not give it.
        """
        held = self._held.get(ref.digest)
        if held is not None and (held.shape, held.dtype.str) == (ref.shape, ref.dtype):
            return held
        array = self._read(ref)
        if ref not in self._checked:
            if reference(array) != ref:
                _log.warning("the stored array %s is damaged and was removed", ref.digest)
                del array
                with suppress(OSError):
                    os.unlink(self._path(ref))
                raise KeyError(ref.digest)
            self._checked.add(ref)
            self._touch(ref)
        self._held[ref.digest] = array
        return array

    def __contains__(self, ref: object) -> bool:
        """Whether a file of that name and size is there; `get` finds out whether it is sound."""
        if not isinstance(ref, ArrayRef):
            return False
        try:
            return os.stat(self._path(ref)).st_size == byte_count(ref)
        except (OSError, KeyError):
            return False

    def sync(self, refs: Iterable[ArrayRef]) -> None:
        """Return when these arrays are safely on the disk; those that are not held are passed over.

        Raises:
            ProjectError: the disk failed.
        """
        folders: set[Path] = set()
        for ref in refs:
            if ref.digest in self._synced or ref not in self:
                continue
            path = self._path(ref)
            try:
                # Windows syncs only what is open for writing.
                handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)
            except OSError as fault:
                raise ProjectError(
                    f"Data kept in {self._folder} cannot be brought to the disk: {fault.strerror}.", repr(fault)
                ) from fault
            folders.add(Path(path).parent)
            self._synced.add(ref.digest)
        for folder in folders:
            sync_folder(folder)

    def trim(self) -> int:
        """Remove the least recently used arrays above nine tenths of the limit, and what broken writes left.

        Returns:
            Bytes now held. Called by `put` when the limit is passed.
        """
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        if total > self.limit:
            named = named_digests(self.home)
            fresh = min(oldest_start(self.home), time.time() - _YOUNG)
            for used, size, path in entries:
                if total <= 0.9 * self.limit or used >= fresh:
                    break
                if path.name not in named:
                    # Windows does not remove a mapped file; it stays for another time.
                    with suppress(PermissionError):
                        path.unlink(missing_ok=True)
                        total -= size
        self._size = total
        return total

    # -- files ---------------------------------------------------------------------------------------------------------

    def _path(self, ref: ArrayRef) -> str:
        # A plain text: a project has hundreds of these, and a Path each would cost as much as reading them.
        if not DIGEST.fullmatch(ref.digest) or ref.dtype not in DTYPES:
            raise KeyError(ref.digest)
        return f"{self._folder}{os.sep}{ref.digest[:2]}{os.sep}{ref.digest}"

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """(last use, size, path) of each array; what a killed program left half-written a day ago is removed."""
        for path in self._folder.glob("??/*"):
            try:
                status = path.stat()
                if not is_temporary(path.name):
                    yield status.st_mtime, status.st_size, path
                elif status.st_mtime < time.time() - _DAY:
                    path.unlink()
            except FileNotFoundError:
                continue  # another program was quicker

    def _is_sound(self, ref: ArrayRef) -> bool:
        try:
            self.get(ref)
        except KeyError:
            return False
        return True

    def _touch(self, ref: ArrayRef) -> None:
        with suppress(OSError):
            os.utime(self._path(ref))

    def _write(self, ref: ArrayRef, array: Array) -> None:
        path = Path(self._path(ref))
        private_folder(path.parent)
        temporary = path.with_name(f".{ref.digest[:16]}.{os.getpid()}.{uuid4().hex[:8]}.tmp")
        try:
            with open(temporary, "xb") as file:
                file.write(array.reshape(-1).view(np.uint8).data)
            replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        self._checked.add(ref)
        self._synced.discard(ref.digest)

    def _grow(self, added: int) -> None:
        if self._size is not None and self._size + added <= self.limit:
            self._size += added
            return
        try:
            self.trim()
        except OSError:
            # The array itself is kept; what may be removed could not be found out, so nothing was.
            _log.exception("the array store in %s could not be trimmed", self._folder)

    def _read(self, ref: ArrayRef) -> Array:
        dtype, size = np.dtype(ref.dtype), byte_count(ref)
        try:
            with open(self._path(ref), "rb", buffering=0) as file:
                if os.fstat(file.fileno()).st_size != size:
                    raise KeyError(ref.digest)
                data = _map(file) if size >= _MAPPED_FROM else file.read()
        except FileNotFoundError as fault:
            self._checked.discard(ref)
            raise KeyError(ref.digest) from fault
        except OSError as fault:
            raise ProjectError(
                f"The data kept in {self._folder} cannot be read: {fault.strerror or fault}.", repr(fault)
            ) from fault
        array = np.frombuffer(data, dtype).reshape(ref.shape) if size else np.empty(ref.shape, dtype)
        array.flags.writeable = False
        return array


def _map(file: IO[bytes]) -> mmap.mmap:
    # From Python 3.13 a map need not keep a file handle of its own.
    options: dict[str, Any] = {"trackfd": False} if sys.version_info >= (3, 13) and sys.platform != "win32" else {}
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ, **options)
