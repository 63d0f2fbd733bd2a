"""What the mouse does on a plot, the keyboard does too."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from naglass_gui.ui.plots.bands import Band, Bands
from naglass_gui.ui.plots.canvas import Canvas
from naglass_gui.ui.plots.gesture import cancel_drag
from naglass_gui.ui.plots.grip import Handle
from naglass_gui.ui.plots.picking import Picking
from naglass_gui.ui.plots.plot import HANDLES, Plot

X, Y = np.array([2.0, 8.0, 5.0]), np.array([20.0, 80.0, 50.0])


@pytest.fixture
def points(bench) -> Picking:
    return Picking(bench.view, lambda: (X, Y), double=True)


def test_the_arrow_keys_go_from_point_to_point_and_space_clicks_one(bench, keys, points):
    clicked = []
    bench.view.clicked.connect(lambda click: clicked.append(points.at(click.position)))
    for key, index in (("Right", 0), ("Right", 2), ("Right", 1), ("Right", 1), ("Left", 2)):
        keys(key, bench.canvas)
        keys("Space", bench.canvas)
        assert clicked[-1] == index


def test_they_begin_at_the_far_end_when_they_go_left(bench, keys, points):
    keys("Left", bench.canvas)
    assert points.at(bench.canvas.keyboard.place) == 1


def test_they_begin_where_the_mouse_is(bench, keys, mouse, points):
    mouse.move(bench.canvas, bench.at(5.2, 52))
    keys("Right", bench.canvas)
    assert points.at(bench.canvas.keyboard.place) == 1


def test_where_there_are_no_points_they_move_freely_with_shift_far_and_with_ctrl_by_a_pixel(bench, keys):
    middle = bench.view.mapping().frame.center()
    for key, way in (("Right", (10, 0)), ("Shift+Up", (0, -100)), ("Ctrl+Left", (-1, 0))):
        before = bench.canvas.keyboard.place or middle
        keys(key, bench.canvas)
        moved = bench.canvas.keyboard.place - before
        assert (moved.x(), moved.y()) == pytest.approx(way)


def test_q_does_what_a_click_on_the_label_of_the_axis_does(bench, keys):
    asked = []
    bench.plot.left.label_clicked.connect(asked.append)
    keys("Q", bench.canvas)
    (click,) = asked
    assert click.position.x() == bench.view.mapping().frame.left()


def test_d_does_what_a_double_click_does(bench, keys, points):
    opened = []
    points.double_clicked.connect(opened.append)
    keys("Right", bench.canvas)
    keys("D", bench.canvas)
    assert opened == [0]


def test_shift_space_arrows_and_space_draw_a_region_as_a_shift_drag_does(bench, keys):
    drags = []
    bench.view.dragged.connect(drags.append)
    keys("Shift+Space", bench.canvas)
    for _ in range(3):
        keys("Right", bench.canvas)
    keys("Space", bench.canvas)
    assert [d.phase for d in drags] == ["start", "move", "move", "move", "finish"]
    assert all(d.shift and not d.control for d in drags)
    assert drags[-1].now.x() - drags[-1].start.x() == pytest.approx(30)
    assert not cancel_drag()


def test_escape_takes_a_drag_by_keys_back(bench, keys):
    drags = []
    bench.view.dragged.connect(lambda drag: drags.append(drag.phase))
    keys("Ctrl+Space", bench.canvas)
    keys("Right", bench.canvas)
    keys("Esc", bench.canvas)
    keys("Right", bench.canvas)
    assert drags == ["start", "move", "cancel"]


def test_h_walks_through_handles_and_ends_of_regions_and_then_lets_go(bench, keys):
    handle = Handle(bench.view, bench.selection, HANDLES)
    handle.place(3.0, 50.0)
    hidden = Handle(bench.view, bench.selection, HANDLES)
    hidden.place(30.0, 50.0)  # out of sight
    bands = Bands(bench.view, bench.selection)
    bands.show([Band("a", 2.0, 4.0)])
    told = []
    handle.hovered.connect(told.append)
    expected = [bands.edge("a", False), handle, bands.edge("a", True), None, bands.edge("a", False)]
    for item in expected:
        keys("H", bench.canvas)
        assert bench.selection.item is item
    assert told == [True, False]
    keys("Shift+H", bench.canvas)
    assert bench.selection.item is None


def test_a_selected_end_of_a_region_moves_by_a_pixel_and_is_removed_by_delete(bench, keys):
    bands = Bands(bench.view, bench.selection)
    bands.show([Band("a", 2.0, 4.0)])
    moved, removed = [], []
    bands.moved.connect(lambda *ends: moved.append(ends))
    bands.removal_wanted.connect(removed.append)
    keys("H", bench.canvas)
    keys("Shift+Right", bench.canvas)
    keys("Del", bench.canvas)
    pixel = 1 / bench.view.mapping().x_scale
    assert moved == [("a", pytest.approx(2.0 + 10 * pixel), 4.0)]
    assert removed == ["a"]


def test_plus_and_minus_zoom_about_the_pointer(bench, keys, points):
    keys("Right", bench.canvas)
    place = bench.view.mapping().point(2, 20)
    keys("+", bench.canvas)
    (left, right), _ = bench.ranges
    assert right - left == pytest.approx(8.0)
    assert bench.view.mapping().point(2, 20).x() == pytest.approx(place.x(), abs=1)
    assert not bench.view.at_home
    keys("-", bench.canvas)
    assert bench.ranges[0] == pytest.approx([0, 10])


def test_a_point_out_of_sight_is_brought_into_sight(bench, keys, points):
    bench.view.show_range((6.0, 10.0), (60.0, 100.0))
    keys("Left", bench.canvas)  # to the one at 8, 80
    keys("Left", bench.canvas)
    (left, right), (bottom, top) = bench.ranges
    assert left < 5.0 < right and bottom < 50.0 < top
    assert points.at(bench.canvas.keyboard.place) == 2


def ask_menu(canvas: Canvas) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(canvas, event)


def test_the_menu_key_opens_the_menu_of_the_selected_handle_or_of_the_place(bench, keys, points):
    handle = Handle(bench.view, bench.selection, HANDLES)
    handle.place(3.0, 50.0)
    wanted = []
    handle.menu_wanted.connect(lambda click: wanted.append("handle"))
    bench.view.menu_wanted.connect(lambda click: wanted.append(points.at(click.position)))
    keys("H", bench.canvas)
    ask_menu(bench.canvas)
    keys("H", bench.canvas)
    keys("Right", bench.canvas)
    ask_menu(bench.canvas)
    assert wanted == ["handle", 0]


def test_page_down_goes_to_the_plot_below(bench, keys):
    lower = Plot()
    bench.canvas.arrange({(0, 0): bench.plot, (1, 0): lower})
    QApplication.processEvents()
    hovered = []
    lower.view.hovered.connect(hovered.append)
    keys("Right", bench.canvas)
    keys("PgDown", bench.canvas)
    assert hovered and hovered[-1] is not None


def test_who_comes_by_tab_is_told_the_keys(bench):
    hints = []
    bench.canvas.hinted.connect(hints.append)
    bench.canvas.clearFocus()
    bench.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert "Space" in hints[-1]
