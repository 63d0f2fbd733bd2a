"""How values travel between this program and its own child processes.

The one place where pickle is used: both ends are this program, and no file's bytes are ever unpickled. Values over 8 MB
go through a memory-mapped file, so that neither end copies them through a pipe.
"""

from __future__ import annotations

import contextlib
import mmap
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGE = 8_000_000
_ALIGNMENT = 64


@dataclass(frozen=True, slots=True)
class Parcel:
    """A packed value: inside, or in a file where it is large.

    `spans` are (offset, length) of the pickled head and of each array's bytes in the file.
    """

    pieces: tuple[bytes, ...] = ()
    file: str = ""
    spans: tuple[tuple[int, int], ...] = ()


def pack(value: Any, file: Path) -> Parcel:
    """The value as a parcel.

    Args:
        value: anything made of plain values, dataclasses, arrays and module-level functions.
        file: where the bytes go when they are over 8 MB; it must not exist yet.

    Raises:
        TypeError: the value holds something that cannot be packed, such as a lambda or an open file.
        OSError: the file cannot be written.
    """
    arrays: list[pickle.PickleBuffer] = []
    try:
        head = pickle.dumps(value, protocol=5, buffer_callback=arrays.append)
    except (pickle.PicklingError, AttributeError, RecursionError) as error:
        raise TypeError(f"cannot be handed to another process: {error}") from error
    pieces = [memoryview(head), *(array.raw() for array in arrays)]
    if sum(piece.nbytes for piece in pieces) <= LARGE:
        return Parcel(tuple(bytes(piece) for piece in pieces))
    return Parcel(file=str(file), spans=_write(pieces, file))


def unpack(parcel: Parcel) -> Any:
    """The value of a parcel; its arrays are read-only. A file is used up: it goes once nothing maps it."""
    if not parcel.file:
        return pickle.loads(parcel.pieces[0], buffers=parcel.pieces[1:])
    path = Path(parcel.file)
    with path.open("rb") as handle:
        mapped = memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))
    # Windows keeps a mapped file; it goes with the folder of the session.
    with contextlib.suppress(PermissionError):
        path.unlink()
    head, *arrays = (mapped[offset : offset + length] for offset, length in parcel.spans)
    return pickle.loads(head, buffers=arrays)


def discard(parcel: Parcel) -> None:
    """Delete the file of a parcel that nobody will open."""
    if parcel.file:
        Path(parcel.file).unlink(missing_ok=True)


def _write(pieces: Sequence[memoryview], file: Path) -> tuple[tuple[int, int], ...]:
    spans = []
    with file.open("xb") as handle:
        for piece in pieces:
            handle.seek(-(-handle.tell() // _ALIGNMENT) * _ALIGNMENT)
            spans.append((handle.tell(), piece.nbytes))
            handle.write(piece)
    return tuple(spans)
