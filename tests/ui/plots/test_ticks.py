"""Where ticks stand and what they say."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from naglass_gui.ui.plots.ticks import linear, logarithmic, plain, prefix


def words(ticks) -> list[str]:
    return [tick.text + (f"^{tick.power}" if tick.power else "") for tick in ticks.major]


def test_linear_ticks_stand_at_round_numbers_with_a_real_minus():
    assert words(linear(-320, 680, 600, spacing=60)) == [
        "−300",
        "−200",
        "−100",
        "0",
        "100",
        "200",
        "300",
        "400",
        "500",
        "600",
    ]


def test_large_numbers_are_written_in_kilo_or_mega():
    factor, letter = prefix(2.2e6)
    assert (factor, letter) == (1e6, "M")
    assert words(linear(0, 2.2e6, 600, spacing=120, unit=factor)) == ["0.0", "0.5", "1.0", "1.5", "2.0"]
    assert prefix(9_999)[1] == "" and prefix(0.05)[1] == "m" and prefix(0.0)[1] == ""


def test_a_logarithmic_axis_labels_powers_with_their_exponent_raised():
    assert words(logarithmic(-2.2, 6.3, 500, spacing=60)) == ["10^−2", "1", "10^2", "10^4", "10^6"]


def test_within_a_decade_a_logarithmic_axis_labels_one_two_five_or_round_numbers():
    assert words(logarithmic(0.9, 1.9, 400)) == ["10", "20", "50"]
    assert words(logarithmic(math.log10(300), math.log10(340), 400, spacing=40)) == ["300", "310", "320", "330", "340"]


def test_round_numbers_are_short():
    assert [plain(v) for v in (0.02, 5, 200, 2e5, 1e-4)] == ["0.02", "5", "200", "2×10⁵", "1×10⁻⁴"]


@pytest.mark.parametrize("make", [linear, logarithmic])
def test_an_axis_without_room_or_extent_has_no_ticks(make):
    assert make(1.0, 1.0, 100).major == () and make(0.0, 1.0, 0).major == ()


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.floats(60, 2000))
def test_linear_ticks_lie_inside_ascend_and_keep_their_distance(low, span, pixels):
    assume(span > 1e-6 * abs(low))  # beyond that the numbers themselves have no digits left
    ticks = linear(low, low + span, pixels, spacing=50).major
    positions = [tick.position for tick in ticks]
    assert all(low - 1e-6 * span <= p <= low + span * (1 + 1e-6) for p in positions)
    least = 49 if len(ticks) > 5 else 12  # closer only where there would be a single label otherwise
    assert all((b - a) / span * pixels >= least for a, b in zip(positions, positions[1:], strict=False))
    assert len({tick.text for tick in ticks}) == len(ticks)


def test_a_short_axis_is_not_crowded_to_avoid_a_single_label():
    assert words(linear(655_000, 1_200_000, 109, spacing=50)) == ["800000", "1000000", "1200000"]


def test_an_axis_never_has_a_single_label():
    assert words(linear(-1500, 1700, 100, spacing=60)) == ["−1000", "0", "1000"]
