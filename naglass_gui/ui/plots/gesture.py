"""Drags, clicks and wheel turns as plain values, and the one drag that can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal

Phase = Literal["start", "move", "finish", "cancel"]
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Drag:
    """One moment of a drag: where it began and where it is, in pixels of the plot's frame."""

    phase: Phase
    start: QPointF
    now: QPointF
    shift: bool = False
    control: bool = False


@dataclass(frozen=True, slots=True)
class Click:
    """A click: where in pixels of the plot's frame, and where on the screen for a menu."""

    position: QPointF
    screen: QPoint
    shift: bool = False
    control: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of the wheel with Ctrl held: notches, positive away from the person."""

    notches: float
    shift: bool


class Dragging:
    """Turns pyqtgraph's drag events into `Drag`s. There is one mouse, so at most one runs; Esc cancels it."""

    running: Dragging | None = None

    def __init__(self, emit: Callable[[Drag], None]) -> None:
        self._emit = emit
        self._cancelled = False
        self._last: Drag | None = None

    def feed(self, event: Any, start: QPointF, now: QPointF) -> None:
        """Take one event of pyqtgraph; after a cancel the rest of that drag is silent."""
        modifiers = event.modifiers()
        if event.isStart():
            self._cancelled = False
            Dragging.running = self
            self._emit_phase("start", start, start, modifiers)
        if self._cancelled:
            if event.isFinish():
                self._cancelled = False
            return
        self._emit_phase("finish" if event.isFinish() else "move", start, now, modifiers)
        if event.isFinish():
            Dragging.running = None

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return Dragging.running is self

    def take_hold(self, start: QPointF, shift: bool, control: bool) -> None:
        """Begin a drag without a mouse."""
        Dragging.running, self._cancelled = self, False
        self._tell(Drag("start", start, start, shift, control))

    def go(self, now: QPointF) -> None:
        """Go on with a drag without a mouse."""
        if self.is_running and self._last is not None:
            self._tell(replace(self._last, phase="move", now=now))

    def let_go(self, now: QPointF) -> None:
        """End a drag without a mouse."""
        if self.is_running and self._last is not None:
            self._tell(replace(self._last, phase="finish", now=now))
            Dragging.running = None

    def cancel(self) -> None:
        """End the drag as if it had not been."""
        if Dragging.running is self and self._last is not None:
            Dragging.running = None
            self._cancelled = True
            self._emit(Drag("cancel", self._last.start, self._last.start, self._last.shift, self._last.control))

    def _emit_phase(self, phase: Phase, start: QPointF, now: QPointF, modifiers: Any) -> None:
        self._tell(Drag(phase, start, now, bool(modifiers & _SHIFT), bool(modifiers & _CONTROL)))

    def _tell(self, drag: Drag) -> None:
        self._last = drag
        self._emit(drag)


def cancel_drag() -> bool:
    """Cancel the running drag; True when there was one."""
    running = Dragging.running
    if running is None:
        return False
    running.cancel()
    return True


def click_of(event: Any, position: QPointF) -> Click:
    """A pyqtgraph click event as a `Click`."""
    modifiers = event.modifiers()
    return Click(position, event.screenPos().toPoint(), bool(modifiers & _SHIFT), bool(modifiers & _CONTROL))


class Selection(QObject):
    """The one handle, edge or marker that the keyboard moves, over all plots of a tab."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._item: Any = None

    @property
    def item(self) -> Any:
        """What is selected, or None."""
        return self._item

    def choose(self, item: Any) -> None:
        """Select this, or nothing."""
        if item is not self._item:
            before, self._item = self._item, item
            for changed in (before, item):
                if changed is not None:
                    changed.update()
            self.changed.emit()
