"""The runner of jobs, made when it is first needed: the window shows before its modules are imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from naglass_gui.ui.jobs_runner import JobsRunner


class LazyJobs:
    """A `services.JobRunner` in place of the real one.

    Args:
        make: makes the real runner; called once, on first use.
    """

    def __init__(self, make: Callable[[], JobsRunner]) -> None:
        self._make = make
        self._runner: JobsRunner | None = None

    @property
    def runner(self) -> JobsRunner:
        """The real runner."""
        if self._runner is None:
            self._runner = self._make()
        return self._runner

    @property
    def running(self) -> int:
        """How many requests have not been answered."""
        return self._runner.running if self._runner is not None else 0

    def warm(self) -> None:
        """Make the runner and start its children, without waiting for them."""
        self.runner.warm()

    @property
    def read(self) -> Callable[..., None]:
        """`JobRunner.read`."""
        return self.runner.read

    @property
    def fit(self) -> Callable[..., None]:
        """`JobRunner.fit`."""
        return self.runner.fit

    @property
    def call(self) -> Callable[..., None]:
        """`JobRunner.call`."""
        return self.runner.call

    def cancel(self) -> None:
        """End what is running (Esc)."""
        if self._runner is not None:
            self._runner.cancel()

    def close(self) -> None:
        """End everything and the children."""
        if self._runner is not None:
            self._runner.close()
