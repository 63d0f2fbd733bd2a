"""Copying a table: Ctrl+C for spreadsheets, a menu for CSV, LaTeX and Markdown. Any view can have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from naglass_gui.core.table import Decimal, Table, csv_text, latex, markdown, tsv
from naglass_gui.ui.services import Services


def decimal_sign(services: Services) -> Decimal:
    """The decimal sign chosen for copied and exported numbers."""
    return "," if services.settings.decimal_sign == "," else "."


class Copying(QObject):
    """Gives a view Ctrl+C and the copy entries of its menu.

    Args:
        view: the widget that has the shortcut while it is focused.
        table: gives what is to be copied, at full precision.
        services: for the chosen decimal sign and the message.
    """

    def __init__(self, view: QWidget, table: Callable[[], Table], services: Services) -> None:
        super().__init__(view)
        self._view = view
        self._table = table
        self._services = services
        self.copy = self._action("Copy table", lambda: self._put(tsv(table(), decimal_sign(services))))
        self.copy.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        view.addAction(self.copy)
        self._formats = QMenu("Copy as", view)
        for action in (
            self._action("CSV", lambda: self._put(csv_text(table(), decimal_sign(services)))),
            self._action("LaTeX", lambda: self._put(latex(table()))),
            self._action("Markdown", lambda: self._put(markdown(table()))),
        ):
            self._formats.addAction(action)
        self._formats.addSeparator()
        self._add_decimal_choice()

    def actions(self) -> Sequence[QAction]:
        """The entries for a context menu."""
        return (self.copy, self._formats.menuAction())

    def menu(self) -> QMenu:
        """A context menu of these entries alone."""
        menu = QMenu(self._view)
        menu.addActions(list(self.actions()))
        return menu

    def _action(self, text: str, do: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda: do())
        return action

    def _add_decimal_choice(self) -> None:
        group = QActionGroup(self)
        for sign, name in ((".", "Decimal point"), (",", "Decimal comma")):
            action = self._action(name, partial(setattr, self._services.settings, "decimal_sign", sign))
            action.setCheckable(True)
            group.addAction(action)
            self._formats.addAction(action)

        def tick() -> None:
            chosen = decimal_sign(self._services)
            group.actions()[0].setChecked(chosen == ".")
            group.actions()[1].setChecked(chosen == ",")

        self._formats.aboutToShow.connect(tick)

    def _put(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        lines = text.count("\n")
        self._services.messages.show(f"Copied {lines} lines to the clipboard.")
