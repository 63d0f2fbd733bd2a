"""Screens of the NMR tab's modes and of several spectra at once."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.tabs.nmr import NmrTab
from tests.screens.registry import Stage, screen
from tests.screens.screens_nmr import fitted
from tests.ui.nmr.made import with_decay


def decay(stage: Stage, *steps: tuple[object, ...]) -> tuple[MainWindow, NmrTab]:
    """A window with a decay of three lines, processed by these steps."""
    window = stage.window()
    document = window.document
    lines = ((-11.2, 380.0), (7.2, 300.0), (55.0, 1850.0))
    document.push("Import a decay", with_decay(document.project, document.store, lines))
    window.tree.select([m.id for m in document.project.measurements()])
    stage.wait(lambda: isinstance(window.tabs.current, NmrTab) and window.tabs.current.current is not None)
    tab = window.tabs.current
    assert isinstance(tab, NmrTab)
    tab.editing.processing(tab.current, "Process", (("em", 20.0), ("zero_fill", 16384), ("ft",), *steps))
    tab.plots.first_look()
    stage.settle()
    return window, tab


@screen("nmr phase by mouse")
def nmr_phase(stage: Stage) -> QWidget:
    window, tab = decay(stage, ("phase", 50.0, 30.0, None))
    stage.mouse.click(tab.modes_card.buttons["Phase"])
    view = tab.plots.spectrum.view
    start = view.mapToScene(view.mapping().point(30.0, 0.6))
    stage.mouse.drag(tab.plots.canvas, start, start + QPointF(-40, 0), release=False)
    return window


@screen("nmr baseline by mouse")
def nmr_baseline(stage: Stage) -> QWidget:
    window, tab = decay(stage, ("phase", 8.0, 0.0, None))
    stage.mouse.click(tab.modes_card.buttons["Baseline"])
    view = tab.plots.spectrum.view
    for shift in (75.0, 30.0, -25.0):
        stage.mouse.click(tab.plots.canvas, view.mapToScene(view.mapping().point(shift, 0.8)))
    return window


@screen("nmr automatic baseline")
def nmr_automatic_baseline(stage: Stage) -> QWidget:
    window, tab = decay(stage, ("phase", 8.0, 0.0, None))
    stage.mouse.click(tab.modes_card.buttons["Baseline"])
    mode = tab.modes.active
    stage.mouse.click(mode.by_length)  # type: ignore[union-attr]
    stage.wait(lambda: tab.current is not None and not tab.current.waiting)
    return window


@screen("nmr reference by mouse")
def nmr_reference(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    stage.mouse.click(tab.modes_card.buttons["Reference"])
    view = tab.plots.spectrum.view
    stage.mouse.click(tab.plots.canvas, view.mapToScene(view.mapping().point(7.0, 0.2)))
    return window
