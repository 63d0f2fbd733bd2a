"""What tabs and dialogs are handed: the jobs, the message strip, the one asker of questions, the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from PySide6.QtWidgets import QWidget

from naglass_gui.core.project import Id

if TYPE_CHECKING:  # the window shows before techniques are imported
    from naglass_gui.techniques.technique import FitInputs, FitOutcome

Tone = Literal["info", "good", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A button beside a message."""

    text: str
    action: Callable[[], None]


class Messages(Protocol):
    """The message strip."""

    def show(self, text: str, tone: Tone = "info", remedies: Sequence[Remedy] = (), details: str = "") -> None:
        """Say one sentence; `details` is one click away."""

    def clear(self) -> None:
        """Take the message away."""


class Ask(Protocol):
    """Every question the program asks, so that tests can answer in its place."""

    def open_files(self, title: str, filters: str) -> list[Path]:
        """Files to open, none when cancelled."""

    def folder(self, title: str) -> Path | None:
        """A folder, None when cancelled."""

    def save_file(self, title: str, suggestion: Path, filters: str) -> Path | None:
        """Where to save, None when cancelled."""

    def choose(self, title: str, text: str, buttons: Sequence[str], default: int = 0, informative: str = "") -> int:
        """Index of the button chosen; -1 when the dialog was closed."""

    def text(self, title: str, label: str, value: str = "") -> str | None:
        """A line of text, None when cancelled."""

    def run(self, dialog: Any) -> bool:
        """Show a dialog and wait; True when it was accepted."""


class JobRunner(Protocol):
    """Work away from the window, as widgets see it: each call returns at once; callbacks arrive in the window's thread."""

    def read(self, paths: Sequence[Path], done: Callable[[Any], None], mapping: Any = None) -> None:
        """Read files; `done` gets a list of FileReading or LoadError, one a path, in order."""

    def fit(
        self,
        name: str,
        inputs: FitInputs,
        done: Callable[[FitOutcome], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        newest_only: str = "",
    ) -> None:
        """Fit; failures go to the message strip unless `failed` is given. `newest_only` names a queue that keeps one request."""

    def call(
        self,
        name: str,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        progress: bool = False,
        watch: Callable[[float, str], None] | None = None,
    ) -> None:
        """Run a module-level function of the package in a child; failures as for `fit`.

        With `progress` the function takes `progress=` and reports: to the jobs strip, and to `watch`.
        """

    def cancel(self) -> None:
        """End what is running (Esc)."""


@dataclass(slots=True)
class Services:
    """Handed to every tab, panel and dialog that needs more than what it shows."""

    jobs: JobRunner
    messages: Messages
    ask: Ask
    settings: Any
    select: Callable[[Sequence[Id]], None] = lambda ids: None
    help: Callable[[str], None] = lambda page: None
    parent: QWidget | None = None
