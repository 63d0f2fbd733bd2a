"""One redraw for many changes: views say what is out of date, a timer of 16 ms draws it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Flag

from PySide6.QtCore import QObject, QTimer

FRAME_MS = 16


class Redraw[Part: Flag](QObject):
    """Collects what is out of date and draws it once a frame.

    Args:
        draw: called with everything that is out of date.
        parent: owner; the timer ends with it.
        interval: in ms; longer than a frame for numbers that nobody reads sixty times a second.
    """

    def __init__(self, draw: Callable[[Part], None], parent: QObject, interval: int = FRAME_MS) -> None:
        super().__init__(parent)
        self._draw = draw
        self._stale: Part | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval)
        self._timer.timeout.connect(self.now)

    def mark(self, part: Part) -> None:
        """Say that this is out of date."""
        self._stale = part if self._stale is None else self._stale | part
        if not self._timer.isActive():
            self._timer.start()

    def now(self) -> None:
        """Draw at once what is out of date."""
        self._timer.stop()
        stale, self._stale = self._stale, None
        if stale is not None:
            self._draw(stale)
