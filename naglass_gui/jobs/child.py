"""What runs inside a child process. No Qt here, ever."""

from __future__ import annotations

import faulthandler
import importlib
import multiprocessing
import os
import shutil
import tempfile
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from naglass_gui.core.errors import NaGlassError
from naglass_gui.jobs.errors import JobError
from naglass_gui.jobs.exchange import Parcel, pack, unpack
from naglass_gui.jobs.limits import GIGABYTE, limit_memory
from naglass_gui.jobs.meter import Meter, MeterRow

_MOST_CHATTER = 1_000_000


@dataclass(frozen=True, slots=True)
class Work:
    """A call to make: a module-level function and its arguments; `progress` when it takes that keyword."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    keywords: Mapping[str, Any]
    progress: bool
    name: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a call: the packed value, or the packed NaGlassError."""

    succeeded: bool
    parcel: Parcel


class _Here:
    """What this process knows about itself, set once by `initialise`."""

    meter: Meter
    chatter: int
    memory: int


def initialise(row: MeterRow, memory: int, folder: str, chatter: str, modules: Sequence[str]) -> None:
    """Make this process ready: it ends with its parent, keeps to its memory, and has its libraries imported.

    Args:
        row: shared bytes for progress.
        memory: limit in bytes.
        folder: the session's exchange folder, removed when the parent is gone.
        chatter: file that takes what libraries print, and the trace of a crash.
        modules: what to import now, so that the first job need not wait.
    """
    threading.Thread(target=_end_with_parent, args=(folder,), name="parent watch", daemon=True).start()
    _Here.chatter = os.open(chatter, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(_Here.chatter, stream)
    faulthandler.enable(_Here.chatter)
    tempfile.tempdir = folder  # what a killed child leaves goes with the folder
    _Here.meter = Meter(row, os.getpid())
    _Here.memory = memory
    limit_memory(memory)
    for module in modules:
        importlib.import_module(module)


def ready() -> None:
    """Answered once `initialise` is through."""


def run(number: int, parcel: Parcel, reply_file: str) -> Reply:
    """Make a call and pack what comes of it; nothing is raised.

    Whatever a reader or a fit raises is packed here, so that what the parent unpacks is always known to unpack.
    """
    _Here.meter.begin(number)
    if os.fstat(_Here.chatter).st_size > _MOST_CHATTER:
        os.ftruncate(_Here.chatter, 0)
    name = "The job"
    try:
        work: Work = unpack(parcel)
        name = work.name
        keywords = {**work.keywords, "progress": _Here.meter} if work.progress else work.keywords
        return Reply(True, pack(work.function(*work.arguments, **keywords), Path(reply_file)))
    except NaGlassError as error:
        details = error.details or ("" if error.__cause__ is None else traceback.format_exc())
        return Reply(False, pack(_with_details(error, details), Path(reply_file)))
    except MemoryError:
        fault = JobError.out_of_memory(name, _Here.memory / GIGABYTE, traceback.format_exc())
    except BaseException:
        fault = JobError.unexpected(name, traceback.format_exc())
    return Reply(False, pack(fault, Path(reply_file)))


def _with_details(error: NaGlassError, details: str) -> NaGlassError:
    error.details = details
    return error


def _end_with_parent(folder: str) -> None:
    """A busy child would outlive a killed parent: end at once, and leave nothing behind."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)
