"""Every command of the window: its words, shortcut and icon, once. Menus, toolbar, palette and shortcut editor read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from naglass_gui.ui.icons import icon

Place = Literal["window", "tree", "centre"]
"""Where a shortcut holds: everywhere, with the focus in the tree, or with the focus in the tabs."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `text` names it in menus; `help` is a sentence for tooltips and the palette."""

    name: str
    text: str
    help: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    place: Place = "window"
    checkable: bool = False
    short: str = ""  # on the toolbar


COMMANDS = (
    Command("file.new", "New project", "Start an empty project", ("Ctrl+N",), "new"),
    Command("file.open", "Open project…", "Open a project file", ("Ctrl+O",), "open", short="Open"),
    Command("file.example", "Open the example", "Open a project with an example spectrum", icon="example"),
    Command("file.save", "Save", "Save the project", ("Ctrl+S",), "save"),
    Command("file.save_as", "Save as…", "Save the project under another name", ("Ctrl+Shift+S",)),
    Command("file.backups", "Earlier versions…", "Open one of the three states saved before", icon="history"),
    Command("file.import", "Import files…", "Import instrument files", ("Ctrl+I",), "import", short="Import"),
    Command("file.import_folder", "Import a folder…", "Import every readable file of a folder", icon="folder"),
    Command(
        "file.adopt", "Samples of another project…", "Copy samples of another project into this one", icon="sample"
    ),
    Command("file.close", "Close project", "Close the project and show an empty one", ("Ctrl+W",)),
    Command("file.quit", "Quit", "Close the program", ("Ctrl+Q",)),
    Command("edit.undo", "Undo", "Take back the last step", ("Ctrl+Z",), "undo"),
    Command("edit.redo", "Redo", "Do the last undone step again", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Command("edit.history", "History", "Show every step that can be undone", icon="history", checkable=True),
    Command("edit.copy", "Copy data", "Copy the selected measurements as columns", ("Ctrl+C",), "copy", "tree"),
    Command("edit.paste", "Paste columns", "Import columns copied from a spreadsheet", ("Ctrl+V",), place="tree"),
    Command("edit.rename", "Rename", "Rename what is selected in the tree", ("F2",), "rename", "tree"),
    Command("edit.delete", "Remove", "Remove what is selected", ("Del",), "delete"),
    Command("edit.preferences", "Preferences…", "Theme, tables and shortcuts", ("Ctrl+,",), "preferences"),
    Command("view.everything", "Show everything", "Show all the data in every plot", ("A",), "everything", "centre"),
    Command("view.find", "Find in the project", "Search samples and measurements", ("Ctrl+F",), "search"),
    Command("view.tree", "Project tree", "Show or hide the project tree", ("Ctrl+B",), checkable=True),
    Command("view.console", "Console", "Python with the project at hand", icon="command"),
    Command("view.welcome", "Welcome page", "Show the welcome page", icon="welcome"),
    Command("view.theme.system", "As the system", "Light or dark, as the system has it", checkable=True),
    Command("view.theme.light", "Light", "Light theme", checkable=True),
    Command("view.theme.dark", "Dark", "Dark theme", checkable=True),
    Command("view.fullscreen", "Full screen", "Use the whole screen", ("F11",), checkable=True),
    Command("analysis.fit", "Fit", "Fit what is shown", ("F5", "Ctrl+R"), "fit"),
    Command(
        "analysis.fit_selected", "Fit all selected", "Fit everything selected in the tree", ("Shift+F5",), "fit-all"
    ),
    Command("analysis.cancel", "Cancel", "Cancel the drag, then the running job", ("Esc",), "stop"),
    Command("analysis.duplicate", "Duplicate the analysis", "Try another model beside this one", icon="analysis"),
    Command("analysis.compare_fits", "Compare fits…", "The fits of the history beside each other"),
    Command("analysis.correlations", "Correlations…", "How the parameters of the fit hang together"),
    Command("analysis.intervals", "Uncertainty…", "Profile likelihood, bootstrap or MCMC of the fit", icon="analysis"),
    Command("analysis.save_template", "Save as a template…", "Keep how this is analysed for other measurements"),
    Command("analysis.apply_template", "Apply a template…", "Analyse what is selected as a template has it"),
    Command("analysis.script", "Export as a script…", "Write a Python script that reads the file and fits it again"),
    Command(
        "figure.export",
        "Export figure…",
        "Export the figure as it will print",
        ("Ctrl+E",),
        "export",
        short="Export figure",
    ),
    Command("figure.copy", "Copy figure", "Copy the figure for slides and documents", ("Ctrl+Shift+C",), "copy-figure"),
    Command("figure.print", "Print figure…", "Print the figure of this tab", ("Ctrl+P",), "print"),
    Command("window.palette", "Find a command…", "Find any command by its name", ("Ctrl+K",), "command"),
    Command("window.messages", "Messages", "Show what the program has said so far", icon="info"),
    Command("window.reset", "Reset the layout", "Put the window's parts back where they were at first"),
    Command("help.here", "Help on this", "Help on what has the focus", ("F1",), "help"),
    Command("help.contents", "Help contents", "All help pages", icon="help"),
    Command("help.shortcuts", "Gestures and shortcuts", "What mouse and keys do", icon="command"),
    Command("help.log", "Show the log folder", "Open the folder of the log files", icon="folder"),
    Command("help.updates", "Check for updates…", "Ask whether there is a newer version; nothing is downloaded"),
    Command("help.diagnose", "Diagnose…", "Say what is blocked on this computer", icon="search"),
    Command("help.about", "About NaGlass", "Version, licence and libraries", icon="info"),
)


PRIMARY = "analysis.fit"  # its key stands on the toolbar button


class Actions(QObject):
    """The commands as actions of one window, by name: `actions["file.open"]`."""

    def __init__(self, window: QWidget, changed_shortcuts: Mapping[str, str]) -> None:
        super().__init__(window)
        self._commands = {command.name: command for command in COMMANDS}
        self._actions = {command.name: self._make(command, window) for command in COMMANDS}
        self.use_shortcuts(changed_shortcuts)
        self.retheme()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def command(self, name: str) -> Command:
        """The command behind an action."""
        return self._commands[name]

    def connect_to(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Call these when the actions of these names are triggered."""
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(lambda _checked=False, handler=handler: handler())

    def place(self, tree: QWidget, centre: QWidget) -> None:
        """Tell the actions that hold in one part of the window only which part that is."""
        for command in COMMANDS:
            home = {"tree": tree, "centre": centre}.get(command.place)
            if home is not None:
                home.addAction(self._actions[command.name])

    def use_shortcuts(self, changed: Mapping[str, str]) -> None:
        """Give every action its shortcut, the person's own where there is one ("Ctrl+R; F5")."""
        for command in COMMANDS:
            keys = changed[command.name].split("; ") if command.name in changed else command.shortcuts
            self._actions[command.name].setShortcuts([QKeySequence(k) for k in keys if k])
            self._describe(command.name)

    def retheme(self) -> None:
        """Draw the icons in the colours of the theme in use."""
        for command in COMMANDS:
            if command.icon:
                self._actions[command.name].setIcon(icon(command.icon))

    def rename(self, name: str, text: str) -> None:
        """Let an action say more than its command does: "Undo move NaCl line"."""
        self._actions[name].setText(text)
        self._describe(name)

    def _make(self, command: Command, window: QWidget) -> QAction:
        action = QAction(command.text, window)
        action.setObjectName(command.name)
        action.setCheckable(command.checkable)
        action.setStatusTip("")
        if command.name == "edit.preferences":
            action.setMenuRole(QAction.MenuRole.PreferencesRole)
        elif command.name == "file.quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        elif command.name == "help.about":
            action.setMenuRole(QAction.MenuRole.AboutRole)
        else:
            action.setMenuRole(QAction.MenuRole.NoRole)
        if command.place == "window":
            window.addAction(action)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _describe(self, name: str) -> None:
        action, command = self._actions[name], self._commands[name]
        first = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        short = command.short or command.text
        action.setIconText(f"{short}  {first}".strip() if name == PRIMARY else short)
        keys = " or ".join(k.toString(QKeySequence.SequenceFormat.NativeText) for k in action.shortcuts())
        sentence = action.text() if action.text() != command.text else command.help
        action.setToolTip(f"{sentence} ({keys})" if keys else sentence)
