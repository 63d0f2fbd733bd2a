"""The start: the application, its look, and the one window, shown before anything heavy is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from naglass_gui import __version__
from naglass_gui.core.project import Project
from naglass_gui.jobs import Jobs
from naglass_gui.storage import DiskStore, Session
from naglass_gui.ui.document import Document
from naglass_gui.ui.icons import program_icon
from naglass_gui.ui.jobs_runner import JobsRunner
from naglass_gui.ui.look import Look
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.services import Ask, Messages
from naglass_gui.ui.settings import Settings


def run(argv: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        argv: the command line; a project or instrument files after the program's name are opened.

    Returns:
        The exit code.
    """
    arguments = list(sys.argv if argv is None else argv)
    application = make_application(arguments)
    settings = Settings()
    look = Look(application, settings)
    window = make_window(settings)
    window.follow_look(look)
    window.show_welcome()
    window.show()
    files = [Path(argument) for argument in arguments[1:]]
    QTimer.singleShot(0, lambda: window.started(files))
    return application.exec()


def make_application(argv: Sequence[str]) -> QApplication:
    """The QApplication with the program's name."""
    application = QApplication(list(argv))
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
    return JobsRunner(Jobs(), document, messages)
