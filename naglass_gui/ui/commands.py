"""What each command of the window does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from naglass_gui.core.project import Analysis, Id
from naglass_gui.storage import log_folder
from naglass_gui.ui.analysis_tools import AnalysisTools
from naglass_gui.ui.command_palette import CommandPalette
from naglass_gui.ui.console import Console
from naglass_gui.ui.dialogs.about import AboutDialog
from naglass_gui.ui.dialogs.messages import MessagesDialog
from naglass_gui.ui.dialogs.preferences import PreferencesDialog
from naglass_gui.ui.example import example_files
from naglass_gui.ui.help_pages import FIRST
from naglass_gui.ui.look import Look
from naglass_gui.ui.settings import THEMES, ThemeChoice

if TYPE_CHECKING:
    from naglass_gui.ui.main_window import MainWindow


class Commands(QObject):
    """Connects the window's actions to its parts, and keeps them in step with what is possible now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions = window.actions_by_name
        self._console: Console | None = None
        self.tools = AnalysisTools(
            window.document, window.services, self.analysis, self.selected_analyses, window, lambda: window.files.path
        )
        self._actions.connect_to(self._handlers())
        stack = window.document.stack
        stack.canUndoChanged.connect(self._actions["edit.undo"].setEnabled)
        stack.canRedoChanged.connect(self._actions["edit.redo"].setEnabled)
        # Methods, not lambdas: Qt parts these by itself when the window goes before the document.
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)
        window.document.changed.connect(self._follow)
        window.tree.selected.connect(self._follow)
        window.tabs.tab_changed.connect(self._follow)
        for name in ("edit.undo", "edit.redo"):
            self._actions[name].setEnabled(False)
        self._actions["file.example"].setEnabled(bool(example_files()))
        self.refresh()

    def _name_undo(self, step: str) -> None:
        self._actions.rename("edit.undo", f"Undo {_lower(step)}".strip())

    def _name_redo(self, step: str) -> None:
        self._actions.rename("edit.redo", f"Redo {_lower(step)}".strip())

    def _follow(self, *_what: object) -> None:
        self.refresh()

    def connect_look(self, look: Look) -> None:
        """Connect the choice of theme."""

        def show() -> None:
            for name in THEMES:
                self._actions[f"view.theme.{name}"].setChecked(self._window.settings.theme == name)

        def choose(name: ThemeChoice) -> None:
            look.choose(name)
            show()

        for name in THEMES:
            self._actions[f"view.theme.{name}"].triggered.connect(lambda _checked=False, name=name: choose(name))
        self._actions["edit.preferences"].triggered.connect(lambda: self._show_preferences(choose))
        show()

    def refresh(self) -> None:
        """Grey what cannot be done now."""
        window = self._window
        measured = any(True for _ in window.document.project.measurements())
        for name in ("analysis.fit", "analysis.fit_selected", "figure.export", "figure.copy", "figure.print"):
            self._actions[name].setEnabled(measured)
        selected = bool(window.tree.selected_ids())
        for name in ("edit.rename", "edit.copy", "analysis.duplicate"):
            self._actions[name].setEnabled(selected)
        analysis = self.analysis()
        for name in ("analysis.save_template", "analysis.script"):
            self._actions[name].setEnabled(analysis is not None)
        for name in ("analysis.intervals", "analysis.correlations", "analysis.compare_fits"):
            self._actions[name].setEnabled(analysis is not None and analysis.fit is not None)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        window = self._window
        files, importer, tree, ask = window.files, window.importer, window.tree, window.services.ask
        return {
            "file.new": lambda: files.new(window.show_tabs),
            "file.open": files.ask_and_open,
            "file.example": self._open_example,
            "file.save": files.save,
            "file.save_as": files.save_as,
            "file.backups": files.show_backups,
            "file.import": importer.ask_and_import,
            "file.import_folder": importer.ask_and_import_folder,
            "file.adopt": files.ask_and_adopt,
            "file.close": lambda: files.new(window.show_welcome),
            "file.quit": window.close,
            "edit.undo": window.document.stack.undo,
            "edit.redo": window.document.stack.redo,
            "edit.history": lambda: self._toggle(window.history),
            "edit.copy": window.tree_menu.copy,
            "edit.paste": lambda: importer.paste(QGuiApplication.clipboard().text()),
            "edit.rename": tree.edit_name,
            "edit.delete": self._delete,
            "view.everything": lambda: self._ask_tab("show_everything"),
            "view.find": self._find,
            "view.tree": lambda: self._toggle(window.left),
            "view.console": self._show_console,
            "view.welcome": window.show_welcome,
            "view.fullscreen": self._full_screen,
            "analysis.fit": lambda: self._ask_tab("fit"),
            "analysis.fit_selected": lambda: self._ask_tab("fit_selected"),
            "analysis.cancel": self._cancel,
            "analysis.duplicate": window.tree_menu.duplicate_analysis,
            "analysis.intervals": self.tools.show_intervals,
            "analysis.correlations": self.tools.show_correlations,
            "analysis.compare_fits": self.tools.compare_fits,
            "analysis.save_template": self.tools.save_template,
            "analysis.apply_template": self.tools.apply_template,
            "analysis.script": self.tools.export_script,
            "figure.export": lambda: self._ask_tab("export_figure"),
            "figure.print": lambda: self._ask_tab("print_figure"),
            "figure.copy": lambda: self._ask_tab("copy_figure"),
            "window.palette": lambda: CommandPalette(window, self.everything()).open(),
            "window.messages": lambda: ask.run(MessagesDialog(window.messages.said, window)),
            "window.reset": window.reset_layout,
            "help.here": self._help_here,
            "help.contents": lambda: window.help.show_page(FIRST),
            "help.shortcuts": lambda: window.help.show_page("gestures"),
            "help.updates": window.updates.ask,
            "help.diagnose": self._diagnose,
            "help.about": lambda: ask.run(AboutDialog(window)),
            "help.log": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder()))),
        }

    def everything(self) -> list[QAction]:
        """Every action there is now, those of the tab in front included."""
        window = self._window
        tab = window.current_tab()
        own = list(tab.menu_actions()) if tab is not None else []
        return [*own, *window.tab_actions, *self._actions]

    def analysis(self) -> Analysis | None:
        """The analysis in front: the one the tab edits, else the one that is selected in the tree."""
        tab = self._window.current_tab()
        own = tab.analysis if tab is not None else None
        return own or next(iter(self.selected_analyses()), None)

    def selected_analyses(self) -> list[Analysis]:
        """Those selected in the tree, themselves or by what they are made from."""
        project = self._window.document.committed
        found: dict[Id, Analysis] = {}
        for id in self._window.tree.shown_ids():
            own = next((a for a in project.analyses if a.id == id), None)
            made = own or next(iter(project.analyses_of(id)), None)
            if made is not None:
                found[made.id] = made
        return list(found.values())

    # -- handlers --------------------------------------------------------------------------------------------------

    def _ask_tab(self, verb: str) -> None:
        tab = self._window.current_tab()
        if tab is not None:
            getattr(tab, verb)()

    def _cancel(self) -> None:
        tab = self._window.current_tab()
        if tab is None or not tab.cancel():
            self._window.services.jobs.cancel()

    def _delete(self) -> None:
        focused = QApplication.focusWidget()
        tab = self._window.current_tab()
        if focused is self._window.tree.view:
            self._window.tree_menu.remove()
        elif tab is not None:
            tab.delete_selection()

    def _show_console(self) -> None:
        if self._console is None:
            self._console = Console(self._window.document, self._window)
        self._console.show()
        self._console.raise_()
        self._console.activateWindow()

    def _find(self) -> None:
        self._window.left.show()
        self.show_parts()
        self._window.tree.search.setFocus()
        self._window.tree.search.selectAll()

    def _toggle(self, part: QWidget) -> None:
        part.setVisible(part.isHidden())
        self.show_parts()

    def show_parts(self) -> None:
        """Tick the parts of the window that are shown."""
        self._actions["edit.history"].setChecked(not self._window.history.isHidden())
        self._actions["view.tree"].setChecked(not self._window.left.isHidden())

    def _full_screen(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _help_here(self) -> None:
        self._window.help.show_page(help_page_of(QApplication.focusWidget()) or FIRST)

    def _show_preferences(self, choose_theme: Callable[[ThemeChoice], None]) -> None:
        window = self._window
        window.services.ask.run(PreferencesDialog(window.settings, choose_theme, self._actions.use_shortcuts, window))

    def _diagnose(self) -> None:
        from naglass_gui.ui.dialogs.diagnosis import DiagnosisDialog  # hardly ever needed

        path, settings = self._window.files.path, self._window.settings
        folder = settings.folder("open") if path is None else path.parent
        self._window.services.ask.run(DiagnosisDialog(folder, self._window))

    def _open_example(self) -> None:
        window = self._window
        window.files.new(lambda: window.importer.import_paths(example_files(), show_first=True))


def help_page_of(widget: QWidget | None) -> str:
    """The help page of a widget, or of the nearest one around it that names one (`help_page`)."""
    while widget is not None:
        page = getattr(widget, "help_page", "") or widget.property("help_page")
        if page:
            return str(page)
        widget = widget.parentWidget()
    return ""


def _lower(text: str) -> str:
    """The name of a step within a sentence: "import a.DTA" for "Import a.DTA"."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
