"""The view of a parameter table: as wide as its column, as tall as its rows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QWidget

from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.panels.parameter_delegate import ROW_HEIGHT, ParameterDelegate, muted_font, name_width
from naglass_gui.ui.panels.parameter_model import HEADERS, Column, ParameterModel
from naglass_gui.ui.theme import SPACING, tokens

FIX_WIDTH = 28
HEADER_HEIGHT = 24


class LinedUpHeader(QHeaderView):
    """Words over the columns: the value's ends where its numbers end, all others begin where theirs begin."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("linedUp")
        self.setSectionsClickable(False)
        self.setFixedHeight(HEADER_HEIGHT)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(10)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One word, muted, with the hairline below."""
        painter.save()
        painter.setFont(muted_font(self.font()))
        painter.setPen(QColor(tokens().muted))
        side = {
            Column.VALUE: Qt.AlignmentFlag.AlignRight,
            Column.FIX: Qt.AlignmentFlag.AlignHCenter,
        }.get(Column(section), Qt.AlignmentFlag.AlignLeft)
        painter.drawText(
            rect.adjusted(SPACING[0], 0, -SPACING[0], 0),
            int(side | Qt.AlignmentFlag.AlignVCenter),
            HEADERS[Column(section)],
        )
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and one hairline below all of them."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens().line))


class ParameterView(QTableView):
    """A table without grid whose height is that of its rows; the surrounding column scrolls."""

    def __init__(self, model: ParameterModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._body = interface_font()
        self._widths = (0,) * len(Column)
        self._clicked_again = QPersistentModelIndex()  # the current cell, pressed once more
        self.delegate = ParameterDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setHorizontalHeader(LinedUpHeader(self))
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        model.modelReset.connect(self._measure_anew)
        model.dataChanged.connect(self.measure)

    def sizeHint(self) -> QSize:
        """As tall as the rows."""
        return QSize(280, HEADER_HEIGHT + ROW_HEIGHT * max(self._model.rowCount(), 1) + 2)

    def minimumSizeHint(self) -> QSize:
        """The same: nothing scrolls inside."""
        return QSize(200, self.sizeHint().height())

    def _measure_anew(self) -> None:
        self._widths = (0,) * len(Column)
        self.measure()
        self.updateGeometry()

    def measure(self) -> None:
        """Widen columns for what they hold. They narrow only with another model, so that nothing jumps in a drag."""
        self._widths = tuple(map(max, self._widths, self._needed(self._body)))
        self._share_out()

    def _needed(self, body: QFont) -> tuple[int, ...]:
        """The width each column needs with this font; for the names, with their roles in short."""
        figures, words = QFontMetricsF(tabular(body)), QFontMetricsF(muted_font(body))
        rows = self._model.rows

        def widest(texts: Iterable[str], metrics: QFontMetricsF) -> float:
            return max((metrics.horizontalAdvance(t) for t in texts), default=0.0)

        fraction = self.delegate.fraction_width(self._model, figures)
        widths = (
            max((name_width(r, figures, words) for r in rows), default=20.0),
            max(widest((r.parts.whole for r in rows), figures) + fraction, words.horizontalAdvance("value")),
            max(
                widest((f"± {r.parts.error}" for r in rows if r.parts.error), figures),
                widest([r.note for r in rows] + ["± s.e."], words),
            ),
            max(widest((r.unit for r in rows), figures), words.horizontalAdvance("unit")),
        )
        return (*(int(width) + 2 * SPACING[0] + 2 for width in widths), FIX_WIDTH)

    def _share_out(self) -> None:
        """Give each column its width and the names the rest; the type is a point smaller where the panel is narrow."""
        room = self.viewport().width()
        widths = self._widths
        narrow = sum(widths) > room
        font = muted_font(self._body) if narrow else self._body
        if narrow:
            widths = self._needed(font)
        if font.pointSizeF() != self.font().pointSizeF():
            self.setFont(font)
        bare = QFontMetricsF(tabular(font))
        least = max((bare.horizontalAdvance(r.parameter.name) for r in self._model.rows), default=20.0)
        names = max(room - sum(widths[1:]), int(least) + 2 * SPACING[0])
        for column, width in zip(Column, (names, *widths[1:]), strict=True):
            if self.columnWidth(column) != width:
                self.setColumnWidth(column, width)

    # -- events ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The names take what the numbers leave."""
        super().resizeEvent(event)
        self._share_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The surrounding column scrolls."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks fix wherever the row is focused; Enter edits the value."""
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_Space:
            row = self._model.rows[index.row()].parameter
            if not row.link:
                self._model.vary_requested.emit(row.name, not row.vary)
            return
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._edit_value(index)
            return
        if event.text() and event.text() in "0123456789.,-−+" and index.isValid() and index.column() != Column.VALUE:
            self.setCurrentIndex(index.siblingAtColumn(Column.VALUE))
        super().keyPressEvent(event)

    def commitData(self, editor: QWidget) -> None:
        """Not of a field that has gone with its row: what it said may have changed the rows, as Tab says it twice."""
        if not editor.isHidden():
            super().commitData(editor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the rows takes the selection away."""
        index, again = self.indexAt(event.position().toPoint()), QModelIndex()
        if not index.isValid():
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif index == self.currentIndex() and index.column() == Column.VALUE:
            again = index
        self._clicked_again = QPersistentModelIndex(again)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the current value edits it, at once: Qt's own waits, and by then the table may show another fit."""
        super().mouseReleaseEvent(event)
        index, self._clicked_again = self._clicked_again, QPersistentModelIndex()
        bare = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if bare and index.isValid() and self.indexAt(event.position().toPoint()) == index:
            self._edit_value(self.currentIndex())

    def _edit_value(self, index: QModelIndex) -> None:
        """Open the field of a row's value, unless the value follows others or a faulty one is still open."""
        value = index.siblingAtColumn(Column.VALUE)
        if value.flags() & Qt.ItemFlag.ItemIsEditable and self.state() != QAbstractItemView.State.EditingState:
            self.edit(value)
