"""h5py as NaGlass uses it: no plug-ins, no file locks, every failure one kind of exception, small things written fast.

Importing this imports h5py; project_file.py does so only when a file is read or written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

# HDF5 loads filter plug-ins named by a file from folders of the machine; "::" forbids it. It is read at the first import.
os.environ["HDF5_PLUGIN_PRELOAD"] = "::"

import h5py  # noqa: E402
import numpy as np  # noqa: E402
from h5py import h5a, h5d, h5g, h5p, h5s, h5t  # noqa: E402

from naglass_gui.core.arrays import Array  # noqa: E402

# Checksummed metadata, and still read by HDF5 1.10 and later.
FORMAT = ("v110", "v110")
# What h5py raises for a broken file or a failed write.
FAULTS = (OSError, RuntimeError, ValueError, KeyError, TypeError, MemoryError, NotImplementedError, OverflowError)
# Every dataset is written or read once, whole: a large chunk cache is only a large table to set up for each.
_CACHES: dict[str, Any] = {"rdcc_nslots": 11, "rdcc_nbytes": 2**20}
_COMPACT_LIMIT = 4096
_MAX_TEXT = 1000


class BrokenFile(Exception):
    """HDF5 could not read or write; the reason is its own words."""


@contextmanager
def faults() -> Iterator[None]:
    """Turn whatever h5py raises into BrokenFile."""
    try:
        yield
    except FAULTS as fault:
        raise BrokenFile(f"{type(fault).__name__}: {fault}") from fault


@contextmanager
def reading(path: Path) -> Iterator[h5py.File]:
    """The file, open read-only without a lock. Raises BrokenFile."""
    with faults():
        file = h5py.File(path, "r", locking=False, **_CACHES)
    try:
        yield file
    finally:
        with faults():
            file.close()


@contextmanager
def writing(stream: Any) -> Iterator[h5py.File]:
    """A new HDF5 file on a writable binary stream (seek, read, readinto, write, truncate, flush).

    Raises:
        BrokenFile: it cannot be opened or, what counts most, not closed.
    """
    with faults():
        file = h5py.File(stream, "w", libver=FORMAT, **_CACHES)
    try:
        yield file
    finally:
        with faults():
            file.close()


def group(parent: h5g.GroupID, name: str, nx_class: str) -> h5g.GroupID:
    """A new group with its NeXus class."""
    made = h5g.create(parent, name.encode())
    attribute(made, "NX_class", nx_class)
    return made


def attribute(owner: Any, name: str, value: str | int | Sequence[str]) -> None:
    """Write an attribute: a text, a list of texts or a whole number; of fixed length, so that its checksum covers it."""
    data = np.array(value, np.int64) if isinstance(value, int) else _text_array(value)
    kind = h5t.NATIVE_INT64 if isinstance(value, int) else _text_type(data.dtype.itemsize)
    h5a.create(owner, name.encode(), kind, space(data.shape)).write(data, kind)


def dataset(parent: h5g.GroupID, name: str, value: Any, units: str = "") -> None:
    """Write a small table or number (text, number, list of texts or numbers) with its unit, inside its own header."""
    if isinstance(value, str) or (isinstance(value, list | tuple) and value and isinstance(value[0], str)):
        data = _text_array(value)
        kind = _text_type(data.dtype.itemsize)
    else:
        data = np.asarray(value)
        kind = _number_type(data.dtype)
    settings = _COMPACT if data.nbytes <= _COMPACT_LIMIT else None
    made = h5d.create(parent, name.encode(), kind, space(data.shape), settings)
    made.write(h5s.ALL, h5s.ALL, data, kind)
    if units:
        attribute(made, "units", units)


def _compact() -> h5p.PropDCID:
    settings = h5p.create(h5p.DATASET_CREATE)
    settings.set_obj_track_times(False)
    settings.set_layout(h5d.COMPACT)
    return settings


_COMPACT = _compact()


@lru_cache(maxsize=64)
def space(shape: tuple[int, ...]) -> h5s.SpaceID:
    """The extent of a dataset or attribute; () for a single value."""
    return h5s.create_simple(shape) if shape else h5s.create(h5s.SCALAR)


@lru_cache(maxsize=64)
def _number_type(dtype: np.dtype[Any]) -> h5t.TypeID:
    return h5t.py_create(dtype)


def _text_array(value: str | Sequence[str]) -> Array:
    """Fixed-length UTF-8 for people to read; the exact texts are in the state."""
    if isinstance(value, str):
        return np.array(_utf8(value))
    return np.array([_utf8(text) for text in value])


def _utf8(text: str) -> bytes:
    # A NUL would end the text early, and a lone surrogate (of an odd file name) has no UTF-8.
    return text[:_MAX_TEXT].replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace")


@lru_cache(maxsize=256)
def _text_type(length: int) -> h5t.TypeStringID:
    kind = h5t.C_S1.copy()
    kind.set_size(max(length, 1))
    kind.set_cset(h5t.CSET_UTF8)
    kind.set_strpad(h5t.STR_NULLPAD)
    return kind
