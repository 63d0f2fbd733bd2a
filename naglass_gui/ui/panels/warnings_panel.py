"""What is doubtful about a fit: each warning a sentence with its remedy as a button, starred where results are (core/doubt.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from naglass_gui.core.doubt import MARK, doubts
from naglass_gui.core.project import FitWarning
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING

RANK_WORDS = {"reject": "Not to be used", "note": "Note"}


class WarningsPanel(QWidget):
    """Shows warnings, the disqualifying ones first. `remedy_requested(name)` asks for a remedy by its name.

    Args:
        remedies: the words of the button by the remedy, "fix R0"; a remedy that is not in it gets no button.
    """

    remedy_requested = Signal(str)

    def __init__(self, remedies: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "fitting")
        self._remedies = remedies
        self._warnings: tuple[FitWarning, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING[1])
        self.hide()

    def show_warnings(self, warnings: Sequence[FitWarning]) -> None:
        """Show these; none hides the panel."""
        ordered = tuple(sorted(warnings, key=lambda w: w.rank != "reject"))
        if ordered == self._warnings:
            return
        self._warnings = ordered
        while self._layout.count():
            old = self._layout.takeAt(0)
            if old is not None and (frame := old.widget()) is not None:
                frame.hide()
                frame.deleteLater()
        for warning in ordered:
            self._layout.addWidget(self._notice(warning))
        self.setVisible(bool(ordered))

    def _notice(self, warning: FitWarning) -> QFrame:
        frame = QFrame()
        frame.setProperty("notice", warning.rank)
        frame.setAccessibleName(f"{RANK_WORDS[warning.rank]}: {warning.text}")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(SPACING[2], SPACING[1], SPACING[2], SPACING[1])
        layout.setSpacing(SPACING[0])
        star = f"{MARK} " if doubts(warning) else ""
        sentence = label(f"{star}{RANK_WORDS[warning.rank]}: {warning.text}", "body", wrap=True, selectable=True)
        layout.addWidget(sentence)
        words = self._remedies.get(warning.remedy)
        if words:
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, name=warning.remedy: self.remedy_requested.emit(name))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return frame
