"""Cyclic garbage is collected in the window's thread alone.

Python collects in whichever thread happens to allocate. Beside the window run threads that save, look after children and
import; there a collection would destroy widgets, timers and graphics items that belong to the window's thread, and the
program would end without a word.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 100
OLDEST = 2


class Garbage(QObject):
    """Takes the collection of cycles over from the interpreter until it is released.

    What is collected, and how often, follows the interpreter's own thresholds; only the moment is another: when the
    window's event loop comes round, not in the middle of what a thread or a drag does.

    Args:
        parent: the application.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._settled = False
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._collect)
        self._look.start()

    def release(self) -> None:
        """Give the collection back to the interpreter."""
        self._look.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        if collect() == OLDEST and not self._settled:
            # The first long one comes when the start is over. What is left then is mostly imported code, which stays:
            # out of the later collections, these take no time a person would notice.
            gc.freeze()
            self._settled = True


def collect() -> int | None:
    """Collect as many generations as are due; to be called in the window's thread.

    Returns:
        The oldest generation that was collected, None where nothing was due.
    """
    due = [count > threshold > 0 for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    for generation in (OLDEST, 1, 0):
        if due[generation]:
            gc.collect(generation)
            return generation
    return None
