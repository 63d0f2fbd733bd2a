"""The look of the whole program: style, font, palette and style sheet, following the system's theme or the person's choice.

The sheet is worn by the window, and so by all that belongs to it, not by the application: there Qt would dress a widget
anew each time that it is put into another, which made a tab take twice as long to build.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from naglass_gui.storage import data_folder
from naglass_gui.ui import theme
from naglass_gui.ui.focus_ring import FocusRing
from naglass_gui.ui.fonts import interface_font
from naglass_gui.ui.icons import write_style_icons
from naglass_gui.ui.settings import Settings, ThemeChoice
from naglass_gui.ui.stylesheet import palette, style_sheet
from naglass_gui.ui.theme import DARK, LIGHT, Tokens


class Look(QObject):
    """Dresses the application and its window, and again when the system or the person changes the theme.

    `changed(str)` is the new style sheet.
    """

    changed = Signal(str)

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._worn: Tokens | None = None
        self.sheet = ""
        application.setStyle("Fusion")
        application.setFont(interface_font())
        application.styleHints().colorSchemeChanged.connect(lambda _scheme: self._wear())
        self.choose(settings.theme)
        self._ring = FocusRing(application, self)

    def choose(self, choice: ThemeChoice) -> None:
        """Take a theme, or follow the system."""
        self._settings.theme = choice
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(choice, Qt.ColorScheme.Unknown)
        # Native dialogs and title bars follow too.
        self._application.styleHints().setColorScheme(scheme)
        self._wear()

    def _tokens(self) -> Tokens:
        if self._settings.theme != "system":
            return DARK if self._settings.theme == "dark" else LIGHT
        return DARK if self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _wear(self) -> None:
        chosen = self._tokens()
        if chosen is self._worn:
            return
        self._worn = chosen
        self._application.setPalette(palette(chosen))
        self.sheet = style_sheet(chosen, _style_icons(chosen))
        self.changed.emit(self.sheet)
        theme.use(chosen)


def _style_icons(chosen: Tokens) -> Path | None:
    try:
        return write_style_icons(data_folder() / "icons", chosen)
    except OSError:
        # A full or read-only disk costs the arrows of a few controls, not the start.
        return None
