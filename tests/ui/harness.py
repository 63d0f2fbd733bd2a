"""What drives the real window without a person: scripted answers, and children that outlive one window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QMainWindow

from naglass_gui.jobs import Jobs


@dataclass
class FakeAsk:
    """Answers questions from a script and keeps what was asked.

    `answers` holds, in order: a path or list of paths for files, a button's text or number for a choice, a text, and for a dialog
    a function that fills it in and returns whether it is accepted (or plain True or False). A question with no answer
    left fails the test.
    """

    answers: list[Any] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open_files(self, title: str, filters: str) -> list[Path]:
        answer = self._next(title)
        return [answer] if isinstance(answer, Path) else list(answer or [])

    def folder(self, title: str) -> Path | None:
        return self._next(title)

    def save_file(self, title: str, suggestion: Path, filters: str) -> Path | None:
        return self._next(title)

    def choose(self, title: str, text: str, buttons: Sequence[str], default: int = 0, informative: str = "") -> int:
        answer = self._next(text)
        if isinstance(answer, int):
            return answer
        return -1 if answer is None else list(buttons).index(answer)

    def text(self, title: str, label: str, value: str = "") -> str | None:
        return self._next(label)

    def run(self, dialog: Any) -> bool:
        answer = self._next(type(dialog).__name__)
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow)]
        assert not windows or dialog.parentWidget() is not None, "what belongs to no window wears no style sheet"
        if callable(answer):
            answer = answer(dialog)
        dialog.deleteLater()
        return bool(answer)

    def _next(self, question: str) -> Any:
        self.asked.append(question)
        assert self.answers, f"nobody answers: {question}"
        return self.answers.pop(0)


class SharedJobs(Jobs):
    """Children that outlive the window of one test: starting them costs more than most tests."""

    def close(self) -> None:
        """The window closes; the children stay for the next one."""

    def end(self) -> None:
        super().close()
