"""The card: one titled frame of the right column or around a plot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING

TITLE_LETTER_SPACING = 104.0  # percent


class Card(QFrame):
    """A frame with a small title in capitals; `add` fills its body, `add_action` the right end of its title row."""

    def __init__(self, title: str, *contents: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.title = label(title, "title")
        font = QFont(self.title.font())
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, TITLE_LETTER_SPACING)
        self.title.setFont(font)
        self._head = QHBoxLayout()
        self._head.setSpacing(SPACING[0])
        self._head.addWidget(self.title, 1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACING[2], SPACING[2], SPACING[2], SPACING[2])
        self._layout.setSpacing(SPACING[1])
        self._layout.addLayout(self._head)
        for content in contents:
            self.add(content)

    def add(self, content: QWidget, stretch: int = 0) -> None:
        """Put a widget below what is there."""
        self._layout.addWidget(content, stretch)

    def add_action(self, button: QWidget) -> None:
        """Put a small button at the right end of the title row."""
        self._head.addWidget(button)
