"""The welcome page: the three ways to begin, and the projects opened last. Only what works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from naglass_gui.ui.actions import Actions
from naglass_gui.ui.elided_label import ElidedLabel
from naglass_gui.ui.empty_state import action_button
from naglass_gui.ui.icons import pixmap
from naglass_gui.ui.layouts import empty
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.theme import SPACING

WIDTH = 620
MARK = 56
STEPS = (
    ("1", "Drop impedance files or NMR experiment folders anywhere on the window."),
    ("2", "Press F5: the circuit, the lines or the recovery are fitted without a starting guess."),
    ("3", "Read shares, T₁ or, with the size of the pellet, the conductivity, with their uncertainties."),
)


class WelcomePage(QScrollArea):
    """What a person sees first."""

    def __init__(self, actions: Actions, open_project: Callable[[Path], None]) -> None:
        super().__init__()
        self._open = open_project
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is on it takes the focus, and comes into sight
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._recent = Card("Recent projects")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACING[0])
        self._recent.layout().addLayout(self._rows)  # type: ignore[union-attr]
        column = QVBoxLayout()
        column.setSpacing(SPACING[3])
        column.addLayout(_heading())
        column.addWidget(_begin(actions))
        column.addWidget(self._recent)
        column.addStretch()
        page = QWidget()
        page.setProperty("page", True)
        middle = QHBoxLayout(page)
        middle.setContentsMargins(SPACING[3], SPACING[4], SPACING[3], SPACING[3])
        holder = QWidget()
        holder.setMaximumWidth(WIDTH)
        holder.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(holder, 100)
        middle.addStretch(1)
        self.setWidget(page)

    def show_recent(self, recent: Sequence[Path]) -> None:
        """List the recent projects that are still there."""
        empty(self._rows)
        there = [path for path in recent if path.exists()]
        for path in there[:6]:
            self._rows.addWidget(self._row(path))
        self._recent.setVisible(bool(there))

    def _row(self, path: Path) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[2])
        button = quiet_button(path.stem, str(path))
        button.clicked.connect(lambda: self._open(path))
        folder = ElidedLabel()
        folder.setText(str(path.parent))
        layout.addWidget(button)
        layout.addWidget(folder, 1)
        return row


def _heading() -> QHBoxLayout:
    mark = QLabel()
    mark.setPixmap(pixmap("naglass", MARK))
    name = label("NaGlass", "result")
    words = label("From the raw files of a solid-electrolyte study to its figures and numbers", wrap=True)
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(name)
    texts.addWidget(words)
    row = QHBoxLayout()
    row.setSpacing(SPACING[3])
    row.addWidget(mark)
    row.addLayout(texts, 1)
    return row


def _begin(actions: Actions) -> Card:
    card = Card("Begin")
    for number, text in STEPS:
        line = QHBoxLayout()
        line.setSpacing(SPACING[2])
        figure = label(number, "title")
        figure.setFixedWidth(SPACING[3])
        line.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(text, "body", wrap=True), 1)
        card.layout().addLayout(line)  # type: ignore[union-attr]
    buttons = QHBoxLayout()
    buttons.setSpacing(SPACING[2])
    buttons.setContentsMargins(0, SPACING[2], 0, 0)
    made: list[QPushButton] = [
        action_button(actions[name], primary=name == "file.import")
        for name in ("file.import", "file.example", "file.open")
    ]
    for button in made:
        buttons.addWidget(button)
    buttons.addStretch()
    card.layout().addLayout(buttons)  # type: ignore[union-attr]
    return card
