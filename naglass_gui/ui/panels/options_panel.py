"""Options in words: the weights of a fit, how it starts, the units of a view. One row a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from naglass_gui.core.project import Analysis
from naglass_gui.techniques.technique import Choice
from naglass_gui.ui.panels.fields import FieldGrid
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.theme import SPACING


class OptionsPanel(QWidget):
    """Shows options of an analysis, asks for others by `edited(text, name, value)`.

    Args:
        choices: the options, as the technique has them.
        words: how a value is shown, where not as it is kept ("ohm" as "Ω").
    """

    edited = Signal(str, str, object)

    def __init__(
        self, choices: Sequence[Choice], words: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "fitting")
        self._analysis: Analysis | None = None
        self._choices = tuple(choices)
        self._boxes: dict[str, QComboBox] = {}
        self._numbers: dict[str, tuple[ValueField, float]] = {}
        self.grid = FieldGrid()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING[1])
        self._layout.addWidget(self.grid)
        for choice in self._choices:
            box = QuietCombo()
            box.setAccessibleName(choice.title)
            for value in choice.values:
                box.addItem((words or {}).get(value, value), value)
            box.activated.connect(partial(self._ask_choice, choice))
            self.grid.add(choice.title, box)
            self._boxes[choice.name] = box

    def add_number(self, name: str, field: ValueField, default: float, hint: str = "") -> None:
        """Add a row for an option that is a number."""
        title = field.accessibleName()
        self.grid.add(title, field, hint)
        field.show_value(default)
        kind = type(default)  # a count stays a whole number
        field.edited.connect(
            lambda value, live: None if live else self.edited.emit(f"Set {title.lower()}", name, kind(value)),
        )
        self._numbers[name] = (field, default)

    def add_switch(self, text: str, hint: str = "") -> QCheckBox:
        """Add a check box below; what it does is its owner's."""
        box = QCheckBox(text)
        box.setToolTip(hint)
        self._layout.addWidget(box)
        return box

    def show_analysis(self, analysis: Analysis | None) -> None:
        """Show its options."""
        if analysis is not None and self._analysis is not None and analysis.options is self._analysis.options:
            self._analysis = analysis
            return
        self._analysis = analysis
        options = dict(analysis.options) if analysis else {}
        for choice in self._choices:
            box = self._boxes[choice.name]
            box.setCurrentIndex(max(box.findData(options.get(choice.name, choice.default)), 0))
        for name, (field, default) in self._numbers.items():
            field.show_value(options.get(name, default))
        self.setEnabled(analysis is not None)

    def _ask_choice(self, choice: Choice, index: int) -> None:
        box = self._boxes[choice.name]
        value = box.itemData(index)
        now = self._analysis.option(choice.name, choice.default) if self._analysis else None
        if value != now:
            self.edited.emit(f"Set {choice.title.lower()} to {box.itemText(index)}", choice.name, value)


class QuietCombo(QComboBox):
    """A combo box that takes the wheel only when focused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The surrounding column scrolls while this is not focused."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
