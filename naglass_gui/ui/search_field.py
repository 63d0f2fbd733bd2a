"""The search field: Esc empties it, the down key goes on to what was found."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from naglass_gui.ui.icons import icon


class SearchField(QLineEdit):
    """A line edit with a magnifying glass.

    Args:
        words: what it finds, as placeholder and for those who cannot see.
    """

    left = Signal()  # the person goes on to the results

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)
        self._glass = QAction(icon("search", "muted"), "", self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)

    def retheme(self) -> None:
        """Follow a change of theme."""
        self._glass.setIcon(icon("search", "muted"))

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window's command while there is something to empty."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and the down key."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
