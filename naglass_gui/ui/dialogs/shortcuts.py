"""The shortcut editor: every command with its keys; a key that is taken is refused with the name of its owner."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QKeySequenceEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.ui.actions import COMMANDS, Command
from naglass_gui.ui.key_list import KEYS_ROLE, KeyDelegate
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.search_field import SearchField
from naglass_gui.ui.theme import SPACING

ROW_HEIGHT = 28
_NAME = Qt.ItemDataRole.UserRole


class ShortcutEditor(QWidget):
    """Shows the commands; the keys of the selected one can be changed, or put back.

    Args:
        changed: shortcuts that differ from the program's own, by the command's name ("F5; Ctrl+R").
    """

    edited = Signal(dict)

    def __init__(self, changed: dict[str, str]) -> None:
        super().__init__()
        self._changed = dict(changed)
        self.search = SearchField("Find a command")
        self.search.textChanged.connect(self._list)
        self.search.left.connect(self._go_on)
        self.commands = QListWidget()
        self.commands.setAccessibleName("Commands and their keys")
        self.commands.setItemDelegate(KeyDelegate(self.commands))
        self.commands.currentItemChanged.connect(lambda *_: self._show())
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setAccessibleName("New keys of the command")
        self.take = QPushButton("Use these keys")
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take)
        self.reset = QPushButton("Put back")
        self.reset.setAutoDefault(False)
        self.reset.setToolTip("Give this command its own keys again")
        self.reset.clicked.connect(self._put_back)
        self.sentence = label("", "error", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(SPACING[2])
        row.addWidget(self.keys, 1)
        row.addWidget(self.take)
        row.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[2])
        layout.addWidget(self.search)
        layout.addWidget(self.commands, 1)
        layout.addLayout(row)
        layout.addWidget(self.sentence)
        self._list("")
        self.commands.setCurrentRow(0)

    def _go_on(self) -> None:
        self.commands.setCurrentRow(0)
        self.commands.setFocus()

    def select(self, name: str) -> None:
        """Go to a command."""
        for row in range(self.commands.count()):
            if self.commands.item(row).data(_NAME) == name:
                self.commands.setCurrentRow(row)

    def _keys_of(self, command: Command) -> tuple[str, ...]:
        if command.name in self._changed:
            return tuple(key for key in self._changed[command.name].split("; ") if key)
        return command.shortcuts

    def _list(self, words: str) -> None:
        current = self.commands.currentItem()
        name = current.data(_NAME) if current else None
        self.commands.clear()
        for command in COMMANDS:
            text = command.text.removesuffix("…")
            if words.lower() not in f"{text} {command.help}".lower():
                continue
            item = QListWidgetItem(text)
            item.setToolTip(command.help)
            item.setData(_NAME, command.name)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            keys = "  ".join(_native(key) for key in self._keys_of(command))
            item.setData(KEYS_ROLE, keys + ("  ·  changed" if command.name in self._changed else ""))
            self.commands.addItem(item)
            if command.name == name:
                self.commands.setCurrentItem(item)

    def _selected(self) -> Command | None:
        item = self.commands.currentItem()
        return next((c for c in COMMANDS if c.name == item.data(_NAME)), None) if item else None

    def _show(self) -> None:
        command = self._selected()
        self.sentence.setText("")
        if command is not None:
            keys = self._keys_of(command)
            self.keys.setKeySequence(QKeySequence(keys[0] if keys else ""))
            self.reset.setEnabled(command.name in self._changed)

    def _take(self) -> None:
        command = self._selected()
        if command is None:
            return
        wanted = self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        owner = self._owner(wanted, command)
        if owner is not None:
            self.sentence.setText(f"{_native(wanted)} already belongs to “{owner.text.removesuffix('…')}”.")
            return
        self._changed[command.name] = wanted
        self._tell()

    def _put_back(self) -> None:
        command = self._selected()
        if command is None:
            return
        for key in command.shortcuts:
            owner = self._owner(key, command)
            if owner is not None:
                self.sentence.setText(f"{_native(key)} now belongs to “{owner.text.removesuffix('…')}”.")
                return
        self._changed.pop(command.name, None)
        self._tell()

    def _owner(self, key: str, besides: Command) -> Command | None:
        """Who has a key already. Keys of tree and tabs may be the same: only one of them has the focus."""
        for command in COMMANDS:
            meets = "window" in (command.place, besides.place) or command.place == besides.place
            if key and command is not besides and meets and key in self._keys_of(command):
                return command
        return None

    def _tell(self) -> None:
        self._list(self.search.text())
        self._show()
        self.edited.emit(dict(self._changed))


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
