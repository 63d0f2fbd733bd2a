"""The local array store: a folder of arrays named by their content."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from naglass_gui.core.arrays import Array, ArrayRef


class DiskStore:
    """Arrays in a content-addressed folder of the app-data folder; read-only, large ones memory-mapped. Can be pickled.

    Args:
        home: the app-data folder (default: `data_folder()`); arrays live in `home/arrays`.
        limit: bytes above which the least recently used arrays go.
    """

    def __init__(self, home: Path | None = None, limit: int = 4 * 2**30) -> None:
        raise NotImplementedError

    def put(self, array: Array) -> ArrayRef:
        """Keep an array and return its name. Raises ProjectError when the disk does not take it."""
        raise NotImplementedError

    def get(self, ref: ArrayRef) -> Array:
        """The array of that name, read-only. Raises KeyError when it is not held, or no longer what its name says."""
        raise NotImplementedError

    def __contains__(self, ref: object) -> bool:
        raise NotImplementedError

    def sync(self, refs: Iterable[ArrayRef]) -> None:
        """Return when these arrays are safely on the disk."""
        raise NotImplementedError
