"""The NMR tab in the real window: from a dropped experiment to shares, with children that read and fit."""

from __future__ import annotations

import pytest

PYROPHOSPHATE = "nmr/deepanshs__mrsimulator/docs/_static/ba2p2o7_zg"


def test_dropping_an_experiment_and_f5_gives_two_equal_sites(window, mouse, keys, instrument_file, qtbot):
    """31P of Ba2P2O7: two sites of the pyrophosphate ion, as often as each other."""
    mouse.drop(window, instrument_file(PYROPHOSPHATE))
    qtbot.waitUntil(lambda: bool(window.document.project.analyses), timeout=60_000)
    measurement = next(window.document.project.measurements())
    window.tree.select([measurement.id])
    qtbot.waitUntil(lambda: window.tabs.current is not None and window.tabs.current.technique == "nmr")
    tab = window.tabs.current
    assert [chip.button.text() for chip in tab.chain.chips][:3] == ["Exponential 1 Hz", "Zero fill 16384", "FT"]
    assert tab.plots.residual.bottom.label_text() == "31P shift / ppm"
    keys("F5", window)
    qtbot.waitUntil(lambda: bool(tab.analysis.fits), timeout=60_000)
    shares = [row.cells[-1].value for row in tab.column.lines.rows]
    assert shares == pytest.approx([50, 50], abs=1.5)
    assert "Undo fit lines" in window.actions_by_name["edit.undo"].text()
    keys("Ctrl+Z", window)
    assert tab.column.lines.rows == ()
