"""Long curves drawn as few points: what may be lost and what not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from naglass_gui.ui.plots.decimate import envelope, visible


def test_a_single_spike_among_a_million_points_is_drawn():
    x, y = np.linspace(0, 1, 1_000_000), np.zeros(1_000_000)
    y[654_321] = 7.0
    thin_x, low, high = envelope(x, y, 0.0, 1.0, 800)
    assert len(thin_x) <= 802
    assert high.max() == 7.0 and low.max() == 0.0
    assert abs(thin_x[np.argmax(high)] - x[654_321]) <= 1 / 800


def test_a_short_curve_is_drawn_as_it_is_with_one_point_beyond_either_end():
    x = np.arange(10.0)
    assert x[visible(x, 2.5, 6.5)].tolist() == [2, 3, 4, 5, 6, 7]
    assert envelope(x, x**2, 2.5, 6.5, 400) is None


def test_nothing_in_sight_leaves_the_line_that_crosses_the_view():
    x = np.array([0.0, 100.0])
    assert x[visible(x, 40.0, 60.0)].tolist() == [0.0, 100.0]


@given(hnp.arrays(float, st.integers(2, 3000), elements=st.floats(-1e3, 1e3)), st.integers(2, 50))
def test_extremes_in_sight_are_kept(y, columns):
    x = np.linspace(0.0, 1.0, len(y))
    found = envelope(x, y, 0.0, 1.0, columns)
    assert (found is None) == (len(y) <= 4 * columns)
    if found is not None:
        thin_x, low, high = found
        assert low.min() == y.min() and high.max() == y.max()
        assert (low <= high).all() and (np.diff(thin_x) > 0).all()
