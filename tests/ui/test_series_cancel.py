"""A long temperature series in the real window: how far it is, and Esc ends it, with nothing half done."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar

from naglass_gui.core import edits
from naglass_gui.core.arrays import gather
from naglass_gui.core.project import Project, Sample, new_id
from naglass_gui.techniques.eis import EIS
from naglass_gui.ui.main_window import MainWindow
from tests.ui.spectra import measurement

COUNT = 40


@pytest.fixture
def series(window: MainWindow, qtbot: Any) -> MainWindow:
    """Forty selected spectra, whose search takes seconds."""
    store = window.document.store
    measured = tuple(measurement(store, f"EIS {k}", 5.0 * k, 4000.0 / (k + 1)) for k in range(COUNT))
    project = edits.add_sample(Project(new_id()), Sample("sample", "NTOC"))
    arrays = gather(store, (c.array for m in measured for c in m.channels))
    analyses = tuple(EIS.new_analysis(m, arrays) for m in measured)
    window.document.open(edits.add_measurements(project, "sample", measured, analyses))
    window.tree.select([m.id for m in measured])
    qtbot.waitUntil(lambda: len(window.tabs.current.showing.items) == COUNT)
    return window


def test_escape_ends_a_series_that_tells_how_far_it_is(series: MainWindow, keys: Any, qtbot: Any) -> None:
    window, before = series, series.document.committed
    next(a for a in window.tabs.current.menu_actions() if a.text() == "Fit as a temperature series").trigger()
    bar = window.jobs_strip.findChild(QProgressBar)
    qtbot.waitUntil(lambda: window.jobs_strip.isVisible() and bar.value() > 0, timeout=30_000)
    assert f"Fit {COUNT} spectra as a temperature series" in said(window)
    assert bar.maximum() == 1000 and bar.value() < 1000
    keys("Esc", window)
    qtbot.waitUntil(lambda: window.jobs_strip.isHidden(), timeout=10_000)
    assert window.messages.text == f"Fit {COUNT} spectra as a temperature series was cancelled."
    assert window.document.committed is before and window.document.stack.count() == 0


def said(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.jobs_strip.findChildren(QLabel))
