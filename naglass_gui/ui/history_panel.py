"""The history: every step by its name; a click goes back or forth to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QUndoView, QWidget

from naglass_gui.ui.document import Document
from naglass_gui.ui.panels.card import Card


class HistoryPanel(Card):
    """Shows the document's steps, the undone ones below the present one."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__("History", parent=parent)
        self.view = QUndoView(document.stack)
        self.view.setEmptyLabel("As opened")
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setAccessibleName("Steps that can be undone")
        self.add(self.view, stretch=1)
        self.setMinimumHeight(120)
