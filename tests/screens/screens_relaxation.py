"""Screens of the T1 and BPP tabs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

import naglass_gui
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.relaxation.delays_dialog import DelaysDialog
from naglass_gui.ui.relaxation.t1_table import T1Table
from naglass_gui.ui.tabs import TABS
from naglass_gui.ui.tabs.bpp import BppTab
from naglass_gui.ui.tabs.relaxation import RelaxationTab
from tests.screens.registry import Stage, screen
from tests.ui.bpp.conftest import with_bridge, with_conductivities, with_fits, with_table

EXAMPLES = Path(naglass_gui.__file__).parent / "resources" / "examples"


def opened(stage: Stage, file: str, kind: type[Any]) -> tuple[MainWindow, Any]:
    """A window with an example, and its tab."""
    window = stage.window()
    stage.import_files(window, EXAMPLES / file)
    stage.wait(lambda: isinstance(window.tabs.current, kind) and window.tabs.current.current is not None)
    return window, window.tabs.current


def lined(stage: Stage) -> tuple[MainWindow, RelaxationTab]:
    """The example's series with lines in all slices, fitted."""
    window, tab = opened(stage, "NTOC-4_T1_25C.dx", RelaxationTab)
    tab.editing.option(tab.analysis, "Curves from lines", "way", "lines")
    tab.fit()
    stage.wait(lambda: tab.analysis is not None and tab.analysis.fits)
    names = {"NTOC": -11.2, "NaCl": 7.0, "Na2O": 55.0}
    for line in tab.analysis.components:
        name = min(names, key=lambda n: abs(names[n] - line.parameters[0].value))
        tab.editing.change_line(tab.analysis, f"Call a line {name}", line.id, name=name)
    window.messages.clear()
    stage.settle()
    return window, tab


@screen("t1 opened")
def t1_opened(stage: Stage) -> QWidget:
    return opened(stage, "NTOC-4_T1_25C.dx", RelaxationTab)[0]


@screen("t1 windows fitted")
def t1_windows(stage: Stage) -> QWidget:
    window, tab = opened(stage, "NTOC-4_T1_25C.dx", RelaxationTab)
    tab.editing.add_region(tab.analysis, 35.0, 75.0)
    tab.editing.add_region(tab.analysis, -18.0, -5.0)
    tab.fit()
    stage.wait(lambda: tab.analysis.fits)
    tab.toggle_slice(9)
    stage.wait(lambda: len(tab.analysis.fits) == 2)
    tab.choose_slice(6)
    tab.stack_button.click()
    window.messages.clear()
    stage.settle()
    return window


@screen("t1 lines fitted")
def t1_lines(stage: Stage) -> QWidget:
    window, tab = lined(stage)
    tab.choose_slice(10)
    stage.settle()
    return window


@screen("t1 line dragged")
def t1_dragged(stage: Stage) -> QWidget:
    window, tab = lined(stage)
    line = next(c for c in tab.analysis.components if c.name == "Na2O")
    start = tab.plots.handles.grip(line.id, "top").scenePos()
    stage.mouse.drag(tab.plots.slices_card.canvas, start, start + QPointF(40, 0), release=False)
    return window


@screen("t1 window drawn")
def t1_window_drawn(stage: Stage) -> QWidget:
    window, tab = opened(stage, "NTOC-4_T1_25C.dx", RelaxationTab)
    view = tab.plots.slices.view
    ends = [view.mapToScene(QPointF(view.mapping().pixel_x(x), 40.0)) for x in (-4.0, -18.0)]
    canvas = tab.plots.slices_card.canvas
    stage.mouse.drag(canvas, ends[0], ends[1], Qt.KeyboardModifier.ShiftModifier, release=False)
    return window


@screen("t1 table of all")
def t1_table(stage: Stage) -> QWidget:
    window, tab = lined(stage)
    return stage.show(T1Table(window.document, tab.services, window))


@screen("t1 delays")
def t1_delays(stage: Stage) -> QWidget:
    window, tab = opened(stage, "NTOC-4_T1_25C.dx", RelaxationTab)
    dialog = DelaysDialog("NTOC-4 T1", 16, tab.current.slices.delay.tolist()[:15], window)
    dialog.accept()
    return stage.show(dialog)


@screen("bpp table fitted")
def bpp_table(stage: Stage) -> QWidget:
    window, tab = opened(stage, "NTOC-4_T1_VT.csv", BppTab)
    stage.wait(lambda: tab.analysis.fits)  # by itself: the field tells the nucleus
    stage.wait(lambda: tab.column.compared.text())
    window.messages.clear()
    return window


@screen("bpp table asks for its spin")
def bpp_asks(stage: Stage) -> QWidget:
    window = stage.window()
    document = window.document
    document.push("Import", with_table(document.project, document.store))
    window.tree.select([m.id for m in document.project.measurements()])
    window.tabs.open(next(k for k, entry in enumerate(TABS) if entry.technique == "bpp"))
    stage.wait(lambda: isinstance(window.tabs.current, BppTab) and window.tabs.current.current is not None)
    return window


@screen("bpp of series, cold side")
def bpp_series(stage: Stage) -> QWidget:
    window = stage.window()
    document = window.document
    document.push("Import series", with_fits(document.project, celsius=(-60.0, -50.0, -40.0, -30.0, -20.0, -10.0)))
    window.tree.select([m.id for m in document.project.measurements()])
    window.tabs.open(next(k for k, entry in enumerate(TABS) if entry.technique == "bpp"))
    stage.wait(lambda: isinstance(window.tabs.current, BppTab) and window.tabs.current.candidates)
    window.tabs.current.make()
    stage.settle()
    return window


@screen("bpp beside the conductivity")
def bpp_bridge(stage: Stage) -> QWidget:
    window = stage.window()
    document = window.document
    document.push("Import series", with_conductivities(with_fits(document.project)))
    window.tree.select([m.id for m in document.project.measurements() if m.technique == "relaxation"])
    window.tabs.open(next(k for k, entry in enumerate(TABS) if entry.technique == "bpp"))
    stage.wait(lambda: isinstance(window.tabs.current, BppTab) and window.tabs.current.candidates)
    window.tabs.current.make()
    document.push("Type formula, density and jump", with_bridge(document.project, window.tabs.current.analysis.id))
    stage.settle()
    return window
