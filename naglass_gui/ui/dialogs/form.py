"""A small dialog of fields: it closes only when every field makes sense, and marks the one that does not."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from naglass_gui.ui.panels.fields import FieldGrid
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.theme import SPACING

WIDTH = 420


class FormDialog(QDialog):
    """Fields with their names, a sentence above them, and the two buttons.

    Args:
        title: the window's title.
        sentence: what is asked, and of what; names in it are plain text.
        accept: the words on the button that takes it.
    """

    def __init__(self, title: str, sentence: str, accept: str = "OK", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.grid = FieldGrid()
        self._fields: list[ValueField] = []
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        self.layout_.setSpacing(SPACING[2])
        self.layout_.addWidget(label(sentence, "body", wrap=True))
        self.layout_.addWidget(self.grid)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(accept)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.layout_.addSpacing(SPACING[1])
        self.layout_.addWidget(self.buttons)

    def add_field(self, name: str, field: ValueField, hint: str = "") -> ValueField:
        """Append a field."""
        self.grid.add(name, field, hint)
        self._fields.append(field)
        return field

    def accept(self) -> None:
        """Close when every field can be read; otherwise go to the first that cannot."""
        for field in self._fields:
            field.commit()
        faulty = next((field for field in self._fields if field.fault), None)
        if faulty is not None:
            faulty.setFocus()
            return
        super().accept()
