"""Child processes: limits, cancelling, recovery from everything that can end one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from naglass_gui.core.errors import Cancelled, FitError, LoadError
from naglass_gui.jobs import JobError, Jobs
from tests.jobs import toys

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    with Jobs(2, modules=()) as running:
        yield running


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def test_a_call_comes_back_with_its_value(jobs: Jobs) -> None:
    job = jobs.submit(toys.add, (2, 3), name="Adding")
    assert job.result(20) == 5
    assert (job.state, job.share) == ("done", 1.0)
    assert jobs.submit(toys.process_id, name="Asking").result(20) != os.getpid()


def test_two_jobs_run_side_by_side(jobs: Jobs, tmp_path: Path) -> None:
    pair = [jobs.submit(toys.meet, (str(tmp_path), *names), name="Meeting") for names in (("a", "b"), ("b", "a"))]
    assert [job.result(30) for job in pair] == [True, True]


def test_progress_and_words_arrive(jobs: Jobs) -> None:
    job = jobs.submit(toys.report, (4, 0.15), name="Counting", progress=True)
    assert until(lambda: job.share == 0.5)
    assert job.words == "Schritt 2 – größer"
    assert job.state == "running"
    assert job.result(20) == 4


def test_a_refusal_comes_back_as_it_was_said(jobs: Jobs) -> None:
    with pytest.raises(LoadError, match="ends before its first point") as caught:
        jobs.submit(toys.refuse, name="Reading").result(20)
    assert caught.value.details == "at byte 12"
    with pytest.raises(FitError) as caught_fit:
        jobs.submit(toys.refuse_because, name="Fit").result(20)
    assert "KeyError: 'gain'" in caught_fit.value.details


@pytest.mark.parametrize("function", [toys.stumble, toys.give_up, toys.unpackable])
def test_whatever_was_not_foreseen_is_one_sentence_with_details(jobs: Jobs, function: Callable[[], object]) -> None:
    with pytest.raises(JobError, match="^Reading a.dta failed in a way that was not foreseen") as caught:
        jobs.submit(function, name="Reading a.dta").result(20)
    assert "Traceback" in caught.value.details
    assert jobs.submit(toys.add, (1, 1), name="Adding").result(20) == 2


def test_what_cannot_be_handed_over_is_refused_at_once(jobs: Jobs) -> None:
    with pytest.raises(TypeError, match="Adding: cannot be handed to another process"):
        jobs.submit(toys.add, (1, lambda: None), name="Adding")
    with pytest.raises(TypeError):
        jobs.submit(toys.add, (1, sys.stdout), name="Adding")
    assert jobs.submit(toys.add, (1, 1), name="Adding").result(20) == 2


def test_large_arrays_travel_by_memory_map_and_leave_no_file(jobs: Jobs) -> None:
    ramp = jobs.submit(toys.ramp, (2_000_000,), name="Making").result(20)
    assert ramp.sum() == 2_000_000 * 1_999_999 / 2
    assert not ramp.flags.writeable
    assert jobs.submit(toys.total, (ramp,), name="Adding").result(20) == ramp.sum()
    small = jobs.submit(toys.ramp, (10,), name="Making").result(20)
    np.testing.assert_array_equal(small, np.arange(10.0))
    assert not small.flags.writeable
    assert not [path for path in jobs._folder.iterdir() if path.suffix in (".work", ".reply")]


def test_what_a_library_prints_stays_out_of_our_output(jobs: Jobs, capfd: pytest.CaptureFixture[str]) -> None:
    assert jobs.submit(toys.chatter, name="Printing").result(20) == "1"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("function", "argument"), [(toys.spin, 60.0), (toys.hang_in_c, 60)], ids=["busy", "hanging in C"]
)
def test_cancelling_is_immediate_and_the_child_goes(jobs: Jobs, function: Callable[..., None], argument: float) -> None:
    assert until(lambda: len(jobs._workers) == 2 and all(w.ready for w in jobs._workers))
    job = jobs.submit(function, (argument,), name="Spinning")
    assert until(lambda: any(w.job is job and w.look().job == job.number for w in jobs._workers))
    worker, other = sorted(jobs._workers, key=lambda w: w.job is not job)
    process = worker.process()
    assert process is not None
    assert job.cancel()
    assert job.state == "cancelled"
    with pytest.raises(Cancelled, match="Spinning was cancelled"):
        job.result()
    assert until(lambda: not process.is_running(), 2.0)
    # The other child was warm all along, and does what comes next.
    assert jobs.submit(toys.process_id, name="Asking").result(20) == other.look().pid
    assert not job.cancel()


def test_a_waiting_job_is_cancelled_without_ending_a_child(jobs: Jobs) -> None:
    children = {jobs.submit(toys.process_id, name="Asking").result(20) for _ in range(6)}
    busy = [jobs.submit(toys.sleep, (0.4,), name="Sleeping") for _ in range(2)]
    waiting = jobs.submit(toys.sleep, (60.0,), name="Waiting")
    assert waiting.cancel()
    assert [job.result(20) for job in busy] == ["slept", "slept"]
    assert jobs.submit(toys.process_id, name="Asking").result(20) in children | {w.look().pid for w in jobs._workers}
    assert until(lambda: not jobs._waiting)


def test_no_progress_for_too_long_ends_a_job(jobs: Jobs) -> None:
    job = jobs.submit(toys.hang_in_c, (60,), name="Reading slow.dta", timeout=0.3)
    with pytest.raises(
        JobError, match=r"^Reading slow\.dta was stopped: there was no progress for 0\.3 s\.$"
    ) as caught:
        job.result(20)
    assert caught.value.reason == "time"


def test_the_time_limit_counts_from_the_last_progress(jobs: Jobs) -> None:
    job = jobs.submit(toys.report, (6, 0.25), name="Counting", progress=True, timeout=0.6)
    assert job.result(20) == 6


@pytest.mark.parametrize("function", [toys.crash, toys.leave])
def test_a_child_that_dies_fails_its_job_alone(jobs: Jobs, function: Callable[[], None]) -> None:
    with pytest.raises(JobError, match="its process ended unexpectedly") as caught:
        jobs.submit(function, name="Reading").result(20)
    assert caught.value.reason == "ended"
    if function is toys.crash:
        assert "Segmentation fault" in caught.value.details
        assert "toys.py" in caught.value.details
    assert jobs.submit(toys.add, (1, 1), name="Adding").result(20) == 2


def test_a_killed_busy_child_is_replaced(jobs: Jobs) -> None:
    job = jobs.submit(toys.sleep, (60.0,), name="Sleeping")
    assert until(lambda: any(w.job is job and w.look().job == job.number for w in jobs._workers))
    os.kill(next(w.look().pid for w in jobs._workers if w.job is job), signal.SIGKILL)
    with pytest.raises(JobError, match="ended unexpectedly"):
        job.result(20)
    assert jobs.submit(toys.add, (1, 1), name="Adding").result(20) == 2


def test_idle_children_that_are_killed_are_replaced() -> None:
    with Jobs(2, modules=()) as jobs:
        jobs.start()
        for pause in (0.0, 0.5):
            assert until(lambda: len(jobs._workers) == 2 and all(w.ready for w in jobs._workers))
            for worker in tuple(jobs._workers):
                os.kill(worker.look().pid, signal.SIGKILL)
            time.sleep(pause)
            assert [jobs.submit(toys.add, (1, n), name="Adding").result(20) for n in range(3)] == [1, 2, 3]


def test_newest_only_keeps_one_waiting_request() -> None:
    with Jobs(2, modules=()) as jobs:
        first = jobs.submit(toys.sleep, (0.5,), name="Fit 0", newest_only="drag")
        assert until(lambda: first.state == "running")
        later = [jobs.submit(toys.add, (n, 0), name=f"Fit {n}", newest_only="drag") for n in range(1, 20)]
        other = jobs.submit(toys.add, (1, 1), name="Adding")
        assert other.result(20) == 2
        # One queue, one child: the newest waits for the one that runs, and nothing was ended for it.
        assert first.result(20) == "slept"
        assert later[-1].result(20) == 19
        assert [job.state for job in later[:-1]] == ["cancelled"] * 18


def test_memory_is_limited() -> None:
    with Jobs(1, memory=1 << 30, modules=("numpy",)) as jobs:
        with pytest.raises(JobError, match="needs more than the 1 GB of memory") as caught:
            jobs.submit(toys.hoard, (2000,), name="Reading big.dta").result(30)
        assert caught.value.reason == "memory"
        assert jobs.submit(toys.hoard, (10,), name="Reading").result(20) == 10 << 20


def test_memory_is_watched_where_the_system_does_not_limit_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("naglass_gui.jobs.pool.memory_used", lambda process: process.memory_info().rss + (4 << 30))
    with Jobs(1, modules=(), watch_memory=True) as jobs, pytest.raises(JobError, match="more than the 4 GB of memory"):
        jobs.submit(toys.sleep, (60.0,), name="Reading big.dta").result(30)


def test_children_that_cannot_start_fail_the_jobs_with_a_sentence() -> None:
    with Jobs(1, modules=("no_such_module",)) as jobs:
        for _ in range(2):
            with pytest.raises(JobError, match="cannot start the process it works in") as caught:
                jobs.submit(toys.add, (1, 1), name="Adding").result(60)
            assert caught.value.reason == "start"


def test_closing_cancels_and_leaves_no_process_and_no_file() -> None:
    jobs = Jobs(2, modules=())
    running = [jobs.submit(toys.spin, (60.0,), name="Spinning") for _ in range(3)]
    assert until(lambda: sum(w.look().job > 0 for w in jobs._workers) == 2)
    children = [psutil.Process(w.look().pid) for w in jobs._workers]
    jobs.close()
    assert {job.state for job in running} == {"cancelled"}
    assert not any(child.is_running() for child in children)
    assert not jobs._folder.exists()
    with pytest.raises(RuntimeError):
        jobs.submit(toys.add, (1, 1), name="Adding")


def test_a_program_that_does_not_close_its_jobs_leaves_nothing_behind(tmp_path: Path) -> None:
    left = Path(tempfile.gettempdir()) / "naglass-jobs-999999999-left"
    left.mkdir(exist_ok=True)  # by a program that was ended together with its children
    script = tmp_path / "program.py"
    script.write_text(
        textwrap.dedent("""
        from naglass_gui.jobs import Jobs
        from tests.jobs import toys

        if __name__ == "__main__":
            jobs = Jobs(2, modules=())
            jobs.submit(toys.add, (1, 1), name="Adding").result()
            jobs.submit(toys.spin, (60.0,), name="Spinning")
            print(jobs._folder)
        """)
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert not Path(done.stdout.strip()).exists()
    assert not left.exists()


def test_children_end_with_a_killed_parent(tmp_path: Path) -> None:
    """A busy child outlives its parent otherwise, for minutes."""
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent("""
        import time
        from naglass_gui.jobs import Jobs
        from tests.jobs import toys

        if __name__ == "__main__":
            jobs = Jobs(2, modules=())
            for _ in range(2):
                jobs.submit(toys.spin, (60.0,), name="Spinning")
            while sum(worker.look().job > 0 for worker in tuple(jobs._workers)) < 2:
                time.sleep(0.01)
            print(jobs._folder, *(worker.look().pid for worker in jobs._workers), flush=True)
            time.sleep(60)
        """)
    )
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        assert parent.stdout is not None
        folder, *pids = parent.stdout.readline().split()
        children = [psutil.Process(int(pid)) for pid in pids]
        assert len(children) == 2 and all(child.is_running() for child in children)
    finally:
        parent.kill()
        parent.communicate()
    try:
        assert until(lambda: not any(child.is_running() for child in children), 5.0)
        assert until(lambda: not Path(folder).exists(), 2.0)
    finally:
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
