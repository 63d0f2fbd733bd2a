"""The start: the application, its look, and the one window, shown before anything heavy is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from naglass_gui import __version__
from naglass_gui.core.project import Project
from naglass_gui.log import CrashedSession, SessionLog, crashed_sessions
from naglass_gui.storage import DiskStore, Session
from naglass_gui.ui.document import Document
from naglass_gui.ui.faults import Faults
from naglass_gui.ui.garbage import Garbage
from naglass_gui.ui.icons import program_icon
from naglass_gui.ui.look import Look
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.services import Ask, Messages
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.warming import Warming

if TYPE_CHECKING:
    from naglass_gui.ui.jobs_runner import JobsRunner

GATHER_MS = 100


def run(arguments: Sequence[str]) -> int:
    """Open the window and stay until it is closed.

    Args:
        arguments: projects and instrument files to open, as on the command line after the program's name.

    Returns:
        The exit code.
    """
    application = make_application([sys.argv[0], *arguments])
    garbage = Garbage(application)
    faults = Faults(application)
    faults.install()
    settings = Settings()
    look = Look(application, settings)
    window = make_window(settings)
    window.follow_look(look)
    window.follow_faults(faults)
    window.show_welcome()
    window.show()
    started = Started(window, [Path(argument) for argument in arguments])
    application.file_opened.connect(started.take)
    QTimer.singleShot(0, started.begin)
    code = application.exec()
    started.end()
    faults.uninstall()
    garbage.release()
    return code


class Application(QApplication):
    """The application; tells of files a person opens in the system's file manager (macOS sends an event)."""

    file_opened = Signal(object)

    def event(self, event: QEvent) -> bool:
        """Qt: an event of the application itself."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(Path(event.file()))
            return True
        return super().event(event)


class Started:
    """What follows once the window shows: the log, the children, what a crash left, the files that were named."""

    def __init__(self, window: MainWindow, files: Sequence[Path]) -> None:
        self._window = window
        self._files = list(files)
        self._begun = False
        # Several files that are opened at once in the file manager come one by one, and are one import.
        self._gather = QTimer(window)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._open_taken)
        self._log: SessionLog | None = None
        self._warming = Warming()

    def begin(self) -> None:
        """Begin the session."""
        crashed: list[CrashedSession] = []
        try:
            crashed = crashed_sessions()
            self._log = SessionLog()
        except OSError as fault:
            sentence = f"The log cannot be written: {fault.strerror or fault}. NaGlass works without it."
            self._window.messages.show(sentence, "warning", details=str(fault))
        files, self._files = self._files, []
        self._window.started(files, crashed)
        self._begun = True
        if self._files:
            self._gather.start()
        self._warming.begin()

    def take(self, path: Path) -> None:
        """Open a file that the file manager hands over: with those named at the start, or into the window that is there."""
        self._files.append(path)
        if self._begun:
            self._gather.start()

    def _open_taken(self) -> None:
        files, self._files = self._files, []
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self._window.importer.import_paths(files)

    def end(self) -> None:
        """End the session as it should."""
        self._warming.end()
        if self._log is not None:
            self._log.close()


def make_application(argv: Sequence[str]) -> Application:
    """The application with the program's name."""
    application = Application(list(argv))
    application.setApplicationName("NaGlass")
    application.setApplicationDisplayName("NaGlass")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("naglass")
    application.setWindowIcon(program_icon())
    return application


def make_window(settings: Settings, ask: Ask | None = None) -> MainWindow:
    """The window with everything behind it; no child process is started yet."""
    store = DiskStore()
    return MainWindow(Document(store, settle), settings, _make_jobs, Session(), ask)


def settle(before: Project, after: Project) -> Project:
    """Derived quantities follow their sources; nothing is imported until there are some."""
    if not after.analyses:
        return after
    from naglass_gui.techniques import settle

    return settle(before, after)


def _make_jobs(document: Document, messages: Messages) -> JobsRunner:
    from naglass_gui.jobs import Jobs
    from naglass_gui.ui.jobs_runner import JobsRunner

    return JobsRunner(Jobs(), document, messages)
