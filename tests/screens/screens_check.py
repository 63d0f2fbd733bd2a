"""Screens of the check of impedance data, the leads, and views of the cell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QWidget

from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.tabs.eis import EisTab
from tests.screens.registry import Stage, screen
from tests.screens.screens_eis import FREQUENCY, PELLET, fitted, spectrum_file, with_files


def _checked(stage: Stage, window: MainWindow, tab: EisTab) -> QWidget:
    tab.check_data()
    stage.wait(lambda: tab.column.check.sentences)
    tab.column.ensureWidgetVisible(tab.column.check)
    return window


def _drifting_file(folder: Path) -> Path:
    """The blocking pellet with a modulus that has grown by 15 % at the lowest frequency."""
    file = spectrum_file(folder, "drifting.csv")
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    values = np.array([[float(x) for x in row.split(",")] for row in rows])
    grown = 1 + 0.15 * np.clip((1 - np.log10(FREQUENCY)) / 2, 0, 1) ** 2
    values[:, 1:] *= grown[:, None]
    file.write_text("\n".join([head, *(",".join(f"{x:.8g}" for x in row) for row in values)]) + "\n", encoding="utf-8")
    return file


@screen("eis data check")
def consistent(stage: Stage) -> QWidget:
    return _checked(stage, *fitted(stage))


@screen("eis data check, drift")
def drift(stage: Stage) -> QWidget:
    return _checked(stage, *with_files(stage, _drifting_file(stage.folder)))


@screen("eis leads subtracted")
def leads(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    typed = {"lead_resistance": Quantity(0.5, 0.1, "ohm"), "lead_inductance": Quantity(0.5, None, "uH")}
    tab.editing.sizes(tab.current.measurement, "Set the leads", PELLET | typed, live=False)
    tab.editing.leads([tab.analysis], "cell")
    tab.fit()
    stage.wait(lambda: len(tab.analysis.fits) == 2)
    return window


@screen("eis permittivity without a pellet")
def permittivity(stage: Stage) -> QWidget:
    window, tab = fitted(stage, pellet=False)
    tab.plots.show_quantity(tab.plots.frequency[0], "electric_modulus_real")
    tab.plots.show_quantity(tab.plots.frequency[1], "permittivity")
    return window
