"""The processing chain as chips in rows: read, change a number in place, remove, add."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Measurement
from naglass_gui.techniques.nmr.processing_steps import STEP_KINDS
from naglass_gui.techniques.nmr.spectrum import steps_of
from naglass_gui.ui.nmr import steps
from naglass_gui.ui.nmr.steps import Step
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.panels.look import set_property
from naglass_gui.ui.theme import SPACING

FIELD_WIDTH = 110


class Chain(QWidget):
    """Shows a chain of steps, in as many rows as it needs. `edited(text, chain)` asks for another one; `text` names the step for undo."""

    edited = Signal(str, object)
    faulted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("help_page", "nmr")
        self.setAccessibleName("Processing")
        self._chain: tuple[Step, ...] | None = None
        self._raw = False
        self.none = label("As the spectrometer stored it.")
        self.none.setParent(self)
        self.chips: list[Chip] = []
        self.add_button = quiet_button("Add", "Add a step of processing", self)
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add_menu = QMenu(self.add_button)
        self.add_button.setMenu(self.add_menu)
        self._arrange()

    def show_steps_of(self, measurement: Measurement, analysis: Analysis) -> None:
        """Show the processing of a measurement as an analysis has it."""
        raw = any(channel.name == "time" for channel in measurement.channels)
        self.show_chain(steps_of(measurement, analysis), raw)

    def show_chain(self, chain: Sequence[Step], raw: bool) -> None:
        """Show these steps; `raw` says whether the measurement is a decay, so that steps before the transform make sense."""
        chain = tuple(tuple(step) for step in chain)
        if (chain, raw) == (self._chain, self._raw):
            return
        self._chain, self._raw = chain, raw
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(place, step) for place, step in enumerate(chain)]
        for chip in self.chips:
            chip.show()
        self.none.setHidden(bool(chain))
        self._fill_menu()
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Qt: the least; a chip that is wider than all there is room for is cut by itself."""
        return QSize(FIELD_WIDTH, self.height())

    def sizeHint(self) -> QSize:
        """Qt: the size it would like."""
        return QSize(4 * FIELD_WIDTH, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the room changed."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Qt: anything; a chip that opens or closes wants another width."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """Put what is shown side by side, and where the room ends into the next row."""
        high = self.fontMetrics().height() + 2 * SPACING[1]
        left = top = 0
        for part in (self.none, *self.chips, self.add_button):
            if part.isHidden():
                continue
            wide = min(part.sizeHint().width(), max(self.width(), FIELD_WIDTH))
            if left and left + wide > self.width():
                left, top = 0, top + high + SPACING[0]
            part.setGeometry(left, top, wide, high)
            left += wide + SPACING[1]
        self.setFixedHeight(top + high)

    def _chip(self, place: int, step: Step) -> Chip:
        chip = Chip(step, self)
        chip.changed.connect(lambda text: self._change(place, text))
        chip.removal_wanted.connect(lambda: self._remove(place))
        return chip

    def _fill_menu(self) -> None:
        self.add_menu.clear()
        for name in steps.ADDABLE:
            if self._raw or STEP_KINDS[name].domain == "shift":
                action = self.add_menu.addAction(STEP_KINDS[name].title)
                action.triggered.connect(lambda _checked=False, name=name: self._add(name))

    def _change(self, place: int, text: str) -> None:
        chain = self._chain or ()
        try:
            changed = steps.with_values(chain[place], text)
        except InputError as fault:
            self.faulted.emit(fault.sentence)
            return
        if changed != chain[place]:
            said = f"Set {steps.words(changed)}"
            self.edited.emit(said, (*chain[:place], changed, *chain[place + 1 :]))

    def _remove(self, place: int) -> None:
        chain = self._chain or ()
        self.edited.emit(f"Remove {steps.words(chain[place])}", (*chain[:place], *chain[place + 1 :]))

    def _add(self, name: str) -> None:
        self.edited.emit(f"Add {steps.title(name)}", steps.with_added(self._chain or (), name))


class Chip(QWidget):
    """One step: a click opens its numbers for typing; the menu and Delete remove it."""

    changed = Signal(str)
    removal_wanted = Signal()

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self.button = QToolButton()
        self.button.setText(steps.words(step))
        self.button.setToolTip(f"{steps.hint(step)}\nClick to change, right-click or Delete to remove")
        self.button.clicked.connect(self.open)
        self.button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.button.customContextMenuRequested.connect(lambda at: self._menu().popup(self.button.mapToGlobal(at)))
        set_property(self.button, "chip", True)
        self.field = _Field()
        self.field.setFixedWidth(FIELD_WIDTH)
        self.field.setToolTip(steps.hint(step))
        self.field.setAccessibleName(steps.hint(step))
        self.field.hide()
        self.field.editingFinished.connect(self._finish)
        self.field.left.connect(self._close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addWidget(self.field)

    def open(self) -> None:
        """Show the field of the step's numbers, where it has any."""
        if not steps.can_be_typed(self._step):
            return
        self.field.setText(steps.typed(self._step))
        self.button.setText(steps.title(self._step[0]))
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the step."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_wanted.emit()
            return
        super().keyPressEvent(event)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        change = menu.addAction("Change")
        change.setEnabled(steps.can_be_typed(self._step))
        change.triggered.connect(lambda: self.open())
        menu.addAction("Remove").triggered.connect(lambda: self.removal_wanted.emit())
        return menu

    def _finish(self) -> None:
        if not self.field.isHidden():
            text = self.field.text()
            self._close()
            self.changed.emit(text)

    def _close(self) -> None:
        self.field.hide()
        self.button.setText(steps.words(self._step))


class _Field(QLineEdit):
    """Esc leaves it as it was."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
            return
        super().keyPressEvent(event)
