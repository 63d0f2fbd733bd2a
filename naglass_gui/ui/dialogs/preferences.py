"""Preferences: the look, tables, updates, shortcuts. What is changed holds at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.ui.dialogs.shortcuts import ShortcutEditor
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.settings import THEMES, Settings, ThemeChoice
from naglass_gui.ui.theme import SPACING

SIZE = (560, 520)
THEME_WORDS = {"system": "As the system has it", "light": "Light", "dark": "Dark"}
SIGN_WORDS = {".": "Point: 0.532", ",": "Comma: 0,532"}


class PreferencesDialog(QDialog):
    """Shows the settings a person may want to change.

    Args:
        settings: what is shown and changed.
        choose_theme: wears another theme.
        use_shortcuts: gives the actions their keys anew.
    """

    def __init__(
        self,
        settings: Settings,
        choose_theme: Callable[[ThemeChoice], None],
        use_shortcuts: Callable[[dict[str, str]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.resize(*SIZE)
        self._settings = settings
        self._choose_theme = choose_theme
        self._use_shortcuts = use_shortcuts
        self.pages = QTabWidget()
        self.pages.tabBar().setAccessibleName("Pages of the preferences")
        self.pages.addTab(self._general(), "General")
        self.pages.addTab(self._shortcut_page(), "Shortcuts")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addWidget(self.pages, 1)
        layout.addWidget(buttons)

    def _general(self) -> QWidget:
        page, column = _page()
        column.addWidget(_heading("Theme"))
        self.themes = self._choices(
            column, {THEME_WORDS[name]: name for name in THEMES}, self._settings.theme, self._choose_theme
        )
        column.addSpacing(SPACING[2])
        column.addWidget(_heading("Decimal sign of copied and exported tables"))
        self.signs = self._choices(
            column, {words: sign for sign, words in SIGN_WORDS.items()}, self._settings.decimal_sign, self._use_sign
        )
        column.addWidget(label("Number fields understand both.", wrap=True))
        column.addSpacing(SPACING[2])
        column.addWidget(_heading("Updates"))
        self.updates = QCheckBox("Ask at the start, once a day, whether there is a newer version")
        self.updates.setChecked(self._settings.asks_for_updates)
        self.updates.toggled.connect(self._use_updates)
        column.addWidget(self.updates)
        column.addWidget(
            label("Only a version number is fetched. Nothing of yours is sent, nothing is installed.", wrap=True)
        )
        column.addSpacing(SPACING[2])
        column.addWidget(_heading("Where NaGlass keeps its own files"))
        column.addWidget(label(str(self._settings.file), wrap=True, selectable=True))
        column.addStretch()
        return page

    def _shortcut_page(self) -> QWidget:
        page, column = _page()
        self.shortcuts = ShortcutEditor(self._settings.shortcuts)
        self.shortcuts.edited.connect(self._take_shortcuts)
        column.addWidget(self.shortcuts)
        return page

    def _choices[Choice: str](
        self, column: QVBoxLayout, words: dict[str, Choice], chosen: Choice, use: Callable[[Choice], None]
    ) -> QButtonGroup:
        group = QButtonGroup(self)
        for text, choice in words.items():
            button = QRadioButton(text)
            button.setChecked(choice == chosen)
            button.clicked.connect(lambda _checked=False, choice=choice: use(choice))
            group.addButton(button)
            column.addWidget(button)
        return group

    def _use_sign(self, sign: str) -> None:
        self._settings.decimal_sign = sign

    def _use_updates(self, asks: bool) -> None:
        self._settings.asks_for_updates = asks

    def _take_shortcuts(self, changed: dict[str, str]) -> None:
        self._settings.set_shortcuts(changed)
        self._use_shortcuts(changed)


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
    column.setSpacing(SPACING[1])
    return page, column


def _heading(text: str) -> QLabel:
    made = label(text, "body")
    font = made.font()
    font.setBold(True)
    made.setFont(font)
    return made
