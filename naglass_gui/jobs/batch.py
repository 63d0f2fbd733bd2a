"""Many calls of one kind, through the standard Executor interface: children here, or a cluster's executor."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from concurrent.futures import CancelledError, Executor, Future
from itertools import islice
from typing import Any

from naglass_gui.core.errors import Cancelled, NaGlassError
from naglass_gui.jobs.errors import JobError
from naglass_gui.jobs.pool import Jobs


class JobExecutor(Executor):
    """`Jobs` as a standard executor. Its futures hold the value or a NaGlassError.

    Args:
        jobs: who works; they stay open when the executor is shut down.
        name: what a call is called in sentences, from its first argument.
        timeout: seconds without an end after which a call is stopped.
    """

    def __init__(self, jobs: Jobs, name: Callable[[Any], str] = str, timeout: float | None = None) -> None:
        self._jobs = jobs
        self._name = name
        self._timeout = timeout
        self._pending: set[Future[Any]] = set()
        self._shut = False

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a child make a call. Raises RuntimeError after `shutdown`."""
        if self._shut:
            raise RuntimeError("the executor is shut down")
        name = self._name(args[0]) if args else getattr(fn, "__name__", "The call")
        future = self._jobs.submit(fn, args, kwargs, name=name, timeout=self._timeout).future
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; wait for those under way, or cancel them."""
        self._shut = True
        pending = tuple(self._pending)
        for future in pending if cancel_futures else ():
            future.cancel()
        if wait:
            futures.wait(pending)


def batch[Item, Value](
    function: Callable[[Item], Value], items: Iterable[Item], executor: Executor, in_flight: int
) -> Iterator[tuple[Item, Value | NaGlassError]]:
    """Each item with what the function made of it, as they are ready; a failure is its NaGlassError, and the rest goes on.

    Args:
        function: a module-level function.
        items: taken one by one, so that memory does not grow with their number.
        executor: who calls; anything with the standard interface.
        in_flight: how many calls are handed over at a time; twice the workers keeps them busy.
    """
    source = iter(items)
    running = {executor.submit(function, item): item for item in islice(source, in_flight)}
    try:
        while running:
            for future in futures.wait(running, return_when=futures.FIRST_COMPLETED).done:
                item = running.pop(future)
                running.update((executor.submit(function, later), later) for later in islice(source, 1))
                yield item, _outcome(future, str(item))
    finally:
        for future in running:
            future.cancel()


def _outcome(future: Future[Any], name: str) -> Any:
    try:
        return future.result()
    except NaGlassError as error:
        return error
    except CancelledError:
        return Cancelled(f"{name} was cancelled.")
    except Exception:
        return JobError.unexpected(name, traceback.format_exc())
