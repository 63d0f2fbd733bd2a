"""MATLAB 5 .mat files: numbers, texts, cells and structures, as MathWorks' "MAT-File Format" describes them.

An own reader, since damaged files end the process in scipy's.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np

from naglass_gui.core.arrays import Array

SIGNATURE = b"MATLAB 5.0 MAT-file"
_HEADER = 128
_MAX_UNPACKED = 200 * 1024**2
_MAX_DEPTH = 8
_MAX_ELEMENTS = 100_000
_NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
_TEXTS = {1: "latin-1", 2: "latin-1", 4: "utf-16", 16: "utf-8", 17: "utf-16", 18: "utf-32"}
_MATRIX, _COMPRESSED = 14, 15
_CELL, _STRUCTURE, _CHARACTERS, _FIRST_NUMBER, _LAST_NUMBER = 1, 2, 4, 6, 15
_COMPLEX = 0x0800

Value = Any
"""An array, a text, a list of texts, a list of values (cell), or a dict (structure of one element)."""


class Damaged(ValueError):
    """The file breaks off or contradicts itself, or holds what is not read (objects, sparse arrays)."""


def variables(data: bytes) -> dict[str, Value]:
    """The variables of a file by name; those of kinds that are not read are left out. Raises Damaged."""
    if len(data) < _HEADER or data[126:128] not in (b"IM", b"MI"):
        raise Damaged("no header")
    order = "<" if data[126:128] == b"IM" else ">"
    found: dict[str, Value] = {}
    elements = _Elements(data[_HEADER:], order)
    while not elements.at_end:
        kind, content = elements.next()
        if kind == _COMPRESSED:
            unpacker = zlib.decompressobj()
            try:
                content = unpacker.decompress(content, _MAX_UNPACKED)
            except zlib.error as fault:
                raise Damaged("compressed data are broken") from fault
            if unpacker.unconsumed_tail:
                raise Damaged("compressed data unpack to over 200 MB")
            kind, content = _Elements(content, order).next()
        if kind == _MATRIX:
            name, value = _matrix(content, order, 0)
            found.setdefault(name, value)
    return found


class _Elements:
    """The data elements of a run of bytes, one after the other."""

    def __init__(self, data: bytes, order: str) -> None:
        self._data = data
        self._order = order
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at + 8 > len(self._data)

    def next(self) -> tuple[int, bytes]:
        """Kind and bytes of the next element. Raises Damaged where there is none."""
        if self.at_end:
            raise Damaged("an element is missing")
        first, length = struct.unpack_from(f"{self._order}II", self._data, self._at)
        if first >> 16:  # a small element: its length and up to four bytes share the tag
            kind, length = first & 0xFFFF, first >> 16
            begin, self._at = self._at + 4, self._at + 8
            if length > 4:
                raise Damaged("a small element is too long")
        else:
            kind, begin = first, self._at + 8
            # Elements begin at multiples of eight bytes; compressed ones follow each other without a gap.
            self._at = begin + (length if kind == _COMPRESSED else -(-length // 8) * 8)
        if begin + length > len(self._data):
            raise Damaged("an element is cut off")
        return kind, self._data[begin : begin + length]


def _matrix(data: bytes, order: str, depth: int) -> tuple[str, Value]:
    """Name and value of an array. Raises Damaged."""
    if depth > _MAX_DEPTH:
        raise Damaged("structures lie too deep in each other")
    if not data:
        return "", np.zeros(0)
    elements = _Elements(data, order)
    flags = _numbers(elements.next(), order)
    shape = tuple(int(n) for n in _numbers(elements.next(), order))
    name = elements.next()[1].decode("latin-1")
    if not len(flags) or not shape or min(shape) < 0:
        raise Damaged("an array has no shape")
    kind, is_complex = int(flags[0]) & 0xFF, bool(int(flags[0]) & _COMPLEX)
    count = 1
    for n in shape:
        count *= n
    if _FIRST_NUMBER <= kind <= _LAST_NUMBER:
        return name, _array(elements, order, shape, count, is_complex)
    if kind == _CHARACTERS:
        return name, _texts(elements.next(), order, shape, count)
    if count > _MAX_ELEMENTS:
        raise Damaged("too many cells")
    if kind == _CELL:
        return name, [_next_matrix(elements, order, depth) for _ in range(count)]
    if kind == _STRUCTURE and count == 1:
        return name, _structure(elements, order, depth)
    return name, None


def _structure(elements: _Elements, order: str, depth: int) -> dict[str, Value]:
    lengths = _numbers(elements.next(), order)
    names = elements.next()[1]
    length = int(lengths[0]) if len(lengths) else 0
    if length < 1 or len(names) // length > 1000:
        raise Damaged("a structure has no field names")
    fields = [names[i : i + length].split(b"\0")[0].decode("latin-1") for i in range(0, len(names), length)]
    return {field: _next_matrix(elements, order, depth) for field in fields}


def _next_matrix(elements: _Elements, order: str, depth: int) -> Value:
    kind, content = elements.next()
    if kind != _MATRIX:
        raise Damaged("an array is expected")
    return _matrix(content, order, depth + 1)[1]


def _array(elements: _Elements, order: str, shape: tuple[int, ...], count: int, is_complex: bool) -> Array:
    parts = [_numbers(elements.next(), order) for _ in range(2 if is_complex else 1)]
    if any(len(part) != count for part in parts):
        raise Damaged("an array has another number of elements than its shape")
    values = parts[0].astype(np.float64)
    whole = values + 1j * parts[1] if is_complex else values
    return np.ascontiguousarray(whole.reshape(shape, order="F"))


def _texts(element: tuple[int, bytes], order: str, shape: tuple[int, ...], count: int) -> str | list[str]:
    """A text, or the rows of a block of characters, which are kept column by column."""
    kind, content = element
    coding = _TEXTS.get(kind)
    if coding is None:
        raise Damaged("characters of a kind that is not known")
    if coding in ("utf-16", "utf-32"):
        coding += "-le" if order == "<" else "-be"
    characters = content.decode(coding, "replace")
    if len(characters) < count:
        raise Damaged("a text is cut off")
    rows = shape[0] if count else 1
    if rows <= 1:
        return characters[:count]
    return [characters[i:count:rows] for i in range(rows)]


def _numbers(element: tuple[int, bytes], order: str) -> Array:
    kind, content = element
    dtype = _NUMBERS.get(kind)
    if dtype is None:
        raise Damaged("numbers of a kind that is not known")
    size = np.dtype(dtype).itemsize
    return np.frombuffer(content[: len(content) // size * size], order + dtype)
