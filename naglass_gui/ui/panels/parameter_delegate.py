"""How the cells of a parameter table are painted and edited: decimal points in one line, tabular figures."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtCore import QModelIndex as _QModelIndex
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.core.symbols import stem_and_index
from naglass_gui.ui.fonts import tabular
from naglass_gui.ui.panels.fields import parameter_number, plain_number
from naglass_gui.ui.panels.parameter_model import ROW_ROLE, Column, ParameterModel
from naglass_gui.ui.panels.parameter_rows import ROLE_SHORT, ParameterRow
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.theme import MUTED_POINTS, SPACING, tokens

Index = _QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 26
BOX = 13.0
INDEX_SIZE, INDEX_DROP = 0.78, 0.2  # of a subscript: its size, and how far below in heights of a line
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter


def muted_font(font: QFont) -> QFont:
    """The font a point smaller."""
    small = QFont(font)
    small.setPointSizeF(MUTED_POINTS)
    return small


def name_width(row: ParameterRow, names: QFontMetricsF, words: QFontMetricsF) -> float:
    """What a name with its role in short needs."""
    role = row.role
    extra = SPACING[1] + words.horizontalAdvance(ROLE_SHORT.get(role, role)) if role else 0.0
    return names.horizontalAdvance(row.parameter.name) + extra


class ParameterDelegate(QStyledItemDelegate):
    """Paints the cells and makes the value's editor, which asks by `value_edited(name, value, live)`."""

    value_edited = Signal(str, float, bool)
    fault_changed = Signal(str)

    def fraction_width(self, model: ParameterModel, metrics: QFontMetricsF) -> float:
        """The widest part behind the decimal point: all points stand this far from the column's right edge."""
        return max((metrics.horizontalAdvance(r.parts.fraction) for r in model.rows), default=0.0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        row: ParameterRow = index.data(ROW_ROLE)
        colours = tokens()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.accent_wash))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(colours.background))
        painter.setFont(tabular(option.font))
        painter.setPen(QColor(colours.text))
        area = QRectF(option.rect).adjusted(SPACING[0], 0, -SPACING[0], 0)
        match Column(index.column()):
            case Column.NAME:
                self._paint_name(painter, area, row)
            case Column.VALUE:
                self._paint_value(painter, area, row, index.model())
            case Column.ERROR:
                self._paint_error(painter, area, row)
            case Column.UNIT:
                painter.setPen(QColor(colours.muted))
                painter.drawText(area, int(LEFT | MIDDLE), row.unit)
            case Column.FIX:
                self._paint_fix(painter, area, row)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5), 3, 3)
        painter.restore()

    def _paint_name(self, painter: QPainter, area: QRectF, row: ParameterRow) -> None:
        stem, index = stem_and_index(row.parameter.name)
        painter.drawText(area, int(LEFT | MIDDLE), stem)
        taken = QFontMetricsF(painter.font()).horizontalAdvance(stem)
        if index:
            taken += _paint_index(painter, area.adjusted(taken, 0, 0, 0), index)
        if not row.role:
            return
        room = area.adjusted(taken + SPACING[1], 0, 0, 0)
        painter.setFont(muted_font(painter.font()))
        painter.setPen(QColor(tokens().muted))
        metrics = QFontMetricsF(painter.font())
        # In full, in short, or in the tooltip alone.
        for word in (row.role, ROLE_SHORT.get(row.role, row.role)):
            if metrics.horizontalAdvance(word) <= room.width() + 1:
                painter.drawText(room.adjusted(0, 0, 2, 0), int(LEFT | MIDDLE), word)
                return

    def _paint_value(self, painter: QPainter, area: QRectF, row: ParameterRow, model: QAbstractItemModel) -> None:
        assert isinstance(model, ParameterModel)
        if row.parameter.link or not row.parameter.vary:
            painter.setPen(QColor(tokens().muted))
        point = area.right() - self.fraction_width(model, QFontMetricsF(painter.font()))
        painter.drawText(QRectF(area.left() - 50, area.top(), point - area.left() + 50, area.height()),
                         int(RIGHT | MIDDLE), row.parts.whole)  # fmt: skip
        painter.drawText(QRectF(point, area.top(), 400, area.height()), int(LEFT | MIDDLE), row.parts.fraction)

    def _paint_error(self, painter: QPainter, area: QRectF, row: ParameterRow) -> None:
        colours = tokens()
        if row.note:
            painter.setFont(muted_font(painter.font()))
            painter.setPen(QColor(colours.warning if row.doubtful else colours.muted))
            painter.drawText(area, int(LEFT | MIDDLE), row.note)
        elif row.parts.error:
            if row.parameter.link:
                painter.setPen(QColor(colours.muted))
            painter.drawText(area, int(LEFT | MIDDLE), f"± {row.parts.error}")

    def _paint_fix(self, painter: QPainter, area: QRectF, row: ParameterRow) -> None:
        colours = tokens()
        if row.parameter.link:
            painter.setPen(QColor(colours.accent))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), "=")
            return
        fixed = not row.parameter.vary
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, BOX, BOX)
        box.moveCenter(area.center())
        painter.setPen(QPen(QColor(colours.accent if fixed else colours.muted), 1))
        painter.setBrush(QColor(colours.accent) if fixed else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if fixed:
            painter.setPen(QPen(QColor(colours.panel), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            x, y = box.left(), box.top()
            painter.drawPolyline(
                QPolygonF([QPointF(x + 3, y + 6.8), QPointF(x + 5.6, y + 9.4), QPointF(x + 10, y + 3.8)])
            )

    # -- editing ---------------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field with the value at full precision; the unit is the parameter's own."""
        row: ParameterRow = index.data(ROW_ROLE)
        name, unit = row.parameter.name, row.parameter.unit
        editor = ValueField(lambda text: _within(text, row), plain_number, name=name, parent=parent)
        editor.setAutoFillBackground(True)
        editor.setProperty("cell", True)
        editor.setFont(tabular(option.font))
        editor.setAlignment(RIGHT)
        editor.set_hint(f"{name} in {unit}" if unit else name)
        editor.show_value(row.value)
        editor.edited.connect(lambda value, live: self.value_edited.emit(name, value, live))
        editor.fault_changed.connect(self.fault_changed)
        self.fault_changed.emit("")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over value and error: a number at full precision is longer than the one shown."""
        rect = option.rect
        widget = option.widget
        if widget is not None and hasattr(widget, "columnWidth"):
            rect = rect.adjusted(0, 0, widget.columnWidth(Column.ERROR), 0)
        editor.setGeometry(rect.adjusted(0, 1, 0, -1))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Follow the document while open."""
        if isinstance(editor, ValueField):
            editor.show_value(index.data(ROW_ROLE).value)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """The editor asks by itself."""
        if isinstance(editor, ValueField):
            editor.commit()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keep a wrong value open, with its sentence, on Enter and Tab; Up and Down belong to the field."""
        if isinstance(editor, ValueField) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                editor.commit()
                if editor.fault:
                    return True
                if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    # Handled here to the end: a line edit hands Enter on, and the table would open the next editor.
                    self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                    return True
            elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                return False
            elif key == Qt.Key.Key_Escape:
                self.fault_changed.emit("")
        return super().eventFilter(editor, event)


def _paint_index(painter: QPainter, area: QRectF, index: str) -> float:
    """A subscript, which any letter can be here; how wide it is."""
    usual, small = painter.font(), muted_font(painter.font())
    small.setPointSizeF(INDEX_SIZE * usual.pointSizeF())
    painter.setFont(small)
    width = QFontMetricsF(small).horizontalAdvance(index)
    drop = INDEX_DROP * QFontMetricsF(usual).height()
    painter.drawText(area.adjusted(0, drop, 0, drop), int(LEFT | MIDDLE), index)
    painter.setFont(usual)
    return width


def _within(text: str, row: ParameterRow) -> float:
    """The number, when it is inside the parameter's bounds."""
    p = row.parameter
    value = parameter_number(text, p.unit, p.name)
    if p.minimum is not None and value < p.minimum:
        raise InputError(f"{p.name} must be at least {plain_number(p.minimum)} {p.unit}".rstrip() + ".", field=p.name)
    if p.maximum is not None and value > p.maximum:
        raise InputError(f"{p.name} must be at most {plain_number(p.maximum)} {p.unit}".rstrip() + ".", field=p.name)
    return value
