"""Under which conditions measurements were made: temperature, days, annealing, milling, and any other by its name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from naglass_gui.core.conditions import KNOWN, condition_key, condition_words, typed_condition
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Measurement
from naglass_gui.core.quantity import Quantity, above_absolute_zero
from naglass_gui.ui.dialogs.form import FormDialog
from naglass_gui.ui.panels.fields import as_typed, quantity_field
from naglass_gui.ui.panels.value_field import ValueField

# name in the project, words, example
CONDITIONS = (
    ("temperature", "Temperature", "25 °C"),
    ("time", "Stored for", "3 d"),
    ("annealing_temperature", "Annealed at", "200 °C"),
    ("annealing_time", "Annealed for", "2 h"),
    ("milling_time", "Milled for", "4 h"),
    ("pressure", "Pressure in the cell", "100 MPa"),
)
SEVERAL = "several values"


class ConditionDialog(FormDialog):
    """Asks for the conditions of one or several measurements; only what was changed is handed back.

    Attributes:
        fields: of the known conditions and of every other one that a measurement has, by name.
        another: a further condition, typed with its name.
    """

    def __init__(self, measurements: Sequence[Measurement], parent: QWidget | None = None) -> None:
        what = measurements[0].name if len(measurements) == 1 else f"{len(measurements)} measurements"
        super().__init__("Conditions", f"Conditions of {what}", parent=parent)
        self._given: dict[str, Any] = {}
        self.fields: dict[str, ValueField] = {}
        for name, words, example in CONDITIONS:
            measures, unit = KNOWN[name]
            check = above_absolute_zero if measures == "temperature" else None
            field = quantity_field(
                words, measures, default_unit=unit, check=check, placeholder=f"for example {example}"
            )
            self._add(name, words, field, measurements)
        others = {c.name: c.quantity.unit for m in measurements for c in m.conditions if c.name not in KNOWN}
        for name, unit in others.items():
            words = condition_words(name).capitalize()
            read = partial(typed_condition, name, unit=unit)
            self._add(name, words, ValueField(read, as_typed, name=words, optional=True), measurements)
        self.another = ValueField(
            _named, _with_name, name="Another condition", placeholder="for example humidity = 40 %", optional=True
        )
        self.add_field(
            "Another", self.another, "Any other condition with its name: it can be an axis of a stability plot"
        )

    def _add(self, name: str, words: str, field: ValueField, measurements: Sequence[Measurement]) -> None:
        values = {m.condition(name).quantity if m.condition(name) else None for m in measurements}  # type: ignore[union-attr]
        same = len(values) == 1
        if not same:
            field.setPlaceholderText(SEVERAL)
        field.show_value(values.pop() if same else None)
        self._given[name] = field.value
        self.fields[name] = self.add_field(words, field)

    def changes(self) -> dict[str, Quantity | None]:
        """The conditions that were changed; None for one that was emptied."""
        found = {name: f.value for name, f in self.fields.items() if f.value != self._given[name]}
        return found | (dict([self.another.value]) if self.another.value else {})


def _named(text: str) -> tuple[str, Quantity]:
    name, _, value = text.partition("=")
    quantity = typed_condition(condition_key(name), value, "")
    if not name.strip() or quantity is None:
        raise InputError("Type another condition with its name, as in humidity = 40 %.", field="Another condition")
    return condition_key(name), quantity


def _with_name(pair: tuple[str, Quantity]) -> str:
    return f"{condition_words(pair[0])} = {as_typed(pair[1])}"
