"""Screens of the NMR tab."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from naglass_gui.core import edits
from naglass_gui.core.project import Project, new_id
from naglass_gui.techniques.nmr.components import number_of
from naglass_gui.ui.dialogs.correlations import CorrelationsDialog
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.nmr.joint_dialog import JointDialog
from naglass_gui.ui.nmr.menus import line_menu
from naglass_gui.ui.nmr.subtract_dialog import SubtractDialog
from naglass_gui.ui.tabs.nmr import NmrTab
from tests.screens.registry import Stage, screen
from tests.ui.nmr.made import three_lines, with_decay, with_spectra


def opened(stage: Stage, **metadata: object) -> tuple[MainWindow, NmrTab]:
    """A window with one spectrum of three lines."""
    window = stage.window()
    spectrum = three_lines(16_384, mas_rate=20_000.0, **metadata)
    document = window.document
    document.push("Import 23Na MAS", with_spectra(document.project, document.store, {"23Na MAS": spectrum}))
    window.tree.select([m.id for m in document.project.measurements()])
    stage.wait(lambda: isinstance(window.tabs.current, NmrTab) and window.tabs.current.current is not None)
    tab = window.tabs.current
    assert isinstance(tab, NmrTab)
    return window, tab


def fitted(stage: Stage, **metadata: object) -> tuple[MainWindow, NmrTab]:
    """The same, with the lines a fit found, named."""
    window, tab = opened(stage, **metadata)
    tab.editing.add_region(tab.analysis, -60.0, 110.0)
    tab.fit()
    stage.wait(lambda: tab.analysis is not None and tab.analysis.fits)
    names = {"NTOC": -11.2, "NaCl": 7.2, "Na2O": 55.0}
    for line in tab.analysis.components:
        name = min(names, key=lambda n: abs(names[n] - line.parameters[0].value))
        tab.editing.change_line(tab.analysis, f"Call a line {name}", line.id, name=name)
    window.messages.clear()
    stage.settle()
    return window, tab


@screen("nmr opened")
def nmr_opened(stage: Stage) -> QWidget:
    return opened(stage)[0]


@screen("nmr fitted")
def nmr_fitted(stage: Stage) -> QWidget:
    return fitted(stage, recycle_delay=10.0)[0]


@screen("nmr line dragged")
def nmr_dragged(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    line = next(c for c in tab.analysis.components if c.name == "NTOC")
    start = tab.plots.handles.grip(line.id, "top").scenePos()
    stage.mouse.drag(tab.plots.canvas, start, start + QPointF(60, 80), release=False)
    return window


@screen("nmr region drawn")
def nmr_region(stage: Stage) -> QWidget:
    window, tab = opened(stage)
    view = tab.plots.spectrum.view
    ends = [view.mapToScene(QPointF(view.mapping().pixel_x(x), 60.0)) for x in (100.0, -50.0)]
    stage.mouse.drag(tab.plots.canvas, ends[0], ends[1], Qt.KeyboardModifier.ShiftModifier, release=False)
    return window


@screen("nmr stale after a region")
def nmr_stale(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    region = tab.analysis.regions[0]
    tab.editing.step("Move the fit region", edits.set_region, tab.analysis.id, region.id, -40.0, 90.0)
    return window


@screen("nmr decay with its processing")
def nmr_decay(stage: Stage) -> QWidget:
    window = stage.window()
    document = window.document
    lines = ((-11.2, 380.0), (7.2, 300.0), (55.0, 1850.0))
    document.push("Import a decay", with_decay(document.project, document.store, lines))
    window.tree.select([m.id for m in document.project.measurements()])
    stage.wait(lambda: isinstance(window.tabs.current, NmrTab) and window.tabs.current.current is not None)
    tab = window.tabs.current
    assert isinstance(tab, NmrTab)
    chain = (("em", 20.0), ("zero_fill", 16384), ("ft",), ("auto_phase",), ("baseline", 40.0))
    tab.editing.processing(tab.current, "Process", chain)
    stage.wait(lambda: tab.current is not None and tab.current.signal is not None and not tab.current.waiting)
    stage.settle()
    stage.mouse.click(tab.chain.chips[0].button)
    return window


@screen("nmr amounts and what they warn of")
def nmr_amounts(stage: Stage) -> QWidget:
    window, tab = fitted(stage, recycle_delay=10.0, pulse=3.85)
    numbers = {line.name: number_of(line) for line in tab.analysis.components}
    for name, value in (
        (f"derive_t1_{numbers['Na2O']}", 5.69),
        (f"derive_cq_{numbers['NTOC']}", 1.0),
        ("derive_flip_angle", 90.0),
        ("derive_formula", "Na2O + NaCl + TaCl5"),
    ):
        tab.editing.option(tab.analysis, f"Set {name}", name, value)
    tab.fit()
    stage.wait(lambda: not tab.current.stale)
    stage.settle()
    bar = tab.column.verticalScrollBar()
    bar.setValue(bar.maximum())
    return window


@screen("nmr spectra fitted together")
def nmr_together(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    document = window.document
    second = with_spectra(Project(new_id()), document.store, {"23Na MAS, 1 h": three_lines(16_384, seed=1)})
    grown = replace(
        document.project,
        samples=(*document.project.samples, *second.samples),
        analyses=(*document.project.analyses, *second.analyses),
    )
    document.push("Import another", grown)
    pairs = [(m, document.project.analyses_of(m.id)[0]) for m in document.project.measurements()]
    made = tab.editing.join(pairs, ("position", "width", "mixing"))
    assert made is not None
    window.tree.select([made.id])
    stage.wait(lambda: tab.current is not None and tab.current.joint)
    tab.fit()
    stage.wait(lambda: tab.analysis is not None and tab.analysis.fit is not None)
    window.messages.clear()
    stage.settle()
    return window


@screen("nmr fit together dialog")
def nmr_joint_dialog(stage: Stage) -> QWidget:
    _, tab = fitted(stage)
    return JointDialog(["NTOC-4", "NTOC-1", "NTC-4"], tab.analysis, parent=tab)


@screen("nmr subtract dialog")
def nmr_subtract_dialog(stage: Stage) -> QWidget:
    _, tab = opened(stage)
    measurement = tab.current.measurement
    return SubtractDialog(measurement, [replace(measurement, id="blank", name="Empty rotor")], tab)


@screen("nmr menu of a line")
def nmr_line_menu(stage: Stage) -> QWidget:
    _, tab = fitted(stage)
    line = next(c for c in tab.analysis.components if c.name == "NaCl")
    return stage.show(line_menu(tab, tab.analysis, line))


@screen("correlations")
def correlations(stage: Stage) -> QWidget:
    _, tab = fitted(stage)
    return CorrelationsDialog(tab.analysis, tab.services, tab)
