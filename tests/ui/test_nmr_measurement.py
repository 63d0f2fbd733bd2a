"""A measurement whose technique has no tab: kept, shown in the tree, fitted all the same."""

from __future__ import annotations

import pytest


@pytest.fixture
def spectrum(instrument_file):
    return instrument_file("nmr/smeerten__ssnake/Tutorial/DataFiles/1Dintegrate.json")


def test_an_nmr_spectrum_joins_the_tree_and_is_fitted(window, mouse, keys, qtbot, spectrum):
    mouse.drop(window, spectrum)
    qtbot.waitUntil(lambda: bool(list(window.document.project.measurements())), timeout=20_000)
    (measurement,) = window.document.project.measurements()
    assert measurement.technique == "nmr" and window.tree.shown_ids() == (measurement.id,)
    (analysis,) = window.document.project.analyses
    assert analysis.components == () and analysis.option("baseline") == "constant"
    keys("F5")
    qtbot.waitUntil(lambda: window.document.project.analyses[0].fit is not None, timeout=20_000)
    (analysis,) = window.document.project.analyses
    assert len(analysis.components) == 2 and analysis.fit.quantity("share_1").unit == "%"
    window.document.stack.undo()
    window.document.stack.undo()
    assert list(window.document.project.measurements()) == []
