"""The measuring temperature: shows where it is known from, asks for another."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.core.conditions import unlikely_temperature
from naglass_gui.core.project import Measurement
from naglass_gui.core.quantity import above_absolute_zero
from naglass_gui.ui.panels.fields import FieldGrid, quantity_field
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.look import set_property
from naglass_gui.ui.theme import SPACING

SOURCES = {
    "header": "as the file's header says",
    "file name": "read from the file's name: please check",
    "typed": "",
}


class ConditionsPanel(QWidget):
    """Temperature of the measurement. `edited(text, quantity or None, live)` asks for another."""

    edited = Signal(str, object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "conductivity")
        self._measurement: Measurement | None = None
        self.temperature = quantity_field(
            "Temperature", "temperature", default_unit="degC", check=above_absolute_zero, placeholder="25 °C"
        )
        self.temperature.edited.connect(lambda value, live: self.edited.emit("Set the temperature", value, live))
        grid = FieldGrid()
        grid.add("Temperature", self.temperature, "Of the sample, in °C or K; with its uncertainty where it is known")
        self.source = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[0])
        layout.addWidget(grid)
        layout.addWidget(self.source)
        self.source.hide()

    def show_measurement(self, measurement: Measurement | None) -> None:
        """Show the conditions of a measurement."""
        if measurement is self._measurement:
            return
        if measurement is None or self._measurement is None or measurement.id != self._measurement.id:
            self.temperature.revert()
        self._measurement = measurement
        condition = measurement.condition("temperature") if measurement else None
        self.temperature.show_value(condition.quantity if condition else None)
        words = SOURCES[condition.source] if condition else ""
        doubt = ""
        if measurement is not None and condition is not None and condition.source != "typed":
            doubt = unlikely_temperature(measurement.technique, condition.quantity)
        set_property(self.source, "tone", "warning" if doubt else "muted")
        self.source.setText(f"{words}: {doubt}" if doubt else words)
        self.source.setVisible(bool(words))
