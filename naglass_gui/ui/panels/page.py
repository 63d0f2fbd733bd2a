"""The right column of a tab: cards below each other on a page that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from naglass_gui.ui.theme import SPACING

HEIGHT = 600
BESIDE_BAR = 2  # between cards and scroll bar, which has a margin of its own


class Page(QScrollArea):
    """Cards and panels below each other.

    Args:
        narrowest, usual, widest: widths in pixels; at the narrowest nothing of the cards may be clipped.
    """

    def __init__(self, narrowest: int = 284, usual: int = 358, widest: int = 460) -> None:
        super().__init__()
        self._usual = usual
        page = _Sheet()
        page.setProperty("page", True)
        self._cards = QVBoxLayout(page)
        self._cards.setContentsMargins(0, 0, BESIDE_BAR, 0)
        self._cards.setSpacing(SPACING[2])
        self._cards.addStretch(1)  # all the room below: a table in a card would take a share of it
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is kept: a bar that comes takes no width from cards, whose texts would wrap anew. Disabled it draws nothing.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.setEnabled(False)
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
        self.setMinimumWidth(narrowest)
        self.setMaximumWidth(widest)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def add(self, *cards: QWidget) -> None:
        """Put these below what is there."""
        for card in cards:
            self._cards.insertWidget(self._cards.count() - 1, card)

    def sizeHint(self) -> QSize:
        """Qt: the size it would like."""
        return QSize(self._usual, HEIGHT)


class _Sheet(QWidget):
    """As high as its cards want to be at its width.

    The scroll area asks for that height only when it is itself laid out: a text that wraps into one line more would squeeze the
    fields below it.
    """

    def event(self, event: QEvent) -> bool:
        """Qt: anything; a card that wants another height asks for a new layout."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width wraps texts elsewhere."""
        super().resizeEvent(event)
        self._grow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: something on it changed. A label deep inside may have grown without a request that reaches this far."""
        super().paintEvent(event)
        if self._wanted() != self.minimumHeight():
            QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        self.setMinimumHeight(self._wanted())

    def _wanted(self) -> int:
        layout = self.layout()
        return 0 if layout is None else max(layout.totalHeightForWidth(self.width()), 0)
