"""Student's t against SciPy's."""

from __future__ import annotations

import math

import pytest
from scipy.special import stdtrit

from naglass_gui.fitting.student import NORMAL_95, student_95


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 7, 10, 30, 1000])
def test_the_interval_for_whole_degrees(freedom: int) -> None:
    assert student_95(freedom) == pytest.approx(stdtrit(freedom, 0.975), rel=5e-3)


@pytest.mark.parametrize("freedom", [1.5, 2.5, 3.7, 12.2])
def test_the_interval_between_whole_degrees(freedom: float) -> None:
    assert student_95(freedom) == pytest.approx(stdtrit(freedom, 0.975), rel=0.05)


def test_no_degree_of_freedom_is_no_interval_and_many_are_normal() -> None:
    assert math.isnan(student_95(0)) and math.isnan(student_95(math.nan))
    assert student_95(1e9) == pytest.approx(NORMAL_95)
