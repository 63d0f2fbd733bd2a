"""The status bar: what the mouse does now at the left, the values under the cursor at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar

from naglass_gui.ui.elided_label import ElidedLabel
from naglass_gui.ui.fonts import tabular
from naglass_gui.ui.theme import SPACING


class StatusBar(QStatusBar):
    """Two texts that never push each other or the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._hint = ElidedLabel()
        self._hint.setAccessibleName("What mouse and keys do here")
        self._reading = QLabel()
        self._reading.setProperty("tone", "muted")
        self._reading.setTextFormat(Qt.TextFormat.PlainText)
        self._reading.setFont(tabular(self._reading.font()))
        self._reading.setAccessibleName("Values under the cursor")
        self.setContentsMargins(SPACING[1], 0, SPACING[2], 0)
        self.addWidget(self._hint, 1)
        self.addPermanentWidget(self._reading)

    def show_hint(self, text: str) -> None:
        """Say what the mouse buttons and the wheel do now."""
        self._hint.setText(text)

    def clear_texts(self) -> None:
        """Say nothing: another tab is in front."""
        self._hint.setText("")
        self._reading.setText("")

    def show_reading(self, text: str) -> None:
        """Show the values under the cursor."""
        self._reading.setText(text)
