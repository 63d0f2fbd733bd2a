"""Panning and zooming: what moves, and what must not move by itself."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from naglass_gui.ui.plots.drawables import Line
from naglass_gui.ui.plots.gesture import cancel_drag
from naglass_gui.ui.plots.plot import Plot, link_x

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_a_plain_drag_moves_the_point_under_the_mouse_along(bench, mouse):
    start, end = bench.at(5, 50), bench.at(7, 30)
    mouse.drag(bench.canvas, start, end)
    moved = bench.at(5, 50)
    assert abs(moved.x() - end.x()) < 1.5 and abs(moved.y() - end.y()) < 1.5


def test_the_wheel_zooms_about_the_pointer(bench, mouse):
    place = bench.at(2, 80)
    mouse.wheel(bench.canvas, 3, place)
    low, high = bench.ranges[0]
    assert high - low < 8
    assert abs(bench.at(2, 80).x() - place.x()) < 1 and abs(bench.at(2, 80).y() - place.y()) < 1


def test_over_an_axis_the_wheel_zooms_that_axis_alone(bench, mouse):
    mouse.wheel(bench.canvas, 3, QPointF(bench.at(5, 0).x(), bench.at(5, 0).y() + 15))
    assert bench.ranges[0][1] - bench.ranges[0][0] < 8
    assert bench.ranges[1] == pytest.approx([0, 100])


def test_a_drag_on_an_axis_pans_that_axis_alone(bench, mouse):
    x = bench.at(0, 50).x() - 20
    mouse.drag(bench.canvas, QPointF(x, bench.at(0, 50).y()), QPointF(x, bench.at(0, 30).y()))
    assert bench.ranges[0] == pytest.approx([0, 10])
    assert bench.ranges[1][1] == pytest.approx(120, abs=2)


def test_an_axis_where_numbers_end_stays_as_it_is(bench):
    bench.plot.view.setRange(xRange=(0, 10), yRange=(-np.inf, 100))
    bench.plot.view.setRange(xRange=(0, np.nan))
    bench.plot.view.translateBy(x=1e301)
    assert bench.ranges[0] == pytest.approx([0, 10])
    assert bench.ranges[1] == pytest.approx([0, 100])


def test_the_key_a_asks_for_everything_and_going_home_shows_it(bench, mouse, keys):
    wanted = []
    bench.canvas.home_wanted.connect(lambda: wanted.append(True))
    mouse.wheel(bench.canvas, 5, bench.at(2, 80))
    bench.canvas.setFocus()
    keys("A", bench.canvas)
    assert wanted == [True]
    bench.canvas.show_everything()
    assert bench.ranges == [pytest.approx([0, 10]), pytest.approx([0, 100])]


def test_new_data_never_move_the_view(bench):
    bench.plot.live.show_drawables([Line(np.array([-1e6, 1e6]), np.array([-1e6, 1e6]), "#000000", ordered=True)])
    bench.canvas.grab()
    assert bench.ranges == [pytest.approx([0, 10]), pytest.approx([0, 100])]


def test_a_view_that_was_moved_by_hand_keeps_its_range_when_the_window_grows(bench, mouse, qtbot):
    bench.canvas.resize(700, 400)
    assert bench.ranges[0] == pytest.approx([0, 10])
    mouse.drag(bench.canvas, bench.at(5, 50), bench.at(6, 50))
    held = bench.ranges[0]
    bench.canvas.resize(800, 400)
    assert bench.ranges[0] == pytest.approx(held)
    assert not bench.view.at_home


def test_an_equal_aspect_stays_equal_in_every_zoom(make_bench, mouse):
    bench = make_bench(equal_aspect=True)
    mouse.wheel(bench.canvas, 4, bench.at(2, 60))
    mapping = bench.view.mapping()
    assert mapping.x_scale == pytest.approx(-mapping.y_scale)


def test_an_axis_may_run_leftwards(make_bench, mouse):
    bench = make_bench(leftwards=True)
    assert bench.at(8, 0).x() < bench.at(2, 0).x()
    mouse.drag(bench.canvas, bench.at(5, 50), bench.at(6, 50))
    assert bench.ranges[0] == pytest.approx([-1, 9], abs=0.1)


@pytest.mark.parametrize(("key", "shift"), [(SHIFT, True), (CONTROL, False)])
def test_with_shift_or_ctrl_a_drag_is_a_gesture_and_no_panning(bench, mouse, key, shift):
    seen = []
    bench.view.dragged.connect(seen.append)
    mouse.drag(bench.canvas, bench.at(2, 20), bench.at(6, 70), key)
    assert [d.phase for d in seen][0] == "start" and [d.phase for d in seen][-1] == "finish"
    mapping = bench.view.mapping()
    assert mapping.data(seen[-1].start) == pytest.approx((2, 20), abs=0.5)
    assert mapping.data(seen[-1].now) == pytest.approx((6, 70), abs=0.5)
    assert seen[0].shift is shift
    assert bench.ranges == [pytest.approx([0, 10]), pytest.approx([0, 100])]


def test_a_cancelled_gesture_says_so_and_the_rest_of_the_drag_is_silent(bench, mouse):
    seen = []
    bench.view.dragged.connect(lambda drag: seen.append(drag.phase))
    mouse.drag(bench.canvas, bench.at(2, 20), bench.at(4, 40), SHIFT, release=False)
    assert cancel_drag()
    assert seen[-1] == "cancel"
    mouse.move(bench.canvas, bench.at(6, 70))
    mouse.release(bench.canvas, bench.at(6, 70), SHIFT)
    assert seen[-1] == "cancel"
    assert not cancel_drag()
    mouse.drag(bench.canvas, bench.at(2, 20), bench.at(4, 40), SHIFT)
    assert seen[-1] == "finish"


def test_clicks_of_three_kinds_are_told_apart(bench, mouse):
    seen = []
    bench.view.clicked.connect(lambda click: seen.append("click"))
    bench.view.double_clicked.connect(lambda click: seen.append("double"))
    bench.view.menu_wanted.connect(lambda click: seen.append("menu"))
    mouse.click(bench.canvas, bench.at(5, 50))
    mouse.click(bench.canvas, bench.at(5, 50), button=Qt.MouseButton.RightButton)
    mouse.double_click(bench.canvas, bench.at(2, 20))
    assert seen == ["click", "menu", "click", "double"]


def test_ctrl_wheel_is_for_the_selected_component_and_never_zooms(bench, mouse):
    turns = []
    bench.view.turned.connect(turns.append)
    mouse.wheel(bench.canvas, 2, bench.at(5, 50), CONTROL)
    mouse.wheel(bench.canvas, -1, bench.at(5, 50), CONTROL | SHIFT)
    assert [(t.notches, t.shift) for t in turns] == [(1, False), (1, False), (-1, True)]
    assert bench.ranges[0] == pytest.approx([0, 10])


def test_plots_with_a_common_axis_move_together(make_bench, mouse):
    bench = make_bench()
    lower = Plot()
    bench.canvas.arrange({(0, 0): bench.plot, (1, 0): lower}, shared_bottom=True)
    link_x([bench.plot, lower])
    mouse.drag(bench.canvas, bench.at(5, 50), bench.at(7, 50))
    assert lower.view.viewRange()[0] == pytest.approx(bench.ranges[0])
    assert bench.plot.left.size().width() == pytest.approx(lower.left.size().width())
