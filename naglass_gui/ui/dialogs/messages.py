"""Everything the message strip has said since the start."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from naglass_gui.ui.message_strip import Message
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING

SIZE = (640, 420)


class MessagesDialog(QDialog):
    """The messages with their times and details, newest first, as text that can be copied."""

    def __init__(self, said: Sequence[Message], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Messages")
        self.resize(*SIZE)
        text = QPlainTextEdit("\n\n".join(_entry(message) for message in reversed(said)))
        text.setReadOnly(True)
        text.setAccessibleName("Messages since the start, newest first")
        if not said:
            text.setPlaceholderText("Nothing has been said yet.")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addWidget(label("What NaGlass has said since it was started, newest first"))
        layout.addWidget(text, 1)
        layout.addWidget(buttons)


def _entry(message: Message) -> str:
    head = f"{message.time:%H:%M:%S}  {message.text}"
    indented = "\n".join(f"          {line}" for line in message.details.splitlines())
    return f"{head}\n{indented}" if indented else head
