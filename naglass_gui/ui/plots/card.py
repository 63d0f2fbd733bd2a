"""Plots in a card, for tabs that need no more than a grid of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from naglass_gui.ui.panels.label import label
from naglass_gui.ui.plots.canvas import Canvas
from naglass_gui.ui.plots.gesture import Selection
from naglass_gui.ui.plots.plot import Plot
from naglass_gui.ui.plots.view import Home
from naglass_gui.ui.theme import SPACING

Real = NDArray[np.float64]
MARGIN = 3
ROOM = 0.06  # of the span, around what is shown


class PlotCard(QFrame):
    """One canvas with plots by (row, column); "everything" is the home of each view (`View.set_home`).

    Args:
        selection: the handle that the arrow keys move.
        plots: what to show.
        shared_bottom: plots of a column share their x axis, so only the lowest has numbers on it.
        name: what they show, for those who cannot see them.
    """

    def __init__(
        self,
        selection: Selection,
        plots: Mapping[tuple[int, int], Plot],
        shared_bottom: bool = False,
        name: str = "Plot",
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.canvas = Canvas(selection, name)
        self.canvas.arrange(dict(plots), shared_bottom)
        self.canvas.home_wanted.connect(self.show_everything)
        for plot in plots.values():
            plot.view.navigated.connect(lambda: self.canvas.align(shrink=False))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(self.canvas)
        self.instead = label("", "body", wrap=True)
        self.instead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.instead.setMargin(SPACING[4])
        self.instead.hide()
        layout.addWidget(self.instead)

    def show_instead(self, words: str) -> None:
        """Show a sentence in place of the plots, which have nothing to show; "" shows the plots."""
        self.instead.setText(words)
        self.instead.setVisible(bool(words))
        self.canvas.setVisible(not words)

    def show_everything(self) -> None:
        """All the data in every plot."""
        self.canvas.show_everything()

    def first_look(self) -> None:
        """The same."""
        self.canvas.show_everything()

    def retheme(self) -> None:
        """Follow the theme: the canvas does so by itself."""


def around(*curves: tuple[Real, Real]) -> Home:
    """The home that shows these (x, y) with a little room around; what is not finite does not count."""
    pairs = [np.broadcast_arrays(x, y) for x, y in curves]
    good = [np.isfinite(x) & np.isfinite(y) for x, y in pairs]
    x = np.concatenate([x[g] for (x, _), g in zip(pairs, good, strict=True)] or [np.array([])])
    y = np.concatenate([y[g] for (_, y), g in zip(pairs, good, strict=True)] or [np.array([])])
    left, right = _span(x)
    bottom, top = _span(y)
    return lambda width, height: (left, right, bottom, top)


def _span(values: Real) -> tuple[float, float]:
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    room = ROOM * (high - low) or 0.5 * abs(low) or 1.0
    return low - room, high + room
