"""The stream through which HDF5 writes a new file: the first failure is kept and told, HDF5 never meets one.

HDF5 cannot close a file whose writes fail; it would keep it open, and its space taken, until the program ends. So after a
failure the stream takes everything and writes nothing, and `check` raises what happened.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Any


class Output:
    """A new file, written through; see the module's text. Raises OSError when it cannot be made."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "x+b", buffering=0)  # noqa: SIM115
        self._fault: OSError | None = None

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def check(self) -> None:
        """Raise the first failure there was (OSError)."""
        if self._fault is not None:
            raise self._fault

    def sync(self) -> None:
        """Return when everything is on the disk. Raises OSError."""
        os.fsync(self._file.fileno())

    # -- what HDF5 calls -----------------------------------------------------------------------------------------------

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a place in the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place in the file."""
        return self._file.tell()

    def write(self, data: Any) -> int:
        """Write all of it, or remember why not."""
        view = memoryview(data).cast("B")
        done = 0
        while self._fault is None and done < len(view):
            try:
                done += self._file.write(view[done:]) or 0
            except OSError as fault:
                self._fault = fault
        return len(view)

    def read(self, size: int = -1) -> bytes:
        """Bytes of what was written."""
        return self._file.read(size) or b""

    def readinto(self, buffer: Any) -> int:
        """Read what was written; zeros where a failed write left nothing."""
        view = memoryview(buffer).cast("B")
        done = self._file.readinto(view) or 0
        view[done:] = bytes(len(view) - done)
        return len(view)

    def truncate(self, size: int) -> int:
        """Set the length, or remember why not."""
        if self._fault is None:
            try:
                self._file.truncate(size)
            except OSError as fault:
                self._fault = fault
        return size

    def flush(self) -> None:
        """Nothing is buffered here."""
