"""Long curves drawn as few points: what may be lost and what not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from naglass_gui.ui.plots.decimate import visible


def test_a_single_spike_among_a_million_points_is_drawn():
    x, y = np.linspace(0, 1, 1_000_000), np.zeros(1_000_000)
    y[654_321] = 7.0
    thin_x, thin_y = visible(x, y, 0.0, 1.0, 800)
    assert len(thin_x) <= 2 * 802
    assert thin_y.max() == 7.0
    assert abs(thin_x[np.argmax(thin_y)] - x[654_321]) < 1 / 800


def test_a_short_curve_is_drawn_as_it_is_with_one_point_beyond_either_end():
    x = np.arange(10.0)
    thin_x, thin_y = visible(x, x**2, 2.5, 6.5, 400)
    assert thin_x.tolist() == [2, 3, 4, 5, 6, 7]
    assert thin_y.tolist() == [4, 9, 16, 25, 36, 49]


def test_nothing_in_sight_leaves_the_line_that_crosses_the_view():
    x = np.array([0.0, 100.0])
    assert visible(x, x, 40.0, 60.0, 300)[0].tolist() == [0.0, 100.0]


@given(hnp.arrays(float, st.integers(2, 3000), elements=st.floats(-1e3, 1e3)), st.integers(2, 50))
def test_extremes_in_sight_are_kept(y, columns):
    x = np.linspace(0.0, 1.0, len(y))
    thin_x, thin_y = visible(x, y, 0.0, 1.0, columns)
    assert thin_y.min() == y.min() and thin_y.max() == y.max()
    assert (np.diff(thin_x) >= 0).all()
