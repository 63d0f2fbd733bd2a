"""Jobs without children, for seeded tests of the window: an answer comes when the test says so, the same in every run."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from naglass_gui.core.errors import Cancelled, NaGlassError
from naglass_gui.jobs import Job, Jobs
from naglass_gui.jobs.errors import JobError
from naglass_gui.jobs.exchange import Parcel

Call = Callable[[], Any]


class LateJobs(Jobs):
    """Keeps what is asked; `answer` works one of them off in this process.

    Args:
        chance: which one.
        often: how often each function is really called; later requests fail as those do that take too long.
    """

    def __init__(self, chance: random.Random, often: Mapping[str, int]) -> None:
        super().__init__(1)
        self.answered: Counter[str] = Counter()
        self._chance = chance
        self._often = often
        self._count = itertools.count(1)
        self._asked: list[tuple[Job, str, Call]] = []

    def start(self) -> None:
        """There is nothing to start."""

    def close(self) -> None:
        """The window closes; what was asked is never answered."""
        self._asked.clear()

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
        """As `Jobs.submit`: a newer request of a queue supersedes the one that waits."""
        for job, _, _ in self._asked:
            if newest_only and job.queue == newest_only:
                job.superseded = True
                job.cancel()
        job = Job(name, next(self._count), Parcel(), timeout, newest_only, lambda: None)
        given = dict(keywords or {}) | (
            {"progress": lambda share, words: self._report(job, share, words)} if progress else {}
        )
        self._asked.append((job, function.__name__, lambda: function(*arguments, **given)))
        return job

    def answer(self) -> str:
        """Do one of the things that wait; its name, or "" where none does."""
        self._asked = [asked for asked in self._asked if not asked[0].ended]
        if not self._asked:
            return ""
        job, name, call = self._asked.pop(self._chance.randrange(len(self._asked)))
        self.answered[name] += 1
        job.started = True
        if self.answered[name] > self._often.get(name, 10**9):
            job.fail(JobError.out_of_time(job.name, 60.0))
            return name
        try:
            value = call()
        except Cancelled:
            job.cancel()
        except NaGlassError as error:
            job.fail(error)
        else:
            job.succeed(value)
        return name

    def _report(self, job: Job, share: float, words: str) -> None:
        job.shown = (share, words)
