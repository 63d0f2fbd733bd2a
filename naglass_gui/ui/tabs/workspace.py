"""How a tab is laid out: plots at the left with a line below, a column at the right; or what teaches where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from naglass_gui.ui.detachable import Detachable
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.theme import SPACING

COLUMN_SHARE = 0.32  # of the width, until a person moves the splitter


class Workspace(QStackedWidget):
    """Holds the parts of a tab.

    Args:
        name: under which the width of the column is remembered.
        title: of the window the plots can go to: "The impedance plots".
        plots: what can leave for a window of its own; mostly the plots in their card.
        column: at the right; its least width and its size hint say how wide it is at first.
        empty: what is shown where nothing is selected that belongs here.
        settings: remember the width.
        above: widgets above the plots.
        below: the line below them.
        share: of the width that the column has until a person moves it.

    Attributes:
        place: where the plots are, or went away from.
        column: at the right.
        splitter: between plots and column.
        empty: see above.
    """

    def __init__(
        self,
        name: str,
        title: str,
        plots: QWidget,
        column: QWidget,
        empty: QWidget,
        settings: Settings,
        above: Sequence[QWidget] = (),
        below: QWidget | None = None,
        share: float = COLUMN_SHARE,
    ) -> None:
        super().__init__()
        self._key = f"{name}/column_width"
        self._settings = settings
        self._share = share
        self._width = int(settings.get(self._key, 0))  # 0: nobody moved it yet
        self.column = column
        self.empty = empty
        self.place = Detachable(plots, title)
        left = QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACING[0])
        for widget in above:
            rows.addWidget(widget)
            rows.addSpacing(SPACING[1])
        rows.addWidget(self.place, 1)
        if below is not None:
            rows.addWidget(below)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(column)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setHandleWidth(SPACING[2])
        self.splitter.setChildrenCollapsible(False)
        self.splitter.splitterMoved.connect(self._keep_width)
        self.addWidget(empty)
        self.addWidget(self.splitter)

    def show_plots(self, shown: bool) -> None:
        """Show the plots, or what teaches."""
        self.setCurrentWidget(self.splitter if shown else self.empty)

    @property
    def is_detached(self) -> bool:
        """Whether the plots are in a window of their own."""
        return self.place.own_window is not None

    def turn_detached(self) -> None:
        """Move the plots to a window of their own, or bring them back."""
        if self.is_detached:
            self.place.attach()
        else:
            self.place.detach()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the room changed."""
        super().resizeEvent(event)
        width = self._width or min(round(self._share * self.width()), self.column.sizeHint().width())
        width = min(max(width, self.column.minimumWidth()), self.column.maximumWidth())
        self.splitter.setSizes([max(self.width() - width, 1), width])

    def _keep_width(self) -> None:
        self._width = self.column.width()
        self._settings.set(self._key, self._width)
