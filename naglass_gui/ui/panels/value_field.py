"""A line edit for one value, read when the person is done and marked with a sentence when it makes no sense."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.ui.panels.look import set_property

SETTLING_MS = 500  # after the last nudge its value counts as final
_NUMBER = re.compile(r"([+\-−]?)(\d*)([.,]?)(\d*)((?:[eE][+\-−]?\d+)?)")


class ValueField(QLineEdit):
    """Shows one value and asks for another.

    Enter and leaving the field read it; Esc takes the typing back; Up and Down (or the wheel, when focused) nudge the
    last digit, with Shift ten of it and with Ctrl a tenth. What cannot be read stays as typed, with a red frame and the
    sentence as tooltip; `fault_changed` lets a label below say it too.

    Args:
        read: from text to value; raises InputError.
        write: from value to text; an empty text is for None.
        optional: whether an empty field means None instead of a fault.
        nudges: whether keys and wheel move the number in the text.
    """

    edited = Signal(object, bool)  # value, and whether it is still moving (then it is a preview)
    fault_changed = Signal(str)

    def __init__(
        self,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        *,
        name: str = "",
        placeholder: str = "",
        optional: bool = False,
        nudges: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._write = write
        self._optional = optional
        self._nudges = nudges
        self._shown: Any = None
        self._shown_text = ""
        self._moving = False
        self._hint = ""
        self.fault = ""
        self.keeps_enter = False  # in a dialog: Enter reads the field and does not press the default button as well
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING_MS)
        self._settling.timeout.connect(self.commit)
        self.textEdited.connect(self._retract_mark)
        self.returnPressed.connect(self.commit)

    @property
    def value(self) -> Any:
        """What is shown; not what is being typed."""
        return self._shown

    def set_hint(self, text: str) -> None:
        """The tooltip while nothing is wrong."""
        self._hint = text
        if not self.fault:
            self.setToolTip(text)

    def show_value(self, value: Any) -> None:
        """Show a value; what the person is typing at the moment, or has typed wrongly, stays."""
        if value is self._shown or value == self._shown:
            return
        being_typed = self.isModified() and (self.hasFocus() or self.fault)
        self._shown = value
        self._shown_text = "" if value is None else self._write(value)
        if not being_typed:
            self.revert()

    def revert(self) -> None:
        """Take the typing back: show the value again."""
        self._settling.stop()
        self._moving = False
        if self.text() != self._shown_text:
            self.setText(self._shown_text)
        self.setModified(False)
        self._mark("")

    def commit(self) -> None:
        """Read what was typed, and ask for it or mark it."""
        self._settling.stop()
        if not self.isModified():
            return
        try:
            value = self._typed_value()
        except InputError as fault:
            self._mark(fault.sentence)
            return
        self._mark("")
        self.setModified(False)
        if value != self._shown or self._moving:
            self._moving = False
            self._shown, self._shown_text = value, "" if value is None else self._write(value)
            self.edited.emit(value, False)
        self.revert()

    # -- events ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge by Up and Down, revert by Esc."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if steps is not None and self._nudges:
            self._nudge(steps, event.modifiers())
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.commit() if self._moving else self.revert()
        else:
            reads = self.keeps_enter and self.isModified() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            super().keyPressEvent(event)
            if reads:
                event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep Esc to this field while something is typed in it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.isModified()
        ):
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nudge when focused; otherwise the page scrolls."""
        if not self._nudges or not self.hasFocus() or not event.angleDelta().y():
            event.ignore()
            return
        self._nudge(1 if event.angleDelta().y() > 0 else -1, event.modifiers())
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all when reached by Tab or by a remedy, so that typing replaces."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field is being done with it; its context menu is not leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _typed_value(self) -> Any:
        if not self.text().strip():
            if self._optional:
                return None
            raise InputError(f"{self.accessibleName() or 'This field'} is empty.")
        return self._read(self.text())

    def _nudge(self, steps: int, modifiers: Qt.KeyboardModifier) -> None:
        scale = Decimal(1)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            scale = Decimal(10)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            scale = Decimal("0.1")
        text = nudged(self.text(), steps * scale)
        if text is None:
            return
        before, modified = self.text(), self.isModified()
        self.setText(text)
        self.setModified(True)
        try:
            value = self._typed_value()
        except InputError:
            # A step out of what is allowed is not taken.
            self.setText(before)
            self.setModified(modified)
            return
        self._mark("")
        self._moving = True
        self._settling.start()
        self.edited.emit(value, True)

    def _retract_mark(self) -> None:
        """While typing, a mark goes as soon as it is no longer true; a new one waits for the end."""
        self._settling.stop()
        if not self.fault:
            return
        try:
            self._typed_value()
        except InputError:
            return
        self._mark("")

    def _mark(self, sentence: str) -> None:
        if sentence == self.fault:
            return
        self.fault = sentence
        self.setToolTip(sentence or self._hint)
        self.setAccessibleDescription(sentence)
        set_property(self, "faulty", bool(sentence))
        self.fault_changed.emit(sentence)


def nudged(text: str, steps: Decimal) -> str | None:
    """The text with its first number moved by so many of its last digit, e.g. "0.80 ± 0.01 mm" by 1 gives "0.81 ± 0.01 mm".

    None where there is no number. Steps below one add the digits they need.
    """
    match = next((m for m in _NUMBER.finditer(text) if m[2] or m[4]), None)
    if match is None:
        return None
    sign, whole, point, fraction, power = match.groups()
    number = Decimal(f"{'-' if sign in '-−' and sign else ''}{whole or '0'}.{fraction or '0'}")
    moved = number + steps * Decimal(1).scaleb(-len(fraction))
    places = max(len(fraction), -int(moved.as_tuple().exponent) if steps % 1 else len(fraction))
    body = f"{abs(moved):.{places}f}".replace(".", point if point else ".")
    return text[: match.start()] + ("−" if moved < 0 else "") + body + power + text[match.end() :]
