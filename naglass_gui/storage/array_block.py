"""Arrays in an HDF5 file: how each is laid out, written and read back bit for bit."""

from __future__ import annotations

import math
import zlib
from functools import cache
from typing import Any

import numpy as np
from h5py import h5d, h5g, h5p, h5s, h5t

from naglass_gui.core.arrays import Array, ArrayRef
from naglass_gui.storage.hdf5 import faults

CHUNK_BYTES = 2**20
# gzip costs some 12 ms a MB, where writing costs 3, and takes a tenth off measured floats: it is for texts (the state, most
# original files), which shrink to a third. What is large is never packed.
GZIP_LIMIT = 2**26
_GZIP_FROM = 4096
_SAMPLE = 16384
_PAYS = 0.5


def write_array(parent: h5g.GroupID, name: str, array: Array) -> h5d.DatasetID:
    """Store an array under a name: chunked with checksums, gzip where it pays.

    Complex numbers are h5py's pairs r, i; truth values are stored as bytes; an empty array or a single number lies in its
    own header, which has a checksum too.
    """
    data = np.ascontiguousarray(array)
    stored = _stored_type(data.dtype)
    settings = h5p.create(h5p.DATASET_CREATE)
    settings.set_obj_track_times(False)
    settings.set_fill_time(h5d.FILL_TIME_NEVER)
    if data.size and data.ndim:
        settings.set_chunk(chunk_shape(data.shape, data.dtype.itemsize))
        if gzip_pays(data):
            settings.set_deflate(1)
        settings.set_fletcher32()
    else:
        settings.set_layout(h5d.COMPACT)
    space = h5s.create_simple(data.shape) if data.ndim else h5s.create(h5s.SCALAR)
    made = h5d.create(parent, name.encode(), stored, space, settings)
    if data.size:
        made.write(h5s.ALL, h5s.ALL, data.view(np.uint8) if data.dtype.kind == "b" else data)
    return made


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


def gzip_pays(array: Array) -> bool:
    """Whether these are bytes of which a sample from the middle shrinks to half."""
    if array.dtype.itemsize > 1 or not _GZIP_FROM <= array.nbytes <= GZIP_LIMIT:
        return False
    flat = array.reshape(-1)
    start = max(flat.size - _SAMPLE, 0) // 2
    sample = flat[start : start + _SAMPLE]
    return len(zlib.compress(sample.data, 1)) < _PAYS * sample.nbytes


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
