"""A seeded monkey on the whole window: clicks, drags, wheels, keys, commands, drops and dialogs in any order.

No exception, no warning of Qt (pytest-qt fails the test on both), and whatever it did can be undone to the beginning.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QWidget

from naglass_gui.ui.main_window import MainWindow
from tests.faults import rounds, seed
from tests.ui.conftest import ask, home, jobs, make_window  # noqa: F401
from tests.ui.mouse import Mouse
from tests.ui.spectra import impedance_file

EVENTS = rounds(1000, 1_000_000)
# These leave the program, open another one, or run as Python what is typed.
LEFT_ALONE = ("file.quit", "help.log", "view.fullscreen", "view.console")
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
KEYS = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape,
    Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_Q, Qt.Key.Key_0, Qt.Key.Key_1,
    Qt.Key.Key_Period, Qt.Key.Key_Minus, Qt.Key.Key_ParenLeft, Qt.Key.Key_ParenRight, Qt.Key.Key_F2, Qt.Key.Key_F5,
    Qt.Key.Key_Z, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space,
)  # fmt: skip


class MonkeyAsk:
    """Answers every question at random, and pokes into every dialog before it goes."""

    def __init__(self, chance: random.Random, files: Path) -> None:
        self.monkey: Monkey | None = None
        self._chance = chance
        self._files = files

    def open_files(self, title: str, filters: str) -> list[Path]:
        return self._chance.choice(([], [self._chance.choice(sorted(self._files.iterdir()))]))

    def folder(self, title: str) -> Path | None:
        return self._chance.choice((None, self._files))

    def save_file(self, title: str, suggestion: Path, filters: str) -> Path | None:
        name = self._chance.choice("abc") + (suggestion.suffix or ".naglass")
        return self._chance.choice((None, self._files.parent / name))

    def choose(self, title: str, text: str, buttons: Any, default: int = 0, informative: str = "") -> int:
        return self._chance.randrange(-1, len(buttons))

    def text(self, title: str, label: str, value: str = "") -> str | None:
        return self._chance.choice((None, "", "x", "25 °C", "R(RQ)Q"))

    def run(self, dialog: QDialog) -> bool:
        assert self.monkey is not None
        if type(dialog).__module__.startswith("PySide6"):  # the printer's
            return False
        dialog.show()
        for _ in range(6):
            self.monkey.poke(dialog)
        if dialog.isVisible() and self._chance.random() < 0.5:
            dialog.accept()
        dialog.close()
        return dialog.result() == QDialog.DialogCode.Accepted


class Monkey:
    """Makes random events from a seed."""

    def __init__(self, window: MainWindow, chance: random.Random, files: Path) -> None:
        self.window = window
        self.last = ""
        self._chance = chance
        self._files = files
        self._mouse = Mouse()
        # A menu or dialog with an event loop of its own is closed from within that loop.
        self._closer = QTimer()
        self._closer.setInterval(20)
        self._closer.timeout.connect(close_popups)
        self._closer.start()

    def act(self) -> None:
        """One event, most of them of the mouse."""
        kinds = {self._point: 60, self._key: 20, self._command: 10, self._drop: 1, self._undo: 8, self._resize: 1}
        self._chance.choices(tuple(kinds), tuple(kinds.values()))[0]()
        close_popups()

    def poke(self, root: QWidget) -> None:
        """One event of mouse or keys in a dialog."""
        if self._chance.random() < 0.7:
            self._point(root)
        else:
            self._key()

    def drop(self, file: Path) -> None:
        """Drop a file on the window."""
        self.last = f"drop {file.name}"
        self._mouse.drop(self.window, file)

    def stop(self) -> None:
        """No more closing of what pops up."""
        self._closer.stop()

    def _point(self, root: QWidget | None = None) -> None:
        root = root or self.window
        widgets = [w for w in (root, *root.findChildren(QWidget)) if w.isVisible() and w.isEnabled() and w.width() > 2]
        if not widgets:
            return
        widget = self._chance.choice(widgets)
        place, other = self._place(widget), self._place(widget)
        modifiers = self._chance.choice(MODIFIERS)
        self.last = f"mouse on {type(widget).__name__} {widget.objectName()}"
        match self._chance.randrange(6):
            case 0:
                self._mouse.drag(widget, place, other, modifiers)
            case 1:
                self._mouse.double_click(widget, place, modifiers)
            case 2:
                self._mouse.wheel(widget, self._chance.choice((-2, -1, 1, 3)), place, modifiers)
            case 3:
                self._mouse.move(widget, place, modifiers)
            case 4:
                self._mouse.click(widget, place, modifiers, Qt.MouseButton.RightButton)
            case _:
                self._mouse.click(widget, place, modifiers)

    def _place(self, widget: QWidget) -> QPointF:
        target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        return QPointF(self._chance.random() * target.width(), self._chance.random() * target.height())

    def _key(self) -> None:
        target = QApplication.focusWidget() or self.window
        key, modifiers = self._chance.choice(KEYS), self._chance.choice(MODIFIERS)
        self.last = f"{key} {modifiers} on {type(target).__name__}"
        QTest.keyClick(target, key, modifiers)

    def _command(self) -> None:
        actions = [a for a in self.window.commands.everything() if a.isEnabled() and a.objectName() not in LEFT_ALONE]
        action = self._chance.choice(actions)
        self.last = action.text()
        action.trigger()

    def _drop(self) -> None:
        self.drop(self._chance.choice(sorted(self._files.iterdir())))

    def _undo(self) -> None:
        self.last = "undo or redo"
        self._chance.choice((self.window.document.stack.undo, self.window.document.stack.redo))()

    def _resize(self) -> None:
        self.last = "resize"
        self.window.resize(self._chance.randint(900, 1500), self._chance.randint(560, 950))


def close_popups() -> None:
    """Close menus and dialogs that are open by themselves."""
    for _ in range(4):
        popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if popup is None:
            return
        popup.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """What the monkey drops: good files, and bad ones."""
    folder = tmp_path / "files"
    folder.mkdir()
    impedance_file(folder, "one.csv")
    impedance_file(folder, "two.csv", 80.0)
    (folder / "none.csv").write_text("")
    (folder / "junk.DTA").write_bytes(bytes(range(256)) * 8)
    (folder / "dc.csv").write_text("t (s),I (A)\n0,1\n1,1\n2,1\n")
    (folder / "no.naglass").write_bytes(b"nothing of the kind")
    return folder


def test_nothing_a_monkey_does_breaks_the_window(make_window, files, qtbot):  # noqa: F811
    chance = random.Random(seed())
    answers = MonkeyAsk(chance, files)
    window = make_window(answers)
    monkey = answers.monkey = Monkey(window, chance, files)
    for number in range(EVENTS):
        with qtbot.captureExceptions() as exceptions:
            monkey.act()
        assert exceptions == [], f"event {number}: {monkey.last}"
        if not window.isVisible():  # closed by the monkey, as anybody may
            window = monkey.window = make_window(answers)
        if not window.document.project.samples and chance.random() < 0.3:
            monkey.drop(files / "one.csv")
    monkey.stop()
    close_popups()
    window.jobs.cancel()
    qtbot.waitUntil(lambda: not window.jobs.running and not window.background.busy, timeout=30_000)
    window.document.drop_preview()
    project = window.document.project
    stack = window.document.stack
    steps = stack.index()
    while stack.canUndo():
        stack.undo()
    for _ in range(steps):
        stack.redo()
    assert window.document.project is project
