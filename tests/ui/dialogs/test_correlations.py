"""The correlations of a fit: the numbers, the strongest pair in a sentence, the table to copy."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from naglass_gui.core.project import Analysis, Fit, FittedParameter
from naglass_gui.ui.dialogs.correlations import CELL_HEIGHT, CELL_WIDTH, CorrelationsDialog, correlations_of
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from tests.ui.pieces import Said

COVARIANCE = ((4.0, -3.96, 0.0), (-3.96, 4.0, 0.2), (0.0, 0.2, 1.0))


def analysis(covariance=COVARIANCE, free=("area_1", "area_2", "width_1")) -> Analysis:
    fitted = tuple(FittedParameter(name, 1.0, 1.0) for name in free)
    fit = Fit("f", "2026-01-01", "pv, pv", 1.0, 100, 0.0, fitted, free=free, covariance=covariance)
    return Analysis("a", "NTOC-4", "nmr", ("m",), fits=(fit,), current="f")


@pytest.fixture
def dialog(qtbot, ask, tmp_path):
    services = Services(jobs=None, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]
    made = CorrelationsDialog(analysis(), services)
    qtbot.addWidget(made)
    return made


def test_correlations_follow_from_the_covariance():
    names, values = correlations_of(analysis().fit)
    assert names == ("area_1", "area_2", "width_1")
    assert values[0, 1] == values[1, 0] == pytest.approx(-0.99) and np.diag(values) == pytest.approx(1.0)


def test_what_is_undetermined_has_no_correlation():
    values = correlations_of(analysis(((4.0, 0.0), (0.0, 0.0)), ("a", "b")).fit)[1]
    assert values[0, 0] == 1.0 and np.isnan(values[1]).all()
    assert correlations_of(analysis((), ("a", "b")).fit) is None


def test_the_strongest_pair_is_said(dialog):
    assert "area_1 and area_2, r = −0.990" in dialog.sentence.text()
    assert "can hardly tell them apart" in dialog.sentence.text()


def test_every_cell_names_its_pair_and_the_numbers_are_copied(dialog):
    left = dialog.map._left
    assert dialog.map.pair_at(QPoint(left + 2 * CELL_WIDTH + 3, CELL_HEIGHT + 3)) == (1, 2)
    assert dialog.map.pair_at(QPoint(3, 3)) is None
    dialog.copying.copy.trigger()
    heads, first = QApplication.clipboard().text().splitlines()[:2]
    assert heads.split("\t")[0] == "parameter" and first.startswith("area_1\t1")


def test_it_is_painted_in_its_colours(dialog):
    dialog.show()
    picture = dialog.map.grab().toImage()
    ratio = picture.devicePixelRatio()

    def colour(i, j):
        x, y = dialog.map._left + j * CELL_WIDTH + 4, i * CELL_HEIGHT + 4
        return picture.pixelColor(int(x * ratio), int(y * ratio))

    assert colour(0, 1) != colour(0, 2) and colour(0, 1) == colour(1, 0)
