"""The expression a parameter follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.quantity import unit_symbol
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.look import set_property
from naglass_gui.ui.panels.number_parts import number_parts
from naglass_gui.ui.panels.parameter_rows import link_cycle, linked_values, names_of
from naglass_gui.ui.theme import SPACING

ReadLink = Callable[[str, str], str]
"""From a link as typed, and the name of what is linked, to an expression: "same as NaCl" to "width_2"."""


class LinkDialog(QDialog):
    """Asks for an expression in the other parameters; shows its value, or what is wrong with it, while it is typed."""

    def __init__(
        self,
        parameter: Parameter,
        parameters: Sequence[Parameter],
        parent: QWidget | None = None,
        read: ReadLink | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._parameter = parameter
        self._parameters = parameters
        self._values = linked_values(parameters)
        self.setWindowTitle(f"Link {parameter.name}")
        self.field = QLineEdit(parameter.link)
        self.field.setAccessibleName("Expression")
        self.field.setPlaceholderText(f"0.5 * {self._example()}")
        self.sentence = label("", "muted", wrap=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.field.textChanged.connect(self._judge)
        form = QFormLayout()
        form.addRow(f"{parameter.name} =", self.field)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACING[2])
        names = ", ".join(n for n in names_of(parameters) if n != parameter.name)
        allowed = f"Numbers, + − * / **, sqrt, exp, log, log10, abs, min, max, sin, cos, and the parameters {names}."
        if read is not None:
            allowed += " Lines may be called by their names: same as NaCl, 0.5 × NaCl.area, NaCl + 3.2 ppm."
        layout.addWidget(label(allowed, wrap=True))
        layout.addLayout(form)
        layout.addWidget(self.sentence)
        layout.addStretch(1)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(400)
        self._judge()

    @property
    def link(self) -> str:
        """The expression, in the names of parameters."""
        typed = self.field.text().strip()
        return typed if self._read is None or not typed else self._read(typed, self._parameter.name)

    def _judge(self) -> None:
        fault = ""
        try:
            said = self._consequence()
        except InputError as error:
            said = fault = error.sentence
        set_property(self.field, "faulty", bool(fault))
        set_property(self.sentence, "tone", "error" if fault else "muted")
        self.field.setToolTip(fault)
        self.sentence.setText(said)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not fault)

    def _consequence(self) -> str:
        name = self._parameter.name
        if not self.link:
            return f"Empty: {name} follows nothing."
        link_cycle(self._parameters, name, self.link)
        value = parse(self.link).number(self._values)
        low, high = self._parameter.minimum, self._parameter.maximum
        unit = unit_symbol(self._parameter.unit)
        shown = f"{number_parts(value, trim=True)} {unit}".rstrip()
        if (low is not None and value < low) or (high is not None and value > high):
            return f"Now {shown}, which is outside the bounds of {name}."
        return f"Now {shown}."

    def _example(self) -> str:
        same = [p.name for p in self._parameters if p.unit == self._parameter.unit and p.name != self._parameter.name]
        return (same or [n for n in names_of(self._parameters) if n != self._parameter.name] or ["R1"])[0]
