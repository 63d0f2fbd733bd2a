"""Modes of the NMR tab: while one is on, the mouse on the spectrum does its work and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from naglass_gui.core.project import Id
from naglass_gui.ui.plots.gesture import Click, Drag
from naglass_gui.ui.theme import SPACING

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab


class Mode(QObject):
    """One kind of work by mouse.

    Attributes:
        title: on its button.
        key: that begins and ends it while the plot has the focus.
        tip: of its button.
        hint: what the mouse does, for the status bar.
        veils: whether lines, handles and residual make room for what the mode draws.
        plain_drags: whether a drag without a key belongs to the mode and does not pan.
        bar: its fields, shown below the chain while it is on.
    """

    title = ""
    key = ""
    tip = ""
    hint = ""
    veils = True
    plain_drags = False
    ended = Signal()  # it cannot go on

    def __init__(self, tab: NmrTab) -> None:
        super().__init__(tab)
        self.tab = tab
        self.bar = QWidget()
        self.row = QHBoxLayout(self.bar)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(SPACING[1])

    def begin(self) -> None:
        """The mode is switched on for the current spectrum."""

    def follow(self) -> None:
        """The document changed, or is previewed."""

    def end(self) -> None:
        """The mode is switched off."""

    def clicked(self, click: Click) -> None:
        """A click with the left button beside everything."""

    def dragged(self, drag: Drag) -> None:
        """A drag, where `plain_drags`."""

    def redraw(self) -> None:
        """The view or the theme changed."""


class Modes(QObject):
    """At most one mode at a time; what it is switched by is the buttons, the keys, Enter and Esc.

    `changed(mode or None)`: another one is on.
    """

    changed = Signal(object)

    def __init__(self, tab: NmrTab, modes: Sequence[Mode]) -> None:
        super().__init__(tab)
        self._tab = tab
        self.all = tuple(modes)
        self.active: Mode | None = None
        self._for: Id = ""
        view = tab.plots.spectrum.view
        view.clicked.connect(self._click)
        view.dragged.connect(self._drag)
        view.moved.connect(self._redraw)
        tab.showing.gathered.connect(self._follow)
        for mode in self.all:
            mode.ended.connect(self.leave)
            self._key(mode.key, lambda mode=mode: self.turn(mode))
        for key in ("Return", "Enter"):
            self._key(key, self.leave)

    def _key(self, key: str, do: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self._tab.plots, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(do)

    def turn(self, mode: Mode) -> None:
        """Switch a mode on, or off where it is on."""
        if self.active is mode:
            self.leave()
            return
        self.leave()
        current = self._tab.current
        if current is None or self._tab.analysis is None or current.fault is not None:
            self.changed.emit(None)
            return
        self._for, self.active = current.id, mode
        self._tab.selection.choose(None)
        self.set_look(mode.veils, mode.plain_drags)
        mode.begin()
        if self.active is mode:
            self.changed.emit(mode)
            self._tab.plots.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Switch off what is on; True when something was."""
        mode, self.active = self.active, None
        if mode is None:
            return False
        focused = QApplication.focusWidget()
        mode.end()
        self._tab.plots.spectrum.view.takes_plain_drags = False
        self._tab.plots.set_mode(False, False)
        if focused is not None and self._tab.modes_card.isAncestorOf(focused):
            # Its field or button goes; Qt would give the keys to whatever comes next in the window.
            self._tab.plots.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(None)
        return True

    def set_look(self, veils: bool, plain_drags: bool) -> None:
        """Let the plot show and take what a mode needs."""
        self._tab.plots.spectrum.view.takes_plain_drags = plain_drags
        self._tab.plots.set_mode(True, veils)

    def redraw(self) -> None:
        """The theme changed."""
        self._redraw()

    def _redraw(self) -> None:
        if self.active is not None:
            self.active.redraw()

    def _follow(self) -> None:
        if self.active is None:
            return
        current = self._tab.current
        if current is None or current.id != self._for or self._tab.analysis is None:
            self.leave()
        else:
            self.active.follow()

    def _click(self, click: Click) -> None:
        if self.active is not None and not click.shift and not click.control:
            self.active.clicked(click)

    def _drag(self, drag: Drag) -> None:
        if self.active is not None and self.active.plain_drags:
            self.active.dragged(drag)
