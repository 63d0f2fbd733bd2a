"""The processing of a spectrum: its chain, the buttons of the modes, and the fields of the one that is on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from naglass_gui.ui.nmr.chain import Chain
from naglass_gui.ui.nmr.mode import Mode, Modes
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import quiet_button
from naglass_gui.ui.theme import SPACING


class ProcessingCard(Card):
    """Chain, modes and their fields.

    Attributes:
        buttons: of the modes, by title.
        done: leaves the mode that is on.
    """

    def __init__(self, chain: Chain, modes: Modes) -> None:
        super().__init__("Processing", chain)
        self._modes = modes
        self.buttons: dict[str, QToolButton] = {}
        for mode in modes.all:
            button = quiet_button(mode.title, mode.tip)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, mode=mode: modes.turn(mode))
            self.buttons[mode.title] = button
            self.add_action(button)
        self.done = quiet_button("Done", "Leave this mode (Enter)")
        self.done.clicked.connect(modes.leave)
        self.line = QWidget()
        row = QHBoxLayout(self.line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING[1])
        for mode in modes.all:
            mode.bar.setParent(self.line)
            mode.bar.hide()
            row.addWidget(mode.bar, 1)
        row.addStretch(0)
        row.addWidget(self.done)
        self.line.hide()
        self.add(self.line)
        modes.changed.connect(self._show)

    def _show(self, active: Mode | None) -> None:
        for mode in self._modes.all:
            mode.bar.setVisible(mode is active)
            self.buttons[mode.title].setChecked(mode is active)
        self.line.setVisible(active is not None)
