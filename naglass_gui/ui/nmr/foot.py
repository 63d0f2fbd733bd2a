"""The line below the NMR plots: what is fitted, and how to see everything."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from naglass_gui.ui.elided_label import ElidedLabel
from naglass_gui.ui.panels.label import quiet_button
from naglass_gui.ui.theme import SPACING


class Foot(QWidget):
    """Says what is fitted; offers the whole spectrum and the signals alone."""

    everything_wanted = Signal()
    signals_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.note = ElidedLabel()
        self.everything = quiet_button("Whole spectrum", "Show all of it (A)")
        self.everything.clicked.connect(lambda: self.everything_wanted.emit())
        self.signals = quiet_button("Signals", "Show where the signals are")
        self.signals.clicked.connect(lambda: self.signals_wanted.emit())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACING[1], 0, SPACING[0], 0)
        layout.setSpacing(SPACING[0])
        layout.addWidget(self.note, 1)
        layout.addWidget(self.signals)
        layout.addWidget(self.everything)

    def show_note(self, text: str) -> None:
        """Say this."""
        self.note.setText(text)
        self.note.setToolTip(text)
