"""The jobs strip: what runs away from the window, how far it is, and how to end it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.theme import SPACING

PATIENCE_MS = 250  # what ends sooner is not shown: a strip that flashes tells nothing


@dataclass(slots=True)
class Job:
    """A running job as the strip shows it; `share` is None while nothing is known of its progress."""

    name: str
    share: float | None = None
    words: str = ""


class JobsStrip(QFrame):
    """Follows jobs by a key: `begin`, `advance`, `end`. Hidden while nothing runs for longer than a blink."""

    def __init__(self, cancel: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobs")
        self.setAccessibleName("Running jobs")
        self._jobs: dict[object, Job] = {}
        self._name = label("", "body")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(180)
        self._bar.setAccessibleName("Progress")
        self._words: QLabel = label("", "muted")
        self._cancel = quiet_button("Cancel  Esc", "End what is running (Esc)")
        self._cancel.clicked.connect(lambda: cancel())
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING[2], SPACING[0], SPACING[1], SPACING[0])
        row.setSpacing(SPACING[2])
        row.addWidget(self._name)
        row.addWidget(self._bar)
        row.addWidget(self._words, 1)
        row.addWidget(self._cancel)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._refresh)
        self.hide()

    @property
    def running(self) -> int:
        """How many jobs run."""
        return len(self._jobs)

    def begin(self, key: object, name: str) -> None:
        """A job has started."""
        self._jobs[key] = Job(name)
        if self.isHidden():
            self._patience.start()
        else:
            self._refresh()

    def advance(self, key: object, share: float, words: str = "") -> None:
        """A job is so far, from 0 to 1."""
        job = self._jobs.get(key)
        if job is not None:
            job.share, job.words = share, words
            if not self.isHidden():
                self._refresh()

    def end(self, key: object) -> None:
        """A job has ended, in whatever way."""
        if self._jobs.pop(key, None) is None:
            return
        if not self._jobs:
            self._patience.stop()
            self.hide()
        elif not self.isHidden():
            self._refresh()

    def _refresh(self) -> None:
        if not self._jobs:
            self.hide()
            return
        first = next(iter(self._jobs.values()))
        more = len(self._jobs) - 1
        self._name.setText(first.name + (f"  and {more} more" if more else ""))
        self._words.setText(first.words)
        if first.share is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(1000 * min(max(first.share, 0.0), 1.0)))
        self.setVisible(True)
