"""The tabs: one a technique, made when it is first shown, each showing what is selected in the tree."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from naglass_gui.core.project import Id, Project
from naglass_gui.ui.document import Document
from naglass_gui.ui.empty_state import EmptyState
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs import TABS, TabEntry
from naglass_gui.ui.tabs.tab import Tab
from naglass_gui.ui.theme import SPACING

SHORTEST_NAME = 56  # pixels: a tab narrower than this says nothing, the bar scrolls instead


class TabBar(QTabBar):
    """Names are shortened with "…" where room is short, and the bar scrolls by its arrows where even that is too long."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)
        self.setAccessibleName("Techniques")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """How far a tab may shrink."""
        wanted = self.tabSizeHint(index)
        return QSize(min(wanted.width(), SHORTEST_NAME), wanted.height())


class TabHost(QWidget):
    """Holds the tab bar and the tabs. Only the tab in front is told of a selection; the others learn it when shown."""

    hint = Signal(str)
    reading = Signal(str)
    tab_changed = Signal(object)  # the Tab in front, or None

    def __init__(self, document: Document, services: Services, entries: Sequence[TabEntry] = TABS) -> None:
        super().__init__()
        self._document = document
        self._services = services
        self.entries = tuple(entries)
        self._tabs: dict[int, Tab | None] = {}
        self._ids: tuple[Id, ...] = ()
        self._told: dict[int, tuple[Id, ...]] = {}
        self.bar = TabBar()
        self.stack = QStackedWidget()
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for entry in self.entries:
            self.bar.setTabToolTip(self.bar.addTab(entry.title), entry.title)
            self.stack.addWidget(QWidget())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        layout.addWidget(self.bar)
        layout.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._bring)

    @property
    def current(self) -> Tab | None:
        """The tab in front; None before it is made, or when it could not be."""
        return self._tabs.get(self.bar.currentIndex())

    @property
    def made(self) -> tuple[Tab, ...]:
        """Every tab that has been made so far."""
        return tuple(tab for tab in self._tabs.values() if tab is not None)

    def open(self, number: int) -> None:
        """Bring a tab to the front, making it where needed."""
        if number == self.bar.currentIndex():
            self._bring(number)
        else:
            self.bar.setCurrentIndex(number)

    def show_selection(self, ids: Sequence[Id]) -> None:
        """Show what is selected in the tree, in the tab in front or else in one that can show it."""
        self._ids = tuple(ids)
        techniques = techniques_of(self._document.project, self._ids)
        front = self.entries[self.bar.currentIndex()].technique if self.entries else ""
        able = [n for n, entry in enumerate(self.entries) if entry.technique in techniques]
        stays = front in techniques or (self.current is not None and self.current.stays_with(self._ids))
        if able and not stays:
            self.open(able[0])
        elif self.isVisible():
            self._bring(self.bar.currentIndex())

    def start_afresh(self) -> None:
        """Another project was opened: what tabs were told before no longer counts."""
        self._told.clear()

    def _bring(self, number: int) -> None:
        if number < 0:
            return
        if number not in self._tabs:
            self._tabs[number] = self._make(number)
        tab = self._tabs[number]
        self.stack.setCurrentIndex(number)
        if tab is not None and self._told.get(number) != self._ids:
            self._told[number] = self._ids
            tab.show_selection(self._ids)
        self.tab_changed.emit(tab)

    def _make(self, number: int) -> Tab | None:
        entry = self.entries[number]
        module, _, name = entry.target.partition(":")
        try:
            tab: Tab = getattr(importlib.import_module(module), name)(self._document, self._services)
        except Exception as fault:  # a tab may come from a plug-in, and must not take the window with it
            sentence = f"The tab {entry.title} could not be opened: {fault}"
            self._services.messages.show(sentence, "error", details=traceback.format_exc())
            self._put(number, EmptyState("error", f"{entry.title} is not available", sentence))
            return None
        tab.hint.connect(lambda text: self._pass_on(number, self.hint, text))
        tab.reading.connect(lambda text: self._pass_on(number, self.reading, text))
        self._put(number, tab)
        return tab

    def _pass_on(self, number: int, signal: SignalInstance, text: str) -> None:
        if number == self.bar.currentIndex():
            signal.emit(text)

    def _put(self, number: int, widget: QWidget) -> None:
        placeholder = self.stack.widget(number)
        self.stack.insertWidget(number, widget)
        if placeholder is not None:
            self.stack.removeWidget(placeholder)
            placeholder.deleteLater()


def techniques_of(project: Project, ids: Sequence[Id]) -> set[str]:
    """The techniques of these measurements and analyses."""
    wanted = set(ids)
    measured = {m.technique for m in project.measurements() if m.id in wanted}
    return measured | {a.technique for a in project.analyses if a.id in wanted}
