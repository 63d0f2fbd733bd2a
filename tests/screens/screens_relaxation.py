"""Screens of relaxation times and of suggested circuits."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.screens.registry import Stage, screen
from tests.screens.screens_eis import fitted, spectrum_file, with_files


@screen("eis relaxation times")
def relaxation_times(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.show_relaxation()
    tab.column.ensureWidgetVisible(tab.column.relaxation)
    return window


@screen("eis relaxation times of two arcs")
def two_arcs(stage: Stage) -> QWidget:
    window, tab = with_files(stage, spectrum_file(stage.folder, "NTOC 20C.csv", 8.0, "(RQ)(RQ)Q"))
    tab.show_relaxation()
    tab.column.relaxation.changed.emit("strength", "gcv", False)
    tab.column.ensureWidgetVisible(tab.column.relaxation)
    return window


@screen("eis circuits suggested")
def suggested(stage: Stage) -> QWidget:
    window, tab = fitted(stage)
    tab.suggest()
    stage.wait(lambda: bool(tab.suggesting.of(tab.current)))
    tab.redraw_now()
    return window
