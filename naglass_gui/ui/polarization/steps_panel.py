"""The voltage steps of a run; a click fits another one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.techniques.polarization.record import FEWEST
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.polarization import words
from naglass_gui.ui.polarization.traces import Trace
from naglass_gui.ui.theme import SPACING

MOST = 24


class StepsPanel(QWidget):
    """Lists the steps of a run; `chosen(voltage, words)` asks for another one to be fitted."""

    chosen = Signal(float, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("help_page", "polarization")
        self._overview: object = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING[0])

    def show_trace(self, trace: Trace | None) -> None:
        """Show the steps of a trace."""
        overview = None if trace is None else trace.overview
        key = None if overview is None else (overview.steps, overview.step)
        if key == self._overview:
            return
        self._overview = key
        while self._layout.count():
            old = self._layout.takeAt(0)
            if old is not None and (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if overview is None:
            return
        for step in overview.steps[:MOST]:
            text = words.step_words(step, float(overview.record.time[step.last - 1]))
            if step is overview.step:
                self._layout.addWidget(label(f"▸ {text}", "body", wrap=True))
            elif step.zero or len(step) < FEWEST or step.voltage is None:
                self._layout.addWidget(label(text, "muted", wrap=True))
            else:
                button = quiet_button(text, "Fit this step")
                button.clicked.connect(partial(self.chosen.emit, step.voltage, text.split(" · ")[0]))
                self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
