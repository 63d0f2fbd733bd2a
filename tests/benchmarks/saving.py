"""What saving and opening a project costs, against writing and syncing the same bytes in the same run.

    .venv/bin/python -m tests.benchmarks.saving

Sixty spectra of 16,384 points with their fits: 39 MB of numbers, 2,000 objects in the file. Saving takes every step of the
recipe: checks, layout, checksums, reading back, digests, sync, backup, rename, sync of the folder.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.edits import set_parameter
from naglass_gui.core.project import Project
from naglass_gui.storage import DiskStore, file_stamp, load_project, save_project
from naglass_gui.storage.state import StateWriter
from tests.storage.studies import a_spectrum, a_study, an_analysis

SPECTRA = 64
POINTS = 16_384
ROUNDS = 7


@dataclass(frozen=True)
class Row:
    """One line of the table, in ms: our time, how much of it is CPU, writing and syncing the same bytes, the time to reach."""

    work: str
    ours: float
    cpu: float
    peer: float
    reach: float

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    def __str__(self) -> str:
        return f"{self.work:<44} {self.ours:8.1f} ms {self.cpu:8.1f} ms {self.peer:8.1f} ms {self.ratio:7.1f} x   reach {self.reach:.0f} ms"


def large_study(store: MemoryStore | DiskStore) -> Project:
    """Some 50 MB: spectra with their curves; the original files are of the size instruments write, not of 16k lines."""
    rng = np.random.default_rng(0)
    frequency = np.logspace(6, 0, POINTS)
    small = a_study(store, spectra=1)
    original = small.samples[0].measurements[0].provenance
    measurements, analyses = [], []
    for i in range(SPECTRA):
        shifted = frequency * (1 + 1e-6 * i)
        measurement = replace(a_spectrum(store, i, shifted, rng), provenance=original)
        measurements.append(measurement)
        analyses.append(an_analysis(store, i, measurement, rng, POINTS))
    sample = replace(small.samples[0], measurements=tuple(measurements))
    return replace(small, samples=(sample,), analyses=tuple(analyses))


def fastest(work: Callable[[], object]) -> tuple[float, float]:
    """The least of several times, and of their CPU times, in ms: with least of what else the machine does."""
    times, cpu = [], []
    for _ in range(ROUNDS):
        started, busy = time.perf_counter(), time.process_time()
        work()
        times.append(time.perf_counter() - started)
        cpu.append(time.process_time() - busy)
    return 1e3 * min(times), 1e3 * min(cpu)


def write_and_sync(path: Path, data: bytes) -> None:
    """What any program must do at least."""
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def rows() -> Iterator[Row]:
    """Every row of this page."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NAGLASS_HOME"] = str(Path(folder) / "home")
        store, path = DiskStore(), Path(folder) / "study.naglass"
        project = large_study(store)
        save_project(project, store, path, expected=None)
        data = path.read_bytes()
        plain, _ = fastest(lambda: write_and_sync(Path(folder) / "plain", data))
        saving = fastest(lambda: save_project(project, store, path, expected=file_stamp(path)))
        size = len(data) / 1e6
        yield Row(f"save {size:.0f} MB by the full recipe", *saving, plain, 10 * size)
        yield Row("open it where its arrays are known", *fastest(lambda: load_project(path, DiskStore())), plain, 1000)
        yield Row("open it anew", *fastest(lambda: load_project(path, MemoryStore())), plain, 1000)
        writer = StateWriter()
        writer.text(project)
        values = iter(range(1000))
        edit = fastest(lambda: writer.text(set_parameter(project, "a7", "R0", value=float(next(values)))))
        yield Row("state after an edit, for autosave", *edit, plain, 5)


if __name__ == "__main__":
    print(f"{'':<44} {'NaGlass':>11} {'of it CPU':>11} {'write, sync':>11}")
    for row in rows():
        print(row, flush=True)
