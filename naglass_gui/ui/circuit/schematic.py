"""The schematic: a scene of clickable elements that fits the width it is given, with mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QSizePolicy,
    QStyleOptionGraphicsItem,
    QToolTip,
    QWidget,
)

from naglass_gui.techniques.eis.circuit import Circuit, Group, Path
from naglass_gui.ui.circuit.layout import Layout, lay_out
from naglass_gui.ui.circuit.symbols import draw_element, draw_wires
from naglass_gui.ui.theme import notifier, tokens

MINIMUM_SCALE = 0.62
MAXIMUM_SCALE = 1.15
MARGIN = 4


class CircuitItem(QGraphicsItem):
    """Paints a whole layout: wires, elements, and the washes of what is hovered and selected."""

    def __init__(self) -> None:
        super().__init__()
        self.layout: Layout | None = None
        self.hovered: Path | None = None
        self.selected: Path | None = None
        self.focused = False

    def show_layout(self, layout: Layout | None) -> None:
        """Paint this circuit from now on."""
        self.prepareGeometryChange()
        self.layout = layout
        self.update()

    def boundingRect(self) -> QRectF:
        """The layout's size."""
        return QRectF(0, 0, self.layout.width, self.layout.height) if self.layout else QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Washes first, then wires and symbols."""
        if self.layout is None:
            return
        colours = tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path, colour in ((self.hovered, colours.background), (self.selected, colours.accent_wash)):
            box = self.layout.box(path) if path is not None else None
            if box is not None:
                outlined = path == self.selected and self.focused
                painter.setPen(QPen(QColor(colours.accent), 1) if outlined else Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(QRectF(box.left, box.top, box.width, box.height).adjusted(1, 1, -1, -1), 6, 6)
        draw_wires(painter, self.layout)
        for placed in self.layout.elements:
            chosen = self.selected is not None and placed.path[: len(self.selected)] == self.selected
            draw_element(painter, placed, fill=QColor(colours.accent_wash if chosen else colours.panel))


class Schematic(QGraphicsView):
    """Shows a circuit; says what was selected, and for what a menu is asked.

    Keyboard: Left and Right go through the elements, Up to the pair they are in, Down back; Enter or Space asks for the menu,
    Delete for removal.
    """

    selected = Signal(object)  # path, or None
    menu_requested = Signal(object, QPoint)  # path, where on the screen
    removal_requested = Signal(object)  # path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout: Layout | None = None
        self.item = CircuitItem()
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        scene.addItem(self.item)
        self.setScene(scene)
        self.setAccessibleName("Circuit drawing")
        self.setObjectName("schematic")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        notifier.changed.connect(self.viewport().update)

    @property
    def selection(self) -> Path | None:
        """The path of what is selected."""
        return self.item.selected

    @property
    def layout_shown(self) -> Layout | None:
        """Where everything is, in the scene's coordinates."""
        return self._layout

    def show_circuit(self, circuit: Circuit | None) -> None:
        """Draw another circuit; a selection that no longer exists goes."""
        self._layout = lay_out(circuit) if circuit else None
        self.item.show_layout(self._layout)
        self.item.hovered = None
        if self._layout is None or (self.selection is not None and self._layout.box(self.selection) is None):
            self.item.selected = None
        self.setSceneRect(self.item.boundingRect())
        self._fit()

    def select(self, path: Path | None) -> None:
        """Mark an element or pair, without saying so."""
        if path != self.item.selected:
            self.item.selected = path
            self.viewport().update()

    def position_of(self, path: Path) -> QPoint:
        """The middle of an element or pair, in the viewport. Raises KeyError when it is not there."""
        box = self._layout.box(path) if self._layout else None
        if box is None:
            raise KeyError(path)
        return self.mapFromScene(QPointF(box.left + box.width / 2, box.top + box.height / 2))

    def sizeHint(self) -> QSize:
        """As tall as the drawing at its scale."""
        height = self._layout.height if self._layout else 40.0
        return QSize(280, round(height * self._scale()) + 2 * MARGIN)

    def minimumSizeHint(self) -> QSize:
        """The same height; narrower drawings shrink, then scroll."""
        return QSize(120, self.sizeHint().height())

    # -- mouse -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what is under the pointer."""
        path = self._path_at(event.position())
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._choose(path)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on an element opens its menu."""
        path = self._path_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and path is not None and path == self.selection:
            self._ask_menu(path)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is under the pointer, or of the selection when asked by key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        path = self.selection if by_key else self._path_at(QPointF(event.pos()))
        if path is not None:
            self._choose(path)
            self._ask_menu(path)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow with the wash of hovering."""
        self._hover(self._path_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered."""
        self._hover(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The surrounding column scrolls."""
        event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tooltips: what the element is and what a click does."""
        if event.type() == QEvent.Type.ToolTip:
            path = self.item.hovered
            text = self._words(path) if path is not None else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())  # type: ignore[attr-defined]
            return True
        return super().viewportEvent(event)

    # -- keyboard --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open the menu, remove."""
        key = event.key()
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(key))
        if self._layout is None or not self._layout.elements:
            event.ignore()
        elif steps is not None:
            self._walk(steps)
        elif key == Qt.Key.Key_Up and self.selection is not None:
            self._widen()
        elif key == Qt.Key.Key_Down and self.selection is not None:
            self._narrow()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.selection is not None:
            self._ask_menu(self.selection)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selection is not None:
            self.removal_requested.emit(self.selection)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached by Tab, the first element is selected."""
        super().focusInEvent(event)
        self.item.focused = True
        by_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_tab and self.selection is None and self._layout and self._layout.elements:
            self._choose(self._layout.elements[0].path)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The outline goes; the selection stays."""
        super().focusOutEvent(event)
        self.item.focused = False
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keep Delete to the drawing while something is selected in it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            and self.selection is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width again."""
        super().resizeEvent(event)
        self._fit()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _path_at(self, position: QPointF) -> Path | None:
        point = self.mapToScene(position.toPoint())
        return self._layout.at(point.x(), point.y()) if self._layout else None

    def _choose(self, path: Path | None) -> None:
        if path != self.selection:
            self.select(path)
            self.selected.emit(path)

    def _hover(self, path: Path | None) -> None:
        if path != self.item.hovered:
            self.item.hovered = path
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor if path is None else Qt.CursorShape.PointingHandCursor)
            self.viewport().update()

    def _ask_menu(self, path: Path) -> None:
        box = self._layout.box(path) if self._layout else None
        if box is not None:
            below = self.mapFromScene(QPointF(box.left, box.top + box.height))
            self.menu_requested.emit(path, self.viewport().mapToGlobal(below))

    def _walk(self, steps: int) -> None:
        assert self._layout is not None
        paths = [placed.path for placed in self._layout.elements]
        here = next((k for k, path in enumerate(paths) if self.selection == path[: len(self.selection or ())]), None)
        if self.selection is None or here is None:
            self._choose(paths[0 if steps > 0 else -1])
        else:
            self._choose(paths[(here + steps) % len(paths)])

    def _widen(self) -> None:
        """Select the pair around the selection."""
        assert self._layout is not None and self.selection is not None
        path = self.selection
        while path:
            path = path[:-1]
            if isinstance(self._layout.circuit.node(path), Group) and self._layout.box(path) is not None:
                self._choose(path)
                return

    def _narrow(self) -> None:
        """Select the first element inside the selected pair."""
        assert self._layout is not None and self.selection is not None
        depth = len(self.selection)
        inside = [p.path for p in self._layout.elements if p.path[:depth] == self.selection and len(p.path) > depth]
        if inside:
            self._choose(inside[0])

    def _words(self, path: Path) -> str:
        assert self._layout is not None
        placed = next((p for p in self._layout.elements if p.path == path), None)
        if placed is None:
            return "These branches are in parallel. Click to add to them or remove them."
        element = placed.leaf.element
        label = f" “{placed.leaf.label}”" if placed.leaf.label else ""
        return f"{placed.name}{label}: {element.title}, Z = {element.formula}. Click to change."

    def _scale(self) -> float:
        if self._layout is None:
            return 1.0
        room = max(self.viewport().width() - 2, 1)
        return min(max(room / self._layout.width, MINIMUM_SCALE), MAXIMUM_SCALE)

    def _fit(self) -> None:
        scale = self._scale()
        self.resetTransform()
        self.scale(scale, scale)
        wide = self._layout is not None and self._layout.width * scale > self.viewport().width() + 1
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if wide else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.horizontalScrollBarPolicy() != policy:
            self.setHorizontalScrollBarPolicy(policy)
        height = self.sizeHint().height() + (self.horizontalScrollBar().sizeHint().height() if wide else 0)
        if self.height() != height:
            self.setFixedHeight(height)
