"""Work away from the window: warm child processes with limits, progress and cancelling, and the queue before them."""

from __future__ import annotations

import atexit
import itertools
import logging
import os
import queue
import shutil
import tempfile
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psutil

from naglass_gui.jobs import child
from naglass_gui.jobs.errors import JobError
from naglass_gui.jobs.exchange import discard, pack, unpack
from naglass_gui.jobs.job import Job
from naglass_gui.jobs.limits import GIGABYTE, SYSTEM_HOLDS_LIMIT, memory_used, one_thread_each
from naglass_gui.jobs.worker import Settings, Worker

log = logging.getLogger(__name__)

WARM = (
    "naglass_gui.formats",
    "naglass_gui.techniques",
    "naglass_gui.storage",
    "naglass_gui.jobs.tasks",
    "scipy.linalg",
    "scipy.optimize",
    "h5py",
)
FOLDER = "naglass-jobs-"
PULSE = 0.05
MOST_STARTS = 3


class Jobs:
    """Child processes and the work waiting for them.

    One supervising thread owns the children and the queue; every other thread only leaves it a note. So a call returns
    at once, and nothing the window does waits for a process to start or to end.

    Args:
        workers: how many children.
        memory: bytes each may use.
        modules: what they import before their first job.
        watch_memory: watch their size from here, where the system cannot limit it.
    """

    def __init__(
        self,
        workers: int = 2,
        *,
        memory: int = 4 * GIGABYTE,
        modules: tuple[str, ...] = WARM,
        watch_memory: bool = not SYSTEM_HOLDS_LIMIT,
    ) -> None:
        self.size = workers
        self._memory = memory
        self._modules = modules
        self._watch_memory = watch_memory
        self._numbers = itertools.count(1)
        self._notes: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._folder = Path()
        # Touched by the supervising thread alone:
        self._workers: list[Worker] = []
        self._waiting: deque[Job] = deque()
        self._ended: list[threading.Thread] = []
        self._failed_starts = 0

    def start(self) -> None:
        """Start and warm the children, without waiting for them. The first `submit` does it too."""
        with self._lock:
            if self._closed:
                raise RuntimeError("the jobs are closed")
            if self._thread is None:
                one_thread_each()
                self._folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
                self._thread = threading.Thread(target=self._supervise, name="jobs", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def submit(
        self,
        function: Callable[..., Any],
        arguments: tuple[Any, ...] = (),
        keywords: Mapping[str, Any] | None = None,
        *,
        name: str,
        timeout: float | None = 60.0,
        progress: bool = False,
        newest_only: str = "",
    ) -> Job:
        """Have a child call a function.

        Args:
            function: a module-level function.
            arguments: positional arguments: plain values, dataclasses, arrays.
            keywords: keyword arguments.
            name: what the person reads, e.g. "Reading lpscl.mpr".
            timeout: seconds without progress after which it is stopped; None never.
            progress: whether the function takes `progress=` and calls it with (share, words).
            newest_only: name of a queue that keeps one waiting request, the newest; it goes before other work.

        Raises:
            TypeError: the function or an argument cannot be handed to another process.
            RuntimeError: the jobs are closed.
        """
        self.start()
        number = next(self._numbers)
        work = child.Work(function, arguments, dict(keywords or {}), progress, name)
        try:
            parcel = pack(work, self._folder / f"{number}.work")
        except TypeError as error:
            raise TypeError(f"{name}: {error}") from error
        job = Job(name, number, parcel, timeout, newest_only, self._wake)
        with self._lock:
            if self._closed:
                raise RuntimeError("the jobs are closed")
            self._notes.put(lambda: self._enqueue(job))
        return job

    def close(self) -> None:
        """Cancel everything and end the children. Returns when they are gone; not to be called from a job's callback."""
        with self._lock:
            first, self._closed = not self._closed, True
        if self._thread is not None:
            if first:
                self._notes.put(None)
            self._thread.join()
            atexit.unregister(self.close)

    def __enter__(self) -> Jobs:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _wake(self) -> None:
        self._notes.put(_nothing)

    # -- from here on: the supervising thread ----------------------------------------------------------------------

    def _supervise(self) -> None:
        _sweep(self._folder.parent)
        note: Callable[[], None] | None = _nothing
        while note is not None:
            try:
                note()
                self._collect()
                self._keep_limits()
                self._dispatch()  # before children are started, which takes a while
                self._keep_children()
            except Exception:
                self._fail_everything(traceback.format_exc())
            note = self._next_note()
        self._shut_down()

    def _next_note(self) -> Callable[[], None] | None:
        # While something runs or starts, its limits are looked at every pulse; otherwise this thread sleeps.
        busy = any(not worker.ready for worker in self._workers)
        try:
            return self._notes.get(timeout=PULSE if busy else None)
        except queue.Empty:
            return _nothing

    def _enqueue(self, job: Job) -> None:
        self._failed_starts = min(self._failed_starts, MOST_STARTS - 1)
        if not job.queue:
            self._waiting.append(job)
            return
        for older in [waiting for waiting in self._waiting if waiting.queue == job.queue]:
            older.superseded = True
            older.cancel()
        self._waiting.appendleft(job)

    def _collect(self) -> None:
        for worker in tuple(self._workers):
            taken = worker.take()
            if taken is not None:
                self._conclude(worker, *taken)

    def _conclude(self, worker: Worker, job: Job, reply: Future[child.Reply]) -> None:
        error = reply.exception()
        if error is None:
            _settle(job, reply.result())
            return
        if worker.look().job != job.number and job.attempts <= self.size:
            # The process died before it began this job, so another does it; all idle ones may have died at once.
            self._waiting.appendleft(job)
        else:
            job.fail(JobError.ended(job.name, worker.last_words() or repr(error)))
            discard(job.parcel)
        self._replace(worker)

    def _keep_limits(self) -> None:
        for worker in tuple(self._workers):
            job = worker.job
            if job is None:
                continue
            seen = worker.look()
            if seen.job == job.number:
                job.shown = (seen.share, seen.words)
            if job.timeout is not None and worker.silence() > job.timeout:
                job.fail(JobError.out_of_time(job.name, job.timeout))
            elif self._watch_memory and (process := worker.process()) and memory_used(process) > self._memory:
                job.fail(JobError.out_of_memory(job.name, self._memory / GIGABYTE))
            if job.ended:
                discard(job.parcel)
                self._replace(worker)

    def _keep_children(self) -> None:
        for worker in tuple(self._workers):
            if worker.came_up():
                self._failed_starts = 0
            elif worker.failed:
                self._failed_starts += not worker.ever_up
                log.warning("a child process ended while idle: %s", worker.last_words())
                self._replace(worker)
        settings = Settings(self._memory, self._folder, self._modules)
        while len(self._workers) < self.size and self._failed_starts < MOST_STARTS:
            self._workers.append(Worker(next(self._numbers), settings, self._wake))
        if not self._workers:
            self._drop_waiting(lambda job: job.fail(JobError.no_start(job.name)))

    def _dispatch(self) -> None:
        for job in tuple(self._waiting):
            worker = next((worker for worker in self._workers if worker.ready), None)
            if worker is None:
                return
            if job.ended:
                self._waiting.remove(job)
                discard(job.parcel)
            elif not any(w.job is not None and job.queue and w.job.queue == job.queue for w in self._workers):
                self._start_on(worker, job)

    def _start_on(self, worker: Worker, job: Job) -> None:
        try:
            worker.give(job)
        except RuntimeError:  # it died a moment ago: the job stays where it is
            self._replace(worker)
            self._wake()
        else:
            self._waiting.remove(job)

    def _replace(self, worker: Worker) -> None:
        self._workers.remove(worker)
        burials = (*self._ended, worker.end())
        self._ended = [burial for burial in burials if burial is not None and burial.is_alive()]

    def _drop_waiting(self, end: Callable[[Job], object]) -> None:
        while self._waiting:
            job = self._waiting.popleft()
            end(job)
            discard(job.parcel)

    def _running(self) -> Iterator[Job]:
        return (worker.job for worker in self._workers if worker.job is not None)

    def _fail_everything(self, details: str) -> None:
        log.error("the supervisor of the jobs failed: %s", details)
        for job in self._running():
            job.fail(JobError.unexpected(job.name, details))
        self._drop_waiting(lambda job: job.fail(JobError.unexpected(job.name, details)))
        for worker in tuple(self._workers):
            self._replace(worker)

    def _shut_down(self) -> None:
        for job in self._running():
            job.cancel()
        self._drop_waiting(Job.cancel)
        for worker in tuple(self._workers):
            self._replace(worker)
        for burial in self._ended:
            burial.join()
        shutil.rmtree(self._folder, ignore_errors=True)


def _settle(job: Job, reply: child.Reply) -> None:
    if job.ended:
        discard(reply.parcel)
        return
    try:
        value = unpack(reply.parcel)
    except Exception:
        job.fail(JobError.unexpected(job.name, traceback.format_exc()))
        return
    if reply.succeeded:
        job.succeed(value)
    else:
        job.fail(value)


def _sweep(folder: Path) -> None:
    """Remove what programs left that were ended together with their children."""
    for left in folder.glob(f"{FOLDER}*"):
        pid = left.name.removeprefix(FOLDER).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _nothing() -> None:
    """A note that only wakes the supervisor."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
