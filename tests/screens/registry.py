"""Screens: each a function that brings the real window, or a dialog of it, into one state worth looking at.

A module `tests/screens/screens_*.py` registers its own:

    @screen("eis fitted")
    def fitted(stage: Stage) -> QWidget:
        window = stage.window()
        stage.import_file(...)
        return window

A window is shown at every size, a dialog at its own.
"""

from __future__ import annotations

import importlib
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from shiboken6 import isValid

from naglass_gui.storage import DiskStore, Session
from naglass_gui.ui import theme
from naglass_gui.ui.application import settle
from naglass_gui.ui.document import Document
from naglass_gui.ui.jobs_runner import JobsRunner
from naglass_gui.ui.look import Look
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.settings import Settings, ThemeChoice
from tests.ui.harness import FakeAsk, SharedJobs
from tests.ui.mouse import Mouse

SIZES = ((1440, 900), (1100, 700))


@dataclass(frozen=True)
class Screen:
    """One state and the function that brings it about."""

    name: str
    make: Callable[[Stage], QWidget]


SCREENS: list[Screen] = []


def screen(name: str) -> Callable[[Callable[[Stage], QWidget]], Callable[[Stage], QWidget]]:
    """Register a screen under a name."""

    def register(make: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
        SCREENS.append(Screen(name, make))
        return make

    return register


def load_all() -> list[Screen]:
    """Every screen of every module of this folder, by name."""
    for file in sorted(Path(__file__).parent.glob("screens_*.py")):
        importlib.import_module(f"tests.screens.{file.stem}")
    return sorted(SCREENS, key=lambda s: s.name)


class Stage:
    """Makes windows in one theme, and waits for what they do."""

    def __init__(self, choice: ThemeChoice, jobs: SharedJobs) -> None:
        self.mouse = Mouse()
        self.ask = FakeAsk()
        self.folder = Path(tempfile.mkdtemp(prefix="naglass-screens-"))
        os.environ["NAGLASS_HOME"] = str(self.folder / "home")  # settings of one screen do not show in the next
        self._choice = choice
        self._jobs = jobs
        self._windows: list[MainWindow] = []
        self._dialogs: list[QWidget] = []

    def window(self) -> MainWindow:
        """A fresh main window on its welcome page."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        settings = Settings()
        settings.theme = self._choice
        look = Look(application, settings)
        document = Document(DiskStore(), settle)
        window = MainWindow(document, settings, lambda d, m: JobsRunner(self._jobs, d, m), Session(), self.ask)
        window.follow_look(look)
        window.resize(*SIZES[0])
        window.show_welcome()
        window.show()
        self._windows.append(window)
        self.settle()
        return window

    def show(self, dialog: QWidget) -> QWidget:
        """Show a dialog or menu and let it come to rest."""
        self._dialogs.append(dialog)
        dialog.show()
        if isinstance(dialog, QMenu):  # whole, however small the offscreen display is
            dialog.setFixedSize(dialog.sizeHint())
        self.settle()
        return dialog

    def settle(self, seconds: float = 0.25) -> None:
        """Let timers, fades and redraws come to an end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.005)

    def wait(self, condition: Callable[[], object], seconds: float = 60.0) -> None:
        """Wait until something holds.

        Raises:
            TimeoutError: it never did.
        """
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("a screen did not come about")
            QApplication.processEvents()
            time.sleep(0.005)
        self.settle()

    def import_files(self, window: MainWindow, *files: Path) -> None:
        """Drop files on the window and wait until they are in."""
        before = len(window.messages.said)
        self.mouse.drop(window, *files)
        self.wait(lambda: len(window.messages.said) > before)

    def clear(self) -> None:
        """Close everything."""
        for window in self._windows:
            window.document.stack.setClean()
            window.close()
            window.deleteLater()
        self._windows.clear()
        for widget in self._dialogs:
            if isValid(widget):
                widget.close()
                widget.deleteLater()
        self._dialogs.clear()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        theme.use(theme.LIGHT)
