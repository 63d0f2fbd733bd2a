"""Experiments that are folders (Bruker, Varian): which files belong to one, and how they are kept as one run of bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from naglass_gui.core.errors import LoadError

Part = tuple[str, bytes]
"""A file of an experiment: its path within the folder, with "/", and its bytes."""

# The measured data come first: the first that is there is the main file.
_DATA = ("fid", "ser")
_PARAMETERS = ("acqus", "acqu", "procpar")
_BESIDE = ("acqu2s", "acqu2", "acqu3s", "vdlist", "vclist", "vplist", "pulseprogram", "text")
_PROCESSED = ("1r", "1i", "2rr", "procs", "proc", "proc2s", "title")
_PARTS = frozenset((*_DATA, *_PARAMETERS, *_BESIDE[:3], *_PROCESSED[:-1]))
_PROCNO = re.compile(r"\d{1,6}")
_MAX_PROCESSED = 200
_MAX_BYTES = 200 * 1024**2

_MAGIC = b"NaGlass experiment 1\n"


def experiment_at(path: Path) -> Path | None:
    """The folder of the experiment that a path is, or is a part of; None where there is none.

    Args:
        path: a folder, or a file such as `fid`, `acqus` or `pdata/1/1r`.
    """
    if path.is_dir():
        return path if _is_experiment(path) else None
    if path.name not in _PARTS:
        return None
    folder = path.absolute().parent
    if folder.parent.name == "pdata":
        folder = folder.parent.parent
    return folder if _is_experiment(folder) else None


def experiments_in(path: Path) -> Iterator[Path]:
    """What a dropped file or folder holds: experiments as their folders, everything else file by file.

    Hidden files are passed over, and links that lead to folders or out of what was dropped; what lies within an experiment
    belongs to it. The order is that of the file system.
    """
    experiment = experiment_at(path)
    if experiment is not None or not path.is_dir():
        yield experiment or path
        return
    for folder, names, files in path.walk():
        if _is_experiment(folder):
            names.clear()
            yield folder
            continue
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            file = folder / name
            if not name.startswith(".") and not (file.is_symlink() and _leads_away(file, path)):
                yield file


def _leads_away(link: Path, folder: Path) -> bool:
    """Whether a link in a folder leads out of it, or to a folder."""
    return link.is_dir() or not link.resolve().is_relative_to(folder.resolve())


def experiment_name(folder: Path) -> str:
    """What to call an experiment: a bare number as TopSpin gives it takes the name of its data set: "NTOC-4/10"."""
    folder = folder.absolute()
    return f"{folder.parent.name}/{folder.name}" if folder.name.isdigit() and folder.parent.name else folder.name


def read_parts(folder: Path) -> tuple[Part, ...]:
    """The files of an experiment that a reader needs, its data first.

    Raises:
        LoadError: it has no data, they are over 200 MB together, or a part is a link that leads out of the folder.
        OSError: a file cannot be read.
    """
    name = experiment_name(folder)
    parts: list[Part] = []
    total = 0
    for path in _paths(folder):
        file = folder / path
        if not file.is_file() or not stat.S_ISREG(file.stat().st_mode):
            continue
        if _leads_away(file, folder):
            # Somebody's experiment must not bring other files of this computer into a project.
            raise LoadError(f"{name}: its {path} is a link to a file outside the experiment. Put a copy in its place.")
        with file.open("rb") as opened:
            # No more than it holds: Python makes room for all that is asked for.
            data = opened.read(min(file.stat().st_size, _MAX_BYTES - total) + 1)
        total += len(data)
        if total > _MAX_BYTES:
            raise LoadError(f"{name}: the experiment is over {_MAX_BYTES // 1024**2} MB, too large to be read here.")
        parts.append((path, data))
    if not parts or PurePosixPath(parts[0][0]).name not in (*_DATA, "1r", "2rr"):
        raise LoadError(f"{name}: the folder holds parameters but no data (fid, ser or 1r). Was it copied completely?")
    return tuple(parts)


def pack(parts: Sequence[Part]) -> bytes:
    """The parts as one run of bytes: a line of magic, a line of JSON [[path, size, SHA-256], ...], then their bytes."""
    index = [[path, len(data), hashlib.sha256(data).hexdigest()] for path, data in parts]
    return b"".join([_MAGIC, json.dumps(index).encode(), b"\n", *(data for _, data in parts)])


def is_packed(data: bytes) -> bool:
    """Whether bytes are what `pack` made."""
    return data.startswith(_MAGIC)


def unpack(name: str, data: bytes) -> tuple[Part, ...]:
    """The parts again, each checked against its digest. Raises LoadError where the bytes are damaged."""
    try:
        end = data.index(b"\n", len(_MAGIC))
        index = json.loads(data[len(_MAGIC) : end])
        parts, at = [], end + 1
        for path, size, digest in index:
            part = data[at : at + size]
            at += size
            if not isinstance(path, str) or hashlib.sha256(part).hexdigest() != digest:
                raise ValueError("a part differs from its digest")
            parts.append((path, part))
        if at != len(data) or not parts:
            raise ValueError("bytes are left over, or there are none")
    except (ValueError, TypeError, RecursionError) as fault:
        raise LoadError(
            f"{name}: the stored bytes of this experiment are damaged. Import it again.", str(fault)
        ) from fault
    return tuple(parts)


def _is_experiment(folder: Path) -> bool:
    def holds(*names: str) -> bool:
        return any(os.path.isfile(folder / name) for name in names)

    if holds("fid", "ser"):
        return holds(*_PARAMETERS)
    return holds("acqus", "acqu") and any(True for _ in _procnos(folder))


def _procnos(folder: Path) -> Iterator[str]:
    """The processed data of a Bruker experiment, by number."""
    pdata = folder / "pdata"
    if not pdata.is_dir():
        return
    numbers = sorted((int(entry.name), entry.name) for entry in os.scandir(pdata) if _PROCNO.fullmatch(entry.name))
    for _, name in numbers[:_MAX_PROCESSED]:
        if (pdata / name / "procs").is_file() or (pdata / name / "proc").is_file():
            yield name


def _paths(folder: Path) -> list[str]:
    """Every path that may belong to it, in the order they are kept: measured data, processed data, the rest."""
    processed = [f"pdata/{procno}/{name}" for procno in _procnos(folder) for name in _PROCESSED]
    kinds = ("1r", "2rr")
    lists = [f"lists/vd/{entry.name}" for entry in sorted((folder / "lists" / "vd").glob("*"))[:20]]
    return [
        *_DATA,
        *(path for path in processed if path.endswith(kinds)),
        *_PARAMETERS,
        *_BESIDE,
        *lists,
        *(path for path in processed if not path.endswith(kinds)),
    ]
