"""The everyday requests: read files, fit an analysis. Each returns at once with jobs to wait for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from naglass_gui.core.errors import Cancelled, LoadError, NaGlassError
from naglass_gui.jobs import tasks
from naglass_gui.jobs.errors import JobError
from naglass_gui.jobs.job import Job
from naglass_gui.jobs.pool import Jobs
from naglass_gui.techniques.technique import FitInputs

READING_LIMIT = 20.0
FITTING_LIMIT = 60.0

_WHY = {
    "time": "reading it was stopped after {seconds:g} s without progress. The file may be damaged: export it again.",
    "memory": "reading it takes more memory than a file of its kind can need. It may be damaged: export it again.",
    "ended": "reading it ended the reader's process. The file may be damaged: export it again.",
    "unexpected": "the reader failed in a way that was not foreseen; the details say where.",
    "start": "NaGlass cannot start the process that reads files. Is memory or disk space short?",
}


def read_file(jobs: Jobs, path: Path, mapping: Any = None, flip: bool = False, complete_rows: bool = False) -> Job:
    """A job that reads an instrument file: it settles with a FileReading, or fails with what `load_error` makes a LoadError.

    It is stopped after 20 s without progress.

    Args:
        jobs: who does it.
        path: the file; one on a network drive is copied first.
        mapping: how to read its columns.
        flip: whether to turn the sign of Z″ round.
        complete_rows: whether the complete rows will do where a column of a DC record is empty from some row on.
    """
    keywords = {"mapping": mapping, "flip": flip, "complete_rows": complete_rows}
    name = f"Reading {path.name}"
    return jobs.submit(tasks.read, (path.absolute(),), keywords, name=name, timeout=READING_LIMIT, progress=True)


def read_again(jobs: Jobs, name: str, raw: bytes, options: tuple[tuple[str, str], ...]) -> Job:
    """A job that reads a file from its bytes kept in a project; see `read_file`."""
    return jobs.submit(tasks.read_again, (name, raw, options), name=f"Reading {name}", timeout=READING_LIMIT)


def load_error(path: Path, error: NaGlassError) -> LoadError:
    """What went wrong with a file, as a LoadError that names it."""
    if isinstance(error, LoadError):
        return error
    if isinstance(error, JobError):
        return LoadError(f"{path.name}: {_WHY[error.reason].format(seconds=READING_LIMIT)}", error.details)
    if isinstance(error, Cancelled):
        return LoadError(f"{path.name}: reading it was cancelled.")
    return LoadError(f"{path.name}: {error.sentence}", error.details)


def fit(jobs: Jobs, name: str, inputs: FitInputs, newest_only: str = "") -> Job:
    """A job that fits an analysis by its technique: it settles with a FitOutcome, or fails with FitError or InputError."""
    return jobs.submit(tasks.fit, (inputs,), name=name, timeout=FITTING_LIMIT, progress=True, newest_only=newest_only)


def fit_series(jobs: Jobs, name: str, series: tuple[FitInputs, ...], switch: bool) -> Job:
    """A job that fits a temperature series: it settles with one FitOutcome a sweep, or fails with FitError or InputError."""
    return jobs.submit(tasks.fit_series, (series, switch), name=name, timeout=FITTING_LIMIT, progress=True)


def fit_together(jobs: Jobs, name: str, series: tuple[FitInputs, ...]) -> Job:
    """A job that fits a whole temperature series at once: it settles with a Together, or fails with InputError."""
    return jobs.submit(tasks.fit_together, (series,), name=name, timeout=FITTING_LIMIT, progress=True)


def outcome[Value](job: Job, failure: Callable[[NaGlassError], Value]) -> Any | Value:
    """Wait for a job: its value, or what `failure` makes of its error."""
    try:
        return job.result()
    except NaGlassError as error:
        return failure(error)
