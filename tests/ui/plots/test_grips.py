"""Handles, region edges and markers: taken with the mouse, moved with the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor

from naglass_gui.ui.plots.bands import Band, Bands
from naglass_gui.ui.plots.gesture import cancel_drag
from naglass_gui.ui.plots.grip import HANDLE, Handle
from naglass_gui.ui.plots.plot import HANDLES


@pytest.fixture
def handle(bench) -> Handle:
    made = Handle(bench.view, bench.selection, HANDLES)
    made.place(5.0, 50.0)
    return made


def test_a_handle_follows_its_point_when_the_view_moves(bench, mouse, handle):
    mouse.drag(bench.canvas, bench.at(2, 20), bench.at(3, 30))
    place = bench.at(5, 50)
    assert (handle.scenePos() - place).manhattanLength() < 0.01


def test_a_drag_of_a_handle_says_where_it_goes_and_leaves_the_view(bench, mouse, handle):
    seen = []
    handle.dragged.connect(seen.append)
    mouse.drag(bench.canvas, bench.at(5, 50), bench.at(8, 20))
    assert (seen[0].phase, seen[-1].phase) == ("start", "finish")
    assert bench.view.mapping().data(seen[-1].now) == pytest.approx((8, 20), abs=0.5)
    assert bench.ranges[0] == pytest.approx([0, 10])
    assert handle.selected


def test_a_handle_is_eleven_pixels_and_is_found_a_little_beside(bench, mouse, handle):
    assert HANDLE == 11
    hovered = []
    handle.hovered.connect(hovered.append)
    place = bench.at(5, 50)
    mouse.move(bench.canvas, (place.x() + 8, place.y()))
    assert hovered == [True]
    mouse.move(bench.canvas, (place.x() + 40, place.y()))
    assert hovered == [True, False]


def test_the_cursor_tells_that_a_handle_can_be_dragged(bench, handle):
    assert handle.cursor().shape() == Qt.CursorShape.SizeAllCursor
    sideways = Handle(bench.view, bench.selection, HANDLES, "x")
    assert QCursor(sideways.cursor()).shape() == Qt.CursorShape.SizeHorCursor


def test_arrow_keys_nudge_by_one_ten_or_a_tenth_of_a_pixel(bench, mouse, keys, handle):
    nudges = []
    handle.nudged.connect(lambda dx, dy: nudges.append((dx, dy)))
    mouse.click(bench.canvas, bench.at(5, 50))
    for key in ("Right", "Shift+Up", "Ctrl+Left"):
        keys(key, bench.canvas)
    assert nudges == [(1, 0), (0, -10), (-0.1, 0)]


def test_delete_asks_to_remove_what_is_selected_and_escape_lets_it_go(bench, mouse, keys, handle):
    asked = []
    handle.removal_wanted.connect(lambda: asked.append(True))
    mouse.click(bench.canvas, bench.at(5, 50))
    keys("Del", bench.canvas)
    assert asked == [True]
    keys("Esc", bench.canvas)
    assert bench.selection.item is None


def test_a_right_click_on_a_handle_opens_its_menu_and_not_that_of_the_plot(bench, mouse, handle):
    wanted = []
    handle.menu_wanted.connect(lambda click: wanted.append("handle"))
    bench.view.menu_wanted.connect(lambda click: wanted.append("plot"))
    mouse.click(bench.canvas, bench.at(5, 50), button=Qt.MouseButton.RightButton)
    assert wanted == ["handle"]


def test_a_handle_that_left_is_neither_drawn_nor_selected(bench, mouse, handle):
    mouse.click(bench.canvas, bench.at(5, 50))
    handle.leave()
    assert bench.selection.item is None and handle.scene() is None


@pytest.fixture
def bands(bench) -> Bands:
    made = Bands(bench.view, bench.selection)
    made.show([Band("a", 2.0, 4.0), Band("b", 6.0, 9.0)])
    return made


def test_dragging_an_edge_moves_that_end_of_that_band(bench, mouse, bands):
    moving, moved = [], []
    bands.moving.connect(lambda *ends: moving.append(ends))
    bands.moved.connect(lambda *ends: moved.append(ends))
    mouse.drag(bench.canvas, bench.at(4, 70), bench.at(5, 70))
    assert moving and moved == [("a", 2.0, pytest.approx(5.0, abs=0.05))]
    assert bench.ranges[0] == pytest.approx([0, 10])


def test_an_edge_stops_before_it_passes_the_other_one(bench, mouse, bands):
    moved = []
    bands.moved.connect(lambda *ends: moved.append(ends))
    mouse.drag(bench.canvas, bench.at(6, 70), bench.at(9.8, 70))
    (band, low, high) = moved[0]
    assert band == "b" and low < high == 9.0


def test_inside_a_band_a_plain_drag_still_pans(bench, mouse, bands):
    mouse.drag(bench.canvas, bench.at(3, 50), bench.at(3.5, 50))
    assert bench.ranges[0] == pytest.approx([-0.5, 9.5], abs=0.1)


def test_an_edge_is_nudged_removed_and_cancelled(bench, mouse, keys, bands):
    moved, removed, cancelled = [], [], []
    bands.moved.connect(lambda *ends: moved.append(ends))
    bands.removal_wanted.connect(removed.append)
    bands.cancelled.connect(lambda: cancelled.append(True))
    mouse.click(bench.canvas, bench.at(2, 50))
    keys("Shift+Right", bench.canvas)
    pixel = 1 / bench.view.mapping().x_scale
    assert moved == [("a", pytest.approx(2.0 + 10 * pixel), 4.0)]
    keys("Del", bench.canvas)
    assert removed == ["a"]
    mouse.drag(bench.canvas, bench.at(9, 50), bench.at(7, 50), release=False)
    assert cancel_drag() and cancelled == [True]
    mouse.release(bench.canvas, bench.at(7, 50))


def test_a_band_that_is_gone_takes_its_edges_along(bench, bands):
    edge = bands.edge("a", upper=False)
    bands.show([Band("b", 6.0, 9.0)])
    assert edge.scene() is None
    assert bands.at(7.0).id == "b" and bands.at(3.0) is None
