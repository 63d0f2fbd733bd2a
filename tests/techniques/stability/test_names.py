"""Conditions by the names of a series."""

from __future__ import annotations

import pytest

from naglass_gui.techniques.stability import conditions_in_names


@pytest.mark.parametrize(
    ("names", "condition", "values", "unit"),
    [
        (("NTOC-4_day_00", "NTOC-4_day_02", "NTOC-4_day_10"), "time", (0, 2, 10), "d"),
        (("NTC-4 2h", "NTC-4 0,5h"), "milling_time", (2, 0.5), "h"),
        (("mix 30min", "mix 90min"), "milling_time", (30, 90), "min"),
        (("a 2h 25C", "a 4h 30C"), "milling_time", (2, 4), "h"),
        (("a 2h 25C", "a 4h 30C"), "annealing_temperature", (25, 30), "degC"),
        (("x_-05C", "x_25C"), "temperature", (-5, 25), "degC"),
        (("glass 1", "glass 2"), "time", (1, 2), "d"),
        (("run 10", "run 20"), "humidity", (10, 20), ""),
    ],
)
def test_the_number_in_which_the_names_differ_is_the_condition(
    names: tuple[str, ...], condition: str, values: tuple[float, ...], unit: str
) -> None:
    found = conditions_in_names(names, condition)
    assert found is not None
    assert [(q.value, q.unit) for q in found] == [(value, unit) for value in values]


@pytest.mark.parametrize(
    "names", [("a1", "b2"), ("a", "a"), ("a1",), ("20250101 1", "20250102 2"), ("day 1", "day 1"), ()]
)
def test_names_that_do_not_tell_give_nothing(names: tuple[str, ...]) -> None:
    assert conditions_in_names(names, "time") is None
