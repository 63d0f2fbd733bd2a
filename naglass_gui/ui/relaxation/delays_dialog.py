"""Asks for the delays of a series: typed, or pasted from a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.relaxation.delays import parse_delays
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING

SIZE = (420, 320)


class DelaysDialog(QDialog):
    """A field of many lines; it closes only when there is a delay for each spectrum.

    Args:
        name: of the series.
        count: of its spectra.
        delays: known so far, in s.

    Attributes:
        delays: as typed, in s.
    """

    def __init__(self, name: str, count: int, delays: Sequence[float] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Delays")
        self.resize(*SIZE)
        self._count = count
        self.delays: tuple[float, ...] = tuple(delays)
        self.field = QPlainTextEdit("\n".join(f"{delay:.10g}" for delay in delays))
        self.field.setAccessibleName("Delays")
        self.field.setTabChangesFocus(True)
        self.field.setPlaceholderText("0.001\n0.003\n0.01\n…")
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.field.textChanged.connect(self.fault.hide)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        sentence = f"The delays of the {count} spectra of {name}, in the order they were measured: in seconds, or with a unit, as in 5 ms."
        for widget in (label(sentence, "body", wrap=True), self.field, self.fault, buttons):
            layout.addWidget(widget)

    def accept(self) -> None:
        """Close when they can be read."""
        try:
            self.delays = parse_delays(self.field.toPlainText(), self._count)
        except InputError as fault:
            self.fault.setText(fault.sentence)
            self.fault.show()
            self.field.setFocus()
            return
        super().accept()
