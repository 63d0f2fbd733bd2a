"""Under which conditions measurements were made: temperature, days, annealing, milling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from naglass_gui.core.project import Measurement
from naglass_gui.core.quantity import Quantity, above_absolute_zero
from naglass_gui.ui.dialogs.form import FormDialog
from naglass_gui.ui.panels.fields import quantity_field

# name in the project, words, dimension, unit of a bare number, example
CONDITIONS = (
    ("temperature", "Temperature", "temperature", "degC", "25 °C"),
    ("time", "Time since preparation", "time", "d", "3 d"),
    ("annealing_temperature", "Annealed at", "temperature", "degC", "200 °C"),
    ("annealing_time", "Annealed for", "time", "h", "2 h"),
    ("milling_time", "Milled for", "time", "h", "4 h"),
    ("pressure", "Pressure in the cell", "pressure", "MPa", "100 MPa"),
)
SEVERAL = "several values"


class ConditionDialog(FormDialog):
    """Asks for the conditions of one or several measurements; only what was changed is handed back."""

    def __init__(self, measurements: Sequence[Measurement]) -> None:
        what = measurements[0].name if len(measurements) == 1 else f"{len(measurements)} measurements"
        super().__init__("Conditions", f"Conditions of {what}")
        self._given: dict[str, Any] = {}
        self.fields = {}
        for name, words, measures, unit, example in CONDITIONS:
            values = {m.condition(name).quantity if m.condition(name) else None for m in measurements}  # type: ignore[union-attr]
            same = len(values) == 1
            check = above_absolute_zero if measures == "temperature" else None
            placeholder = f"for example {example}" if same else SEVERAL
            field = quantity_field(words, measures, default_unit=unit, check=check, placeholder=placeholder)
            field.show_value(values.pop() if same else None)
            self._given[name] = field.value
            self.fields[name] = self.add_field(words, field)

    def changes(self) -> dict[str, Quantity | None]:
        """The conditions that were changed; None for one that was emptied."""
        return {name: f.value for name, f in self.fields.items() if f.value != self._given[name]}
