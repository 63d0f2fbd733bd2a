"""What a reader reads from: a file's name and bytes with their digest, whether from disk or stored in a project."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.experiment import Part, experiment_at, experiment_name, is_packed, pack, read_parts, unpack

MAX_BYTES = 200 * 1024**2
MAX_LINES = 500_000
HEAD_BYTES = 64 * 1024

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A file that belongs to the main one: a sidecar, or a part of a folder."""

    name: str
    data: bytes
    sha256: str


@dataclass(frozen=True)
class Source:
    """A file to be read, or an experiment that is a folder.

    Attributes:
        name: the file's name without its folder; the folder's name for an experiment.
        data: its bytes; of an experiment, those of the measured data.
        sha256: digest of the bytes.
        members: every file of an experiment, the main one first; empty for a single file.
        options: what the person chose at import, as (name, JSON text) pairs.
    """

    name: str
    data: bytes
    sha256: str
    members: tuple[Member, ...] = ()
    options: Options = ()

    @staticmethod
    def from_path(path: str | os.PathLike[str], options: Options = ()) -> Source:
        """The file at a path; of a file that is a part of an experiment (fid, acqus, pdata/1/1r...), the experiment.

        Raises:
            LoadError: no such file, no permission, a folder, a device, an empty file or one over 200 MB.
        """
        file = Path(path)
        name = printable(file.name or str(file))
        try:
            experiment = experiment_at(file)
            if experiment is not None:
                return Source.of_parts(experiment_name(experiment), read_parts(experiment), options)
            status = file.stat()
            _refuse_what_is_no_file(name, status)
            with file.open("rb") as opened:
                # No more than it holds: Python makes room for all that is asked for.
                data = opened.read(min(status.st_size, MAX_BYTES) + 1)
        except FileNotFoundError as fault:
            raise LoadError(f"{name}: there is no such file. Was it moved or renamed?", str(fault)) from fault
        except PermissionError as fault:
            raise LoadError(f"{name}: this file may not be read. Check its permissions.", str(fault)) from fault
        except (OSError, ValueError) as fault:
            raise LoadError(f"{name}: the file cannot be read from where it lies.", str(fault)) from fault
        return Source.from_bytes(name, data, options)

    @staticmethod
    def from_bytes(name: str, data: bytes, options: Options = ()) -> Source:
        """Bytes that were pasted, or stored in a project (`stored`).

        Raises:
            LoadError: no bytes, or over 200 MB.
        """
        name = printable(name)
        if not data:
            raise LoadError(f"{name}: the file is empty.")
        if len(data) > MAX_BYTES:
            raise LoadError(f"{name}: the file is over {MAX_BYTES // 1024**2} MB, too large for an instrument file.")
        if is_packed(data):
            return Source.of_parts(name, unpack(name, data), options)
        return Source(name, data, hashlib.sha256(data).hexdigest(), options=options)

    @staticmethod
    def of_parts(name: str, parts: Sequence[Part], options: Options = ()) -> Source:
        """An experiment from its files, the main one first. Raises LoadError where that is empty."""
        name = printable(name)
        members = tuple(Member(path, data, hashlib.sha256(data).hexdigest()) for path, data in parts)
        main = members[0]
        if not main.data:
            raise LoadError(f"{name}: its {main.name} is empty. Was the experiment copied completely?")
        return Source(name, main.data, main.sha256, members, options)

    def member(self, *names: str) -> bytes | None:
        """The bytes of the first of these files that the experiment has, or None."""
        held = {member.name: member.data for member in self.members}
        return next((held[name] for name in names if name in held), None)

    @property
    def stored(self) -> bytes:
        """What `from_bytes` reads the same source from again: its bytes, or all files of an experiment packed."""
        return pack([(m.name, m.data) for m in self.members]) if self.members else self.data

    def with_options(self, options: Iterable[tuple[str, str]]) -> Source:
        """The same bytes, read in another way."""
        return replace(self, options=tuple(options))

    def option(self, name: str) -> object:
        """The value of an option, or None. Raises LoadError when its text is not JSON."""
        text = dict(self.options).get(name)
        if text is None:
            return None
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise LoadError(f"{self.name}: the stored import option “{name}” is damaged.", str(fault)) from fault

    @property
    def stem(self) -> str:
        """The name without its extension; of an experiment "NTOC-4 10", and ".5" in a folder's name is no extension."""
        if self.members:
            return re.sub(r"\.fid$", "", self.name).replace("/", " ")
        return PurePath(self.name).stem or self.name

    @property
    def suffix(self) -> str:
        """The extension in small letters, with its point."""
        return PurePath(self.name).suffix.lower()

    @cached_property
    def head(self) -> str:
        """The first 64 kB as text, for recognising a format."""
        return decode(self.data[:HEAD_BYTES], cut=True)

    @cached_property
    def text(self) -> str:
        """The whole file as text."""
        return decode(self.data)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The whole file as lines of text, with any kind of line end. Raises LoadError where there are over 500,000."""
        if max(self.data.count(b"\n"), self.data.count(b"\r")) > MAX_LINES:
            raise LoadError(f"{self.name}: the file holds over {MAX_LINES} lines, more than spectra have.")
        return tuple(re.sub(r"\r+\n?", "\n", self.text).split("\n"))

    @cached_property
    def is_text(self) -> bool:
        """Whether the beginning reads as text: no NUL and next to no control characters."""
        sample = self.head[:4096]
        odd = sum(1 for c in sample if not c.isprintable() and c not in "\t\r\n\f\v\x1a")
        return "\0" not in sample and odd <= len(sample) // 100


def decode(data: bytes, cut: bool = False) -> str:
    """Text from bytes: UTF-16 or UTF-8 by its mark, else UTF-8 where it is valid, else Latin-1.

    Args:
        data: the bytes.
        cut: whether they may end within a character.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data, final=not cut)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def printable(name: str) -> str:
    """A file name that is safe to show and to store: no control characters, no broken encoding, at most 255 characters."""
    cleaned = "".join(c if c.isprintable() else "\ufffd" for c in name)[:255]
    return cleaned or "unnamed file"


def _refuse_what_is_no_file(name: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise LoadError(f"{name}: this is a folder. Open the measured files in it.")
    if not stat.S_ISREG(status.st_mode):
        raise LoadError(f"{name}: this is a device or a pipe, not a file.")
    if status.st_size > MAX_BYTES:
        raise LoadError(f"{name}: the file is over {MAX_BYTES // 1024**2} MB, too large for an instrument file.")
