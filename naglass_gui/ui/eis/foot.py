"""The line below the plots: what is not fitted and how to see it, and the few switches of the view."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QCheckBox

from naglass_gui.ui.eis.quantities import SCALES, Scale
from naglass_gui.ui.eis.words import PLAIN_UNITS
from naglass_gui.ui.panels.label import quiet_button
from naglass_gui.ui.tabs import foot as tabs

ARRANGEMENTS = (
    ("auto", "Arrange by room and data"),
    ("beside", "Nyquist beside the others"),
    ("above", "Nyquist above the others"),
)


class Foot(tabs.Foot):
    """Says what is not fitted; offers to show it; switches units, arrangement and "Fit while dragging"."""

    show_wanted = Signal()
    scale_chosen = Signal(str)
    arrangement_chosen = Signal(str)
    live_fit_switched = Signal(bool)
    results_wanted = Signal()
    stack_switched = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.show_button = quiet_button("Show them", "Move the view so that these points are in sight")
        self.show_button.clicked.connect(lambda: self.show_wanted.emit())
        self.show_button.hide()
        self.add_beside(self.show_button)
        self.results_button = self.add_button(
            "Results", "The results of all spectra shown, as a table", self.results_wanted.emit
        )
        self.results_button.hide()
        self.stack_box = QCheckBox("Stack")
        self.stack_box.setToolTip("Draw the spectra above one another, hottest at the top; drag their names apart")
        self.stack_box.clicked.connect(self.stack_switched)
        self.stack_box.hide()
        self.add(self.stack_box)
        self.scale_button, self.scale_menu = self.add_menu(
            "Ω", "Resistance, resistivity or area resistance on the axes"
        )
        self._scales = QActionGroup(self.scale_menu)
        self.arrange_button, self.arrange_menu = self.add_menu("Arrange", "Where the plots stand")
        self._arrangements = QActionGroup(self.arrange_menu)
        self.live_box = QCheckBox("Fit while dragging")
        self.live_box.setToolTip("Fit the other parameters while one is dragged")
        self.live_box.toggled.connect(self.live_fit_switched)
        self.add(self.live_box)
        self._scale: tuple[Scale, bool] | None = None

    def offer_to_show(self, offered: bool) -> None:
        """Offer to bring what is not fitted in sight, or do not."""
        if self.show_button.isHidden() == offered:
            self.show_button.setVisible(offered)
            self.fit_note()

    def show_count(self, spectra: int) -> None:
        """Offer the table of results, and the stack, where there are several spectra."""
        self.results_button.setVisible(spectra > 1)
        self.stack_box.setVisible(spectra > 1)

    def show_scale(self, scale: Scale, possible: bool) -> None:
        """Show the units in use; others than ohm need the sizes of every pellet shown."""
        if (scale, possible) == self._scale:
            return
        self._scale = (scale, possible)
        self.scale_button.setText(f"{PLAIN_UNITS[scale]} ▾")
        self.scale_button.setAccessibleName(f"Units of the plots: {PLAIN_UNITS[scale]}")
        self.scale_menu.clear()
        titles = {"ohm": "Resistance", "ohm cm": "Resistivity", "ohm cm^2": "Area resistance"}
        for name in SCALES:
            action = self.scale_menu.addAction(f"{titles[name]} in {PLAIN_UNITS[name]}")
            action.setCheckable(True)
            action.setChecked(name == scale)
            action.setEnabled(name == "ohm" or possible)
            action.triggered.connect(lambda _checked, name=name: self.scale_chosen.emit(name))
            self._scales.addAction(action)
        if not possible:
            self.scale_menu.addSection("Type thickness and diameter of the pellet for the others")

    def show_arrangement(self, choice: str) -> None:
        """Show which arrangement is chosen."""
        self.arrange_button.setText("Arrange ▾")
        self.arrange_button.setAccessibleName("Arrange")
        self.arrange_menu.clear()
        for name, title in ARRANGEMENTS:
            action = self.arrange_menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(name == choice)
            action.triggered.connect(lambda _checked, name=name: self.arrangement_chosen.emit(name))
            self._arrangements.addAction(action)
