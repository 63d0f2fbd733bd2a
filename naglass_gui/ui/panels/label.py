"""Labels in the tones of the theme. Text is plain unless asked otherwise: names come from files."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

Tone = Literal["title", "body", "muted", "result", "good", "warning", "error"]


def label(text: str = "", tone: Tone = "muted", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A plain-text label in one of the theme's tones."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def quiet_button(text: str, tooltip: str = "", parent: QWidget | None = None) -> QToolButton:
    """A flat button that reads as a word in the accent colour."""
    made = QToolButton(parent)
    made.setText(text)
    made.setToolTip(tooltip)
    made.setProperty("quiet", True)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made
