"""Batches: the standard Executor interface over children."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest

from naglass_gui.core.errors import NaGlassError
from naglass_gui.jobs import JobError, Jobs
from naglass_gui.jobs.batch import JobExecutor, batch
from tests.jobs import toys


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    with Jobs(2, modules=()) as running:
        yield running


def test_the_executor_keeps_the_standard_promises(jobs: Jobs) -> None:
    with JobExecutor(jobs) as executor:
        assert list(executor.map(toys.add, range(5), range(5))) == [0, 2, 4, 6, 8]
        futures = [executor.submit(toys.add, n, b=1) for n in range(4)]
        assert sorted(future.result() for future in as_completed(futures, timeout=20)) == [1, 2, 3, 4]
    with pytest.raises(RuntimeError):
        executor.submit(toys.add, 1, 1)


def test_shutting_down_with_cancel_ends_what_waits_and_what_runs(jobs: Jobs) -> None:
    executor = JobExecutor(jobs)
    futures = [executor.submit(toys.sleep, 60.0) for _ in range(5)]
    executor.shutdown(cancel_futures=True)
    assert all(future.cancelled() for future in futures)


def test_a_batch_goes_on_past_failures_and_takes_items_one_by_one(jobs: Jobs) -> None:
    taken = 0

    def items() -> Iterator[float]:
        nonlocal taken
        for n in range(40):
            taken += 1
            yield float(n - 20)

    results: dict[float, float | NaGlassError] = {}
    for item, result in batch(toys.reciprocal, items(), JobExecutor(jobs), in_flight=4):
        results[item] = result
        assert taken <= len(results) + 4
    assert results[4.0] == 0.25
    assert len(results) == 40
    assert isinstance(results.pop(0.0), JobError)
    assert not any(isinstance(result, NaGlassError) for result in results.values())


def test_any_executor_will_do() -> None:
    with ThreadPoolExecutor(2) as threads:
        results = dict(batch(toys.reciprocal, [1.0, 0.0], threads, in_flight=1))
    assert results[1.0] == 1.0
    assert isinstance(results[0.0], JobError)
    assert "ZeroDivisionError" in results[0.0].details
