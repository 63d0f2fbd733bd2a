"""Programs that are killed: each round forks a victim, ends it with SIGKILL in the middle of its work and looks at what is left.

    python -m tests.faults.victims save|autosave|recovery|migration|two FOLDER ROUNDS SEED

Prints one JSON object with what was found. It forks from a process of one thread that has everything imported, so that a
round costs some milliseconds.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil  # noqa: F401  (imported before the forks, so that a round costs little)

import naglass_gui.storage.save  # noqa: F401
from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Project
from naglass_gui.storage import (
    ChangedOnDisk,
    DiskStore,
    Recoverable,
    Session,
    discard,
    file_stamp,
    list_backups,
    list_recoverable,
    load_project,
    open_recoverable,
    save_project,
)
from naglass_gui.storage.array_names import held, unique_arrays
from naglass_gui.storage.state import state_text
from tests.storage.golden.make_golden import golden_file
from tests.storage.studies import a_study


def numbered(store: Any, number: int) -> Project:
    """A project whose every array follows from its number."""
    return a_study(store, spectra=1, points=300, seed=number, name=f"state {number}")


def is_whole(project: Project) -> bool:
    """Whether nothing in it is of another state than its name says."""
    return state_text(project) == state_text(numbered(MemoryStore(), number_of(project)))


def number_of(project: Project) -> int:
    return int(project.name.rpartition(" ")[2])


def pause_before_kill(work: Callable[[Callable[[int], None]], None]) -> float:
    """The longest time a victim is given: some three rounds of its work, on this machine at this hour."""
    started = time.perf_counter()
    victim = Victim(work)
    victim.first()
    elapsed = time.perf_counter() - started
    victim.kill()
    return 3 * elapsed


class Victim:
    """A forked child that works until it is killed; it writes a line for each step it has finished."""

    def __init__(self, work: Callable[[Callable[[int], None]], None]) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            try:
                work(lambda number: void(os.write(writing, b"%d\n" % number)))
            except BaseException as fault:
                os.write(writing, f"!{type(fault).__name__}: {fault}\n".encode())
            os._exit(0)
        os.close(writing)
        self._lines = os.fdopen(reading, "r")

    def first(self) -> None:
        """Wait until it has finished something."""
        self._lines.readline()

    def kill(self) -> list[str]:
        """End it; what it said it had finished."""
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self) -> list[str]:
        """What it said by its end."""
        lines = self._lines.read().split()
        self._lines.close()
        os.waitpid(self.pid, 0)
        return lines


def void(_: object) -> None:
    """Nothing."""


def finished(lines: list[str], otherwise: int) -> int:
    """The last number a victim had finished. Raises what it raised."""
    faults = [line for line in lines if line.startswith("!")]
    if faults:
        raise RuntimeError(" ".join(lines[-10:]))
    return int(lines[-1]) if lines else otherwise


def kill_saves(folder: Path, count: int, rng: random.Random) -> dict[str, Any]:
    """Kill a program that saves without a pause; the file must be the last state it had reported, or the next."""
    path = folder / "study.naglass"
    store = MemoryStore()
    save_project(numbered(store, 0), store, path, expected=None)
    last, lost, mixed, during, bad_backups = 0, 0, 0, 0, 0

    def work(report: Callable[[int], None], start: int) -> None:
        stamp, number = file_stamp(path), start
        while True:
            number += 1
            store = MemoryStore()
            stamp = save_project(numbered(store, number), store, path, expected=stamp)
            report(number)

    longest = pause_before_kill(lambda report: work(report, 0))
    last = number_of(load_project(path, MemoryStore()).project)
    for _ in range(count):
        victim = Victim(lambda report, start=last: work(report, start))
        time.sleep(rng.uniform(0.0, longest))
        done = finished(victim.kill(), last)
        during += any(file.name.endswith(".tmp") for file in folder.iterdir())
        loaded = load_project(path, MemoryStore())
        number = number_of(loaded.project)
        lost += number not in (done, done + 1)
        mixed += bool(loaded.damaged) or not is_whole(loaded.project)
        last = number
    for backup in list_backups(path):
        loaded = load_project(backup.path, MemoryStore())
        bad_backups += bool(loaded.damaged) or not is_whole(loaded.project)
    leftovers = sum(file.name.endswith(".tmp") for file in folder.iterdir())
    return {
        "kills": count, "in the middle": during, "saves": last, "lost": lost, "mixed": mixed,
        "bad backups": bad_backups, "leftovers": leftovers,
    }  # fmt: skip


def kill_autosaves(folder: Path, count: int, rng: random.Random) -> dict[str, Any]:
    """Kill a program that autosaves without a pause; the last state it had reported, or the next, can be recovered."""
    lost, mixed, edits = 0, 0, 0

    def work(report: Callable[[int], None]) -> None:
        store, session, number = DiskStore(), Session(), 0
        while True:
            number += 1
            session.write("doc", numbered(store, number), store, path=None, saved_at="", edits=number)
            report(number)

    longest = pause_before_kill(work)
    for entry in list_recoverable():
        discard(entry)
    for _ in range(count):
        victim = Victim(work)
        time.sleep(rng.uniform(0.0, longest))
        done = finished(victim.kill(), 0)
        edits += done
        entries = list_recoverable()
        if not entries:
            lost += done > 0
            continue
        (entry,) = entries
        loaded = open_recoverable(entry, DiskStore())
        lost += not entry.readable or entry.edits not in (done, done + 1)
        mixed += bool(loaded.damaged) or not is_whole(loaded.project) or number_of(loaded.project) != entry.edits
        discard(entry)
    return {"kills": count, "autosaves": edits, "lost": lost, "mixed": mixed}


def kill_recoveries(folder: Path, count: int, rng: random.Random) -> dict[str, Any]:
    """Kill a program while it recovers what another left: it can be recovered once more."""
    lost = 0
    Victim(lambda report: leave_behind()).wait()

    def work(report: Callable[[int], None]) -> None:
        entry = list_recoverable()[0]
        store, session = DiskStore(), Session()
        loaded = open_recoverable(entry, store)
        session.write("doc", loaded.project, store, path=None, saved_at="", edits=1)
        discard(entry)
        report(1)
        time.sleep(10)

    longest = pause_before_kill(work) / 2
    for _ in range(count):
        victim = Victim(work)
        time.sleep(rng.uniform(0.0, longest))
        victim.kill()
        lost += not any(recovers(entry) for entry in list_recoverable())
    return {"kills": count, "lost": lost, "copies": len(list_recoverable())}


def leave_behind() -> None:
    store = DiskStore()
    Session().write("doc", numbered(store, 1), store, path=None, saved_at="", edits=1)


def recovers(entry: Recoverable) -> bool:
    store = DiskStore()
    loaded = open_recoverable(entry, store)
    return is_whole(loaded.project) and all(held(store, ref) for ref in unique_arrays(loaded.project))


def kill_migrations(folder: Path, count: int, rng: random.Random) -> dict[str, Any]:
    """Kill a program that opens a project of the first format and saves it in the present one, from file or from recovery.

    The file must be the old one to the byte, or the new one whole with the old one among its earlier versions.
    """
    path, old = folder / "study.naglass", golden_file("1.0").read_bytes()
    expected = state_text(load_project(golden_file("1.0"), MemoryStore()).project)
    lost, migrated, during = 0, 0, 0

    def work(report: Callable[[int], None]) -> None:
        store = DiskStore()
        loaded = load_project(path, store)
        Session().write("doc", loaded.project, store, path=path, saved_at="", edits=1)
        save_project(loaded.project, store, path, expected=loaded.stamp)
        report(1)
        time.sleep(10)

    path.write_bytes(old)
    longest = pause_before_kill(work) / 2
    for _ in range(count):
        for entry in list_recoverable():
            discard(entry)
        path.write_bytes(old)
        victim = Victim(work)
        time.sleep(rng.uniform(0.0, longest))
        done = finished(victim.kill(), 0)
        during += any(file.name.endswith(".tmp") for file in folder.iterdir())
        loaded = load_project(path, MemoryStore())
        whole = state_text(loaded.project) == expected and not loaded.damaged
        if path.read_bytes() != old:
            migrated += 1
            whole = whole and list_backups(path)[0].path.read_bytes() == old
        elif done:
            whole = False
        for entry in list_recoverable():
            whole = whole and state_text(open_recoverable(entry, DiskStore()).project) == expected
        lost += not whole
    return {"kills": count, "in the middle": during, "migrated": migrated, "lost": lost}


def two_programs(folder: Path, count: int, rng: random.Random) -> dict[str, Any]:
    """Two programs add lines to the notes of one project; every line a save has confirmed must be there at the end."""
    path = folder / "study.naglass"
    store = MemoryStore()
    save_project(numbered(store, 0), store, path, expected=None)

    def work(report: Callable[[int], None], who: str, seed: int) -> None:
        own = random.Random(seed)
        store = MemoryStore()
        loaded = load_project(path, store)
        project, stamp, conflicts = loaded.project, loaded.stamp, 0
        for i in range(count // 2):
            time.sleep(own.uniform(0, 0.02))
            while True:
                changed = replace(project, notes=f"{project.notes}{who}{i};")
                try:
                    stamp = save_project(changed, store, path, expected=stamp)
                except ChangedOnDisk:
                    conflicts += 1
                    loaded = load_project(path, store)
                    project, stamp = loaded.project, loaded.stamp
                else:
                    project = changed
                    break
        report(conflicts)

    both = [Victim(lambda report, who=who: work(report, who, rng.randrange(2**32))) for who in "ab"]
    conflicts = sum(finished(victim.wait(), 0) for victim in both)
    lines = load_project(path, MemoryStore()).project.notes.split(";")[:-1]
    expected = [f"{who}{i}" for who in "ab" for i in range(count // 2)]
    return {
        "saves": len(expected), "conflicts told": conflicts,
        "silently overwritten": len(set(expected) - set(lines)), "twice": len(lines) - len(set(lines)),
    }  # fmt: skip


SCENES = {
    "save": kill_saves,
    "autosave": kill_autosaves,
    "recovery": kill_recoveries,
    "migration": kill_migrations,
    "two": two_programs,
}

if __name__ == "__main__":
    scene, folder, count, seed = sys.argv[1:]
    print(json.dumps(SCENES[scene](Path(folder), int(count), random.Random(int(seed)))))
