"""The message strip: one sentence below the tabs, with its remedies as buttons; no dialog interrupts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPropertyAnimation, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.ui.icons import icon, pixmap
from naglass_gui.ui.layouts import empty, widgets
from naglass_gui.ui.panels.label import quiet_button
from naglass_gui.ui.panels.look import set_property
from naglass_gui.ui.services import Remedy, Tone
from naglass_gui.ui.theme import SPACING

FADE_MS = 120
STAY_MS = 10_000
KEPT = 200
MOST_LINES = 8
_ICON = {
    "info": ("info", "muted"),
    "good": ("good", "good"),
    "warning": ("warning", "warning"),
    "error": ("error", "error"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, and when."""

    text: str
    tone: Tone
    details: str
    time: datetime


class MessageStrip(QFrame):
    """Shows the newest message until it is closed or another one comes; `said` keeps the earlier ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setAccessibleName("Message")
        self.said: list[Message] = []
        self._mark = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._remedies = QHBoxLayout()
        self._remedies.setSpacing(SPACING[1])
        self._more = quiet_button("Details", "Show the technical details")
        self._more.setCheckable(True)
        self._close = QToolButton()
        self._close.setToolTip("Close this message")
        self._close.setAccessibleName("Close this message")
        self._close.setIconSize(QSize(16, 16))
        self._close.clicked.connect(self.clear)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Details")
        self._more.toggled.connect(self._details.setVisible)
        row = QHBoxLayout()
        row.setSpacing(SPACING[2])
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addLayout(self._remedies)
        row.addWidget(self._more)
        row.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[2], SPACING[0], SPACING[1], SPACING[0])
        layout.addLayout(row)
        layout.addWidget(self._details)
        self._fade: QPropertyAnimation | None = None
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(STAY_MS)
        self._leave.timeout.connect(self._go_unless_read)
        self.retheme()
        self.hide()

    @property
    def text(self) -> str:
        """The sentence on show, or an empty text."""
        return self._text.text() if not self.isHidden() else ""

    @property
    def tone(self) -> Tone:
        """The tone of the message on show."""
        return self.said[-1].tone if self.said else "info"

    def show(  # type: ignore[override]  # the strip's one verb, as services.Messages has it
        self, text: str, tone: Tone = "info", remedies: Sequence[Remedy] = (), details: str = ""
    ) -> None:
        """Say one sentence; `details` is one click away."""
        self.said.append(Message(text, tone, details, datetime.now()))
        del self.said[:-KEPT]
        self._text.setText(text)
        set_property(self, "tone", tone)
        for part in (self._text, self._mark):
            part.style().polish(part)
        self._mark.setPixmap(pixmap(_ICON[tone][0], 16, _ICON[tone][1]))
        self._mark.setAccessibleName(tone)
        self._offer(remedies)
        self._more.setChecked(False)
        self._more.setVisible(bool(details))
        self._details.setPlainText(details)
        lines = min(max(len(details.splitlines()), 2), MOST_LINES)
        self._details.setFixedHeight(lines * self._details.fontMetrics().lineSpacing() + 2 * SPACING[2])
        self._details.hide()
        self.setAccessibleDescription(text)
        # What asks for nothing goes by itself; the list of messages keeps it.
        self._leave.stop()
        if tone in ("info", "good") and not remedies:
            self._leave.start()
        self._fade_in()

    def clear(self) -> None:
        """Take the message away."""
        self._leave.stop()
        self.hide()

    def press(self, remedy: str) -> None:
        """Press a remedy by its text. Raises KeyError when it is not on offer."""
        for button in widgets(self._remedies):
            if isinstance(button, QPushButton) and button.text() == remedy:
                button.click()
                return
        raise KeyError(remedy)

    def retheme(self) -> None:
        """Follow a change of theme."""
        self._close.setIcon(icon("close", "muted"))
        if self.said:
            name, tone = _ICON[self.said[-1].tone]
            self._mark.setPixmap(pixmap(name, 16, tone))

    def _go_unless_read(self) -> None:
        if self.underMouse() or not self._details.isHidden():
            self._leave.start()
        else:
            self.clear()

    def _offer(self, remedies: Sequence[Remedy]) -> None:
        empty(self._remedies)
        for remedy in remedies:
            button = QPushButton(remedy.text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, remedy=remedy: self._follow(remedy))
            self._remedies.addWidget(button)

    def _follow(self, remedy: Remedy) -> None:
        self.clear()
        remedy.action()

    def _fade_in(self) -> None:
        # The effect is taken off at the end: text painted through one is blurred on fractional scales.
        if self._fade is not None:
            self._fade.stop()
        effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(effect)
        self._fade = QPropertyAnimation(effect, b"opacity", self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.finished.connect(lambda: self.setGraphicsEffect(None))  # type: ignore[arg-type]
        self.setVisible(True)
        self._fade.start()
