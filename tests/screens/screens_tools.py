"""Screens of what can be done with any analysis: intervals, templates, the console."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from naglass_gui.core.template import template_of
from naglass_gui.storage.templates import keep_template
from naglass_gui.ui.dialogs.intervals import IntervalsDialog
from naglass_gui.ui.dialogs.templates import TemplatesDialog
from tests.screens.registry import Stage, screen
from tests.screens.screens_eis import fitted


@screen("uncertainty of a fit")
def intervals(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    dialog = IntervalsDialog(window.document, tab.analysis.id, window.services, window)
    stage.show(dialog)
    dialog.compute()
    stage.wait(lambda: dialog.known() is not None)
    return dialog


@screen("uncertainty, MCMC running")
def intervals_running(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    dialog = IntervalsDialog(window.document, tab.analysis.id, window.services, window)
    dialog.choose("mcmc")
    dialog.count.setValue(20_000)
    stage.show(dialog)
    dialog.compute()
    stage.wait(lambda: dialog.strip.isVisible() and dialog.strip._words.text())
    return dialog


@screen("templates")
def templates(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    for name in ("Cold pellet, blocking", "Glass at 25 °C", "Two arcs"):
        keep_template(template_of(tab.analysis, name))
    return stage.show(TemplatesDialog("eis", "3 analyses", window.services, window))


@screen("templates, none kept")
def no_templates(stage: Stage) -> QWidget:
    window, _ = fitted(stage)
    return stage.show(TemplatesDialog("eis", "NTOC-4", window.services, window))


@screen("console")
def console(stage: Stage) -> QWidget:
    window, _ = fitted(stage)
    window.actions_by_name["view.console"].trigger()
    console = window.commands._console
    for line in ("a = project.analyses[0]", "a.model, a.fit.chi_square", "1/0"):
        QTest.keyClicks(console.prompt.input, line)
        QTest.keyClick(console.prompt.input, Qt.Key.Key_Return)
    stage.settle()
    return console
