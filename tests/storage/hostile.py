"""Hostile project files, one function a kind; each is a real project into which one thing was worked that must be refused.

write = KINDS["an external link"]
write(path, canary)       # the file at `path` now reaches for the file `canary`
"""

from __future__ import annotations

import json
import os
import socket
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from h5py import h5d, h5f, h5g, h5o, h5p, h5s, h5t, h5z

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.storage import save_project
from naglass_gui.storage.state import digest
from tests.storage.studies import a_study

Write = Callable[[Path, Path], None]
KINDS: dict[str, Write] = {}
ARRAYS = "naglass/arrays"
FLOOD = 50_000


def kind(name: str) -> Callable[[Callable[[h5py.File, Path], None]], None]:
    """Register a change to an open, valid project."""

    def register(change: Callable[[h5py.File, Path], None]) -> None:
        def write(path: Path, canary: Path) -> None:
            valid(path)
            with h5py.File(path, "r+", libver=("v110", "v110")) as file:
                change(file, canary)

        KINDS[name] = write

    return register


def whole(name: str) -> Callable[[Write], None]:
    """Register a function that makes the whole file."""

    def register(write: Write) -> None:
        KINDS[name] = write

    return register


def valid(path: Path) -> None:
    """A small valid project."""
    store = MemoryStore()
    save_project(a_study(store, spectra=1), store, path, expected=None)


def first_array(file: h5py.File) -> tuple[h5py.Group, str]:
    """The group of the arrays and the name of the first spectrum's z_real in it."""
    document = json.loads(file["naglass/state"][()].tobytes())
    channel = document["project"]["samples"][0]["measurements"][0]["channels"][1]
    return file[ARRAYS], channel["array"]["digest"]


def put_state(file: h5py.File, text: bytes, **options: Any) -> None:
    """Replace the state, digest and all."""
    del file["naglass/state"]
    made = file["naglass"].create_dataset("state", data=np.frombuffer(text, np.uint8), **options)
    made.attrs["sha256"] = np.bytes_(digest(text.decode("ascii", "replace").replace("\ufffd", "?")))


def change_state(file: h5py.File, change: Callable[[dict[str, Any]], Any]) -> None:
    document = json.loads(file["naglass/state"][()].tobytes())
    change(document)
    put_state(file, json.dumps(document).encode())


# -- links -------------------------------------------------------------------------------------------------------------


@kind("an external link")
def _(file: h5py.File, canary: Path) -> None:
    file["elsewhere"] = h5py.ExternalLink(str(canary), "/")


@kind("an external link for an array")
def _(file: h5py.File, canary: Path) -> None:
    arrays, name = first_array(file)
    del arrays[name]
    arrays[name] = h5py.ExternalLink(str(canary), "/data")


@kind("an external link for the state")
def _(file: h5py.File, canary: Path) -> None:
    del file["naglass/state"]
    file["naglass/state"] = h5py.ExternalLink(str(canary), "/data")


@kind("an external link for everything")
def _(file: h5py.File, canary: Path) -> None:
    del file["naglass"]
    file["naglass"] = h5py.ExternalLink(str(canary), "/")


@kind("a soft link")
def _(file: h5py.File, canary: Path) -> None:
    file["again"] = h5py.SoftLink("/naglass/state")


@kind("a soft link to itself")
def _(file: h5py.File, canary: Path) -> None:
    file["loop"] = h5py.SoftLink("/loop")


@kind("a group within itself")
def _(file: h5py.File, canary: Path) -> None:
    file["naglass/arrays/naglass"] = file["naglass"]


@kind("the root within itself")
def _(file: h5py.File, canary: Path) -> None:
    file["naglass/root"] = file["/"]


@kind("a group under two names")
def _(file: h5py.File, canary: Path) -> None:
    file["copy"] = file["naglass"]


# -- data elsewhere ----------------------------------------------------------------------------------------------------


@kind("external raw storage")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("outside", (8,), "u1", external=[(str(canary), 0, 8)])


@kind("external raw storage for an array")
def _(file: h5py.File, canary: Path) -> None:
    arrays, name = first_array(file)
    shape = arrays[name].shape
    del arrays[name]
    arrays.create_dataset(name, shape, "f8", external=[(str(canary), 0, h5py.h5f.UNLIMITED)])


@kind("a virtual dataset")
def _(file: h5py.File, canary: Path) -> None:
    virtual = h5py.VirtualLayout((8,), "u1")
    virtual[:] = h5py.VirtualSource(str(canary), "data", (8,))
    file.create_virtual_dataset("virtual", virtual)


# -- packing -----------------------------------------------------------------------------------------------------------


def packed(file: h5py.File, name: str, shape: tuple[int, ...], chunk: tuple[int, ...], *filters: Any) -> h5d.DatasetID:
    settings = h5p.create(h5p.DATASET_CREATE)
    settings.set_chunk(chunk)
    for filter, *rest in filters:
        settings.set_filter(filter, h5z.FLAG_OPTIONAL, tuple(rest))
    return h5d.create(file.id, name.encode(), h5t.STD_U8LE, h5s.create_simple(shape), settings)


@kind("a filter of a plug-in")
def _(file: h5py.File, canary: Path) -> None:
    packed(file, "zstd", (8,), (8,), (32015, 3)).write_direct_chunk((0,), b"12345678")


@kind("lzf, which h5py has and HDF5 has not")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("lzf", data=np.zeros(100), compression="lzf")


@kind("a filter that rounds")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("rounded", data=np.arange(100), scaleoffset=3)


@kind("data packed twice")
def _(file: h5py.File, canary: Path) -> None:
    inner = zlib.compress(bytes(2**20))
    made = packed(file, "twice", (2**20,), (2**20,), (h5z.FILTER_DEFLATE, 9), (h5z.FILTER_DEFLATE, 9))
    made.write_direct_chunk((0,), zlib.compress(inner))


@kind("an expansion bomb")
def _(file: h5py.File, canary: Path) -> None:
    side = 2**28
    packed(file, "bomb", (side,), (side,), (h5z.FILTER_DEFLATE, 9)).write_direct_chunk(
        (0,), zlib.compress(bytes(2**24), 9)
    )


@kind("an expansion bomb for the state")
def _(file: h5py.File, canary: Path) -> None:
    put_state(file, b" " * (2**26 + 1), compression=9)


@kind("a chunk larger than its data")
def _(file: h5py.File, canary: Path) -> None:
    settings = h5p.create(h5p.DATASET_CREATE)
    settings.set_chunk((2**30,))
    settings.set_deflate(9)
    space = h5s.create_simple((8,), (h5s.UNLIMITED,))
    made = h5d.create(file.id, b"chunky", h5t.STD_U8LE, space, settings)
    made.write_direct_chunk((0,), zlib.compress(bytes(2**20), 9))


@kind("a terabyte that is not there")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("huge", (2**37,), "f8")


@kind("a terabyte of pieces that are not there")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("huge", (2**37,), "f8", chunks=(2**17,))


@kind("a terabyte for an array")
def _(file: h5py.File, canary: Path) -> None:
    arrays, name = first_array(file)
    del arrays[name]
    arrays.create_dataset(name, (2**37,), "f8", chunks=(2**17,), compression=1)


@kind("data of 32 dimensions")
def _(file: h5py.File, canary: Path) -> None:
    file["deep"] = np.zeros((1,) * 32, np.uint8)


# -- floods ------------------------------------------------------------------------------------------------------------


@kind("groups nested without end")
def _(file: h5py.File, canary: Path) -> None:
    group = file.id
    for _ in range(2000):
        group = h5g.create(group, b"g")


@kind("a flood of links")
def _(file: h5py.File, canary: Path) -> None:
    target = h5o.open(file.id, b"naglass/state")
    flood = h5g.create(file.id, b"flood")
    for i in range(FLOOD):
        h5o.link(target, flood, b"%d" % i)


@kind("a flood of attributes")
def _(file: h5py.File, canary: Path) -> None:
    for i in range(200):
        file["naglass"].attrs[f"a{i}"] = i


@kind("a giant attribute")
def _(file: h5py.File, canary: Path) -> None:
    file["naglass"].attrs.create("giant", np.zeros(2**17, np.uint8))


@kind("a giant text")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("giant", data=np.array(b"x" * 2**20))


# -- types -------------------------------------------------------------------------------------------------------------


@kind("a text of any length")
def _(file: h5py.File, canary: Path) -> None:
    file["text"] = "words"


@kind("an attribute of any length")
def _(file: h5py.File, canary: Path) -> None:
    file["naglass"].attrs["text"] = "words"


@kind("lists of any length")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("lists", (2,), h5py.vlen_dtype(np.float64))


@kind("object references")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("refs", data=np.array([file.ref], dtype=h5py.ref_dtype))


@kind("an attribute that refers")
def _(file: h5py.File, canary: Path) -> None:
    file["naglass"].attrs.create("ref", file.ref, dtype=h5py.ref_dtype)


@kind("region references")
def _(file: h5py.File, canary: Path) -> None:
    region = file["naglass/state"].regionref[:4]
    file.create_dataset("regions", data=np.array([region], dtype=h5py.regionref_dtype))


@kind("opaque data")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("opaque", data=np.array([b"abcd"], "V4"))


@kind("compound data")
def _(file: h5py.File, canary: Path) -> None:
    file["compound"] = np.zeros(3, [("a", "f8"), ("b", "i4")])


@kind("compound data named like complex numbers")
def _(file: h5py.File, canary: Path) -> None:
    inner = np.dtype([("r", h5py.vlen_dtype(np.float64)), ("i", h5py.ref_dtype)])
    file.create_dataset("complex", (3,), inner)


@kind("an enumeration")
def _(file: h5py.File, canary: Path) -> None:
    file.create_dataset("enum", (3,), h5py.enum_dtype({"a": 0, "b": 1}))


@kind("arrays as elements")
def _(file: h5py.File, canary: Path) -> None:
    file["matrix"] = np.zeros(3, np.dtype(("f8", (2, 2))))
    file.create_dataset("elements", (3,), np.dtype(("f8", (2, 2))))


@kind("a bit field")
def _(file: h5py.File, canary: Path) -> None:
    h5d.create(file.id, b"bits", h5t.STD_B8LE, h5s.create_simple((3,)))


@kind("numbers of sixteen bytes")
def _(file: h5py.File, canary: Path) -> None:
    file["long"] = np.zeros(3, np.longdouble)


@kind("a named type")
def _(file: h5py.File, canary: Path) -> None:
    file["type"] = np.dtype("f8")


@kind("data of a named type")
def _(file: h5py.File, canary: Path) -> None:
    file["naglass/type"] = np.dtype("f8")
    file.create_dataset("aaa", data=[1.0], dtype=file["naglass/type"])
    del file["naglass/type"]


# -- names -------------------------------------------------------------------------------------------------------------


def named(name: bytes) -> Callable[[h5py.File, Path], None]:
    def change(file: h5py.File, canary: Path) -> None:
        h5g.create(file.id, name)

    return change


kind("a name with a line break")(named(b"a\nb"))
kind("a name that leads up")(named(b".."))
kind("a name that is no text")(named(b"\xff\xfe"))
kind("a name without end")(named(b"x" * 300))
kind("a name of blanks")(named(b"   "))


# -- contents ----------------------------------------------------------------------------------------------------------


@kind("no state")
def _(file: h5py.File, canary: Path) -> None:
    del file["naglass/state"]


@kind("no arrays group")
def _(file: h5py.File, canary: Path) -> None:
    del file["naglass/arrays"]


@kind("a state of numbers")
def _(file: h5py.File, canary: Path) -> None:
    del file["naglass/state"]
    file["naglass/state"] = np.arange(10.0)


@kind("a state of the wrong digest")
def _(file: h5py.File, canary: Path) -> None:
    file["naglass/state"].attrs["sha256"] = np.bytes_("0" * 64)


@kind("a state that is no text")
def _(file: h5py.File, canary: Path) -> None:
    put_state(file, bytes(range(256)) * 4)


@kind("a JSON bomb")
def _(file: h5py.File, canary: Path) -> None:
    put_state(file, b"[" * 1_000_000)


@kind("a NaN")
def _(file: h5py.File, canary: Path) -> None:
    put_state(file, file["naglass/state"][()].tobytes().replace(b"170.5", b"NaN"))


@kind("an expression that reaches for the system")
def _(file: h5py.File, canary: Path) -> None:
    code = f"open('{canary}').read()"
    change_state(file, lambda d: d["project"]["analyses"][0]["parameters"][0].update(link=code))


@kind("an array of another shape than the state says")
def _(file: h5py.File, canary: Path) -> None:
    arrays, name = first_array(file)
    del arrays[name]
    arrays[name] = np.zeros(41)


@kind("an array of another kind than the state says")
def _(file: h5py.File, canary: Path) -> None:
    arrays, name = first_array(file)
    del arrays[name]
    arrays[name] = np.zeros(40, "i8")


@kind("a group for an array")
def _(file: h5py.File, canary: Path) -> None:
    arrays, name = first_array(file)
    del arrays[name]
    arrays.create_group(name)


@kind("an empty array with an endless side")
def _(file: h5py.File, canary: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        for channel in document["project"]["samples"][0]["measurements"][0]["channels"]:
            channel["array"]["shape"] = [0, 2**62, 2**62]

    change_state(file, change)


@kind("a newer format")
def _(file: h5py.File, canary: Path) -> None:
    file.attrs["naglass_schema"] = np.bytes_("7.0")


@kind("an odd format")
def _(file: h5py.File, canary: Path) -> None:
    file.attrs["naglass_schema"] = np.bytes_("1.0; import os")


# -- what is no file at all --------------------------------------------------------------------------------------------


@whole("a pipe")
def _(path: Path, canary: Path) -> None:
    os.mkfifo(path)


@whole("a socket")
def _(path: Path, canary: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


@whole("a device")
def _(path: Path, canary: Path) -> None:
    path.symlink_to("/dev/zero")


@whole("a folder")
def _(path: Path, canary: Path) -> None:
    path.mkdir()


@whole("a file of zeros")
def _(path: Path, canary: Path) -> None:
    path.write_bytes(bytes(4096))


@whole("a family of files")
def _(path: Path, canary: Path) -> None:
    settings = h5p.create(h5p.FILE_ACCESS)
    settings.set_fapl_family(2**20, h5p.create(h5p.FILE_ACCESS))
    h5f.create(str(path.with_name("part%d")).encode(), h5f.ACC_TRUNC, fapl=settings).close()
    path.with_name("part0").rename(path)
