"""What the main window asks of a tab."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from naglass_gui.core.project import Analysis, Id
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services


class Tab(QWidget):
    """One technique's tab. It shows what is selected in the tree that it can handle, and an empty state otherwise.

    Class attributes: `technique` (its name in projects), `title`, `help_page`.
    """

    technique = ""
    title = ""
    help_page = ""

    hint = Signal(str)  # what the mouse buttons and the wheel do now, for the status bar
    reading = Signal(str)  # values under the cursor, for the status bar

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__()
        self.document = document
        self.services = services

    @property
    def analysis(self) -> Analysis | None:
        """The analysis that is edited, None where there is none."""
        return None

    def show_selection(self, ids: Sequence[Id]) -> None:
        """Show these measurements and analyses (all that are selected in the tree, of any technique)."""
        raise NotImplementedError

    def stays_with(self, ids: Sequence[Id]) -> bool:
        """Whether this tab, when in front, stays there for a selection that holds nothing of its technique."""
        return False

    def fit(self) -> None:
        """F5: fit what is shown."""

    def fit_selected(self) -> None:
        """Fit everything that is selected."""

    def cancel(self) -> bool:
        """Esc: end a running drag; True when there was one."""
        return False

    def show_everything(self) -> None:
        """A: the whole of the data in every plot."""

    def export_figure(self) -> None:
        """Ctrl+E: the figure of this tab as it will print."""

    def copy_figure(self) -> None:
        """Ctrl+Shift+C: the figure onto the clipboard."""

    def print_figure(self) -> None:
        """Ctrl+P: the figure of this tab on paper."""

    def delete_selection(self) -> None:
        """Delete: remove what is selected in the plot."""

    def menu_actions(self) -> Sequence[QAction]:
        """What this tab adds to the Analysis menu and the command palette; enabled only where it applies."""
        return ()

    def retheme(self) -> None:
        """Follow a change of theme: colours are read from `theme.tokens()` again."""
