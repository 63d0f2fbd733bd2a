"""Labels in the tones of the theme. Text is plain unless asked otherwise: names come from files."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

QUIET_PADDING = 5  # the style sheet's padding and border
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


class _QuietButton(QToolButton):
    """As wide as its word: a tool button's own hint leaves room for an arrow."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2 * QUIET_PADDING, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def quiet_button(text: str, tooltip: str = "", parent: QWidget | None = None) -> QToolButton:
    """A flat button that reads as a word in the accent colour."""
    made = _QuietButton(parent)
    made.setText(text)
    made.setAccessibleName(text.removesuffix("▾").strip())
    made.setToolTip(tooltip)
    made.setProperty("quiet", True)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made
