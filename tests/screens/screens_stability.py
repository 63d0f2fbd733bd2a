"""Screens of the Stability tab."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from naglass_gui.core import edits
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.tabs.stability import StabilityTab
from tests.screens.registry import Stage, screen
from tests.screens.screens_polarization import EXAMPLES, SIZES

FILES = sorted((EXAMPLES / "storage series").glob("*.DTA"))


def imported(stage: Stage) -> MainWindow:
    """A window with the storage series as spectra of one pellet, fitted."""
    window = stage.window()
    stage.import_files(window, *FILES)
    document = window.document
    stage.wait(lambda: len(list(document.project.measurements())) == len(FILES))
    measurements = list(document.project.measurements())
    home = document.project.sample_of(measurements[0].id)
    for m in measurements[1:]:
        if document.project.sample_of(m.id) is not home:
            document.apply("Move", edits.move_measurement, m.id, home.id)
    pellet = document.project.measurement(measurements[0].id).specimen
    document.apply("Use one pellet", edits.assign_specimen, [m.id for m in measurements], pellet)
    document.apply("Set the sizes", edits.set_sizes, measurements[0].id, **SIZES)
    window.tree.select([m.id for m in measurements])
    stage.wait(lambda: window.tabs.current is not None)
    window.tabs.current.fit_selected()
    stage.wait(lambda: all(a.fit is not None for a in document.project.analyses))
    window.messages.clear()
    return window


def opened(stage: Stage) -> tuple[MainWindow, StabilityTab]:
    """The same, with a stability plot over the days."""
    from naglass_gui.techniques.stability import STABILITY

    window = imported(stage)
    document = window.document
    for m in document.project.measurements():
        day = float(m.name.rpartition("_")[2])
        document.apply("Set the day", edits.set_condition, [m.id], "time", Quantity(day, None, "d"))
    made = STABILITY.of_sources("Storage of NTOC-4", [a.id for a in document.project.analyses])
    document.apply("Make a stability plot", edits.add_analysis, made)
    window.tree.select([made.id])
    stage.wait(lambda: isinstance(window.tabs.current, StabilityTab) and window.tabs.current.current is not None)
    tab = window.tabs.current
    assert isinstance(tab, StabilityTab)
    stage.settle()
    return window, tab


@screen("stability over ten days")
def stability_opened(stage: Stage) -> QWidget:
    return opened(stage)[0]


@screen("stability relative with a point left out")
def stability_relative(stage: Stage) -> QWidget:
    window, tab = opened(stage)
    stage.mouse.click(tab.normalised)
    tab.toggle_sources([tab.shown.points[3].source])
    stage.settle()
    return window


@screen("stability to be typed")
def stability_untyped(stage: Stage) -> QWidget:
    from naglass_gui.techniques.stability import STABILITY

    window = imported(stage)
    made = STABILITY.of_sources("Storage of NTOC-4", [a.id for a in window.document.project.analyses])
    window.document.apply("Make a stability plot", edits.add_analysis, made)
    window.tree.select([made.id])
    stage.wait(lambda: isinstance(window.tabs.current, StabilityTab) and window.tabs.current.current is not None)
    return window
