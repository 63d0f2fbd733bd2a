"""What is left out, what is refused, where a sweep ends: the rules every reader shares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.spectrum import Points, complete, sweeps

NAN = float("nan")


def points(*values: tuple[float, float, float]) -> Points:
    return Points.of([(10 + i, *v) for i, v in enumerate(values)])


def test_unfinished_rows_at_the_end_are_left_out_and_counted() -> None:
    kept, notices = complete(points((100, 5, -1), (10, 6, -2), (1, NAN, NAN), (0, 7, 1)), "a.DTA")
    assert len(kept) == 2
    assert notices == ("2 rows left out at the end: incomplete, as after an aborted run.",)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((NAN, 5, -1), "line 11 has no complete frequency"),
        ((100, NAN, -1), "line 11 has no complete frequency"),
        ((100, 5, float("inf")), "line 11 holds a number too large"),
        ((0, 5, -1), "line 11 has a frequency of 0 Hz"),
        ((-3, 5, -1), "line 11 has a frequency of −3 Hz"),
        ((100, 0, 0), "line 11 has Z = 0"),
    ],
)
def test_a_damaged_row_inside_is_refused_by_its_place(row: tuple[float, float, float], words: str) -> None:
    with pytest.raises(LoadError, match=f"^a.DTA: {words}"):
        complete(points((1000, 5, -1), row, (10, 5, -1)), "a.DTA")


def test_rows_without_any_impedance_are_left_out_anywhere() -> None:
    kept, notices = complete(points((0, 0, 0), (100, 5, -1), (0, 0, 0), (10, 6, -2)), "a.mpt")
    assert kept.frequency.tolist() == [100, 10]
    assert notices == ("2 rows without any impedance (all zero) left out.",)


def test_no_complete_point_at_all() -> None:
    with pytest.raises(LoadError, match="ends before its first complete impedance point"):
        complete(points((NAN, 1, 1), (0, 1, 1)), "a.z")


def test_points_with_positive_imaginary_part_are_kept() -> None:
    kept, _ = complete(points((1e6, 5, 3), (1e5, 5, -1)), "a.z")
    assert kept.z_imag.tolist() == [3, -1]


def lengths(frequency: list[float]) -> list[int]:
    return [part.stop - part.start for part in sweeps(np.array(frequency, dtype=float))]


DOWN = [1e6, 1e5, 1e4, 1e3, 100, 10, 1]


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        (DOWN, [7]),
        (DOWN[::-1], [7]),
        (DOWN * 3, [7, 7, 7]),
        (DOWN[::-1] * 2, [7, 7]),
        (DOWN + DOWN[::-1], [8, 6]),  # down and up again: the turning point belongs to the way down
        ([1000, 500, 200, 1000, 500, 200], [3, 3]),
        (DOWN[:3] + DOWN, [3, 7]),  # the first loop was broken off
        ([1e6, 1e5, 1e4, 1e3, 2e3, 200, 20, 2], [8]),  # two ranges that overlap a little
        ([1e6, 1e5, 1.05e5, 1e4, 1e3], [5]),  # a step that wavers
        ([5.0] * 6, [6]),  # one frequency against time
        ([10, 1000, 3, 500, 7, 2000, 1, 90], [8]),  # no order at all
        ([42.0], [1]),
    ],
)
def test_where_a_sweep_ends(frequency: list[float], expected: list[int]) -> None:
    assert lengths(frequency) == expected


@given(st.lists(st.floats(1e-6, 1e9), min_size=1, max_size=60))
def test_sweeps_never_lose_or_repeat_a_point(frequency: list[float]) -> None:
    parts = sweeps(np.array(frequency))
    assert [i for part in parts for i in range(part.start, part.stop)] == list(range(len(frequency)))
