"""What an HDF5 file may look like before anything in it is read: a plain tree of plain numbers and short texts.

Only headers are looked at. Whatever leads out of the file, runs code, refers, repeats without end or claims more than the
file can hold is refused.
"""

from __future__ import annotations

import math

import h5py
import numpy as np
from h5py import h5a, h5d, h5g, h5l, h5o, h5t, h5z

from naglass_gui.storage.hdf5 import FAULTS, faults
from naglass_gui.storage.state import MAX_STATE

MAX_DEPTH = 8
MAX_LINKS = 1_000_000
MAX_ATTRIBUTES = 32
MAX_ATTRIBUTE_BYTES = 65_536
MAX_NAME_BYTES = 255
MAX_TEXT_BYTES = 65_536
MAX_DIMENSIONS = 8
# What a link, an attribute or a header costs a file at the very least; more of them than fit is a lie.
_LINK_BYTES = 8
# deflate cannot shrink more than 1032:1.
_DEFLATE_LIMIT = 1032
_FILTERS = frozenset({h5z.FILTER_DEFLATE, h5z.FILTER_SHUFFLE, h5z.FILTER_FLETCHER32})


class Hostile(Exception):
    """A structure that is refused; the text says what was found and where."""


def check_structure(file: h5py.File, size: int, vital: str) -> bool:
    """Look at every object's header, reading no data.

    Args:
        file: open read-only.
        size: of the file, in bytes.
        vital: name of the group that must be whole.

    Returns:
        Whether all headers are whole; those outside the vital group may be damaged, and are then left alone.

    Raises:
        Hostile: something that a project never holds.
        BrokenFile: the headers of the root or of the vital group are damaged.
    """
    walk = _Walk(size, f"/{vital}/")
    with faults():
        top = h5o.open(file.id, b"/")
        walk.run(top, h5o.get_info(top).addr)
    return walk.whole


class _Walk:
    def __init__(self, size: int, vital: str) -> None:
        self.whole = True
        self._size = size
        self._vital = vital
        self._groups: set[int] = set()
        self._datasets: set[int] = set()
        self._left = min(MAX_LINKS, size // _LINK_BYTES)

    def run(self, top: h5g.GroupID, address: int) -> None:
        self._groups.add(address)
        waiting: list[tuple[h5g.GroupID, str, int]] = [(top, "", 0)]
        while waiting:
            group, path, depth = waiting.pop()
            try:
                waiting += self._look(group, path, depth)
            except FAULTS:
                if not path or f"{path}/".startswith(self._vital):
                    raise
                self.whole = False

    def _look(self, group: h5g.GroupID, path: str, depth: int) -> list[tuple[h5g.GroupID, str, int]]:
        """Check what is in a group; the groups in it, which are still to be checked."""
        _check_attributes(group, path or "/")
        self._count(group, path)
        groups: list[tuple[h5g.GroupID, str, int]] = []
        for name, kind, address in _links(group):
            place = f"{path}/{_plain(name)}"
            _check_name(name, place)
            _check_link(kind, place)
            if address in self._datasets:
                continue
            inner = h5o.open(group, name)
            if isinstance(inner, h5d.DatasetID):
                self._datasets.add(address)
                _check_dataset(inner, place, self._size)
            elif isinstance(inner, h5g.GroupID):
                self._enter(address, depth + 1, place)
                groups.append((inner, place, depth + 1))
            else:
                raise Hostile(f"a stored data type at {place}")
        return groups

    def _count(self, group: h5g.GroupID, path: str) -> None:
        self._left -= group.get_num_objs()
        if self._left < 0:
            raise Hostile(f"more objects than a project has or the file can hold, below {path or '/'}")

    def _enter(self, address: int, depth: int, place: str) -> None:
        if address in self._groups:
            raise Hostile(f"a group that is reached twice, {place}")
        if depth > MAX_DEPTH:
            raise Hostile(f"groups nested too deeply at {place[:80]}")
        self._groups.add(address)


def _links(group: h5g.GroupID) -> list[tuple[bytes, int, int]]:
    """(name, kind, address of the object) of each link; h5py hands out one `info` for all, so it is read at once."""
    found: list[tuple[bytes, int, int]] = []
    group.links.iterate(lambda name, info: found.append((name, info.type, info.u)), info=True)
    return found


def _plain(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")[:60]


def _check_name(name: bytes, place: str) -> None:
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        raise Hostile(f"a name that is no text at {place}") from None
    if len(name) > MAX_NAME_BYTES or not text.isprintable() or text.strip() in {"", ".", ".."}:
        raise Hostile(f"an impossible name at {place!r}")


def _check_link(kind: int, place: str) -> None:
    if kind == h5l.TYPE_EXTERNAL:
        raise Hostile(f"a link to another file at {place}")
    if kind == h5l.TYPE_SOFT:
        raise Hostile(f"a soft link at {place}")
    if kind != h5l.TYPE_HARD:
        raise Hostile(f"a link of an unknown kind at {place}")


def _check_attributes(owner: h5g.GroupID | h5d.DatasetID, place: str) -> None:
    count = h5a.get_num_attrs(owner)
    if count == 0:
        return
    if count > MAX_ATTRIBUTES:
        raise Hostile(f"too many attributes at {place}")

    # Nothing may be raised out of the call-back, nor its `info` be kept.
    found: list[tuple[bytes, int]] = []
    h5a.iterate(owner, lambda name, info: found.append((name, info.data_size)), info=True)
    for name, size in found:
        where = f"{place}@{_plain(name)}"
        _check_name(name, where)
        if size > MAX_ATTRIBUTE_BYTES:
            raise Hostile(f"a giant attribute at {where}")
        _check_type(h5a.open(owner, name).get_type(), where)


def _check_dataset(dataset: h5d.DatasetID, place: str, size: int) -> None:
    _check_attributes(dataset, place)
    kind = dataset.get_type()
    _check_type(kind, place)
    shape = dataset.shape
    if len(shape) > MAX_DIMENSIONS:
        raise Hostile(f"too many dimensions at {place}")
    settings = dataset.get_create_plist()
    if settings.get_layout() == h5d.VIRTUAL:
        raise Hostile(f"a virtual dataset at {place}")
    if settings.get_external_count() > 0:
        raise Hostile(f"data in another file at {place}")
    filters = [settings.get_filter(i)[0] for i in range(settings.get_nfilters())]
    if not set(filters) <= _FILTERS:
        raise Hostile(f"data packed by an unknown filter at {place}")
    if len(set(filters)) < len(filters):
        raise Hostile(f"data packed twice at {place}")
    declared = math.prod(shape) * kind.get_size()
    _check_size(dataset, declared, place, size, packed=h5z.FILTER_DEFLATE in filters)
    # A chunk is unpacked whole, however little of it is data.
    chunked = settings.get_layout() == h5d.CHUNKED
    if chunked and math.prod(settings.get_chunk()) * kind.get_size() > 2 * declared + 65536:
        raise Hostile(f"pieces larger than the data at {place}")


def _check_size(dataset: h5d.DatasetID, declared: int, place: str, size: int, *, packed: bool) -> None:
    if declared == 0:
        return
    stored = dataset.get_storage_size()
    if stored > size:
        raise Hostile(f"data larger than the file at {place}")
    if packed and declared > min(MAX_STATE, _DEFLATE_LIMIT * stored):
        raise Hostile(f"data that would unpack to {declared:,} bytes at {place}")
    if not packed and declared > stored:
        raise Hostile(f"{declared:,} bytes declared where the file holds {stored:,}, at {place}")


def _check_type(kind: h5t.TypeID, place: str) -> None:
    if kind.committed():
        raise Hostile(f"a shared data type at {place}")
    if isinstance(kind, h5t.TypeStringID):
        if kind.is_variable_str() or kind.get_size() > MAX_TEXT_BYTES:
            raise Hostile(f"a text of unknown or giant length at {place}")
    elif isinstance(kind, h5t.TypeCompoundID):
        _check_complex(kind, place)
    elif not (isinstance(kind, h5t.TypeIntegerID | h5t.TypeFloatID) and kind.get_size() <= 8):
        raise Hostile(f"data that are neither numbers nor texts at {place}")


def _check_complex(kind: h5t.TypeCompoundID, place: str) -> None:
    """The one compound allowed: complex numbers as h5py writes them, (r, i) of the same float."""
    names = [kind.get_member_name(i) for i in range(min(kind.get_nmembers(), 3))]
    if names != [b"r", b"i"] or kind.dtype not in (np.dtype(np.complex64), np.dtype(np.complex128)):
        raise Hostile(f"compound data at {place}")
