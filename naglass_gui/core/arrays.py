"""Arrays are named by their content; the tree holds names, a store holds the numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class ArrayRef:
    """The name of an array: SHA-256 of dtype, shape and bytes."""

    digest: str
    shape: tuple[int, ...]
    dtype: str


def reference(array: Array) -> ArrayRef:
    """The name of an array; two arrays share it exactly when dtype, shape and every byte agree."""
    data = np.ascontiguousarray(array)
    if data.dtype.hasobject:
        raise TypeError("arrays of Python objects cannot be stored")
    little = data.dtype.newbyteorder("<")
    data = data.astype(little, copy=False)
    head = f"{little.str}{data.shape}".encode()
    digest = hashlib.sha256(head)
    digest.update(data.data if data.size else b"")
    return ArrayRef(digest.hexdigest(), tuple(int(n) for n in data.shape), little.str)


class ArrayStore(Protocol):
    """Where the numbers live: content-addressed, read-only, the same array stored once."""

    def put(self, array: Array) -> ArrayRef:
        """Keep an array and return its name."""

    def get(self, ref: ArrayRef) -> Array:
        """The array of that name, read-only. Raises KeyError when it is not held."""

    def __contains__(self, ref: object) -> bool: ...


class MemoryStore:
    """Arrays kept in memory: for the command line, child processes and tests."""

    def __init__(self) -> None:
        self._arrays: dict[str, Array] = {}

    def put(self, array: Array) -> ArrayRef:
        """Keep a read-only copy of an array and return its name."""
        ref = reference(array)
        if ref.digest not in self._arrays:
            held = np.array(array, dtype=ref.dtype, order="C", copy=True)
            held.flags.writeable = False
            self._arrays[ref.digest] = held
        return ref

    def get(self, ref: ArrayRef) -> Array:
        """The array of that name. Raises KeyError when it is not held."""
        return self._arrays[ref.digest]

    def __contains__(self, ref: object) -> bool:
        return isinstance(ref, ArrayRef) and ref.digest in self._arrays


def gather(store: ArrayStore, refs: Iterable[ArrayRef]) -> dict[str, Array]:
    """The arrays of these names by digest, as a child process is handed them."""
    return {ref.digest: store.get(ref) for ref in refs}
