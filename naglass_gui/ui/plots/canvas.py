"""A widget that holds plots: keyboard, theme, alignment, and the picture of what it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsView

from naglass_gui.ui import theme
from naglass_gui.ui.plots.gesture import Selection, cancel_drag
from naglass_gui.ui.plots.keyboard import HINT, Keyboard
from naglass_gui.ui.plots.plot import Plot

MARGIN = 10.0


class Scene(pg.GraphicsScene):  # type: ignore[misc]
    """pyqtgraph's scene; while something is dragged it does not search for what is hovered, which costs as much as drawing."""

    def sendHoverEvents(self, ev: Any, exitOnly: bool = False) -> None:
        """pyqtgraph: tell items that the pointer is on them."""
        if exitOnly or self.dragItem is None or not ev.buttons():
            super().sendHoverEvents(ev, exitOnly)


class Canvas(pg.GraphicsView):  # type: ignore[misc]
    """Plots in a grid, on the background of a card.

    Keys: A shows everything, Delete removes what is selected, Esc cancels a drag; all others see `keyboard.KEYS`.

    Attributes:
        turn_page: what Page Up (-1) and Page Down (1) do; None: go to the plot above or below.

    Args:
        selection: the handle that the arrow keys move.
        name: what it shows, for those who cannot see it.
    """

    home_wanted = Signal()
    left_by_pointer = Signal()
    hinted = Signal(str)  # what the keys do, when the focus comes by key
    focused = Signal()

    def __init__(self, selection: Selection, name: str = "") -> None:
        super().__init__(background=None)
        self.setAccessibleName(name)
        self.selection = selection
        self.keyboard = Keyboard(self)
        self.turn_page: Callable[[int], object] | None = None
        self.plots: list[Plot] = []
        self._known: list[Plot] = []  # all that were ever shown
        self._positions: dict[Plot, tuple[int, int]] = {}
        self.setObjectName("canvas")
        self.setAntialiasing(False)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.setMinimumSize(QSize(120, 100))
        self.setAcceptDrops(False)  # files are for the window
        self.setCentralItem(None)
        self.sceneObj = Scene(parent=self)
        self.setScene(self.sceneObj)
        self._content = pg.GraphicsWidget()
        self.setCentralItem(self._content)
        theme.notifier.changed.connect(self.retheme)
        self.retheme()

    # -- plots -----------------------------------------------------------------------------------------------------

    def arrange(self, plots: dict[tuple[int, int], Plot], shared_bottom: bool = False) -> None:
        """Place plots by (row, column).

        Args:
            plots: what to show; others are hidden.
            shared_bottom: plots of a column share their x axis, so only the lowest has numbers on it.
        """
        for plot in self.plots:
            if plot not in plots.values():
                plot.hide()  # it stays in the scene, which owns it: nothing else would end it with the canvas
        # A fresh layout: emptied rows of an old one would keep their spacing.
        layout = QGraphicsGridLayout()
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN + 4, MARGIN - 4)
        layout.setHorizontalSpacing(14)
        layout.setVerticalSpacing(8)
        self._content.setLayout(layout)
        self._positions = {plot: place for place, plot in plots.items()}
        for plot in plots.values():
            if plot not in self._known:
                self._known.append(plot)
                self.keyboard.follow(plot.view)
        self.plots = list(plots.values())
        lowest = {column: max(r for r, c in plots if c == column) for _, column in plots}
        for (row, column), plot in plots.items():
            layout.addItem(plot, row, column)
            plot.show()
            layout.setRowStretchFactor(row, 1)
            layout.setColumnStretchFactor(column, 1)
            layout.setColumnPreferredWidth(column, 10)
            plot.bottom.show_numbers(not shared_bottom or row == lowest[column])
        self.align()

    def align(self, shrink: bool = True) -> None:
        """Give each column of left axes one width, and each row of bottom axes one height.

        Args:
            shrink: also give room back; not while a person moves the view, or the plot would tremble.
        """
        for column in {c for _, c in self._positions.values()}:
            axes = [p.left for p, (_, c) in self._positions.items() if c == column]
            width = max(axis.needed() for axis in axes)
            for axis in axes:
                axis.set_least(max(width, 0.0 if shrink else axis.sizeHint(Qt.SizeHint.MinimumSize).width()))
        for plot in self.plots:
            plot.bottom.set_least(plot.bottom.needed())

    def show_everything(self) -> None:
        """The whole of the data in every plot."""
        for plot in self.plots:
            plot.view.go_home()
        self.align()

    def retheme(self) -> None:
        """Follow the theme."""
        self.setBackgroundBrush(QColor(theme.tokens().panel))
        for plot in self.plots:
            plot.retheme()

    def close(self) -> bool:
        """Qt: hide, and be deleted where that was asked for; pyqtgraph would already take the plots apart here."""
        return QGraphicsView.close(self)

    # -- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Qt: a key."""
        key = Qt.Key(ev.key())
        if key == Qt.Key.Key_A and not ev.modifiers():
            self.home_wanted.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selection.item is not None:
            self.selection.item.removal_wanted.emit()
        elif key == Qt.Key.Key_Escape and (cancel_drag() or self._deselect()):
            pass
        elif not self.keyboard.press(ev):
            ev.ignore()
            return
        ev.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu key; the mouse's own menus come with its clicks."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.keyboard.open_menu()
            event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: keys go here now."""
        super().focusInEvent(event)
        self.focused.emit()
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.hinted.emit(HINT)

    def _deselect(self) -> bool:
        chosen = self.selection.item is not None
        self.selection.choose(None)
        return chosen

    def drawForeground(self, painter: QPainter, rect: Any) -> None:
        """Qt: above everything, a faint frame while keys go here."""
        if self.hasFocus():
            colour = QColor(theme.tokens().accent)
            colour.setAlphaF(0.5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour, 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            self.keyboard.paint(painter)

    def leaveEvent(self, ev: Any) -> None:
        """Qt: the pointer left."""
        super().leaveEvent(ev)
        self.left_by_pointer.emit()
