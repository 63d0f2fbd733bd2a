"""A monkey at the window: clicks, drags, wheels, keys, commands, drops and dialogs in any order, all from one seed."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QLineEdit, QTableView, QWidget
from shiboken6 import isValid

from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.plots.canvas import Canvas
from tests.faults.late_jobs import LateJobs
from tests.ui.mouse import Mouse

# These leave the program, open another one, ask the network, or run as Python what is typed.
LEFT_ALONE = ("file.quit", "help.log", "help.updates", "view.fullscreen", "view.console")
# Every widget of the window is dressed anew: seldom, because it takes as long as fifty other events.
SELDOM = ("view.theme.system", "view.theme.light", "view.theme.dark")
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


TEXTS = (
    "", "0", "1", "-1", "2.5", "0,8", "1e-9", "1e300", "nan", "x", "25 °C", "-25 degC", "0.8 +- 0.01 mm", "8 mm", "3 d", "1:5",
    "2*R1", "R1", "R(RQ)", "R(RQ)(RQ)Q", "(", "pv@7:300Hz", "23Na", "10 kHz", "1e6", "‮", "a" * 300,
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
        for _ in range(9):  # the first time ends what it computes
            dialog.close()
            QApplication.processEvents()
        assert not dialog.isVisible(), f"{dialog.windowTitle()} does not close"
        return dialog.result() == QDialog.DialogCode.Accepted


class Monkey:
    """Makes random events from a seed."""

    def __init__(self, window: MainWindow, chance: random.Random, files: Path, jobs: LateJobs) -> None:
        self.window = window
        self.last = ""
        self.visits: Counter[str] = Counter()
        self._jobs = jobs
        self._parts: dict[tuple[QWidget, type[QWidget]], tuple[tuple[QWidget, ...], int]] = {}
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
        kinds = {
            self._point: 50, self._key: 16, self._type: 14, self._command: 7, self._undo: 5, self._answer: 5,
            self._visit: 2, self._drop: 1, self._resize: 1,
        }  # fmt: skip
        self._chance.choices(tuple(kinds), tuple(kinds.values()))[0]()
        close_popups()
        tab = self.window.current_tab()
        self.visits[tab.title if tab is not None else "welcome"] += 1

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

    def look(self) -> None:
        """Paint everything once; between two looks nothing is painted, for nobody sees it."""
        self.window.setUpdatesEnabled(True)
        QApplication.processEvents()
        self.window.setUpdatesEnabled(False)

    def stop(self) -> None:
        """No more closing of what pops up."""
        self._closer.stop()

    def _point(self, root: QWidget | None = None) -> None:
        root = root or self.window
        widget = self._any(root, Canvas if self._chance.random() < 0.4 else QWidget)
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

    def _any(self, root: QWidget, kind: type[QWidget]) -> QWidget:
        """A visible part of a window or dialog. Looking for all of them takes long, so they are kept for a while."""
        key, number = (root, kind), sum(self.visits.values())
        found, until = self._parts.get(key, ((), -1))
        if number > until:
            self._parts = {k: v for k, v in self._parts.items() if isValid(k[0])}
            found, until = self._parts[key] = tuple(root.findChildren(kind)), number + 15
        for _ in range(30 if found else 0):
            widget = self._chance.choice(found)
            if isValid(widget) and widget.isVisible() and widget.isEnabled() and widget.width() > 2:
                return widget
        return root

    def _place(self, widget: QWidget) -> QPointF:
        """Anywhere on it; on a plot half of the time on something that lies there: a handle, a region, a point."""
        if isinstance(widget, Canvas) and self._chance.random() < 0.5:
            items = [item for item in widget.scene().items() if item.isVisible() and item.acceptedMouseButtons()]
            if items:
                item = self._chance.choice(items)
                return QPointF(widget.mapFromScene(item.sceneBoundingRect().center()))
        target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        return QPointF(self._chance.random() * target.width(), self._chance.random() * target.height())

    def _key(self) -> None:
        target = QApplication.focusWidget() or self.window
        key, modifiers = self._chance.choice(KEYS), self._chance.choice(MODIFIERS)
        self.last = f"{key} {modifiers} on {type(target).__name__}"
        QTest.keyClick(target, key, modifiers)

    def _type(self) -> None:
        """Something into a field, or into a cell of a table."""
        widget = self._any(self.window, self._chance.choice((QLineEdit, QLineEdit, QTableView)))
        if isinstance(widget, QTableView) and widget.model() is not None and widget.model().rowCount():
            rows, columns = widget.model().rowCount(), widget.model().columnCount()
            index = widget.model().index(self._chance.randrange(rows), self._chance.randrange(columns))
            widget.setCurrentIndex(index)
            if index.flags() & Qt.ItemFlag.ItemIsEditable and widget.state() != QTableView.State.EditingState:
                widget.edit(index)
            widget = QApplication.focusWidget() or widget
        if isinstance(widget, QLineEdit) and not widget.isReadOnly():
            text = self._chance.choice(TEXTS)
            self.last = f"type {text!r} into {type(widget).__name__} {widget.objectName()} {widget.accessibleName()}"
            widget.setFocus()
            widget.selectAll()
            widget.insert(text)
            QTest.keyClick(widget, Qt.Key.Key_Return)

    def _command(self) -> None:
        actions = [a for a in self.window.commands.everything() if a.isEnabled() and a.objectName() not in LEFT_ALONE]
        action = self._chance.choice(actions)
        if action.objectName() not in SELDOM or self._chance.random() < 0.01:
            self.last = action.text()
            action.trigger()

    def _answer(self) -> None:
        self.last = f"answer {self._jobs.answer()}"

    def _visit(self) -> None:
        """Another tab with something selected that it may show, as the tree and the row of tabs offer it."""
        project = self.window.document.project
        ids = (
            [m.id for m in project.measurements()] + [a.id for a in project.analyses] + [s.id for s in project.samples]
        )
        self.last = "visit another tab"
        if self._chance.random() < 0.6:
            self.window.tree.select(self._chance.sample(ids, min(len(ids), self._chance.choice((1, 1, 2, 5, 50)))))
        else:
            entries = self.window.tabs.entries
            self.window.show_tab(min(range(len(entries)), key=lambda k: self.visits[entries[k].title]))

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
