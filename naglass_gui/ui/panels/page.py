"""The right column of a tab: cards below each other on a page that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from naglass_gui.ui.theme import SPACING

HEIGHT = 600


class Page(QScrollArea):
    """Cards and panels below each other.

    Args:
        narrowest, usual, widest: widths in pixels; at the narrowest nothing of the cards may be clipped.
    """

    def __init__(self, narrowest: int = 284, usual: int = 358, widest: int = 460) -> None:
        super().__init__()
        self._usual = usual
        page = QWidget()
        page.setProperty("page", True)
        self._cards = QVBoxLayout(page)
        self._cards.setContentsMargins(0, 0, SPACING[1], 0)
        self._cards.setSpacing(SPACING[2])
        self._cards.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
