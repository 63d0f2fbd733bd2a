"""What a person can do, declared in one place: words, deed, and when it is possible. Menus are made from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget


def always() -> bool:
    """For deeds that are always possible."""
    return True


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry of a menu.

    Attributes:
        text: its words.
        do: what it does; None makes it grey.
        when: whether it is possible now, by truth of what this gives.
        checked: its tick; None for an entry that has none.
    """

    text: str
    do: Callable[[], object] | None
    when: Callable[[], object] = always
    checked: bool | Callable[[], bool] | None = None


Entries = Sequence[Deed | tuple[str, Sequence[Deed]]]
"""A part of a menu between two lines; a pair is a submenu."""


def menu_of(parent: QWidget, parts: Sequence[Entries]) -> QMenu:
    """A menu of parts with lines between. It is deleted when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    fill_menu(menu, parts)
    return menu


def fill_menu(menu: QMenu, parts: Sequence[Entries]) -> None:
    """Let a menu hold these parts with lines between, and nothing else."""
    menu.clear()
    for number, part in enumerate([p for p in parts if p]):
        if number:
            menu.addSeparator()
        for entry in part:
            if isinstance(entry, Deed):
                menu.addAction(_action(entry, menu))
            else:
                add_submenu(menu, *entry)


def add_submenu(menu: QMenu, title: str, deeds: Sequence[Deed]) -> None:
    """Put a submenu of deeds at the end of a menu."""
    submenu = menu.addMenu(title)
    submenu.addActions([_action(deed, submenu) for deed in deeds])


class Deeds(QObject):
    """Deeds as actions that last, for a menu of the window and the command palette."""

    def __init__(self, deeds: Sequence[Deed], parent: QObject) -> None:
        super().__init__(parent)
        self._made = [(deed, _action(deed, self)) for deed in deeds]

    def actions(self) -> Sequence[QAction]:
        """The actions in their order, greyed and ticked as it is now."""
        for deed, action in self._made:
            _refresh(deed, action)
        return [action for _, action in self._made]


def _action(deed: Deed, parent: QObject) -> QAction:
    action = QAction(deed.text, parent)
    action.setCheckable(deed.checked is not None)
    _refresh(deed, action)
    if deed.do is not None:
        do = deed.do
        action.triggered.connect(lambda _checked=False: do())
    return action


def _refresh(deed: Deed, action: QAction) -> None:
    action.setEnabled(deed.do is not None and bool(deed.when()))
    if deed.checked is not None:
        action.setChecked(deed.checked() if callable(deed.checked) else deed.checked)
