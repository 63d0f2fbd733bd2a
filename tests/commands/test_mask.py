"""Which points a mask leaves out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.commands.mask import masked_points
from naglass_gui.core.errors import InputError

COLUMNS = {
    "frequency": np.array([1e6, 1e4, 1e2, 1.0]),
    "z_real": np.array([-5.0, 100.0, 200.0, 300.0]),
    "z_imag": np.array([2.0, -10.0, -50.0, -400.0]),
}


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("im>0", (0,)),
        ("re < 0", (0,)),
        ("f<10", (3,)),
        ("f<=1e2", (2, 3)),
        ("|Z|>1e2 and f<10", (3,)),
        ("abs>1e6 or im>0", (0,)),
        ("phase<-45", (3,)),
        ("z_real=100", (1,)),
        ("3", (2,)),
        ("1,3-4", (0, 2, 3)),
        ("im>0 or f<10 and re>250 or 2", (0, 1, 3)),
        ("re>−10 and re<0", (0,)),
        ("f<0,5", ()),
    ],
)
def test_conditions_and_point_numbers_choose_points(text: str, points: tuple[int, ...]) -> None:
    assert masked_points(text, COLUMNS) == points


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is no condition"),
        ("im", "--mask: “im” is no condition like im>0 or f<10, and no point numbers like 3,5-7."),
        ("im>", "is no condition"),
        ("im>0 or", "is no condition"),
        ("hello>2", "“hello” is nothing a point has here; there are f, im, re, abs, phase"),
        ("im>x", "“x” is not a number"),
        ("im>1e999", "larger than anything"),
        ("__import__('os').system('ls')", "is no condition"),
        ("7-3", "go upward"),
        ("0", "count from 1"),
        ("9", "there is no point 9; the sweep has 4"),
        ("1" * 501, "longer than 500 characters"),
    ],
)
def test_what_is_no_mask_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        masked_points(text, COLUMNS)
    assert sentence in caught.value.sentence
    assert caught.value.field == "--mask"


def test_a_measurement_without_impedance_knows_its_own_columns() -> None:
    assert masked_points("intensity>5", {"two_theta": np.arange(3.0), "intensity": np.array([1.0, 9.0, 9.0])}) == (1, 2)


def test_points_that_are_no_numbers_meet_no_condition() -> None:
    assert masked_points("im>0 or im<=0", {"z_real": np.ones(2), "z_imag": np.array([np.nan, 1.0])}) == (1,)


@given(st.text(alphabet="imrefabs<>=andor 0123456789,-.e|+()_", max_size=60))
def test_any_text_gives_points_or_a_sentence(text: str) -> None:
    try:
        points = masked_points(text, COLUMNS)
    except InputError:
        return
    assert set(points) <= {0, 1, 2, 3}
