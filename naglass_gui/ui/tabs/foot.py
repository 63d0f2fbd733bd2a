"""The line below the plots: what is not fitted or not shown, and a few buttons of the view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from naglass_gui.ui.elided_label import ElidedLabel
from naglass_gui.ui.panels.label import quiet_button
from naglass_gui.ui.theme import SPACING


class Foot(QWidget):
    """A note at the left, in short where there is no room for all of it; buttons and switches at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.note = ElidedLabel()
        self._text, self._short = "", ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACING[1], 0, SPACING[0], 0)
        self._row.setSpacing(SPACING[0])
        self._row.addWidget(self.note)
        self._row.addStretch(1)

    def add_beside(self, widget: QWidget) -> None:
        """Put this right behind the note."""
        self._row.insertWidget(1, widget)

    def add(self, *widgets: QWidget) -> None:
        """Put these at the right, behind what is there."""
        for widget in widgets:
            self._row.addWidget(widget)

    def add_button(self, text: str, hint: str, do: Callable[[], object]) -> QToolButton:
        """Put a button at the right."""
        button = quiet_button(text, hint)
        button.clicked.connect(lambda: do())
        self.add(button)
        return button

    def add_menu(self, text: str, hint: str) -> tuple[QToolButton, QMenu]:
        """Put a button at the right that opens a menu."""
        button = quiet_button(text, hint)
        menu = QMenu(button)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add(button)
        return button, menu

    def show_note(self, text: str, short: str = "") -> None:
        """Say this, or the short form where there is no room."""
        if (text, short) != (self._text, self._short):
            self._text, self._short = text, short
            self.fit_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the room changed."""
        super().resizeEvent(event)
        self.fit_note()

    def fit_note(self) -> None:
        """Choose between the note and its short form, after a button came or went."""
        room = self.width() - sum(w.sizeHint().width() + SPACING[0] for w in self._others()) - SPACING[2]
        fits = not self._short or self.note.fontMetrics().horizontalAdvance(self._text) <= room
        self.note.setText(self._text if fits else self._short)
        self.note.setToolTip("" if fits and self._short else self._text)

    def _others(self) -> list[QWidget]:
        widgets = [item.widget() for k in range(self._row.count()) if (item := self._row.itemAt(k)) is not None]
        return [w for w in widgets if w is not None and w is not self.note and not w.isHidden()]
