"""The one number a tab exists for: large, and smaller only where it would not fit."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetricsF, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from naglass_gui.core.doubt import MARK, Doubt, marked
from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.theme import RESULT_POINTS, tokens

SMALLEST_POINTS = 9.0


class ResultLabel(QWidget):
    """One line in 21 pt, drawn smaller where the panel is too narrow; its menu copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._faint = False
        self._doubt: Doubt | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """What is shown."""
        return self._text

    def set_text(self, text: str, *, faint: bool = False, doubt: Doubt | None = None) -> None:
        """Show a text; `faint` for one that no longer belongs to what is asked, with the mark where it is in doubt."""
        doubt = doubt if text and not faint else None
        if (text, faint, doubt) != (self._text, self._faint, self._doubt):
            self._text, self._faint, self._doubt = text, faint, doubt
            say_doubt(self, text, doubt)
            self.update()

    def sizeHint(self) -> QSize:
        """One line of the large type."""
        metrics = QFontMetricsF(_font(RESULT_POINTS))
        return QSize(int(metrics.horizontalAdvance(marked(self._text, self._doubt))) + 2, int(metrics.height()) + 2)

    def minimumSizeHint(self) -> QSize:
        """The same height; the width may be any."""
        return QSize(80, self.sizeHint().height())

    def shown_font(self) -> QFont:
        """The largest in which the whole text fits."""
        points = float(RESULT_POINTS)
        whole = marked(self._text, self._doubt)
        while points > SMALLEST_POINTS and QFontMetricsF(_font(points)).horizontalAdvance(whole) > self.width():
            points -= 0.5
        return _font(points)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, at the size that fits."""
        painter = QPainter(self)
        painter.setFont(self.shown_font())
        painter.setPen(QColor(tokens().muted if self._faint else tokens().text))
        place = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect(), place, self._text)
        if self._doubt is not None:
            painter.setPen(QColor(tokens().warning))
            advance = round(painter.fontMetrics().horizontalAdvance(self._text))
            painter.drawText(self.rect().adjusted(advance, 0, 0, 0), place, MARK)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy the number."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy").triggered.connect(lambda: QGuiApplication.clipboard().setText(self._text))
        menu.popup(event.globalPos())


def say_doubt(widget: QWidget, text: str, doubt: Doubt | None) -> None:
    """Why a large number bears the mark: to who points at it, and to who has it read out."""
    widget.setToolTip("" if doubt is None else f"{MARK} {doubt.short}: {doubt.sentence}")
    widget.setAccessibleName(text if doubt is None else f"{text}, {doubt.short}")
    widget.setAccessibleDescription("" if doubt is None else doubt.sentence)


def _font(points: float) -> QFont:
    font = tabular(interface_font())
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight.DemiBold)
    return font
