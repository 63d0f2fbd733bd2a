"""Work away from the window, as widgets ask for it: requests return at once, answers arrive in the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from naglass_gui.core.errors import Cancelled, LoadError, NaGlassError
from naglass_gui.core.fingerprint import fit_fingerprint
from naglass_gui.core.project import Id
from naglass_gui.core.reading import FileReading
from naglass_gui.jobs import Job, Jobs, work
from naglass_gui.techniques.technique import FitInputs, FitOutcome
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Messages, Tone

LOOK_MS = 100

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]
Watch = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class _Request:
    """What to do when a job ends, and who watches it. `lasting` ones are not ended by Esc."""

    job: Job
    done: Done
    failed: Failed
    lasting: bool = False
    watch: Watch | None = None


class _Bell(QObject):
    """Rung in whichever thread ended a job, heard in the window's.

    There is one, and it lives as long as the program: all that a job and its thread hold of the window. Whoever waits for
    the job may be gone by then, and must not be destroyed in that thread because the job was the last to know it.
    """

    ended = Signal(object)


@cache
def _bell() -> _Bell:
    return _Bell()


class JobsRunner(QObject):
    """The window's `JobRunner`: reports to the jobs strip, drops what came too late, tells failures to the message strip.

    A request ends in `done` or `failed`, with one exception: one that a newer request of its queue replaced ends in neither.
    `failed` also hears of a `Cancelled`: the person pressed Esc, or what was asked about has changed since.

    Signals carry the job's key: `started(key, name)`, `progressed(key, share, words)`, `finished(key)`.
    """

    started = Signal(object, str)
    progressed = Signal(object, float, str)
    finished = Signal(object)

    def __init__(self, jobs: Jobs, document: Document, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._document = document
        self._messages = messages
        self._requests: dict[int, _Request] = {}
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._report)
        # Queued even within one thread: no answer arrives before the request has returned.
        _bell().ended.connect(self._conclude, Qt.ConnectionType.QueuedConnection)
        document.replaced.connect(self._forget)

    @property
    def running(self) -> int:
        """How many requests have not been answered."""
        return len(self._requests)

    def warm(self) -> None:
        """Start the children without waiting for them; to be called once the window shows."""
        self._jobs.start()

    def read(self, paths: Sequence[Path], done: Callable[[Any], None], mapping: Any = None) -> None:
        """Read files side by side; `done` gets a list of FileReading or LoadError, one a path, in order."""
        answers: list[FileReading | LoadError | None] = [None] * len(paths)

        def answer(index: int, value: FileReading | LoadError) -> None:
            answers[index] = value
            if None not in answers:
                done(answers)

        def refuse(index: int, error: Exception) -> None:
            assert isinstance(error, NaGlassError)
            answer(index, work.load_error(paths[index], error))

        for index, path in enumerate(paths):
            job = work.read_file(self._jobs, path, mapping)
            self._follow(job, partial(answer, index), partial(refuse, index))

    def fit(
        self,
        name: str,
        inputs: FitInputs,
        done: Callable[[FitOutcome], None],
        failed: Failed | None = None,
        *,
        newest_only: str = "",
    ) -> None:
        """Fit. The outcome is dropped where the analysis is gone, or its data, regions or model changed in the meantime.

        Args:
            name: what the person reads while it runs.
            inputs: what is fitted.
            done: gets the outcome.
            failed: gets the error; the message strip does without it.
            newest_only: name of a queue that keeps one waiting request: fitting while dragging.
        """
        asked_for = self._fingerprint(inputs.analysis.id)
        failed = failed or self._tell

        def arrive(outcome: FitOutcome) -> None:
            now = self._fingerprint(inputs.analysis.id)
            # During a drag the region moves on while its fit runs; the newest request follows anyway.
            stale = now is None if newest_only else now != asked_for
            if asked_for is not None and stale:
                failed(Cancelled(f"{name}: the analysis was changed meanwhile, so this result was dropped. Fit again."))
            else:
                done(outcome)

        self._follow(work.fit(self._jobs, name, inputs, newest_only), arrive, failed)

    def call(
        self,
        name: str,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        done: Callable[[Any], None],
        failed: Failed | None = None,
        *,
        keywords: Mapping[str, Any] | None = None,
        progress: bool = False,
        timeout: float | None = 60.0,
        lasting: bool = False,
        watch: Watch | None = None,
    ) -> None:
        """Run a module-level function of the package in a child.

        Args:
            name: what the person reads while it runs.
            function: a module-level function.
            arguments: its positional arguments.
            done: gets its value.
            failed: gets the error; the message strip does without it.
            keywords: its keyword arguments.
            progress: whether it takes `progress=` and reports.
            timeout: seconds without progress after which it is stopped.
            lasting: Esc does not end it.
            watch: hears of its progress, beside the jobs strip.
        """
        job = self._jobs.submit(function, arguments, keywords, name=name, timeout=timeout, progress=progress)
        self._follow(job, done, failed or self._tell, lasting, watch)

    def cancel(self) -> None:
        """End what is running (Esc)."""
        for request in tuple(self._requests.values()):
            if not request.lasting:
                request.job.cancel()

    def _forget(self) -> None:
        """Another project was opened: what was asked about the one before has no place any more."""
        for number, request in tuple(self._requests.items()):
            if not request.lasting:
                del self._requests[number]
                request.job.cancel()
                self.finished.emit(number)

    def close(self) -> None:
        """End everything and the children; no answer arrives any more."""
        self._look.stop()
        self._requests.clear()
        self._jobs.close()

    def _follow(self, job: Job, done: Done, failed: Failed, lasting: bool = False, watch: Watch | None = None) -> None:
        self._requests[job.number] = _Request(job, done, failed, lasting, watch)
        self.started.emit(job.number, job.name)
        self._look.start()
        job.add_done_callback(_bell().ended.emit)

    def _conclude(self, job: Job) -> None:
        request = self._requests.get(job.number)
        if request is None or request.job is not job:
            return  # it was given up, or another window asked for it
        del self._requests[job.number]
        if not self._requests:
            self._look.stop()
        self.finished.emit(job.number)
        if job.superseded:
            return
        try:
            value = job.result()
        except NaGlassError as error:
            request.failed(error)
        else:
            request.done(value)

    def _report(self) -> None:
        for number, request in self._requests.items():
            if request.job.words or request.job.share:
                self.progressed.emit(number, request.job.share, request.job.words)
                if request.watch is not None:
                    request.watch(request.job.share, request.job.words)

    def _tell(self, error: Exception) -> None:
        assert isinstance(error, NaGlassError)
        tone: Tone = "info" if isinstance(error, Cancelled) else "error"
        self._messages.show(error.sentence, tone, details=error.details)

    def _fingerprint(self, analysis: Id) -> str | None:
        """What the document's fit of this analysis depends on, None where it holds no such analysis."""
        project = self._document.project
        held = next((a for a in project.analyses if a.id == analysis), None)
        if held is None:
            return None
        return fit_fingerprint(held, tuple(m for m in project.measurements() if m.id in held.sources))
