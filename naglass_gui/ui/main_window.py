"""The main window: puts the parts together and connects their intentions. It decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from naglass_gui.log import CrashedSession
from naglass_gui.storage import Session
from naglass_gui.ui.actions import Actions
from naglass_gui.ui.asker import Asker
from naglass_gui.ui.autosaver import Autosaver
from naglass_gui.ui.background import Background
from naglass_gui.ui.commands import Commands
from naglass_gui.ui.document import Document
from naglass_gui.ui.faults import Fault, Faults
from naglass_gui.ui.files import Files
from naglass_gui.ui.help import HelpViewer
from naglass_gui.ui.help_tables import fills
from naglass_gui.ui.history_panel import HistoryPanel
from naglass_gui.ui.icons import program_icon
from naglass_gui.ui.importing import Importer, dropped_paths
from naglass_gui.ui.jobs_strip import JobsStrip
from naglass_gui.ui.lazy_jobs import LazyJobs
from naglass_gui.ui.look import Look
from naglass_gui.ui.menus import RecentProjects, build_menus, build_toolbar
from naglass_gui.ui.message_strip import MessageStrip
from naglass_gui.ui.project_tree import ProjectTree
from naglass_gui.ui.reading_order import move_focus
from naglass_gui.ui.recovering import Recovering
from naglass_gui.ui.services import Ask, Messages, Remedy, Services
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.status_bar import StatusBar
from naglass_gui.ui.tab_host import TabHost
from naglass_gui.ui.tabs.tab import Tab
from naglass_gui.ui.theme import SPACING, notifier
from naglass_gui.ui.tree_menu import TreeMenu
from naglass_gui.ui.updates import Updates
from naglass_gui.ui.welcome import WelcomePage

if TYPE_CHECKING:
    from naglass_gui.ui.jobs_runner import JobsRunner

SMALLEST = (900, 560)
FIRST_SIZE = (1440, 900)
TREE_WIDTH = 256

MakeJobs = Callable[[Document, Messages], "JobsRunner"]


class MainWindow(QMainWindow):
    """The one window.

    Args:
        document: what it shows.
        settings: what comes back from the last time.
        make_jobs: makes the runner of jobs, given where it reports to.
        session: keeps the recovery copy.
        ask: answers questions; tests bring their own.
    """

    def __init__(
        self, document: Document, settings: Settings, make_jobs: MakeJobs, session: Session, ask: Ask | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowIcon(program_icon())
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.document = document
        self.settings = settings
        self.actions_by_name = Actions(self, settings.shortcuts)
        self.messages = MessageStrip()
        self.jobs_strip = JobsStrip(lambda: self.jobs.cancel())
        self.background = Background(self)
        self.help = HelpViewer(self, fills(self.actions_by_name))
        self.jobs = LazyJobs(lambda: self._started_jobs(make_jobs(document, self.messages)))
        self.services = Services(self.jobs, self.messages, ask or Asker(self, settings), settings, parent=self)
        self.tree = ProjectTree(document, self.messages)
        self.services.select = self.tree.select
        self.services.help = self.help.show_page
        self.files = Files(document, self.services, self.background)
        self.autosaver = Autosaver(document, session, self.background, self.messages, self.files)
        self.recovering = Recovering(document, self.services, self.files, self.autosaver)
        self.importer = Importer(document, self.services, self.background, self.files.open)
        self.tabs = TabHost(document, self.services)
        self.welcome = WelcomePage(self.actions_by_name, self.files.open)
        self.history = HistoryPanel(document)
        self.tree_menu = TreeMenu(self.tree, document, self.services, self.actions_by_name)
        self.updates = Updates(settings, self.messages, self)
        self._recent = RecentProjects(self, self.files.open)
        self.tab_actions = self._make_tab_actions()
        self._lay_out()
        self.commands = Commands(self)
        self._connect()
        self.restore_layout()
        self.tree.view.setFocus()
        self._retitle()

    # -- making ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.left = QSplitter(Qt.Orientation.Vertical)
        self.left.addWidget(self.tree)
        self.left.addWidget(self.history)
        self.left.setStretchFactor(0, 3)
        self.left.setChildrenCollapsible(False)
        self.history.hide()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.tabs)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING[1])
        column.addWidget(self.pages, 1)
        column.addWidget(self.messages)
        column.addWidget(self.jobs_strip)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(centre)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setHandleWidth(SPACING[2])
        self.splitter.setChildrenCollapsible(False)
        self.tree.setMinimumWidth(180)
        holder = QWidget()
        margins = QVBoxLayout(holder)
        margins.setContentsMargins(SPACING[2], SPACING[2], SPACING[2], SPACING[2])
        margins.addWidget(self.splitter)
        self.setCentralWidget(holder)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        parts: dict[str, Callable[[], Sequence[QAction]]] = {
            "recent": lambda: self._recent.actions(self.settings.recent),
            "theme": lambda: [self.actions_by_name[f"view.theme.{name}"] for name in ("system", "light", "dark")],
            "tab": lambda: self.tabs.current.menu_actions() if self.tabs.current else (),
            "tabs": lambda: self.tab_actions,
        }
        build_menus(self, self.actions_by_name, parts)
        build_toolbar(self, self.actions_by_name)
        self.actions_by_name.place(self.tree.view, self.tabs)

    def _make_tab_actions(self) -> list[QAction]:
        made = []
        for number, entry in enumerate(self.tabs.entries[:10]):
            action = QAction(entry.title, self)
            action.setShortcut(QKeySequence(f"Ctrl+{(number + 1) % 10}"))
            action.triggered.connect(lambda _checked=False, number=number: self.show_tab(number))
            self.addAction(action)
            made.append(action)
        return made

    def _connect(self) -> None:
        self.tree.selected.connect(self._show_selection)
        self.tree.files_dropped.connect(self.importer.import_paths)
        self.tabs.hint.connect(self.status.show_hint)
        self.tabs.reading.connect(self.status.show_reading)
        self.tabs.tab_changed.connect(lambda _tab: self.status.clear_texts())
        self.document.changed.connect(lambda _before, after: self.show_tabs() if after.samples else None)
        self.document.replaced.connect(self.tabs.start_afresh)
        self.document.modified.connect(self.setWindowModified)
        self.files.changed.connect(self._retitle)
        notifier.changed.connect(self._retheme)

    def _started_jobs(self, runner: JobsRunner) -> JobsRunner:
        runner.started.connect(self.jobs_strip.begin)
        runner.progressed.connect(self.jobs_strip.advance)
        runner.finished.connect(self.jobs_strip.end)
        return runner

    # -- what is in front ------------------------------------------------------------------------------------------

    def show_welcome(self) -> None:
        """Show the welcome page."""
        self.welcome.show_recent(self.settings.recent)
        self.pages.setCurrentWidget(self.welcome)
        self.status.show_hint("Drop files anywhere on the window to import them")

    def show_tabs(self) -> None:
        """Show the tabs, the one in front made where needed."""
        if self.pages.currentWidget() is not self.tabs:
            self.pages.setCurrentWidget(self.tabs)
            self.tabs.open(max(self.tabs.bar.currentIndex(), 0))

    def show_tab(self, number: int) -> None:
        """Bring one tab to the front."""
        self.pages.setCurrentWidget(self.tabs)
        self.tabs.open(number)

    def current_tab(self) -> Tab | None:
        """The tab in front, None on the welcome page."""
        return self.tabs.current if self.pages.currentWidget() is self.tabs else None

    def _show_selection(self, ids: Sequence[str]) -> None:
        self.tabs.show_selection(ids)

    def _retitle(self) -> None:
        self.setWindowTitle(self.files.title())
        self.setWindowFilePath(str(self.files.path or ""))

    def _retheme(self) -> None:
        self.actions_by_name.retheme()
        self.messages.retheme()
        self.tree.retheme()
        self.help.retheme()
        for tab in self.tabs.made:
            tab.retheme()

    # -- the start -------------------------------------------------------------------------------------------------

    def follow_look(self, look: Look) -> None:
        """Wear the look, and let the person choose the theme in this window."""
        look.changed.connect(self.setStyleSheet)
        self.setStyleSheet(look.sheet)
        self.commands.connect_look(look)

    def follow_faults(self, faults: Faults) -> None:
        """Keep the document safe from faults, and say them in this window."""
        faults.protect(self.autosaver.write_now)
        faults.told.connect(self._tell_fault)

    def _tell_fault(self, fault: Fault) -> None:
        copy = Remedy("Copy the report", lambda: QGuiApplication.clipboard().setText(fault.details))
        self.messages.show(fault.sentence, "error", [] if fault.expected else [copy], fault.details)

    def started(self, files: Sequence[Path], crashed: Sequence[CrashedSession] = ()) -> None:
        """After the window has shown: warm the jobs, offer what a crash left, open what was named at the start."""
        self.jobs.warm()
        if crashed:
            self.recovering.offer_log(crashed[0])
        if not self.recovering.offer() and files:
            self.importer.import_paths(files)
        self.updates.ask_at_start()

    # -- layout that comes back ------------------------------------------------------------------------------------

    def restore_layout(self) -> None:
        """Size, place and parts as they were last time."""
        self.resize(*FIRST_SIZE)
        self.splitter.setSizes([TREE_WIDTH, FIRST_SIZE[0] - TREE_WIDTH])
        self.restoreGeometry(self.settings.state("geometry"))
        self.splitter.restoreState(self.settings.state("splitter"))
        self.left.restoreState(self.settings.state("left"))
        self.left.setVisible(self.settings.get("window/tree_shown", True))
        self.history.setVisible(self.settings.get("window/history_shown", False))
        self.commands.show_parts()

    def reset_layout(self) -> None:
        """Put the parts back where they were at first."""
        self.splitter.setSizes([TREE_WIDTH, max(self.width() - TREE_WIDTH, 1)])
        self.left.show()
        self.history.hide()
        self.commands.show_parts()

    def keep_layout(self) -> None:
        """Remember size, place and parts."""
        self.settings.set_state("geometry", self.saveGeometry().data())
        self.settings.set_state("splitter", self.splitter.saveState().data())
        self.settings.set_state("left", self.left.saveState().data())
        self.settings.set("window/tree_shown", not self.left.isHidden())
        self.settings.set("window/history_shown", not self.history.isHidden())
        self.settings.sync()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Qt: Tab goes through the window as one reads it."""
        return move_focus(self, next)

    # -- events ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        event.acceptProposedAction()
        self.importer.import_paths(dropped_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when nothing is unsaved; otherwise ask, save, and close then."""
        if not self.files.leave(self.close):
            event.ignore()
            return
        self.keep_layout()
        self.importer.close()
        self.help.close()
        self.updates.close()
        self.files.release()
        self.autosaver.close()
        self.jobs.close()
        event.accept()
