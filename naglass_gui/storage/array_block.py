"""Arrays in an HDF5 file: how each is laid out, written and read back bit for bit."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import numpy as np
from h5py import h5d, h5g, h5p, h5s, h5t

from naglass_gui.core.arrays import Array, ArrayRef, ArrayStore
from naglass_gui.core.project import Channel
from naglass_gui.storage.hdf5 import attribute, faults, space

CHUNK_BYTES = 2**20


def write_array(parent: h5g.GroupID, name: str, array: Array, *, packed: bool = False) -> h5d.DatasetID:
    """Store an array under a name: chunked with checksums; gzip 1 where asked.

    gzip pays for the state alone, which shrinks to an eighth. Measured: on the text of an original file it costs 17 ms a MB
    where writing with checksums costs 1.6, to save two thirds; of measured floats it saves a sixth.

    Complex numbers are h5py's pairs r, i; truth values are stored as bytes; an empty array or a single number lies in its
    own header, which has a checksum too.
    """
    data = np.ascontiguousarray(array)
    chunk = chunk_shape(data.shape, data.dtype.itemsize) if data.size and data.ndim else None
    made = h5d.create(parent, name.encode(), _stored_type(data.dtype), space(data.shape), _settings(chunk, packed))
    if data.size:
        made.write(h5s.ALL, h5s.ALL, data.view(np.uint8) if data.dtype.kind == "b" else data)
    return made


@lru_cache(maxsize=64)
def _settings(chunk: tuple[int, ...] | None, packed: bool) -> h5p.PropDCID:
    settings = h5p.create(h5p.DATASET_CREATE)
    settings.set_obj_track_times(False)
    settings.set_fill_time(h5d.FILL_TIME_NEVER)
    if chunk is None:
        settings.set_layout(h5d.COMPACT)
        return settings
    settings.set_chunk(chunk)
    if packed:
        settings.set_deflate(1)
    settings.set_fletcher32()
    return settings


def chunk_shape(shape: tuple[int, ...], itemsize: int) -> tuple[int, ...]:
    """Chunks of at most about a megabyte, whole in the last dimensions."""
    left = max(CHUNK_BYTES // itemsize, 1)
    chunk: list[int] = []
    for n in reversed(shape):
        pieces = -(-n // left)
        side = -(-n // pieces)  # even pieces: the last one is not padded
        chunk.insert(0, side)
        left = max(left // side, 1)
    return tuple(chunk)


def matches(dataset: h5d.DatasetID, ref: ArrayRef) -> bool:
    """Whether a dataset declares the shape and kind its name in the state has."""
    return bool(dataset.shape == ref.shape and dataset.get_type() == _stored_type(np.dtype(ref.dtype)))


@cache
def _stored_type(dtype: np.dtype[Any]) -> h5t.TypeID:
    return h5t.py_create(np.dtype(np.uint8) if dtype.kind == "b" else dtype)


def read_array(dataset: h5d.DatasetID, ref: ArrayRef) -> Array:
    """The array as it was written; whether its bytes are right is for the caller's digest. Raises BrokenFile."""
    array = np.zeros(ref.shape, np.dtype(ref.dtype))
    if math.prod(ref.shape):
        with faults():
            dataset.read(h5s.ALL, h5s.ALL, array.view(np.uint8) if array.dtype.kind == "b" else array)
    return array


class Arrays:
    """The arrays of the file: each is written when first asked for, and linked from then on."""

    def __init__(
        self, folder: h5g.GroupID, store: ArrayStore, absent: frozenset[str], step: Callable[[int], None]
    ) -> None:
        self._folder = folder
        self._store = store
        self._absent = absent
        self._step = step
        self._units: dict[str, str] = {}

    def add(self, ref: ArrayRef, unit: str = "") -> bool:
        """Store an array with its unit; False for one that is absent."""
        if ref.digest in self._absent:
            return False
        if ref.digest not in self._units:
            self._write(self._folder, ref.digest, ref, unit)
            self._units[ref.digest] = unit
        return True

    def link(self, parent: h5g.GroupID, name: str, channel: Channel) -> bool:
        """Show a channel's array in a group; False for one that is absent.

        Channels that share the array share its one dataset, units included. The odd array that means two units (all
        zeros, say) is written again for the second.
        """
        if not self.add(channel.array, channel.unit):
            return False
        if self._units[channel.array.digest] == channel.unit:
            parent.links.create_hard(name.encode(), self._folder, channel.array.digest.encode())
        else:
            self._write(parent, name, channel.array, channel.unit)
        return True

    def _write(self, parent: h5g.GroupID, name: str, ref: ArrayRef, unit: str) -> h5d.DatasetID:
        array = self._store.get(ref)
        made = write_array(parent, name, array)
        if unit:
            attribute(made, "units", unit)
        self._step(array.nbytes)
        return made
