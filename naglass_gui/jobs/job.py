"""One piece of work away from the window, as its owner sees it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from typing import Any, Literal

from naglass_gui.core.errors import Cancelled, NaGlassError
from naglass_gui.jobs.exchange import Parcel

State = Literal["waiting", "running", "done", "failed", "cancelled"]


class JobFuture(Future[Any]):
    """A standard future that can be cancelled while its work runs."""

    def __init__(self, wake: Callable[[], None]) -> None:
        super().__init__()
        self._wake = wake
        self._cancelling = threading.RLock()

    def cancel(self) -> bool:
        """Cancel now; the child is ended in the background. False when the work had ended before."""
        with self._cancelling:
            if self.done():
                return False
            if not super().cancel():
                return False
            self.set_running_or_notify_cancel()
        self._wake()
        return True


class Job:
    """Work handed to `Jobs`.

    Attributes:
        name: what the person reads, e.g. "Reading lpscl.mpr".
        number: counts up through a session.
        future: settles with the value or a NaGlassError; it never holds another exception, and is never "running".
        queue: the name of the newest-only queue it belongs to, or "".
        superseded: cancelled because a newer request of its queue came.
    """

    def __init__(
        self, name: str, number: int, parcel: Parcel, timeout: float | None, queue: str, wake: Callable[[], None]
    ) -> None:
        self.name = name
        self.number = number
        self.parcel = parcel
        self.timeout = timeout
        self.queue = queue
        self.future = JobFuture(wake)
        self.shown = (0.0, "")  # replaced as one, so that share and words belong together
        self.started = False
        self.superseded = False
        self.attempts = 0

    @property
    def state(self) -> State:
        """Where the job is in its life."""
        if self.future.cancelled():
            return "cancelled"
        if self.future.done():
            return "done" if self.future.exception() is None else "failed"
        return "running" if self.started else "waiting"

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return self.shown[0]

    @property
    def words(self) -> str:
        """What is being done now."""
        return self.shown[1]

    @property
    def ended(self) -> bool:
        """Whether it is done, failed or cancelled."""
        return self.future.done()

    def cancel(self) -> bool:
        """End the job now; its child is ended in the background. False when it had ended before."""
        return self.future.cancel()

    def result(self, timeout: float | None = None) -> Any:
        """Wait for the value.

        Raises:
            NaGlassError: what the work raised; Cancelled when it was cancelled.
            TimeoutError: it has not ended after `timeout` seconds.
        """
        try:
            return self.future.result(timeout)
        except CancelledError:
            raise Cancelled(f"{self.name} was cancelled.") from None

    def add_done_callback(self, function: Callable[[Job], None]) -> None:
        """Call `function(job)` once it has ended, from whichever thread ended it; at once when it has."""
        self.future.add_done_callback(lambda future: function(self))

    def succeed(self, value: Any) -> None:
        """Give the job its value, unless it has ended."""
        with contextlib.suppress(InvalidStateError):
            self.future.set_result(value)
            self.shown = (1.0, self.words)

    def fail(self, error: NaGlassError) -> None:
        """Give the job its failure, unless it has ended."""
        with contextlib.suppress(InvalidStateError):
            self.future.set_exception(error)
