"""One thread beside the window, for what must work even when no child process can start: saving and autosave."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Signal

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Background(QObject):
    """Runs one thing after another; what comes of it is told in the window's thread."""

    _settled = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="naglass-save")
        # The thread is told a number only: nothing of the window is destroyed because the thread was the last to hold it.
        self._numbers = count()
        self._waiting: dict[int, tuple[Done, Failed]] = {}
        self._settled.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return bool(self._waiting)

    def run(self, function: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Call a function in the thread; then `done` with its result, or `failed` with what it raised."""
        number = next(self._numbers)
        self._waiting[number] = done, failed
        future = self._thread.submit(function)
        future.add_done_callback(lambda settled: self._settled.emit(number, settled))

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._thread.shutdown(wait=True)

    def _tell(self, number: int, future: Future[Any]) -> None:
        done, failed = self._waiting.pop(number)
        fault = future.exception()
        if fault is None:
            done(future.result())
        elif isinstance(fault, Exception):
            failed(fault)
        else:
            raise fault
