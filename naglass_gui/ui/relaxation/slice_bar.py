"""Walks through the slices of a series by their delay."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from naglass_gui.techniques.relaxation.slices import Slices
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.relaxation.words import slice_words
from naglass_gui.ui.theme import SPACING


class SliceBar(QWidget):
    """A slider over the delays in rising order. `chosen(slice)` names a slice by its place in the file."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("help_page", "relaxation")
        self._order = np.zeros(0, dtype=np.intp)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Slice")
        self.slider.setToolTip("The slice that is highlighted, by its delay; on the plot Page Up and Page Down walk")
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self._say)
        self.words = label("", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACING[2], SPACING[1], SPACING[2], SPACING[1])
        layout.setSpacing(SPACING[2])
        layout.addWidget(label("Slice", "body"))
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.words)

    def show_slice(self, slices: Slices | None, which: int) -> None:
        """Show which slice is highlighted; nothing without a series."""
        self.setVisible(slices is not None)
        if slices is None:
            return
        self._order = slices.order
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, len(self._order) - 1)
            self.slider.setValue(int(np.flatnonzero(self._order == which)[0]))
        self.words.setText(slice_words(slices, which))

    def step(self, by: int) -> None:
        """To the next longer or shorter delay."""
        self.slider.setValue(self.slider.value() + by)

    def _say(self, place: int) -> None:
        if 0 <= place < len(self._order):
            self.chosen.emit(int(self._order[place]))
