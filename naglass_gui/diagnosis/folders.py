"""Can NaGlass write where it keeps its own files, and is there room?"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from naglass_gui.diagnosis.finding import Doing, Finding, Findings, blocked, note, ok
from naglass_gui.storage.folders import config_folder, data_folder, log_folder

SLOW = 2.0  # seconds for one small file
LITTLE = 1e9  # bytes free
TOO_LITTLE = 1e8
LONG = 300  # characters: Windows takes 260 unless it is told to take more
_ASK = "Ask whoever looks after this computer for the right to write there"
_OWN = "or set the environment variable NAGLASS_HOME to a folder where you may write"


def findings() -> Findings:
    """The folders of settings, data and logs, the temporary folder, free disk, long paths."""
    kept = (
        ("Settings", config_folder(), "nothing is remembered from one start to the next"),
        ("Earlier versions and recovery copies", data_folder(), "unsaved work is lost in a crash"),
        ("Logs", log_folder(), "a crash leaves nothing that could explain it"),
    )
    for what, folder, loss in kept:
        yield Doing(f"writing to {folder}")
        yield from _writable(what, folder, loss, f"{_ASK}, {_OWN}.")
    try:
        temporary = Path(tempfile.gettempdir())
    except OSError as fault:
        yield blocked(f"There is no temporary folder ({fault}), so no file can be read and nothing fitted. {_ASK}.")
        return
    yield Doing(f"writing to {temporary}")
    advice = f"{_ASK}, or set the environment variable {'TEMP' if os.name == 'nt' else 'TMPDIR'} to another folder."
    yield from _writable("Temporary files", temporary, "no file can be read and nothing fitted", advice)
    yield from room(data_folder())
    yield _long_path(temporary)


def room(folder: Path) -> Findings:
    """How much is free on the disk of a folder."""
    there = next((place for place in (folder, *folder.parents) if place.is_dir()), Path(folder.anchor or "."))
    try:
        free = shutil.disk_usage(there).free
    except OSError as fault:
        yield note(f"How much is free on the disk of {there} cannot be found out ({fault.strerror or fault}).")
        return
    said = f"{free / 1e9:.1f} GB are free on the disk of {there}"
    if free < TOO_LITTLE:
        yield blocked(f"Only {free / 1e6:.0f} MB are free on the disk of {there}, so saving may fail. Make room there.")
    elif free < LITTLE:
        yield note(f"{said}; saving needs twice the size of a project. Make room there.")
    else:
        yield ok(f"{said}.")


def try_writing(folder: Path) -> float:
    """Write a small file, put it in another's place, read it back and remove it: how a project is saved.

    Returns:
        The seconds it took.

    Raises:
        OSError: one of the steps is not possible.
    """
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"naglass-diagnosis-{uuid4().hex[:8]}"
    old, new = folder / f"{name}.txt", folder / f"{name}.tmp"
    content = name.encode()
    try:
        old.write_bytes(b"old")
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, old)
        if old.read_bytes() != content:
            raise OSError("what was written came back changed")
    finally:
        for left in (old, new):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return time.monotonic() - began


def _writable(what: str, folder: Path, loss: str, advice: str) -> Findings:
    try:
        seconds = try_writing(folder)
    except OSError as fault:
        yield blocked(f"{what} cannot be written in {folder} ({fault.strerror or fault}): {loss}. {advice}")
        return
    if seconds > SLOW:
        yield note(
            f"{what} can be written in {folder}, but one small file took {seconds:.0f} s. "
            "A virus scanner or a network drive slows it down: ask for this folder to be exempted."
        )
    else:
        yield ok(f"{what} can be written in {folder}.")


def _long_path(folder: Path) -> Finding:
    top = folder / f"naglass-diagnosis-{uuid4().hex[:8]}"
    deep = top.joinpath(*["a" * 50] * (LONG // 50))
    try:
        deep.mkdir(parents=True)
        (deep / "a.txt").write_bytes(b"")
    except OSError:
        return note(
            "Paths of more than 260 characters cannot be used on this computer. Keep projects in folders with short names, "
            "or ask for long paths to be switched on in Windows (LongPathsEnabled)."
        )
    finally:
        shutil.rmtree(top, ignore_errors=True)
    return ok("Paths of more than 260 characters can be used.")
