"""An empty place that teaches: what belongs here, and the buttons that bring it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from naglass_gui.ui.icons import pixmap
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING, notifier

PICTURE = 48
WIDTH = 460


class EmptyState(QWidget):
    """A picture, a heading, a sentence or two and one or two buttons, in the middle of the room.

    Args:
        picture: an icon's name.
        heading: what belongs here.
        sentence: how it gets here.
        actions: what the buttons do; the first is the primary one.
    """

    def __init__(self, picture: str, heading: str, sentence: str, actions: Sequence[QAction] = ()) -> None:
        super().__init__()
        self._picture_name = picture
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.heading = label(heading, "body")
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.sentence = label(sentence, "muted", wrap=True)
        for text in (self.heading, self.sentence):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setFixedWidth(WIDTH)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING[2])
        buttons.addStretch()
        for number, action in enumerate(actions):
            buttons.addWidget(action_button(action, primary=number == 0))
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACING[2])
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self.heading)
        # Aligned in the layout, a wrapped label would be given the height of fewer lines than it has.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.sentence)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addSpacing(SPACING[1])
        layout.addLayout(buttons)
        layout.addStretch(3)
        notifier.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap(self._picture_name, PICTURE, "muted"))


class ActionButton(QPushButton):
    """A push button for an action; it follows its words, its tooltip, and whether it is possible and shown."""

    def __init__(self, action: QAction, primary: bool = False) -> None:
        super().__init__()
        self._action = action
        self._primary = primary
        self.setProperty("primary", primary)
        self.setAutoDefault(False)
        self.clicked.connect(lambda: action.trigger())
        action.changed.connect(self._follow)
        if not action.isVisible():
            self.hide()
        self._follow()

    def _follow(self) -> None:
        text = self._action.text()
        self.setText(text.removesuffix("…") if self._primary else text)
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
        if self.parentWidget() is not None:  # without, it would become a window
            self.setVisible(self._action.isVisible())


def action_button(action: QAction, primary: bool = False) -> QPushButton:
    """A push button for an action, with its words and tooltip."""
    return ActionButton(action, primary)
