"""Screens of the NMR tab's modes and of several spectra at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from naglass_gui.core import edits
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.tabs.nmr import NmrTab
from tests.screens.registry import Stage, screen
from tests.screens.screens_nmr import fitted, opened
from tests.ui.nmr.made import three_lines, with_decay, with_spectra


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


def several(stage: Stage, fit: bool = False) -> tuple[MainWindow, NmrTab]:
    """A window with four spectra at four temperatures."""
    window = stage.window()
    document = window.document
    spectra = {
        f"{kelvin} K": three_lines(8192, seed=kelvin, mas_rate=12_000.0, scans=64, receiver_gain=8.0)
        for kelvin in (280, 300, 320, 340)
    }
    project = with_spectra(document.project, document.store, spectra)
    ids = [m.id for m in project.measurements()]
    for id, kelvin in zip(ids, (280.0, 300.0, 320.0, 340.0), strict=True):
        project = edits.set_condition(project, (id,), "temperature", Quantity(kelvin, unit="K"))
    document.push("Import spectra", project)
    window.tree.select(ids)
    stage.wait(lambda: isinstance(window.tabs.current, NmrTab) and window.tabs.current.current is not None)
    tab = window.tabs.current
    assert isinstance(tab, NmrTab)
    if fit:
        tab.fit_selected()
        stage.wait(lambda: all(a.fits for a in tab.showing.analyses))
        window.messages.clear()
    stage.settle()
    return window, tab


@screen("nmr stack")
def nmr_stack(stage: Stage) -> QWidget:
    return several(stage, fit=True)[0]


@screen("nmr overlay")
def nmr_overlay(stage: Stage) -> QWidget:
    window, tab = several(stage)
    tab.plots.stack.arrange(replace(tab.plots.stack.chosen, way="overlay"))
    tab.plots.first_look()
    return window


@screen("nmr shifts and sidebands")
def nmr_marks(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.plots.marks.shifts = tab.plots.marks.sidebands = True
    tab.show_everything()
    tab.plots.show_marks()
    return window


@screen("nmr view menu")
def nmr_view_menu(stage: Stage) -> QWidget:
    _, tab = several(stage)
    return stage.show(tab.view_menu.fill())


@screen("nmr measurement with a contradiction")
def nmr_contradiction(stage: Stage) -> QWidget:
    told = {"scans": 64, "receiver_gain": 10.5, "pulse": 2.5, "title": "NTOC-4 after 4 h, 25 kHz MAS"}
    window, tab = opened(stage, recycle_delay=5.0, **told)
    bar = tab.column.verticalScrollBar()
    bar.setValue(bar.maximum())
    return window
