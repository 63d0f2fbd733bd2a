"""What saving and opening a project costs, against writing and syncing the same bytes in the same run.

Sixty-four spectra of 16,384 points with their fits: 42 MB of numbers in some 700 objects. Saving takes every step of the
recipe: checks, layout, checksums, reading back, digests, sync, backup, rename, sync of the folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.edits import set_parameter
from naglass_gui.core.project import Project
from naglass_gui.storage import DiskStore, file_stamp, load_project, save_project
from naglass_gui.storage.state import StateWriter
from tests.benchmarks.row import Row, alternate, time
from tests.storage.studies import a_spectrum, a_study, an_analysis

SPECTRA = 64
POINTS = 16_384
ROUNDS = 9
REACH_MS_PER_MB = 10.0
REACH_OPEN_S = 1.0
REACH_STATE_S = 5e-3


def large_study(store: MemoryStore | DiskStore) -> Project:
    """Spectra with their curves; the original files are of the size instruments write, not of 16k lines."""
    rng = np.random.default_rng(0)
    frequency = np.logspace(6, 0, POINTS)
    small = a_study(store, spectra=1)
    original = small.samples[0].measurements[0].provenance
    measurements, analyses = [], []
    for i in range(SPECTRA):
        measurement = replace(a_spectrum(store, i, frequency * (1 + 1e-6 * i), rng), provenance=original)
        measurements.append(measurement)
        analyses.append(an_analysis(store, i, measurement, rng, POINTS))
    sample = replace(small.samples[0], measurements=tuple(measurements))
    return replace(small, samples=(sample,), analyses=tuple(analyses))


def timed(work: Callable[[], object]) -> float:
    """The seconds some work took."""
    started = perf_counter()
    work()
    return perf_counter() - started


def write_and_sync(path: Path, data: bytes) -> None:
    """What any program must do at least."""
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def rows() -> Iterator[Row]:
    """Saving, opening, and the state that autosave writes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NAGLASS_HOME"] = str(Path(folder) / "home")
        store, path = DiskStore(), Path(folder) / "study.naglass"
        project = large_study(store)
        save_project(project, store, path, expected=None)
        data = path.read_bytes()
        size = len(data) / 1e6
        plain = partial(timed, partial(write_and_sync, Path(folder) / "plain", data))

        def row(work: str, ours: Callable[[], object], reach: str, limit: float, peer: Callable[[], float]) -> Row:
            mine, theirs = alternate(partial(timed, ours), peer, ROUNDS)
            return Row(work, time(mine), time(theirs), theirs / mine, reach, mine <= limit, note(mine))

        def note(seconds: float) -> str:
            return f"{1e3 * seconds / size:.3g} ms a MB"

        yield row(
            f"save {size:.0f} MB by the full recipe; write and sync",
            lambda: save_project(project, store, path, expected=file_stamp(path)),
            f"<= {REACH_MS_PER_MB:g} ms a MB",
            1e-3 * REACH_MS_PER_MB * size,
            plain,
        )
        read = partial(timed, path.read_bytes)
        opened = f"open {size:.0f} MB"
        yield row(
            f"{opened}; read the bytes",
            lambda: load_project(path, MemoryStore()),
            f"< {REACH_OPEN_S:g} s",
            REACH_OPEN_S,
            read,
        )
        yield row(
            f"{opened} known to the store; read the bytes",
            lambda: load_project(path, DiskStore()),
            f"< {REACH_OPEN_S:g} s",
            REACH_OPEN_S,
            read,
        )
        yield state_row(project)


def state_row(project: Project) -> Row:
    """The state after an edit, against writing all of it."""
    writer = StateWriter()
    writer.text(project)
    values = iter(range(1000))

    def edited() -> float:
        changed = set_parameter(project, "a7", "R0", value=float(next(values)))
        return timed(lambda: writer.text(changed))

    mine, whole = alternate(edited, lambda: timed(lambda: StateWriter().text(project)), ROUNDS)
    reach = f"<= {1e3 * REACH_STATE_S:g} ms"
    return Row(
        "state after an edit; the whole state", time(mine), time(whole), whole / mine, reach, mine <= REACH_STATE_S
    )
