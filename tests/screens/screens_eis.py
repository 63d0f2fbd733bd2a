"""Screens of the EIS tab: one spectrum, fitted, with regions and masks, being dragged; a temperature series."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from naglass_gui.core import edits
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.eis import impedance, parse_circuit
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.tabs.eis import EisTab
from tests.screens.registry import Stage, screen

FREQUENCY = np.logspace(6.85, -1, 79)
PELLET = {"thickness": Quantity(0.80, 0.01, "mm"), "diameter": Quantity(8.00, 0.05, "mm")}


def spectrum_file(folder: Path, name: str, scale: float = 1.0, circuit: str = "R(RQ)Q") -> Path:
    """A csv file of a blocking pellet with 0.3 % noise."""
    values = {
        "R(RQ)Q": [170 * scale, 1300 * scale, 1.7e-9 / scale, 0.82, 1.8e-7, 0.89],
        "(RQ)(RQ)Q": [400 * scale, 3e-10 / scale, 0.95, 1800 * scale, 6e-8 / scale, 0.86, 3e-5, 0.8],
    }[circuit]
    noise = np.random.default_rng(7).normal(0, 3e-3, (2, len(FREQUENCY)))
    z = impedance(parse_circuit(circuit), FREQUENCY, values) * (1 + noise[0] + 1j * noise[1])
    rows = [f"{f:.8g},{a.real:.8g},{a.imag:.8g}" for f, a in zip(FREQUENCY, z, strict=True)]
    file = folder / name
    file.write_text("\n".join(["f (Hz),Z' (Ohm),Z'' (Ohm)", *rows]) + "\n", encoding="utf-8")
    return file


def with_files(stage: Stage, *files: Path) -> tuple[MainWindow, EisTab]:
    """A window with these files in it, all selected."""
    window = stage.window()
    stage.import_files(window, *files)
    window.tree.select([m.id for m in window.document.project.measurements()])
    stage.wait(lambda: isinstance(window.tabs.current, EisTab) and window.tabs.current.current is not None)
    window.messages.clear()
    tab = window.tabs.current
    assert isinstance(tab, EisTab)
    return window, tab


def fitted(stage: Stage, pellet: bool = True) -> tuple[MainWindow, EisTab]:
    """One fitted spectrum."""
    window, tab = with_files(stage, spectrum_file(stage.folder, "LPSCl -25C.csv"))
    if pellet:
        tab.editing.sizes(tab.current.measurement, "Set the sizes", PELLET, live=False)
    tab.fit()
    stage.wait(lambda: tab.analysis is not None and tab.analysis.fits)
    return window, tab


def series(stage: Stage, count: int = 7) -> tuple[MainWindow, EisTab]:
    """A fitted temperature series."""
    files = [
        spectrum_file(stage.folder, f"NTOC {t}C.csv", s, "(RQ)(RQ)Q")
        for t, s in zip(range(20, 20 + 10 * count, 10), np.geomspace(8, 1, count), strict=True)
    ]
    window, tab = with_files(stage, *files)
    tab.editing.circuit(tab.analysis, "(RQ)(RQ)Q", {})
    tab.use_circuit_for_all()
    tab.fit_selected()
    stage.wait(lambda: all(a.fits for a in window.document.project.analyses))
    return window, tab


@screen("eis imported")
def imported(stage: Stage) -> QWidget:
    return with_files(stage, spectrum_file(stage.folder, "LPSCl -25C.csv"))[0]


@screen("eis fitted")
def eis_fitted(stage: Stage) -> QWidget:
    return fitted(stage)[0]


@screen("eis without pellet")
def without_pellet(stage: Stage) -> QWidget:
    return fitted(stage, pellet=False)[0]


@screen("eis region and masks")
def region_and_masks(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.editing.step("Add a fit region", edits.add_region, tab.analysis.id, 3.0, 4e6)
    tab.editing.mask(tab.analysis, (6, 7, 30), "Outlier")
    tab.fit()
    stage.wait(lambda: len(tab.analysis.fits) == 2)
    return window


@screen("eis beside, everything")
def everything(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.plots.choose_arrangement("beside")
    stage.settle()
    tab.show_everything()
    tab.plots.choose_arrangement("auto")
    return window


@screen("eis point under the pointer")
def hovered(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    view, z = tab.plots.nyquist.plot.view, complex(tab.current.z[24])
    stage.mouse.move(tab.plots.canvases[0], view.mapToScene(view.mapping().point(z.real, -z.imag)))
    return window


@screen("eis arc dragged")
def dragged(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    start = tab.plots.nyquist.arcs.grip("top", 1).scenePos()
    stage.mouse.drag(tab.plots.canvases[0], start, start + QPointF(0, 45), release=False)
    return window


@screen("eis region drawn")
def drawn(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    canvas = tab.plots.canvases[1]
    view = tab.plots.frequency[0].plot.view
    ends = [view.mapToScene(QPointF(view.mapping().pixel_x(x), 60.0)) for x in (1.0, 5.5)]
    stage.mouse.drag(canvas, ends[0], ends[1], Qt.KeyboardModifier.ShiftModifier, release=False)
    return window


@screen("eis temperature series")
def temperature_series(stage: Stage) -> QWidget:
    return series(stage)[0]


@screen("eis temperature series, stacked")
def stacked(stage: Stage) -> QWidget:
    window, tab = series(stage)
    tab.stack()
    tab.make_current(tab.showing.items[3].id)
    return window


@screen("eis correction that can go on")
def corrected(stage: Stage) -> QWidget:
    window, tab = series(stage, 4)
    stage.settle(1.2)  # the corrected fit is a second younger than those of the series
    tab.editing.step("Add a fit region", edits.add_region, tab.analysis.id, 3.0, 4e6)
    tab.fit()
    stage.wait(lambda: len(tab.analysis.fits) == 2)
    tab.redraw_now()
    tab.column.ensureWidgetVisible(tab.column.neighbours)
    return window


@screen("eis relaxation times")
def relaxation(stage: Stage) -> QWidget:
    window, tab = with_files(stage, spectrum_file(stage.folder, "NTOC 20C.csv", 8.0, "(RQ)(RQ)Q"))
    tab.show_relaxation()
    stage.wait(lambda: tab.shown.relaxation is not None)
    return window


@screen("eis twelve spectra")
def many(stage: Stage) -> QWidget:
    return series(stage, 12)[0]


@screen("eis resistivity, admittance")
def resistivity(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.choose_scale("ohm cm")
    tab.plots.show_quantity(tab.plots.frequency[1], "admittance")
    tab.plots.show_quantity(tab.plots.frequency[0], "electric_modulus")
    return window


@screen("eis plots in a window of their own")
def plots_away(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.workspace.place.detach()
    stage.settle()
    return window
