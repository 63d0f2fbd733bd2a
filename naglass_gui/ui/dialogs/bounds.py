"""The bounds of one parameter."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from naglass_gui.core.parameter import Parameter
from naglass_gui.core.quantity import unit_symbol
from naglass_gui.ui.panels.fields import FieldGrid, parameter_number, plain_number
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.theme import SPACING


class BoundsDialog(QDialog):
    """Asks between which values a fit may move a parameter; an empty field is no bound."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter = parameter
        self.setWindowTitle(f"Bounds of {parameter.name}")
        self.lower_bound = self._field("Lower bound", parameter.minimum)
        self.upper_bound = self._field("Upper bound", parameter.maximum)
        unit = unit_symbol(parameter.unit)
        grid = FieldGrid()
        grid.add(f"Lower bound / {unit}" if unit else "Lower bound", self.lower_bound)
        grid.add(f"Upper bound / {unit}" if unit else "Upper bound", self.upper_bound)
        self.sentence = label("", "error", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACING[2])
        layout.addWidget(label("A fit keeps the value between these. Leave a field empty for no bound.", wrap=True))
        layout.addWidget(grid)
        layout.addWidget(self.sentence)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(340)

    def changes(self) -> dict[str, Any]:
        """Keywords of `edits.set_parameter`; a value outside comes to the nearest bound."""
        low, high = self.lower_bound.value, self.upper_bound.value
        value = self._parameter.value
        value = value if low is None else max(value, low)
        value = value if high is None else min(value, high)
        return {"minimum": low, "maximum": high, "value": value}

    def accept(self) -> None:
        """Close only when both bounds make sense."""
        self.lower_bound.commit()
        self.upper_bound.commit()
        if self.lower_bound.fault or self.upper_bound.fault:
            return
        low, high = self.lower_bound.value, self.upper_bound.value
        if low is not None and high is not None and not low < high:
            self.sentence.setText(f"The lower bound of {self._parameter.name} must be below its upper bound.")
            return
        super().accept()

    def _field(self, name: str, bound: float | None) -> ValueField:
        unit = self._parameter.unit
        field = ValueField(
            lambda text: parameter_number(text, unit, name), plain_number, name=name, placeholder="none", optional=True
        )
        field.show_value(bound)
        return field
