"""One child process as its parent sees it: started warm, given one job at a time, thrown away when it is ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.sharedctypes
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import psutil
from pebble import ProcessPool

from naglass_gui.jobs import child
from naglass_gui.jobs.job import Job
from naglass_gui.jobs.meter import MeterRow, Reading, look

# A child that imports its libraries from a cold network drive takes long; one that takes longer than this is stuck.
START_LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What every child of a session is started with; see `child.initialise`."""

    memory: int
    folder: Path
    modules: tuple[str, ...]


class Worker:
    """A pool of one process.

    One pool a process, because a pool ends a hanging process under a lock that its other processes need, and gives up
    altogether when an idle one dies. So nothing is shared, and an ended worker is replaced by a fresh one.
    """

    def __init__(self, number: int, settings: Settings, on_event: Callable[[], None]) -> None:
        self.job: Job | None = None
        self.reply: Future[child.Reply] | None = None
        self.ever_up = False
        self._settings = settings
        self._on_event = on_event
        self._chatter = settings.folder / f"child-{number}.txt"
        self._reply_file = settings.folder / "none"
        self._row = multiprocessing.sharedctypes.RawValue(MeterRow)
        self._clock = (0, time.monotonic())
        self._pool = ProcessPool(
            1,
            initializer=child.initialise,
            initargs=(self._row, settings.memory, str(settings.folder), str(self._chatter), settings.modules),
            context=multiprocessing.get_context("spawn"),
        )
        self.first_answer: Future[None] = self._pool.schedule(child.ready)
        self.first_answer.add_done_callback(lambda future: on_event())

    @property
    def ready(self) -> bool:
        """Whether it waits for a job, warm."""
        answered = self.first_answer.done() and self.first_answer.exception() is None
        return answered and self.job is None and bool(self._pool.active)

    @property
    def failed(self) -> bool:
        """Whether it never came up, or died while it was idle."""
        if not self.first_answer.done():
            return time.monotonic() - self._clock[1] > START_LIMIT
        return self.first_answer.exception() is not None or (self.job is None and not self._pool.active)

    def came_up(self) -> bool:
        """True once: when it answers for the first time."""
        if self.ever_up or not self.first_answer.done() or self.first_answer.exception() is not None:
            return False
        self.ever_up = True
        return True

    def give(self, job: Job) -> None:
        """Start a job here. Raises RuntimeError when the process died a moment ago."""
        self._reply_file = self._settings.folder / f"{job.number}-{job.attempts}.reply"
        reply = self._pool.schedule(child.run, args=(job.number, job.parcel, str(self._reply_file)))
        self.job, self.reply = job, reply
        job.started, job.attempts = True, job.attempts + 1
        self._clock = (self._row.beats, time.monotonic())
        reply.add_done_callback(lambda future: self._on_event())

    def take(self) -> tuple[Job, Future[child.Reply]] | None:
        """The job that ended here and its reply; None while it runs."""
        if self.job is None or self.reply is None or not self.reply.done():
            return None
        taken = self.job, self.reply
        self.job = self.reply = None
        return taken

    def look(self) -> Reading:
        """What the child reports now."""
        return look(self._row)

    def silence(self) -> float:
        """Seconds since the last sign of progress."""
        beats = self._row.beats
        if beats != self._clock[0]:
            self._clock = (beats, time.monotonic())
        return time.monotonic() - self._clock[1]

    def last_words(self) -> str:
        """The end of what the child and its libraries printed: the trace of a crash, if it crashed."""
        with contextlib.suppress(FileNotFoundError):
            return self._chatter.read_text(errors="replace")[-8000:]
        return ""

    def process(self) -> psutil.Process | None:
        """The child's process, None before it has said which one it is or after it has gone."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self._row.pid) if self._row.pid else None
        return None

    def end(self) -> threading.Thread | None:
        """End the process now, whatever it does; the returned thread sees to the rest, None when that is done."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        process = self.process()
        if process is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        burial = threading.Thread(target=self._bury, name="ended child", daemon=True)
        try:
            burial.start()
        except RuntimeError:  # the interpreter is ending and starts no more threads
            self._bury()
            return None
        return burial

    def _bury(self) -> None:
        self._pool.join()
        # Windows keeps the files of a process that has not quite gone; they go with the folder.
        with contextlib.suppress(OSError):
            self._chatter.unlink()
        with contextlib.suppress(OSError):
            self._reply_file.unlink()
