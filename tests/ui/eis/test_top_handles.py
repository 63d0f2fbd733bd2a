"""The top frequency of an arc, dragged on a plot against frequency."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from naglass_gui.ui.eis.quantities import BY_NAME


def top_frequency(values: dict[str, float]) -> float:
    return (values["R1"] * values["Y1"]) ** (-1 / values["n1"]) / (2 * np.pi)


def test_the_handle_stands_on_the_curve_at_the_top_frequency(bench):
    bench.tab.fit()
    bench.tab.redraw_now()
    for plot in bench.tab.plots.frequency[:2]:
        x, y = plot.tops.grip(1).point
        assert 10**x == pytest.approx(top_frequency(bench.values), rel=1e-6)
        curve = bench.tab.plots.curve(bench.tab.shown)
        quantity = BY_NAME[plot.quantity]
        drawn = np.interp(x, np.log10(curve.frequency), quantity.drawn(curve.frequency, curve.z))
        assert y == pytest.approx(drawn, rel=1e-3)


def test_dragging_it_to_the_sides_moves_the_frequency_and_nothing_else(bench, mouse):
    bench.tab.fit()
    bench.tab.redraw_now()
    before, tops = bench.values, bench.tab.plots.frequency[1].tops
    start = tops.grip(1).scenePos()
    mouse.drag(bench.frequencies, start, start + QPointF(-25, 12))
    scale = bench.tab.plots.frequency[1].plot.view.mapping().x_scale
    assert top_frequency(bench.values) == pytest.approx(top_frequency(before) * 10 ** (-25 / scale), rel=1e-6)
    assert {n: v for n, v in bench.values.items() if n != "Y1"} == {n: v for n, v in before.items() if n != "Y1"}
    assert bench.steps[-1] == "Change the top frequency of arc 1"


def test_escape_takes_it_back(bench, mouse):
    bench.tab.redraw_now()
    before = bench.document.project
    start = bench.tab.plots.frequency[0].tops.grip(1).scenePos()
    mouse.drag(bench.frequencies, start, start + QPointF(-25, 0), release=False)
    assert bench.document.project is not before
    assert bench.tab.cancel()
    assert bench.document.project is before
    mouse.release(bench.frequencies, start)


def test_it_is_nudged_by_the_arrow_keys(bench, mouse, keys):
    bench.tab.redraw_now()
    before = top_frequency(bench.values)
    mouse.click(bench.frequencies, bench.tab.plots.frequency[0].tops.grip(1).scenePos())
    keys("Right", bench.frequencies)
    keys("Right", bench.frequencies)
    scale = bench.tab.plots.frequency[0].plot.view.mapping().x_scale
    assert top_frequency(bench.values) == pytest.approx(before * 10 ** (2 / scale), rel=1e-6)
    assert len(bench.steps) == 1


def test_there_is_none_where_the_parameter_is_fixed_and_none_on_the_residual(bench):
    bench.tab.editing.parameter(bench.tab.analysis, "Fix Y1", "Y1", {"vary": False}, live=False)
    bench.tab.redraw_now()
    assert all(not plot.tops.frequencies() for plot in bench.tab.plots.frequency)


def test_undo_in_the_middle_of_a_drag_ends_it(bench, mouse):
    bench.tab.fit()
    bench.tab.redraw_now()
    first = bench.document.project
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(30, 0))
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(30, 0), release=False)
    bench.document.stack.undo()
    assert bench.document.project is first is bench.document.committed
    mouse.release(bench.nyquist, start + QPointF(30, 0))
    assert bench.document.stack.undoText() == "Change the diameter R1"
