"""The real window for tests: its own home folder, a scripted asker, children started only when something asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from naglass_gui.storage import DiskStore, Session
from naglass_gui.ui import theme
from naglass_gui.ui.application import settle
from naglass_gui.ui.document import Document
from naglass_gui.ui.jobs_runner import JobsRunner
from naglass_gui.ui.look import Look
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.services import Ask
from naglass_gui.ui.settings import Settings
from tests.ui.harness import FakeAsk, SharedJobs
from tests.ui.mouse import Mouse

# Otherwise moves in quick succession are dropped, and a test's drag never starts.
pg.setConfigOption("mouseRateLimit", 0)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of settings, recovery, arrays and logs of this test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("NAGLASS_HOME", str(folder))
    return folder


@pytest.fixture
def ask() -> FakeAsk:
    """Answers to the questions the test will cause."""
    return FakeAsk()


@pytest.fixture
def mouse() -> Mouse:
    """Real mouse events."""
    return Mouse()


@pytest.fixture(scope="session")
def jobs() -> Iterator[SharedJobs]:
    """Children that read and fit for every window of the session; started on first use."""
    shared = SharedJobs(2)
    yield shared
    shared.end()


@pytest.fixture
def make_window(qtbot: Any, home: Path, ask: FakeAsk, jobs: SharedJobs) -> Iterator[Callable[..., MainWindow]]:
    """Makes real windows, as the program does; they are closed without questions at the end."""
    made: list[MainWindow] = []
    looks: list[Look] = []

    def make(answers: Ask = ask) -> MainWindow:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        settings = Settings()
        settings.set("look/theme", settings.get("look/theme", "light"))
        looks.append(Look(application, settings))
        document = Document(DiskStore(), settle)
        window = MainWindow(document, settings, lambda d, m: JobsRunner(jobs, d, m), Session(), answers)
        window.follow_look(looks[-1])
        window.show_welcome()
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.document.stack.setClean()
        window.close()
        window.deleteLater()
    for look in looks:
        look.deleteLater()
    theme.use(theme.LIGHT)
    # Now, not when some event loop ends: a window left over is dressed again with every new one.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    """The real main window on its welcome page."""
    return make_window()


@pytest.fixture
def keys() -> Callable[..., None]:
    """Presses keys where the focus is: keys("Ctrl+Z"), or in a widget: keys("F5", widget)."""

    def press(sequence: str, widget: QWidget | None = None) -> None:
        from PySide6.QtGui import QKeySequence

        target = widget or QApplication.focusWidget() or QApplication.activeWindow()
        assert target is not None, "nothing has the focus"
        combination = QKeySequence(sequence)[0]
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()

    return press


@pytest.fixture
def type_in() -> Callable[[QWidget, str], None]:
    """Replaces what a field holds by typing, and leaves it with Enter."""

    def type_(widget: QWidget, text: str) -> None:
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(widget, text)
        QTest.keyClick(widget, Qt.Key.Key_Return)
        QApplication.processEvents()

    return type_
