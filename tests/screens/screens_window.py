"""Screens of the window around the tabs: welcome, tree, strips, dialogs, help."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from naglass_gui.storage import Recoverable
from naglass_gui.ui.command_palette import CommandPalette
from naglass_gui.ui.dialogs.about import AboutDialog
from naglass_gui.ui.dialogs.conditions import ConditionDialog
from naglass_gui.ui.dialogs.diagnosis import DiagnosisDialog
from naglass_gui.ui.dialogs.messages import MessagesDialog
from naglass_gui.ui.dialogs.notes import NotesDialog
from naglass_gui.ui.dialogs.preferences import PreferencesDialog
from naglass_gui.ui.dialogs.recovery import RecoveryDialog
from naglass_gui.ui.dialogs.samples import SamplesDialog
from naglass_gui.ui.dialogs.specimen import SpecimenDialog
from naglass_gui.ui.help_pages import PAGES
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.services import Remedy
from naglass_gui.ui.times import now
from tests.screens.registry import Stage, screen
from tests.ui.spectra import study


def with_study(stage: Stage) -> MainWindow:
    """A window with two samples."""
    window = stage.window()
    window.document.push("Import 4 files", study(window.document.project, window.document.store))
    window.tree.view.expandAll()
    window.tree.select([next(window.document.project.measurements()).id])
    stage.settle()
    return window


@screen("welcome")
def welcome(stage: Stage) -> QWidget:
    return stage.window()


@screen("welcome with recent projects")
def welcome_again(stage: Stage) -> QWidget:
    window = stage.window()
    for name in ("LPSCl pellets.naglass", "NTOC milling series, replicate pellets of spring.naglass"):
        file = stage.folder / name
        file.touch()
        window.settings.add_recent(file)
    window.show_welcome()
    return window


@screen("eis empty")
def eis_empty(stage: Stage) -> QWidget:
    window = stage.window()
    window.show_tabs()
    return window


@screen("tree and history")
def tree_and_history(stage: Stage) -> QWidget:
    window = with_study(stage)
    window.tree.rename(window.document.project.samples[1].id, "NTC, 4 h, before annealing")
    window.tree.rename(next(window.document.project.measurements()).id, "EIS in the cold chamber")
    window.document.stack.undo()
    window.actions_by_name["edit.history"].trigger()
    return window


@screen("tree renaming")
def tree_renaming(stage: Stage) -> QWidget:
    window = with_study(stage)
    window.tree.view.setFocus()
    window.tree.edit_name()
    return window


@screen("samples of another project")
def samples(stage: Stage) -> QWidget:
    window = with_study(stage)
    return stage.show(SamplesDialog("NTOC.naglass", window.document.project.samples, window))


@screen("tree searched")
def tree_searched(stage: Stage) -> QWidget:
    window = with_study(stage)
    QTest.keyClicks(window.tree.search, "warm")
    return window


@screen("message warning with remedy")
def message(stage: Stage) -> QWidget:
    window = with_study(stage)
    window.messages.show(
        "PEIS_4h_-25C.DTA: 14 points below 3 Hz are outside the region and not fitted.",
        "warning",
        [Remedy("Show them", lambda: None)],
        "the details",
    )
    return window


@screen("message error with details")
def message_error(stage: Stage) -> QWidget:
    window = with_study(stage)
    window.messages.show(
        "chronoa_de.DTA: the current column is empty from row 14 on. Load the 13 complete rows?",
        "error",
        [Remedy("Load 13 rows", lambda: None), Remedy("Choose another file…", lambda: None)],
        "row 14: ''\nrow 15: ''\nrow 16: ''",
    )
    window.messages._more.click()
    return window


@screen("job running")
def job_running(stage: Stage) -> QWidget:
    window = with_study(stage)
    window.jobs_strip.begin(1, "Fitting EIS cold")
    window.jobs_strip.begin(2, "Fitting EIS")
    stage.settle(0.4)
    window.jobs_strip.advance(1, 0.4, "12 of 30 starts")
    return window


@screen("menu of a measurement")
def tree_menu(stage: Stage) -> QWidget:
    window = with_study(stage)
    return stage.show(window.tree_menu.build())


@screen("menu file")
def menu_file(stage: Stage) -> QWidget:
    window = stage.window()
    menu = next(m for m in window.menuBar().findChildren(QMenu) if m.title() == "&File")
    return stage.show(menu)


@screen("command palette")
def palette(stage: Stage) -> QWidget:
    window = with_study(stage)
    dialog = CommandPalette(window, window.commands.everything())
    QTest.keyClicks(dialog.search, "fi")
    return stage.show(dialog)


@screen("recovery")
def recovery(stage: Stage) -> QWidget:
    window = stage.window()
    entries = (
        Recoverable(
            Path("a"), "LPSCl pellets", Path.home() / "study" / "LPSCl pellets.naglass", now(), now(), 12,
            "2 samples, 14 measurements, 14 analyses",
        ),
        Recoverable(Path("b"), "", None, "", now(), 1, "1 sample, 1 measurement, 1 analysis"),
        Recoverable(
            Path("c"), "NTOC", Path.home() / "NTOC.naglass", now(), now(), 3, "", False,
            "The recovery copy of NTOC is damaged; the project itself is not.",
        ),
    )  # fmt: skip
    return stage.show(RecoveryDialog(entries, lambda _entry: False, window))


@screen("preferences")
def preferences(stage: Stage) -> QWidget:
    window = stage.window()
    return stage.show(PreferencesDialog(window.settings, lambda _choice: None, lambda _keys: None, window))


@screen("preferences shortcuts")
def preferences_shortcuts(stage: Stage) -> QWidget:
    window = stage.window()
    window.settings.set_shortcuts({"analysis.fit": "Ctrl+G"})
    dialog = PreferencesDialog(window.settings, lambda _choice: None, lambda _keys: None, window)
    window.settings.set_shortcuts({})
    dialog.pages.setCurrentIndex(1)
    dialog.shortcuts.select("figure.copy")
    dialog.shortcuts.sentence.setText("Ctrl+S already belongs to “Save”.")
    return stage.show(dialog)


@screen("conditions")
def conditions(stage: Stage) -> QWidget:
    window = with_study(stage)
    dialog = ConditionDialog(list(window.document.project.measurements())[:3], window)
    dialog.fields["annealing_temperature"].setText("-300 °C")
    dialog.fields["annealing_temperature"].setModified(True)
    dialog.fields["annealing_temperature"].commit()
    return stage.show(dialog)


@screen("pellet")
def pellet(stage: Stage) -> QWidget:
    window = with_study(stage)
    return stage.show(SpecimenDialog(window.document.project.samples[0].specimens[0], window))


@screen("notes")
def notes(stage: Stage) -> QWidget:
    window = with_study(stage)
    words = "Pellet cracked at the rim; silicone seal renewed before the run."
    return stage.show(NotesDialog("EIS cold", words, window))


@screen("messages")
def messages(stage: Stage) -> QWidget:
    window = with_study(stage)
    window.messages.show("Imported 4 spectra from 4 files.", "good")
    window.messages.show("a.DTA: the file is empty.", "error", details="size 0")
    return stage.show(MessagesDialog(window.messages.said, window))


FOUND = """
ok: NaGlass 0.1.0, Python 3.12.1, Windows-11-10.0.26100, in C:\\Users\\Ada\\AppData\\Local\\Programs\\NaGlass.
note: A child process needs 8.2 s to start. A virus scanner probably reads the program each time: ask for \
C:\\Users\\Ada\\AppData\\Local\\Programs\\NaGlass to be exempted.
blocked: Earlier versions and recovery copies cannot be written in C:\\Users\\Ada\\AppData\\Local\\NaGlass\\data (Access is \
denied): unsaved work is lost in a crash. Ask whoever looks after this computer for the right to write there, or set the \
environment variable NAGLASS_HOME to a folder where you may write.
ok: Temporary files can be written in C:\\Users\\Ada\\AppData\\Local\\Temp.
ok: 120.4 GB are free on the disk of C:\\.
"""


@screen("diagnose")
def diagnose(stage: Stage) -> QWidget:
    command = [sys.executable, "-c", f"print({FOUND.strip()!r})"]
    dialog = DiagnosisDialog(Path.home(), stage.window(), command)
    assert dialog.finish()
    return stage.show(dialog)


@screen("about")
def about(stage: Stage) -> QWidget:
    return stage.show(AboutDialog(stage.window()))


@screen("about, a licence")
def licence(stage: Stage) -> QWidget:
    dialog = AboutDialog(stage.window())
    dialog.browser.anchorClicked.emit(QUrl("2"))
    return stage.show(dialog)


@screen("updates")
def updates(stage: Stage) -> QWidget:
    window = stage.window()
    window.updates._repository, window.updates._version = "https://github.com/owner/naglass", "0.1.0"
    window.updates._answers.put("0.2.0")
    window.updates._take()
    return window


def _help(page: str) -> None:
    @screen(f"help {page}")
    def help_page(stage: Stage) -> QWidget:
        window = stage.window()
        window.help.show_page(page)
        stage.settle()
        return window.help


for _page in PAGES:
    _help(_page)
