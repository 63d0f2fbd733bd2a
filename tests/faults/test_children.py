"""Child processes that are killed, crash, hang and are cancelled at random: every job ends, and nothing is left behind."""

from __future__ import annotations

import contextlib
import os
import random
import time

import psutil
import pytest

from naglass_gui.core.errors import NaGlassError
from naglass_gui.jobs import Job, Jobs
from tests.faults import rounds, seed
from tests.jobs import toys

# What a child is given, and how it may end where nobody interferes.
WORK = (
    (toys.add, (1.0, 2.0), "done"),
    (toys.ramp, (1_500_000,), "done"),
    (toys.refuse, (), "failed"),
    (toys.stumble, (), "failed"),
    (toys.crash, (), "failed"),
    (toys.leave, (), "failed"),
    (toys.spin, (60.0,), "cancelled"),
    (toys.hang_in_c, (60,), "cancelled"),
)


def open_files() -> int:
    return psutil.Process().num_fds() if hasattr(psutil.Process, "num_fds") else psutil.Process().num_handles()


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_every_job_ends_whatever_happens_to_its_child() -> None:
    chance = random.Random(seed())
    others = psutil.Process().children()  # of tests before, which share theirs
    with Jobs(2, modules=()) as jobs:
        jobs.submit(toys.add, (1, 1), name="Adding").result(60)
        before = open_files()
        count, kills = rounds(8, 500), 0
        for _ in range(count):
            function, arguments, ending = chance.choice(WORK)
            queue = chance.choice(("", "drag"))
            batch = [
                jobs.submit(function, arguments, name="The job", timeout=30.0, newest_only=queue)
                for _ in range(chance.randint(1, 3))
            ]
            time.sleep(chance.choice((0.0, 0.001, 0.02, 0.3)))
            killed = chance.random() < 0.25 and kill_some(jobs, chance)
            kills += killed
            if ending == "cancelled":
                for job in batch:
                    job.cancel()
            for job in batch:
                check_end(job, ending, killed)
        assert jobs.submit(toys.add, (1, 1), name="Adding").result(60) == 2
        # Ended children are seen to, and replaced, in the background: what is left open stays open, the rest goes.
        end, fewest = time.monotonic() + 20.0, open_files()
        while fewest > before + 4 and time.monotonic() < end:
            time.sleep(0.05)
            fewest = min(fewest, open_files())
        assert fewest <= before + 4
        left = [path.name for path in jobs._folder.iterdir() if path.suffix != ".txt"]
        assert left == []
        children = psutil.Process().children()
    print(f"children: {count} batches, in {kills} of them children were killed; every job ended, seed {seed()}")
    assert not [
        child
        for child in children
        if child not in others and child.is_running() and "resource_tracker" not in " ".join(child.cmdline())
    ]


def kill_some(jobs: Jobs, chance: random.Random) -> bool:
    for worker in tuple(jobs._workers):
        pid = worker.look().pid
        if pid and chance.random() < 0.5:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
    return True


def check_end(job: Job, ending: str, killed: bool) -> None:
    with contextlib.suppress(NaGlassError):
        job.result(60)
    assert job.ended
    allowed = {ending} | ({"cancelled"} if job.superseded else set()) | ({"failed"} if killed else set())
    assert job.state in allowed, (job.state, allowed)
