"""The line below the plots: what is not fitted and how to see it, and the few switches of the view."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QToolButton, QWidget

from naglass_gui.ui.eis.quantities import SCALES, Scale
from naglass_gui.ui.eis.words import PLAIN_UNITS
from naglass_gui.ui.elided_label import ElidedLabel
from naglass_gui.ui.panels.label import quiet_button
from naglass_gui.ui.theme import SPACING

ARRANGEMENTS = (
    ("auto", "Arrange by room and data"),
    ("beside", "Nyquist beside the others"),
    ("above", "Nyquist above the others"),
)


class Foot(QWidget):
    """Says what is not fitted; offers to show it; switches units, arrangement and "Fit while dragging"."""

    show_wanted = Signal()
    scale_chosen = Signal(str)
    arrangement_chosen = Signal(str)
    live_fit_switched = Signal(bool)
    results_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.note = ElidedLabel()
        self.show_button = quiet_button("Show them", "Move the view so that these points are in sight")
        self.show_button.clicked.connect(lambda: self.show_wanted.emit())
        self.show_button.hide()
        self.results_button = quiet_button("Results", "The results of all spectra shown, as a table")
        self.results_button.clicked.connect(lambda: self.results_wanted.emit())
        self.results_button.hide()
        self.scale_button = quiet_button("Ω", "Resistance, resistivity or area resistance on the axes")
        self.scale_menu = QMenu(self.scale_button)
        self.scale_button.setMenu(self.scale_menu)
        self.scale_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.arrange_button = quiet_button("Arrange", "Where the plots stand")
        self.arrange_menu = QMenu(self.arrange_button)
        self.arrange_button.setMenu(self.arrange_menu)
        self.arrange_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.live_box = QCheckBox("Fit while dragging")
        self.live_box.setToolTip("Fit the other parameters while one is dragged")
        self.live_box.toggled.connect(self.live_fit_switched)
        self._note = ("", "")
        self._scale: tuple[Scale, bool] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACING[1], 0, SPACING[0], 0)
        layout.setSpacing(SPACING[0])
        layout.addWidget(self.note)
        layout.addWidget(self.show_button)
        layout.addStretch(1)
        for button in (self.results_button, self.scale_button, self.arrange_button, self.live_box):
            layout.addWidget(button)

    def show_note(self, text: str, short: str, out_of_sight: bool) -> None:
        """Say what is not fitted, in short where there is no room; offer to show it where it is out of sight."""
        if (text, short) == self._note and self.show_button.isHidden() == (not text or not out_of_sight):
            return
        self._note = (text, short)
        self.show_button.setVisible(bool(text) and out_of_sight)
        self._fit_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the room changed."""
        super().resizeEvent(event)
        self._fit_note()

    def _fit_note(self) -> None:
        text, short = self._note
        shown = (self.results_button, self.scale_button, self.arrange_button, self.live_box)
        others = [widget for widget in shown if not widget.isHidden()]
        taken = (
            sum(w.sizeHint().width() + SPACING[0] for w in others) + self.show_button.sizeHint().width() + SPACING[2]
        )
        fits = self.note.fontMetrics().horizontalAdvance(text) <= self.width() - taken
        self.note.setText(text if fits else short)
        self.note.setToolTip("" if fits else text)

    def show_count(self, spectra: int) -> None:
        """Offer the table of results where there are several spectra."""
        self.results_button.setVisible(spectra > 1)

    def show_scale(self, scale: Scale, possible: bool) -> None:
        """Show the units in use; others than ohm need the sizes of every pellet shown."""
        if (scale, possible) == self._scale:
            return
        self._scale = (scale, possible)
        self.scale_button.setText(f"{PLAIN_UNITS[scale]} ▾")
        self.scale_menu.clear()
        group = QActionGroup(self.scale_menu)
        titles = {"ohm": "Resistance", "ohm cm": "Resistivity", "ohm cm^2": "Area resistance"}
        for name in SCALES:
            action = self.scale_menu.addAction(f"{titles[name]} in {PLAIN_UNITS[name]}")
            action.setCheckable(True)
            action.setChecked(name == scale)
            action.setEnabled(name == "ohm" or possible)
            action.triggered.connect(lambda _checked, name=name: self.scale_chosen.emit(name))
            group.addAction(action)
        if not possible:
            self.scale_menu.addSection("Type thickness and diameter of the pellet for the others")

    def show_arrangement(self, choice: str) -> None:
        """Show which arrangement is chosen."""
        self.arrange_button.setText("Arrange ▾")
        self.arrange_menu.clear()
        group = QActionGroup(self.arrange_menu)
        for name, title in ARRANGEMENTS:
            action = self.arrange_menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(name == choice)
            action.triggered.connect(lambda _checked, name=name: self.arrangement_chosen.emit(name))
            group.addAction(action)
