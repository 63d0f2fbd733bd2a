"""The runner of jobs, made when it is first needed: the window shows before its modules are imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from naglass_gui.techniques.technique import FitInputs, FitOutcome
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

    def read(self, paths: Sequence[Path], done: Callable[[Any], None], mapping: Any = None) -> None:
        """See `JobsRunner.read`."""
        self.runner.read(paths, done, mapping)

    def fit(
        self,
        name: str,
        inputs: FitInputs,
        done: Callable[[FitOutcome], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        newest_only: str = "",
    ) -> None:
        """See `JobsRunner.fit`."""
        self.runner.fit(name, inputs, done, failed, newest_only=newest_only)

    def call(
        self,
        name: str,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        **how: Any,
    ) -> None:
        """See `JobsRunner.call`."""
        self.runner.call(name, function, arguments, done, failed, **how)

    def cancel(self) -> None:
        """End what is running (Esc)."""
        if self._runner is not None:
            self._runner.cancel()

    def close(self) -> None:
        """End everything and the children."""
        if self._runner is not None:
            self._runner.close()
