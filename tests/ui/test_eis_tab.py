"""The EIS tab in the real window: from an empty window to the conductivity, with children that read and fit."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QPointF

LPSCL = "eis/hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C.mpr"


def test_dropping_a_file_and_two_lengths_gives_the_conductivity(window, mouse, keys, type_in, instrument_file, qtbot):
    """LPSCl pellet at -25 C (hybrid-drt, BSD-3): R0 = 170.5, R1 = 1297 ohm at the reference optimum."""
    mouse.drop(window, instrument_file(LPSCL))
    qtbot.waitUntil(lambda: bool(window.document.project.analyses), timeout=60_000)
    keys("F5", window)
    qtbot.waitUntil(lambda: bool(window.document.project.analyses[0].fits), timeout=60_000)
    column = window.tabs.current.column
    type_in(column.pellet.thickness, "0.80 +- 0.01 mm")
    type_in(column.pellet.diameter, "8.00 +- 0.05 mm")
    fit = window.document.project.analyses[0].fit
    assert fit.parameter("R1").value == pytest.approx(1297, rel=2e-3)
    assert fit.parameter("R0").value == pytest.approx(170.5, rel=1e-2)
    assert fit.chi_square == pytest.approx(0.025005, rel=1e-3)
    sigma = fit.quantity("sigma")
    expected = 0.08 / (np.pi * 0.8**2 / 4 * (1297 + 170.5))
    assert sigma.value == pytest.approx(expected, rel=5e-3)
    geometry = np.hypot(0.01 / 0.80, 2 * 0.05 / 8.00)
    assert sigma.stderr / sigma.value == pytest.approx(geometry, rel=0.1)
    number = float(re.match(r"[0-9.]+", column.conductivity.result.text())[0])
    assert number * 1e-3 == pytest.approx(expected, rel=1e-2)
    assert [window.document.stack.text(k) for k in range(window.document.stack.count())] == [
        f"Import {LPSCL.rpartition('/')[2]}",
        "Fit R(RQ)Q",
        "Set the thickness",
        "Set the diameter",
    ]


def test_a_drag_of_an_arc_in_the_window_changes_sigma_and_is_undone_by_its_name(
    window, mouse, keys, instrument_file, qtbot
):
    mouse.drop(window, instrument_file(LPSCL))
    qtbot.waitUntil(lambda: bool(window.document.project.analyses), timeout=60_000)
    tab = window.tabs.current
    qtbot.waitUntil(lambda: tab.current is not None)
    tab.redraw_now()
    canvas, arcs = tab.plots.canvases[0], tab.plots.nyquist.arcs
    before = window.document.project.analyses[0].parameter("R1").value
    start = arcs.grip("diameter", 1).scenePos()
    mouse.drag(canvas, start, start + QPointF(50, 0))
    assert window.document.project.analyses[0].parameter("R1").value > before
    assert window.actions_by_name["edit.undo"].text() == "Undo change the diameter R1"
    keys("Ctrl+Z", window)
    assert window.document.project.analyses[0].parameter("R1").value == before


def test_escape_ends_a_drag_before_it_ends_a_job(window, mouse, keys, instrument_file, qtbot):
    mouse.drop(window, instrument_file(LPSCL))
    qtbot.waitUntil(lambda: bool(window.document.project.analyses), timeout=60_000)
    tab = window.tabs.current
    tab.redraw_now()
    canvas, start = tab.plots.canvases[0], tab.plots.nyquist.arcs.grip("diameter", 1).scenePos()
    mouse.drag(canvas, start, start + QPointF(50, 0), release=False)
    keys("Esc", window)
    assert window.document.project is window.document.committed
    mouse.release(canvas, start + QPointF(50, 0))
    assert window.document.stack.undoText().startswith("Import")


def test_the_status_bar_says_what_the_mouse_does(window, mouse, instrument_file, qtbot):
    mouse.drop(window, instrument_file(LPSCL))
    qtbot.waitUntil(lambda: bool(window.document.project.analyses), timeout=60_000)
    tab = window.tabs.current
    qtbot.waitUntil(lambda: "Shift-drag" in window.status._hint._whole, timeout=2000)
    tab.redraw_now()
    view, z = tab.plots.nyquist.plot.view, complex(tab.current.z[20])
    mouse.move(tab.plots.canvases[0], view.mapToScene(view.mapping().point(z.real, -z.imag)))
    assert "click: mask this point" in window.status._hint._whole
    assert window.status._reading.text().startswith("f ")
