"""Notes on anything of a project."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from naglass_gui.ui.dialogs.form import FormDialog


class NotesDialog(FormDialog):
    """Shows and changes a text of any length."""

    def __init__(self, name: str, notes: str, parent: QWidget | None = None) -> None:
        super().__init__("Notes", f"Notes on {name}", parent=parent)
        self.editor = QPlainTextEdit(notes)
        self.editor.setAccessibleName("Notes")
        self.editor.setTabChangesFocus(True)
        self.editor.setMinimumHeight(180)
        self.grid.add_wide(self.editor)
        self.editor.setFocus()

    def text(self) -> str:
        """The notes as they stand."""
        return self.editor.toPlainText().strip()
