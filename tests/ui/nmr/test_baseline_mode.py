"""Baseline by mouse: points clicked, dragged and removed; the automatic one by a slider."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.ui.nmr.made import three_lines


@pytest.fixture
def humped(make_bench):
    """The tab with a spectrum of three lines on a slope from 0.1 to 0.5 of its highest point."""
    made = three_lines()
    slope = np.linspace(0.1, 0.5, len(made.shift)) * made.intensity.max()
    return make_bench({"23Na MAS": replace(made, intensity=made.intensity + slope)})


@pytest.fixture
def mode(humped, mouse):
    mouse.click(humped.tab.modes_card.buttons["Baseline"])
    humped.tab.redraw_now()
    return humped.tab.modes.active


def anchors(bench):
    return next((s[1] for s in bench.analysis.option("processing") or () if s[0] == "baseline_anchors"), ())


def height_at(bench, shift: float) -> float:
    signal = bench.tab.current.signal
    return float(np.median(signal.intensity[np.abs(signal.shift - shift) < 3.0]))


def test_two_clicks_take_a_slope_away(humped, mode, mouse):
    assert humped.tab.plots.spectrum.data.drawables == () and mode.layer.drawables
    low, high = (float(v) for v in humped.tab.plots.spectrum.view.mapping().x_range)
    left, right = high - 0.05 * (high - low), low + 0.05 * (high - low)
    mouse.click(humped.canvas, humped.at(left, 0.8))
    mouse.click(humped.canvas, humped.at(right, 0.8))
    assert anchors(humped) == pytest.approx((right, left), abs=0.3)
    assert humped.steps == ["Add a baseline point"] * 2
    assert len(mode.handles) == 2 and mode.said.text() == "2 points"
    mouse.click(humped.tab.modes_card.done)
    assert height_at(humped, left) == pytest.approx(0.0, abs=0.01)
    assert height_at(humped, right) == pytest.approx(0.0, abs=0.01)


def test_a_point_is_dragged_live_and_removed_by_key_and_by_the_right_button(humped, mode, mouse, keys):
    for shift in (90.0, -45.0, 30.0):
        mouse.click(humped.canvas, humped.at(shift, 0.8))
    at = mode.handles[2].scenePos()  # in the order of their shifts: 90 ppm
    assert mode.positions == pytest.approx((-45.0, 30.0, 90.0), abs=0.3)
    curve = mode._curve.drawables
    mouse.drag(humped.canvas, at, humped.at(80.0, 0.8), release=False)
    assert mode.positions[2] == pytest.approx(80.0, abs=0.3) and mode._curve.drawables is not curve
    assert len(humped.steps) == 3
    mouse.release(humped.canvas, humped.at(80.0, 0.8))
    assert humped.steps[-1] == "Move a baseline point" and anchors(humped)[2] == pytest.approx(80.0, abs=0.3)
    humped.document.stack.undo()
    assert mode.positions[2] == pytest.approx(90.0, abs=0.3)
    mouse.click(humped.canvas, mode.handles[0].scenePos())
    keys("Delete", humped.canvas)
    assert len(anchors(humped)) == 2
    mouse.click(humped.canvas, mode.handles[0].scenePos(), button=Qt.MouseButton.RightButton)
    assert len(anchors(humped)) == 1 and humped.steps[-1] == "Remove a baseline point"


def test_escape_leaves_a_dragged_point_where_it_was(humped, mode, mouse):
    mouse.click(humped.canvas, humped.at(90.0, 0.8))
    before = anchors(humped)
    mouse.drag(humped.canvas, mode.handles[0].scenePos(), humped.at(60.0, 0.8), release=False)
    assert humped.tab.cancel() and mode.positions == pytest.approx(before)
    mouse.release(humped.canvas, humped.at(60.0, 0.8))
    assert anchors(humped) == before


def test_a_baseline_above_a_reference_keeps_its_points_where_they_are_seen(humped, mouse):
    humped.tab.editing.processing(humped.tab.current, "Reference", (("reference", 5.0),))
    mouse.click(humped.tab.modes_card.buttons["Baseline"])
    mouse.click(humped.canvas, humped.at(90.0, 0.8))
    assert humped.tab.modes.active.positions[0] == pytest.approx(90.0, abs=0.3)
    assert anchors(humped)[0] == pytest.approx(85.0, abs=0.3)
    assert [s[0] for s in humped.analysis.option("processing")] == ["baseline_anchors", "reference"]


def test_the_automatic_baseline_has_a_length_on_a_slider(humped, mode, mouse):
    mouse.click(mode.by_length)
    assert humped.steps == ["Add an automatic baseline"]
    first = humped.analysis.option("processing")[0]
    assert first[0] == "baseline" and mode.said.text() == f"{first[1]:.3g} ppm"
    assert humped.tab.plots.spectrum.data.drawables  # what comes out of it is shown
    mode.slider.setSliderDown(True)
    mode.slider.setValue(mode.slider.value() + 20)
    assert humped.steps == ["Add an automatic baseline"]  # only previewed while the knob is held
    mode.slider.setSliderDown(False)
    mode.slider.sliderReleased.emit()
    assert humped.steps[-1].startswith("Baseline of") and humped.analysis.option("processing")[0][1] > first[1]
    mouse.click(mode.remove_button)
    assert humped.analysis.option("processing") == ()


def test_a_length_set_by_keys_is_kept_when_the_mode_is_left_at_once(humped, mode, mouse, keys):
    mouse.click(mode.by_length)
    first = humped.analysis.option("processing")[0][1]
    mode.slider.setFocus()
    keys("Right", mode.slider)
    assert humped.document.project is not humped.document.committed
    mouse.click(humped.tab.modes_card.done)
    assert humped.document.project is humped.document.committed
    assert humped.steps[-1].startswith("Baseline of") and humped.analysis.option("processing")[0][1] > first
