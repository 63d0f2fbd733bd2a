"""Menu bar and toolbar, laid out from the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton

from naglass_gui.ui.actions import PRIMARY, Actions

ICON_SIZE = QSize(20, 20)

SUBMENUS = {"recent": "Open recent", "theme": "Theme"}
# None is a separator, a name in brackets a part filled in when the menu opens.
MENUS: dict[str, tuple[str | None, ...]] = {
    "&File": (
        "file.new", "file.open", "[recent]", "file.example", None, "file.import", "file.import_folder", "file.adopt", None,
        "file.save", "file.save_as", "file.backups", None, "figure.print", None, "file.close", "file.quit",
    ),
    "&Edit": (
        "edit.undo", "edit.redo", "edit.history", None, "edit.copy", "edit.paste", None, "edit.rename", "edit.delete",
        None, "edit.preferences",
    ),
    "&View": (
        "view.everything", None, "view.find", "view.tree", "view.welcome", "view.console", None, "[theme]",
        "view.fullscreen",
    ),
    "&Analysis": (
        "analysis.fit", "analysis.fit_selected", "analysis.cancel", None, "analysis.intervals", "analysis.correlations", "analysis.compare_fits",
        "analysis.duplicate", "analysis.save_template", "analysis.apply_template", "analysis.script", None, "[tab]",
    ),
    "F&igure": ("figure.export", "figure.copy", "figure.print"),
    "&Window": ("window.palette", "window.messages", "window.reset", None, "[tabs]"),
    "&Help": ("help.here", "help.contents", "help.shortcuts", None, "help.log", "help.diagnose", "help.updates", "help.about"),
}  # fmt: skip
TOOLBAR = (
    "file.open", "file.import", "file.save", None, "edit.undo", "edit.redo", None, "analysis.fit",
    "analysis.fit_selected", None, "figure.copy", "figure.export",
)  # fmt: skip
WORDLESS = ("edit.undo", "edit.redo")
Part = Callable[[], Sequence[QAction]]


def build_menus(window: QMainWindow, actions: Actions, parts: Mapping[str, Part]) -> None:
    """Lay out the menu bar. `parts` gives the actions of the parts in brackets, asked each time a menu opens."""
    for title, items in MENUS.items():
        menu = window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        for item in items:
            if item is None:
                menu.addSeparator()
            elif item.startswith("["):
                _add_part(menu, item.strip("[]"), parts[item.strip("[]")])
            else:
                menu.addAction(actions[item])


def _add_part(menu: QMenu, name: str, part: Part) -> None:
    if name in SUBMENUS:
        submenu = menu.addMenu(SUBMENUS[name])
        submenu.setToolTipsVisible(True)

        def refill() -> None:
            submenu.clear()
            submenu.addActions(list(part()))

        submenu.aboutToShow.connect(refill)
        return
    end = menu.addSeparator()
    added: list[QAction] = []

    def renew() -> None:
        for action in added:
            menu.removeAction(action)
        added[:] = part()
        menu.insertActions(end, added)

    menu.aboutToShow.connect(renew)


class RecentProjects(QObject):
    """The actions of the recent projects; those that are gone are left out."""

    def __init__(self, window: QMainWindow, open_project: Callable[[Path], None]) -> None:
        super().__init__(window)
        self._open = open_project
        self._actions: list[QAction] = []

    def actions(self, recent: Sequence[Path]) -> Sequence[QAction]:
        """One action a project, newest first."""
        for action in self._actions:
            action.deleteLater()
        self._actions = [self._action(n, path) for n, path in enumerate(recent, start=1) if path.exists()]
        if not self._actions:
            nothing = QAction("No recent projects", self)
            nothing.setEnabled(False)
            self._actions = [nothing]
        return self._actions

    def _action(self, number: int, path: Path) -> QAction:
        action = QAction(f"&{number % 10}  {path.name.replace('&', '&&')}", self)
        action.setToolTip(str(path))
        action.triggered.connect(lambda: self._open(path))
        return action


def build_toolbar(window: QMainWindow, actions: Actions) -> QToolBar:
    """The toolbar, with its one primary button."""
    bar = QToolBar("Toolbar", window)
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setIconSize(ICON_SIZE)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for name in TOOLBAR:
        if name is None:
            bar.addSeparator()
            continue
        bar.addAction(actions[name])
        button = bar.widgetForAction(actions[name])
        assert isinstance(button, QToolButton)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(actions.command(name).text.removesuffix("…"))
        if name in WORDLESS:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        elif name == PRIMARY:
            button.setObjectName("primary")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    window.addToolBar(bar)
    return bar
