"""The command palette: every action by a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from naglass_gui.ui.key_list import KEYS_ROLE, KeyDelegate
from naglass_gui.ui.theme import SPACING, tokens

WIDTH = 560
SHOWN = 12
_ACTION = Qt.ItemDataRole.UserRole


class CommandPalette(QDialog):
    """Lists what can be done; typing narrows it, Enter does it."""

    def __init__(self, window: QWidget, actions: Sequence[QAction]) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Find a command")
        self._actions = list(actions)
        empty = QPixmap(16, 16)
        empty.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(empty)
        frame = QFrame()
        frame.setObjectName("palette")
        self.search = QLineEdit()
        self.search.setPlaceholderText("What would you like to do?")
        self.search.setAccessibleName("Find a command")
        self.search.textChanged.connect(self._list)
        self.search.installEventFilter(self)
        self.results = QListWidget()
        self.results.setAccessibleName("Commands")
        self.results.setIconSize(QSize(16, 16))
        self.results.setItemDelegate(KeyDelegate(self.results))
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.itemClicked.connect(lambda _item: self._do())
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(SPACING[1], SPACING[1], SPACING[1], SPACING[1])
        inner.addWidget(self.search)
        inner.addWidget(self.results)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self._list("")
        width = min(WIDTH, window.width() - 2 * SPACING[4])
        self.resize(width, self.sizeHint().height())
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - width) // 2, corner.y() + window.height() // 7)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys move in the list while the typing goes on."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(
                Qt.Key(event.key())
            )
            if step is not None and self.results.count():
                self.results.setCurrentRow(min(max(self.results.currentRow() + step, 0), self.results.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
        return super().eventFilter(watched, event)

    def _list(self, typed: str) -> None:
        self.results.clear()
        ranked = [(rank, n, a) for n, a in enumerate(self._actions) if (rank := rank_of(typed, _name(a))) is not None]
        # What cannot be done now comes last; of equals, the shorter name fits better.
        ranked.sort(
            key=lambda entry: (not entry[2].isEnabled(), entry[0], bool(typed) * len(_name(entry[2])), entry[1])
        )
        for _rank, _n, action in ranked:
            item = QListWidgetItem(action.icon() if not action.icon().isNull() else self._blank, _name(action))
            item.setToolTip(action.toolTip())
            item.setData(KEYS_ROLE, action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            item.setData(_ACTION, self._actions.index(action))
            if not action.isEnabled():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setForeground(QColor(tokens().muted))
            item.setSizeHint(QSize(0, 30))
            self.results.addItem(item)
        enabled = [n for n in range(self.results.count()) if self.results.item(n).flags()]
        if enabled:
            self.results.setCurrentRow(enabled[0])
        self.results.setFixedHeight(30 * SHOWN)

    def _do(self) -> None:
        item = self.results.currentItem()
        if item is None or not item.flags():
            return
        action = self._actions[item.data(_ACTION)]
        self.close()
        action.trigger()


def rank_of(typed: str, name: str) -> int | None:
    """How well a name fits what was typed, 0 best; None when the letters are not in it in this order.

    Beginnings of words go before letters in between: "cf" finds "Copy figure" before "Scientific".
    """
    letters, text = typed.lower().replace(" ", ""), name.lower()
    if not letters:
        return 0
    if text.startswith(typed.lower().strip()):
        return 0
    starts = "".join(word[0] for word in text.split())
    if letters in starts:
        return 1
    if typed.lower().strip() in text:
        return 2
    place = -1
    gaps = 0
    for letter in letters:
        found = text.find(letter, place + 1)
        if found < 0:
            return None
        gaps += found - place - 1
        place = found
    return 3 + gaps


def _name(action: QAction) -> str:
    return action.text().replace("&", "")
