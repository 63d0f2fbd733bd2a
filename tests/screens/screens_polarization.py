"""Screens of the DC polarization tab."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

import naglass_gui
from naglass_gui.core import edits
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.tabs.polarization import PolarizationTab
from tests.screens.registry import Stage, screen
from tests.ui.polarization.made import several_voltages

EXAMPLES = Path(naglass_gui.__file__).parent / "resources" / "examples"
SIZES = {"thickness": Quantity(0.80, 0.01, "mm"), "diameter": Quantity(8.00, 0.05, "mm")}


def opened(stage: Stage) -> tuple[MainWindow, PolarizationTab]:
    """A window with the example's run."""
    window = stage.window()
    stage.import_files(window, EXAMPLES / "NTOC-4_DC_0.1V.DTA")
    return window, shown(stage, window)


def shown(stage: Stage, window: MainWindow) -> PolarizationTab:
    stage.wait(lambda: isinstance(window.tabs.current, PolarizationTab) and window.tabs.current.current is not None)
    tab = window.tabs.current
    assert isinstance(tab, PolarizationTab)
    return tab


def fitted(stage: Stage) -> tuple[MainWindow, PolarizationTab]:
    """The same, fitted, with the sizes of the pellet."""
    window, tab = opened(stage)
    assert tab.measurement is not None
    tab.editing.sizes(tab.measurement, "Set the sizes", SIZES, False)
    tab.fit()
    stage.wait(lambda: tab.analysis is not None and tab.analysis.fits)
    window.messages.clear()
    stage.settle()
    return window, tab


@screen("polarization opened")
def polarization_opened(stage: Stage) -> QWidget:
    return opened(stage)[0]


@screen("polarization fitted")
def polarization_fitted(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.log_time.click()
    tab.log_current.click()
    stage.settle()
    return window


@screen("polarization with the spectrum of the same pellet")
def polarization_with_spectrum(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    run = tab.measurement
    assert run is not None
    stage.import_files(window, EXAMPLES / "NTOC-4_25C.DTA")
    document = window.document
    spectrum = next(m for m in document.project.measurements() if m.technique == "eis")
    home = document.project.sample_of(run.id)
    document.apply("Move the spectrum", edits.move_measurement, spectrum.id, home.id)
    document.apply("Use the pellet", edits.assign_specimen, (spectrum.id,), run.specimen)
    window.tree.select([spectrum.id])
    stage.wait(lambda: window.tabs.current is not tab)
    window.tabs.current.fit()
    stage.wait(lambda: any(a.technique == "eis" and a.fits for a in document.project.analyses))
    window.tree.select([run.id])
    stage.wait(lambda: window.tabs.current is tab)
    window.messages.clear()
    stage.settle()
    return window


@screen("polarization region dragged")
def polarization_dragged(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.choose_model("constant", "Steady state")
    stage.wait(lambda: len(tab.analysis.fits) > 1)
    stage.settle()
    edge = tab.plots.bands.edge(tab.plots.bands.bands[0].id, False)
    start = edge.mapToScene(QPointF(0.0, 80.0))
    stage.mouse.drag(tab.plots.decay_card.canvas, start, start - QPointF(120, 0), release=False)
    return window


@screen("polarization at several voltages")
def polarization_steps(stage: Stage) -> QWidget:
    window = stage.window()
    several_voltages(window.document)
    window.tree.select([m.id for m in window.document.project.measurements()])
    tab = shown(stage, window)
    tab.editing.sizes(tab.measurement, "Set the sizes", SIZES, False)
    tab.fit()
    stage.wait(lambda: tab.analysis is not None and tab.analysis.fits)
    window.messages.clear()
    stage.settle()
    return window
